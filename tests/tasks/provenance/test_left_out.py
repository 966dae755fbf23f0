"""Rows that say nothing for a column that may be empty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.provenance.left_out import left_out
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import says_nothing
from lam_desktop.tasks.step import EmptyCell, StepKind, Target, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Box, ElementKind

NOTHING = {"name": "Kim", "note": " ", "more": ""}


def click(target: ElementKind, value: Value | None = None, approval: bool = False) -> TaskStep:
    named = Target("", target, Box(0, 0, 9, 9))
    return TaskStep(0, 0, "click", "click", target=named, value=value, approval=approval)


def typed(column: str, empty: EmptyCell = "leave") -> TaskStep:
    return TaskStep(0, 0, "type", "type", value=Value("row", column, "x", empty=empty))


def keys(kind: StepKind, *chord: str) -> TaskStep:
    return TaskStep(0, 0, kind, "press", keys=chord)


def numbers(*steps: TaskStep) -> list[int]:
    """Which of the steps are left out."""
    numbered = [replace(step, number=at) for at, step in enumerate(steps, start=1)]
    task = Task("orders", Path(), "demos/shown.lamrec", tuple(numbered))
    return sorted(left_out(task, {(): (3, NOTHING)}))


CHOSEN = Value("row", "note", "Blue", empty="leave")


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ((click("field"), typed("note"), click("button")), [1, 2]),
        ((click("field"), typed("name"), click("field"), typed("note")), [3, 4]),
        ((click("field"), keys("shortcut", "ctrl", "a"), typed("note"), click("button")), [1, 2, 3]),
        ((keys("key", "tab"), typed("note"), keys("key", "tab"), typed("name")), [2]),
        ((click("field"), typed("note"), keys("key", "tab"), typed("name")), [2]),
        ((click("button"), typed("note"), click("button")), [2]),
        ((click("field", approval=True), typed("note"), click("button")), [2]),
        ((click("combo"), click("list_item", CHOSEN), click("button")), [1, 2]),
        ((click("button"), click("radio", CHOSEN), click("button")), [2]),
        ((click("field"), typed("note", "clear"), click("button")), []),
        ((click("field"), typed("note", "refuse"), click("button")), []),
        ((click("field"), typed("note"), click("field"), typed("more"), keys("key", "enter")), [1, 2, 4]),
    ],
)
def test_what_only_prepared_a_step_goes_with_it(steps: tuple[TaskStep, ...], left: list[int]) -> None:
    assert numbers(*steps) == left


def test_a_choice_that_the_keyboard_goes_on_from_cannot_be_left_out() -> None:
    with pytest.raises(UsageError, match=r"Row 3: step 2 .* step 3 goes on from there .* fill in «note»"):
        numbers(click("combo"), click("list_item", CHOSEN), keys("key", "tab"))


def test_a_value_of_several_columns_is_missing_where_all_are_empty() -> None:
    value = Value("row", text="x", pattern=parse_pattern("{note} {more}"), empty="leave")
    assert says_nothing(value, NOTHING)
    assert not says_nothing(value, {**NOTHING, "more": "x"})
    assert not says_nothing(value, {"note": ""}), "a column that is not there is no empty cell"
    assert not says_nothing(replace(value, empty="refuse"), NOTHING)


@pytest.mark.parametrize(("empty", "odd"), [("refuse", 1), ("leave", 0), ("clear", 0)])
def test_an_empty_cell_that_may_be_is_not_odd(empty: EmptyCell, odd: int) -> None:
    steps = (replace(typed("note", empty), number=1), replace(typed("name", "refuse"), number=2))
    task = Task(
        "t", Path("t"), "demos/1.lamrec", steps, DemonstratedRow("t.csv", 1, {"name": "A", "note": "x"})
    )
    rows = [Row(n, {"name": f"N{n}", "note": "" if n == 3 else "ab"}) for n in range(2, 9)]
    assert len(odd_rows(task, rows)) == odd


@pytest.mark.parametrize(("empty", "said"), [("leave", "left out where"), ("clear", "cleared where")])
def test_it_is_told_in_words(empty: EmptyCell, said: str) -> None:
    step = replace(typed("note", empty), number=1)
    task = Task("t", Path("t"), "demos/1.lamrec", (step,), DemonstratedRow("t.csv", 1, {"note": "x"}))
    assert f"column of the row; here “x”; {said} it is empty" in "\n".join(describe_task(task))
