"""What demonstration and shown places come to: certainty where it lacks, a question where both are sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lam_desktop.execution.finding.counting import counted
from lam_desktop.execution.finding.exemplars import (
    MOST_KNOWN,
    Exemplar,
    Exemplars,
    agreed,
    exemplar_of,
    is_bound,
    is_sure,
)
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import find_scope
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.storage.corrections import Correction, ShownPlace
from lam_desktop.tasks.storage.taught import print_of_step
from lam_desktop.types import (
    Box,
    Candidate,
    Decision,
    DemonstratedStep,
    Element,
    Observation,
    Situation,
    Window,
)

SAVE, KEEP = (Element(Box(x, 100, 90, 28), "button", text) for x, text in ((40, "Save"), (240, "Keep")))


def looked(*elements: Element) -> Observation:
    return Observation(np.full((300, 400, 3), 250, np.uint8), elements)


def step(target: Element, *others: Element) -> DemonstratedStep:
    return DemonstratedStep(1, looked(target, *others), 0, target.box.center)


def finds(element: Element, confidence: float = 1.0) -> Decision:
    target = Candidate(element.box, element.kind, element.text, confidence)
    return Decision(target, element.box.center, confidence, 0.9, 0.0, (target,), "It looks so.")


def exemplar(target: Element = KEEP, row: int = 2, values: Mapping[str, str] | None = None) -> Exemplar:
    return Exemplar("a step", f"row {row}", step(target), values or {})


NOTHING = Decision(None, None, 0.0, 0.9, 1.0, (), "It is not there.")


def came_to(decision: Decision, *sure: Element, again: int = 0) -> tuple[Decision, int]:
    """Of these decisions of the demonstration and of exemplars, and upon how many of these it rests.

    `again`: by so many of them, the first ones, it stands there again where the demonstration finds nothing.
    """
    known = [exemplar(row=at) for at in range(len(sure))]
    found = {id(one): finds(element) for one, element in zip(known, sure, strict=True)}
    stand = {id(one) for one, _ in zip(known, range(again), strict=False)}
    made, by = agreed(known, decision, lambda one: found.get(id(one)), lambda one, _: id(one) in stand)
    return made, len(by)


@pytest.mark.parametrize("doubtful", [finds(KEEP, 0.6), finds(SAVE, 0.3)])
def test_an_exemplar_lends_the_certainty_that_lacks(doubtful: Decision) -> None:
    made, by = came_to(doubtful, KEEP)
    assert made.accepted and made.target is not None and made.target.text == "Keep" and by == 1
    assert made.rests_on == "row 0" and made.reason == "As you showed in row 0: It looks so."


def test_what_is_gone_stays_gone() -> None:
    assert came_to(NOTHING, KEEP) == (NOTHING, 0) and came_to(NOTHING, again=1) == (NOTHING, 0)


def test_what_stands_there_again_is_not_gone_where_all_that_are_sure_say_so() -> None:
    made, by = came_to(NOTHING, KEEP, KEEP, again=2)
    assert made.accepted and made.target is not None and made.target.text == "Keep" and by == 2
    assert made.rests_on == "row 0"
    assert came_to(NOTHING, KEEP, KEEP, again=1) == (NOTHING, 0)
    made, by = came_to(NOTHING, KEEP, SAVE, again=2)
    assert not made.accepted and not by and "differs here" in made.reason


def test_a_sure_demonstration_needs_none() -> None:
    sure = finds(KEEP)
    assert came_to(sure, KEEP) == (sure, 0) and came_to(sure) == (sure, 0)


def test_two_that_are_sure_of_different_elements_are_a_question() -> None:
    for decision, *others in ((finds(SAVE), KEEP), (finds(SAVE, 0.3), KEEP, SAVE), (finds(KEEP), KEEP, SAVE)):
        made, by = came_to(decision, *others)
        assert not made.accepted and not by and "differ" in made.reason


def test_where_the_demonstration_would_rather_have_another_one_it_is_asked_as_before() -> None:
    rather = finds(SAVE, 0.7)
    assert came_to(rather, KEEP) == (rather, 0)


def voted(now: Decision, before: Decision) -> Decision:
    """As the policy decides where neighbours in a bar vote."""
    return replace(now, alone=before)


@pytest.mark.parametrize("now", [finds(KEEP, 0.3), finds(SAVE, 0.3), NOTHING])
def test_votes_that_make_the_demonstration_doubtful_leave_no_exemplar_alone_to_contradict_it(
    now: Decision,
) -> None:
    """It was sure of Save: what else was shown is a question as before, whatever the neighbours say."""
    made, by = came_to(voted(now, finds(SAVE)), KEEP, again=1)
    assert not made.accepted and not by and "differ" in made.reason
    rather = voted(now, finds(SAVE, 0.7))
    assert came_to(rather, KEEP, again=1) == (rather, 0)


def test_an_exemplar_lends_certainty_where_only_votes_made_the_demonstration_doubt() -> None:
    made, by = came_to(voted(finds(SAVE, 0.3), finds(KEEP)), KEEP)
    assert made.accepted and made.target is not None and made.target.text == "Keep" and by == 1


def test_what_is_gone_before_votes_stays_gone() -> None:
    doubtful = voted(finds(KEEP, 0.3), NOTHING)
    assert came_to(doubtful, KEEP) == (doubtful, 0) and came_to(doubtful, KEEP, again=1)[1] == 1


@pytest.mark.parametrize("now", [finds(KEEP, 0.3), finds(SAVE, 0.3), NOTHING])
def test_an_exemplar_that_votes_make_doubtful_still_contradicts_and_is_never_acted_on(now: Decision) -> None:
    known = [exemplar(row=at) for at in range(2)]
    doubtful = voted(now, finds(SAVE))

    def came(of: Decision, *found: Decision) -> Decision:
        said = {id(one): each for one, each in zip(known, found, strict=False)}
        return agreed(known, of, lambda one: said.get(id(one)), lambda *_: True)[0]

    for found in ((doubtful, finds(KEEP)), (finds(KEEP), doubtful)):
        assert not came(finds(KEEP, 0.3), *found).accepted
    asks = finds(SAVE, 0.3)
    assert came(asks, doubtful) is asks
    policy = Decides(doubtful)
    assert is_sure(policy, exemplar(SAVE), step(SAVE), looked(SAVE), {}, ()) is doubtful


class Decides:
    """A policy that decides one thing."""

    name = "decides"

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def decide(self, situation: Situation) -> Decision:
        return self.decision


class Finds:
    """A policy that is sure of one element."""

    name = "finds"

    def __init__(self, element: Element) -> None:
        self.element = element
        self.asked: list[Situation] = []

    def decide(self, situation: Situation) -> Decision:
        self.asked.append(situation)
        return finds(self.element)


def test_an_exemplar_is_asked_with_what_its_own_row_said() -> None:
    named = Element(Box(40, 20, 200, 24), "header", "Maria Sorensen")
    now = Element(Box(40, 20, 200, 24), "header", "Ada Castello")
    known = Exemplar("a step", "row 2", step(KEEP, named), {"Miller": "Maria Sorensen"})
    policy = Finds(KEEP)
    values = {"Miller": "Ada Castello", "12": "7"}
    assert is_sure(policy, known, step(SAVE), looked(KEEP, now), values, ()) is not None
    assert policy.asked[0].row == {"Maria Sorensen": "Ada Castello"} and policy.asked[0].wanted_text is None
    for other in (named, Element(Box(40, 20, 200, 24), "header", "Jon Berg")):
        assert is_sure(policy, known, step(SAVE), looked(KEEP, other), values, ()) is None


def test_a_button_in_the_line_of_another_record_is_never_sure() -> None:
    policy, known = Finds(KEEP), exemplar()
    line = Element(Box(20, 104, 100, 20), "cell", "Ada Castello")
    assert is_sure(policy, known, step(SAVE), looked(KEEP), {"a": "Ada Castello"}, ()) is not None
    assert is_sure(policy, known, step(SAVE), looked(KEEP, line), {"a": "Ada Castello"}, ()) is None
    twin = replace(KEEP, box=KEEP.box.moved(0, 90))
    assert is_sure(policy, known, step(SAVE), looked(KEEP, twin), {"a": "Ada Castello"}, ()) is None


def test_two_values_that_were_the_same_then_tell_nothing_once_they_differ() -> None:
    """The row said 55 for order and quantity: of which of them the heading spoke nobody knows."""
    head, now = (Element(Box(40, 20, 200, 24), "header", f"Order {number}") for number in (55, 66))
    known = Exemplar("a step", "row 2", step(KEEP, head), {"11": "55", "7": "55"})
    asked = Finds(KEEP), known, step(SAVE), looked(KEEP, now)
    assert is_sure(*asked, {"11": "66", "7": "77"}, ()) is None
    assert is_sure(*asked, {"11": "66", "7": "66"}, ()) is not None


def test_what_stands_above_it_is_told_with_the_rows_values() -> None:
    """With what the present row says, the head of a card is the right record's."""
    head, now = (Element(Box(240, 60, 90, 24), "header", f"«Order {number}»") for number in (55, 66))
    known = Exemplar("a step", "row 2", step(KEEP, head), {"11": "Order 55"})
    asked = Finds(KEEP), known, step(SAVE)
    assert is_sure(*asked, looked(KEEP, now), {"11": "Order 66"}, ()) is not None
    assert is_sure(*asked, looked(KEEP, head), {"11": "Order 66"}, ()) is None


