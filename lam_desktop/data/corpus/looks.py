"""Random looks: screen, window, palette, typeface, spacing. Shared by the renderers."""

from __future__ import annotations

import colorsys
import random
import subprocess
from dataclasses import dataclass
from functools import cache

_STRETCHED_SHARE = 0.35
_SCREENS = (
    (1280, 800),
    (1280, 800),
    (1280, 800),
    (1280, 720),
    (1000, 700),
    (1366, 768),
    (1440, 900),
    (1600, 900),
    (1920, 1080),
)
_CJK = "Noto Sans CJK SC"
_FONTS = (
    "DejaVu Sans",
    "DejaVu Sans",
    "Liberation Sans",
    "Liberation Sans",
    "Noto Sans",
    "Open Sans",
    "Roboto",
    "Ubuntu",
    "Lato",
    "Cantarell",
    "Inter",
    "Liberation Sans Narrow",
    "DejaVu Sans Condensed",
    "Nimbus Sans",
    "Liberation Serif",
    "DejaVu Serif",
    "URW Gothic",
    "DejaVu Sans Mono",
    "Noto Sans Mono",
    "Source Sans 3",
    "IBM Plex Sans",
    "Fira Sans",
    "Montserrat",
    "Nunito",
    "PT Sans",
    "Merriweather",
    "Roboto Condensed",
    "JetBrains Mono",
    "Cabin",
)
STYLES = ("native", "adwaita", "fusion", "classic", "mac", "material", "bootstrap", "flat", "windows")


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb."""

    dark: bool
    window: str
    base: str
    text: str
    muted: str
    border: str
    button: str
    accent: str
    on_accent: str
    title: str
    on_title: str
    stripe: str

    @property
    def warning(self) -> str:
        """A red that can be read on windows."""
        return "#ff8a80" if self.dark else "#b3131b"

    def faded(self, share: float) -> str:
        """The colour of text with so much ink, on a window."""
        ink, ground = ([int(colour[n : n + 2], 16) for n in (1, 3, 5)] for colour in (self.text, self.window))
        return "#" + "".join(
            f"{round(share * a + (1 - share) * b):02x}" for a, b in zip(ink, ground, strict=True)
        )


@dataclass(frozen=True)
class Stretched:
    """Buttons as wide as there is room for, `most` CSS pixels at most: each below the last, or beside it."""

    stacked: bool
    most: float
    indent: float
    """CSS pixels that are left free before them, as where labels stand above."""


@dataclass(frozen=True)
class Look:
    """How one page is drawn; lengths are in CSS pixels unless they say otherwise."""

    seed: str
    screen: tuple[int, int]
    """Screen pixels."""
    scale: float
    """Screen pixels a CSS pixel."""
    window: tuple[float, float, float, float]
    """x, y, w, h of the program's main window."""
    style: str
    palette: Palette
    font: str
    font_px: float
    pad: float
    gap: float
    radius: float
    decoration: str
    neighbour: str
    """Where a second window lies: "", "behind", "front"."""
    turned: bool = False
    """Whether a framework that knows dark and light has the other one."""

    @property
    def fading(self) -> float:
        """How much ink the words of what is greyed out have."""
        return random.Random(f"fading/{self.seed}").uniform(0.25, 0.5)

    @property
    def quiet(self) -> frozenset[str]:
        """What is drawn in paler ink though it is not greyed out: `buttons` but the main one, `tools`."""
        rng = random.Random(f"quiet/{self.seed}")
        return frozenset(part for part in ("buttons", "tools") if rng.random() < 0.2)

    @property
    def quiet_ink(self) -> float:
        """How much ink that has."""
        return random.Random(f"ink/{self.seed}").uniform(0.6, 0.8)

    @property
    def stretched(self) -> Stretched | None:
        """How the buttons that end a form fill the width, as those of a sign-in page; None: they do not."""
        rng = random.Random(f"stretched/{self.seed}")
        if rng.random() >= _STRETCHED_SHARE:
            return None
        most = rng.uniform(220, 900) if rng.random() < 0.4 else self.screen[0]
        return Stretched(rng.random() < 0.6, most, rng.uniform(40, 180) if rng.random() < 0.4 else 0)


def make_look(seed: str, lang: str, small: bool) -> Look:
    """The look drawn from `seed`; `small` programs (message boxes, calculators) get small windows."""
    rng = random.Random(f"look/{seed}")
    screen = rng.choice(_SCREENS)
    scale = rng.choices((1.0, rng.choice((1.1, 1.25, 1.5)), rng.uniform(0.9, 1.6), 2.0), (60, 22, 14, 4))[0]
    if screen[0] < 1300:
        scale = min(scale, 1.5)
    width, height = screen[0] / scale, screen[1] / scale
    style = rng.choices(STYLES, (16, 16, 12, 10, 10, 8, 10, 10, 8))[0]
    palette = make_palette(rng, style)
    fonts = [f for f in _FONTS if f in installed_fonts()] or ["sans-serif"]
    font = rng.choice(fonts)
    if lang == "zh":
        font = rng.choice((_CJK, "Noto Sans Mono CJK SC", "Droid Sans Fallback", _CJK, "Noto Serif CJK SC"))
    font_px = rng.choice((12, 13, 13, 14, 14, 14.67, 15, 16, rng.uniform(11, 19)))
    full = rng.random() < 0.15 and not small
    if full:
        window = (0.0, 0.0, width, height)
    else:
        unit = font_px / 14
        low_w, low_h = (
            (260 * unit, 180 * unit)
            if small
            else (min(620 * unit, width * 0.8), min(420 * unit, height * 0.8))
        )
        high_w, high_h = (
            (min(520 * unit, width), min(520 * unit, height)) if small else (width, height * 0.97)
        )
        w, h = rng.uniform(low_w, max(low_w, high_w)), rng.uniform(low_h, max(low_h, high_h))
        w, h = min(w, width), min(h, height)
        window = (rng.uniform(0, width - w), rng.uniform(0, height - h), w, h)
    return Look(
        seed=seed,
        screen=screen,
        scale=scale,
        window=window,
        style=style,
        palette=palette,
        font=font,
        font_px=font_px,
        pad=rng.choice((2, 3, 4, 4, 5, 6, 8)),
        gap=rng.choice((4, 6, 6, 8, 8, 10, 14)),
        radius=rng.choice((0, 2, 3, 4, 6, 9)),
        decoration="none"
        if full and rng.random() < 0.4
        else rng.choice(("left", "right", "right", "right", "browser", "thin", "header")),
        neighbour=rng.choices(("", "behind", "front"), (70, 18, 12))[0],
    )


