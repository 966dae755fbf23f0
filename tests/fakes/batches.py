"""The order program with batches: one is opened before orders are entered, and closed behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.step import Once, Target, TaskStep
from lam_desktop.types import Action, Box, Click, DemonstratedStep
from tests.execution.test_executor import WINDOW, Desk
from tests.fakes.program import ExactParser, MemoryDesktop, OrderProgram, Widget


@dataclass
class BatchProgram(OrderProgram):
    """Counts what was opened and closed; shows which of it stands."""

    opened: int = 0
    closed: int = 0
    opens: bool = True
    closes: bool = True
    counted: str = "Batch 1 is open"

    def widgets(self) -> list[Widget]:
        """What is there now."""
        found = super().widgets()
        found.append(Widget("open", "button", Box(330, 100, 90, 28), "New batch"))
        found.append(Widget("close", "button", Box(330, 140, 90, 28), "Close batch"))
        says = "Batch 1 is closed" if self.closed else self.counted if self.opened else "No batch"
        found.append(Widget("batch", "text", Box(330, 60, 180, 16), says))
        return [one for one in found if one.name not in self.hidden]

    def react(self, action: Action) -> None:
        """What the program makes of an action of the agent."""
        clicks = len(self.clicks)
        super().react(action)
        hit = self.clicks[-1] if len(self.clicks) > clicks else ""
        if hit == "open" and self.opens:
            self.opened += 1
        elif hit == "close" and self.closes:
            self.closed += 1


def batches(folder: Path) -> Desk:
    """The task with a batch that is opened once, before all rows, and closed once, behind them."""
    desk = Desk(folder)
    desk.program = BatchProgram()
    desk.actuator = FakeActuator(desk.program.react)
    program = BatchProgram(at=(80, 60))
    looker = Looker(MemoryDesktop(program), ExactParser(program), still_s=0.0)
    rows, shown = desk.task.steps, desk.shown
    steps: list[TaskStep] = []
    desk.shown = {}

    def add(number: int, name: str, once: Once) -> None:
        before = looker.look(WINDOW, lambda: False).observation
        before = replace(before, windows=(before.windows[-1],))
        point = next(program.box_of(one).center for one in program.widgets() if one.name == name)
        program.react(Click(point))
        after = looker.look(WINDOW, lambda: False).observation
        target = element_at(before.elements, point)
        assert target is not None
        desk.shown[number] = DemonstratedStep(number, before, before.elements.index(target), point, after)
        named = Target(target.text, target.kind, target.box)
        steps.append(TaskStep(number, number + 20, "click", f"click {name}", WINDOW, point, named, once=once))

    add(1, "open", "before")
    for step in rows:
        number = step.number + 1
        desk.shown[number] = replace(shown[step.number], index=number)
        steps.append(replace(step, number=number))
    program.saved.append(("Miller", "12", True))
    add(len(steps) + 1, "close", "after")
    desk.task = replace(desk.task, steps=tuple(steps))
    return desk
