"""Rows of one recording that were not entered by the same steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.several.narrowing import UNEXPLAINED, with_further
from lam_desktop.tasks.several.repeats import once_of, passes_in, repeated_told
from lam_desktop.tasks.several.uneven import uneven_passes
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import When
from recorder.converting import copy_recording
from tests.tasks.recordings import Clerk
from tests.tasks.several.test_repeats import row_of, steps_of, targets_of

LONG = {"name": "Miller", "phone": "0451", "note": "call first", "vip": "yes"}
SHORT = {"name": "Smith", "phone": "0309", "note": "", "vip": "no"}
MORE = {"name": "Jones", "phone": "0171", "note": "by mail", "vip": "yes"}


def shown(*rows: Mapping[str, str]) -> list[DemonstratedRow]:
    return [DemonstratedRow("o.csv", at, dict(cells)) for at, cells in enumerate(rows, start=1)]


def entered(*rows: Mapping[str, str]) -> Clerk:
    """A batch with these rows: the note only where there is one."""
    clerk = Clerk().click(300, 80)
    for row in rows:
        row_of(clerk, *(row[name] for name in ("name", "phone", "note") if row[name]))
    return clerk.click(300, 560)


def made(folder: Path, clerk: Clerk, *rows: Mapping[str, str]) -> Task:
    """The task of a recording of rows that were named."""
    steps, demonstrated = steps_of(folder, clerk), shown(*rows)
    assert passes_in(steps, len(rows), targets_of(steps)) is None
    uneven = uneven_passes(steps, demonstrated, targets_of(steps))
    assert uneven is not None
    path = folder / "demos/d1.lamrec"
    once = once_of(uneven.parts, len(steps))
    task = compile_task(folder.name, folder, path, demonstrated[0], once=once)
    further: list[Further] = []
    for row, part in zip(demonstrated[1:], uneven.parts[1:], strict=True):
        copy = path.with_name(f"d1-row{row.index}.lamrec")
        copy_recording(path, copy, None)
        further.append(Further(f"demos/{copy.name}", row, part=(part.start, part.stop)))
    for at, one in enumerate(further, start=1):
        task = with_further(task, one, stood=lambda _click, _typing, _behind: False, later=further[at:])
    return task


@pytest.mark.parametrize(
    "rows", [(LONG, SHORT), (SHORT, LONG), (LONG, SHORT, MORE), (SHORT, LONG, SHORT | {"name": "Li"})]
)
def test_a_note_that_only_some_rows_have_follows_its_cell(
    tmp_path: Path, rows: Sequence[Mapping[str, str]]
) -> None:
    task = made(tmp_path, entered(*rows), *rows)
    assert [one.kind for one in task.steps] == [
        "click", "click", "type", "click", "type", "click", "type", "click", "click",
    ]  # fmt: skip
    assert [one.once for one in task.steps] == ["before", *[""] * 7, "after"]
    assert task.steps[5].when == When("empty", "false", "note", 2)
    assert [step.value.name for step in task.steps if step.value] == ["name", "phone", "note"]
    assert not any(step.doubts or step.optional for step in task.steps)
    assert f"{len(rows)} rows: steps 2 to 8 are repeated for each row" in repeated_told(task)
    task_file.save(task)
    assert task_file.load(tmp_path) == task


def test_a_button_of_some_rows_goes_with_a_column(tmp_path: Path) -> None:
    clerk = Clerk()
    for row in (LONG, SHORT, MORE):
        clerk.click(300, 100).type(row["name"])
        if row["vip"] == "yes":
            clerk.click(600, 300)
        clerk.click(300, 500)
    task = made(tmp_path, clerk, LONG, SHORT, MORE)
    assert [one.kind for one in task.steps] == ["click", "type", "click", "click"]
    assert task.steps[2].optional and When("is", "yes", "vip") in task.steps[2].perhaps


@pytest.mark.parametrize(
    ("clerk", "rows"),
    [
        (entered(LONG, MORE), (LONG, SHORT)),  # another row than was named
        (entered(SHORT, LONG), (LONG, SHORT)),  # in another order
        (row_of(Clerk(), "Miller").click(300, 90), (LONG, SHORT)),  # only one
        (row_of(Clerk(), "Miller", "0451").click(300, 100).type("Smith"), (LONG, SHORT)),  # not ended
        (row_of(row_of(Clerk(), "Miller").press("tab"), "Smith"), (LONG, SHORT)),  # another step between
    ],
)
def test_what_is_not_these_rows_is_none(
    tmp_path: Path, clerk: Clerk, rows: Sequence[Mapping[str, str]]
) -> None:
    assert uneven_passes(steps_of(tmp_path, clerk), shown(*rows)) is None


def test_one_more_click_on_save_is_a_correction(tmp_path: Path) -> None:
    """Saved too early, refused, and saved again: each row would be saved half filled."""
    clerk = row_of(Clerk(), "Miller", "0451").click(300, 100).type("Smith").click(300, 500).click(600, 330)
    steps = steps_of(tmp_path, clerk.click(300, 130).type("0309").click(300, 500))
    targets = targets_of(steps)
    assert uneven_passes(steps, shown(LONG, SHORT), targets) is None


def test_what_a_later_row_adds_is_narrowed_by_those_behind_it(tmp_path: Path) -> None:
    """Both columns say what was typed in the second row, one of them what was typed in the third."""
    rows = [dict(row, other=row["note"] if row is LONG else "x") for row in (SHORT, LONG, MORE)]
    task = made(tmp_path, entered(SHORT, LONG, MORE), *rows)
    note = task.steps[6]
    assert note.recording and note.value is not None and note.value.name == "note" and not note.doubts
    assert task.row_shown(note.recording) == task.further[0].row


def test_a_text_that_one_of_the_later_rows_does_not_explain_is_told(tmp_path: Path) -> None:
    task = made(tmp_path, entered(SHORT, LONG, MORE), SHORT, LONG, MORE | {"note": "by phone"})
    assert UNEXPLAINED in task.steps[6].doubt


def test_so_many_ways_are_not_tried(tmp_path: Path) -> None:
    clerk = Clerk()
    for at in range(60):
        clerk.click(700, 100 + at)
    row_of(row_of(clerk, "Miller", "0451"), "Smith")
    for at in range(60):
        clerk.click(700, 100 + at)
    assert uneven_passes(steps_of(tmp_path, clerk), shown(LONG, SHORT)) is None


def test_one_row_that_was_named_is_one_row(tmp_path: Path) -> None:
    assert uneven_passes(steps_of(tmp_path, entered(LONG)), shown(LONG)) is None
