"""The runner process, as far as it goes without a model; the whole of it is driven end to end elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.panel import wire
from lam_desktop.panel.runner import Again
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.once import BEFORE_ROWS
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from tests.panel.making import make_task, rows_file

pytestmark = pytest.mark.slow


def run(
    home: Path, *more: str, says: str = "", leaves: type[wire.Report] | None = None, **environment: str
) -> tuple[list[wire.Report], int]:
    """All it says and its exit code; its panel listens to the end, and says nothing more from `leaves` on."""
    pictures = home / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    argv = [
        sys.executable,
        "-m",
        "lam_desktop.panel.runner",
        "--home",
        str(home),
        "--pictures",
        str(pictures),
    ]
    environment = {**os.environ, **environment}
    with subprocess.Popen(
        [*argv, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(says)
        child.stdin.flush()
        reports: list[wire.Report] = []
        for line in child.stdout:
            reports.append(wire.decode_report(line))
            if leaves is not None and isinstance(reports[-1], leaves):
                child.stdin.close()
        return reports, child.wait(60)


def last(reports: list[wire.Report]) -> wire.Finished:
    assert isinstance(reports[-1], wire.Finished)
    return reports[-1]


def test_an_unknown_task_ends_it_with_a_sentence(home: Path) -> None:
    reports, code = run(home, "orders")
    assert reports[0] == wire.Loading("Reading the task.")
    assert (last(reports).status, last(reports).exit_code, code) == ("error", 2, 2)
    assert "There is no task «orders»" in last(reports).message


@pytest.mark.parametrize(
    ("rows", "told"), [("nowhere.csv:1-2", "There is no file"), ("{file}:5-9", "no row 9")]
)
def test_bad_rows_end_it_with_a_sentence(home: Path, tmp_path: Path, rows: str, told: str) -> None:
    file = rows_file(tmp_path)
    make_task(home, "orders", file)
    reports, code = run(home, "orders", "--rows", rows.format(file=file))
    assert told in last(reports).message
    assert (last(reports).exit_code, code) == (2, 2)


def test_a_secret_comes_by_the_first_line_and_is_missed_before_the_run(home: Path) -> None:
    task = make_task(home, "login")
    steps = (replace(task.steps[1], number=1, value=Value("secret", "pin")),)
    task_file.save(replace(task, steps=steps))
    reports, code = run(home, "login", DISPLAY="", WAYLAND_DISPLAY="")
    assert "«pin»" in last(reports).message and code == 2
    given = wire.encode_secrets({"pin": "1234"}) + "\n"
    reports, code = run(home, "login", "--secrets", says=given, DISPLAY="", WAYLAND_DISPLAY="")
    assert "display" in last(reports).message and code == 6


def undone(home: Path, tmp_path: Path, *, checked: bool) -> str:
    """A run of all rows: row 1 is done, row 2 may be stored, the others never began."""
    table = rows_file(tmp_path)
    task = make_task(home, "orders", table)
    if checked:
        task_file.save(replace(task, checks=(FilesCheck(files="/srv/{customer}"),)))
    folder = task.folder / "runs" / "1"
    rows = read_rows(table).rows
    with Journal(folder) as written:
        facts = {"table": str(table), "print": print_of(rows), "values": {}}
        written.write("run_started", dry_run=False, rows=[row.index for row in rows], **facts)
        written.write("row_finished", row=1, status="done")
        written.write("acting", row=2)
    return Library(home).relative(folder)


@pytest.mark.parametrize(
    ("checked", "repeat", "only", "begun"),
    [
        (False, (), (3, 4, 5, 6), ()),
        (False, (2,), (2, 3, 4, 5, 6), ()),
        (False, (1,), (3, 4, 5, 6), ()),
        (True, (), (2, 3, 4, 5, 6), (2,)),
    ],
)
def test_a_row_that_may_be_stored_is_repeated_only_where_somebody_said_so(
    home: Path,
    tmp_path: Path,
    checked: bool,
    repeat: tuple[int, ...],
    only: tuple[int, ...],
    begun: tuple[int, ...],
) -> None:
    run = undone(home, tmp_path, checked=checked)
    request = Again(run, repeat).request(Library(home), RunRequest("orders"))
    assert (request.only, request.begun, request.rows) == (only, begun, str(tmp_path / "orders.csv"))


@pytest.mark.parametrize("run", ["named", "newest"])
def test_a_row_that_broke_off_is_gone_on_with_at_its_step(home: Path, tmp_path: Path, run: str) -> None:
    """As `lam run --resume` does: the run looks at the screen, and nobody needs to have looked before."""
    name = undone(home, tmp_path, checked=False)
    with Journal(Library(home).home / name) as written:
        written.write("row_finished", row=2, status="done")
        written.write("row_started", row=3)
        written.write("acting", row=3, step=1, action={"type": "TypeText"})
        written.write("verified", row=3, step=1, ok=True)
        written.write("acting", row=3, step=2, action={"type": "Click"})
    again = Again(name if run == "named" else None, ())
    request = again.request(Library(home), RunRequest("orders"))
    assert (request.only, request.resumes) == ((3, 4, 5, 6), name)
    assert request.at_work is not None
    assert (request.at_work.row, request.at_work.done, request.at_work.at_work) == (3, (1,), 2)


@pytest.mark.parametrize(
    ("more", "answer"),
    [((), "--begun-row skip, or repeat."), ((3,), "at a terminal, which asks about each.")],
)
def test_what_was_begun_before_the_rows_is_asked_elsewhere(
    home: Path, tmp_path: Path, more: tuple[int, ...], answer: str
) -> None:
    name = undone(home, tmp_path, checked=False)
    task = Library(home).open("orders")
    task_file.save(replace(task, steps=(replace(task.steps[0], value=None, once="before"), *task.steps[1:])))
    with Journal(Library(home).home / name) as written:
        written.write("row_finished", row=2, status="done")
        written.write("acting", row=BEFORE_ROWS)
        for row in more:
            written.write("acting", row=row)
        written.write("row_started", row=4)
    with pytest.raises(UsageError) as told:
        Again(name, ()).request(Library(home), RunRequest("orders"))
    assert str(told.value).startswith("What is done once before the rows was begun")
    assert str(told.value).endswith(f"then say lam run orders --only-failed {name} {answer}")


def test_where_no_row_is_left_to_do_again_it_says_so(home: Path, tmp_path: Path) -> None:
    name = undone(home, tmp_path, checked=False)
    with Journal(Library(home).home / name) as written:
        for row in (3, 4, 5, 6):
            written.write("row_finished", row=row, status="done")
    reports, code = run(home, "orders", "--only-failed", name)
    assert "No row of" in last(reports).message and code == 2


def entered(home: Path, tmp_path: Path, *rows: int) -> Path:
    """The table of a task, of which an earlier run has entered these rows."""
    table = rows_file(tmp_path)
    task = make_task(home, "orders", table)
    there = [row for row in read_rows(table).rows if row.index in rows]
    with Journal(task.folder / "runs" / "1") as written:
        facts = {"table": str(table), "print": print_of(there), "values": {}}
        written.write("run_started", dry_run=False, rows=list(rows), **facts)
        for row in rows:
            written.write("row_started", row=row)
            written.write("row_finished", row=row, status="done")
    return table


def test_rows_that_were_entered_before_are_left_out_by_the_runner_itself(home: Path, tmp_path: Path) -> None:
    table = entered(home, tmp_path, 1, 2)
    reports, code = run(home, "orders", "--rows", f"{table}:1-2", DISPLAY="", WAYLAND_DISPLAY="")
    assert (last(reports).status, code) == ("done", 0)
    assert last(reports).message.startswith("Nothing is left to do: the other rows were entered before")
    assert last(reports).entered == (1, 2)
    reports, code = run(home, "orders", "--rows", f"{table}:1-3", "--leave-out", "3")
    assert (last(reports).status, code) == ("done", 0)


def test_a_row_that_is_left_is_done_whatever_rows_outside_the_range_are_left_out(
    home: Path, tmp_path: Path
) -> None:
    table = entered(home, tmp_path, 1)
    with VirtualDesktop() as desktop:
        at = {"DISPLAY": desktop.display}
        left = ("--leave-out", "5")
        reports, _ = run(home, "orders", "--rows", f"{table}:1-2", *left, leaves=wire.Ready, **at)
    [ready] = [one for one in reports if isinstance(one, wire.Ready)]
    assert (ready.rows, ready.entered) == ((2,), (1,))


def test_what_the_runner_does_and_leaves_out(home: Path, tmp_path: Path) -> None:
    table = entered(home, tmp_path, 1, 2)
    with VirtualDesktop() as desktop:
        at = {"DISPLAY": desktop.display}
        for more, rows, left in (((), (3,), (1, 2)), (("--again",), (1, 2, 3), ())):
            reports, _ = run(home, "orders", "--rows", f"{table}:1-3", *more, leaves=wire.Ready, **at)
            [ready] = [one for one in reports if isinstance(one, wire.Ready)]
            assert (ready.rows, ready.entered) == (rows, left)


def test_what_may_be_stored_is_not_done_from_its_beginning(home: Path) -> None:
    folder = make_task(home, "orders").folder / "runs" / "1"
    with Journal(folder) as written:
        written.write("run_started", dry_run=False, rows=[1], values={})
        written.write("understood", final=[7])
        written.write("acting", row=1, step=7)
    reports, code = run(home, "orders", "--anew", Library(home).relative(folder))
    assert "look in the program" in last(reports).message and code == 2


def test_a_check_needs_no_secret_and_no_approval(home: Path) -> None:
    task = make_task(home, "login")
    steps = (replace(task.steps[1], number=1, value=Value("secret", "pin")),)
    task_file.save(replace(task, steps=steps, checks=(FilesCheck(files="/srv/orders"),)))
    reports, code = run(home, "login", "--check", DISPLAY="", WAYLAND_DISPLAY="")
    assert "display" in last(reports).message and code == 6


def test_without_a_display_it_says_so(home: Path) -> None:
    make_task(home, "orders")
    reports, code = run(home, "orders", DISPLAY="", WAYLAND_DISPLAY="")
    assert (last(reports).status, code) == ("error", 6)
    assert last(reports).message.endswith(".")


def test_a_panel_that_is_gone_ends_it_at_once(home: Path, tmp_path: Path) -> None:
    make_task(home, "orders", rows_file(tmp_path))
    argv = [
        sys.executable,
        "-m",
        "lam_desktop.panel.runner",
        "--home",
        str(home),
        "--pictures",
        str(tmp_path),
    ]
    child = subprocess.run([*argv, "orders"], input="", capture_output=True, text=True, timeout=60)
    reports = [wire.decode_report(line) for line in child.stdout.splitlines()]
    assert (last(reports).status, child.returncode) == ("stopped", 4)
    assert child.stderr == ""
