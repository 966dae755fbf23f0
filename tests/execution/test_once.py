"""Steps that are done once in a run: in their order, counted apart, and never twice after any kill."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from lam_desktop.execution.actuators._fake import FakeActuator
from lam_desktop.execution.again import once_undone
from lam_desktop.execution.begun import begun_row
from lam_desktop.execution.journal import Journal, read_journal
from lam_desktop.execution.leftovers import typed_since_done
from lam_desktop.execution.result import RunResult
from lam_desktop.execution.supervision import Answer, Question
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS, parts_of
from lam_desktop.types import Action
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.execution.test_going_on import SAVED, Asked
from tests.fakes.batches import BatchProgram, batches
from tests.fakes.clock import skip_waiting


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return batches(tmp_path)


def program_of(desk: Desk) -> BatchProgram:
    return cast(BatchProgram, desk.program)


def started(desk: Desk) -> list[object]:
    return [one["row"] for one in desk.journal if one["kind"] == "row_started"]


def test_once_before_all_rows_and_once_behind_them(desk: Desk) -> None:
    result = desk.run()
    assert result.status == "done" and result.message == "2 rows done.", result
    assert program_of(desk).saved == SAVED
    assert (program_of(desk).opened, program_of(desk).closed) == (1, 1)
    clicks = [one for one in desk.program.clicks if one in ("open", "save", "close")]
    assert clicks == ["open", "save", "save", "close"]
    assert started(desk) == [BEFORE_ROWS, 2, 3, BEHIND_ROWS]
    assert [(row.index, row.status, row.steps_done) for row in result.rows] == [
        (2, "done", 6),
        (3, "done", 6),
    ]
    assert [(part.index, part.status, part.steps_done) for part in result.once] == [
        (-1, "done", 1),
        (-2, "done", 1),
    ]


def test_where_it_cannot_begin_no_row_is_begun(desk: Desk) -> None:
    program_of(desk).opens = False
    result = desk.run(mode="auto")
    assert (result.status, result.exit_code) == ("failed", 5)
    assert result.message.startswith("Before the rows, step 1 (click open): ")
    assert [row.status for row in result.rows] == ["not_started", "not_started"]
    assert [part.status for part in result.once] == ["failed"]
    assert started(desk) == [BEFORE_ROWS] and desk.program.clicks == ["open"]


@pytest.mark.parametrize("keep_going", [False, True])
def test_behind_a_row_that_is_still_to_be_done_nothing_is_closed(desk: Desk, keep_going: bool) -> None:
    desk.keep_going = keep_going
    react = desk.program.react

    def refusing(action: Action) -> None:
        desk.program.save_stores = desk.program.customer != "Smith"
        react(action)

    desk.actuator = FakeActuator(refusing)
    result = desk.run(mode="auto")
    assert result.status == "failed" and program_of(desk).closed == 0
    left = "1 row is" if keep_going else "2 rows are"
    assert result.message.endswith(f"the rows was not begun, for {left} still to be done."), result.message
    assert [part.index for part in result.once] == [BEFORE_ROWS]


def test_a_run_that_ends_at_its_ceiling_closes_nothing(desk: Desk) -> None:
    """Opening is no row: the ceiling of one row lets one be entered."""
    desk.task = replace(desk.task, limits=replace(desk.task.limits, rows_per_run=1))
    result = desk.run(mode="auto")
    assert [row.status for row in result.rows] == ["done", "not_started"], result
    assert "for 1 row is still to be done" in result.message and program_of(desk).closed == 0


def test_what_the_person_skips_is_no_row_to_be_done(desk: Desk) -> None:
    result = desk.run(watcher=Watcher(Answer("skip_row")), confidence=lambda one: float(one.step.index != 4))
    assert [row.status for row in result.rows] == ["skipped", "skipped"], result
    assert program_of(desk).closed == 1


def test_what_cannot_be_undone_is_asked_there_too_and_counts_for_no_row(desk: Desk) -> None:
    desk.watched, desk.final = 2, frozenset({8})
    watcher = Watcher(Answer("yes"))
    assert desk.run(watcher=watcher).status == "done"
    assert [(one.row, one.step) for one in watcher.questions] == [(2, 7), (3, 7)]  # two rows: 8 is trusted
    again = batches(desk.folder)
    again.watched = 3
    watcher = Watcher(Answer("yes"))
    assert again.run(watcher=watcher).status == "done"
    assert [(one.row, one.step) for one in watcher.questions] == [(2, 7), (3, 7), (BEHIND_ROWS, 8)]


# -- killed


@dataclass(frozen=True)
class Moment:
    """The journal and the program as a kill leaves them."""

    entries: tuple[dict[str, Any], ...]
    program: BatchProgram

    @property
    def name(self) -> str:
        last = self.entries[-1]
        return f"{len(self.entries)}-{last['kind']}-{last.get('row')}-{last.get('step')}"


def moments(folder: Path) -> list[Moment]:
    """Of a whole run: behind each entry, and behind each action."""
    desk = batches(folder)
    found: list[tuple[int, BatchProgram]] = []

    def keep() -> None:
        path = folder / "journal.jsonl"
        found.append((len(path.read_text(encoding="utf-8").splitlines()), copy.deepcopy(program_of(desk))))

    react = desk.program.react

    def act(action: Action) -> None:
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
    entries = ({"kind": "run_started"}, *read_journal(folder / "journal.jsonl"))
    return [Moment(tuple(entries[: count + 1]), program) for count, program in found]


@dataclass(frozen=True)
class Resumed:
    """What came of going on."""

    result: RunResult | None
    desk: Desk
    questions: tuple[Question, ...]


def resumed(
    folder: Path, moment: Moment, answer: Callable[[Question], Answer | None] = lambda _: None
) -> Resumed:
    """Goes on as `lam run --resume` does."""
    folder.mkdir(exist_ok=True)
    desk = batches(folder)
    for name, value in vars(copy.deepcopy(moment.program)).items():
        setattr(desk.program, name, value)
    done = {one["row"] for one in moment.entries if one["kind"] == "row_finished" and one["status"] == "done"}
    rows = tuple(row for row in ROWS if row.index not in done)
    once, desk.before_rows = once_undone(parts_of(desk.task), [list(moment.entries)], bool(rows))
    desk.parts = tuple(once)
    if not rows and not once:
        return Resumed(None, desk, ())
    desk.at_work = begun_row(moment.entries)
    desk.left = typed_since_done(moment.entries)
    watcher = Asked(answer)
    return Resumed(desk.run(rows, watcher=watcher), desk, tuple(watcher.questions))


def around(every: list[Moment]) -> list[Moment]:
    """The moments at which what is done once is begun, at work or ended, and some of the rows."""
    near = [one for one in every if one.entries[-1].get("row") in (BEFORE_ROWS, BEHIND_ROWS)]
    far = [one for one in every if one not in near]
    return [*near, *far[:3], *far[3::6]]


def test_killed_at_any_moment_it_is_opened_and_closed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    every = around(moments(tmp_path))
    assert {one.entries[-1].get("row") for one in every} >= {BEFORE_ROWS, 2, 3, BEHIND_ROWS}
    for number, moment in enumerate(every):
        going_on = resumed(tmp_path / str(number), moment)
        program = program_of(going_on.desk)
        assert (program.opened, program.closed) == (1, 1), moment.name
        assert program.saved == SAVED and not going_on.questions, moment.name


def test_where_nobody_can_tell_it_asks_and_repeats_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program shows nothing of what was opened and closed any more, and is at its start."""
    skip_waiting(monkeypatch)
    every = [
        one
        for one in moments(tmp_path)
        if one.entries[-1].get("row") == BEHIND_ROWS and one.entries[-1]["kind"] in ("acting", "acted")
    ]
    assert {one.program.closed for one in every} == {0, 1}
    for number, moment in enumerate(every):
        lost = copy.deepcopy(moment)
        lost.program.hidden = {"batch"}
        told = Answer("yes" if lost.program.closed else "no")
        silent = resumed(tmp_path / f"{number}-silent", lost)
        assert silent.result is not None and silent.result.status == "asked", moment.name
        assert "Step 8 (click close) was at work" in silent.result.message
        assert program_of(silent.desk).closed == moment.program.closed, moment.name
        going_on = resumed(tmp_path / f"{number}-asked", lost, lambda _, told=told: told)
        assert program_of(going_on.desk).closed == 1 and program_of(going_on.desk).opened == 1, moment.name
