"""A whole run whose step is a day in a calendar: clicked in its month, asked about in any other one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import Target, TaskStep, Value
from lam_desktop.types import Box, Candidate, Click, Decision, DemonstratedStep, Element, Frame, Situation
from tests.execution import test_executor
from tests.execution.test_executor import WINDOW, Desk, Watcher
from tests.fakes.program import ExactParser, OrderProgram
from tests.tasks.test_calendars import picker, place

LEFT = 100


@dataclass
class Picker(OrderProgram):
    """Its window shows a month."""

    month: int = 3
    seen: list[Element] = field(default_factory=list[Element])


class PickerParser(ExactParser):
    """Sees the days, too."""

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        month = self.program.month if isinstance(self.program, Picker) else 3
        found = [*super().parse(frame, region), *picker(2026, month, left=LEFT)]
        return tuple(one for one in found if region is None or region.contains(*one.box.center))


class SaysSo:
    """Takes the first element that says what is wanted."""

    name = "says-so"

    def __init__(self, confidence: object) -> None: ...

    def decide(self, situation: Situation) -> Decision:
        found = [one for one in situation.screen.elements if one.text == situation.wanted_text]
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
