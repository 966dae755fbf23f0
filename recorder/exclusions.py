"""What must not be seen: windows by class or title, and regions of a window or of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from recorder.events import WindowFacts
from recorder.regions import Rect, intersection

PASSWORD_MANAGERS = (
    "keepassxc", "keepass", "keepass2", "keepassx", "org.keepassxc.keepassxc", "bitwarden", "1password",
    "enpass", "dashlane", "nordpass", "proton pass", "proton-pass", "lastpass*", "keeper password manager",
    "keeperpasswordmanager", "roboform", "buttercup", "seahorse", "org.gnome.seahorse.application",
    "gnome-secrets", "org.gnome.world.secrets", "kwalletmanager*", "org.kde.kwalletmanager*", "qtpass",
    "passwordsafe", "pwsafe", "revelation", "otpclient", "authpass",
)  # fmt: skip
"""Classes and programs, in small letters."""
POPUPS = frozenset({"popup", "menu", "dialog"})
"""Kinds of windows that belong to another window of their program."""


@dataclass(frozen=True, slots=True)
class WindowPattern:
    """Windows by what they are called; without regard to case, `*` and `?` stand for any characters.

    An empty part fits every window.
    """

    wm_class: str = ""  # of its class or of its program's name, the whole
    title: str = ""  # a part of it, unless it holds `*` or `?`

    def __post_init__(self) -> None:
        if not self.wm_class and not self.title:
            raise ValueError("A window is told by its class, its title, or both")

    def fits(self, window: WindowFacts) -> bool:
        """Whether the window is meant."""
        wanted = self.wm_class.casefold()
        names = (window.wm_class.casefold(), window.process.casefold())
        if wanted and not any(fnmatchcase(name, wanted) for name in names):
            return False
        return title_fits(self.title, window.title)

    def plain(self) -> dict[str, str]:
        """As JSON knows it."""
        return {name: text for name, text in (("class", self.wm_class), ("title", self.title)) if text}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> WindowPattern:
        """What `plain` made; raises TypeError or ValueError for anything else."""
        plain = dict(plain)
        return cls(str(plain.get("class", "")), str(plain.get("title", "")))


def title_fits(wanted: str, title: str) -> bool:
    """Whether a title has a part that is wanted, or with `*` and `?` is it as a whole; whatever the case."""
    wanted, title = wanted.casefold(), title.casefold()
    return fnmatchcase(title, wanted) if any(sign in wanted for sign in "*?[") else wanted in title


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the screen, or of each window that fits."""

    box: Rect  # x, y, w, h in screen pixels, or from the upper left corner of the window's client area
    window: WindowPattern | None = None  # None: of the screen

    def __post_init__(self) -> None:
        if self.box[2] <= 0 or self.box[3] <= 0:
            raise ValueError(f"A region of {self.box[2]}x{self.box[3]} pixels is none")

    @classmethod
    def parse(cls, text: str) -> Region:
        """A part of the screen from `X,Y,W,H`; raises ValueError with a sentence."""
        sides = text.split(",")
        if len(sides) != 4 or not all(side.strip().removeprefix("-").isdecimal() for side in sides):
            raise ValueError(f"«{text}» is no region; write it as X,Y,W,H in pixels, such as 0,0,300,40")
        x, y, w, h = map(int, sides)
        return cls((x, y, w, h))

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {"box": list(self.box), **({"window": self.window.plain()} if self.window else {})}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Region:
        """What `plain` made; raises KeyError, TypeError or ValueError for anything else."""
        plain = dict(plain)
        x, y, w, h = (int(side) for side in plain["box"])
        return cls((x, y, w, h), WindowPattern.of(plain["window"]) if "window" in plain else None)


@dataclass(frozen=True, slots=True)
class Exclusions:
    """All that must not be seen."""

    windows: tuple[WindowPattern, ...] = field(
        default_factory=lambda: tuple(WindowPattern(wm_class=name) for name in PASSWORD_MANAGERS)
    )
    regions: tuple[Region, ...] = ()

    def fits(self, window: WindowFacts) -> bool:
        """Whether the window by itself is one of those."""
        return any(pattern.fits(window) for pattern in self.windows)

    def excluded(self, windows: Sequence[WindowFacts]) -> frozenset[int]:
        """The numbers of those that are excluded: with each window its menus, lists and dialogs."""
        found = [window for window in windows if self.fits(window)]
        programs = {window.pid for window in found if window.pid is not None}
        popups = [one for one in windows if one.kind in POPUPS and one.pid in programs]
        return frozenset(window.window_id for window in (*found, *popups))

    def regions_of(self, window: WindowFacts) -> list[Rect]:
        """The regions of a window, in screen pixels; no larger than it is."""
        left, top = window.geometry[:2]
        boxes = (one.box for one in self.regions if one.window is not None and one.window.fits(window))
        found = (intersection((left + x, top + y, w, h), window.geometry) for x, y, w, h in boxes)
        return [part for part in found if part is not None]

    @property
    def screen_regions(self) -> list[Rect]:
        """Those that follow no window."""
        return [region.box for region in self.regions if region.window is None]

    def less(self, others: Exclusions) -> Exclusions:
        """Those of these that are not among the others."""
        windows = tuple(one for one in self.windows if one not in others.windows)
        return Exclusions(windows, tuple(one for one in self.regions if one not in others.regions))

    def with_more(self, windows: Iterable[WindowPattern] = (), regions: Iterable[Region] = ()) -> Exclusions:
        """These and some more, each once."""
        more = (*self.windows, *windows), (*self.regions, *regions)
        return Exclusions(tuple(dict.fromkeys(more[0])), tuple(dict.fromkeys(more[1])))


def named(word: str) -> tuple[WindowPattern, WindowPattern]:
    """Windows whose class or program is called so, or whose title holds the word."""
    return WindowPattern(wm_class=word), WindowPattern(title=word)
