"""A click that only opens or focuses, and of which nothing came, is done once more; nothing else ever is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.acting.second_try import SecondTry
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import (
    Action,
    Box,
    Candidate,
    Click,
    DemonstratedStep,
    Element,
    Frame,
    TypeText,
    Window,
)
from tests.execution.test_executor import ROWS, WINDOW, Desk, Watcher
from tests.fakes.program import ExactParser, MemoryDesktop, OrderProgram

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_waiting")]

LIST = Window("", "orders", "orders", Box(200, 120, 90, 80), "popup", 9, 100)


def nothing_new() -> tuple[Frame, tuple[int, int]]:
    return np.zeros((1, 1, 3), np.uint8), (0, 0)


def never() -> bool:
    return False


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def with_effect(desk: Desk) -> None:
    """In the demonstration a text appeared behind the click on the quantity."""
    program = OrderProgram(at=(80, 60), customer="Miller", focus="quantity", note="Choose a date")
    looker = Looker(MemoryDesktop(program), ExactParser(program), still_s=0.0)
    desk.shown[3] = replace(desk.shown[3], after=looker.look(WINDOW, lambda: False).observation)


def clicks_lost(desk: Desk, name: str, count: int) -> None:
    """The program misses the first clicks on something, and shows what was demonstrated at the next."""
    lost = count
    middle = next(one for one in desk.program.widgets() if one.name == name)

    def react(action: Action) -> None:
        nonlocal lost
        if isinstance(action, Click) and desk.program.box_of(middle).contains(*action.point):
            desk.program.clicks.append(f"{name} tried")
            if lost:
                lost -= 1
                return
            desk.program.note = "Choose a date"
        desk.program.react(action)

    desk.actuator = FakeActuator(react)


def put_right(desk: Desk) -> list[object]:
    return [one["step"] for one in desk.journal if one["kind"] == "put_right"]


@pytest.mark.parametrize(("lost", "status", "tries"), [(1, "done", 2), (2, "failed", 2)])
def test_a_click_into_a_field_of_which_nothing_came_is_done_once_more(
    desk: Desk, lost: int, status: str, tries: int
) -> None:
    with_effect(desk)
    clicks_lost(desk, "quantity", lost)
    [row] = desk.run(ROWS[1:], mode="auto", watcher=Watcher()).rows
    assert row.status == status
    assert desk.program.clicks.count("quantity tried") == tries and put_right(desk) == [3]


def letters_lost(desk: Desk, times: int, elsewhere: bool = False) -> list[str]:
    """The program loses the end of what is typed as the customer, so many times; what was typed, in order."""
    typed: list[str] = []

    def react(action: Action) -> None:
        if isinstance(action, TypeText) and desk.program.focus == "customer":
            typed.append(action.text)
            if len(typed) <= times:
                action = replace(action, text=action.text[:3])
                if elsewhere:
                    desk.program.quantity = "9"
        desk.program.react(action)

    desk.actuator = FakeActuator(react)
    return typed


@pytest.fixture
def blinks(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """A caret is seen to blink wherever it is looked for."""
    asked: list[Box] = []

    def caret_blinks_in(_grab: object, field: Box, *_others: object) -> bool:
        asked.append(field)
        return True

    monkeypatch.setattr("lam_desktop.execution.acting.second_try.caret_blinks_in", caret_blinks_in)
    return asked


@pytest.mark.parametrize(("lost", "status", "tries"), [(1, "done", 2), (2, "failed", 2)])
def test_a_text_that_did_not_come_is_removed_and_typed_once_more(
    desk: Desk, blinks: list[Box], lost: int, status: str, tries: int
) -> None:
    typed = letters_lost(desk, lost)
    [row] = desk.run(ROWS[1:], mode="auto").rows
    assert row.status == status and len(typed) == tries and len(set(typed)) == 1
    assert put_right(desk) == [2] and len(blinks) == 1
    assert [one["step"] for one in desk.journal if one["kind"] == "clearing"] == [2]


def test_it_is_not_where_the_keyboard_may_be_elsewhere(desk: Desk) -> None:
    typed = letters_lost(desk, 1)
    assert desk.run(ROWS[1:], mode="auto").status == "failed"
    assert len(typed) == 1 and put_right(desk) == []


def test_it_is_not_where_something_else_has_changed(desk: Desk, blinks: list[Box]) -> None:
    typed = letters_lost(desk, 1, elsewhere=True)
    assert desk.run(ROWS[1:], mode="auto").status == "failed"
    assert len(typed) == 1 and put_right(desk) == [] and not blinks


def test_it_is_not_where_something_stood_in_the_field(desk: Desk, blinks: list[Box]) -> None:
    desk.program.customer = "Ada"
    typed = letters_lost(desk, 1)
    assert desk.run(ROWS[1:], mode="auto").status == "failed"
    assert len(typed) == 1 and put_right(desk) == [] and not blinks


def test_a_save_of_which_nothing_came_is_not(desk: Desk) -> None:
    desk.program.save_stores = False
    desk.run(ROWS[1:], mode="auto")
    assert desk.program.clicks.count("save") == 1 and put_right(desk) == []


def test_what_has_changed_something_is_not_done_again(desk: Desk) -> None:
    with_effect(desk)

    def react(action: Action) -> None:
        desk.program.react(action)
        if desk.program.focus == "quantity":
            desk.program.status = "Please wait for the list to come"

    desk.actuator = FakeActuator(react)
    assert desk.run(ROWS[1:], mode="auto").status == "failed"
    assert desk.program.clicks.count("quantity") == 1 and put_right(desk) == []


def test_a_list_that_has_closed_is_opened_once(desk: Desk) -> None:
    opening, choosing = desk.task.steps[2], replace(desk.task.steps[3], kind="click")
    before = desk.shown[3]
    assert before.after is not None
    after = replace(before.after, windows=(*before.after.windows, LIST))
    entry = Element(Box(204, 130, 60, 16), "list_item", "Express")
    inside = replace(after, elements=(*after.elements, entry))
    shown = {
        3: replace(before, after=after),
        4: DemonstratedStep(3, inside, len(inside.elements) - 1, entry.box.center, before.after),
    }
    second = SecondTry(desk.task.steps, frozenset({6}), lambda step: shown[step.number], nothing_new, never)
    looker = Looker(MemoryDesktop(desk.program), ExactParser(desk.program), still_s=0.0)
    found = Located(looker.look(WINDOW, lambda: False), None, "It is not there.")
    plan = StepPlan(choosing)
    assert second.opener(plan, shown[4], found) is None, "nobody opened it"
    second.done(StepPlan(opening))
    opener = second.opener(plan, shown[4], found)
    assert opener is not None and opener.step == opening
    assert second.opener(plan, shown[4], found) is None, "once"


def test_what_cannot_be_undone_opens_nothing(desk: Desk) -> None:
    save: TaskStep = desk.task.steps[5]
    second = SecondTry(
        desk.task.steps, frozenset({3, 6}), lambda step: desk.shown[step.number], nothing_new, never
    )
    seen = desk.shown[6].before
    for step in (save, desk.task.steps[2], desk.task.steps[1]):
        assert not second.of(StepPlan(step), seen, seen)
    assert second.of(StepPlan(desk.task.steps[0]), seen, seen)
    assert not second.of(StepPlan(desk.task.steps[0]), seen, seen), "once"


def test_a_field_that_was_shown_to_light_up_and_does_not_is_clicked_once_more(desk: Desk) -> None:
    click = desk.task.steps[0]
    shown = desk.shown[1]
    assert shown.target is not None and shown.after is not None
    box = shown.before.elements[shown.target].box
    field = Candidate(box, "field", "", 1.0)
    lit = shown.before.frame.copy()
    lit[box.y : box.bottom, box.x : box.right] ^= 60
    seen = {1: replace(shown, after=replace(shown.after, frame=lit)), 2: shown}

    def tried(step: int, now: Frame) -> bool:
        second = SecondTry(desk.task.steps, (), lambda _: seen[step], lambda: (now, (0, 0)), never)
        once = second.of_focus(StepPlan(click), shown.before, field)
        assert not second.of_focus(StepPlan(click), shown.before, field), "once"
        return once

    assert tried(1, shown.before.frame), "nothing lights up"
    for much in (1, round(0.6 * box.h)):
        hovered = shown.before.frame.copy()
        hovered[box.y : box.y + much, box.x : box.right] ^= 60
        assert tried(1, hovered), "only the pointer lies over it"
    assert not tried(1, lit), "it does"
    assert not tried(2, shown.before.frame), "nor did it when it was shown"
    field = replace(field, kind="spin")
    assert not tried(1, shown.before.frame), "an arrow of it would count twice"
