"""Values that stand by themselves on another program's screen: found, confirmed, or asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import said, unread, with_copied, with_readings
from lam_desktop.execution.finding.reading import Doubtful, Reader
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.execution.verifying.records import another_record
from lam_desktop.tasks.step import Place, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, DemonstratedStep, Element, Observation, Window
from tests.execution.test_executor import Watcher
from tests.execution.test_reading_runs import TYPED_AT, ReadingDesk
from tests.fakes.words import WordPolicy

pytestmark = pytest.mark.usefixtures("no_waiting")

MAIL = WindowName("letters", "python3")
BOX = Box(0, 0, 400, 300)


def letter(values: dict[str, str], letters: tuple[float, ...] = ()) -> Observation:
    """A window of the viewer: labels and what stands right of them."""
    elements: list[Element] = []
    for at, (label, value) in enumerate(values.items()):
        elements.append(Element(Box(20, 40 + 30 * at, 9 * len(label), 20), "text", label))
        sure = letters if len(letters) == len(value) else (1.0,) * len(value)
        elements.append(
            Element(Box(160, 40 + 30 * at, 9 * max(1, len(value)), 20), "text", value, letters=sure)
        )
    window = Window("Letters", "letters", "python3", BOX)
    return Observation(np.zeros((300, 400, 3), np.uint8), tuple(elements), BOX, (0, 0), (window,))


SHOWN = letter({"From": "Castellano", "Invoice no.": "RE-4711", "Total": "1.249,50 €"})


def read(
    now: Observation | None,
    label: str = "Invoice no.",
    write: str = "",
    closer: str | None = None,
    policy: WordPolicy | None = None,
) -> tuple[StepPlan, Doubtful | None]:
    """The plan of a step that types what stands beside `label`, with what was read, and what was not."""
    at = next(at for at, one in enumerate(SHOWN.elements) if one.text == label) + 1
    one = SHOWN.elements[at]
    place = Place(3, one.box, one.text, Span(0, len(one.text)), MAIL)
    pattern = parse_pattern(write) if write else None
    value = Value("screen", label, "demonstrated", places=(place,), pattern=pattern)
    plan = StepPlan(TaskStep(1, 3, "type", "", value=value), reads=(place,), screen=(value,))
    empty = replace(SHOWN, elements=(), windows=())
    step = DemonstratedStep(1, empty, None, None, beside=(SHOWN,))

    def look(_frame: object, box: Box) -> tuple[str, float]:
        seen = [it.text for it in (now.elements if now else ()) if it.box.overlaps(box)]
        return closer if closer is not None else " ".join(seen), 1.0

    reader = Reader(policy or WordPolicy(), look)
    found, doubtful = reader.read(plan, step, empty, (), {} if now is None else {MAIL: now})
    return with_readings(plan, {place: one.text for place, one in found.items()}), doubtful


def test_the_value_beside_the_same_label_is_read_and_written() -> None:
    now = letter({"From": "Okafor", "Invoice no.": "AB-2206", "Total": "3.017,00 €"})
    plan, doubtful = read(now)
    assert (plan.text, doubtful) == ("AB-2206", None)
    plan, doubtful = read(now, "Total", "{read | number 1234.50 from 1.234,50}")
    assert (plan.text, doubtful) == ("3017.00", None)


def test_the_label_is_looked_for_where_the_value_reads_otherwise() -> None:
    moved = letter({"Total": "12,00 €", "Date": "1.4.2026", "Invoice no.": "AB-2206"})
    plan, doubtful = read(moved, policy=WordPolicy(lambda text: text == "Invoice no."))
    assert (plan.text, doubtful) == ("AB-2206", None)


@pytest.mark.parametrize(
    ("now", "label", "closer", "words"),
    [
        (letter({"From": "Okafor", "Total": "12,00 €"}), "Invoice no.", None, ["Invoice no."]),
        (letter({"From": "Okafor", "Customer no.": "K-17"}), "Invoice no.", None, ["Invoice no."]),
        (letter({"Invoice no.": "AB-2206"}), "Invoice no.", "AB-2208", ["AB-2206", "AB-2208"]),
        (letter({"From": "A", "Total": "3.0l7,00 €"}), "Total", None, ["is no number"]),
        (None, "Invoice no.", None, ["no window of letters"]),
    ],
)
def test_what_is_not_clear_is_told(
    now: Observation | None, label: str, closer: str | None, words: list[str]
) -> None:
    plan, doubtful = read(now, label, closer=closer)
    assert plan.text is None and doubtful is not None and doubtful.places == plan.reads
    assert all(word in doubtful.reason for word in words), doubtful.reason


def test_a_figure_that_is_hard_to_read_is_a_question_whatever_the_mean() -> None:
    now = letter({"From": "A", "Invoice no.": "AB-2206"}, (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.6))
    plan, doubtful = read(now)
    assert plan.text is None and doubtful is not None
    assert "the figure 6" in doubtful.reason and doubtful.text == "AB-2206"
    faint_letter = letter({"From": "A", "Invoice no.": "AB-2206"}, (0.6, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0))
    assert read(faint_letter)[0].text == "AB-2206"


def test_a_reading_that_cannot_be_written_as_shown_is_told() -> None:
    way = parse_pattern("{read | number 1234.50 from 1.234,50}")
    places = (Place(0, BOX, "1.249,50", Span(0, 8)),)
    value = Value("screen", "Total", "1249.50", places=places, pattern=way)
    plan = StepPlan(TaskStep(1, 0, "type", "", value=value), screen=(value,))
    plan = with_readings(plan, {value.places[0]: "on request"})
    assert said(value, plan.readings) is None
    assert "cannot be written" in (unread(plan) or "")


def drawn(seen: Observation) -> Observation:
    """The screen with a picture of what its elements say."""
    frame = np.full_like(seen.frame, 250)
    for one in seen.elements:
        corner = one.box.x, one.box.bottom - 4
        cv2.putText(frame, one.text, corner, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    return replace(seen, frame=frame)


def test_another_record_is_known_by_what_stands_beside_the_names() -> None:
    shown = DemonstratedStep(1, drawn(letter({"From": "", "Total": ""})), None, None, drawn(SHOWN))
    first = drawn(letter({"From": "A", "Total": "1,00"}))
    other = drawn(letter({"From": "B", "Total": "2,00"}))
    brought = another_record(shown, first, other)
    assert brought is not None and brought.ok
    stayed = another_record(shown, first, first)
    assert stayed is not None and not stayed.ok, "nothing happened: the old record must not be read"


def test_what_is_read_otherwise_and_looks_the_same_is_no_other_record() -> None:
    seen = drawn(letter({"From": "Ada Byron", "Total": "1,00"}))
    otherwise = replace(
        seen, elements=tuple(replace(one, text=one.text.replace("1,00", "1,0")) for one in seen.elements)
    )
    assert otherwise.elements != seen.elements
    assert another_record(DemonstratedStep(1, seen, None, None, otherwise), seen, seen) is None
    shown = DemonstratedStep(1, drawn(letter({"From": "", "Total": ""})), None, None, drawn(SHOWN))
    stayed = another_record(shown, seen, otherwise)
    assert stayed is not None and not stayed.ok


def test_what_a_recording_covers_further_is_no_other_record() -> None:
    before = drawn(letter({"From": "A", "Total": "1,00"}))
    after = drawn(letter({"From": "A", "Total": "29,00"}))
    assert another_record(DemonstratedStep(1, before, None, None, after), before, after) is not None
    [name] = [one for one in after.elements if one.text == "29,00"]
    covered = after.frame.copy()
    name.box.expanded(4).crop(covered)[...] = 0
    shown = DemonstratedStep(1, before, None, None, replace(after, frame=covered))
    assert another_record(shown, before, after) is None


def test_a_record_on_black_ground_is_known_as_well() -> None:
    def inverted(values: dict[str, str]) -> Observation:
        seen = drawn(letter(values))
        return replace(seen, frame=np.where(seen.frame == 250, 0, 255 - seen.frame).astype(np.uint8))

    first, other = inverted({"From": "A", "Total": "1,00"}), inverted({"From": "A", "Total": "29,00"})
    shown = DemonstratedStep(1, first, None, None, other)
    brought, stayed = another_record(shown, first, other), another_record(shown, first, first)
    assert brought is not None and brought.ok and stayed is not None and not stayed.ok
    cut = replace(other, frame=other.frame[:60])
    assert another_record(DemonstratedStep(1, first, None, None, cut), first, other) is None


def test_what_was_copied_stands_for_what_was_copied_then() -> None:
    paste = TaskStep(2, 1, "shortcut", "", value=Value("clipboard", text="Castellano"), keys=("ctrl", "v"))
    plan = with_copied(StepPlan(paste), {"Castellano": "Lindqvist"})
    assert plan.text == "Lindqvist" and plan.values == {"Castellano": "Lindqvist"}


def test_a_person_says_what_the_screen_says(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, 'Enter "Ada" as the customer of the order.')
    watcher = Watcher(Answer("value", text="Ada Lovelace"))
    result = desk.repeat(WordPolicy(lambda word: word != "as"), watcher=watcher, mode="ask")
    assert result.status == "done" and desk.typed == ["Ada Lovelace"]
    [question] = watcher.questions
    assert question.doubted is not None and "Miller" in question.doubted.name
    [answered] = [entry for entry in desk.journal if entry["kind"] == "answered"]
    assert (answered["answer"], answered["text"]) == ("value", "Ada Lovelace")
    assert answered["step"] == TYPED_AT
