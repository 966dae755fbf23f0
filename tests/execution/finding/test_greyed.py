"""A target that is greyed out is waited for; where it stays so, the agent asks and does not click."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from lam_desktop.execution.finding.greyed import Pressable, greyed_out
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.supervision import Answer, Observed, RunEvent
from lam_desktop.execution.screen import caret
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import Box, Candidate, Decision, DemonstratedStep, Element, Observation
from tests.execution.test_executor import ROWS, Desk, Watcher

pytestmark = pytest.mark.usefixtures("no_waiting")


class Waiting(Watcher):
    """Also counts the looks."""

    def __init__(self, answer: Answer | None = None, on_look: Callable[[], None] = lambda: None) -> None:
        super().__init__(answer)
        self._on_look = on_look

    def report(self, event: RunEvent) -> None:
        super().report(event)
        self._on_look()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_it_waits_until_the_button_can_be_pressed(desk: Desk) -> None:
    looks = 0

    def after_some() -> None:
        nonlocal looks
        looks += desk.program.customer != "" and desk.program.quantity != ""
        if looks > 3:
            desk.program.greyed.clear()

    desk.program.greyed.add("save")
    watcher = Waiting(on_look=after_some)
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done", result.message
    assert desk.program.clicks.count("save") == 1
    assert watcher.questions == []


def test_it_asks_and_does_not_click_what_stays_greyed_out(desk: Desk) -> None:
    desk.program.greyed.add("save")
    watcher = Watcher()
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "asked"
    assert "save" not in desk.program.clicks
    assert "step 6 (click save): The button “Save” is greyed out" in result.message
    assert [one.approving for one in watcher.questions] == [True]


def test_a_person_may_have_it_clicked_all_the_same(desk: Desk) -> None:
    desk.program.greyed.add("save")
    watcher = Watcher(Answer("yes"))
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done", result.message
    assert desk.program.clicks.count("save") == 1
    assert len(watcher.questions) == 1


def test_what_looked_so_when_it_was_shown_is_clicked(desk: Desk) -> None:
    """A button in pale ink that could be pressed: its looks say nothing."""
    desk = Desk(desk.folder, shown_greyed=frozenset({"save"}))
    desk.program.greyed.add("save")
    assert desk.run(ROWS[:1]).status == "done"


def test_a_greyed_check_box_that_is_as_the_row_wants_it_needs_no_press(desk: Desk) -> None:
    desk.program.greyed.add("express")
    assert desk.run(ROWS[:1]).status == "done", "the row wants it unticked, and it is"
    assert desk.run(ROWS[1:2]).status == "asked", "the row wants it ticked"
    assert "express" not in desk.program.clicks


@pytest.mark.parametrize(
    ("enabled", "off", "paler", "same"),
    [
        (True, (0, 0), False, True),
        (True, (2, -1), False, True),
        (None, (0, 0), False, False),
        (False, (0, 0), False, False),
        (True, (0, 0), True, False),
    ],
)
def test_what_shows_the_same_as_when_it_could_be_pressed_can_be_pressed(
    enabled: bool | None, off: tuple[int, int], paler: bool, same: bool
) -> None:
    frame = np.full((80, 200, 3), 230, np.uint8)
    cv2.putText(frame, "Save", (20, 50), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (40, 40, 40), 2)
    box = Box(10, 25, 100, 36)
    then = Observation(frame, (Element(box, "menu_item", "Save", enabled=enabled),))
    pressable = Pressable()
    assert not pressable.is_same(6, then, found(box)), "nothing is remembered yet"
    pressable.saw(6, then, found(box))
    later = frame.copy()
    later[:, 130:] = 20  # what stands beside it is another
    if paler:
        later[later < 100] += 90
    here = box.moved(*off)
    now = Observation(later, (Element(here, "menu_item", "Save", enabled=False),))
    assert pressable.is_same(6, now, found(here)) == same
    assert not pressable.is_same(5, now, found(here)), "of another step"


def options(rings: tuple[int, int], words: int, ground: int = 255, enabled: bool = False) -> Observation:
    """Two radio buttons with their labels, in grey levels."""
    frame = np.full((60, 260, 3), ground, np.uint8)
    elements: list[Element] = []
    for x, ring, label in zip((22, 142), rings, ("Courier", "Post"), strict=True):
        cv2.circle(frame, (x, 30), 7, (ring,) * 3, 1, cv2.LINE_AA)
        cv2.putText(frame, label, (x + 18, 35), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (words,) * 3, 1, cv2.LINE_AA)
        elements.append(Element(Box(x - 9, 21, 19, 19), "radio", enabled=enabled))
        elements.append(Element(Box(x + 16, 20, 60, 22), "text", label))
    return Observation(frame, tuple(elements), Box(0, 0, 260, 60))


@pytest.mark.parametrize("pointed", [220, 120])
@pytest.mark.parametrize(
    ("ring", "words", "ground", "told"),
    [(221, 97, 255, False), (248, 97, 255, True), (221, 170, 255, True), (215, 97, 245, True)],
    ids=["as clear", "a paler ring", "paler words", "another ground"],
)
def test_a_pale_mark_as_clear_as_when_it_was_pressed_is_not_greyed_out(
    ring: int, words: int, ground: int, told: bool, pointed: int
) -> None:
    """The pointer may have lit it when it was shown."""
    step = TaskStep(1, 0, "click", "click courier", point=(22, 30))
    before, screen = options((pointed, 220), 96, enabled=True), options((ring, ring), words, ground)
    shown = DemonstratedStep(1, before, 0, (22, 30))
    assert (greyed_out(StepPlan(step), shown, screen, found(screen.elements[0].box)) is not None) == told


def tools(*inks: int) -> Observation:
    """A tool at the end of each of some lines, drawn in these inks; pale ones are taken for greyed out."""
    frame = np.full((40 * len(inks), 200, 3), 255, np.uint8)
    elements: list[Element] = []
    for n, ink in enumerate(inks):
        box = Box(160, 40 * n + 8, 24, 24)
        cv2.rectangle(frame, (166, box.y + 6), (178, box.y + 20), (ink, ink, ink), 3)
        elements.append(Element(box, "icon", enabled=ink < 120))
    return Observation(frame, tuple(elements), Box(0, 0, 200, 40 * len(inks)))


@pytest.mark.parametrize(
    ("shown", "now", "told"),
    [
        ((170, 60, 170), (170, 170, 170), False),
        ((170, 60, 170), (60, 60, 215), True),  # none was so pale
        ((60, 60, 60), (170, 170, 170), True),  # the others were in full ink
    ],
)
def test_a_tool_that_was_lit_by_the_pointer_alone_is_not_greyed_out(
    shown: tuple[int, ...], now: tuple[int, ...], told: bool
) -> None:
    step = TaskStep(1, 0, "click", "click", point=(172, 60))
    before, screen = tools(*shown), tools(*now)
    demonstrated = DemonstratedStep(1, before, 1, (172, 60))
    decision = found(screen.elements[2].box)
    assert (greyed_out(StepPlan(step), demonstrated, screen, decision) is not None) == told


def found(box: Box) -> Decision:
    target = Candidate(box, "menu_item", "Save", 0.99)
    return Decision(target, box.center, 0.99, 0.92, 0.0, (target,), "")


class Greying(Watcher):
    """A field greys out as soon as it was clicked, and comes to life after some seconds."""

    def __init__(self, desk: Desk, seconds: float, answer: Answer | None = None) -> None:
        super().__init__(answer)
        self._desk, self._seconds, self._since = desk, seconds, 0.0
        self.typed_at: float | None = None
        look = desk.program.widgets

        def widgets() -> Any:
            if self._since and time.monotonic() - self._since > self._seconds:
                desk.program.greyed.discard("customer")
            if self.typed_at is None and desk.program.customer:
                self.typed_at = time.monotonic() - self._since
            return look()

        desk.program.widgets = widgets  # type: ignore[method-assign]

    def report(self, event: RunEvent) -> None:
        super().report(event)
        if isinstance(event, Observed) and event.step == 2 and not self._since:
            self._since = time.monotonic()
            self._desk.program.greyed.add("customer")


def test_a_field_that_greys_out_is_typed_into_once_it_takes_keys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caret, "CARET_S", 0.05)
    watcher = Greying(desk, 0.2)
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done", result.message
    assert watcher.questions == []
    assert watcher.typed_at is not None and watcher.typed_at > 0.2
    assert desk.program.saved == [("Smith", "30", False)]


def test_it_asks_and_does_not_type_into_a_field_that_stays_greyed_out(desk: Desk) -> None:
    watcher = Greying(desk, 9999)
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "asked"
    assert desk.program.customer == "" and [one.approving for one in watcher.questions] == [True]
    assert "step 2" in result.message and "is greyed out" in result.message, result.message


def test_a_person_may_have_it_typed_all_the_same(desk: Desk) -> None:
    result = desk.run(ROWS[:1], watcher=Greying(desk, 9999, Answer("yes")))
    assert result.status == "done", result.message
    assert desk.program.saved == [("Smith", "30", False)]


def test_a_pale_field_in_which_a_caret_blinks_takes_keys(desk: Desk) -> None:
    desk.program.caret = "blinking"
    watcher = Greying(desk, 9999)
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done" and watcher.questions == [], result.message


def test_a_field_that_looked_so_when_it_was_shown_is_typed_into(desk: Desk) -> None:
    desk = Desk(desk.folder, shown_greyed=frozenset({"customer"}))
    result = desk.run(ROWS[:1], watcher=Greying(desk, 9999))
    assert result.status == "done", result.message