def make_palette(rng: random.Random, style: str) -> Palette:
    """Light, dark, high-contrast or coloured; text always stands out from what it lies on."""
    mode = rng.choices(("light", "dark", "contrast", "tinted"), (52, 28, 5, 15))[0]
    hue = rng.random() if rng.random() < 0.4 else rng.choice((0.58, 0.6, 0.56, 0.62))
    accent = _hsl(hue, rng.uniform(0.45, 0.85), rng.uniform(0.36, 0.5))
    ink = "#ffffff" if _luminance(accent) < 0.3 else "#101010"
    if mode == "contrast":
        black = rng.random() < 0.7
        back, fore = ("#000000", "#ffffff") if black else ("#ffffff", "#000000")
        mark = "#ffff00" if black else "#0000a0"
        return Palette(black, back, back, fore, fore, fore, back, mark, back, back, fore, back)
    warm = rng.random()
    tint = 0.03 if mode != "tinted" else rng.uniform(0.15, 0.4)
    if mode == "dark":
        depth = rng.uniform(0.08, 0.22)
        return Palette(
            dark=True,
            window=_hsl(warm, tint, depth),
            base=_hsl(warm, tint, depth + rng.choice((-0.04, 0.03, -0.06))),
            text=_hsl(warm, 0.05, rng.uniform(0.85, 1)),
            muted=_hsl(warm, 0.05, rng.uniform(0.62, 0.74)),
            border=_hsl(warm, 0.05, depth + rng.uniform(0.1, 0.25)),
            button=_hsl(warm, tint, depth + rng.uniform(0.06, 0.12)),
            accent=accent,
            on_accent=ink,
            title=_hsl(warm, tint, depth + rng.choice((-0.04, 0.05))),
            on_title=_hsl(warm, 0.05, 0.9),
            stripe=_hsl(warm, tint, depth + 0.045),
        )
    level = {"material": 0.98, "bootstrap": 1.0, "classic": 0.83, "native": rng.choice((1.0, 0.93))}.get(
        style, rng.uniform(0.9, 0.98)
    )
    if mode == "tinted":
        level = rng.uniform(0.8, 0.93)
    coloured_title = rng.random() < 0.35
    return Palette(
        dark=False,
        window=_hsl(warm, tint, level),
        base=_hsl(warm, tint / 2, rng.choice((1.0, 1.0, 0.99, 0.97))),
        text=_hsl(warm, 0.1, rng.uniform(0, 0.2)),
        muted=_hsl(warm, 0.05, rng.uniform(0.32, 0.46)),
        border=_hsl(warm, 0.05, level - rng.uniform(0.1, 0.35)),
        button=_hsl(warm, tint, min(1.0, level + rng.choice((0.02, -0.04, 0.06)))),
        accent=accent,
        on_accent=ink,
        title=accent if coloured_title else _hsl(warm, tint, level - rng.choice((0.06, 0.0, -0.02))),
        on_title=ink if coloured_title else _hsl(warm, 0.1, 0.15),
        stripe=_hsl(warm, tint, level - 0.02),
    )


def framework_palette(dark: bool, window: str, accent: str) -> Palette:
    """Plain colours that go with CSS frameworks, which bring their own for what they style."""
    if _luminance(accent) > 0.5:  # links in it could not be read
        accent = "#1a56c4"
    ink = "#ffffff" if _luminance(accent) < 0.3 else "#101010"
    if dark:
        return Palette(
            dark=True,
            window="#1a1d21",
            base="#16181b",
            text="#e4e7eb",
            muted="#9aa3ad",
            border="#3c434a",
            button="#2a2f35",
            accent=accent,
            on_accent=ink,
            title="#121417",
            on_title="#e4e7eb",
            stripe="#21252a",
        )
    return Palette(
        dark=False,
        window=window or "#ffffff",
        base="#ffffff",
        text="#212529",
        muted="#5c656d",
        border="#d0d5da",
        button="#f1f3f5",
        accent=accent,
        on_accent=ink,
        title="#f1f3f5",
        on_title="#212529",
        stripe="#f6f7f9",
    )


@cache
def installed_fonts() -> frozenset[str]:
    """Font families on this machine, as fontconfig names them."""
    answer = subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=False, timeout=30
    )
    return frozenset(name.strip() for line in answer.stdout.splitlines() for name in line.split(","))


def _luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def _hsl(hue: float, saturation: float, light: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue, max(0.0, min(1.0, light)), saturation)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
