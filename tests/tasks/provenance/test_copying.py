"""What copies and pastes: by keys, by what a menu says, by marking and the middle button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.tasks.provenance.compile import understand
from lam_desktop.tasks.provenance.copying import command_of
from lam_desktop.tasks.provenance.read_off import read_off
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.clipboard_words import command_called
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.provenance.test_compile import Eyes, compiled
from tests.tasks.recordings import Clerk

FIELD = Box(10, 20, 30, 40)
"""Where the fake eyes see every target."""
SAID = "Castellano Marine"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Copy", "copy"), ("Copy Ctrl+C", "copy"), ("Cu_t Shift+Ctrl+X", "cut"), ("Paste", "paste"),
        ("Kopieren Strg+C", "copy"), ("Einfügen  Strg+V", "paste"), ("Coller", "paste"), ("Pegar", "paste"),
        ("复制(C)", "copy"), ("粘贴(P) Ctrl+V", "paste"), ("貼り付け", "paste"), ("Вставить", "paste"),
        ("Paste as plain text Ctrl+Shift+V", "paste"),
        ("Másolás Ctrl+C", "copy"), ("Beillesztés Ctri+V", "paste"),
        ("Copy order", None), ("Copy link address", None), ("Ctrl+C", None), ("Paste it Alt+V", None),
        ("Close Ctrl+W", None), ("C", None), ("", None), ("Copyright", None), ("Vitamin C", None),
    ],
)  # fmt: skip
def test_what_a_menu_calls_it(text: str, command: str | None) -> None:
    assert command_called(text) == command


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        (("ctrl", "insert"), "copy"), (("shift", "insert"), "paste"), (("ctrl", "shift", "c"), "copy"),
        (("shift", "ctrl", "v"), "paste"), (("shift", "delete"), "cut"), (("ctrl", "alt", "c"), None),
    ],
)  # fmt: skip
def test_which_keys_do(keys: tuple[str, ...], command: str | None) -> None:
    assert command_of(TaskStep(1, 0, "shortcut", "", keys=keys)) == command


def by_menu(tmp_path: Path, after: list[Element], came: list[str], kind: ElementKind = "menu_item") -> Task:
    """Copies from one field and pastes into another, both by the context menu."""
    clerk = Clerk().click(1, 1, "right").click(20, 60).click(320, 140, "right").click(340, 200)
    task = compiled(tmp_path, clerk, None)
    eyes = Eyes(step1=(SAID, "field"), step2=("Copy", kind), step3=("", "field"), step4=("Paste", kind))
    eyes.screens = {
        2: [
            Element(Box(400, 0, 90, 20), "field", SAID),
            Element(Box(400, 90, 90, 20), "text", "Notes of the customer"),
        ]
    }
    eyes.screens[3] = eyes.screens[2]
    eyes.left, eyes.news = {4: after}, {4: came}
    return understand(task, eyes)


@pytest.mark.parametrize("kind", ["menu_item", "text", "header"])
def test_what_came_into_the_field_was_copied(kind: ElementKind, tmp_path: Path) -> None:
    task = by_menu(tmp_path, [Element(FIELD, "field", SAID)], [], kind)
    step = task.steps[3]
    assert step.value == Value("clipboard", text=SAID), "also where it still stands in its own field"
    assert step.caption == f"Paste what was copied (“{SAID}”)"
    task_file.save(task)
    assert task_file.load(tmp_path).steps[3].value == step.value


def test_what_a_menu_had_covered_was_not_pasted(tmp_path: Path) -> None:
    task = by_menu(tmp_path, [], ["Notes of the customer"])
    assert task.steps[3].value == Value("clipboard"), "it stood there before the menu was opened"


def test_a_button_that_copies_a_record_copies_no_text(tmp_path: Path) -> None:
    clerk = Clerk().click(1, 1).click(340, 200)
    eyes = Eyes(step1=("Copy order", "button"), step2=("Save", "button"))
    assert [step.value for step in understand(compiled(tmp_path, clerk, None), eyes).steps] == [None, None]


def middle(tmp_path: Path, clerk: Clerk, eyes: Eyes, left: list[Element]) -> TaskStep:
    eyes.screens = {1: [Element(Box(400, 0, 90, 20), "text", SAID)], 2: [Element(FIELD, "text", SAID)]}
    eyes.left = {2: left}
    return understand(compiled(tmp_path, clerk, None), eyes).steps[1]


def test_the_middle_button_pastes_what_was_marked(tmp_path: Path) -> None:
    eyes = Eyes(step1=(SAID, "text"), step2=("", "field"))
    came = [Element(Box(12, 22, 20, 20), "field", "Marine")]
    double = Clerk().drag((400, 5), (480, 5)).click(20, 40, "middle")
    step = middle(tmp_path, double, eyes, came)
    assert step.value is None and "marked by dragging" in step.doubt


def test_the_middle_button_opens_things_too(tmp_path: Path) -> None:
    clerk = Clerk().press("ctrl", "a").click(20, 40, "middle")
    came = [Element(Box(12, 22, 20, 20), "field", SAID)]
    eyes = Eyes(step2=("", "field"))
    eyes.screens, eyes.left = {1: [Element(Box(400, 0, 90, 20), "field", SAID)]}, {2: came}
    task = compiled(tmp_path, clerk, None)
    assert understand(task, eyes).steps[1].value == Value("clipboard", text=SAID)
    eyes.left = {2: [Element(Box(500, 300, 20, 20), "text", SAID)]}
    assert understand(task, eyes).steps[1].value is None, "nothing came where it clicked"


def test_a_menu_that_only_copies_is_still_clicked() -> None:
    copy = TaskStep(1, 0, "click", "", target=None)
    steps = (replace(copy, caption="Copy"),)
    assert read_off(steps, lambda _: (), ()) == steps
