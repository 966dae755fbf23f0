"""A program says that it is stored, and takes it back: the row is not done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

import numpy as np
import pytest

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import Looker, View
from lam_desktop.execution.screen.scope import Held
from lam_desktop.execution.verifying.patience import Patience
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.types import Box, DemonstratedStep, Element, Observation, Verdict

WINDOW = Box(0, 0, 400, 300)
BUTTON = Element(Box(20, 250, 80, 28), "button", "Save")
STEP = TaskStep(1, 0, "click", "click Save", WindowName("book", "book"), BUTTON.box.center, None, None)
STORED = "The contact was stored."
REFUSED = "The number is not valid: nothing was stored."


def seen(said: str, *others: str) -> Observation:
    frame = np.full((300, 400, 3), 250, np.uint8)
    lines: list[Element] = []
    for at, text in enumerate(filter(None, (said, *others))):
        box = Box(20, 40 + 40 * at, 9 * len(text), 20)
        frame[box.y : box.y + box.h, box.x : box.x + box.w : 2 + len(text) % 3] = 20
        lines.append(Element(box, "text", text))
    return Observation(frame, (BUTTON, *lines), WINDOW)


class Program:
    """Shows `first`, and `later` from `after_s` on, counted from the first look."""

    def __init__(self, first: Observation, later: Observation, after_s: float) -> None:
        self._first, self._later, self._after_s = first, later, after_s
        self._began: float | None = None

    def forget(self) -> None:
        pass

    def look(self, wanted: WindowName | None, stopped: Callable[[], bool], held: Held | None) -> View:
        now = time.monotonic()
        self._began = self._began or now
        shows = self._first if now - self._began < self._after_s else self._later
        return View(shows, None, None, shows)


def verdict(program: Program, closes: bool = True, lasts_s: float = 0.3) -> Verdict:
    shown = DemonstratedStep(1, seen(""), 0, BUTTON.box.center, seen(STORED))
    before = seen("")
    found = Located(View(before, None, None, before), None, None)
    verifier = Verifier(
        cast(Looker, program), lambda: False, patience_s=0.5, patience=Patience(lasts_s=lasts_s)
    )
    return verifier.verdict(StepPlan(STEP, closes=closes), shown, found, before)


def test_what_is_taken_back_closes_no_row() -> None:
    told = verdict(Program(seen(STORED), seen(REFUSED), 0.1))
    assert not told.ok and REFUSED in told.reason and "taken back" in told.reason


def test_what_a_window_in_front_leaves_of_a_line_takes_nothing_back() -> None:
    assert verdict(Program(seen(STORED, "contact.html"), seen("", "t.html"), 0.1)).ok
    assert not verdict(Program(seen(STORED, "Errors: none"), seen("", "Errors: none", "Error"), 0.1)).ok


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (seen(STORED), "it stands"),
        (seen(""), "a message that is shown for a while"),
        (seen(STORED, "12:01"), "the time of day beside it"),
        (seen("", "", "12:01"), "the time of day, and the message is gone"),
        (seen(STORED, "Last saved by Ada"), "it stands, with more beside it"),
    ],
)
def test_what_stands_or_goes_by_itself_does(later: Observation, why: str) -> None:
    assert verdict(Program(seen(STORED), later, 0.1)).ok, why


def test_only_what_closes_a_row_is_looked_at_twice() -> None:
    assert verdict(Program(seen(STORED), seen(REFUSED), 0.1), closes=False).ok
    assert verdict(Program(seen(STORED), seen(REFUSED), 0.1), lasts_s=0.0).ok


def test_the_last_look_is_what_the_report_shows() -> None:
    shown = DemonstratedStep(1, seen(""), 0, BUTTON.box.center, seen(STORED))
    before = seen("")
    found = Located(View(before, None, None, before), None, None)
    looker = cast(Looker, Program(seen(STORED), seen(REFUSED), 0.1))
    verifier = Verifier(looker, lambda: False, patience_s=0.5, patience=Patience(lasts_s=0.3))
    told = verifier.verdict(StepPlan(STEP, closes=True), shown, found, before)
    assert not told.ok and verifier.seen is not None
    assert [one.text for one in verifier.seen.program.elements] == ["Save", REFUSED]


def test_a_window_that_is_empty_behind_it_takes_nothing_back() -> None:
    gone = Observation(np.full((300, 400, 3), 250, np.uint8), (), WINDOW)
    assert verdict(Program(seen(STORED), gone, 0.1)).ok
