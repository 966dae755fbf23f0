"""Whether a check box is ticked, by what is seen and by what the demonstration shows of it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.verifying.ticking import state_by_picture, tick_state, tick_verdict
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation

PLACE, MOVED = Box(40, 30, 16, 16), Box(90, 62, 16, 16)
LIGHT, DARK = (240, 240, 240), (30, 36, 48)


def screen(
    ticked: bool, told: bool | None, place: Box = PLACE, ground: tuple[int, int, int] = LIGHT, size: int = 16
) -> Observation:
    """A white check box, with a dark tick in it or not; `told` is what the detector says of its state."""
    frame: Frame = np.full((120, 200, 3), ground, np.uint8)
    box = Box(place.x, place.y, size, size)
    cv2.rectangle(frame, (box.x, box.y), (box.right - 1, box.bottom - 1), (90, 90, 90), 1)
    frame[box.y + 1 : box.bottom - 1, box.x + 1 : box.right - 1] = 255
    if ticked:
        unit = size / 16
        corners = [(3, 8), (6, 11), (12, 4)]
        points = np.array([(box.x + round(x * unit), box.y + round(y * unit)) for x, y in corners], np.int32)
        cv2.polylines(frame, [points], False, (10, 10, 10), 2)
    label = Element(Box(box.right + 6, box.y, 50, 16), "text", "Gift wrapping")
    return Observation(frame, (Element(box, "checkbox", checked=told), label))


def nothing_there() -> Observation:
    return replace(screen(True, True), elements=())


def smaller() -> Observation:
    seen = screen(True, True)
    return replace(seen, frame=seen.frame[:20, :30])


def view(seen: Observation) -> View:
    return View(seen, None, None, seen)


def demonstrated(was: bool | None, became: bool | None, ticks: bool = True) -> DemonstratedStep:
    """A click that ticks an empty box, or the other way about; with what was seen of its states."""
    before, after = screen(not ticks, was), screen(ticks, became)
    return DemonstratedStep(0, before, 0, PLACE.center, after)


@pytest.mark.parametrize("now", [True, False])
def test_what_nobody_saw_is_told_by_the_demonstration(now: bool) -> None:
    for place in (PLACE, MOVED):
        seen = screen(now, None, place)
        assert tick_state(demonstrated(False, True), view(seen), place) is now


def test_a_click_that_takes_the_tick_away_shows_both_as_well() -> None:
    shown = demonstrated(True, False, ticks=False)
    assert tick_state(shown, view(screen(True, None)), PLACE) is True
    assert tick_state(shown, view(screen(False, None)), PLACE) is False


def test_the_label_stands_for_its_box() -> None:
    seen = screen(True, None, MOVED)
    assert tick_state(demonstrated(False, True), view(seen), seen.elements[1].box) is True


def test_a_detector_that_contradicts_the_demonstration_is_not_believed() -> None:
    shown = demonstrated(False, True)
    assert tick_state(shown, view(screen(False, True)), PLACE) is None
    assert tick_state(shown, view(screen(True, False)), PLACE) is None
    assert tick_state(shown, view(screen(True, True)), PLACE) is True


def test_two_demonstrations_that_contradict_each_other_tell_nothing() -> None:
    shown = replace(demonstrated(False, True), others=(demonstrated(True, False),))
    assert tick_state(shown, view(screen(True, True)), PLACE) is None


@pytest.mark.parametrize(
    "shown",
    [
        demonstrated(None, None),
        demonstrated(False, None),
        demonstrated(None, True),
        demonstrated(True, True),
        replace(demonstrated(False, True), after=nothing_there()),
        replace(demonstrated(False, True), after=smaller()),
        replace(demonstrated(False, True), after=None),
        replace(demonstrated(False, True), target=None),
    ],
    ids=[
        "never seen",
        "one alone",
        "the other alone",
        "stayed",
        "gone",
        "resized",
        "nothing after",
        "no target",
    ],
)
def test_a_demonstration_that_does_not_show_both_tells_nothing(shown: DemonstratedStep) -> None:
    assert state_by_picture(shown, screen(True, None).frame, PLACE) is None
    assert tick_state(shown, view(screen(True, True)), PLACE) is True


def test_another_look_tells_nothing() -> None:
    shown = demonstrated(False, True)
    assert state_by_picture(shown, screen(False, None, ground=DARK).frame, PLACE) is None  # white, not ticked
    nothing = np.full((120, 200, 3), LIGHT, np.uint8)
    nothing[::2] = 0
    assert state_by_picture(shown, nothing, PLACE) is None


def test_an_enlarged_screen_shows_the_same_marks() -> None:
    shown = demonstrated(False, True)
    for now in (True, False):
        large = screen(now, None, size=32)
        said = state_by_picture(shown, large.frame, large.elements[0].box)
        assert said is False if not now else said is not False  # a tick drawn larger may look like neither


@pytest.mark.parametrize("at", [Box(0, 0, 200, 120), Box(0, 0, 3, 3), Box(198, 118, 2, 2)])
def test_a_box_of_any_size_at_any_edge_is_no_error(at: Box) -> None:
    assert state_by_picture(demonstrated(False, True), screen(True, None).frame, at) is None


def test_the_verdict_says_what_is_known() -> None:
    shown = demonstrated(False, True)
    assert tick_verdict(True, shown, view(screen(True, None)), PLACE).ok
    wrong = tick_verdict(True, shown, view(screen(False, None)), PLACE)
    assert not wrong.ok and wrong.evidence == {"checked": False}
    doubtful = tick_verdict(True, demonstrated(None, None), view(screen(True, None)), PLACE)
    assert not doubtful.ok and "cannot be told" in doubtful.reason
