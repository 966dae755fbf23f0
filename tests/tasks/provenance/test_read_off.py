from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.read_off import read_off, with_places, without_places
from lam_desktop.tasks.step import Place, Target, TaskStep, Value
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element
from tests.tasks.task_yaml.test_task_file import example

FIELD = Box(200, 100, 120, 24)
SCREEN = (
    Element(Box(100, 104, 80, 16), "text", "Invoice no.:"),
    Element(FIELD, "field", "RE-4711"),
    Element(Box(200, 200, 120, 24), "field", "Miller"),
)
COPY = ("ctrl", "c")


def keys(number: int, *pressed: str) -> TaskStep:
    step = TaskStep(number, number - 1, "shortcut", "", keys=pressed)
    return replace(step, caption=caption(step))


def click(number: int, box: Box = FIELD, text: str = "RE-4711") -> TaskStep:
    return TaskStep(number, number - 1, "click", "click", point=box.center, target=Target(text, "field", box))


def test_what_is_copied_and_never_pasted_is_read() -> None:
    steps = (click(1), keys(2, "ctrl", "a"), keys(3, *COPY), keys(4, "ctrl", "s"))
    done = read_off(steps, lambda _: SCREEN, ())
    assert done[:2] == steps[:2] and done[3] == steps[3]
    assert (done[2].kind, done[2].keys, done[2].caption) == ("read", (), "Read “RE-4711” as invoice_no")
    place = Place(2, FIELD, "RE-4711", Span(0, 7))
    assert done[2].value == Value("screen", "invoice_no", "RE-4711", places=(place,))
    again = read_off(steps, lambda _: SCREEN, ("invoice_no",))
    assert again[2].value is not None and again[2].value.name == "invoice_no_2"  # the row has such a column


@pytest.mark.parametrize(
    "behind", [(keys(3, "ctrl", "v"),), (keys(3, "ctrl", "s"), keys(4, "shift", "insert"))]
)
def test_what_is_pasted_is_copied(behind: tuple[TaskStep, ...]) -> None:
    steps = (click(1), keys(2, *COPY), *behind)
    assert read_off(steps, lambda _: SCREEN, ()) == steps


def test_of_two_copies_the_one_that_is_pasted_stays() -> None:
    steps = (click(1), keys(2, *COPY), click(3), keys(4, *COPY), keys(5, "ctrl", "v"))
    assert [one.kind for one in read_off(steps, lambda _: SCREEN, ())] == [
        "click", "read", "click", "shortcut", "shortcut",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "steps",
    [
        (keys(1, *COPY),),
        (click(1, text=""), keys(2, *COPY)),
        (click(1, text="RE-4712"), keys(2, *COPY)),  # it says something else by then
        (click(1), keys(2, "tab"), keys(3, *COPY)),
    ],
)
def test_what_was_marked_otherwise_is_a_doubt(steps: tuple[TaskStep, ...]) -> None:
    last = read_off(steps, lambda _: SCREEN, ())[-1]
    assert last.kind == "shortcut" and "never pasted" in last.doubt


def test_what_is_cut_away_is_no_reading() -> None:
    steps = (click(1), keys(2, "ctrl", "x"))
    assert read_off(steps, lambda _: SCREEN, ()) == steps


def test_a_later_step_has_it_by_its_name(tmp_path: Path) -> None:
    task = example(tmp_path)
    [read] = read_off((click(1), keys(2, *COPY)), lambda _: SCREEN, ())[1:]
    assert read.value is not None
    typed = replace(
        task.steps[1], number=3, value=Value("screen", "invoice_no", "RE-4711", places=read.value.places)
    )
    steps = (click(1), read, typed)
    told = without_places(typed, steps)
    assert told.value is not None and told.value.places == () and with_places(told, steps) == typed
    task = replace(task, steps=steps)
    path = task_file.save(task)
    text = path.read_text(encoding="utf-8")
    assert text.count("places:") == 1 and task_file.load(tmp_path) == task
    short = text.replace("      text: RE-4711\n    approval", "    approval")
    path.write_text(short, encoding="utf-8")
    assert short != text and task_file.load(tmp_path).steps[2].value == typed.value
