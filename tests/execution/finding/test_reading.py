"""The value in the same place of the present screen, or a reason why it is not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.reading import Reader
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.screen.words import box_of, in_words
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import Place, TaskStep, Value
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.tasks.texts.spans import Span, spans_of
from lam_desktop.types import Box, Decision, DemonstratedStep, Element, Frame, Observation, Situation
from tests.fakes.words import WordPolicy

WINDOW = Box(0, 0, 800, 400)


def screen(*lines: str, left: int = 20, confidence: float = 0.99) -> Observation:
    """Lines of running text, one below the other."""
    elements = [
        Element(Box(left, 20 + 30 * at, 8 * len(text), 18), "text", text, confidence)
        for at, text in enumerate(lines)
    ]
    return Observation(np.zeros((400, 800, 3), np.uint8), tuple(elements), WINDOW)


def reader(
    now: Observation,
    sure: Callable[[str], bool] = lambda _: True,
    misread: Callable[[str], str] = lambda said: said,
) -> Reader:
    """With a policy that knows words by their neighbours, and eyes that see the same again, or `misread`."""

    def look_closer(frame: Frame, box: Box) -> tuple[str, float]:
        seen = [one.text for one in now.elements if one.box.overlaps(box)]
        return misread("\n".join(seen)), 1.0

    return Reader(WordPolicy(sure), look_closer)


def read(
    value: str,
    shown: Sequence[str],
    now: Observation,
    sure: Callable[[str], bool] = lambda _: True,
) -> tuple[str | None, str | None]:
    """What is read in the first place of `value`, and why not."""
    before = screen(*shown)
    element = next(one for one in before.elements if spans_of(value, one.text))
    place = Place(0, element.box, element.text, spans_of(value, element.text)[0])
    step = TaskStep(1, 0, "type", "type it", value=Value("screen", "", value, places=(place,)))
    plan = StepPlan(step, reads=(place,), screen=(step.value,) if step.value else ())
    found, reason = reader(now, sure).read(plan, DemonstratedStep(1, before, None, None), now, ())
    return found[place].text if place in found else None, reason.reason if reason else None


QUERY = 'Enter "Myron" into the text field and press Submit.'


@pytest.mark.parametrize(
    ("value", "shown", "now", "right"),
    [
        ("Myron", QUERY, 'Enter "Agustina" into the text field and press Submit.', "Agustina"),
        ("Myron", QUERY, 'Enter "Ada Byron" into the text field and press Submit.', "Ada Byron"),
        ("Myron", QUERY, "Enter Ada into the text field and press Submit.", "Ada"),
        ("Ada Byron", "Customer: Ada Byron", "Customer: Peter Nguyen", "Peter Nguyen"),
        ("Ada Byron", "Customer: Ada Byron", "Customer: Madonna", "Madonna"),
        ("Ada Byron", "Customer: Ada Byron", "Customer: Anna Maria de Souza", "Anna Maria de Souza"),
        ("Ada", "Customer: Ada", "Customer: Ada", "Ada"),
        ("Ada", "Ada wrote to you", "Peter Nguyen wrote to you", None),
        ("Ada", "Ada wrote to you", "Peter wrote to you", "Peter"),
        ("1998", "Search for films from year 1998.", "Search for films from year 2004.", "2004"),
        ("Amet", 'Click on the link "Amet".', 'Click on the link "duis".', "duis"),
        ("Amet.", 'Click on the link "Amet.".', 'Click on the link "duis,.".', "duis,."),
        ("Amet", 'Click on the link "Amet".', 'Click on the link "duis.".', "duis"),
        ("Alice", 'Enter "Alice" in the form', 'Enter "Bob," in the form', None),
        ("Amet,.", 'Click on the link "Amet,.".', 'Click on the link "duis".', "duis"),
        ("Amet", 'Say "Amet," he said.', 'Say "duis," he said.', "duis"),
        ("neque", 'Click on the link "neque.', 'Click on the link "egestas".', "egestas"),
        ("neque", "Click on the link neque.", 'Click on the link "egestas".', None),
        ("Miller Co.", "For Miller Co. today", "For Smith Co. today", "Smith Co."),
        ("ada@byron.org", "E-mail: ada@byron.org", "E-mail: p.nguyen@site.de", "p.nguyen@site.de"),
        ("12:30", "Come at 12:30 to the desk", "Come at 9:15 to the desk", "9:15"),
        ("张伟", "客户：张伟", "客户：李雷", "李雷"),
    ],
)
def test_the_text_in_the_same_place(value: str, shown: str, now: str, right: str | None) -> None:
    text, reason = read(value, [shown], screen(now, left=90))
    assert text == right
    assert (reason is None) == (right is not None)


def test_a_sentence_that_is_broken_elsewhere_now() -> None:
    def broken(*lines: str) -> Observation:
        elements = [
            Element(Box(20, 20 + 22 * at, 9 * len(text), 20), "text", text) for at, text in enumerate(lines)
        ]
        return Observation(np.zeros((400, 800, 3), np.uint8), tuple(elements), WINDOW)

    before = broken("Search for historical films directed by Rosales", "from the year 1972 or so.")
    whole = before.elements[0].text + "\n" + before.elements[1].text
    [span] = spans_of("Rosales", whole)
    place = Place(0, before.elements[0].box.union(before.elements[1].box), whole, span)
    value = Value("screen", "", "Rosales", places=(place,))
    plan = StepPlan(TaskStep(1, 0, "type", "type it", value=value), reads=(place,), screen=(value,))
    now = broken("Search for historical films directed by", "Ada Byron from the year 1988 or so.")
    found, reason = reader(now).read(plan, DemonstratedStep(1, before, None, None), now, ())
    assert reason is None and found[place].text == "Ada Byron"


YEAR = "Search for action films by Rosales from year 1972."
SENT = "Write to Anna, and send and close it."
PLAIN = "Enter the name enola and the code niXd into the fields and press Login."
LOGIN = 'Enter the name "enola" and the code "niXd" into the fields and press Login.'


@pytest.mark.parametrize(
    ("value", "shown", "now", "right"),
    [
        ("1972", YEAR, "Search for drama films by Leon from year 1988.", "1988"),
        ("1972", YEAR, "Search for year films by Leon from year 1988.", None),
        # What is said twice is known by the marks between it and the value.
        ("enola", LOGIN, LOGIN.replace("enola", "vanda").replace("niXd", "7rQ"), "vanda"),
        ("enola", LOGIN, LOGIN.replace('"enola"', "“vanda”"), "vanda"),
        ("enola", LOGIN[: LOGIN.index(" code")], LOGIN.replace("enola", "vanda"), "vanda"),
        # Or by the word on its other side, which is no part of the value.
        ("enola", PLAIN, PLAIN.replace("enola", "vanda"), "vanda"),
        ("enola", LOGIN, LOGIN.replace("into", "and into"), "enola"),
        ("enola", PLAIN, PLAIN.replace("enola", "Tom and the gang"), None),
        ("enola", PLAIN, PLAIN.replace("enola", "vanda").replace("and the code", "and a code"), None),
        ("enola", LOGIN, LOGIN.replace('"enola"', '"salt" and "pepper'), None),  # one mark was lost
        ("Anna", SENT, SENT.replace("Anna", "Tom, and Dick"), None),  # a comma is no quotation mark
    ],
)
def test_a_word_that_both_texts_say_once_need_not_be_sure(
    value: str, shown: str, now: str, right: str | None
) -> None:
    class Doubtful(WordPolicy):
        def decide(self, situation: Situation) -> Decision:
            decision = super().decide(situation)
            return replace(decision, confidence=min(decision.confidence, 0.6))

    before, seen = screen(shown), screen(now)
    [span] = spans_of(value, before.elements[0].text)
    place = Place(0, before.elements[0].box, before.elements[0].text, span)
    read_so = Value("screen", "", value, places=(place,))
    plan = StepPlan(TaskStep(1, 0, "type", "type it", value=read_so), reads=(place,), screen=(read_so,))
    reading = Reader(Doubtful(), lambda _frame, _box: (seen.elements[0].text, 1.0))
    found, reason = reading.read(plan, DemonstratedStep(1, before, None, None), seen, ())
    assert (found[place].text if place in found else None) == right and (reason is None) == (
        right is not None
    )


def test_the_neighbours_tell_even_where_the_demonstrated_text_stands_elsewhere() -> None:
    lines = ("Last customer: Myron", 'Enter "Ada" into the text field and press Submit.', "Myron was here")
    assert read("Myron", [QUERY], screen(*lines))[0] == "Ada"


@pytest.mark.parametrize(
    "now",
    [
        "Type the name on the badge and go on.",
        'Enter "Ada" "Byron" into the text field and press Submit.',
        "Enter Ada, Byron into the text field and press Submit.",
        'Enter the name "Ada" below the text field.',
        "Enter into the text field and press Submit.",
        "",
    ],
)
def test_what_does_not_fit_is_not_read(now: str) -> None:
    text, reason = read("Myron", [QUERY], screen(now) if now else screen())
    assert text is None
    assert reason is not None and "“Myron”" in reason and reason.endswith(".") and ".." not in reason


def test_a_value_cut_over_two_texts_is_not_read() -> None:
    assert read("Myron", [QUERY], screen('Enter "Ada Byron" into the', "text field"))[0] == "Ada Byron"
    assert read("Myron", [QUERY], screen('Enter "Ada', 'Byron" into the text field'))[0] is None


def test_between_known_words_the_value_itself_may_be_unknown() -> None:
    now = screen('Enter "Ada" into the text field and press Submit.')
    assert read("Myron", [QUERY], now, lambda said: said != "Myron") == ("Ada", None)


def test_a_value_does_not_grow_without_end() -> None:
    text, reason = read("Myron", [QUERY], screen('Enter "a b c d e f" into the text field and press Submit.'))
    assert text is None and reason is not None and "between the same words" in reason


@pytest.mark.parametrize("word", ["Enter", "into"])
def test_a_word_the_policy_is_not_sure_of_stops_it(word: str) -> None:
    now = screen('Enter "Ada" into the text field and press Submit.')
    text, reason = read("Myron", [QUERY], now, lambda said: said != word)
    assert text is None and reason is not None and "40%" in reason


def test_what_is_hard_to_read_is_not_typed() -> None:
    now = screen('Enter "Ada" into the text field and press Submit.', confidence=0.6)
    text, reason = read("Myron", [QUERY], now)
    assert text is None and reason is not None and "hard to read" in reason


def placed(value: str) -> StepPlan:
    """A step that types `value`, which `QUERY` said."""
    element = screen(QUERY).elements[0]
    read_in = Value("screen", "", value, places=(Place(0, element.box, QUERY, spans_of(value, QUERY)[0]),))
    return StepPlan(TaskStep(1, 0, "type", "", value=read_in), reads=read_in.places, screen=(read_in,))


def test_a_closer_look_must_say_the_same() -> None:
    now = screen('Enter "gl" into the text field and press Submit.')
    eyes = reader(now, misread=lambda said: said.replace("gl", "ql"))
    found, reason = eyes.read(placed("Myron"), DemonstratedStep(1, screen(QUERY), None, None), now, ())
    assert found == {} and reason is not None and '“gl” and as “Enter "ql"' in reason.reason


def test_what_is_not_used_of_a_sentence_may_be_read_otherwise() -> None:
    now = screen('Enter "gl" into the text field and press Submit.')
    element = screen(QUERY).elements[0]
    within = parse_pattern('{read | part 2 at "}')
    value = Value("screen", "", "Myron", places=(Place(0, element.box, QUERY, Span(0, len(QUERY))),))
    before = DemonstratedStep(1, screen(QUERY), None, None)
    for pattern, misread, right in (
        (within, ("press", "pre ss"), True),
        (within, ("gl", "ql"), False),
        (within, ("Enter", 'Ent"er'), False),
        (None, ("press", "pre ss"), False),
    ):
        used = replace(value, pattern=pattern)
        plan = StepPlan(TaskStep(1, 0, "type", "", value=used), reads=used.places, screen=(used,))
        eyes = reader(now, misread=lambda said, two=misread: said.replace(*two))
        found, reason = eyes.read(plan, before, now, ())
        assert (bool(found), reason is None) == (right, right), (misread, reason)


def test_a_box_that_cuts_a_word_is_noticed() -> None:
    shown, now = "Films from year 1998", screen("Films from year 19")
    element = screen(shown).elements[0]
    value = Value("screen", "", "1998", places=(Place(0, element.box, shown, Span(16, 20)),))
    plan = StepPlan(TaskStep(1, 0, "type", "", value=value), reads=value.places, screen=(value,))
    before = DemonstratedStep(1, screen(shown), None, None)
    found, reason = reader(now, misread=lambda said: f"{said}72").read(plan, before, now, ())
    assert found == {} and reason is not None and "1972" in reason.reason
    assert [one.text for one in reader(now).read(plan, before, now, ())[0].values()] == ["19"]


def test_two_looks_at_the_same_text_must_say_the_same() -> None:
    now = screen('Enter "gl" into the text field and press Submit.')
    line = now.elements[0]
    for text, right in (("ql", []), ("gl", ["gl"])):
        other = replace(
            line, text=f'Enter "{text}" into the text', box=line.box.expanded(2), kind="list_item"
        )
        both = replace(now, elements=(line, other))
        shown = DemonstratedStep(1, screen(QUERY), None, None)
        found, _ = reader(both).read(placed("Myron"), shown, both, ())
        assert [one.text for one in found.values()] == right


def test_a_demonstration_that_reads_otherwise_now_is_told() -> None:
    place = Place(0, Box(1, 2, 3, 4), QUERY, Span(7, 12))
    value = Value("screen", "Name", "Myron", places=(place,))
    plan = StepPlan(TaskStep(1, 0, "type", "", value=value), reads=(place,), screen=(value,))
    shown = DemonstratedStep(1, screen(QUERY), None, None)
    found, reason = reader(screen(QUERY)).read(plan, shown, screen(QUERY), ())
    assert found == {} and reason is not None
    assert "“Myron” (Name)" in reason.reason and "record the task" in reason.reason


@pytest.mark.parametrize(
    ("reads", "right"), [('Enter "Myron" in to the field.', "Ada"), ("Enter Myrom", None)]
)
def test_a_demonstration_drawn_by_other_eyes(reads: str, right: str | None) -> None:
    """The box a little wider, the text a little otherwise; the value must be in it."""
    place = Place(0, Box(22, 21, 400, 17), QUERY, Span(7, 12))
    value = Value("screen", "", "Myron", places=(place,))
    plan = StepPlan(TaskStep(1, 0, "type", "", value=value), reads=(place,), screen=(value,))
    before = screen(reads)
    before = replace(before, elements=(replace(before.elements[0], box=Box(20, 20, 404, 20)),))
    now = screen('Enter "Ada" in to the field.')
    found, reason = reader(now).read(plan, DemonstratedStep(1, before, None, None), now, ())
    assert [one.text for one in found.values()] == ([right] if right else [])
    assert (reason is None) == (right is not None)


def test_words_take_their_part_of_the_box() -> None:
    element = Element(Box(100, 50, 200, 40), "text", "0123456789 abcdefghi\nklm nop")
    assert box_of(element, Span(11, 20)) == Box(210, 50, 90, 20)
    assert box_of(element, Span(25, 28)) == Box(140, 70, 30, 20)


def test_only_texts_around_the_place_are_taken_apart() -> None:
    seen = screen("one two", "three four", "five six", "seven eight", "nine ten")
    worded = in_words(seen, [seen.elements[0].box])
    assert [one.text for one in worded.observation.elements] == [
        "one", "two", "three", "four", "five six", "seven eight", "nine ten",
    ]  # fmt: skip
    assert [word is None for word in worded.words] == [False] * 4 + [True] * 3
    assert worded.at(seen.elements[4].box) is None


# -- how surely


def plan_of(shown: str, value: str) -> tuple[StepPlan, DemonstratedStep]:
    before = screen(shown)
    place = Place(0, before.elements[0].box, shown, spans_of(value, shown)[0])
    held = Value("screen", "", value, places=(place,))
    step = TaskStep(1, 0, "type", "type it", value=held)
    return StepPlan(step, reads=(place,), screen=(held,)), DemonstratedStep(1, before, None, None)


@pytest.mark.parametrize(
    ("limits", "read_now"),
    [
        (Limits(), True),
        (Limits(sure_of_text=0.97), True),
        (Limits(sure_of_text=0.99), False),
        (Limits(sure_of_figure=0.81), True),
        (Limits(sure_of_figure=0.83), False),
    ],
)
def test_how_surely_stands_with_it_and_a_task_may_want_more(limits: Limits, read_now: bool) -> None:
    plan, shown = plan_of("Enter invoice 4711 into the field", "4711")
    said = "Enter invoice 2038 into the field"
    letters = [0.95] * len(said)  # of letters alone as many may be unsure
    at = said.index("2038")
    letters[at : at + 4] = [0.99, 0.82, 0.9, 0.99]
    now = screen(said, confidence=0.98)
    now = replace(now, elements=(replace(now.elements[0], letters=tuple(letters)),))
    eyes = Reader(WordPolicy(lambda _: True), lambda _, __: (said, 1.0), limits)
    found, doubtful = eyes.read(plan, shown, now, ())
    assert (doubtful is None) == read_now
    if read_now:
        [reading] = found.values()
        assert (reading.text, reading.sure) == ("2038", Sureness(0.98, 0.82))
        assert reading.sure.least == 0.82
    else:
        assert doubtful is not None and "hard to read" in doubtful.reason


@pytest.mark.parametrize(
    ("name", "sure"), [("sure_of_text", 0.79), ("sure_of_figure", 0.7), ("sure_of_text", 1.1)]
)
def test_no_task_may_want_less_than_is_shipped(name: str, sure: float) -> None:
    with pytest.raises(ValueError, match=name):
        Limits(**{name: sure})  # type: ignore[arg-type]
