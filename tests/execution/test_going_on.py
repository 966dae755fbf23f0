"""A run is killed at every entry of its journal: each row is entered once, and next to nothing twice."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.actuators._fake import FakeActuator
from lam_desktop.execution.begun import begun_row
from lam_desktop.execution.executor import Mode
from lam_desktop.execution.journal import Journal, read_journal
from lam_desktop.execution.leftovers import typed_since_done
from lam_desktop.execution.result import RunResult
from lam_desktop.execution.supervision import Answer, Question
from lam_desktop.types import Action, TypeText
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.program import OrderProgram

SAVED = [("Smith", "30", False), ("Jones", "7", True)]
ROW = 3
"""The row that is broken off; another one was entered before it."""


@dataclass(frozen=True)
class Moment:
    """The journal and the program as a kill leaves them."""

    entries: tuple[dict[str, Any], ...]
    program: OrderProgram

    @property
    def name(self) -> str:
        last = self.entries[-1]
        return f"{len(self.entries)}-{last['kind']}-{last.get('step')}"

    @property
    def acted(self) -> int:
        """Actions that were set out to for the row."""
        return sum(one["kind"] == "acting" and one["row"] == ROW for one in self.entries)


def moments(folder: Path) -> list[Moment]:
    """All of the second row: behind each entry, behind each action, and in the middle of each text."""
    desk = Desk(folder)
    found: list[tuple[int, OrderProgram]] = []

    def keep() -> None:
        path = folder / "journal.jsonl"
        found.append((len(path.read_text(encoding="utf-8").splitlines()), copy.deepcopy(desk.program)))

    react = desk.program.react

    def act(action: Action) -> None:
        if isinstance(action, TypeText) and len(action.text) > 1:
            before = desk.program.customer, desk.program.quantity
            react(TypeText(action.text[:1]))
            keep()
            desk.program.customer, desk.program.quantity = before
        react(action)
        keep()

    desk.actuator = FakeActuator(act)
    with pytest.MonkeyPatch.context() as patch:
        write = Journal.write

        def written(self: Journal, *arguments: Any, **fields: Any) -> int:
            number = write(self, *arguments, **fields)
            keep()
            return number

        patch.setattr(Journal, "write", written)
        assert desk.run().status == "done"
    entries = read_journal(folder / "journal.jsonl")
    begins = next(
        at for at, one in enumerate(entries) if (one["kind"], one.get("row")) == ("row_started", ROW)
    )
    return [Moment(tuple(entries[:count]), program) for count, program in found if count > begins]


@dataclass(frozen=True)
class Resumed:
    """What came of going on."""

    result: RunResult | None
    desk: Desk
    questions: Sequence[Question]

    @property
    def acted(self) -> int:
        return sum(one["kind"] == "acting" for one in self.desk.journal) if self.result else 0


def resumed(
    folder: Path,
    moment: Moment,
    mode: Mode = "ask",
    answer: Callable[[Question], Answer | None] | None = None,
) -> Resumed:
    """Goes on as `lam run --resume` does."""
    folder.mkdir(exist_ok=True)
    desk = Desk(folder)
    for name, value in vars(copy.deepcopy(moment.program)).items():
        setattr(desk.program, name, value)
    watcher = Asked(answer or (lambda _: None))
    done = {one["row"] for one in moment.entries if one["kind"] == "row_finished" and one["status"] == "done"}
    rows = tuple(row for row in ROWS if row.index not in done)
    if not rows:
        return Resumed(None, desk, ())
    desk.at_work = begun_row(moment.entries)
    desk.left = typed_since_done(moment.entries)
    return Resumed(desk.run(rows, mode, watcher), desk, watcher.questions)


class Asked(Watcher):
    """Answers by what is asked."""

    def __init__(self, answers: Callable[[Question], Answer | None]) -> None:
        super().__init__()
        self._answers = answers

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        self.questions.append(question)
        return self._answers(question)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    skip_waiting(monkeypatch)


def test_killed_at_every_entry_each_row_is_entered_once(tmp_path: Path) -> None:
    every = moments(tmp_path)
    assert len(every) > 30
    whole = max(one.acted for one in every)
    again = {}
    for number, moment in enumerate(every):
        going_on = resumed(tmp_path / str(number), moment)
        assert going_on.desk.program.saved == SAVED, moment.name
        assert not going_on.questions, (moment.name, going_on.questions[0].reason)
        again[f"{number}-{moment.name}"] = moment.acted + going_on.acted - whole
    print(again, sum(again.values()), sum(one.acted for one in every), len(every))
    assert max(again.values()) <= 2
