"""A second demonstration of another row, without opening and closing, says that these are done once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS, parts_of
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.several.narrowing import with_further
from lam_desktop.tasks.step import Target
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from tests.tasks.provenance.test_compile import Eyes
from tests.tasks.recordings import Clerk
from tests.tasks.several.test_narrowing import saved, shown

ONE, TWO, THREE = {"customer": "Miller"}, {"customer": "Smith"}, {"customer": "Jones"}


def row_of(clerk: Clerk, name: str, by_click: bool = False) -> Clerk:
    """Enters one order and stores it."""
    clerk.click(300, 200).type(name)
    return clerk.click(300, 500) if by_click else clerk.press("ctrl", "s")


def batch(name: str, by_click: bool = False) -> Clerk:
    """Opens, enters one order, and closes."""
    clerk = Clerk().press("ctrl", "n").click(500, 80)
    return row_of(clerk, name, by_click).press("ctrl", "w")


def whens(task: Task) -> list[str]:
    return [one.once for one in task.steps]


def test_what_the_second_lacks_at_both_ends_is_done_once_and_it_is_said(tmp_path: Path) -> None:
    task = shown(tmp_path, (ONE, batch("Miller")), (TWO, row_of(Clerk(), "Smith")))
    assert whens(task) == ["before", "before", "", "", "", "after"]
    assert not any(one.optional for one in task.steps)
    doubts = [(one.number, one.doubt) for one in task.steps if one.doubt]
    assert [number for number, _ in doubts] == [1, 6]
    assert "is taken to be done once, before all rows" in doubts[0][1] and "behind all rows" in doubts[1][1]
    assert parts_of(task) == (BEFORE_ROWS, BEHIND_ROWS)
    task_file.save(task)
    assert task_file.load(tmp_path) == task


@pytest.mark.parametrize("again", [False, True])
def test_a_third_one_may_have_them_or_not(tmp_path: Path, again: bool) -> None:
    third = batch("Jones") if again else row_of(Clerk(), "Jones")
    task = shown(tmp_path, (ONE, batch("Miller")), (TWO, row_of(Clerk(), "Smith")), (THREE, third))
    assert whens(task) == ["before", "before", "", "", "", "after"]
    typed = task.steps[3].value
    assert typed is not None and typed.columns == ("customer",) and task.known_by(task.steps[3]) == 3


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        (batch("Miller"), row_of(Clerk(), "Miller"), ONE),
        (row_of(Clerk().type("Miller"), "x").press("ctrl", "w"), row_of(Clerk(), "x"), TWO),
        (batch("Miller", by_click=True), row_of(Clerk(), "Smith", by_click=True), TWO),
    ],
)
def test_where_it_is_not_sure_nothing_is_taken_for_it(
    tmp_path: Path, first: Clerk, second: Clerk, cells: dict[str, str]
) -> None:
    """One row twice; an end that uses the row; a row of which nobody knows whether it stores by itself."""
    with pytest.raises(UsageError, match="differ|only clicks"):
        shown(tmp_path, (ONE, first), (cells, second))


def test_a_row_that_stores_by_a_button_is_known_once_it_was_looked_at(tmp_path: Path) -> None:
    path = saved(tmp_path, batch("Miller", by_click=True), "d1")
    task = compile_task("o", tmp_path, tmp_path / path, DemonstratedRow("o.csv", 1, ONE))
    save = replace(task.steps[4], target=Target("Save", "button", Box(280, 490, 40, 20)))
    task = replace(task, steps=(*task.steps[:4], save, *task.steps[5:]), understood=True)
    further = Further(
        saved(tmp_path, row_of(Clerk(), "Smith", by_click=True), "d2"), DemonstratedRow("o.csv", 2, TWO)
    )
    assert whens(with_further(task, further)) == ["before", "before", "", "", "", "after"]


def test_a_click_before_everything_may_be_a_dialog(tmp_path: Path) -> None:
    """It stays one that comes sometimes, and the person is told what else it may be."""
    first = row_of(Clerk().click(500, 80), "Miller")
    task = shown(tmp_path, (ONE, first), (TWO, row_of(Clerk(), "Smith")))
    assert whens(task) == [""] * 4 and task.steps[0].optional
    assert "say so with «once: before» in task.yaml" in task.steps[0].doubt


def test_what_is_done_once_follows_no_row_though_a_cell_says_the_same(tmp_path: Path) -> None:
    """When its screens are looked at: an entry that each row would choose by its column stays as it was."""
    clerk = row_of(Clerk().click(500, 80), "Miller").press("ctrl", "w")
    path = saved(tmp_path, clerk, "d1")
    row = DemonstratedRow("o.csv", 1, {"customer": "Miller", "batch": "Monday"})
    task = compile_task("o", tmp_path, tmp_path / path, row)
    for once, column in (("before", None), ("", "batch")):
        first = replace(task.steps[0], once=once)
        seen = understand(replace(task, steps=(first, *task.steps[1:])), Eyes(step1=("Monday", "list_item")))
        value = seen.steps[0].value
        assert (value.name if value is not None and value.source == "row" else None) == column