def test_what_a_step_rested_on_may_be_distrusted_and_only_the_newest_are_known() -> None:
    """Of six of a step the newest four are asked; what one step relied on says nothing of another one's."""
    plan, policy = StepPlan(TaskStep(1, 0, "click", "click save")), Finds(KEEP)
    of, seen = print_of_step(plan.step), looked(KEEP)
    window = Window("Orders", "orders", "orders", Box(0, 0, 400, 300))
    view = View(seen, find_scope((window,), None, window), window, seen)
    meant = counted(plan, step(SAVE))
    known = Exemplars(policy)
    known.know([replace(exemplar(row=row), of=of) for row in range(6)])

    def rests_on() -> str:
        return known.decision(plan, meant, view, None, (), finds(KEEP, 0.6)).rests_on or ""

    assert rests_on() == "row 2" and len(policy.asked) == MOST_KNOWN
    known.distrust("another step")
    assert rests_on() == "row 2"
    known.distrust(of)
    assert rests_on() == ""


CLICK = TaskStep(1, 0, "click", "click save")


@pytest.mark.parametrize(
    "plan",
    [
        StepPlan(replace(CLICK, kind="type")), StepPlan(replace(CLICK, kind="scroll")),
        StepPlan(CLICK, wanted="Berlin"), StepPlan(CLICK, day=date(2026, 1, 2)),
        StepPlan(replace(CLICK, value=Value("row", "town", "Berlin"))),
        StepPlan(replace(CLICK, value=Value("screen", "", "Berlin"))),
    ],
)  # fmt: skip
def test_what_follows_the_row_has_no_other_place(plan: StepPlan) -> None:
    assert is_bound(plan)


def test_a_button_and_a_check_box_have_a_place_of_their_own() -> None:
    ticked = StepPlan(replace(CLICK, value=Value("row", "express", "yes", "yes/no")), ticked=True)
    assert not is_bound(StepPlan(CLICK)) and not is_bound(ticked)
    assert is_bound(StepPlan(CLICK), wanted="what was copied")


def test_of_corrections_only_places_of_their_own_are_exemplars() -> None:
    place = ShownPlace(0, KEEP.box.center, "a step", {})
    one = Correction(3, 1, "click", "?", (), "runs/1", looked(KEEP), looked(), True, None, place)
    made, here = exemplar_of(one), exemplar_of(one, in_this_run=True)
    assert made is not None and made.told == "row 3 of an earlier run" and made.place.acted_on == KEEP
    assert here is not None and here.told == "row 3"
    assert exemplar_of(replace(one, place=None)) is None
    assert exemplar_of(replace(one, place=replace(place, bound="It follows the row."))) is None
