"""Running numbers from run to run: behind the last one that was entered, or told that they begin again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lam_desktop.cli.odd_rows import Ended, Way, settled
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.again import print_of_row
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import EntryKind, Journal
from lam_desktop.execution.runs.numbers import numbers_again, shift_of, shift_told, shifted
from lam_desktop.tasks.provenance.computed import computed
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.answering import answering
from tests.cli.tasks import made
from tests.execution.many_rows import Minds
from tests.execution.test_executor import Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import SHOWN, OrderForm, many_rows, record_task, workplace, write_table

pytestmark = pytest.mark.usefixtures("no_waiting")
NUMBER = Value("computed", "number", "0001", start="0001")


def numbered(home: Path, goes_on: bool | None = True) -> Task:
    """A task that types a running number and the customer; row 1 was shown."""
    task = made(home)
    steps = (
        TaskStep(1, 0, "type", "", value=replace(NUMBER, goes_on=goes_on)),
        TaskStep(2, 1, "type", "", value=Value("row", "customer", "Ada")),
    )
    task = replace(task, steps=steps, row=DemonstratedRow("shown.csv", 1, {"customer": "Ada"}))
    task_file.save(task)
    return Library(home).open("orders")


def rows_of(first: int, last: int, name: str = "Firm") -> list[Row]:
    return [Row(index, {"customer": f"{name} {index}"}) for index in range(first, last + 1)]


def entering(
    home: Path, run: str, rows: list[Row], done: int, *more: EntryKind, shift: int = 0, resumes: str = ""
) -> None:
    """A run of these rows, of which the first so many were done, and more happened in the next one."""
    with Journal(Library(home).folder("orders") / "runs" / run) as journal:
        told = ({"shift": shift} if shift else {}) | ({"resumes": resumes} if resumes else {})
        journal.write("run_started", task="orders", rows=[row.index for row in rows], **told)
        for row in rows[:done]:
            journal.write("row_started", row=row.index, print=print_of_row(row, ("customer",)))
            journal.write("acting", row=row.index, step=1)
            journal.write("row_finished", row=row.index, status="done")
        for kind in more:
            journal.write(kind, row=rows[done].index)


def numbers(task: Task, shift: int, rows: list[Row]) -> list[str]:
    value = shifted(task, shift).steps[0].value
    assert value is not None
    return [computed(value, row.index, date.today()) for row in rows]


def test_it_goes_on_behind_the_last_one_from_table_to_table(home: Path) -> None:
    task, library = numbered(home), Library(home)
    march = rows_of(2, 4)
    assert numbers(task, shift_of(library, task, march), march) == ["0002", "0003", "0004"], "row 1 was shown"
    entering(home, "1", march, 3)
    april = rows_of(1, 3, "Shop")
    shift = shift_of(library, task, april)
    assert numbers(task, shift, april) == ["0005", "0006", "0007"]
    entering(home, "2", april, 1, "row_started", "acting", shift=shift)
    may = rows_of(5, 6, "Stall")
    assert numbers(task, shift_of(library, task, may), may) == ["0007", "0008"], "0006 may be entered"
    assert numbers(task, shift_of(library, task, april, "tasks/orders/runs/2"), april[1:]) == ["0006", "0007"]
    told = shift_told(shifted(task, shift), april)
    assert told == "The running number goes on with 0005, behind what runs before have entered."
    assert numbers_again(library, task, april) == ()


def test_no_number_is_given_out_twice_by_going_on(home: Path) -> None:
    task, library = numbered(home), Library(home)
    march, april = rows_of(2, 10), rows_of(1, 5, "Shop")
    first, other = "tasks/orders/runs/1", "tasks/orders/runs/2"
    entering(home, "1", march, 3)
    assert shift_of(library, task, march[3:], first) == 0
    shift = shift_of(library, task, april)
    entering(home, "2", april, 1, "acting", shift=shift)
    assert shift == 4
    for rest in (march[3:], march[4:]):  # 0005 is entered, and 0006 may be
        with pytest.raises(
            UsageError, match=rf"{other} has given out 000\d since, .* of row {rest[0].index}:"
        ):
            shift_of(library, task, rest, first)
    assert shift_of(library, task, march[5:], first) == 0
    assert shift_of(library, task, april[1:], other) == shift


def test_what_a_run_that_went_on_has_used_is_its_own(home: Path) -> None:
    task, library = numbered(home), Library(home)
    march, first = rows_of(2, 10), "tasks/orders/runs/1"
    entering(home, "1", march, 3, "acting")
    entering(home, "2", march[3:], 2, resumes=first)
    assert shift_of(library, task, march[3:], first) == 0
    assert shift_of(library, task, march[5:], "tasks/orders/runs/2") == 0


def test_what_did_nothing_has_used_no_number(home: Path) -> None:
    task, library = numbered(home), Library(home)
    entering(home, "1", rows_of(2, 9), 0, "row_started")
    assert shift_of(library, task, rows_of(2, 3)) == 0
    assert shift_of(library, task, []) == 0
    assert shifted(task, 0) is task and shift_told(task, rows_of(2, 3)) == ""


def test_one_that_begins_again_is_told_once(home: Path) -> None:
    task, library = numbered(home, goes_on=None), Library(home)
    march = rows_of(2, 6)
    entering(home, "1", march, 3, "row_started", "acting")
    assert shift_of(library, task, march) == 0
    assert numbers_again(library, task, march) == (), "these are told as rows that were entered"
    assert numbers_again(library, task, march[3:]) == (), "the row that broke off keeps its number"
    [again] = numbers_again(library, task, rows_of(1, 9, "Shop"))
    assert again.row == WHOLE_COLUMN
    assert "row 2 gets “0002”, which the run tasks/orders/runs/1 has entered already" in again.what


def test_what_begins_again_is_told_and_ends_no_run(home: Path, tmp_path: Path) -> None:
    numbered(home, goes_on=None)
    entering(home, "1", rows_of(1, 3), 3)
    table = tmp_path / "april.csv"
    table.write_text("customer\nKim\nLee\n")
    request = RunRequest("orders", rows=str(table))
    ways: tuple[Way | None, ...] = (None, "stop", "enter", "leave-out")
    for way in ways:
        said: list[str] = []
        found = settled(Library(home), request, way, said.append, alone=True)
        assert isinstance(found, RunRequest) and len(found.odd) == 1
        [told] = said
        assert told.startswith("The running number begins again: row 1 gets “0001”")


def test_whoever_is_there_is_asked_whether_it_begins_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered(home, goes_on=None)
    entering(home, "1", rows_of(1, 3), 3)
    table = tmp_path / "april.csv"
    table.write_text("customer\nKim\nLee\n")
    answering(monkeypatch, "s")
    ended = settled(Library(home), RunRequest("orders", rows=str(table)), None, lambda _: None, alone=False)
    assert isinstance(ended, Ended) and ended.code == ExitCode.STOPPED


def test_what_is_said_to_begin_again_is_told_no_more(home: Path) -> None:
    task, library = numbered(home, goes_on=False), Library(home)
    assert "goes_on: false" in (task.folder / "task.yaml").read_text(encoding="utf-8")
    entering(home, "1", rows_of(1, 3), 3)
    assert numbers_again(library, task, rows_of(1, 3, "Shop")) == ()
    unsaid = replace(task, steps=(replace(task.steps[0], value=NUMBER), task.steps[1]))
    assert len(numbers_again(library, unsaid, rows_of(1, 3, "Shop"))) == 1


def test_rows_of_a_run_that_went_on_keep_their_numbers_without_a_word(home: Path) -> None:
    task, library = numbered(home, goes_on=None), Library(home)
    entering(home, "1", rows_of(1, 3), 3, shift=4)
    again = [replace(row, index=row.index + 4) for row in rows_of(1, 3)]
    assert numbers_again(library, task, again) == ()
    assert len(numbers_again(library, task, rows_of(5, 6))) == 1


def test_the_file_says_it_and_the_steps_stay_what_they_were(home: Path) -> None:
    task = numbered(home)
    assert "goes_on: true" in (task.folder / "task.yaml").read_text(encoding="utf-8")
    assert task.steps[0].value == replace(NUMBER, goes_on=True)
    assert print_of_steps(shifted(task, 7).steps) == print_of_steps(task.steps)
    plain = replace(task, steps=(replace(task.steps[0], value=NUMBER), task.steps[1]))
    assert print_of_steps(task.steps) != print_of_steps(plain.steps)
    task_file.save(plain)
    assert "goes_on" not in (task.folder / "task.yaml").read_text(encoding="utf-8")
    assert Library(home).open("orders").steps == plain.steps


def test_runs_of_two_tables_share_no_number(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    march, april = tmp_path / "march.csv", tmp_path / "april.csv"
    write_table(march, [SHOWN, *many_rows(2)])
    write_table(april, many_rows(4))
    record_task(home, "orders", march)
    library = Library(home)
    task = library.open("orders")
    last = [one for one in task.steps if one.value is not None and one.value.source == "row"][-1]
    number = replace(NUMBER, goes_on=True)
    steps = [replace(one, value=number) if one is last else one for one in task.steps]
    task_file.save(replace(task, steps=tuple(steps)))
    program = OrderForm(tmp_path / "kept.csv")
    begun: list[int] = []
    for rows in (f"{march}:2-3", f"{april}:1-2"):
        request = RunRequest("orders", rows=rows, mode="auto", again=True)
        result = run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))
        assert result.status == "done", result
        begun.append(entries_of(library.home / result.run, ("run_started",))[0].get("shift", 0))
    assert [line[-1] for line in program.kept()] == ["0002", "0003", "0004", "0005"]
    assert begun == [0, 3]
