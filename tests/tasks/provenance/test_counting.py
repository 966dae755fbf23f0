"""Which one of several is clicked, where a sentence on the screen says its number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.provenance.compile import understand
from lam_desktop.tasks.provenance.counting import alike, counted, kinds_counted
from lam_desktop.tasks.step import Place, Target, TaskStep, Value
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.forms import COUNTED
from lam_desktop.tasks.texts.ordinals import FIELDS, LISTED
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.provenance.test_compile import Eyes, compiled
from tests.tasks.provenance.test_told_record import SENTENCE as MAILS
from tests.tasks.provenance.test_told_record import icon, mails
from tests.tasks.recordings import Clerk

SENTENCE = Element(Box(40, 100, 400, 20), "text", 'Enter "Ada" into the 2nd textbox.')
ADDRESS = Element(Box(100, 20, 300, 24), "field", "bank.example/form")


def field(at: int, kind: ElementKind = "field", text: str = "") -> Element:
    return Element(Box(40, 140 + 50 * at, 200, 30), kind, text, score=0.9)


def click(target: Element, value: Value | None = None) -> TaskStep:
    seen = Target(target.text, target.kind, target.box)
    return TaskStep(2, 5, "click", "", target=seen, point=target.box.center, value=value)


def told(step: TaskStep, *screen: Element) -> Value | None:
    return counted(step, (), lambda _: screen).value


def test_the_number_is_read_each_time() -> None:
    step = counted(click(field(1)), (), lambda _: [SENTENCE, *map(field, range(3))])
    place = Place(5, SENTENCE.box, SENTENCE.text, Span(21, 24))
    assert step.value == Value("screen", "", "2nd", COUNTED, places=(place,))
    assert "“2nd” stood in" in step.doubt and "remove the value" in step.doubt
    assert step.value is not None and kinds_counted(step.value) == FIELDS


def test_the_address_above_the_sentence_does_not_count() -> None:
    assert told(click(field(1)), ADDRESS, SENTENCE, *map(field, range(3))) is not None
    first = replace(SENTENCE, text="Enter it into the 1st textbox.")
    assert told(click(field(0)), ADDRESS, first, *map(field, range(3))) is not None


def test_what_another_number_says_is_not_followed() -> None:
    assert told(click(field(0)), SENTENCE, *map(field, range(3))) is None
    assert told(click(field(2)), ADDRESS, SENTENCE, *map(field, range(3))) is None


def test_one_alone_is_not_counted() -> None:
    first = replace(SENTENCE, text="Enter it into the 1st textbox.")
    assert told(click(field(0)), first, field(0)) is None


def test_another_thing_of_that_number_is_not_meant() -> None:
    buttons = [field(at, "button", "Go") for at in range(3)]
    assert told(click(buttons[1]), SENTENCE, *buttons) is None


def test_of_several_numbers_none_is_followed() -> None:
    links = [Element(Box(40, 140 + 50 * at, 90, 20), "link", f"Order {at}") for at in range(3)]
    sentence = replace(SENTENCE, text="In the 2nd row click the 1st link.")
    step = counted(click(links[1]), (), lambda _: [sentence, *links])
    assert step.value is None and "beside other such numbers" in step.doubt


def test_a_number_in_its_own_name_is_not_meant() -> None:
    buttons = [Element(Box(40, 140 + 50 * at, 90, 20), "button", f"{at}. page") for at in range(3)]
    sentence = replace(SENTENCE, text="You see the 2nd page button.")
    target = replace(buttons[1], text="2nd page")
    assert told(click(target), sentence, buttons[0], target, buttons[2]) is None


def test_two_ways_to_say_it_do_not_contradict_each_other() -> None:
    header = Element(Box(40, 40, 200, 20), "header", "Here is the second field")
    value = told(click(field(1)), header, SENTENCE, *map(field, range(3)))
    assert value is not None and len(value.places) == 1


def test_what_lies_over_it_is_not_taken_for_it() -> None:
    label = Element(field(1).box, "text", "")
    found, at = alike([label, *map(field, range(3))], field(1).box, "field", FIELDS)
    assert len(found) == 3 and at == 1


def test_a_sentence_is_no_line_of_a_list() -> None:
    lines = [Element(Box(40, 140 + 30 * at, 300, 20), "text", f"Order {at}") for at in range(3)]
    sentence = replace(SENTENCE, text="Please open the third row of this list today.")
    assert alike([sentence, *lines], lines[0].box, "text", LISTED)[0] == lines


def test_a_record_that_the_sentence_names_goes_first(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(20, 30).type("hello").click(*icon(0).center))
    asked = replace(MAILS, text="Find the first email of Grace and click the first icon to delete it.")
    eyes = Eyes(step1=("", "field"), step3=("a", "icon"))
    eyes.screens = {3: mails("Grace", "Ada", "Olu", sentence=asked)}
    eyes.look = lambda step: Target("a", "icon", icon(0)) if step.number == 3 else None  # type: ignore[method-assign]
    steps = understand(task, eyes).steps
    assert [one.kind for one in steps] == ["click", "type", "read", "click"] and steps[-1].value is None


def test_what_is_told_already_stays() -> None:
    constant = Value("constant", text="yes", form="yes/no")
    boxes = [field(at, "checkbox") for at in range(3)]
    sentence = replace(SENTENCE, text="Please tick the 2nd check box.")
    step = counted(click(boxes[1], constant), (), lambda _: [sentence, *boxes])
    assert step.value == constant and "stays the box that you clicked" in step.doubt
    of_row = replace(constant, source="row", name="gift")
    assert counted(click(boxes[1], of_row), (), lambda _: [sentence, *boxes]).doubt == ""


def test_found_twice_or_taken_for_a_button() -> None:
    twice = replace(field(0), box=Box(42, 141, 198, 28), score=0.4)
    screen = [SENTENCE, twice, field(0), field(1), field(2, "button"), field(3, "button", "Send")]
    found, at = alike(screen, field(1).box, "field", FIELDS)
    assert [one.box.y for one in found] == [140, 190, 240] and at == 1


def test_an_icon_far_above_in_the_bar_of_the_window_is_none_of_the_options() -> None:
    reload = Element(Box(39, 66, 36, 35), "icon")
    options = [Element(Box(47 + 50 * at, 231, 34, 39), "radio") for at in range(3)]
    found, at = alike([reload, *options], options[0].box, "radio", frozenset({"radio"}))
    assert found == options and at == 0
    near, at = alike(
        [replace(options[1], kind="icon"), options[0], options[2]],
        options[0].box,
        "radio",
        frozenset({"radio"}),
    )
    assert [one.box for one in near] == [one.box for one in options] and at == 0


def test_the_address_of_the_page_is_none_of_its_fields() -> None:
    """Whether it was found or not, and whatever the sentence says of where it begins."""
    fields = [Element(Box(42 + 82 * at, 288, 75, 43), "field") for at in range(3)]
    address = Element(Box(214, 67, 334, 33), "field", "bank.example/form")
    for screen in ([address, *fields], fields, [*fields, Element(address.box, "text", address.text)]):
        assert alike(screen, fields[2].box, "field", FIELDS) == (fields, 2)
    below = [Element(Box(42, 200 + 100 * at, 200, 30), "field") for at in range(4)]
    assert alike([address, *below], below[3].box, "field", FIELDS) == (below, 3)


def test_of_a_table_only_the_column_counts() -> None:
    cells = [
        Element(Box(40 + 120 * x, 140 + 30 * y, 110, 28), "cell", f"{x}{y}")
        for y in range(3)
        for x in range(3)
    ]
    sentence = replace(SENTENCE, text="Please open the third row of the list.")
    assert [one.text for one in alike(cells, cells[4].box, "cell", LISTED)[0]] == ["10", "11", "12"]
    assert told(click(cells[7]), sentence, *cells) is not None
    assert told(click(cells[4]), sentence, *cells) is None


@given(st.permutations(range(9)))
def test_in_reading_order_however_they_were_found(order: list[int]) -> None:
    fields = [
        Element(Box(40 + 120 * (at % 3), 140 + 50 * (at // 3) + at % 2, 100, 30), "field", str(at))
        for at in range(9)
    ]
    found, _ = alike([fields[at] for at in order], fields[4].box, "field", FIELDS)
    assert [one.text for one in found] == [str(at) for at in range(9)]


def test_it_is_understood_and_survives_its_file(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(*field(1).box.center).type("hello"))
    eyes = Eyes(step1=("", "field"))
    eyes.screens = {1: [SENTENCE, *map(field, range(3))]}
    eyes.look = lambda step: Target("", "field", field(1).box) if step.number == 1 else None  # type: ignore[method-assign]
    task = understand(task, eyes)
    assert task.steps[0].caption == "Click the field “2nd”, by the number that the screen says"
    assert [one.text for one in task.read_values] == ["2nd"]
    task_file.save(task)
    assert task_file.load(tmp_path).steps == task.steps
