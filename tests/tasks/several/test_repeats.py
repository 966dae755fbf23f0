"""Several rows in one recording: the steps once, what differs as variables, and the ends done once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.several.demonstrations import laid
from lam_desktop.tasks.several.narrowing import with_further
from lam_desktop.tasks.several.repeats import once_of, passes_in, repeated, repeated_told, unlike, with_names
from lam_desktop.tasks.step import Target
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from recorder.gestures import Step
from recorder.recording import Recording
from tests.tasks.recordings import Clerk, popup
from tests.tasks.several.test_narrowing import saved

TWICE = {"customer": "Miller", "quantity": "5", "priority": "5"}
APART = {"customer": "Smith", "quantity": "8", "priority": "4"}
PLACES = {100: "Name", 130: "Quantity", 80: "New batch", 500: "Save", 560: "Close batch"}


def row_of(clerk: Clerk, *texts: str) -> Clerk:
    for at, text in enumerate(texts):
        clerk.click(300, 100 + 30 * at).type(text)
    return clerk.click(300, 500)


def batch(*rows: tuple[str, ...]) -> Clerk:
    clerk = Clerk().click(300, 80)
    for texts in rows:
        row_of(clerk, *texts)
    return clerk.click(300, 560)


def steps_of(folder: Path, clerk: Clerk) -> list[Step]:
    with Recording.open(folder / saved(folder, clerk, "d1")) as recording:
        return recording.steps()


def targets_of(steps: list[Step]) -> dict[int, Target | None]:
    """What the form has at each place: fields of 24 pixels, and buttons."""
    found: dict[int, Target | None] = {}
    for step in steps:
        if step.point is not None:
            x, y = step.point
            name = PLACES.get(y, "")
            box = Box(x - 40, y - 12, 80, 24)
            found[step.index] = (
                Target("", "field", box, name) if y in (100, 130) else Target(name, "button", box)
            )
    return found


def made(folder: Path, clerk: Clerk, *rows: dict[str, str]) -> Task:
    """The task of a recording of several rows, of a table or of none."""
    path = folder / saved(folder, clerk, "d1")
    with Recording.open(path) as recording:
        steps = recording.steps()
    passes = passes_in(steps, len(rows) or None, targets_of(steps))
    assert passes is not None and unlike(steps, passes, targets_of(steps)) == ""
    shown = [DemonstratedRow("o.csv", at, cells) for at, cells in enumerate(rows, start=3)]
    first = shown[0] if shown else None
    task = compile_task(folder.name, folder, path, first, once=once_of(passes.parts, len(steps)))
    return repeated(task, steps, passes, shown, targets_of(steps))


def test_two_rows_are_one_task_with_ends_that_are_done_once(tmp_path: Path) -> None:
    task = made(tmp_path, batch(("Miller", "5"), ("Smith", "4")), TWICE, APART)
    assert [one.once for one in task.steps] == ["before", "", "", "", "", "", "after"]
    assert [one.demonstrated for one in task.steps] == [0, 1, 2, 3, 4, 5, 11]
    assert [one.number for one in task.steps] == list(range(1, 8))
    assert task.columns == ("customer", "priority"), "the second pass says which of two columns it is"
    assert not any(one.doubt for one in task.steps)
    assert task.known_by(task.steps[4]) == 2 and task.further[0].part == (6, 11)
    sentence = repeated_told(task)
    assert sentence == (
        "The recording shows 2 rows: steps 2 to 6 are repeated for each row, step 1 done once before all"
        " rows, step 7 done once behind all rows; what differs is “customer”, “priority”."
    )
    assert sentence in describe_task(task)
    task_file.save(task)
    assert task_file.load(tmp_path) == task


def test_one_pass_alone_leaves_open_what_a_second_one_tells(tmp_path: Path) -> None:
    """The same rows, once as one row and once as two."""
    one = compile_task("o", tmp_path, tmp_path / saved(tmp_path, row_of(Clerk(), "Miller", "5"), "d0"),
                       DemonstratedRow("o.csv", 3, TWICE))  # fmt: skip
    assert one.steps[3].value is not None and one.steps[3].value.name == "quantity" and one.steps[3].doubt
    two = made(tmp_path, batch(("Miller", "5"), ("Smith", "4")), TWICE, APART)
    assert two.steps[4].value is not None and two.steps[4].value.name == "priority"


def test_without_a_table_what_differs_is_named_by_its_field(tmp_path: Path) -> None:
    task = made(tmp_path, batch(("Miller", "5"), ("Smith", "5"), ("Jones", "5")))
    assert task.columns == ("text 1",) and len(task.further) == 2
    assert task.steps[4].value is not None and task.steps[4].value.source == "constant"
    named = with_names(task, {3: "Name:", 5: "Quantity"})
    assert named.columns == ("Name",) and "(column Name)" in named.steps[2].caption
    rows = [named.row, *(one.row for one in named.further)]
    assert [row.cells for row in rows if row] == [{"Name": "Miller"}, {"Name": "Smith"}, {"Name": "Jones"}]
    task_file.save(named)
    assert task_file.load(tmp_path) == named
    for same in (with_names(task, {3: ""}), with_names(task, {3: "{x}"})):
        assert same == task


def test_two_fields_of_one_name_keep_their_own(tmp_path: Path) -> None:
    task = made(tmp_path, batch(("Miller", "5"), ("Smith", "4")))
    assert with_names(task, {3: "Name", 5: "Name"}).columns == ("text 1", "text 2")
    assert with_names(task, {3: "Name", 5: "Quantity"}).columns == ("Name", "Quantity")


def test_an_entry_of_an_open_list_is_chosen_by_column(tmp_path: Path) -> None:
    clerk = Clerk()
    for at, name in enumerate(("Miller", "Smith")):
        clerk.click(300, 100).type(name).click(350, 210 + 40 * at, window=popup()).click(300, 500)
    path = tmp_path / saved(tmp_path, clerk, "d1")
    with Recording.open(path) as recording:
        steps = recording.steps()
    targets = targets_of(steps)
    for index, text in ((2, "Express"), (6, "Normal")):
        targets[index] = Target(text, "list_item", Box(0, 0, 9, 9))
    passes = passes_in(steps)
    assert passes is not None and unlike(steps, passes, targets) == ""
    task = compile_task("o", tmp_path, path, None, once=once_of(passes.parts, len(steps)))
    task = repeated(task, steps, passes, (), targets)
    chosen = task.steps[2].value
    assert chosen is not None and (chosen.source, chosen.text, task.columns) == (
        "row", "Express", ("text 1", "text 2"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "clerk",
    [
        row_of(Clerk(), "Miller", "5"),
        Clerk().click(300, 100).type("Mller").click(300, 100).type("Miller").click(300, 500),
        Clerk().click(300, 100).type("Mller").press("ctrl", "a").type("Miller").press("ctrl", "a").type("M"),
        Clerk().type("Miller").press("tab").type("5").press("tab").type("x").press("enter"),
        row_of(row_of(Clerk(), "Miller"), "Miller"),
    ],
)
def test_one_row_is_one_row(tmp_path: Path, clerk: Clerk) -> None:
    """A form of several fields; corrections; fields by Tab; the very same row twice."""
    assert passes_in(steps_of(tmp_path, clerk)) is None


def test_a_field_after_another_that_each_are_confirmed_are_no_rows(tmp_path: Path) -> None:
    """Only the look tells: they lie no farther apart than two clicks on one field may."""
    clerk = Clerk()
    for at in range(2):
        clerk.click(300, 100 + 30 * at).type("ab"[at]).press("enter")
    steps = steps_of(tmp_path, clerk)
    passes = passes_in(steps)
    assert passes is not None
    assert unlike(steps, passes, targets_of(steps)) == "step 4 acts on something else than step 1"
    assert unlike(steps, passes, {}) != "", "what nobody saw is not taken for the same"


def test_a_row_that_was_begun_and_left_is_told(tmp_path: Path) -> None:
    clerk = row_of(row_of(Clerk(), "Miller"), "Smith").click(300, 100).type("J")
    steps = steps_of(tmp_path, clerk)
    passes = passes_in(steps)
    assert passes is not None
    assert unlike(steps, passes, targets_of(steps)) == "one more was begun at step 7 and not ended"


def test_another_name_on_a_button_is_another_button(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, batch(("Miller",), ("Smith",)))
    targets = targets_of(steps)
    passes = passes_in(steps, targets=targets)
    assert passes is not None and unlike(steps, passes, targets) == ""
    known = targets[6]
    assert known is not None
    targets[6] = replace(known, text="Delete")
    assert "step 7 acts on something else than step 4" in unlike(steps, passes, targets)


def test_so_many_rows_as_were_named(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, batch(*(((name,)) for name in ("a", "b", "c", "d"))))
    found = [passes_in(steps, count, targets_of(steps)) for count in (2, 3, 4)]
    assert [one and (one.length, one.count) for one in found] == [(6, 2), None, (3, 4)]


@pytest.mark.parametrize("ends", [True, False])
def test_a_further_demonstration_narrows_on(tmp_path: Path, ends: bool) -> None:
    """It may have the ends or not."""
    task = made(tmp_path, batch(("Miller", "5"), ("Smith", "4")), TWICE, APART)
    third = batch(("Jones", "9")) if ends else row_of(Clerk(), "Jones", "9")
    row = DemonstratedRow("o.csv", 9, {"customer": "Jones", "quantity": "1", "priority": "9"})
    known = with_further(task, Further(saved(tmp_path, third, "d2"), row))
    assert known.columns == ("customer", "priority") and known.known_by(known.steps[4]) == 3
    assert [one.once for one in known.steps] == [one.once for one in task.steps]
    beside = laid(known).further
    assert [one.same[("", 2, 0)] for one in beside] == [7, 2 if ends else 1]
