"""The report of a run that is given away: no byte and no picture of it names anybody."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lam_desktop.errors import UsageError
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.sharing.painting import COLOUR
from lam_desktop.sharing.report_copy import ReportRequest, SharedReport, share_report
from lam_desktop.tasks.files import PLAIN
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Click, Frame, TypeText
from tests.panel.making import COLUMNS, ROWS, Form, make_task, rows_file
from tests.sharing.leaks import assert_nowhere
from tests.sharing.test_share import FormReader
from tests.tasks.sealed_library import encrypted, watched

OF_THE_RUN = ("Jonas Lindgren", "Lindgren", "j.lindgren@example.org", "DE89 3704 0044 0532 0130 00")
ORIGINALS = ("Lindqvist Hardware", "Lindqvist", "Door hinge", *OF_THE_RUN)
NEAR = 24
"""Grey levels by which the loss of a picture's file changes a flat colour at most."""


@pytest.fixture
def task(home: Path, tmp_path: Path) -> Task:
    return make_task(home, "orders", rows_file(tmp_path / "tables of Ada"))


@pytest.fixture
def run(task: Task, home: Path, tmp_path: Path) -> Path:
    """A run that entered one row well, and asked about the next; its pictures show the row that was shown."""
    folder = Library(home).new_run("orders")
    full = Form(dict(zip(COLUMNS, ROWS[0], strict=True))).draw()
    caption = "Click “Save”"
    with Journal(folder) as journal:
        journal.write(
            "run_started", task="orders", rows=[2, 3], mode="auto", print="6c968f4d1125a35d",
            table=tmp_path / "tables of Ada" / "orders.csv",
        )  # fmt: skip
        journal.write("understood", seconds=20.0, steps=[])
        journal.write("row_started", row=2, print="6c968f4d1125a35d")
        journal.write("acting", row=2, step=2, caption="Type the customer", action=TypeText(OF_THE_RUN[0]))
        names = [journal.picture(f"row2-step02-{when}", full, small=True) for when in ("before", "after")]
        journal.write(
            "verified", row=2, step=2, ok=True, reason=f"“{OF_THE_RUN[0]}” stands there.", pictures=names,
            evidence={"came": [OF_THE_RUN[2]]},
        )  # fmt: skip
        journal.write("row_finished", row=2, status="done", steps_done=1, seconds=3.0, evidence="not seen")
        journal.write("row_started", row=3)
        candidates = [{"text": "Save", "probability": 0.5}, {"text": OF_THE_RUN[3], "probability": 0.4}]
        journal.write(
            "decided", row=3, step=7, ready=True, confidence=0.5, threshold=0.9, candidates=candidates
        )
        picture = journal.picture("0001-question-row3-step7", full)
        journal.write("asked", row=3, step=7, caption=caption, reason="Two look alike.", picture=picture)
        journal.write("answered", row=3, step=7, answer="here")
        journal.write("acting", row=3, step=7, caption=caption, action=Click((300, 200)))
        journal.write("row_finished", row=3, status="asked", reason=f"Entered {OF_THE_RUN[0]}?", seconds=2.0)
        journal.write("run_finished", status="asked", message=f"Entered {OF_THE_RUN[0]}.", seconds=5.0)
    return folder


def shared(run: Path, tasks: list[Task], out: Path, **more) -> SharedReport:
    return share_report(run, tasks, ReportRequest(out, **more), PLAIN, Blurred(), lambda _: None)


class Blurred(FormReader):
    """Reads the form although its picture has lost a little."""

    def _shows(self, frame: Frame, box) -> bool:
        seen, written = (box.crop(one).astype(int) for one in (frame, self._written))
        return seen.shape == written.shape and bool(np.abs(seen - written).mean() < 6)


def test_nobody_is_named_in_it(run: Path, task: Task, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in task.folder.rglob("*") if path.is_file()}
    told = shared(run, [task], tmp_path / "given")
    out = tmp_path / "given"
    assert_nowhere(out, (*ORIGINALS, "tables of Ada", "6c968f4d1125a35d"))
    assert {path: path.read_bytes() for path in task.folder.rglob("*") if path.is_file()} == before
    assert sorted(one.name for one in out.iterdir()) == [
        "pictures",
        "report.csv",
        "report.html",
        "report.json",
    ]
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []
    assert told.page == out / "report.html" and told.pictures == 3
    for path in (out / "pictures").iterdir():
        picture = np.asarray(Image.open(path).convert("RGB"), np.uint8)
        for column in COLUMNS:
            inside = Form().box(column).expanded(-5).crop(picture).astype(int)
            assert np.abs(inside - COLOUR).max() < NEAR, f"{column} is to be seen in {path.name}"


