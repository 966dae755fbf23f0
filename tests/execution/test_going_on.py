"""A run is killed at every entry of its journal: each row is entered once, and next to nothing twice."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.execution.runs.journal import read_journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import Answer, Question
from lam_desktop.execution.verifying.leftovers import typed_since_done
from lam_desktop.types import Action, TypeText
from tests.execution.moments import after_each_entry
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.program import OrderProgram

pytestmark = pytest.mark.slow

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
    with after_each_entry(keep):
        assert desk.run().status == "done"
    entries = read_journal(folder / "journal.jsonl")
    begins = max(at for at, one in enumerate(entries) if one["kind"] == "row_started")
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
    folder: Path, moment: Moment, answer: Callable[[Question], Answer | None] = lambda _: None
) -> Resumed:
    """Goes on as `lam run --resume` does."""
    folder.mkdir(exist_ok=True)
    desk = Desk(folder)
    for name, value in vars(copy.deepcopy(moment.program)).items():
        setattr(desk.program, name, value)
    watcher = Asked(answer)
    done = {one["row"] for one in moment.entries if one["kind"] == "row_finished" and one["status"] == "done"}
    rows = tuple(row for row in ROWS if row.index not in done)
    if not rows:
        return Resumed(None, desk, ())
    desk.at_work = begun_row(moment.entries)
    desk.left = typed_since_done(moment.entries)
    return Resumed(desk.run(rows, watcher=watcher), desk, watcher.questions)


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
    anew = sum(one.acted for one in every)  # what entering the row from its first step does once more
    print(f"{sum(again.values())} of {anew} actions repeated, killed at {len(every)} moments")
    assert max(again.values()) <= 2 and sum(again.values()) <= anew // 4


def restarted(moment: Moment) -> Moment:
    """As the program starts anew after it was lost with the run: it knows what it stored, and no more."""
    old = moment.program
    return Moment(moment.entries, OrderProgram(saved=list(old.saved)))


def test_where_the_program_was_lost_too_it_begins_anew_or_asks(tmp_path: Path) -> None:
    """Only what came of Save is asked, and only where the screen does not show it."""
    every = [restarted(one) for one in moments(tmp_path)]
    some = [one for at, one in enumerate(every) if at % 4 == 1 or one.entries[-1].get("step") == 6]
    asked: list[str] = []
    for number, moment in enumerate(some):
        stored = moment.program.saved == SAVED
        truth = Answer("yes" if stored else "no")
        going_on = resumed(tmp_path / str(number), moment, lambda _, truth=truth: truth)
        assert going_on.desk.program.saved == SAVED, moment.name
        assert all(one.settling and one.step == 6 for one in going_on.questions), moment.name
        asked += [moment.name for _ in going_on.questions]
    assert asked and {name.split("-")[1] for name in asked} <= {"acting", "acted"}


def test_what_nobody_can_tell_is_not_done_while_nobody_is_there(tmp_path: Path) -> None:
    moment = next(one for one in moments(tmp_path) if one.name.endswith("acting-6"))
    going_on = resumed(tmp_path / "on", restarted(moment))
    assert going_on.result is not None and going_on.result.status == "asked"
    assert "Step 6 (click save) was at work" in going_on.result.message
    assert going_on.acted == 0 and going_on.desk.program.saved == SAVED[:1]


def test_a_screen_that_cannot_be_seen_is_waited_for_and_the_place_is_kept(tmp_path: Path) -> None:
    """As behind a lock screen."""
    moment = next(one for one in moments(tmp_path) if one.name.endswith("verified-4"))
    covered = copy.deepcopy(moment)
    covered.program.covered = True
    going_on = resumed(tmp_path / "locked", covered)
    assert going_on.result is not None and going_on.result.status == "asked"
    assert going_on.acted == 0 and "Nothing is to be seen" in going_on.result.message
    told = (*moment.entries, *going_on.desk.journal)
    begun = begun_row(told) or begun_row(moment.entries)
    assert begun is not None and begun.done == (1, 2, 3, 4)


def test_the_journal_says_where_a_row_goes_on_and_why(tmp_path: Path) -> None:
    moment = next(one for one in moments(tmp_path) if one.name.endswith("verified-4"))
    going_on = resumed(tmp_path / "on", moment)
    [told] = [one for one in going_on.desk.journal if one["kind"] == "went_on"]
    assert (told["row"], told["step"], told["done"]) == (ROW, 5, [1, 2, 3, 4])
    assert told["reason"] == "The screen still shows what 2 steps before it left."
    assert going_on.acted == 2, "the check box and Save"


def test_a_text_that_somebody_changed_is_no_sign_of_where_the_row_stands(tmp_path: Path) -> None:
    moment = copy.deepcopy(next(one for one in moments(tmp_path) if one.name.endswith("verified-4")))
    moment.program.customer = "Sorensen"
    going_on = resumed(tmp_path / "on", moment)
    assert going_on.result is not None and going_on.result.status == "failed"
    assert "was added to" in going_on.result.message and going_on.desk.program.saved == SAVED[:1]


def test_a_line_that_was_cut_by_a_loss_of_power_counts_for_nothing(tmp_path: Path) -> None:
    every = moments(tmp_path)
    whole = next(one for one in every if one.name.endswith("verified-2"))
    path = tmp_path / "torn.jsonl"
    lines = [json.dumps(one) for one in whole.entries]
    path.write_text("\n".join([*lines[:-1], lines[-1][:40]]), encoding="utf-8")
    begun = begun_row(read_journal(path))
    assert begun is not None
    assert (begun.done, begun.at_work, begun.typing) == ((1,), 2, True)
    path.write_text("\n".join(lines), encoding="utf-8")  # whole, but for its end
    assert begun_row(read_journal(path)) == begun
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    after = begun_row(read_journal(path))
    assert after is not None and (after.done, after.at_work) == ((1, 2), None)
