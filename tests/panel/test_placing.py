from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.panel.placing import free_place, has_room
from lam_desktop.types import Box

SCREEN = Box(0, 0, 1280, 800)
SIZES = st.tuples(st.integers(50, 1500), st.integers(50, 1000))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(st.integers(0, 1279)), draw(st.integers(0, 799))
    return Box(x, y, draw(st.integers(1, 1280 - x)), draw(st.integers(1, 800 - y)))


def test_beside_a_window_on_the_left() -> None:
    place = free_place(SCREEN, (372, 640), Box(40, 120, 760, 560))
    assert place == Box(896, 12, 372, 640)


def test_beside_a_window_on_the_right() -> None:
    window = Box(500, 40, 760, 700)
    assert not free_place(SCREEN, (372, 640), window).overlaps(window)


def test_no_room_beside_a_maximised_window() -> None:
    assert not has_room(SCREEN, (372, 640), Box(0, 0, 1280, 780))
    assert has_room(SCREEN, (372, 640), Box(0, 0, 890, 780))


def test_the_target_matters_more_than_the_window() -> None:
    window = Box(0, 0, 1280, 800)
    for target in (Box(1200, 20, 60, 30), Box(20, 20, 60, 30), Box(1200, 750, 60, 30), Box(20, 750, 60, 30)):
        assert not free_place(SCREEN, (372, 84), window, mark=target).overlaps(target)


def test_it_stays_where_it_is_while_that_is_as_good() -> None:
    now = Box(30, 400, 200, 100)
    assert free_place(SCREEN, (200, 100), Box(500, 0, 700, 800), now=now) == now
    moved = free_place(SCREEN, (200, 100), Box(500, 0, 700, 800), mark=now, now=now)
    assert not moved.overlaps(now)


@given(SIZES, boxes(), st.none() | boxes(), st.none() | boxes())
def test_always_on_the_screen_and_never_worse_than_the_upper_right_corner(
    size: tuple[int, int], avoid: Box, mark: Box | None, now: Box | None
) -> None:
    place = free_place(SCREEN, size, avoid, mark=mark, now=now)
    assert place.intersection(SCREEN) == place
    corner = Box(max(0, 1280 - place.w - 12), min(12, 800 - place.h), place.w, place.h)

    def covered(one: Box) -> tuple[int, int]:
        return 0 if mark is None else one.intersection(mark).area, one.intersection(avoid).area

    assert covered(place) <= covered(corner)
