"""Runs in an encrypted library: they do what they do, and leave nothing that tells of it."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.again import left_undone
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.entered import entered_before
from lam_desktop.execution.runs.history import past_runs
from lam_desktop.execution.runs.journal import JOURNAL, Journal, read_journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.verifying.patience import usual_waits
from lam_desktop.panel.reading import read_table
from lam_desktop.reporting.facts import facts_of
from lam_desktop.tasks.explaining.doubts import open_doubts
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.rows import Row, read_rows
from lam_desktop.tasks.several.demonstrations import laid
from lam_desktop.tasks.several.narrowing import with_further
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.memory import memory_folder
from lam_desktop.tasks.storage.retention import keep_days
from lam_desktop.tasks.storage.vault import Vault
from lam_desktop.tasks.task import DemonstratedRow, Further
from lam_desktop.tasks.task_yaml import task_file
from recorder.sealing import Seal
from tests.execution.many_rows import TASK, Measured, Minds, Watch
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import (
    COLUMNS,
    SHOWN,
    Form,
    OrderForm,
    many_rows,
    record_task,
    workplace,
    write_table,
)
from tests.tasks.sealed_library import PASSPHRASE, contents, encrypted, in_memory, telling, watched
from tests.tasks.several.test_narrowing import APART, TWICE, saved, typing

pytestmark = pytest.mark.slow

ROWS = many_rows(4)
TEXTS = (
    *SHOWN[:1], *(customer for customer, _ in ROWS), "Customer", "Order desk", "orderdesk", "run_started",
    "Click the field", "It lies where it lay", '"kind"', "saved",
)  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tables" / "orders.csv"
    path.parent.mkdir()
    write_table(path, ROWS)
    return path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, for this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def entered(
    library: Library, table: Path, rows: str = "2-5", form: Form | None = None, **more: Any
) -> tuple[RunResult, OrderForm]:
    """A run, and the program, which shows the form at first; `more` is said in the request."""
    program = OrderForm(table.parent / "kept.csv")
    if form is not None:
        program.form, program.frame = form, form.draw()
    minds = Minds(program, 0)
    watch = Watch(library, minds, Measured(every=1000, behind=0, part=1))
    request = RunRequest(TASK, rows=f"{table}:{rows}", mode="auto", **more)
    with pytest.MonkeyPatch.context() as patch:
        skip_waiting(patch)
        result = run_task(library, request, watch, minds, open_workplace=workplace(program))
    return result, program


def test_no_byte_of_a_run_tells_what_was_done(home: Path, table: Path, temporary: Path) -> None:
    record_task(home, TASK, table)
    library = encrypted(home)
    with watched() as left:
        result, program = entered(library, table)
    assert (result.status, program.kept()) == ("done", list(ROWS)), result.message
    run = home / result.run
    names = {path.name.partition("-")[0] for path in (run / "pictures").iterdir()}
    assert len(list((run / "pictures").iterdir())) > 20 and names == {"row2", "row3", "row4", "row5"}
    assert (run / "orders-results.csv").is_file()
    assert list((home / "tasks" / TASK / "demos").glob("*.elements.json"))
    assert telling(contents(home).items(), TEXTS) == []
    assert telling(left.removed, TEXTS) == [] and len(left.removed) >= 2
    assert contents(temporary) == {}
    places = (str(home), str(table.parent / "kept.csv"), "/dev/null", os.environ["LAM_STATE"])
    assert [name for name in left.opened if not name.startswith(places)] == []
    entries = read_journal(run / JOURNAL, files=library.files)
    assert entries[0]["kind"] == "run_started" and ROWS[0][0] in str(entries)
    told = csv.DictReader(io.StringIO(library.files.read(run / "orders-results.csv").decode("utf-8-sig")))
    assert [row["LAM status"] for row in told] == ["", "done", "done", "done", "done"]
    assert [row.status for row in facts_of(run, library.files).rows] == ["done"] * 4
    (past,) = past_runs(library)
    assert (past.status, past.rows_done) == ("done", 4)


def test_the_search_finds_a_run_in_clear(home: Path, table: Path) -> None:
    record_task(home, TASK, table)
    with watched() as left:
        entered(Library(home), table)
    found = telling(contents(home).items(), TEXTS)
    assert {one.rpartition(": ")[2] for one in found} >= {*TEXTS[:8]}
    assert any(one.endswith("WEBP'") for one in found), "pictures are found by their first letters"
    assert telling(left.removed, TEXTS), "files that were replaced are looked at, too"


def test_a_workbook_with_the_results_is_made_in_memory(home: Path, tmp_path: Path, temporary: Path) -> None:
    table = tmp_path / "tables" / "orders.xlsx"
    table.parent.mkdir()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (COLUMNS, SHOWN, *ROWS):
        sheet.append(line)
    book.save(table)
    record_task(home, TASK, table)
    library = encrypted(home)
    with watched() as left:
        result, _ = entered(library, table)
    assert result.table.endswith("orders-results.xlsx"), result.message
    made = openpyxl.load_workbook(io.BytesIO(library.files.read(home / result.table))).active
    assert made is not None and ROWS[0][0] in [cell.value for cell in made[3]]
    assert telling(contents(home).items(), TEXTS) == [] and contents(temporary) == {}
    made_in_memory = [name for name in left.opened if name.startswith("/dev/shm/lam-")]
    assert made_in_memory, "it is openpyxl's way"
    assert [name for name in left.opened if name.startswith(str(temporary))] == []
    assert not [one for one in in_memory() if one.name.split("-")[2] == str(os.getpid())]


KILLED = """
    import os, signal, sys
    from pathlib import Path
    import pytest
    from lam_desktop.execution.runs.supervision import Acting, RowFinished
    from lam_desktop.execution.request import RunRequest
    from lam_desktop.execution.run import run_task
    from lam_desktop.tasks.storage.unlocking import given_passphrase, open_library
    from tests.execution.many_rows import Measured, Minds, Watch
    from tests.fakes.clock import skip_waiting
    from tests.fakes.order_form import OrderForm, workplace

    home, table, kept = map(Path, sys.argv[1:4])
    library = open_library(home, None, given_passphrase()).library
    program = OrderForm(kept)
    minds = Minds(program, 0)

    class Deadly(Watch):
        def report(self, event):
            super().report(event)
            if isinstance(event, Acting) and event.row == 4 and event.step == int(sys.argv[4]):
                os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        skip_waiting(patch)
        watch = Deadly(library, minds, Measured(every=1000, behind=0, part=1))
        request = RunRequest("orders", rows=f"{table}:2-5", mode="auto")
        run_task(library, request, watch, minds, open_workplace=workplace(program))
