"""What keys chose follows its column by being right only for rows that say the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.finding.plan import plan_step
from lam_desktop.tasks.provenance.compile import understand
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.forms import BY_KEYS, UNTIL_SHOWN
from tests.tasks.provenance.test_compile import Eyes, compiled
from tests.tasks.recordings import Clerk

CELLS = {"customer": "Müller", "delivery": "Courier", "express": "yes", "size": "M"}
ROW = DemonstratedRow("rows.csv", 1, CELLS)


def understood(folder: Path, clerk: Clerk, row: DemonstratedRow | None = ROW, **changed: list[str]) -> Task:
    eyes = Eyes()
    eyes.changed = {int(number.removeprefix("step")): texts for number, texts in changed.items()}
    return understand(compiled(folder, clerk, row), eyes)


@pytest.mark.parametrize("key", ["down", "right", "page_down", "space"])
def test_a_key_that_chose_what_a_column_says_follows_it(tmp_path: Path, key: str) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("tab").press(key)
    task = understood(tmp_path, clerk, step4=["Post", "courier"])
    step = task.steps[3]
    assert step.kind == "key" and step.keys == (key,)
    assert step.value == Value("row", "delivery", "Courier", BY_KEYS)
    assert "delivery" in task.variables and step.doubt == ""
    task = replace(task, name=tmp_path.name)
    task_file.save(task)
    assert task_file.load(tmp_path) == task
    assert plan_step(step, Row(2, {**CELLS, "delivery": "COURIER"})).wanted is None
    told = "Row 3, column «delivery»: the cell says «Post», but keys chose «Courier»"
    with pytest.raises(UsageError, match=told):
        plan_step(step, Row(3, {**CELLS, "delivery": "Post"}))


@pytest.mark.parametrize(("key", "form"), [("down", UNTIL_SHOWN), ("left", UNTIL_SHOWN), ("end", BY_KEYS)])
def test_arrows_go_on_until_a_list_shows_the_cell(tmp_path: Path, key: str, form: str) -> None:
    eyes = Eyes()
    eyes.shows, eyes.changed = True, {2: ["Courier"]}
    step = understand(compiled(tmp_path, Clerk().press("tab").press(key), ROW), eyes).steps[1]
    assert step.value == Value("row", "delivery", "Courier", form)
    if form == UNTIL_SHOWN:
        assert plan_step(step, Row(2, {**CELLS, "delivery": "courier"})).until == "courier"
        assert plan_step(step, Row(3, {**CELLS, "delivery": "Post"})).until == "Post"


def test_a_space_that_was_typed_is_pressed(tmp_path: Path) -> None:
    task = understood(
        tmp_path, Clerk().click(320, 140).type("Müller").press("tab").type(" "), step4=["Courier"]
    )
    step = task.steps[3]
    assert (step.kind, step.keys, step.caption) == ("key", ("space",), "Press Space")
    assert step.value == Value("row", "delivery", "Courier", BY_KEYS)


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("tab", ["Courier"]),  # goes about, and chooses nothing
        ("down", ["Post", "L"]),  # what no column says
        ("down", ["Müller"]),  # another step uses that column
        ("down", []),
    ],
)
def test_other_keys_stay_as_they_are(tmp_path: Path, key: str, texts: list[str]) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("tab").press(key)
    task = understood(tmp_path, clerk, step4=texts)
    assert task.steps[3].value is None and task.steps[3].keys == (key,)


def test_two_columns_that_say_the_same_have_a_choice_each(tmp_path: Path) -> None:
    row = DemonstratedRow("rows.csv", 1, {"customer": "Müller", "billing": "Germany", "shipping": "Germany"})
    clerk = Clerk().click(320, 140).type("Müller").press("tab").press("down").press("tab").press("down")
    steps = understood(tmp_path, clerk, row, step4=["Germany"], step6=["Germany"]).steps
    chosen = [one.value for one in (steps[3], steps[5]) if one.value]
    assert [(one.name, one.form) for one in chosen] == [("billing", BY_KEYS), ("shipping", BY_KEYS)]
    assert all("Another column says the same" in one.doubt for one in (steps[3], steps[5]))


def test_of_two_columns_that_say_the_same_the_field_is_called_like_one(tmp_path: Path) -> None:
    row = DemonstratedRow("rows.csv", 1, {"customer": "Müller", "gift": "No", "express": "No"})
    clerk = Clerk().click(320, 140).type("Müller").press("tab").press("down").press("tab").press("down")
    eyes = Eyes()
    eyes.shows, eyes.changed, eyes.names = True, {4: ["No"], 6: ["No"]}, {4: "Express", 6: "Gift"}
    steps = understand(compiled(tmp_path, clerk, row), eyes).steps
    chosen = [one.value for one in (steps[3], steps[5]) if one.value]
    assert [(one.name, one.form) for one in chosen] == [("express", UNTIL_SHOWN), ("gift", UNTIL_SHOWN)]
    assert not steps[3].doubt and not steps[5].doubt


def test_what_was_looked_up_by_what_was_typed_follows_that(tmp_path: Path) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("down").press("down").press("enter").press("down")
    chosen = ["Courier"]
    steps = understood(tmp_path, clerk, step3=chosen, step4=chosen, step6=chosen).steps
    assert [one.value is not None for one in steps] == [False, True, False, False, False, True]


def test_a_box_ticked_by_the_space_bar_is_right_for_rows_that_say_so(tmp_path: Path) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("tab").type(" ")
    step = understood(tmp_path, clerk, step4=["Express"]).steps[3]
    assert step.value == Value("row", "express", "yes", BY_KEYS)
    with pytest.raises(UsageError, match="«no», but keys chose «yes»"):
        plan_step(step, Row(2, {**CELLS, "express": "no"}))


def test_keys_are_not_left_out_of_rows_whose_cell_is_empty(tmp_path: Path) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("tab").press("down")
    task = replace(understood(tmp_path, clerk, step4=["Courier"]), name=tmp_path.name)
    step = task.steps[3]
    assert step.value is not None
    left = replace(step, value=replace(step.value, empty="leave"))
    task_file.save(replace(task, steps=(*task.steps[:3], left)))
    with pytest.raises(UsageError, match="must be refuse"):
        task_file.load(tmp_path)


def test_a_space_within_a_text_is_typed(tmp_path: Path) -> None:
    task = understood(tmp_path, Clerk().click(320, 140).type("a b"), step2=["Courier"])
    assert task.steps[1].kind == "type"


def test_a_space_alone_is_called_by_its_key(tmp_path: Path) -> None:
    step = understood(tmp_path, Clerk().click(320, 140).press("tab").type(" ")).steps[2]
    assert (step.kind, step.caption) == ("type", "Press Space")


def test_without_a_row_keys_are_keys(tmp_path: Path) -> None:
    clerk = Clerk().click(320, 140).press("down")
    assert understood(tmp_path, clerk, None, step2=["Courier"]).steps[1].value is None
