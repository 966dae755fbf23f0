"""A copy of a task holds none of what was entered, and is still the same task."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.runs.begun import Stood
from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.sharing.painting import COLOUR
from lam_desktop.sharing.share import PAGE, Request, Shared, share
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.counting import kinds_counted
from lam_desktop.tasks.step import NOWHERE, Place, TaskStep, Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Further, Start, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.forms import COUNTED
from lam_desktop.tasks.texts.ordinals import FIELDS
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When, columns_in
from lam_desktop.types import Box, Element, Frame, TypeText
from recorder.recording import Recording
from tests.panel.making import COLUMNS, DESK, ROWS, Form, make_task, rows_file
from tests.sharing.leaks import assert_nowhere

pytestmark = pytest.mark.slow

ORIGINALS = ("Lindqvist Hardware", "Lindqvist", "Hardware", "Door hinge 80 mm", "hinge")
INSIDE_PX = 5
"""Within a field's box nothing of its frame is seen, which changes with the focus."""


class FormReader:
    """Reads the drawn form, and nothing where it was painted over."""

    def __init__(self) -> None:
        full = Form(dict(zip(COLUMNS, ROWS[0], strict=True)))
        self._written = full.draw()
        self._elements = [
            Element(full.box(column), "field", text) for column, text in zip(COLUMNS, ROWS[0], strict=True)
        ]

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        return tuple(one for one in self._elements if self._shows(frame, one.box.expanded(-INSIDE_PX)))

    def forget(self) -> None:
        pass

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 1.0

    def _shows(self, frame: Frame, box: Box) -> bool:
        return np.array_equal(box.crop(frame), box.crop(self._written))


@pytest.fixture
def task(home: Path, tmp_path: Path) -> Task:
    return make_task(home, "orders", rows_file(tmp_path / "tables of Ada"))


def shared(task: Task, out: Path, **more) -> Shared:
    return share(task, Request(out, **more), FormReader(), "drawn", lambda _: None)


def test_nothing_of_the_row_is_in_any_file(task: Task, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in task.folder.rglob("*") if path.is_file()}
    told = shared(task, tmp_path / "given")
    assert_nowhere(told.copy, (*ORIGINALS, "tables of Ada"))
    assert {path: path.read_bytes() for path in task.folder.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in told.copy.iterdir()) == ["demos", "shared.html", "task.yaml"]
    kinds = {one.kind: one for one in told.masked}
    assert kinds["value of the row"].pictures == 5 and kinds["value of the row"].sample == "L… H…"


def test_a_sheet_may_be_called_like_somebody(task: Task, tmp_path: Path) -> None:
    assert task.row is not None
    named = replace(task, row=replace(task.row, sheet="Lindqvist Hardware"))
    task_file.save(named)
    assert_nowhere(shared(named, tmp_path / "given").copy, ORIGINALS)


def test_a_number_that_counts_still_counts(task: Task, tmp_path: Path, home: Path) -> None:
    text = "Hand it to Lindqvist and click the 2nd field."
    place = Place(0, Box(10, 10, 300, 20), text, Span(35, 38))
    first = replace(task.steps[0], value=Value("screen", "", "2nd", COUNTED, places=(place,)))
    task_file.save(replace(task, steps=(first, *task.steps[1:])))
    told = shared(Library(home).open(task.name), tmp_path / "given")
    assert_nowhere(told.copy, ORIGINALS)
    shutil.copytree(told.copy, home / "tasks" / "given")
    value = Library(home).open("given").steps[0].value
    assert value is not None and value.text == "2nd" and kinds_counted(value) == FIELDS


def test_it_is_the_same_task_with_other_words(task: Task, tmp_path: Path, home: Path) -> None:
    told = shared(task, tmp_path / "given")
    shutil.copytree(told.copy, home / "tasks" / "given")
    made = Library(home).open("given")
    assert [(step.kind, step.point, step.demonstrated) for step in made.steps] == [
        (step.kind, step.point, step.demonstrated) for step in task.steps
    ]
    assert made.variables == task.variables and made.row is not None and task.row is not None
    assert made.row.file == "orders.csv"
    with Recording.open(task.recording_path) as old, Recording.open(made.recording_path) as new:
        assert [step.kind for step in new.steps()] == [step.kind for step in old.steps()]
        typed = [step.text for step in new.steps() if step.kind == "type"]
        assert typed == list(made.row.cells.values())
        assert [len(text or "") for text in typed] == [len(cell) for cell in task.row.cells.values()]
        assert len(new.frame_ids()) == told.pictures == len(old.frame_ids())
        last = new.frame(new.frame_ids()[-1])
    for column in COLUMNS:
        assert np.all(Form().box(column).crop(last) == COLOUR)