"""


def killed(home: Path, table: Path, step: int) -> Library:
    """An encrypted library whose run was killed at this step of row 4."""
    record_task(home, TASK, table)
    library = encrypted(home)
    kept = table.parent / "kept.csv"
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(home), str(table), str(kept), str(step)],
        env={**os.environ, "LAM_PASSPHRASE": PASSPHRASE}, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == -signal.SIGKILL, run.stderr
    return library


def test_a_run_that_was_killed_goes_on(home: Path, table: Path) -> None:
    library = killed(home, table, 2)
    assert telling(contents(home).items(), TEXTS) == []
    (past,) = past_runs(library)
    assert (past.status, past.rows_done, past.rows) == ("cut short", 2, 4)
    undone = left_undone(library, TASK)
    assert (undone.rows, undone.unsure, undone.table) == ((4, 5), (4,), str(table.resolve()))
    result, program = entered(library, table, "4-5")
    assert result.status == "done" and program.kept() == list(ROWS)


def test_a_row_that_was_killed_goes_on_at_its_step(home: Path, table: Path) -> None:
    library = killed(home, table, 4)
    undone = left_undone(library, TASK)
    assert undone.begun is not None and (undone.begun.row, undone.begun.done) == (4, (1, 2, 3))
    half = Form((ROWS[2][0], ""), focus="Quantity")
    result, program = entered(library, table, "4-5", half, at_work=undone.begun, resumes=undone.run)
    assert result.status == "done" and program.kept() == list(ROWS), result.message
    entries = read_journal(home / result.run / JOURNAL, files=library.files)
    acted = [one["step"] for one in entries if one["kind"] == "acting" and one["row"] == 4]
    assert list(dict.fromkeys(acted)) == [3, 4, 5], "3, which only focuses, perhaps once more"
    assert [one["done"] for one in entries if one["kind"] == "went_on"] == [[1, 2, 3]]
    assert telling(contents(home).items(), (*TEXTS, "went_on", "stood", "resumes")) == []


@pytest.fixture
def files(home: Path) -> Files:
    home.mkdir()
    return Files(Seal(b"j" * 32, home))


def journaled(folder: Path, files: Files, count: int = 4) -> list[bytes]:
    """A journal of so many entries; its lines."""
    with Journal(folder, files) as journal:
        for number in range(count):
            journal.write("row_started", row=number)
    return (folder / JOURNAL).read_bytes().splitlines(keepends=True)


def test_what_runs_taught_and_entered_is_read_with_the_key(home: Path, table: Path) -> None:
    record_task(home, TASK, table)
    library = encrypted(home)
    result, _ = entered(library, table, "2-3")
    task = library.open(TASK)
    again = entered_before(library, task, read_rows(table).rows)
    assert [one.row for one in again] == [2, 3] and result.run in again[0].what
    assert len(read_table(table, task, library).odd) == 2
    run = library.new_run(TASK)
    with Journal(run, library.files) as journal:
        journal.write("understood", print=print_of_steps(task.steps))
        journal.write("verified", row=2, step=3, ok=True, waited_s=47.5)
    assert usual_waits(library, task)[3] == 47.5
    assert usual_waits(Library(home), task) == {}, "nothing is learned from what cannot be read"


def test_a_further_demonstration_is_read_with_the_key(home: Path) -> None:
    folder = home / "tasks" / "letters"
    first, second = (DemonstratedRow("o.csv", at, cells) for at, cells in ((3, TWICE), (6, APART)))
    recordings = saved(folder, typing("Miller", "5"), "d1"), saved(folder, typing("Smith", "4"), "d2")
    made = compile_task("letters", folder, folder / recordings[0], first)
    task_file.save(made)
    library = encrypted(home)
    task = library.open("letters")
    assert open_doubts(task, (Row(1, TWICE),))
    task_file.save(with_further(task, Further(recordings[1], second)))
    narrowed = library.open("letters")
    value = narrowed.steps[3].value
    assert value is not None and value.name == "priority" and not narrowed.steps[3].doubt
    assert telling(contents(home).items(), ("Miller", "Smith", "priority", "Type ")) == []
    with pytest.raises(UsageError, match="is encrypted"):
        laid(replace(narrowed, files=Files()))


@pytest.mark.parametrize("change", ["left out", "moved", "twice", "of another run", "flipped", "joined"])
def test_a_line_that_is_not_as_it_was_is_named(home: Path, files: Files, change: str) -> None:
    first, *lines = journaled(home / "run", files)
    _, *others = journaled(home / "other", files)
    made = {
        "left out": [lines[0], *lines[2:]],
        "moved": [lines[0], lines[2], lines[1], lines[3]],
        "twice": [*lines, lines[3]],
        "of another run": [*lines[:1], others[1], *lines[2:]],
        "flipped": [lines[0], lines[1][:20] + bytes([lines[1][20] ^ 1]) + lines[1][21:], *lines[2:]],
        "joined": [lines[0], lines[1][:-1] + lines[2], *lines[3:]],
    }[change]
    (home / "run" / JOURNAL).write_bytes(b"".join((first, *made)))
    number = 5 if change == "twice" else 2
    with pytest.raises(EnvironmentFault, match=rf"^Line {number} of .*journal\.jsonl is damaged or was"):
        read_journal(home / "run" / JOURNAL, files=files)
    with pytest.raises(EnvironmentFault), Journal(home / "run", files):
        pass
    assert (home / "run" / JOURNAL).read_bytes() == b"".join((first, *made)), "nothing of it is thrown away"


def test_each_flipped_bit_of_a_journal_is_noticed(home: Path, files: Files) -> None:
    whole = b"".join(journaled(home / "run", files, 2))
    path = home / "run" / JOURNAL
    for bit in range(0, 8 * len(whole), 3):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        with pytest.raises((EnvironmentFault, UsageError)):
            read_journal(path, files=files)


def test_a_line_that_was_being_written_is_left_out_and_written_again(home: Path, files: Files) -> None:
    whole = b"".join(lines := journaled(home / "run", files))
    path = home / "run" / JOURNAL
    begins = len(whole) - len(lines[-1])
    for end in range(begins, len(whole)):
        path.write_bytes(whole[:end])
        assert [entry["row"] for entry in read_journal(path, files=files)] == [0, 1, 2]
    for end in (0, 5, len(lines[0]) - 1):
        path.write_bytes(whole[:end])
        assert read_journal(path, files=files) == []
        with Journal(home / "run", files) as journal:
            assert journal.write("row_started", row=7) == 1
        assert [entry["row"] for entry in read_journal(path, files=files)] == [7]
    path.write_bytes(whole[: begins + 9])
    with Journal(home / "run", files) as journal:
        assert journal.write("row_finished", row=3) == 4
    assert [entry["kind"] for entry in read_journal(path, files=files)][2:] == ["row_started", "row_finished"]


def test_a_journal_in_anothers_place_and_one_in_clear_are_refused(home: Path, files: Files) -> None:
    journaled(home / "run", files)
    (home / "run").rename(home / "renamed")
    with pytest.raises(EnvironmentFault, match="from another place, run/journal.jsonl; move it back"):
        read_journal(home / "renamed" / JOURNAL, files=files)
    journaled(home / "plain", Files())
    with pytest.raises(EnvironmentFault, match="not encrypted, though its library is"):
        read_journal(home / "plain" / JOURNAL, files=files)
    with pytest.raises(EnvironmentFault, match="is encrypted, and it was not opened"):
        read_journal(home / "renamed" / JOURNAL)


def test_the_report_is_written_where_one_asks_for_it(
    home: Path,
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record_task(home, TASK, table)
    library = encrypted(home)
    entered(library, table)
    before = set(contents(home))

    def report(*arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("LAM_PASSPHRASE", PASSPHRASE)
        code = main(["report", TASK, *arguments])
        told = capsys.readouterr()
        return code, told.out + told.err

    code, told = report()
    assert code == 0 and "4 of 4 rows done. The library is encrypted: --open shows" in told
    code, told = report("--out", str(home / "reports"))
    assert code == 2 and "lies within the encrypted library" in told
    code, _ = report("--out", str(tmp_path / "reports"))
    assert code == 0
    made = contents(tmp_path / "reports")
    assert set(made) == {"report.html", "report.json", "report.csv", "orders-results.csv"}
    assert ROWS[0][0].encode() in made["report.html"] and b"data:image/webp" in made["report.html"]
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert report("--open")[0] == 0
    assert opened[0].startswith("file:///dev/shm/lam-")
    page = Path(opened[0].removeprefix("file://"))
    assert page.parent.stat().st_mode & 0o077 == 0 and ROWS[0][0] in page.read_text()
    assert set(contents(home)) == before
    for path in page.parent.iterdir():
        path.unlink()
    page.parent.rmdir()


def test_what_a_killed_process_left_in_memory_goes_with_the_next(home: Path) -> None:
    code = "from lam_desktop.tasks.storage.memory import memory_folder; print(memory_folder())"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    left = Path(child.stdout.strip())
    assert left.is_dir()
    mine, again = memory_folder(), memory_folder()
    assert not left.exists() and mine.is_dir() and again.is_dir()
    for folder in (mine, again):
        folder.rmdir()


def test_runs_are_kept_as_long_as_the_library_says(home: Path, table: Path) -> None:
    record_task(home, TASK, table)
    library = encrypted(home)
    old = library.new_run(TASK)
    journaled(old, library.files)
    gone, kept = old.with_name("2020-01-31-101010"), old.with_name("2020-02-01-101010")
    old.rename(gone)
    library.new_run(TASK).rename(kept)
    result, _ = entered(library, table, "2")
    assert result.status == "done" and gone.exists() and kept.exists()
    keep_days(library, 30)
    entered(library, table, "3")
    assert not gone.exists() and not kept.exists()
    assert len(library.runs(TASK)) == 2
    assert Library(home, Files(Vault(home).unlock(PASSPHRASE))).runs(TASK) == library.runs(TASK)
