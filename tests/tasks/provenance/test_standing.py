"""What is read from the screen, and what stays as it was shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.finding.read_values import said
from lam_desktop.tasks.explaining.describe import describe_task, task_as_json
from lam_desktop.tasks.provenance.compile import understand
from lam_desktop.tasks.provenance.standing import _opened_from, label_before, seen_spans_of, where_it_stood
from lam_desktop.tasks.step import Place, Target, TaskStep, Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.forms import BARE
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.provenance.test_compile import Eyes, compiled
from tests.tasks.recordings import Clerk

LINE = Box(100, 300, 400, 20)
QUERY = 'Enter "Myron" into the text field.'


def line(text: str, box: Box = LINE, kind: ElementKind = "text") -> Element:
    return Element(box, kind, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Myron", QUERY),
        ("Ada Byron", "Customer: Ada Byron"),
        ("张伟", "客户：张伟"),
        ("Kim", "Select Kim from the list"),
        ("1998", "Search for movies from year 1998."),
        ("7", 'Enter the number "7" into the 2nd text field.'),
    ],
)
def test_a_part_of_a_sentence_or_of_a_pair(text: str, sentence: str) -> None:
    [(element, span)] = where_it_stood(text, [line(sentence)])
    assert span.of(element.text) == text


def test_a_paragraph_that_was_taken_for_a_button_too_is_read() -> None:
    said = 'Enter the username "nieves" and\nthe password below into the text\nfields and press login.'
    paragraph = line(said, Box(100, 300, 300, 72))
    button = Element(Box(96, 292, 320, 96), "button", said)
    assert [span.of(said) for _, span in where_it_stood("nieves", [paragraph, button])] == ["nieves"]
    held = Element(Box(96, 292, 320, 96), "button", 'Press "nieves"')
    assert not where_it_stood("nieves", [line('Press "nieves"', Box(100, 300, 300, 24)), held])


def test_what_is_known_by_its_place_must_be_quoted() -> None:
    asked = line('Click on the "Submit" button.')
    assert where_it_stood("Submit", [asked], quoted_only=True)
    for other in ("Press Submit to send the form", "Then: Submit", '"Submit"'):
        assert not where_it_stood("Submit", [line(other)], quoted_only=True)


@pytest.mark.parametrize(
    ("text", "screen"),
    [
        ("Myron", [line("Myron")]),
        ("Miller", [line("4711 Miller Berlin 12.03.2026")]),
        ("Myron", [line(QUERY, kind="cell")]),
        ("Ada", [line("Customer: Ada", kind="list_item")]),
        ("Ada", [line("Customer: Ada"), Element(LINE.expanded(4), "list_item")]),
        ("Myron", [line(QUERY, kind="field")]),
        ("Myron", [line(QUERY), Element(LINE.expanded(4), "cell")]),
        ("Myr", [line(QUERY)]),
        ("field", [line(QUERY)]),
        ("M", [line("Enter size M into the text field.")]),
        ("5", [line("Boards of 3' 5' or 7' each")]),
        ("New order", [line("New order form")]),
        ("Myron", [line(QUERY, LINE.moved(0, 30 * at)) for at in range(4)]),
    ],
)
def test_what_proves_nothing(text: str, screen: list[Element]) -> None:
    assert where_it_stood(text, screen) == []


def test_a_sentence_is_one_even_where_it_was_taken_for_an_entry() -> None:
    assert where_it_stood("Myron", [line(QUERY, kind="list_item")])


def test_a_text_that_was_proposed_twice_is_one_place() -> None:
    cut = line('Enter "Myron" in', Box(100, 300, 190, 20))
    [(element, _)] = where_it_stood("Myron", [cut, line(QUERY, LINE.expanded(2), "header")])
    assert element.text == QUERY, "the one that says most"


def test_a_label_names_its_value() -> None:
    assert label_before(Span(10, 13), "Customer: Ada") == "Customer"
    assert label_before(Span(7, 12), QUERY) == ""


def eyes_on(**screens: list[Element]) -> Eyes:
    eyes = Eyes(step1=("", "field"))
    eyes.screens = {int(name.removeprefix("step")): what for name, what in screens.items()}
    return eyes


def test_a_typed_text_is_read_from_the_screen(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).type("Myron"), row=None)
    task = understand(
        task, eyes_on(step1=[line(QUERY)], step2=[line(QUERY), line("Myron", LINE.moved(0, 40))])
    )
    step = task.steps[1]
    assert step.value == Value("screen", "", "Myron", places=(Place(1, LINE, QUERY, Span(7, 12)),))
    assert step.caption == "Type the “Myron” read from the screen"
    assert "stood in “Enter" in step.doubt and "constant" in step.doubt
    assert task.variables == ()
    assert task_as_json(task)["steps"][1]["value"] == {
        "source": "screen", "name": "", "text": "Myron", "form": "",
    }  # fmt: skip
    assert f"  “Myron”  read from the screen, where “{QUERY}” stood; here “Myron”" in describe_task(task)


def test_a_button_is_chosen_by_its_name_where_the_screen_quotes_it(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).click(40, 90), row=None)
    eyes = Eyes(step1=("Yes", "button"), step2=("No", "button"))
    eyes.screens = {1: [line('Click on the "Yes" button.')], 2: [line("Answer No to all of it")]}
    quoted, plain = understand(task, eyes).steps
    assert quoted.value is not None and quoted.value.source == "screen" and quoted.value.text == "Yes"
    assert plain.value is None


def test_it_survives_its_file(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).type("Ada Byron"), row=None)
    task = understand(task, eyes_on(step2=[line("Customer: Ada Byron")]))
    task = replace(task, name=tmp_path.name)
    assert task.steps[1].value is not None and task.steps[1].value.name == "Customer"
    path = task_file.save(task)
    assert task_file.load(tmp_path) == task
    assert "characters: [10, 19]" in path.read_text(encoding="utf-8")


def test_an_earlier_screen_counts_where_the_later_ones_do_not_say_it(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).click(50, 60).type("Myron"), row=None)
    value = understand(task, eyes_on(step1=[line(QUERY)], step2=[line(QUERY)])).steps[2].value
    assert value is not None and [place.demonstrated for place in value.places] == [1]


def test_all_places_of_a_screen_are_kept(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).type("Ada"), row=None)
    screen = [line("Customer: Ada"), line("Dear Ada, thank you for the order", LINE.moved(0, 30))]
    value = understand(task, eyes_on(step2=screen)).steps[1].value
    assert value is not None and [place.span for place in value.places] == [Span(10, 13), Span(5, 8)]


def test_a_column_of_the_row_comes_first(tmp_path: Path) -> None:
    row = DemonstratedRow("a.csv", 1, {"name": "Myron"})
    task = compiled(tmp_path, Clerk().click(20, 30).type("Myron"), row=row)
    assert understand(task, eyes_on(step2=[line(QUERY)])).steps[1].value == Value("row", "name", "Myron")


def test_what_was_entered_before_is_only_echoed(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().type("Berlin").press("tab").type("Berlin"), row=None)
    task = understand(task, eyes_on(step3=[line("Deliver to: Berlin")]))
    assert task.steps[2].value == Value("constant", text="Berlin")


def test_what_was_read_before_is_read_once(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().type("Berlin").press("tab").type("Berlin"), row=None)
    task = understand(task, eyes_on(step1=[line("City: Berlin")], step3=[line("Deliver to: Berlin")]))
    first, _, again = task.steps
    assert first.value is not None and first.value == again.value
    assert task.read_values == (first.value,)


def test_not_from_where_it_is_typed(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(120, 310).type("Myron"), row=None)
    assert understand(task, eyes_on(step2=[line(QUERY)])).steps[1].value == Value("constant", text="Myron")


def test_what_the_person_edited_is_not_read(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).type("Myron"), row=None)
    task = replace(task, steps=(task.steps[0], replace(task.steps[1], caption="Type the name")))
    assert understand(task, eyes_on(step2=[line(QUERY)])).steps[1].value == Value("constant", text="Myron")


@pytest.mark.parametrize("kind", ["radio", "list_item", "menu_item", "link", "cell", "text"])
def test_a_chosen_entry_is_read(tmp_path: Path, kind: ElementKind) -> None:
    eyes = Eyes(step1=("Kim", kind))
    eyes.screens = {1: [line("Select Kim from the list"), line("Kim", Box(10, 20, 30, 40), kind)]}
    step = understand(compiled(tmp_path, Clerk().click(12, 22), row=None), eyes).steps[0]
    assert step.value is not None and step.value.source == "screen"
    assert step.caption == "Choose the “Kim” read from the screen"


@pytest.mark.parametrize("kind", ["button", "tab", "icon", "field", "combo"])
def test_what_is_no_choice_is_not_read(tmp_path: Path, kind: ElementKind) -> None:
    eyes = Eyes(step1=("Submit", kind))
    eyes.screens = {1: [line("Enter the name and press Submit in the end")]}
    assert understand(compiled(tmp_path, Clerk().click(12, 22), row=None), eyes).steps[0].value is None


@pytest.mark.parametrize("kind", ["header", "button"])
def test_whatever_is_quoted_was_chosen_by_its_name(tmp_path: Path, kind: ElementKind) -> None:
    eyes = Eyes(step1=("okay", kind))
    eyes.screens = {1: [line('Click on the "okay" button.')]}
    step = understand(compiled(tmp_path, Clerk().click(12, 22), row=None), eyes).steps[0]
    assert step.value is not None and step.value.source == "screen"


@pytest.mark.parametrize(
    ("sentence", "kind", "read"),
    [
        ("Select Kim and click Submit.", "menu_item", True),
        ("Select Kim", "menu_item", False),
        ("Select Kim and click Submit.", "field", False),
    ],
)
def test_a_sentence_is_one_whatever_it_was_taken_for(sentence: str, kind: ElementKind, read: bool) -> None:
    assert bool(where_it_stood("Kim", [line(sentence, kind=kind)])) is read


@pytest.mark.parametrize(
    ("typed", "sentence", "read"),
    [
        ("07152013", "Enter 07/15/2013 as the date and hit submit.", "07/15/2013"),
        ("4915112345678", "Call +49 151 12345678 about the invoice today.", "+49 151 12345678"),
        ("07152013", "Enter 07/16/2013 as the date and hit submit.", None),
        ("1234", "Pay 1,234 to the account of the shop today.", None),
    ],
)
def test_what_was_typed_without_its_signs(
    tmp_path: Path, typed: str, sentence: str, read: str | None
) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).type(typed), row=None)
    task = understand(task, eyes_on(step2=[line(sentence)]))
    value = task.steps[1].value
    assert value is not None and value.text == typed
    assert (value.source, value.form) == (("screen", BARE) if read else ("constant", ""))
    if read:
        [place] = value.places
        assert place.span.of(place.text) == read
        dated = "/" in read
        assert said(value, {place: "+49 (30) 12/34"}) == (None if dated else "49301234")
        assert said(value, {place: "11/05/2014"}) == "11052014"
        assert said(value, {place: "1/5/2014"}) == (None if dated else "152014")
        task_file.save(task)
        assert task_file.load(task.folder).steps[1].value == value


def test_a_sentence_that_goes_on_in_the_next_line(tmp_path: Path) -> None:
    lines = [
        line("Search for films that were directed by Rosales from", Box(40, 100, 400, 20)),
        line("year 1972 and press the button.", Box(40, 122, 250, 20)),
    ]
    task = compiled(tmp_path, Clerk().click(20, 30).type("1972"), row=None)
    value = understand(task, eyes_on(step2=lines)).steps[1].value
    assert value is not None and value.source == "screen"
    assert value.places[0].text == f"{lines[0].text}\n{lines[1].text}"


def test_a_check_box_that_was_ticked_by_its_name(tmp_path: Path) -> None:
    for before, after, source in ((False, True, "screen"), (True, False, "constant")):
        eyes = Eyes(step1=("Peas", "checkbox", before, after))
        eyes.screens = {1: [line("Select Peas and press the button")]}
        step = understand(compiled(tmp_path, Clerk().click(12, 22), row=None), eyes).steps[0]
        assert step.value is not None and (step.value.source, step.value.form) == (source, "yes/no")
        (tmp_path / "demos" / "shown.lamrec").unlink()
    assert step.caption == "Untick the check box “Peas”"


def test_a_place_needs_the_step_before_which_it_is_read(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).click(50, 60).type("Myron"), row=None)
    task = understand(task, eyes_on(step2=[line(QUERY)]))
    task = replace(task, name=tmp_path.name)
    first, reads, types = task.steps
    for steps in ((first, types), (first, types, reads)):
        task_file.save(replace(task, steps=steps))
        with pytest.raises(
            task_file.UsageError, match=r"step 2: its value is read .* choose row or constant"
        ):
            task_file.load(tmp_path)
    assert types.value is not None
    plain = replace(types, value=replace(types.value, source="constant"))
    task_file.save(replace(task, steps=(first, plain)))
    assert task_file.load(tmp_path).steps[1].value == plain.value


def test_letters_that_look_alike_are_the_same_where_both_were_read() -> None:
    assert seen_spans_of("kx0rUrN", "Select kxOrUrN and click Submit.") == (Span(7, 14),)
    assert seen_spans_of("Il1S", "Choose lIl5.") == (Span(7, 11),)
    assert seen_spans_of("O2", "Choose 02.") == (), "too short to be known again"
    assert seen_spans_of("kx0rUrN", "Select kxOrUr and click Submit.") == ()


@pytest.mark.parametrize(("process", "apart"), [("chromium", True), ("crm", False)])
def test_an_entry_is_not_read_from_the_field_whose_list_opened_beside_its_window(
    process: str, apart: bool
) -> None:
    """A list has a window of its own; a field of another program that was clicked may be the source."""
    field = Target("Austria", "combo", LINE)
    there, popup = WindowName("Shop", process), WindowName("Shop menu", "chromium")
    opened = TaskStep(1, 0, "click", "", window=there, point=LINE.center, target=field)
    chosen = TaskStep(
        2, 1, "click", "", window=popup, target=Target("Austria", "list_item", LINE.moved(0, 40))
    )
    assert (LINE in _opened_from(chosen, [opened], there)) == apart


def test_a_single_word_among_others_stays_and_is_told(tmp_path: Path) -> None:
    told: dict[str, tuple[str, str]] = {}
    for text, shown in (("Call back tomorrow", "tomorrow"), ("To Castellano Ltd", "Castellano Ltd")):
        clerk = Clerk()
        clerk.type(text)
        eyes = Eyes()
        label, value = line("When:", Box(20, 300, 60, 20)), line(shown, Box(100, 300, 120, 20), "field")
        eyes.others = {1: {WindowName("mail", "mail"): [label, value]}}
        [step] = understand(compiled(tmp_path / shown.split()[0], clerk, None), eyes).steps
        told[text] = "" if step.value is None else step.value.source, step.doubt
    assert (
        told["Call back tomorrow"][0] == "constant"
        and "has in it what stood" in told["Call back tomorrow"][1]
    )
    assert told["To Castellano Ltd"][0] == "screen" and "written as To {read}" in told["To Castellano Ltd"][1]