def test_all_recordings_that_its_steps_repeat_go_along_masked(task: Task, tmp_path: Path, home: Path) -> None:
    second, unused = "demos/second.lamrec", "demos/third.lamrec"
    for name in (second, unused):
        shutil.copyfile(task.recording_path, task.folder / name)
    rows = [DemonstratedRow("b.csv", 2, {"Customer": name}) for name in ("Petra Vogelsang", "Anna Brandt")]
    dialog = replace(task.steps[0], recording=second, optional=True)
    effect = replace(task.steps[0], also=((second, 0),))
    steps = [replace(one, number=at) for at, one in enumerate((effect, dialog, *task.steps[1:]), start=1)]
    further = Further(second, rows[0], True), Further(unused, rows[1], True)
    task_file.save(replace(task, steps=tuple(steps), further=further))
    told = shared(Library(home).open(task.name), tmp_path / "given")
    assert_nowhere(told.copy, (*ORIGINALS, "Petra", "Vogelsang", "Brandt"))
    assert sorted(path.name for path in (told.copy / "demos").iterdir()) == [
        "shared-2.lamrec",
        "shared.lamrec",
    ]
    assert "1 other recording" in told.left_out
    made = task_file.load(told.copy)
    assert [one.recording for one in made.further] == ["demos/shared-2.lamrec"] == [made.steps[1].recording]
    assert made.steps[0].also == (("demos/shared-2.lamrec", 0),)
    with Recording.open(made.path_of(made.steps[1].recording)) as copied:
        assert copied.steps()[0].kind == "click"
        last = copied.frame(copied.frame_ids()[-1])
    for column in COLUMNS:
        assert np.all(Form().box(column).crop(last) == COLOUR)
    assert told.pictures == 14


def test_a_task_that_does_others_is_not_given_away(task: Task, tmp_path: Path) -> None:
    step = TaskStep(1, NOWHERE, "task", "Do it", called="login")
    numbered = [replace(one, number=at) for at, one in enumerate((step, *task.steps), start=1)]
    with pytest.raises(UsageError, match="does the task «login» in step 1"):
        shared(replace(task, steps=tuple(numbered)), tmp_path / "given")
    assert not (tmp_path / "given").exists()


def test_every_copy_has_other_stand_ins(task: Task, tmp_path: Path) -> None:
    one, other = (task_file.load(shared(task, tmp_path / name).copy) for name in ("one", "other"))
    assert one.row is not None and other.row is not None
    for column in ("Customer", "Article"):
        assert one.row.cells[column] != other.row.cells[column]


def test_the_page_shows_every_picture_with_its_places(task: Task, tmp_path: Path) -> None:
    told = shared(task, tmp_path / "given.zip")
    assert told.page == f"given/{PAGE}"
    with zipfile.ZipFile(told.copy) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert_nowhere(tmp_path / "unpacked", ORIGINALS)
    page = (tmp_path / "unpacked" / "given" / PAGE).read_text(encoding="utf-8")
    assert page.count("data:image/webp;base64,") == told.pictures
    assert page.count('title="value of the row"') >= 6, "the three fields, each from when it was filled in"
    assert "://" not in page and task_file.load(tmp_path / "unpacked" / "given").steps


def test_what_the_person_keeps_and_masks(task: Task, tmp_path: Path) -> None:
    made = task_file.load(shared(task, tmp_path / "given", keep=("Hardware",), mask=("Save",)).copy)
    assert made.row is not None and made.row.cells["Customer"].endswith(" Hardware")
    assert "Lindqvist" not in made.row.cells["Customer"]
    assert all("Save" not in step.caption for step in made.steps)


def test_the_journal_of_a_run_goes_along_without_pictures(task: Task, tmp_path: Path, home: Path) -> None:
    run = Library(home).new_run("orders")
    with Journal(run) as journal:
        journal.write(
            "run_started",
            task="orders",
            rows=[2],
            values={"Customer": "Ada Byron"},
            table="/home/ada/orders.csv",
            print="6c968f4d1125a35d",
            resumes="runs/for-doctor-who/2024-05-06-070809",
        )
        stood = Stood(7, (300, 200), (("Mirja Kivi", Box(10, 20, 80, 16)),), "boot/7/1").plain
        acting = {"action": TypeText("Jonas Lindgren"), "stood": stood}
        journal.write("acting", row=2, step=2, caption="Type the customer", **acting)
        picture = journal.picture("before", Form().draw())
        journal.write(
            "verified", row=2, step=2, ok=True, reason="“Jonas Lindgren” stands there.", pictures=[picture]
        )
        journal.write("run_finished", status="done", message="Entered Jonas Lindgren.")
    told = shared(task, tmp_path / "given", run=run)
    unsaid = ("Jonas", "Lindgren", "Ada Byron", "/home/ada", "6c968f4d1125a35d", "doctor", "Mirja", "Kivi")
    assert_nowhere(told.copy, (*ORIGINALS, *unsaid))
    entries = read_journal(told.copy / "runs" / run.name / "journal.jsonl")
    assert [entry["kind"] for entry in entries] == ["run_started", "acting", "verified", "run_finished"]
    assert entries[0]["table"] == "orders.csv" and entries[0]["task"] == "given"
    typed = entries[1]["action"]["text"]
    assert entries[2]["reason"] == f"“{typed}” stands there." and entries[3]["message"] == f"Entered {typed}."
    assert "the pictures of the run" in told.left_out


