"""The person takes over amid a step that copies or pastes: the screen tells, or it is done once more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Target, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.types import Action, Click, DemonstratedStep, PressKeys
from tests.execution.test_executor import WINDOW, Desk, Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.program import ExactParser, MemoryDesktop, OrderProgram

SHOWN, NOW = "TK-4711", "TK-5082"
MARK, COPY, PASTE = ("ctrl", "a"), ("ctrl", "c"), ("ctrl", "v")
ROWS = (Row(2, {}),)


class Office:
    """The program with a clipboard; what stands in the customer's field is to be copied."""

    def __init__(self, program: OrderProgram, text: str) -> None:
        self.program = program
        program.customer = text
        self.clipboard: str | None = None
        self.marked = ""
        """The field of which all is marked."""

    def react(self, action: Action) -> None:
        """What comes of an action of the agent."""
        program = self.program
        match action:
            case PressKeys(keys) if keys == MARK:
                self.marked = program.focus
            case PressKeys(keys) if keys == COPY:
                if self.marked:
                    self.clipboard = getattr(program, self.marked)
            case PressKeys(keys) if keys == PASTE:
                if program.focus:
                    stood = "" if self.marked == program.focus else getattr(program, program.focus)
                    setattr(program, program.focus, stood + (self.clipboard or ""))
                self.marked = ""
            case _:
                self.marked = ""
                program.react(action)


class Copying(Desk):
    """The customer is copied into the quantity, and saved."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.office = Office(self.program, NOW)
        self.clipboard = lambda: self.office.clipboard
        self.touched_ns = -1
        self.touched = lambda since: self.touched_ns >= since
        self.actuator = FakeActuator(self.office.react)

    def breaks_in(self, at: tuple[str, ...], before: bool, does: Callable[[], None]) -> None:
        """The person takes over once, at these keys, `before` or after the program has reacted to them."""

        def react(action: Action) -> None:
            breaks = action == PressKeys(at) and self.touched_ns < 0
            if not (breaks and before):
                self.office.react(action)
            if breaks:
                self.touched_ns = time.monotonic_ns()
                does()
                raise Stopped("hot key")  # as an action is broken off: by whom, the executor finds out

        self.actuator = FakeActuator(react)

    def _demonstrate(self) -> tuple[Task, dict[int, DemonstratedStep]]:
        program = OrderProgram(at=(80, 60))
        office = Office(program, SHOWN)
        looker = Looker(MemoryDesktop(program), ExactParser(program), still_s=0.0)
        steps: list[TaskStep] = []
        shown: dict[int, DemonstratedStep] = {}

        def did(name: str, keys: tuple[str, ...] = (), value: Value | None = None) -> None:
            number = len(steps) + 1
            before = looker.look(WINDOW, lambda: False).observation
            before = replace(before, windows=(before.windows[-1],))
            point = None
            if not keys:
                point = next(program.box_of(one).center for one in program.widgets() if one.name == name)
            office.react(PressKeys(keys) if point is None else Click(point))
            after = looker.look(WINDOW, lambda: False).observation
            target = element_at(before.elements, point) if point else None
            index = before.elements.index(target) if target else None
            shown[number] = DemonstratedStep(number, before, index, point, after)
            named = Target(target.text, target.kind, target.box) if target else None
            kind = "click" if point else "shortcut"
            steps.append(TaskStep(number, number - 1, kind, name, WINDOW, point, named, value, keys=keys))

        did("customer")
        did("mark all", MARK)
        did("copy", COPY)
        did("quantity")
        did("paste", PASTE, Value("clipboard", text=SHOWN))
        did("save")
        row = DemonstratedRow("orders.csv", 1, {})
        return Task("orders", self.folder, "demos/1.lamrec", tuple(steps), row, (WINDOW,), True), shown


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copying:
    skip_waiting(monkeypatch)
    return Copying(tmp_path)


def test_what_is_copied_is_pasted(desk: Copying) -> None:
    assert desk.run(ROWS).status == "done"
    assert desk.program.saved == [(NOW, NOW, False)]


@pytest.mark.parametrize("at", [MARK, COPY, PASTE], ids=["mark", "copy", "paste"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_it_goes_on_without_a_question(desk: Copying, at: tuple[str, ...], before: bool) -> None:
    def click_elsewhere() -> None:
        desk.program.focus = desk.office.marked = ""

    desk.breaks_in(at, before, click_elsewhere)
    watcher = Watcher()
    result = desk.run(ROWS, watcher=watcher)
    assert not watcher.questions, watcher.questions[0].reason
    assert result.status == "done", result
    assert desk.program.saved == [(NOW, NOW, False)]


def test_what_was_copied_is_not_copied_once_more(desk: Copying) -> None:
    """It still stands where it was copied: the row goes on behind that."""
    desk.breaks_in(PASTE, True, lambda: None)
    assert desk.run(ROWS).status == "done"
    assert desk.actuator.actions.count(PressKeys(COPY)) == 1


def test_where_another_text_stands_in_its_source_it_is_asked(desk: Copying) -> None:
    def shows_another() -> None:
        desk.program.customer, desk.program.focus = "TK-9316", ""

    desk.breaks_in(PASTE, True, shows_another)
    watcher = Watcher()
    assert desk.run(ROWS, watcher=watcher).status != "done"
    assert "not on the screen any more" in watcher.questions[0].reason and desk.program.saved == []


def test_where_something_else_stands_in_the_field_it_is_asked(desk: Copying) -> None:
    """The person has typed there: pasting once more would add to it."""

    def types() -> None:
        desk.program.quantity, desk.program.focus = "some words of theirs", ""

    desk.breaks_in(PASTE, True, types)
    watcher = Watcher()
    result = desk.run(ROWS, watcher=watcher)
    assert watcher.questions and "Was it done?" in watcher.questions[0].reason
    assert result.status != "done" and desk.program.saved == []
