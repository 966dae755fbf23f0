"""Values that stand by themselves, known by what names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.tasks.explaining.doubts import open_doubts
from lam_desktop.tasks.provenance.compile import understand
from lam_desktop.tasks.provenance.labelled import named, stood_by_itself
from lam_desktop.tasks.provenance.readings import other_readings
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.provenance.test_compile import Eyes, compiled
from tests.tasks.recordings import Clerk

MAIL = WindowName("letters", "python3")


def pair(label: str, value: str, y: int = 100, kind: ElementKind = "text") -> list[Element]:
    """A label and what stands right of it."""
    return [Element(Box(500, y, 90, 20), "text", label), Element(Box(640, y, 120, 20), kind, value)]


def cell(text: str, column: int, line: int, kind: ElementKind = "cell") -> Element:
    return Element(Box(500 + 110 * column, 100 + 30 * line, 100, 20), kind, text)


TABLE = [
    *(cell(text, column, 0, "header") for column, text in enumerate(("Order", "Customer", "Total"))),
    *(cell(text, column, 1) for column, text in enumerate(("A-17", "Miller", "86,20"))),
    *(cell(text, column, 2) for column, text in enumerate(("A-18", "Sorensen", "1.249,50"))),
]


@pytest.mark.parametrize("kind", ["text", "field", "cell", "list_item", "menu_item"])
def test_a_value_is_named_by_the_label_left_of_it_whatever_a_detector_takes_it_for(kind: ElementKind) -> None:
    screen = [*pair("Date", "05.03.2026", 70), *pair("Invoice no.:", "RE-4711", 100, kind)]
    [found] = stood_by_itself("RE-4711", screen)
    assert (found.name, found.record, found.pattern) == ("Invoice no.", "", None)


def test_a_cell_is_named_by_its_heading_and_its_record() -> None:
    assert named(TABLE[8], TABLE) == ("Total", "A-18")
    [found] = stood_by_itself("1249.50", TABLE)
    assert (found.name, found.record) == ("Total", "A-18")


def test_a_field_and_the_text_in_it_are_one_place() -> None:
    label, text = pair("Total", "1.249,50")
    field = Element(text.box.expanded(4), "field", "1.249,50")
    [found] = stood_by_itself("1.249,50", [label, text, field])
    assert found.element.kind == "field"


@pytest.mark.parametrize(
    ("typed", "shown", "way"),
    [
        ("1249.50", "1.249,50 €", "{read | number 1234.50 from 1.234,50}"),
        ("1249.50", "Total: 1.249,50 €", "{read | number 1234.50 from 1.234,50}"),
        ("2026-03-05", "05.03.2026", "{read | date yyyy-mm-dd from dd.mm.yyyy}"),
        ("MILLER", "Miller", "{read | upper}"),
        ("Sorensen", "Maria Sorensen", "{read | last word}"),
    ],
)
def test_what_was_typed_may_be_written_otherwise(typed: str, shown: str, way: str) -> None:
    [found] = stood_by_itself(typed, pair("Name", shown))
    assert str(found.pattern) == way
    assert parse_pattern(way).write({"read": found.span.of(shown)}) == typed


def test_how_other_numbers_are_written_decides_what_one_says_that_shows_it_by_nothing() -> None:
    german = pair("Net", "2.050,25", 70)
    assert stood_by_itself("1249", [*pair("Total", "1.249"), *german])[0].pattern is not None
    english = pair("Net", "2,050.25", 70)
    assert stood_by_itself("1249", [*pair("Total", "1.249"), *english]) == []


def test_what_nothing_names_is_no_value() -> None:
    assert stood_by_itself("RE-4711", [Element(Box(640, 100, 120, 20), "text", "RE-4711")]) == []


def entered(folder: Path, text: str, shown: list[Element], row: DemonstratedRow | None = None) -> Task:
    """A task in which `text` is typed while another program shows something."""
    task = compiled(folder, Clerk().click(320, 140).type(text).click(300, 400), row)
    eyes = Eyes(step1=("", "field"), step3=("Save", "button"))
    eyes.others = {1: {MAIL: shown}}
    return understand(replace(task, windows=(*task.windows, MAIL)), eyes)


def test_what_another_program_showed_is_read_there(tmp_path: Path) -> None:
    task = entered(tmp_path, "1249.50", [*pair("Invoice no.", "RE-4711", 70), *pair("Total", "1.249,50 €")])
    step = task.steps[1]
    assert step.value is not None and step.value.source == "screen" and step.value.name == "Total"
    [place] = step.value.places
    assert (place.window, place.demonstrated, place.alone) == (MAIL, 0, True)
    assert "“Total” in letters" in step.doubt and "constant" in step.doubt
    task_file.save(task)
    again = task_file.load(tmp_path)
    assert again.steps[1].value == step.value, "task.yaml says it, and is read back"


def test_what_stands_in_several_places_is_told_with_them(tmp_path: Path) -> None:
    shown = [*pair("Bill to", "Ada Lindqvist", 70), *pair("Ship to", "Ada Lindqvist")]
    step = entered(tmp_path, "Ada Lindqvist", shown).steps[1]
    assert step.value is not None and len(step.value.places) == 2
    assert "“Bill to”" in step.doubt and "“Ship to”" in step.doubt


@pytest.mark.parametrize("text", ["2", "Yes"])
def test_what_is_short_or_common_stays_and_is_told(tmp_path: Path, text: str) -> None:
    step = entered(tmp_path, text, pair("Parcels", text)).steps[1]
    assert step.value == Value("constant", text=text)
    assert "“Parcels”" in step.doubt and "stays in every row" in step.doubt


def test_a_cell_of_the_row_wins_and_that_is_told(tmp_path: Path) -> None:
    row = DemonstratedRow("orders.csv", 1, {"invoice": "RE-4711"})
    step = entered(tmp_path, "RE-4711", pair("Invoice no.", "RE-4711"), row).steps[1]
    assert step.value == Value("row", "invoice", "RE-4711")
    assert "“Invoice no.”" in step.doubt and "the column “invoice” was taken" in step.doubt


def test_a_cell_of_the_programs_own_table_is_told_but_not_taken(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(300, 400).click(320, 140).type("Sorensen"), None)
    eyes = Eyes(step1=("Next", "button"), step2=("", "field"))
    eyes.screens = {1: TABLE}
    step = understand(task, eyes).steps[2]
    assert step.value == Value("constant", text="Sorensen")
    assert "“Customer” of “A-18”" in step.doubt


def in_table(folder: Path, cells: dict[str, str], table: list[Element]) -> Task:
    """A task in which «Sorensen» is typed while a table of the same program shows it."""
    clerk = Clerk().click(300, 400).click(320, 140).type("Sorensen")
    task = compiled(folder, clerk, DemonstratedRow("orders.csv", 1, cells))
    eyes = Eyes(step1=("Next", "button"), step2=("", "field"))
    eyes.screens = {1: table}
    return understand(task, eyes)


def test_a_cell_in_the_line_that_the_row_names_is_one_of_two_readings(tmp_path: Path) -> None:
    task = in_table(tmp_path, {"order": "A-18"}, TABLE)
    step = task.steps[2]
    assert step.value is not None and step.value.source == "screen"
    assert step.value.name == "Customer of A-18" and "the same in every row" in step.doubt
    assert other_readings(step, task.row, None) == (Value("constant", text="Sorensen"),)
    [doubt] = open_doubts(task, [Row(2, {"order": "A-17"})])
    assert doubt.matters, "it is asked before the first key stroke"
    assert [one.says for one in doubt.meant] == ["as the screen shows it then", "Sorensen"]
    task_file.save(task)
    assert task_file.load(tmp_path).steps[2] == step


def test_a_cell_in_another_line_or_in_two_is_not_read(tmp_path: Path) -> None:
    stays = Value("constant", text="Sorensen")
    assert in_table(tmp_path, {"order": "A-99"}, TABLE).steps[2].value == stays
    twice = [*TABLE, *(replace(one, box=one.box.moved(0, 90)) for one in TABLE[3:])]
    step = in_table(tmp_path / "other", {"order": "A-18"}, twice).steps[2]
    assert step.value == stays and step.doubt, "a list of earlier orders says it in several lines"


def test_what_is_pasted_was_copied(tmp_path: Path) -> None:
    clerk = Clerk().click(1, 1).press("ctrl", "c").click(320, 140).press("ctrl", "v")
    task = compiled(tmp_path, clerk, None)
    eyes = Eyes(step1=("Castellano Marine", "field"), step3=("", "field"))
    eyes.screens = {2: [Element(Box(0, 0, 90, 20), "field", "Castellano Marine")]}
    eyes.news = {4: ["Castellano Marine", "1 of 3"]}
    step = understand(task, eyes).steps[3]
    assert step.value == Value("clipboard", text="Castellano Marine")
    assert step.caption == "Paste what was copied (“Castellano Marine”)"
    task_file.save(replace(task, steps=(*task.steps[:3], step)))
    assert task_file.load(tmp_path).steps[3].value == step.value


def test_what_is_pasted_but_was_never_copied_is_told(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(320, 140).press("ctrl", "v"), None)
    step = understand(task, Eyes(step1=("", "field"))).steps[1]
    assert step.value is None and "before you began" in step.doubt