def test_a_place_that_is_taken_is_refused_and_what_breaks_off_leaves_nothing(
    task: Task, tmp_path: Path
) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        shared(task, tmp_path / "taken")
    with pytest.raises(UsageError, match="no folder"):
        shared(task, tmp_path / "nowhere" / "given")
    with pytest.raises(UsageError, match="within the task"):
        shared(task, task.folder / "given")
    with pytest.raises(UsageError, match="no recording"):
        shared(replace(task, recording="demos/other.lamrec"), tmp_path / "given")

    def interrupted(progress: str) -> None:
        if "again" in progress:
            raise KeyboardInterrupt

    before = sorted(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        share(task, Request(tmp_path / "given"), FormReader(), "drawn", interrupted)
    assert sorted(tmp_path.iterdir()) == before


def test_conditions_and_waiting_come_along_with_other_words(task: Task, tmp_path: Path) -> None:
    """What the row says is masked in them, too; the columns keep meaning the same."""
    column, cell = next(iter((task.row.cells if task.row else {}).items()))
    waits = TaskStep(1, NOWHERE, "wait", "wait", awaited=f"Ready for {{{column}}}")
    later = [replace(step, number=step.number + 1) for step in task.steps]
    later[0] = replace(later[0], when=When("is", cell, column))
    later[1] = replace(later[1], when=When("shown", f"Edit {cell}"))
    task = replace(task, steps=(waits, *later))
    task_file.save(task)
    copy = task_file.load(shared(task, tmp_path / "given").copy)
    first, second, third = copy.steps[:3]
    assert second.when is not None and third.when is not None
    assert columns_in(first.awaited) == (second.when.column,) and second.when.column in copy.variables
    assert cell not in second.when.text and cell not in third.when.text
    assert copy.row is not None and copy.row.cells[second.when.column] == second.when.text


def test_what_other_tasks_are_called_stays_behind(task: Task, tmp_path: Path) -> None:
    offer = Instead("payroll of Miller", 4, (("clerk", "{Customer}"),))
    task = replace(task, steps=(replace(task.steps[0], instead=(offer,)), *task.steps[1:]))
    task_file.save(task)
    given = shared(task, tmp_path / "given")
    assert not any(step.instead for step in task_file.load(given.copy).steps)
    assert_nowhere(given.copy, ["payroll"])


def test_what_a_person_showed_stays_behind(task: Task, tmp_path: Path) -> None:
    folder = task.folder / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / "0001.json").write_text('{"asked": "Nobody else reads this"}', encoding="utf-8")
    (folder / "0001-before.png").write_bytes(b"picture")
    start = Start(("orderdesk", "/srv/books of Nobody else.db"), DESK)
    told = shared(replace(task, starts=(start,)), tmp_path / "given")
    assert not (told.copy / "corrections").exists()
    assert_nowhere(told.copy, ("Nobody else",))
    assert "1 correction" in told.left_out and "1 start command" in told.left_out


class ColleagueReader(FormReader):
    """Also reads a colleague, who stands beside the form in every picture and was never entered."""

    box = Box(5, 5, 120, 18)

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        shown = not np.all(self.box.crop(frame) == COLOUR)
        return (*super().parse(frame), *([Element(self.box, "text", "Małgorzata Wójcik")] if shown else []))


def test_a_colleague_on_the_screen_is_painted_over_and_counted(task: Task, tmp_path: Path) -> None:
    step = replace(task.steps[0], caption="Click what Małgorzata Wójcik sent")
    task_file.save(replace(task, steps=(step, *task.steps[1:])))
    request = Request(tmp_path / "given")
    told = share(task_file.load(task.folder), request, ColleagueReader(), "drawn", lambda _: None)
    assert_nowhere(told.copy, (*ORIGINALS, "Małgorzata", "Wójcik"))
    kinds = {one.kind: one for one in told.masked}
    assert told.names >= 1 and kinds["name of a person"].pictures == told.pictures
    made = task_file.load(told.copy)
    assert made.steps[0].caption.startswith("Click what ") and made.steps[0].caption.endswith(" sent")
    with Recording.open(made.recording_path) as recording:
        for frame_id in recording.frame_ids():
            assert np.all(ColleagueReader.box.crop(recording.frame(frame_id)) == COLOUR)
    page = (told.copy / PAGE).read_text(encoding="utf-8")
    assert 'title="name of a person"' in page
