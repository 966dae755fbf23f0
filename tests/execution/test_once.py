"""Steps that are done once in a run: in their order, counted apart, and never twice after any kill."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from lam_desktop.execution.checking import check_start
from lam_desktop.execution.course import Course
from lam_desktop.execution.evidence.confirming import checks_of, refuse_twins
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import plan_row
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.rehearsal import rehearse
from lam_desktop.execution.runs.again import once_undone
from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.execution.runs.supervision import Answer, Question
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.verifying.leftovers import typed_since_done
from lam_desktop.reporting.facts import facts_of
from lam_desktop.reporting.page import page
from lam_desktop.tasks.call import Call
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS, is_part, of_rows, parts_of
from lam_desktop.tasks.provenance.checked_parts import checked_parts, of_the_row
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Action, DemonstratedStep
from tests.execution.moments import after_each_entry
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.execution.test_going_on import SAVED, Asked
from tests.fakes.batches import BatchProgram, batches
from tests.fakes.clock import skip_waiting
from tests.fakes.program import ExactParser, MemoryDesktop, SamePlacePolicy

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_waiting")]


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


def test_a_part_that_the_task_does_not_have_has_no_steps(desk: Desk) -> None:
    assert [one.step.number for one in plan_row(desk.task, Row(BEHIND_ROWS, {}))] == [8]
    assert plan_row(of_rows(desk.task), Row(BEHIND_ROWS, {})) == []


@pytest.mark.parametrize("rows", [ROWS, ()])
def test_what_comes_behind_the_rows_gets_no_cells_of_one(desk: Desk, rows: tuple[Row, ...]) -> None:
    begun: list[Row] = []

    def one_row(row: Row, _first: bool) -> tuple[RowResult, str]:
        begun.append(row)
        return RowResult(row.index, "done"), ""

    guard = Guard(desk.task.windows, desk.task.limits)
    record = RunRecord(Journal(desk.folder), desk.folder, "runs/1")
    checks = checks_of(desk.task, (), record, lambda: None)
    assert Course(one_row, guard, checks, False).run(rows, (BEHIND_ROWS,), "runs/1").status == "done"
    assert begun == [*rows, Row(BEHIND_ROWS, {})]


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
    with after_each_entry(keep):
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


# -- told


def test_reports_tell_it_beside_the_rows(desk: Desk) -> None:
    desk.run()
    entries = [{"kind": "run_started", "rows": [2, 3], "t_ns": 0}, *desk.journal]
    (desk.folder / "journal.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in entries), "utf-8")
    facts = facts_of(desk.folder)
    assert [row.index for row in facts.rows] == [2, 3] and facts.rows_done == 2
    assert [row.index for row in facts.all_parts] == [BEFORE_ROWS, 2, 3, BEHIND_ROWS]
    assert facts.effort.rows == 2
    shown = page(facts, desk.folder)
    assert shown.index("Before the rows") < shown.index("Row 2") < shown.index("Behind the rows")
    assert "2 of 2" in shown and "Row -1" not in shown
    assert "各行之前" in page(facts, desk.folder, "zh")


def test_what_it_typed_is_left_in_no_form_of_a_row(desk: Desk) -> None:
    """A row that broke off before: opening anew, which went well, takes nothing of its typing back."""
    typed = {"kind": "acting", "row": 2, "step": 3, "action": {"type": "TypeText", "text": "Smi"}}
    opened = {"kind": "row_finished", "row": BEFORE_ROWS, "status": "done"}
    assert typed_since_done([typed, opened]) == {3: {"Smi"}}
    assert typed_since_done([typed, {**opened, "row": 2}]) == {}


def test_a_rehearsal_and_a_check_look_at_it_once(desk: Desk) -> None:
    looker = Looker(MemoryDesktop(desk.program), ExactParser(desk.program), still_s=0.01)
    guard = Guard(desk.task.windows, desk.task.limits)
    record = RunRecord(Journal(desk.folder), desk.folder, "tasks/orders/runs/1")

    def locator_for(seen: Callable[..., None]) -> Locator:
        return Locator(looker, SamePlacePolicy(), guard, seen, lambda: False)

    def demonstrated(step: TaskStep) -> DemonstratedStep:
        return desk.shown[step.number]

    told = rehearse(desk.task, ROWS, demonstrated, locator_for, record, lambda: None)
    assert (
        told.message.startswith("Dry run, nothing was done: 10 of 10 targets") and desk.program.clicks == []
    )
    assert [(row.index, row.steps_done) for row in told.rows] == [(2, 6), (3, 6)]
    whereabouts = Whereabouts(desk.task, demonstrated, None)
    checked = check_start(
        desk.task, ROWS, demonstrated, locator_for, whereabouts, (), record, lambda: None
    ).check
    assert checked is not None and not checked.asks
    once = [(one.row, one.number) for one in checked.steps if is_part(one.row)]
    assert once == [(BEFORE_ROWS, 1), (BEHIND_ROWS, 8)]
    lines = list(checked.lines())
    assert [line for line in lines if "click open" in line] and not [
        line for line in lines if "Row -" in line
    ]


def test_a_called_task_that_is_done_once_is_confirmed_once(desk: Desk) -> None:
    """Its record is looked for before and behind it, and belongs to no row."""
    checks = (SqlCheck({"state": parse_pattern("{state}")}, 0.2),)
    call = Call("opening", 1, 1, (("state", "open"),), checks=checks)
    first, *others = desk.task.steps
    desk.task = replace(desk.task, steps=(replace(first, within=(call,)), *others))
    [part] = checked_parts(desk.task)
    assert part.once == "before" and of_the_row(desk.task) is None
    assert [part.is_due(Row(row, {})) for row in (BEFORE_ROWS, 2, BEHIND_ROWS)] == [True, False, False]
    refuse_twins(desk.task, ROWS)
    counts = iter([0, 1, 1, 1])
    desk.stored = lambda check, values: next(counts)  # type: ignore[method-assign]
    result = desk.run()
    assert result.status == "done", result
    told = [(one["row"], one["when"], one["ok"]) for one in desk.journal if one["kind"] == "checked"]
    assert told == [(BEFORE_ROWS, "before", True), (BEFORE_ROWS, "behind", True)]
