"""galculator, Debian's GTK calculator: a sum by its keys; GTK's settings scale it and set its text."""

from __future__ import annotations

import contextlib
import random
import subprocess
from collections.abc import Generator, Sequence
from decimal import Decimal
from pathlib import Path

from lam_desktop.evaluation.drift.conditions import Condition
from lam_desktop.evaluation.drift.program import Judgement, Point, Row
from lam_desktop.office.accessible import widgets
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.clicks import wrong_among
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_settled, wait_until
from lam_desktop.office.xdisplay import place_window, wait_for_window
from lam_desktop.types import Box

PROGRAM, WM_CLASS = "galculator", "Galculator"
FONT, FONT_PT = "DejaVu Sans", 10.0
DPI = 96 * 1024
PLACE = Box(140, 120, 420, 440)
KEYS = ("AC", "+", "=")
"""What is clicked, in sequence; the numbers are typed."""


class CalculatorProgram:
    """galculator, in its basic mode."""

    name = "calculator"
    accessibility = True

    def rows(self, seed: int) -> tuple[Row, Row]:
        """Two sums of amounts of money."""
        rng = random.Random(f"drift/{self.name}/{seed}")

        first, second = ({name: _amount(rng) for name in ("net", "tax")} for _ in range(2))
        return first, second

    @contextlib.contextmanager
    def show(self, desktop: VirtualDesktop, folder: Path, condition: Condition) -> Generator[ShownCalculator]:
        """A fresh calculator."""
        settings = folder / "config" / "gtk-3.0" / "settings.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(condition), encoding="utf-8")
        whole = max(1, int(condition.device)) if condition.device >= 2 else 1
        extra = {"XDG_CONFIG_HOME": str(folder / "config"), "GDK_SCALE": str(whole)}
        program = desktop.start(PROGRAM, extra=extra, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            window = wait_for_window(desktop.display, WM_CLASS, program=program)
            size = round(PLACE.w * condition.growth), round(PLACE.h * condition.growth)
            place_window(desktop.display, window.window_id, Box(PLACE.x, PLACE.y, *size))
            wait_settled(desktop.screenshot)
            yield ShownCalculator(desktop, whole)
        finally:
            desktop.stop(program)


class ShownCalculator:
    """The calculator as clerk and judge know it, by accessibility."""

    def __init__(self, desktop: VirtualDesktop, whole: int) -> None:
        self._desktop, self._whole = desktop, whole

    def enter(self, clerk: Clerk, row: Row) -> None:
        """Clears, and adds the two amounts."""
        keys = self._keys()
        clerk.click(*keys["AC"].center)
        clerk.type(row["net"])
        clerk.click(*keys["+"].center)
        clerk.type(row["tax"])
        clerk.click(*keys["="].center)
        wait_until(lambda: self._display() == _total(row), "the sum")
        wait_settled(self._desktop.screenshot)

    def judge(self, row: Row, clicked: Sequence[Point]) -> Judgement:
        """By the display, and by the keys that lie where it was clicked."""
        shown = self._display()
        keys = self._keys()
        hit = [
            next((name for name, box in keys.items() if box.contains(*point)), "no key") for point in clicked
        ]
        wrong = [f"clicked {name}" for name in wrong_among(hit, KEYS, frozenset())]
        begun = (amount[:end] for amount in row.values() for end in range(1, len(amount) + 1))
        if shown not in ("0", _total(row), *begun):
            wrong.append(f"shows {shown}")
        return Judgement(shown == _total(row), tuple(wrong))

    def _keys(self) -> dict[str, Box]:
        found = widgets(self._desktop.environment, PROGRAM)
        scale = self._whole  # GTK tells places in its own pixels
        return {
            one.name: Box(*(side * scale for side in (one.box.x, one.box.y, one.box.w, one.box.h)))
            for one in found
            if one.box and one.name and "button" in one.role
        }

    def _display(self) -> str:
        found = widgets(self._desktop.environment, PROGRAM)
        return next((one.text or "" for one in found if one.role == "text" and one.box), "")


def _amount(rng: random.Random) -> str:
    """An amount without a digit twice: galculator loses a key that is pressed again too soon."""
    digits = "".join(rng.sample("123456789", 5))
    return f"{digits[:-2]}.{digits[-2:]}"


def _settings(condition: Condition) -> str:
    """GTK's settings file. What is no whole number GTK scales by the resolution of its text."""
    part = condition.zoom * (condition.device if condition.device < 2 else 1.0)
    lines = [
        "[Settings]",
        f"gtk-font-name={condition.font or FONT} {FONT_PT * condition.text:g}",
        f"gtk-xft-dpi={round(DPI * part)}",
        f"gtk-application-prefer-dark-theme={'true' if condition.dark else 'false'}",
    ]
    return "\n".join(lines) + "\n"


def _total(row: Row) -> str:
    total = Decimal(row["net"]) + Decimal(row["tax"])
    return f"{total.normalize():f}"
