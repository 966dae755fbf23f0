"""Which of several alike is looked for, and clicked, where the screen says its number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.finding.counting import counted
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.tasks.step import Place, Target, TaskStep, Value
from lam_desktop.tasks.texts.forms import COUNTED
from lam_desktop.tasks.texts.ordinals import LISTED
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Candidate, Decision, DemonstratedStep, Element, Observation

SENTENCE = Element(Box(40, 100, 400, 20), "text", "Focus into the 2nd input textbox.")
PLACE = Place(5, SENTENCE.box, SENTENCE.text, Span(15, 18))
VALUE = Value("screen", "", "2nd", COUNTED, places=(PLACE,))


def fields(count: int, right: int = 0) -> tuple[Element, ...]:
    return tuple(Element(Box(40 + right, 140 + 50 * at, 200, 30), "field") for at in range(count))


def seen(*elements: Element) -> Observation:
    return Observation(np.zeros((8, 8, 3), dtype=np.uint8), elements)


def shown() -> DemonstratedStep:
    screen = (SENTENCE, *fields(3))
    return DemonstratedStep(5, seen(*screen), 2, screen[2].box.center)


def plan(said: str) -> StepPlan:
    second = fields(3)[1]
    target = Target("", "field", second.box)
    step = TaskStep(1, 5, "click", "", target=target, point=second.box.center, value=VALUE)
    return with_readings(StepPlan(step, reads=(PLACE,), screen=(VALUE,)), {PLACE: said})


@pytest.mark.parametrize(("said", "at"), [("1st", 0), ("2nd", 1), ("3rd", 2), ("third", 2)])
def test_the_one_of_that_number_is_looked_for(said: str, at: int) -> None:
    meant = counted(plan(said), shown())
    assert meant.objection is None and meant.shown.target == 1 + at
    here = fields(3, right=70)
    found = [meant.not_that_one(seen(*here), candidate(one)) is None for one in here]
    assert found == [n == at for n in range(3)]


def test_its_text_is_no_choice() -> None:
    assert plan("3rd").wanted is None


@pytest.mark.parametrize(("said", "why"), [("4th", "was not there in the"), ("3rb", "no number")])
def test_what_cannot_be_counted_is_asked(said: str, why: str) -> None:
    assert why in (counted(plan(said), shown()).objection or "")


def test_one_more_above_them_is_asked() -> None:
    meant = counted(plan("1st"), shown())
    assert meant.not_that_one(seen(*fields(4)), candidate(fields(4)[1])) is not None


def candidate(one: Element) -> Candidate:
    return Candidate(one.box, one.kind, one.text, 1.0)


def decision(chances: tuple[float, ...], boxes: tuple[Box, ...], absent: float = 0.2) -> Decision:
    found = tuple(Candidate(box, "field", "", chance) for box, chance in zip(boxes, chances, strict=True))
    return Decision(found[0], found[0].box.center, chances[0], 0.92, absent, found, "It is not sure.")


def test_the_number_tells_apart_what_is_hesitated_between() -> None:
    meant, here = counted(plan("3rd"), shown()), fields(3, right=70)
    first, second, third = (one.box for one in here)
    screen = seen(*here)
    assert meant.judged(decision((0.8, 0.15, 0.04), (third, first, second)), screen).accepted
    for chances in ((0.8, 0.15, 0.04), (0.97, 0.01, 0.01)):  # they are alike: the number tells which one
        of_the_number = meant.judged(decision(chances, (second, third, first)), screen)
        assert of_the_number.accepted and of_the_number.target is not None
        assert (of_the_number.target.box, of_the_number.point) == (third, third.center)
    refused = [
        decision((0.8, 0.05, 0.04), (third, first, second)),  # something else may be meant
        decision((0.4, 0.35, 0.24), (third, first, second)),  # nothing is likely
        decision((0.8, 0.15, 0.04), (third, first, second), absent=0.6),
    ]
    assert not any(meant.judged(one, screen).accepted for one in refused)
    more = seen(*fields(4, right=70))
    assert not meant.judged(decision((0.8, 0.15, 0.04), (third, first, second)), more).accepted


def test_votes_of_neighbours_make_those_alike_no_surer() -> None:
    meant, here = counted(plan("3rd"), shown()), fields(3, right=70)
    first, second, third = (one.box for one in here)
    screen, told = seen(*here), decision((0.8, 0.15, 0.04), (third, first, second))
    before = decision((0.8, 0.05, 0.04), (third, first, second))
    assert meant.judged(told, screen).accepted
    assert not meant.judged(replace(told, alone=before), screen).accepted
    likewise = meant.judged(replace(before, alone=told), screen)
    assert not likewise.accepted and meant.judged(replace(told, alone=told), screen).accepted
    sure = decision((0.95, 0.02, 0.01), (first, second, third))
    other = seen(here[0], Element(second, "button", ""), here[2])  # what only looks like one may be none
    assert meant.judged(told, other).accepted
    assert not meant.judged(replace(told, alone=sure), other).accepted


def test_nothing_is_counted_where_nothing_was_read() -> None:
    step = plan("3rd").step
    meant = counted(StepPlan(step, screen=(VALUE,)), shown())
    assert (
        meant.shown.target == shown().target
        and not meant.kinds
        and meant.not_that_one(seen(), candidate(fields(1)[0])) is None
    )


def test_the_number_stands_for_no_word_of_a_name() -> None:
    """«First name» is no «second name» where the first field became the second one."""
    assert plan("3rd").values == {} and plan("3rd").candidates == {}


def test_lines_that_say_something_else_are_not_told_apart_by_their_number() -> None:
    meant, here = counted(plan("3rd"), shown()), fields(3, right=70)
    first, second, third = (one.box for one in here)
    told = decision((0.8, 0.15, 0.04), (third, first, second))
    assert told.target is not None
    other = replace(told, target=replace(told.target, text="Miller"))
    assert not meant.judged(other, seen(*here)).accepted
    assert not replace(meant, kinds=LISTED).judged(told, seen(*here)).accepted


def test_a_number_that_was_masked_in_a_copy_is_asked_about() -> None:
    step = replace(plan("3rd").step, value=replace(VALUE, text="5uk"))
    masked = with_readings(StepPlan(step, screen=(VALUE,)), {PLACE: "3rd"})
    assert "no number" in (counted(masked, shown()).objection or "")
