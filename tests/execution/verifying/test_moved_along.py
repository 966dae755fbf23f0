"""A window that moves while it is clicked has not done what was shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import Scope
from lam_desktop.execution.verifying.effects import demonstrated_effect, judge
from lam_desktop.execution.verifying.moved_along import moved_along
from lam_desktop.types import Box, DemonstratedStep, Element, Observation, Window

BODY = Window("Contact book", "book", "book", Box(40, 30, 260, 190), window_id=7)
BUTTON = Element(Box(60, 110, 80, 20), "button", "Save contact")
FORM = (
    Element(Box(60, 50, 120, 20), "field", "Jon Castello"),
    Element(Box(60, 80, 100, 20), "field", "0620 41937"),
    BUTTON,
)
STORED = (
    BUTTON,
    Element(Box(60, 138, 220, 20), "text", "Contact Jon Castello saved."),
    Element(Box(60, 170, 120, 20), "cell", "Jon Castello"),
    Element(Box(190, 170, 100, 20), "cell", "0620 41937"),
)
VALUES = {"Jon Castello": "Jon Castello", "0620 41937": "0620 41937"}


def seen(dx: int, dy: int, *elements: Element) -> Observation:
    """The window with these elements, moved that far."""
    frame = np.full((300, 560, 3), 90, np.uint8)
    body = BODY.box.moved(dx, dy)
    body.crop(frame)[:] = 240
    there = tuple(replace(one, box=one.box.moved(dx, dy)) for one in elements)
    for one in there:
        one.box.crop(frame)[2:-2, :: 2 + len(one.text) % 3] = 20
    window = replace(BODY, box=body)
    return Observation(frame, there, body, windows=(window,))


def view(observation: Observation) -> View:
    [window] = observation.windows
    return View(observation, Scope(window, (), (window,), (window,)), window, observation)


SHOWN = DemonstratedStep(1, seen(0, 0, *FORM), 2, BUTTON.box.center, seen(0, 0, *STORED))


def told(before: Observation, now: Observation) -> bool:
    effect = demonstrated_effect(SHOWN, VALUES)
    then, target = moved_along(before, BUTTON.box, BODY, view(now))
    return judge(effect, then, now, target).ok


def test_what_only_moved_is_no_effect() -> None:
    before = seen(0, 0, *FORM)
    now = seen(90, 40, *FORM)
    assert judge(demonstrated_effect(SHOWN, VALUES), before, now, BUTTON.box).ok, "as if all had come anew"
    assert not told(before, now)


def test_the_effect_is_seen_where_the_window_is_now() -> None:
    assert told(seen(0, 0, *FORM), seen(90, 40, *STORED))
    assert told(seen(0, 0, *FORM), seen(230, 40, *STORED)), "a part of it lies outside"


def test_the_look_before_is_the_present_one_but_for_the_window() -> None:
    now = seen(-60, 30, *FORM)
    then, target = moved_along(seen(0, 0, *FORM), BUTTON.box, BODY, view(now))
    assert target == BUTTON.box.moved(-60, 30)
    inside = BODY.box.moved(-60, 30).intersection(Box(0, 0, 560, 300))
    shown = inside.intersection(Box(0, 30, 560, 300))
    assert np.array_equal(shown.crop(then.frame)[:, 20:], shown.crop(now.frame)[:, 20:])
    assert [one.box for one in then.elements] == [one.box for one in now.elements]


def test_another_window_or_another_size_is_left_as_it_was() -> None:
    before = seen(0, 0, *FORM)
    others = replace(BODY, window_id=8, box=BODY.box.moved(9, 9)), replace(BODY, box=Box(50, 30, 250, 190))
    for other in others:
        now = replace(seen(9, 9, *FORM), windows=(other,))
        assert moved_along(before, BUTTON.box, BODY, view(now)) == (before, BUTTON.box)
    assert moved_along(before, None, None, view(seen(9, 9, *FORM))) == (before, None)
