"""What keys chose follows its column by being right only for rows that say the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.plan import plan_step
from lam_desktop.tasks import task_file
from lam_desktop.tasks.compile import understand
from lam_desktop.tasks.forms import BY_KEYS
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import DemonstratedRow, Task, Value
from tests.tasks.recordings import Clerk
from tests.tasks.test_compile import Eyes, compiled

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
        ("down", ["Post", "M"]),  # what no column says; a single letter
        ("down", ["Müller"]),  # another step uses that column
        ("down", []),
    ],
)
def test_other_keys_stay_as_they_are(tmp_path: Path, key: str, texts: list[str]) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("tab").press(key)
    task = understood(tmp_path, clerk, step4=texts)
    assert task.steps[3].value is None and task.steps[3].keys == (key,)


def test_a_space_within_a_text_is_typed(tmp_path: Path) -> None:
    task = understood(tmp_path, Clerk().click(320, 140).type("a b"), step2=["Courier"])
    assert task.steps[1].kind == "type"


def test_without_a_row_keys_are_keys(tmp_path: Path) -> None:
    clerk = Clerk().click(320, 140).press("down")
    assert understood(tmp_path, clerk, None, step2=["Courier"]).steps[1].value is None
