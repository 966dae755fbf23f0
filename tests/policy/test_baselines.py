"""The baselines do what the tools they stand for do: no better, no worse."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.errors import UsageError
from lam_desktop.policy.baselines import (
    CoordinatesPolicy,
    TemplatePolicy,
    TextPolicy,
    WindowCoordinatesPolicy,
)
from lam_desktop.policy.registry import open_policy, policy_names
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation, Situation
from tests.drawn import SIZE, form_elements, observation

SHIFT = (37, 21)


class _Blind:
    """A parser that sees nothing."""

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        return ()

    def forget(self) -> None:
        pass

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 1.0


def _demonstrated(name: str) -> tuple[DemonstratedStep, Observation]:
    elements = form_elements(random.Random(1))
    seen = observation(elements)
    target = next(n for n, one in enumerate(elements) if one.id == name)
    x, y = seen.elements[target].box.center
    return DemonstratedStep(0, seen, target, (x - 4, y + 2)), seen


def _moved(seen: Observation) -> Observation:
    """The same window, elsewhere on a larger screen."""
    dx, dy = SHIFT
    frame = np.full((SIZE[1] + 60, SIZE[0] + 90, 3), 30, np.uint8)
    frame[dy : dy + SIZE[1], dx : dx + SIZE[0]] = seen.frame
    elements = tuple(replace(one, box=one.box.moved(dx, dy)) for one in seen.elements)
    return Observation(frame, elements, Box(dx, dy, *SIZE))


def test_coordinates_click_the_same_point_whatever_is_there() -> None:
    step, seen = _demonstrated("save")
    decision = CoordinatesPolicy().decide(Situation(step, _moved(seen)))
    assert decision.accepted and decision.point == step.point


def test_coordinates_are_those_of_the_desktop() -> None:
    step, seen = _demonstrated("save")
    decision = CoordinatesPolicy().decide(Situation(step, replace(seen, origin=(-10, 5))))
    assert step.point is not None
    assert decision.point == (step.point[0] + 10, step.point[1] - 5)


def test_window_coordinates_follow_the_window() -> None:
    step, seen = _demonstrated("save")
    decision = WindowCoordinatesPolicy().decide(Situation(step, _moved(seen)))
    assert step.point is not None
    assert decision.accepted and decision.point == (step.point[0] + SHIFT[0], step.point[1] + SHIFT[1])
    assert not WindowCoordinatesPolicy().decide(Situation(step, replace(seen, window=None))).accepted


def test_template_finds_the_same_pixels_exactly() -> None:
    step, seen = _demonstrated("save")
    decision = TemplatePolicy().decide(Situation(step, _moved(seen)))
    assert step.point is not None
    assert decision.accepted and decision.confidence > 0.999
    assert decision.point == (step.point[0] + SHIFT[0], step.point[1] + SHIFT[1])


def test_template_is_lost_in_another_theme_and_size() -> None:
    step, _ = _demonstrated("save")
    other = observation(form_elements(random.Random(1)), dark=True)
    decision = TemplatePolicy().decide(Situation(step, other))
    assert not decision.accepted and decision.confidence < 0.9


def test_a_plain_picture_is_not_looked_for() -> None:
    step, seen = _demonstrated("save")
    blank = replace(seen, frame=np.full_like(seen.frame, 200))
    assert not TemplatePolicy().decide(Situation(replace(step, before=blank), seen)).accepted


def test_text_finds_the_only_one_that_says_it() -> None:
    step, seen = _demonstrated("save")
    decision = TextPolicy().decide(Situation(step, _moved(seen)))
    assert decision.accepted and decision.target is not None and decision.target.text == "Save"
    assert decision.point is not None and decision.target.box.contains(*decision.point)


def test_text_cannot_tell_two_apart_nor_an_empty_field() -> None:
    step, seen = _demonstrated("save")
    twice = replace(seen, elements=(*seen.elements, seen.elements[step.target or 0]))
    assert not TextPolicy().decide(Situation(step, twice)).accepted
    field, seen = _demonstrated("Name")
    assert not TextPolicy().decide(Situation(field, seen)).accepted


def test_text_takes_what_the_row_wants() -> None:
    step, seen = _demonstrated("save")
    decision = TextPolicy().decide(Situation(step, seen, "City"))
    assert decision.accepted and decision.target is not None and decision.target.text == "City"


@pytest.mark.parametrize("name", ["coordinates", "window-coordinates", "template", "text"])
def test_each_is_opened_by_its_name(name: str) -> None:
    assert name in policy_names()
    assert open_policy(name, _Blind()).name == name


def test_an_unknown_policy_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="coordinates, window-coordinates"):
        open_policy("magic", _Blind())
