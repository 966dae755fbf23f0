"""A secret goes into the field that it was recorded for, or nowhere before a person says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.acting.secret_field import DOUBT
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.execution.screen import caret
from lam_desktop.execution.screen.caret import is_caret
from lam_desktop.tasks.step import Value
from lam_desktop.types import Action, Box, Click, Element, TypeText
from tests.execution.test_executor import ROWS, Desk, Watcher

pytestmark = pytest.mark.usefixtures("no_waiting")

SECRET = "Hunter2"
FIELD = Box(20, 10, 100, 24)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The quantity is a secret; it is typed behind a click on its field."""
    monkeypatch.setattr(caret, "CARET_S", 0.6)
    made = Desk(tmp_path)
    steps = list(made.task.steps)
    steps[3] = replace(steps[3], value=Value("secret", "password"))
    made.task = replace(made.task, steps=tuple(steps))
    made.secrets = {"password": SECRET}
    made.program.caret = "blinking"
    return made


def typed_secretly(desk: Desk) -> list[str]:
    return [one.text for one in desk.actuator.actions if isinstance(one, TypeText) and one.secret]


def test_it_is_typed_where_the_caret_blinks_in_the_field_that_was_clicked(desk: Desk) -> None:
    result = desk.run(ROWS[:1], mode="auto")
    assert result.status == "done" and desk.program.saved == [("Smith", SECRET, False)], result
    assert typed_secretly(desk) == [SECRET]
    assert SECRET not in (desk.folder / "journal.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("caret", ["none", "steady"])
def test_where_no_caret_tells_a_person_must_say_so(desk: Desk, caret: str) -> None:
    desk.program.caret = caret  # type: ignore[assignment]
    result = desk.run(ROWS[:1], mode="auto")
    assert result.status == "asked" and DOUBT in result.message, result
    assert typed_secretly(desk) == []
    desk.program.customer = ""
    watcher = Watcher(Answer("yes"))
    assert desk.run(ROWS[:1], watcher=watcher).status == "done"
    assert [(one.step, one.reason, one.approving) for one in watcher.questions] == [(4, DOUBT, True)]
    assert typed_secretly(desk) == [SECRET]


def test_another_field_that_kept_the_keyboard_gets_nothing(desk: Desk) -> None:
    desk.program.stuck_focus = True
    result = desk.run(ROWS[:1], mode="auto")
    assert result.status == "asked" and typed_secretly(desk) == []
    assert desk.program.customer == "Smith"


def test_a_program_that_moves_the_keyboard_after_the_click_gets_nothing(desk: Desk) -> None:
    def interrupt() -> None:
        if desk.actuator.actions and desk.program.focus == "quantity":
            desk.program.focus = "customer"

    result = desk.run(ROWS[:1], watcher=Watcher(on_pace=interrupt))
    assert result.status == "asked" and typed_secretly(desk) == []


def test_a_window_that_came_in_between_gets_nothing(desk: Desk) -> None:
    def interrupt() -> None:
        desk.program.covered = desk.program.focus == "quantity"

    result = desk.run(ROWS[:1], watcher=Watcher(on_pace=interrupt))
    assert result.status == "asked" and typed_secretly(desk) == []
    assert desk.program.quantity == ""


def test_a_person_may_put_it_right_and_have_it_looked_at_again(desk: Desk) -> None:
    desk.program.stuck_focus = True

    class Mends(Watcher):
        def ask(self, question, stopped):
            desk.program.focus = "quantity"
            return super().ask(question, stopped)

    watcher = Mends(Answer("look_again"))
    assert desk.run(ROWS[:1], watcher=watcher).status == "done"
    assert len(watcher.questions) == 1 and desk.program.saved == [("Smith", SECRET, False)]


def test_a_yes_is_no_leave_to_type_into_another_program(desk: Desk) -> None:
    """The person answers in a window of another program, which has the keyboard then."""
    desk.program.caret = "none"

    class Covers(Watcher):
        def ask(self, question, stopped):
            first, desk.program.covered = not desk.program.covered, True
            return super().ask(question, stopped) if first else None

    result = desk.run(ROWS[:1], watcher=Covers(Answer("yes")))
    assert result.status == "asked" and typed_secretly(desk) == []


def test_what_came_elsewhere_ends_the_row(desk: Desk) -> None:
    """The keyboard moved within the last moment."""

    def react(action: Action) -> None:
        if isinstance(action, TypeText) and action.secret:
            desk.program.focus = "customer"
        desk.program.react(action)

    desk.actuator = FakeActuator(react)
    result = desk.run(ROWS[:1], mode="auto")
    assert result.status == "failed" and "nothing came into the field" in result.message, result
    assert desk.program.saved == []


def without_the_click(desk: Desk, *, fields: int) -> None:
    """The step before the secret clicks elsewhere; then the demonstration shows so many fields."""
    shown = desk.shown[4]
    field = next(
        at for at, one in enumerate(shown.before.elements) if one.kind == "field" and one.text != "Miller"
    )
    elements = [
        one if one.kind != "field" or at == field or fields > 1 else replace(one, kind="text")
        for at, one in enumerate(shown.before.elements)
    ]
    desk.shown[4] = replace(shown, before=replace(shown.before, elements=tuple(elements)))
    other = replace(desk.task.steps[4], number=3, value=None)
    desk.task = replace(desk.task, steps=(*desk.task.steps[:2], other, *desk.task.steps[3:]))
    desk.shown[3] = replace(desk.shown[5], index=3)
    react = desk.program.react

    def moves(action: Action) -> None:
        react(action)
        if isinstance(action, Click) and desk.program.clicks[-1] == "express":
            desk.program.focus = "quantity"

    desk.actuator = FakeActuator(moves)


@pytest.mark.parametrize(("fields", "typed"), [(1, [SECRET]), (2, [])])
def test_without_a_click_it_must_be_the_only_field_that_was_shown(
    desk: Desk, fields: int, typed: list[str]
) -> None:
    without_the_click(desk, fields=fields)
    desk.run(ROWS[:1], mode="auto")
    assert typed_secretly(desk) == typed


def painted(*bars: Box) -> np.ndarray:
    frame = np.full((60, 160, 3), 255, np.uint8)
    for bar in bars:
        bar.crop(frame)[:] = 0
    return frame


@pytest.mark.parametrize(
    ("bars", "told"),
    [
        ((Box(24, 15, 1, 14),), True),
        ((Box(24, 15, 4, 14),), True),
        ((Box(24, 15, 12, 14),), False),  # a letter
        ((Box(24, 15, 1, 3),), False),  # a dot
        ((Box(20, 10, 1, 24),), False),  # the frame of the field
        ((Box(24, 15, 1, 14), Box(100, 15, 1, 14)), False),
        ((Box(130, 15, 1, 14),), False),  # the caret of another field
        ((), False),
    ],
)
def test_a_caret_is_told_from_other_changes(bars: tuple[Box, ...], told: bool) -> None:
    assert is_caret(painted(), painted(*bars), FIELD) is told
    assert is_caret(painted(*bars), painted(), FIELD) is told
    assert not is_caret(painted(), painted(*bars)[:50], FIELD)


def test_a_field_outside_of_the_screen_has_no_caret() -> None:
    assert not is_caret(painted(), painted(), Element(Box(500, 500, 10, 10), "field").box)
