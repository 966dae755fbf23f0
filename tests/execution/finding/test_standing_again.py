"""What the demonstration does not find is acted on only where it stands as a person pointed at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.finding.standing_again import stands_again
from lam_desktop.types import (
    Box,
    Candidate,
    Decision,
    DemonstratedStep,
    Element,
    Moment,
    Observation,
    Situation,
)

WINDOW = Box(20, 10, 360, 280)
FIELD = Element(Box(40, 40, 160, 28), "field", "Ada")
SAVE = Element(Box(40, 100, 120, 28), "button", "Save contact")
KEEP = Element(Box(40, 100, 60, 28), "button", "Keep")
NEW = Element(Box(40, 15, 120, 20), "text", "New contact")


class Pointer:
    """A policy that tells how likely it is the shown screen."""

    name = "pointer"

    def __init__(self, same: float | None) -> None:
        self._same = same
        self.shown: list[Observation] = []

    def decide(self, situation: Situation) -> Decision:
        raise AssertionError(f"nobody asks where step {situation.step.index} is")

    def moment(
        self, shown: Sequence[Observation], screen: Observation, done: int | None = None
    ) -> Moment | None:
        self.shown.extend(shown)
        return None if self._same is None else Moment((self._same,), 1 - self._same)


class Decides:
    """A policy that tells no screens apart."""

    name = "decides"

    def decide(self, situation: Situation) -> Decision:
        raise AssertionError(f"nobody asks where step {situation.step.index} is")


def looked(*elements: Element, window: Box | None = WINDOW) -> Observation:
    return Observation(np.full((400, 600, 3), 250, np.uint8), elements, window)


def step(target: Element, *others: Element) -> DemonstratedStep:
    return DemonstratedStep(5, looked(target, *others), 0, target.box.center)


def absent(*candidates: tuple[Element, float]) -> Decision:
    found = tuple(Candidate(one.box, one.kind, one.text, chance) for one, chance in candidates)
    return Decision(None, None, 0.0, 0.9, 1.0, found, "It is not there.")


POINTED = step(KEEP, FIELD, NEW)


def stands(
    screen: Observation, found: Element = KEEP, same: float | None = 0.9, gone: Decision | None = None,
    pointed: DemonstratedStep = POINTED,
) -> bool:  # fmt: skip
    target = Candidate(found.box, found.kind, found.text, 0.99)
    return stands_again(
        Pointer(same), step(SAVE, FIELD, NEW), pointed, screen, gone or absent((found, 0.02)), target
    )


def test_the_same_in_its_place_on_its_screen_is_known_again() -> None:
    assert stands(looked(KEEP, FIELD, NEW))


def test_it_is_asked_for_the_screen_on_which_the_person_pointed() -> None:
    policy, target = Pointer(0.9), Candidate(KEEP.box, KEEP.kind, KEEP.text, 0.99)
    assert stands_again(policy, step(SAVE), POINTED, looked(KEEP), absent(), target)
    assert policy.shown == [POINTED.before]
    assert not stands_again(Decides(), step(SAVE), POINTED, looked(KEEP), absent(), target)


def test_a_window_that_was_moved_has_it_in_its_place() -> None:
    moved = replace(KEEP, box=KEEP.box.moved(150, 70))
    assert stands(looked(moved, window=WINDOW.moved(150, 70)), moved)
    assert not stands(looked(moved), moved), "elsewhere in the window"
    assert not stands(looked(KEEP, window=WINDOW.moved(150, 70))), "the window moved below it"
    assert not stands(looked(KEEP, window=None)), "nobody knows where the window is"


@pytest.mark.parametrize("same", [None, 0.3])
def test_on_another_screen_it_is_asked_about(same: float | None) -> None:
    assert not stands(looked(KEEP), same=same)


@pytest.mark.parametrize(
    "other",
    [
        Element(Box(220, 100, 60, 28), "button", "Keep"),
        Element(Box(220, 180, 120, 28), "button", "Save contact"),
        Element(Box(220, 180, 120, 28), "link", "Save contacts"),
    ],
)  # fmt: skip
def test_near_twins_of_either_name_are_asked_about(other: Element) -> None:
    assert not stands(looked(KEEP, FIELD, other))


def test_what_says_something_else_or_is_no_command_is_asked_about() -> None:
    for other in (replace(KEEP, text="Keep on"), replace(KEEP, text=""), replace(KEEP, kind="cell")):
        assert not stands(looked(other), other)
    wordless = step(replace(KEEP, kind="icon", text=""))
    assert not stands(looked(replace(KEEP, kind="icon", text="")), pointed=wordless)


def test_where_the_demonstration_would_rather_have_another_one_it_is_asked_about() -> None:
    assert stands(looked(KEEP, NEW), gone=absent((KEEP, 0.02), (NEW, 0.01)))
    assert stands(looked(KEEP, NEW), gone=absent((NEW, 0.4), (KEEP, 0.02))), "a text is no button"
    drop = replace(KEEP, box=KEEP.box.moved(150, 0), text="Drop")
    assert not stands(looked(KEEP, drop), gone=absent((drop, 0.06), (KEEP, 0.02)))
