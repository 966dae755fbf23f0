"""A whole run whose step is a day in a calendar: clicked in its month, asked about in any other one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Target, TaskStep, Value
from lam_desktop.tasks.texts.forms import TURNED_BACK, TURNED_ON
from lam_desktop.types import (
    Action,
    Box,
    Candidate,
    Click,
    Decision,
    DemonstratedStep,
    Element,
    Frame,
    Situation,
)  # fmt: skip
from tests.execution import test_executor
from tests.execution.test_executor import WINDOW, Desk, Watcher
from tests.fakes.program import ExactParser, OrderProgram
from tests.tasks.texts.test_calendars import picker, place

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_waiting")]

LEFT = 100
BUTTONS = {"back": Box(330, 240, 24, 20), "next": Box(380, 240, 24, 20)}


@dataclass
class Picker(OrderProgram):
    """Its window shows a month."""

    month: int = 3
    """Counted on from January 2026, which is 1."""
    pages: int = 1
    """So many months go by with each click."""
    turned: list[str] = field(default_factory=list[str])

    @property
    def year_month(self) -> tuple[int, int]:
        years, month = divmod(self.month - 1, 12)
        return 2026 + years, month + 1

    def turn(self, way: str) -> None:
        self.turned.append(way)
        self.month += self.pages if way == "next" else -self.pages


class PickerParser(ExactParser):
    """Sees the days, too."""

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        year, month = self.program.year_month if isinstance(self.program, Picker) else (2026, 3)
        turns = [Element(box, "icon", way) for way, box in BUTTONS.items()]
        found = [*super().parse(frame, region), *picker(year, month, left=LEFT), *turns]
        return tuple(one for one in found if region is None or region.contains(*one.box.center))


class SaysSo:
    """Takes the first element that says what is wanted."""

    name = "says-so"

    def __init__(self, confidence: object) -> None: ...

    def decide(self, situation: Situation) -> Decision:
        step = situation.step
        shown = step.before.elements[step.target].text if step.target is not None else ""
        wanted = situation.wanted_text or shown
        found = [one for one in situation.screen.elements if one.text == wanted]
        if not found:
            return Decision(None, None, 0.0, 0.9, 1.0, (), "Nothing says that.")
        best = Candidate(found[0].box, found[0].kind, found[0].text, 1.0)
        return Decision(best, found[0].box.center, 1.0, 0.9, 0.0, (best,), "Says it.")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The click on 17 in a calendar of March 2026 was shown, for 2026-03-17."""
    desk = Desk(tmp_path)
    monkeypatch.setattr(test_executor, "ExactParser", PickerParser)
    monkeypatch.setattr(test_executor, "SamePlacePolicy", SaysSo)
    first = desk.shown[1]
    elements = (*first.before.elements, *picker(2026, 3, left=LEFT))
    box = place(list(elements), 17)
    before = replace(first.before, elements=elements)
    value = Value("row", "due", "17", "%-d", "%Y-%m-%d")
    step = TaskStep(1, 0, "click", "Choose the day", WINDOW, box.center, Target("17", "cell", box), value)
    index = next(at for at, one in enumerate(elements) if one.box == box)
    desk.shown = {1: DemonstratedStep(1, before, index, box.center, before)}
    desk.task = replace(desk.task, steps=(step,), row=None)
    desk.program = Picker()
    return desk


def clicked(desk: Desk) -> list[tuple[int, int]]:
    return [action.point for action in desk.actuator.actions if isinstance(action, Click)]


@pytest.mark.parametrize(("due", "day"), [("2026-03-17", 17), ("2026-03-04", 4), ("2026-03-28", 28)])
def test_a_day_of_the_month_that_is_shown_is_clicked(desk: Desk, due: str, day: int) -> None:
    desk.run((Row(2, {"due": due}),))
    days = picker(2026, 3, left=LEFT)
    own = place(days, day, 1 if day == 28 else 0)  # the first 28 is February's
    assert clicked(desk) == [own.center]


@pytest.mark.parametrize("due", ["2026-04-17", "2025-03-17", "2026-02-28"])
def test_no_day_of_another_month_is_ever_clicked(desk: Desk, due: str) -> None:
    watcher = Watcher()
    result = desk.run((Row(2, {"due": due}),), watcher=watcher)
    assert clicked(desk) == [] and result.status == "asked"
    assert f"the row needs {due[:7]}" in watcher.questions[0].reason