def test_it_tells_the_same_of_the_run_and_what_was_masked(run: Path, task: Task, tmp_path: Path) -> None:
    told = shared(run, [task], tmp_path / "given")
    report = json.loads((tmp_path / "given" / "report.json").read_text(encoding="utf-8"))
    assert (report["task"], report["status"], report["rows_done"], report["asked"]) == (
        "orders",
        "asked",
        1,
        1,
    )
    first, second = report["rows"]
    assert (first["evidence"], first["status"], second["status"]) == ("not seen", "done", "asked")
    typed = first["steps"][0]["did"]
    assert first["steps"][0]["verdict"] == f"{typed} stands there." and len(typed) == len(OF_THE_RUN[0]) + 2
    assert report["message"] == f"Entered {typed[1:-1]}.", "one name has one stand-in"
    assert second["steps"][0]["caption"] == "Click “Save”", "the program's own words stay"
    assert second["steps"][0]["questions"][0]["answer"] == "here"
    for name in (*first["steps"][0]["pictures"], second["steps"][0]["questions"][0]["picture"]):
        assert (tmp_path / "given" / name).is_file()
    kinds = {one["kind"]: one for one in report["masked"]}
    assert kinds["value of the row"]["pictures"] == 3 and kinds["typed text"]["texts"]
    assert kinds["IBAN"]["texts"] == 1 and all("sample" not in one for one in report["masked"])
    assert {one.kind for one in told.masked} == kinds.keys()
    page = told.page.read_text(encoding="utf-8")
    assert "This is a masked copy" in page and "<td>value of the row</td>" in page
    assert page.count("data:image/webp;base64,") == 3 and "://" not in page
    with (tmp_path / "given" / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line[5] for line in csv.reader(file)][1] == typed


def test_of_a_run_that_goes_on_the_rows_before_are_told_and_named_nowhere(
    run: Path, task: Task, tmp_path: Path, home: Path
) -> None:
    library = Library(home)
    newer = library.new_run("orders")
    with Journal(newer) as journal:
        table = tmp_path / "tables of Ada" / "orders.csv"
        journal.write("run_started", task="orders", rows=[3], table=table, resumes=library.relative(run))
        journal.write("row_started", row=3)
        journal.write("row_finished", row=3, status="done", steps_done=1, seconds=4.0, evidence="seen")
        journal.write("run_finished", status="done", message="Done.", seconds=5.0)
    told = shared(newer, [task], tmp_path / "given")
    assert_nowhere(tmp_path / "given", (*ORIGINALS, "tables of Ada", f"{run.name}/", "6c968f4d1125a35d"))
    report = json.loads((tmp_path / "given" / "report.json").read_text(encoding="utf-8"))
    assert [(row["index"], row["status"], row["run"]) for row in report["rows"]] == [
        (2, "done", "run 1"), (3, "done", ""),
    ]  # fmt: skip
    assert report["before"] == ["run 1"] and report["before_s"] == 3.0 and report["loading_s"] < 1.0
    assert told.pictures == 2, "those of the row that the run before did"
    assert all((tmp_path / "given" / name).is_file() for name in report["rows"][0]["steps"][-1]["pictures"])
    assert "Goes on from run 1" in told.page.read_text(encoding="utf-8")


def test_it_speaks_chinese_and_masks_what_the_person_says(run: Path, task: Task, tmp_path: Path) -> None:
    told = shared(run, [task], tmp_path / "given", language="zh", mask=("Save",), keep=("Lindgren",))
    page = told.page.read_text(encoding="utf-8")
    assert "这是打码副本" in page and "<td>行中的值</td>" in page
    assert "Save" not in page and "Lindgren" in page and "Jonas" not in page


def test_what_the_tasks_that_it_does_know_of_people_is_masked_too(
    run: Path, task: Task, tmp_path: Path, home: Path
) -> None:
    other = make_task(home, "login")
    row = DemonstratedRow("people.csv", 1, {"Name": "Petra Vogelsang"})
    task_file.save(replace(other, row=row))
    with Journal(run) as journal:
        journal.write("put_right", row=3, step=7, reason="Closed the window of Petra Vogelsang.")
    shared(run, [task, Library(home).open("login")], tmp_path / "given")
    assert_nowhere(tmp_path / "given", (*ORIGINALS, "Vogelsang"))


def test_a_run_that_did_nothing_and_a_place_that_is_taken_leave_nothing(
    run: Path, task: Task, tmp_path: Path, home: Path
) -> None:
    nothing = Library(home).new_run("orders")
    with pytest.raises(UsageError, match="did nothing"):
        shared(nothing, [task], tmp_path / "given")
    with pytest.raises(UsageError, match="another place with --share"):
        shared(run, [task], task.folder / "given")
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        shared(run, [task], tmp_path / "taken")
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != home.name) == [
        "tables of Ada",
        "taken",
    ]


def test_of_an_encrypted_library_nothing_but_the_masked_copy_is_ever_in_clear(
    run: Path, task: Task, tmp_path: Path, home: Path
) -> None:
    library = encrypted(home)
    with watched() as left:
        request = ReportRequest(tmp_path / "given")
        told = share_report(
            run, [library.open("orders")], request, library.files, Blurred(), lambda _: None
        )  # fmt: skip
    assert_nowhere(tmp_path / "given", ORIGINALS)
    assert told.pictures == 3 and told.facts.rows_done == 1
    before_masking = [(name, data) for name, data in left.removed if "/pictures/" not in name]
    assert not [name for name, data in before_masking for text in ORIGINALS if text.encode() in data]
