"""What a turn of the wheel did, told from two pictures: forms drawn here, scrolled by known distances."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lam_desktop.execution.finding.wheel_effect import (
    Way,
    altered,
    bars_aside,
    effect,
    looks_the_same,
    restless,
    stood_still,
)
from lam_desktop.types import Box, Frame

SCREEN = (480, 640)
WINDOW = Box(60, 40, 420, 320)
PITCH = 54
NAMES = ("Branch", "Carrier", "Payment", "Country", "Season", "Packing", "Agent", "Region", "Office", "Route")


def page(values: dict[int, str] | None = None, focus: int | None = None, wide: int = 900) -> Frame:
    """A long form: a name above each of ten boxes, which all hold the same unless told otherwise."""
    drawn = np.full((900, wide, 3), 236, np.uint8)
    for at in range(16):
        top = 10 + PITCH * at
        write(drawn, f"{NAMES[at % 10]} {at}", (12, top + 14))
        for left in range(12, wide - 380, 440):
            edge = (40, 90, 220) if at == focus else (120, 120, 120)
            cv2.rectangle(drawn, (left, top + 20), (left + 374, top + 44), (255, 255, 255), -1)
            cv2.rectangle(drawn, (left, top + 20), (left + 374, top + 44), edge, 1)
            write(drawn, (values or {}).get(at, "Cagliari"), (left + 8, top + 37))
    return drawn


def write(drawn: Frame, text: str, at: tuple[int, int]) -> None:
    cv2.putText(drawn, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (20, 20, 20), 1, cv2.LINE_AA)


def seen(drawn: Frame, down: int = 0, right: int = 0, pane: Box = WINDOW) -> Frame:
    """A screen on which a part of a page is shown in a pane of the window, beside what stands still."""
    screen = np.full((*SCREEN, 3), 90, np.uint8)
    screen[WINDOW.y : WINDOW.bottom, WINDOW.x : WINDOW.right] = 250
    for at in range(6):
        write(screen, f"Folder {at}", (WINDOW.x + 8, WINDOW.y + 70 + 40 * at))
    write(screen, "Orders of the branch", (WINDOW.x + 120, WINDOW.y + 24))
    screen[pane.y : pane.bottom, pane.x : pane.right] = drawn[down : down + pane.h, right : right + pane.w]
    return screen


def box_of(at: int, down: int = 0) -> Box:
    """Where the box of a field is on the screen."""
    return Box(WINDOW.x + 12, WINDOW.y + 10 + PITCH * at + 20 - down, 374, 24)


@pytest.mark.parametrize("way", ["down", "up", "right", "left"])
@pytest.mark.parametrize("by", [7, 28, PITCH, 60, 131])
def test_it_is_told_how_far_a_window_scrolled(way: Way, by: int) -> None:
    form = page()
    down, right = (by, 0) if way in ("down", "up") else (0, by)
    there, here = seen(form, 100 + down, right), seen(form, 100)
    before, after = (here, there) if way in ("down", "right") else (there, here)
    found = effect(before, after, WINDOW, way)
    assert found.by == by and found.pane is not None
    assert WINDOW.holds(found.pane)
    if by != PITCH:  # then all boxes seem to stand still
        assert found.pane.area > 0.7 * WINDOW.area


def test_what_goes_the_other_way_is_not_scrolled() -> None:
    form = page()
    assert effect(seen(form, 160), seen(form, 100), WINDOW, "down").pane is None
    assert effect(seen(form, 0, 40), seen(form, 0, 0), WINDOW, "right").pane is None


def test_of_two_panes_the_one_that_scrolls_is_told() -> None:
    pane, form = Box(WINDOW.x + 110, WINDOW.y + 44, 310, 230), page()
    found = effect(seen(form, 0, 0, pane), seen(form, 53, 0, pane), WINDOW, "down")
    assert found.by == 53 and found.pane is not None
    assert pane.holds(found.pane) and found.pane.h > 0.85 * pane.h


@pytest.mark.parametrize("by", [40, PITCH])
def test_what_lies_over_the_page_does_not_hide_that_it_scrolled(by: int) -> None:
    def with_button(screen: Frame) -> Frame:
        cv2.circle(screen, (WINDOW.right - 40, WINDOW.bottom - 40), 22, (30, 120, 60), -1)
        write(screen, "Help", (WINDOW.right - 58, WINDOW.bottom - 36))
        return screen

    form = page()
    assert effect(with_button(seen(form)), with_button(seen(form, by)), WINDOW, "down").by == by


def test_nothing_happened_where_only_a_caret_blinks_or_something_turns_by_itself() -> None:
    still = seen(page())
    caret = still.copy()
    caret[120:136, 100:102] = 0
    assert effect(still, caret, WINDOW, "down").changed is None
    pictures = [still.copy() for _ in range(6)]
    for at, one in enumerate(pictures):
        cv2.ellipse(one, (300, 200), (14, 14), at * 60, 0, 90, (200, 30, 30), 4)
    by_itself = restless(pictures)
    assert by_itself is not None and not looks_the_same(pictures[0], pictures[3], WINDOW)
    assert effect(pictures[0], pictures[3], WINDOW, "down", by_itself).changed is None
    moved = seen(page(), 60)
    cv2.ellipse(moved, (300, 200), (14, 14), 200, 0, 90, (200, 30, 30), 4)
    assert effect(pictures[0], moved, WINDOW, "down", by_itself).by == 60
    assert restless([still, still]) is None


@pytest.mark.parametrize(
    "after",
    [
        page({2: "Dresden"}),
        page({2: "Dresden", 4: "Bergen"}),
        page(focus=3),
        page({3: "Dresden"}, focus=3),
        page(dict.fromkeys(range(16), "Esbjerg")),
    ],
    ids=["value", "two values", "focus", "value and focus", "all values"],
)
@pytest.mark.parametrize("way", ["down", "up", "right", "left"])
def test_a_value_that_was_turned_is_no_scrolling(after: Frame, way: Way) -> None:
    found = effect(seen(page(focus=0)), seen(after), WINDOW, way)
    assert found.changed is not None and found.pane is None


@pytest.mark.parametrize("factor", [0.8, 0.9, 1.1, 1.25])
@pytest.mark.parametrize("way", ["down", "up", "right", "left"])
def test_a_map_that_was_enlarged_did_not_scroll(factor: float, way: Way) -> None:
    rng = np.random.default_rng(4)
    drawn = np.full((900, 900, 3), 240, np.uint8)
    for at in range(90):
        x, y = (int(one) for one in rng.integers(20, 860, 2))
        write(drawn, f"Plot {at}", (x, y))
        cv2.line(
            drawn, (x, y + 4), (x + int(rng.integers(10, 90)), y + int(rng.integers(4, 60))), (90, 120, 60), 2
        )
    larger = cv2.resize(drawn, None, fx=factor, fy=factor)
    larger = cv2.copyMakeBorder(larger, 0, 300, 0, 300, cv2.BORDER_CONSTANT, value=(240, 240, 240))
    found = effect(seen(drawn, 100, 100), seen(np.asarray(larger, np.uint8), 100, 100), WINDOW, way)
    assert found.changed is not None and found.pane is None


def test_a_page_that_was_replaced_did_not_scroll() -> None:
    other = page({at: f"Lot {at * 37}" for at in range(16)})[:, ::1].copy()
    other[:60] = 236
    write(other, "Another page altogether", (20, 40))
    rng = np.random.default_rng(1)
    for at in range(14):
        write(other, "".join(rng.choice(list("abcdefgh "), 40)), (200, 90 + 31 * at))
    assert effect(seen(page()), seen(other), WINDOW, "down").pane is None


def test_the_thumb_of_a_slider_that_moves_is_no_scrolling() -> None:
    def with_slider(at: int) -> Frame:
        screen = seen(page())
        cv2.rectangle(screen, (200, 80 + at), (216, 100 + at), (60, 60, 200), -1)
        return screen

    for way in ("down", "up"):
        assert effect(with_slider(0), with_slider(12), WINDOW, way).pane is None
        assert effect(with_slider(12), with_slider(0), WINDOW, way).pane is None


def with_bar(screen: Frame, at: int) -> Frame:
    screen[WINDOW.y : WINDOW.bottom, WINDOW.right - 14 : WINDOW.right] = 210
    screen[WINDOW.y + at : WINDOW.y + at + 60, WINDOW.right - 14 : WINDOW.right] = 120
    return screen


def test_a_blank_page_is_seen_to_scroll_by_its_bar() -> None:
    blank = np.full((900, 900, 3), 236, np.uint8)
    found = effect(with_bar(seen(blank), 20), with_bar(seen(blank, 60), 34), WINDOW, "down")
    assert (found.pane, found.by) == (WINDOW, 0)
    entering = blank.copy()
    write(entering, "Name", (20, 340))
    found = effect(with_bar(seen(entering), 20), with_bar(seen(entering, 60), 34), WINDOW, "down")
    assert found.pane == WINDOW


def test_a_text_at_the_side_of_a_window_is_no_bar() -> None:
    before, after = seen(page()), seen(page())
    for screen, text in ((before, "12"), (after, "13")):
        write(screen, text, (WINDOW.right - 22, 200))
        write(screen, text, (WINDOW.x + 30, WINDOW.bottom - 6))
    for way in ("down", "right"):
        assert effect(before, after, WINDOW, way).pane is None


def test_a_box_whose_value_changed_while_the_page_moved_is_found() -> None:
    for by in (28, PITCH):
        before, after = seen(page()), seen(page({3: "Dresden"}), by)
        found = effect(before, after, WINDOW, "down")
        assert found.by == by
        boxes = [box_of(at) for at in range(5)]
        assert altered(before, after, boxes, found, "down") == boxes[3]
        assert altered(before, seen(page(), by), boxes, found, "down") is None
        assert altered(after, before, [box_of(3, by)], effect(after, before, WINDOW, "up"), "up") is not None


def test_a_bar_that_only_shows_while_something_scrolls_is_no_difference() -> None:
    before, after = seen(page()), seen(page())
    after[WINDOW.y + 20 : WINDOW.y + 120, WINDOW.right - 6 : WINDOW.right - 1] = 60
    assert not looks_the_same(before, after, WINDOW)
    assert looks_the_same(before, after, WINDOW, bars_aside(before, after, None))
    other = seen(page({1: "Dresden"}))
    assert not looks_the_same(before, other, WINDOW, bars_aside(before, other, None))


def test_what_came_into_view_at_the_side_did_not_stand_still() -> None:
    """A label that enters where nothing was: its ground looks as it did."""
    form = page(wide=2000)
    form[:, 400:1300] = 236
    for at in range(16):
        write(form, f"Shelf {at}", (480, 20 + PITCH * at))
    before, after, further = (seen(form, 0, right) for right in (0, 126, 168))
    first, then = effect(before, after, WINDOW, "right"), effect(after, further, WINDOW, "right")
    assert first.by == 126 and then.by == 42 and then.pane is not None
    assert not stood_still(before, after, then.pane, first, "right")


def test_what_lies_around_a_part_that_moved_stood_still() -> None:
    part = Box(WINDOW.x + 250, WINDOW.y + 100, 170, 120)

    def around(down: int) -> Frame:
        screen = seen(page())
        screen[part.y : part.bottom, part.x : part.right] = page()[down : down + part.h, : part.w]
        return screen

    found = effect(around(0), around(28), WINDOW, "down")
    assert found.by == 28 and found.pane is not None and part.holds(found.pane)
    assert stood_still(around(0), around(28), WINDOW, found, "down")
