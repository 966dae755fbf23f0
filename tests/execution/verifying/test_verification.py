"""Where only pixels tell of an effect, it must last, and the screen not look as it did before."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import Looker, View
from lam_desktop.execution.screen.scope import Held, Scope
from lam_desktop.execution.verifying import verification
from lam_desktop.execution.verifying.chosen import shown_as_chosen
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.tasks.step import TaskStep, Value, WindowName
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Moment, Observation, Window

WINDOW = Box(0, 0, 400, 300)
BUTTON = Element(Box(20, 250, 80, 28), "button", "Light")
STEP = TaskStep(1, 0, "click", "click Light", WindowName("lights", "lights"), BUTTON.box.center, None, None)


def _seen(lit: bool) -> Observation:
    frame = np.full((300, 400, 3), 250, np.uint8)
    if lit:
        frame[20:200, 20:380] = 90
    return Observation(frame, (BUTTON,), WINDOW)


class _Lamp:
    """A desktop whose lamp is on for `lit_s` from the first look on."""

    def __init__(self, lit_s: float) -> None:
        self._lit_s = lit_s
        self._first: float | None = None

    def forget(self) -> None:
        pass

    def look(self, wanted: WindowName | None, stopped: Callable[[], bool], held: Held | None) -> View:
        time.sleep(0.05)
        now = time.monotonic()
        self._first = self._first or now
        seen = _seen(now - self._first < self._lit_s)
        return View(seen, None, None, seen)


@pytest.mark.parametrize(("lit_s", "holds"), [(60.0, True), (0.2, False)])
def test_a_flash_is_no_effect(lit_s: float, holds: bool, tmp_path: Path) -> None:
    shown = DemonstratedStep(1, _seen(False), 0, BUTTON.box.center, _seen(True))
    dark = _seen(False)
    found = Located(View(dark, None, None, dark), None, None)
    verifier = Verifier(cast(Looker, _Lamp(lit_s)), lambda: False, patience_s=1.5)
    plan = StepPlan(STEP)
    assert verifier.verdict(plan, shown, found, dark).ok is holds


class _Pointing:
    """Takes every screen for the first of those shown, with this probability."""

    def __init__(self, chance: float) -> None:
        self._chance = chance

    def moment(self, shown: Sequence[Observation], screen: Observation, done: int | None = None) -> Moment:
        return Moment((self._chance, 1 - self._chance), 0.0)


@pytest.mark.parametrize(("chance", "holds"), [(0.97, False), (0.5, True), (0.02, True)])
def test_pixels_are_not_believed_where_the_screen_is_as_before(chance: float, holds: bool) -> None:
    shown = DemonstratedStep(1, _seen(False), 0, BUTTON.box.center, _seen(True))
    dark = _seen(False)
    found = Located(View(dark, None, None, dark), None, None)
    looker = cast(Looker, _Lamp(60.0))
    verifier = Verifier(looker, lambda: False, patience_s=1.0, pointer=_Pointing(chance))
    verdict = verifier.verdict(StepPlan(STEP), shown, found, dark)
    assert verdict.ok is holds and verdict.evidence["looks_before"] == chance


class _Judging:
    """Says with this probability that the effect came, and remembers what it was asked about."""

    def __init__(self, chance: float | None) -> None:
        self._chance = chance
        self.asked: list[tuple[Observation, ...]] = []

    def effect(
        self, shown: tuple[Observation, Observation], now: tuple[Observation, Observation]
    ) -> float | None:
        self.asked.append((*shown, *now))
        return self._chance


@pytest.mark.parametrize(
    ("chance", "unmoved", "lit_s", "holds"),
    [
        (0.03, 0.5, 60.0, False),
        (0.5, 0.5, 60.0, True),
        (0.99, 0.97, 60.0, False),  # it makes nothing good that is doubted otherwise
        (0.99, 0.5, 0.0, False),  # nor an effect of what was not seen
        (None, 0.5, 60.0, True),
    ],
)
def test_pixels_are_not_believed_where_the_demonstrated_effect_surely_did_not_come(
    chance: float | None, unmoved: float, lit_s: float, holds: bool
) -> None:
    shown = DemonstratedStep(1, _seen(False), 0, BUTTON.box.center, _seen(True))
    dark = _seen(False)
    found = Located(View(dark, None, None, dark), None, None)
    judging = _Judging(chance)
    verifier = Verifier(
        cast(Looker, _Lamp(lit_s)), lambda: False, patience_s=1.0, pointer=_Pointing(unmoved), effects=judging
    )
    verdict = verifier.verdict(StepPlan(STEP), shown, found, dark)
    assert verdict.ok is holds
    if lit_s:
        assert verdict.evidence.get("effect") == chance
        assert judging.asked[-1][:3] == (shown.before, shown.after, dark)
    else:
        assert not judging.asked


@pytest.mark.parametrize(
    ("wanted", "says", "open_list", "holds"),
    [
        ("Account 4788", "Account 4711", False, False),
        ("Account 4788", "Account 4", False, False),
        ("Invoice B", "Invoice A", False, False),
        ("Customer 10", "Customer 1", False, False),
        ("Delivery by train", "Delivery by tram", False, False),
        ("Delivery by train", "Delivery by tr", False, True),
        ("Mail of yesterday", "Mail of yest", False, True),
        ("Airmail", "Airmail", False, True),
        ("Airmail", "Courier", False, False),
        ("Male", "Female", False, False),
        ("Airmail", "Airmail", True, False),
        ("Svalbard and Jan Mayen", "Svalbard and Jan N V", False, True),
        ("Svalbard and Jan Mayen", "Svalbard", False, False),
        ("Pick-up at the desk", "Pick-up at the d", False, True),
        ("Pick-up", "Pick-u", False, True),
        ("Mail of today", "Mail of to", False, False),
    ],
)
def test_a_list_that_showed_the_choice_before_shows_it_still(
    wanted: str, says: str, open_list: bool, holds: bool
) -> None:
    combo = Element(Box(20, 60, 120, 24), "combo", says)
    body = Window("Lights", "lights", "lights", WINDOW)
    popups = (replace(body, kind="popup", box=Box(20, 60, 120, 90)),) if open_list else ()
    seen = Observation(np.full((300, 400, 3), 250, np.uint8), (combo, BUTTON), WINDOW)
    view = View(seen, Scope(body, popups, (body, *popups), (body, *popups)), None, seen)
    entry = Element(Box(30, 100, 80, 20), "list_item", "Pick-up")
    other = Element(Box(30, 62, 80, 20), "list_item", "Mail of tomorrow")  # the open list lies over it
    stood = "Courier of the house"
    opened = (body, replace(body, kind="popup", box=Box(20, 60, 120, 90)))
    like = [Element(Box(30, 140, 80, 20), "list_item", text) for text in ("Invoice A", "Delivery by tram")]
    before = Observation(seen.frame, (entry, other, *like), WINDOW, windows=opened)
    shown = DemonstratedStep(1, before, 0, entry.box.center, seen)
    plan = StepPlan(STEP, wanted=wanted)
    verdict = shown_as_chosen(plan, shown, view, combo.box, before, stood)
    assert (verdict is not None and verdict.ok) is holds
    assert shown_as_chosen(StepPlan(STEP), shown, view, combo.box, before, stood) is None
    no_list = replace(shown, before=replace(before, windows=(body,)))
    assert shown_as_chosen(plan, no_list, view, combo.box, before, stood) is None


FIELD = Box(40, 40, 200, 26)
TYPED = "0620 41937"


class _SlowForm:
    """A desktop whose field shows the beginning of what was typed at once, and all of it later, if ever."""

    def __init__(self, at_first: str, whole_after_s: float) -> None:
        self._at_first = at_first
        self._whole_after_s = whole_after_s
        self._first: float | None = None

    def forget(self) -> None:
        pass

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 0.0

    def look(self, wanted: WindowName | None, stopped: Callable[[], bool], held: Held | None) -> View:
        time.sleep(0.02)
        now = time.monotonic()
        self._first = self._first or now
        seen = _form(TYPED if now - self._first > self._whole_after_s else self._at_first)
        return View(seen, None, None, seen)


def _form(text: str) -> Observation:
    frame = np.full((300, 400, 3), 250, np.uint8)
    frame[46:60, 48 : 48 + 8 * len(text)] = 30
    return Observation(frame, (Element(FIELD, "field", text, 0.99),), WINDOW)


@pytest.mark.parametrize(
    ("at_first", "whole_after_s", "holds"),
    [
        ("062", 0.6, True),
        ("", 0.6, True),
        ("062l", 0.6, True),
        ("0620 4193d", 0.6, True),
        ("Ada", 0.6, False),
    ],
)
def test_a_program_that_stands_still_is_waited_for(
    at_first: str, whole_after_s: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What shows the beginning of the text, be it with a caret that reads as a letter, or nothing yet, may be
    slow; what shows something else is not."""
    monkeypatch.setattr(verification, "TYPED_PATIENCE_S", 0.1)
    monkeypatch.setattr(verification, "UNFINISHED_PATIENCE_S", 20.0)
    empty = _form("")
    shown = DemonstratedStep(1, empty, None, None, _form("0451 88217"))
    found = Located(View(empty, None, None, empty), None, None)
    step = replace(STEP, kind="type", value=Value("row", "phone", "0451 88217"))
    plan = StepPlan(step, text=TYPED)
    verifier = Verifier(cast(Looker, _SlowForm(at_first, whole_after_s)), lambda: False)
    assert verifier.verdict(plan, shown, found, empty).ok is holds