def turning(desk: Desk, *ways: str) -> None:
    """Has the demonstration turn the calendar before the day: a step for each way that was shown."""
    day = desk.task.steps[0]
    shown = desk.shown[1]
    value = day.value
    assert value is not None
    steps: list[TaskStep] = []
    for way in ways:
        number = len(steps) + 1
        box = BUTTONS[way]
        before = replace(shown.before, elements=(*shown.before.elements, Element(box, "icon", way)))
        index = len(before.elements) - 1
        desk.shown[number] = DemonstratedStep(number, before, index, box.center, before)
        steps.append(
            replace(
                day,
                number=number,
                caption=f"Turn {way}",
                point=box.center,
                target=Target(way, "icon", box),
                value=replace(value, text="", form=TURNED_ON if way == "next" else TURNED_BACK),
            )
        )
    desk.shown[len(steps) + 1] = replace(shown, index=len(steps) + 1)
    desk.task = replace(desk.task, steps=(*steps, replace(day, number=len(steps) + 1)), limits=Limits())

    def react(action: Action) -> None:
        assert isinstance(desk.program, Picker)
        if isinstance(action, Click):
            for way, box in BUTTONS.items():
                if box.contains(*action.point):
                    desk.program.turn(way)

    desk.actuator = FakeActuator(react)


@pytest.mark.parametrize(
    ("due", "turns"),
    [("2026-03-17", 0), ("2026-04-02", 1), ("2026-12-31", 9), ("2027-01-01", 10), ("2029-03-28", 36)],
)
def test_the_calendar_is_turned_as_often_as_the_row_needs(desk: Desk, due: str, turns: int) -> None:
    turning(desk, "next")
    result = desk.run((Row(2, {"due": due}),), mode="auto")
    year, month, day = map(int, due.split("-"))
    assert isinstance(desk.program, Picker)
    assert (result.status, desk.program.turned) == ("done", ["next"] * turns), result
    last = clicked(desk)[-1]
    days = picker(year, month, left=LEFT)
    assert last in [one.box.center for one in days if one.text == str(day)]
    assert desk.program.year_month == (year, month)


@pytest.mark.parametrize(("due", "ways"), [("2026-01-17", ["back"] * 2), ("2026-05-17", ["next"] * 2)])
def test_both_ways_where_both_were_shown(desk: Desk, due: str, ways: list[str]) -> None:
    turning(desk, "next", "back")
    result = desk.run((Row(2, {"due": due}),), mode="auto")
    assert isinstance(desk.program, Picker)
    assert (result.status, desk.program.turned) == ("done", ways), result


@pytest.mark.parametrize(
    ("due", "why"), [("2026-01-17", "only shown how to turn on"), ("2029-04-17", "more than 36 pages")]
)
def test_what_was_not_shown_or_is_far_away_is_asked_about(desk: Desk, due: str, why: str) -> None:
    turning(desk, "next")
    result = desk.run((Row(2, {"due": due}),), mode="auto")
    assert result.status == "asked" and why in result.message, result
    assert clicked(desk) == []


@pytest.mark.parametrize(("pages", "why"), [(12, "went from 2026-03 to 2027-03"), (0, "still shows 2026-03")])
def test_a_control_that_turns_otherwise_fails_the_row_before_any_day(
    desk: Desk, pages: int, why: str
) -> None:
    turning(desk, "next")
    assert isinstance(desk.program, Picker)
    desk.program.pages = pages
    result = desk.run((Row(2, {"due": "2026-05-17"}),), mode="auto")
    assert result.status == "failed" and why in result.message, result
    assert len(clicked(desk)) == 1


def test_a_run_that_broke_off_while_turning_goes_on_at_what_is_shown(desk: Desk) -> None:
    turning(desk, "next")
    assert isinstance(desk.program, Picker)
    program = desk.program

    def react(action: Action) -> None:
        if isinstance(action, Click) and BUTTONS["next"].contains(*action.point):
            program.turn("next")
            desk.stop = len(program.turned) == 2

    desk.actuator = FakeActuator(react)
    row = Row(2, {"due": "2026-07-17"})
    assert desk.run((row,), mode="auto").status == "stopped"
    begun = begun_row(desk.journal)
    assert begun is not None and 1 not in begun.done
    desk.stop, desk.at_work = False, begun
    assert desk.run((row,), mode="auto").status == "done"
    assert program.turned == ["next"] * 4 and program.year_month == (2026, 7)
