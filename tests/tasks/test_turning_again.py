"""Two demonstrations that turned a calendar by other pages, or the other way, are the same steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.turning import is_turn, turns_in, without
from lam_desktop.tasks.several.demonstrations import may_differ_by_turns
from lam_desktop.tasks.several.narrowing import with_further
from lam_desktop.tasks.step import Target, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.texts.forms import TURNED_BACK, TURNED_ON
from lam_desktop.tasks.when import When
from lam_desktop.types import Box
from recorder.recording import Recording
from tests.tasks.recordings import OTHER, Clerk
from tests.tasks.several.test_narrowing import saved

OPENS, NEXT, BACK, SAVE = (300, 100), (500, 160), (400, 160), (300, 500)
DAY = Value("row", "due", "17", "%-d", "%Y-%m-%d")
ROW = DemonstratedRow("rows.csv", 1, {"due": "2026-05-17"})


def picked(*turns: tuple[int, int], day: tuple[int, int] = (430, 240)) -> Clerk:
    """Opens a calendar, turns it, picks a day, saves."""
    clerk = Clerk().click(*OPENS)
    for place in turns:
        clerk.click(*place)
    return clerk.click(*day).click(*SAVE)


def as_turn(step: TaskStep, form: str) -> TaskStep:
    return replace(step, value=replace(DAY, text="", form=form), target=Target("", "icon", Box(0, 0, 9, 9)))


def first(folder: Path, turns: int = 2) -> Task:
    """The task of a demonstration that turned on by some pages, understood by hand."""
    recording = saved(folder, picked(*[NEXT] * turns), "d1")
    task = compile_task("due", folder, folder / recording, ROW)
    steps = list(task.steps)
    if turns:
        steps[1 : 1 + turns] = [as_turn(steps[1], TURNED_ON)]
    day = 2 if turns else 1
    steps[day] = replace(steps[day], value=DAY)
    return replace(
        task, steps=tuple(replace(one, number=at) for at, one in enumerate(steps, 1)), understood=True
    )


def further(folder: Path, clerk: Clerk, name: str = "d2") -> Further:
    return Further(saved(folder, clerk, name), DemonstratedRow("rows.csv", 2, {"due": "2026-07-04"}))


def outline(task: Task) -> list[tuple[str, int, str, bool]]:
    return [
        (one.recording, one.demonstrated, one.value.form if one.value else "", one.optional)
        for one in task.steps
    ]


@pytest.mark.parametrize("pages", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("day", [(430, 240), (320, 200)])
def test_as_many_pages_as_its_date_needs(tmp_path: Path, pages: int, day: tuple[int, int]) -> None:
    task = first(tmp_path)
    found = with_further(task, further(tmp_path, picked(*[NEXT] * pages, day=day)))
    assert outline(found) == outline(task)
    assert not any(one.doubt for one in found.steps)


def test_a_third_one_is_laid_beside_them_too(tmp_path: Path) -> None:
    task = with_further(first(tmp_path), further(tmp_path, picked(*[NEXT] * 5)))
    found = with_further(task, further(tmp_path, picked(NEXT), "d3"))
    assert outline(found) == outline(task) and len(found.further) == 2


def test_another_click_at_the_buttons_place_is_not_taken_for_a_turn(tmp_path: Path) -> None:
    """Both click there once more behind the day, before they save: each way to lay them is tried."""
    clerks = [
        Clerk().click(*OPENS).click(*NEXT).click(430, 240).click(*NEXT).click(*SAVE),
        Clerk().click(*OPENS).click(*NEXT).click(*NEXT).click(430, 240).click(*NEXT).click(*SAVE),
    ]
    recording = saved(tmp_path, clerks[0], "d1")
    task = compile_task("due", tmp_path, tmp_path / recording, ROW)
    steps = list(task.steps)
    steps[1], steps[2] = as_turn(steps[1], TURNED_ON), replace(steps[2], value=DAY)
    task = replace(task, steps=tuple(steps), understood=True)
    assert outline(with_further(task, further(tmp_path, clerks[1]))) == outline(task)


def test_turned_the_other_way_it_is_one_more_step_before_the_day(tmp_path: Path) -> None:
    task, other = first(tmp_path), further(tmp_path, picked(BACK, BACK, BACK))
    shown = compile_task("due", tmp_path, tmp_path / other.recording, other.row)
    turn = replace(as_turn(shown.steps[1], TURNED_BACK), recording=other.recording)
    found = with_further(task, other, [turn])
    assert outline(found) == [
        ("", 0, "", False),
        ("", 1, TURNED_ON, False),
        (other.recording, 1, TURNED_BACK, False),
        ("", 3, "%-d", False),
        ("", 4, "", False),
    ]
    assert found.steps[2].caption == "Turn back to the month of {due}" and found.steps[2].number == 3
    again = with_further(found, further(tmp_path, picked(*[BACK] * 5), "d3"))
    assert outline(again) == outline(found)


def test_turned_for_the_first_time_it_is_one_more_step_too(tmp_path: Path) -> None:
    task, other = first(tmp_path, 0), further(tmp_path, picked(NEXT, NEXT))
    shown = compile_task("due", tmp_path, tmp_path / other.recording, other.row)
    turn = replace(as_turn(shown.steps[1], TURNED_ON), recording=other.recording)
    found = with_further(task, other, [turn])
    assert outline(found)[1] == (other.recording, 1, TURNED_ON, False) and len(found.steps) == 4


def test_the_same_way_it_is_no_further_step(tmp_path: Path) -> None:
    task, other = first(tmp_path), further(tmp_path, picked(NEXT))
    shown = compile_task("due", tmp_path, tmp_path / other.recording, other.row)
    turn = replace(as_turn(shown.steps[1], TURNED_ON), recording=other.recording)
    assert outline(with_further(task, other, [turn])) == outline(task)


def test_where_nothing_is_known_of_a_calendar_it_may_be_the_reason(tmp_path: Path) -> None:
    task = first(tmp_path)
    plain = replace(compile_task("due", tmp_path, task.recording_path, ROW))
    other = further(tmp_path, picked(*[NEXT] * 3))
    with pytest.raises(UsageError, match="cannot be told which"):
        with_further(plain, other)
    assert may_differ_by_turns(plain, other)
    assert not may_differ_by_turns(plain, further(tmp_path, picked(NEXT).type("x"), "d3"))


def test_clicks_of_another_program_are_at_another_place(tmp_path: Path) -> None:
    task = first(tmp_path)
    foreign = Clerk(OTHER).click(*NEXT).click(*NEXT).click(*SAVE).save(tmp_path)
    with Recording.open(task.recording_path) as one, Recording.open(foreign) as other:
        turns = turns_in({"": one.steps(), "other": other.steps()}, task.steps)
    assert turns.sure == {"": frozenset({1, 2}), "other": frozenset()}
    assert turns.possible == {"": (), "other": ()}
    assert list(turns.ways("other")) == [frozenset()]


def test_a_condition_is_about_fewer_steps_where_some_are_one(tmp_path: Path) -> None:
    steps = compile_task("due", tmp_path, tmp_path / saved(tmp_path, picked(NEXT, NEXT), "d1"), ROW).steps
    steps = (replace(steps[0], when=When("shown", "Order", steps=4)), *steps[1:])
    left = without(steps, {steps[2]})
    assert [one.number for one in left] == [1, 2, 3, 4] and [one.demonstrated for one in left] == [0, 1, 3, 4]
    assert left[0].when is not None and left[0].when.steps == 3
    assert not any(map(is_turn, left))
