from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lam_desktop.errors import UsageError
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.panel import reading
from lam_desktop.panel.pictures import kept_pictures
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from recorder.recording import RecordingMeta
from recorder.recording_writer import RecordingWriter
from tests.panel.making import COLUMNS, ROWS, WINDOW, Form, make_task, rows_file, write_recording


def never() -> bool:
    return False


def test_steps_come_with_pictures_and_their_targets_in_them(home: Path, tmp_path: Path) -> None:
    make_task(home, "orders", rows_file(tmp_path))
    found = reading.read_task(Library(home), "orders", never)
    assert found.understood
    assert found.columns == COLUMNS
    assert [step.number for step in found.steps] == [1, 2, 3, 4, 5, 6, 7]
    save = found.steps[-1]
    assert save.target is not None
    assert save.point is not None
    picture = np.asarray(Image.open(save.picture))
    values = dict(zip(COLUMNS, ROWS[0], strict=True))
    whole = Form(values, focus="Quantity").draw()
    assert np.array_equal(save.target.crop(picture), Form().box("Save").crop(whole))
    assert picture.shape[1] == WINDOW.w + 48, "cut to the window, with a little around it"
    assert save.target.contains(*save.point)
    assert found.steps[1].target is None


def test_only_a_table_whose_whole_place_is_known_is_offered(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that was taken in names a table without its folder: such a one may lie anywhere."""
    rows = rows_file(tmp_path)
    task = make_task(home, "orders", rows)
    assert reading.read_task(Library(home), "orders", never).table == str(rows)
    monkeypatch.chdir(tmp_path)
    for file in (rows.name, f"./{rows.name}", str(tmp_path / "gone.csv"), str(tmp_path), ""):
        assert task.row is not None
        task_file.save(replace(task, row=replace(task.row, file=file)))
        assert reading.read_task(Library(home), "orders", never).table == ""


def test_the_steps_of_a_task_within_come_with_their_numbers_and_pictures(home: Path) -> None:
    task = make_task(home, "orders")
    make_task(home, "login")
    step = TaskStep(1, NOWHERE, "task", "Do the task “login”", called="login")
    steps = [replace(one, number=at) for at, one in enumerate((step, *task.steps), start=1)]
    task_file.save(replace(task, steps=tuple(steps)))
    found = reading.read_task(Library(home), "orders", never)
    assert [(one.told_number, one.depth) for one in found.steps[:8]] == [
        *((f"1.{at}", 1) for at in range(1, 8)), ("2", 0),
    ]  # fmt: skip
    assert [one.number for one in found.steps] == list(range(1, 15))
    first, own = found.steps[6], found.steps[-1]
    assert Path(first.picture).parent.parent == home / "tasks" / "login" / "demos"
    assert Path(own.picture).parent.parent == home / "tasks" / "orders" / "demos"


def test_pictures_are_cut_once_and_go_with_the_task(home: Path) -> None:
    task = make_task(home, "orders")
    reading.read_task(Library(home), "orders", never)
    kept = kept_pictures(task, task.recording_path.with_suffix(".pictures"))
    assert kept is not None
    written = {
        path: path.stat().st_mtime_ns for path in task.recording_path.with_suffix(".pictures").iterdir()
    }
    reading.read_task(Library(home), "orders", never)
    assert written == {path: path.stat().st_mtime_ns for path in written}
    Library(home).delete("orders")
    assert not any(path.exists() for path in written)


def test_another_recording_gets_other_pictures(home: Path) -> None:
    task = make_task(home, "orders")
    reading.read_task(Library(home), "orders", never)
    task.recording_path.unlink()
    write_recording(task.recording_path, steps=3)
    assert kept_pictures(task, task.recording_path.with_suffix(".pictures")) is None
    found = reading.read_task(Library(home), "orders", never)
    assert [bool(step.picture) for step in found.steps] == [True, True, True, False, False, False, False]


def test_cancelled_work_leaves_no_index_behind(home: Path) -> None:
    task = make_task(home, "orders")
    reading.read_task(Library(home), "orders", lambda: True)
    assert kept_pictures(task, task.recording_path.with_suffix(".pictures")) is None


def test_pictures_are_for_their_owner_alone(home: Path) -> None:
    task = make_task(home, "orders")
    reading.read_task(Library(home), "orders", never)
    assert task.recording_path.with_suffix(".pictures").stat().st_mode & 0o077 == 0


def test_a_library_that_cannot_be_written_has_steps_without_pictures(home: Path) -> None:
    task = make_task(home, "orders")
    task.recording_path.with_suffix(".pictures").write_text("in the way", encoding="utf-8")
    found = reading.read_task(Library(home), "orders", never)
    assert [step.picture for step in found.steps] == [""] * 7


def test_cards_tell_what_is_wrong_with_a_damaged_task(home: Path) -> None:
    make_task(home, "good")
    bad = make_task(home, "bad")
    (bad.folder / "task.yaml").write_text("steps: [", encoding="utf-8")
    lost = make_task(home, "lost")
    lost.recording_path.write_bytes(b"no recording")
    cards = {card.name: card for card in reading.read_cards(Library(home), never, cut=True)}
    assert cards["good"].problem == ""
    assert Path(cards["good"].picture).is_file()
    assert cards["good"].steps == 7
    assert "YAML" in cards["bad"].problem
    assert "record again" in cards["lost"].problem


def test_quick_cards_cut_nothing(home: Path) -> None:
    task = make_task(home, "orders")
    (card,) = reading.read_cards(Library(home), never, cut=False)
    assert card.picture == ""
    assert kept_pictures(task, task.recording_path.with_suffix(".pictures")) is None


def test_a_card_knows_the_last_run(home: Path) -> None:
    task = make_task(home, "orders")
    for run, status, done in (("2026-01-01-000000", "done", 2), ("2026-01-02-000000", "asked", 1)):
        with Journal(task.folder / "runs" / run) as journal:
            journal.write("run_started", task="orders", rows=[1, 2])
            for row in range(1, done + 1):
                journal.write("row_finished", row=row, status="done")
            journal.write("run_finished", status=status, message=".")
    (card,) = reading.read_cards(Library(home), never, cut=False)
    assert card.last_run is not None
    assert (card.last_run.status, card.last_run.rows_done, card.last_run.rows) == ("asked", 1, 2)


def test_a_run_without_a_journal_harms_no_card(home: Path) -> None:
    task = make_task(home, "orders")
    (task.folder / "runs" / "2026-01-01-000000").mkdir()
    (card,) = reading.read_cards(Library(home), never, cut=False)
    assert card.last_run is not None
    assert (card.problem, card.last_run.status, card.last_run.rows) == ("", "cut short", 0)


def test_damaged_tasks_and_recordings_are_the_persons_to_mend(home: Path) -> None:
    task = make_task(home, "orders")
    task.recording_path.write_bytes(b"no recording")
    with pytest.raises(UsageError, match="record again"):
        reading.read_task(Library(home), "orders", never)


def test_a_table_comes_with_its_cells_in_order(tmp_path: Path) -> None:
    loaded = reading.read_table(rows_file(tmp_path))
    assert loaded.columns == COLUMNS
    assert loaded.rows == ROWS
    with pytest.raises(UsageError):
        reading.read_table(tmp_path / "nowhere.csv")


def test_a_table_comes_with_what_looks_odd_in_it(home: Path, tmp_path: Path) -> None:
    task = make_task(home, "orders", rows_file(tmp_path))
    assert reading.read_table(rows_file(tmp_path), task).odd == ()
    path = tmp_path / "worn.csv"
    lines = [COLUMNS, *ROWS, ("Miller", "Hinge", "5OO"), ROWS[2]]
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    odd = reading.read_table(path, task).odd
    assert [(one.row, one.column) for one in odd] == [(7, "Quantity"), (8, "")]


def test_steps_are_counted_while_the_recorder_still_writes(home: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.lamrec"
    write_recording(whole, steps=4)
    path = Library(home).create("orders")
    writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, 1280, 800)))
    try:
        assert reading.newest_recording(Library(home).folder("orders")) == path
        assert reading.steps_so_far(path) == 0
        from recorder.recording import Recording

        with Recording.open(whole) as recording:
            events = recording.events()
        writer.write([(event, None) for event in events])
        before = path.with_name(path.name + "-wal").stat().st_size
        assert reading.steps_so_far(path) == 4
        assert path.with_name(path.name + "-wal").stat().st_size == before, "its log is left alone"
    finally:
        writer.close()
    assert reading.steps_so_far(tmp_path / "nowhere.lamrec") is None
    shutil.copyfile(__file__, tmp_path / "other.lamrec")
    assert reading.steps_so_far(tmp_path / "other.lamrec") is None


def test_the_picture_of_a_menu_shows_its_program_too() -> None:
    from lam_desktop.panel.pictures import _part
    from recorder.events import WindowFacts
    from recorder.gestures import Step

    body = WindowFacts("Order desk", "orderdesk", "orderdesk", 7, (100, 100, 500, 400), 1, "normal")
    menu = WindowFacts("", "", "orderdesk", 7, (300, 450, 200, 200), 2, "popup")
    first = Step(0, "click", 0, 1, point=(120, 120), window=body)
    second = Step(1, "click", 2, 3, point=(310, 600), window=menu)
    frame = np.zeros((800, 1280, 3), np.uint8)
    assert _part([first, second], second, (0, 0), frame) == Box(76, 76, 548, 598)
    assert _part([second], second, (0, 0), frame) == Box(0, 0, 1280, 800)
