"""How a program may look: theme, letters, scale, screen; each toolkit hears of it in its own way."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lam_desktop.evaluation.native.states import Toolkit

SCREENS = ((1280, 800), (1366, 768), (1440, 900), (1600, 900), (1920, 1080))
LARGE_SCREENS = ((2560, 1440), (2880, 1620))
FONTS = ("DejaVu Sans", "Liberation Sans", "Cantarell", "Noto Sans", "Liberation Serif")
BACKGROUNDS = ("#3b4252", "#204a87", "#d8d8d0", "#000000", "#5c3566", "#2e7d6b")
THEMES: Mapping[Toolkit, tuple[str, ...]] = {
    "gtk3": ("Adwaita", "Adwaita:dark", "HighContrast", "Greybird", "Arc", "Arc-Dark", "Numix", "Breeze"),
    "gtk4": ("light", "dark", "contrast"),
    "libreoffice": ("Adwaita", "Adwaita:dark", "HighContrast", "Greybird", "Arc-Dark", "Breeze"),
    "qt": ("Fusion", "Windows", "adwaita", "adwaita-dark"),
}
"""Those not installed are drawn by the toolkit's own theme, which costs variety and nothing else."""
_ADWAITA = {
    "light": {},
    "dark": {"GTK_THEME": "Default:dark", "ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "contrast": {"GTK_THEME": "Default-hc", "ADW_DEBUG_HIGH_CONTRAST": "1"},
}
_LOCALES = {"en": "en_US", "de": "de", "fr": "fr", "zh": "zh_CN"}


@dataclass(frozen=True)
class Look:
    """One way in which a program is shown."""

    theme: str
    icons: str
    font: str
    points: int
    scale: int
    screen: tuple[int, int]
    """Pixels."""
    background: str

    def environment(self, toolkit: Toolkit, lang: str) -> dict[str, str]:
        """What the program is told by environment variables."""
        told = {
            "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": _LOCALES[lang], "GDK_SCALE": str(self.scale),
            "GTK_MODULES": "gail:atk-bridge", "GTK_A11Y": "atspi", "GSK_RENDERER": "cairo",
            "NO_AT_BRIDGE": "0", "GSETTINGS_BACKEND": "memory",
        }  # fmt: skip
        if toolkit == "qt":
            dpi = str(round(9.6 * self.points))
            return told | {
                "QT_STYLE_OVERRIDE": self.theme, "QT_SCALE_FACTOR": str(self.scale), "QT_FONT_DPI": dpi,
                "QT_QPA_PLATFORMTHEME": "",
            }  # fmt: skip
        if toolkit == "gtk4":
            return told | _ADWAITA[self.theme]
        return told | {"GTK_THEME": self.theme, "SAL_USE_VCLPLUGIN": "gtk3"}

    def write_settings(self, config: Path) -> None:
        """Tells GTK's settings files below the user's configuration folder."""
        lines = (
            "[Settings]", f"gtk-font-name={self.font} {self.points}", f"gtk-icon-theme-name={self.icons}",
            "gtk-cursor-blink=false", "gtk-enable-animations=false",
        )  # fmt: skip
        for version in ("gtk-3.0", "gtk-4.0"):
            folder = config / version
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "settings.ini").write_text("\n".join(lines) + "\n", encoding="utf-8")


def two_looks(toolkit: Toolkit, rng: random.Random) -> dict[str, Look]:
    """Looks A and B, of different themes and letters; about one in five is doubled in scale."""
    themes = rng.sample(THEMES[toolkit], 2)
    points = rng.sample((9, 10, 10, 11, 12, 13, 15), 2)
    return {
        name: _look(theme, size, rng) for name, theme, size in zip(("A", "B"), themes, points, strict=True)
    }


def _look(theme: str, points: int, rng: random.Random) -> Look:
    look = Look(
        theme=theme,
        icons=rng.choice(("Adwaita", "Adwaita", "Tango")),
        font=rng.choice(FONTS),
        points=points,
        scale=1,
        screen=rng.choice(SCREENS),
        background=rng.choice(BACKGROUNDS),
    )
    if rng.random() < 0.2:
        return replace(look, scale=2, points=min(points, 11), screen=rng.choice(LARGE_SCREENS))
    return look
