"""The record that a click acts in, where a sentence on the screen names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.tasks.provenance.compile import understand
from lam_desktop.tasks.provenance.told_record import record_told
from lam_desktop.tasks.step import Place, Target, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.provenance.test_compile import Eyes, compiled
from tests.tasks.recordings import Clerk

ASKED = "Find the email by Ada and click the trash icon to delete it."
SENTENCE = Element(Box(40, 20, 500, 20), "text", ASKED)
PANE = ("From: Olu", "Today", "Lunch", "", "Dear Peter Quint", "shall we meet", "at noon?", "", "Yours")
NAMES = ("Grace", "Ada", "Olu")


def icon(at: int) -> Box:
    return Box(500, 110 + 60 * at, 24, 24)


def mails(*names: str, sentence: Element = SENTENCE, kind: ElementKind = "list_item") -> list[Element]:
    """Mails below each other, each with its sender, a line of its text and two icons."""
    screen = [sentence]
    for at, name in enumerate(names):
        y = 100 + 60 * at
        screen += [
            Element(Box(50, y, 200, 20), kind, name),
            Element(Box(50, y + 24, 300, 20), "text", "Viverra justo .."),
            Element(Box(460, y + 10, 24, 24), "icon", "☆"),
            Element(icon(at), "icon", "a"),
        ]
    return screen


def click(at: int, value: Value | None = None) -> TaskStep:
    box = icon(at)
    return TaskStep(3, 7, "click", "", target=Target("a", "icon", box), point=box.center, value=value)


def told(step: TaskStep, screen: list[Element], *known: str) -> list[Value | None]:
    return [one.value for one in record_told(step, lambda _: screen, known, ())]


def test_its_name_is_read_before_the_click() -> None:
    [read] = record_told(click(1), lambda _: mails(*NAMES), (), ("record",))
    assert (read.kind, read.demonstrated, read.caption) == ("read", 7, "Read “Ada” as record_2")
    place = Place(7, SENTENCE.box, ASKED, Span(18, 21))
    assert read.value == Value("screen", "record_2", "Ada", places=(place,))
    assert "“Ada”" in read.doubt and "remove this step" in read.doubt


def test_a_glyph_that_was_read_with_the_name_does_no_harm() -> None:
    assert [one.text for one in told(click(0), mails("Ada Y", "Grace")) if one] == ["Ada"]


def test_a_box_that_is_ticked_in_the_named_line() -> None:
    [value] = told(click(1, Value("constant", text="yes", form="yes/no")), mails(*NAMES))
    assert value is not None and value.text == "Ada"


@pytest.mark.parametrize(
    ("step", "screen", "known"),
    [
        (click(0), mails(*NAMES), ()),
        (click(1), mails(*NAMES), ("Ada",)),
        (click(1), mails(*NAMES), ("Ada Byron",)),
        (click(1, Value("row", "customer", "Grace")), mails(*NAMES), ()),
        (click(1), mails("Ada", "Ada", "Olu"), ()),
        (click(0), mails("Ada"), ()),
        (click(1), mails("Olu", "Find", "Grace"), ()),
        (click(1), mails("Olu", "email", "Grace"), ()),
        (click(1), mails(*NAMES, sentence=Element(SENTENCE.box, "text", "Ada")), ()),
        (click(1), mails(*NAMES, sentence=Element(SENTENCE.box, "field", ASKED)), ()),
        (click(1), [*mails(*NAMES)[1:], Element(Box(50, 230, 400, 20), "text", ASKED)], ()),
        (click(1), mails(*NAMES, sentence=Element(SENTENCE.box, "text", "The last one saved: Ada")), ()),
        (
            click(1),
            [
                *mails("Olu", "Kim", "Grace"),
                *(Element(Box(600, 90 + 22 * at, 300, 20), "text", text) for at, text in enumerate(PANE)),
                Element(SENTENCE.box, "text", "Please read the message to Peter Quint about lunch."),
            ],
            (),
        ),
        (replace(click(1), optional=True), mails(*NAMES), ()),
    ],
    ids=[
        "another one", "of the row", "a part of what the row says", "chosen by its text", "twice", "alone",
        "a sentence's first word", "an ordinary word", "no sentence", "a field", "within the records",
        "what was done before", "in a pane beside", "only sometimes",
    ],
)  # fmt: skip
def test_what_names_no_record(step: TaskStep, screen: list[Element], known: tuple[str, ...]) -> None:
    assert told(step, screen, *known) == []


def shown(folder: Path, row: DemonstratedRow | None = None) -> Task:
    task = compiled(folder, Clerk().click(20, 30).type("hello").click(*icon(1).center), row=row)
    eyes = Eyes(step1=("", "field"), step3=("a", "icon"))
    eyes.screens = {3: mails(*NAMES)}
    eyes.look = lambda step: Target("a", "icon", icon(1)) if step.number == 3 else None  # type: ignore[method-assign]
    return understand(task, eyes)


def test_the_steps_of_a_task_are_counted_with_it(tmp_path: Path) -> None:
    task = shown(tmp_path)
    assert [(one.number, one.kind, one.demonstrated) for one in task.steps] == [
        (1, "click", 0), (2, "type", 1), (3, "read", 2), (4, "click", 2),
    ]  # fmt: skip
    assert [one.text for one in task.read_values] == ["Ada"]


def test_the_row_goes_first(tmp_path: Path) -> None:
    task = shown(tmp_path, DemonstratedRow("mails.csv", 1, {"sender": "Ada"}))
    assert [one.kind for one in task.steps] == ["click", "type", "click"]


def test_it_survives_its_file(tmp_path: Path) -> None:
    task = shown(tmp_path)
    task_file.save(task)
    assert task_file.load(tmp_path).steps == task.steps
