"""What a window says counts only where it has the title that a person wrote in task.yaml."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import Place, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import DemonstratedStep
from tests.fakes.program import CHAT, MAIN, ExactParser, MemoryDesktop, OrderProgram, SamePlacePolicy

ORDERS, IN_FRONT = WindowName(MAIN.wm_class, MAIN.process), WindowName(CHAT.wm_class, CHAT.process)


@pytest.mark.parametrize(("title", "is_read"), [("", True), ("Ord*", True), ("Invoices", False)])
def test_a_window_of_another_program_is_read_only_with_its_title(title: str, *, is_read: bool) -> None:
    program = OrderProgram(intruder=True, quantity="30")
    looker = Looker(MemoryDesktop(program), ExactParser(program), still_s=0.01)
    seen = looker.look(ORDERS, lambda: False).observation
    [field] = [one for one in seen.elements if one.text == "30"]
    place = Place(3, field.box, "30", Span(0, 2), ORDERS)
    value = Value("screen", "quantity", "30", places=(place,))
    plan = StepPlan(
        TaskStep(1, 3, "type", "type the quantity", window=IN_FRONT, value=value),
        reads=(place,), screen=(value,),
    )  # fmt: skip
    chat = looker.look(IN_FRONT, lambda: False).observation
    beside = replace(seen, windows=(MAIN,))
    shown = DemonstratedStep(1, chat, None, None, beside=(beside,))
    guard = Guard((IN_FRONT, replace(ORDERS, title=title)), Limits())
    locator = Locator(looker, SamePlacePolicy(lambda _: 1.0), guard, lambda *_: None, lambda: False)
    found = locator.look(plan, shown, ())
    assert (found.readings.get(place) == "30") is is_read
    if not is_read:
        assert found.objection is not None
        assert "the window “Orders” does not have the title “Invoices”, which the task" in found.objection
