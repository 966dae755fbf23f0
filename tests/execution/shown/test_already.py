"""A step that a further demonstration lacks because it stood so already is no dialog that comes sometimes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.shown.already import stood_in_field
from lam_desktop.tasks.step import Target, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.tasks.when import When
from lam_desktop.types import Box, Element, ElementKind
from tests.execution.shown.test_understanding import NAME, SAVE, Seen, seen
from tests.tasks.recordings import Clerk, popup
from tests.tasks.several.test_narrowing import shown

TICK = Box(292, 192, 16, 16)
LIST = Box(280, 190, 120, 24)
ONE, TWO = {"name": "Ada", "gift": "yes"}, {"name": "Kim", "gift": "no"}


def box(state: bool | None, label: str = "Deliver", kind: ElementKind = "checkbox") -> list[Element]:
    return [Element(TICK, kind, checked=state), Element(Box(314, 192, 60, 16), "text", label)]


def told(folder: Path, value: Value | None, target: Target, screen: Sequence[Element]) -> Task:
    """The task of which the second demonstration lacks a click on the target, and showed this then."""
    usual = Clerk().click(300, 100).type("Ada").click(300, 200).click(300, 500)
    short = Clerk().click(300, 100).type("Kim").click(300, 500)
    task = shown(folder, (ONE, usual), (TWO, short))
    assert task.steps[2].optional
    first, second = {0: NAME, 2: target, 3: SAVE}, Seen({0: NAME, 2: SAVE}, {2: list(screen)})
    steps = [replace(one, target=first.get(one.demonstrated)) for one in task.steps]
    steps[2] = replace(steps[2], value=value)
    return seen(replace(task, steps=tuple(steps), understood=True), Seen({}), second)


@pytest.mark.parametrize(
    ("source", "state", "due"),
    [
        (Value("constant", text="yes", form=YES_NO), True, True),
        (Value("constant", text="no", form=YES_NO), False, True),
        (Value("constant", text="yes", form=YES_NO), False, False),
        (Value("constant", text="yes", form=YES_NO), None, False),
        (Value("row", "gift", "yes", YES_NO), False, True),
        (Value("row", "gift", "yes", YES_NO), True, False),
        (None, True, False),
    ],
)
def test_a_box_that_was_as_it_is_to_be_is_due_in_each_row(
    tmp_path: Path, source: Value | None, state: bool | None, due: bool
) -> None:
    task = told(tmp_path, source, Target("Deliver", "checkbox", TICK), box(state))
    step = task.steps[2]
    assert step.optional is not due and ("already" in step.doubt) is due
    if not due and source is not None and state is not None:
        assert step.doubts, "it may be forgotten: the person is told"


def test_another_box_tells_nothing(tmp_path: Path) -> None:
    value = Value("constant", text="yes", form=YES_NO)
    task = told(tmp_path, value, Target("Deliver", "checkbox", TICK), box(True, "Express"))
    assert task.steps[2].optional and "already" not in task.steps[2].doubt


@pytest.mark.parametrize("state", [True, False])
def test_a_radio_button_that_was_chosen(tmp_path: Path, state: bool) -> None:
    task = told(tmp_path, None, Target("Express", "radio", TICK), box(state, "Express", "radio"))
    assert task.steps[2].optional is not state


@pytest.mark.parametrize(("showed", "due"), [("Express", True), ("Normal", False)])
def test_an_entry_that_the_list_showed(tmp_path: Path, showed: str, due: bool) -> None:
    usual = (
        Clerk().click(300, 100).type("Ada").click(300, 200).click(320, 230, window=popup()).click(300, 500)
    )
    short = Clerk().click(300, 100).type("Kim").click(300, 500)
    task = shown(tmp_path, (ONE, usual), (TWO, short))
    assert [one.optional for one in task.steps] == [False, False, True, True, False]
    named, entry = (
        Target("Normal", "combo", LIST, "Shipping"),
        Target("Express", "list_item", Box(300, 220, 60, 20)),
    )
    first = {0: NAME, 2: named, 3: entry, 4: SAVE}
    steps = tuple(replace(one, target=first.get(one.demonstrated)) for one in task.steps)
    screen = [Element(LIST, "combo", showed), Element(Box(200, 194, 60, 16), "text", "Shipping")]
    second = Seen({0: NAME, 2: SAVE}, {2: screen})
    task = seen(replace(task, steps=steps, understood=True), Seen({}), second)
    assert [one.optional for one in task.steps] == [False, False, not due, not due, False]
    assert ("“Express” was chosen already" in task.steps[3].doubt) is due


@pytest.mark.parametrize(
    ("label", "says", "stood"),
    [("City", "Berlin", True), ("City", "Bern", False), ("City", "", False), ("Town", "Berlin", False)],
)
def test_a_text_that_stood_in_its_field(label: str, says: str, stood: bool) -> None:
    click = TaskStep(3, 2, "click", "", None, None, Target("", "field", LIST, "City"))
    typing = TaskStep(4, 3, "type", "", value=Value("row", "city", "Rome"))
    before = [Element(LIST, "field", says), Element(Box(200, 194, 60, 16), "text", label)]
    assert stood_in_field(click, typing, before, DemonstratedRow("o.csv", 2, {"city": "Berlin"})) is stood


@pytest.mark.parametrize(
    ("one", "two", "perhaps", "said"),
    [
        (
            "yes",
            "no",
            (When("is", "yes", "fast"),),
            "and done only where the column fast says “yes”;",
        ),
        (
            "air",
            "sea",
            (When("is", "air", "fast"),),
            "and done only where the column fast says “air”;",
        ),
        (
            "x1",
            "x1",
            (),
            "though “Express” was there: as it is, the agent does it in each row",
        ),
    ],
)
def test_a_button_that_was_there_and_was_not_pressed(
    one: str, two: str, perhaps: tuple[When, ...], said: str, tmp_path: Path
) -> None:
    """That it is there decides nothing."""
    usual = Clerk().click(300, 100).type("Ada").click(300, 200).click(300, 500)
    short = Clerk().click(300, 100).type("Kim").click(300, 500)
    task = shown(tmp_path, ({"name": "Ada", "fast": one}, usual), ({"name": "Kim", "fast": two}, short))
    button = Target("Express", "button", TICK)
    first, screen = {0: NAME, 2: button, 3: SAVE}, [Element(TICK, "button", "express")]
    steps = tuple(replace(step, target=first.get(step.demonstrated)) for step in task.steps)
    task = replace(task, steps=steps, understood=True)
    step = seen(task, Seen({}), Seen({0: NAME, 2: SAVE}, {2: screen})).steps[2]
    assert step.optional and step.perhaps == perhaps and said in " ".join(step.doubts)
    hidden = seen(task, Seen({}), Seen({0: NAME, 2: SAVE}, {2: box(True)})).steps[2]
    assert hidden.optional and not hidden.doubt
