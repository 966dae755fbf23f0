"""What shows that a window is working, and what merely moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from lam_desktop.execution.screen.working import Layer, Motion, Moving, layer_over
from lam_desktop.types import Box, Frame

WINDOW = Box(40, 30, 720, 520)
FIELD, SAVE = Box(300, 150, 220, 30), Box(300, 420, 120, 32)
PICTURES = Path(__file__).parent / "pictures"
LOGO = Box(560, 140, 60, 60)


def form(ground: int = 245, ink: int = 20, name: str = "Maria Sorensen") -> Frame:
    frame = np.full((600, 800, 3), 90, np.uint8)
    WINDOW.crop(frame)[:] = ground
    for number, label in enumerate(("Name", "Phone", "Street", "Town", "Country")):
        y = 150 + 50 * number
        cv2.putText(frame, label, (90, y + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (ink,) * 3, 2)
        cv2.rectangle(frame, (300, y), (520, y + 30), (ink,) * 3, 1)
    cv2.putText(frame, name, (306, 172), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (ink,) * 3, 1)
    SAVE.crop(frame)[:] = (30, 90, 200)
    cv2.putText(frame, "Save", (330, 442), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 1)
    return frame


def wheel(frame: Frame, at: tuple[int, int], turn: int, radius: int = 26) -> Frame:
    drawn = frame.copy()
    cv2.ellipse(drawn, at, (radius, radius), 0, turn * 40, turn * 40 + 100, (40, 90, 220), 5)
    return drawn


def watched(draw: Callable[[int], Frame], seconds: float = 2.0, step_s: float = 0.05) -> Moving | None:
    motion, before = Motion(), draw(0)
    for number in range(1, round(seconds / step_s) + 1):
        after = draw(number)
        motion.see(before, after, number * step_s)
        before = after
    return motion.lasting(seconds)


def layered(frame: Frame, colour: int, share: float, window: Box = WINDOW) -> Frame:
    """What a program draws that puts a half transparent layer over its window."""
    drawn = frame.copy()
    part = window.crop(drawn)
    part[:] = np.round((1 - share) * part.astype(np.float32) + share * colour).astype(np.uint8)
    return drawn


def seen(frame: Frame) -> Frame:
    return WINDOW.crop(frame)


def over(layer: Layer | None, place: Box) -> bool:
    return layer is not None and layer.lies_over(place.moved(-WINDOW.x, -WINDOW.y))


@pytest.mark.parametrize("at", [FIELD.center, (FIELD.right - 8, FIELD.center[1])])
def test_a_wheel_over_the_place_is_seen(at: tuple[int, int]) -> None:
    moving = watched(lambda turn: wheel(form(), (round(at[0]), round(at[1])), turn))
    assert moving is not None
    assert moving.lies_over(FIELD, WINDOW)
    assert not moving.lies_over(SAVE, WINDOW)
    assert not moving.covers(WINDOW)


def test_a_large_wheel_goes_round_a_small_place() -> None:
    small = Box(400, 280, 20, 20)
    moving = watched(lambda turn: wheel(form(), (410, 290), turn, radius=48))
    assert moving is not None and moving.lies_over(small, WINDOW)


def test_what_moves_beside_the_place_is_no_matter() -> None:
    """A logo beside the field, a banner above it, a bar that fills in the status line."""

    def draw(turn: int) -> Frame:
        frame = wheel(form(), (LOGO.x + 30, LOGO.y + 30), turn)
        frame[40:80, 60:740] = (turn * 37 % 256, 80, 120)
        frame[530:540, 60 : 80 + turn * 10] = (0, 160, 0)
        return frame

    moving = watched(draw)
    assert moving is not None
    assert not moving.lies_over(FIELD, WINDOW) and not moving.lies_over(SAVE, WINDOW)
    assert not moving.covers(WINDOW)


def test_what_frames_the_whole_form_is_no_wheel() -> None:
    def draw(turn: int) -> Frame:
        frame = form()
        cv2.rectangle(frame, (60, 100), (740, 500), (turn * 90 % 256, 60, 60), 3)
        return frame

    moving = watched(draw)
    assert moving is not None and not moving.lies_over(FIELD, WINDOW)


def test_a_caret_in_the_field_is_no_wheel() -> None:
    def draw(turn: int) -> Frame:
        frame = wheel(form(), (LOGO.x + 30, LOGO.y + 30), turn)
        if turn // 6 % 2:
            frame[155:175, 310:312] = 0
        return frame

    moving = watched(draw)
    assert moving is not None and not moving.lies_over(FIELD, WINDOW)


def test_what_moves_slowly_keeps_moving_too() -> None:
    """A banner whose colours slide by nine shades from one picture to the next."""

    def draw(turn: int) -> Frame:
        frame = form()
        slid = np.abs((np.arange(680) + 10 * turn) % 300 - 150)
        frame[40:80, 60:740] = (slid[:, None] * (0.9, 0.3, -0.9) + (34, 60, 170)).astype(np.uint8)
        return frame

    moving = watched(draw)
    assert moving is not None
    assert moving.pixels(Box(60, 40, 680, 40)).mean() > 0.9
    assert not moving.lies_over(FIELD, WINDOW)


def test_what_came_once_does_not_keep_moving() -> None:
    assert watched(lambda turn: form(name="Ada" if turn < 20 else "Jon")) is None
    assert watched(lambda turn: wheel(form(), (410, 165), min(turn, 20))) is None, "it has come to rest"


def test_a_window_that_changes_all_over_is_covered() -> None:
    def draw(turn: int) -> Frame:
        frame = form()
        WINDOW.crop(frame)[:400] = turn * 31 % 256
        return frame

    moving = watched(draw)
    assert moving is not None and moving.covers(WINDOW)


@pytest.mark.parametrize(("colour", "share"), [(255, 0.5), (255, 0.8), (0, 0.4), (0, 0.7), (128, 0.5)])
@pytest.mark.parametrize("dark", [False, True])
def test_a_layer_over_the_window_is_known(colour: int, share: float, dark: bool) -> None:
    ground, ink = (30, 230) if dark else (245, 20)
    then = form(ground, ink)
    now = wheel(layered(form(ground, ink, name=""), colour, share), (400, 290), 3)
    layer = layer_over(seen(then), seen(now))
    assert layer is not None and layer.kept == pytest.approx(1 - share, abs=0.05)
    assert over(layer, FIELD) and over(layer, SAVE)


def test_a_field_that_alone_stays_bright_is_spared_by_a_layer() -> None:
    then, now = form(name=""), layered(form(name=""), 0, 0.6)
    bright = now.copy()
    FIELD.crop(bright)[:] = FIELD.crop(then)
    wide, beside = (layer_over(seen(then), seen(one)) for one in (now, bright))
    assert wide is not None and beside is not None and wide.is_wide and beside.is_wide
    assert not wide.spares(FIELD.moved(-WINDOW.x, -WINDOW.y))
    assert beside.spares(FIELD.moved(-WINDOW.x, -WINDOW.y))


def test_bars_of_the_browser_and_a_banner_that_moves_are_left_out() -> None:
    def page(turn: int, name: str, busy: bool) -> Frame:
        frame = form(name=name)
        frame[62:84, 42:758] = (np.arange(716) * 3 + turn * 40)[None, :, None] % 256
        if busy:
            frame = layered(frame, 255, 0.55, Box(WINDOW.x, 60, WINDOW.w, WINDOW.bottom - 60))
        cv2.putText(frame, "127.0.0.1/contacts  Contacts  Back", (60, 56), 0, 0.6, (20, 20, 20), 2)
        return wheel(frame, (400, 290), turn) if busy else frame

    moving = watched(lambda turn: page(turn, "", busy=True))
    assert moving is not None and not moving.lies_over(FIELD, WINDOW)
    layer = layer_over(seen(page(0, "Maria", False)), seen(page(40, "", True)), moving.pixels(WINDOW))
    assert over(layer, FIELD) and over(layer, SAVE)
    moving = watched(lambda turn: page(turn, "", busy=False))
    assert moving is not None
    assert layer_over(seen(page(0, "Maria", False)), seen(page(40, "", False)), moving.pixels(WINDOW)) is None


def test_what_lies_on_the_layer_is_not_under_it() -> None:
    """A dialog of a web page: behind it nothing may be clicked, in it all."""
    dialog = Box(280, 380, 240, 110)
    now = layered(form(), 0, 0.5)
    dialog.crop(now)[:] = 250
    SAVE.crop(now)[:] = SAVE.crop(form())
    layer = layer_over(seen(form()), seen(now))
    assert over(layer, FIELD) and not over(layer, SAVE)


def test_it_is_gone_when_it_is_gone() -> None:
    assert layer_over(seen(layered(form(), 0, 0.5)), seen(form())) is None
    assert layer_over(seen(form()), seen(form(name="Ada"))) is None
    assert layer_over(seen(form()), seen(form())) is None


@pytest.mark.parametrize(
    "now",
    [
        form(ground=30, ink=230),
        np.random.default_rng(4).integers(0, 256, (600, 800, 3), np.uint8),
        np.full((600, 800, 3), 245, np.uint8),
        np.roll(form(), 23, 0),
    ],
    ids=["another theme", "another page", "an empty page", "scrolled"],
)
def test_what_looks_otherwise_for_another_reason_is_no_layer(now: Frame) -> None:
    assert layer_over(seen(form()), seen(now)) is None


@pytest.mark.parametrize("name", ["", "Maria Sorensen"])
def test_a_focus_that_went_to_the_next_field_is_no_layer(name: str) -> None:
    def focused(field: Box) -> Frame:
        frame = form(name=name)
        for number in range(5):
            y = 150 + 50 * number
            mine = y == field.y
            cv2.rectangle(
                frame, (300, y), (520, y + 30), ((0,) * 3 if mine else (140,) * 3), 2 if mine else 1
            )
        return frame

    then, now = focused(FIELD), focused(Box(300, 200, 220, 30))
    assert layer_over(seen(then), seen(now)) is None


@pytest.mark.parametrize("moving", [False, True])
def test_a_list_that_opened_as_the_focus_left_a_filled_field_is_no_layer(moving: bool) -> None:
    """As Material Design draws it: the field's ground grows lighter, and the list covers pale ones."""

    def filled(focused: int, opened: bool) -> Frame:
        frame = np.full((600, 800, 3), 255, np.uint8)
        for number, label in enumerate(("Customer", "Product", "Delivery date", "Quantity", "Note")):
            y = 60 + 80 * number
            frame[y : y + 56, 100:540] = 219 if number == focused else 245
            ink = (4,) * 3 if number == focused else (118,) * 3
            cv2.putText(frame, label, (114, y + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv2.LINE_AA)
        cv2.putText(frame, "Okafor Logistics", (114, 106), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (30,) * 3, 1)
        if opened:
            frame[197:450, 100:540] = 255
            for number, entry in enumerate(("Desk lamp", "Office chair", "Filing cabinet", "Whiteboard")):
                at = (116, 232 + 48 * number)
                cv2.putText(frame, entry, at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (33,) * 3, 1, cv2.LINE_AA)
        return frame

    animated = np.zeros((600, 800), bool)
    animated[197:450, 100:540] = moving
    assert layer_over(filled(0, opened=False), filled(1, opened=True), animated) is None


def test_a_button_that_was_greyed_out_is_no_layer() -> None:
    now = layered(form(), 255, 0.6, SAVE)
    assert layer_over(seen(form()), seen(now)) is None


def test_one_of_two_halves_under_a_layer() -> None:
    """The left pane loads, the right one can be used."""
    left, other = Box(WINDOW.x, WINDOW.y, 500, WINDOW.h), Box(580, 300, 120, 32)
    then = form()
    cv2.putText(then, "Cancel", (590, 322), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 2)
    layer = layer_over(seen(then), seen(layered(then, 255, 0.6, left)))
    assert over(layer, FIELD) and not over(layer, other)


def test_the_page_behind_signing_in_is_no_layer() -> None:
    """A browser's window before and after, one picture above the other: of two forms a few edges fall on each
    other, and were darker where a field had the focus."""
    with Image.open(PICTURES / "signing_in_and_next_form.png") as both:
        pages = np.asarray(both.convert("RGB"))
    then, now = np.split(pages, 2)
    assert layer_over(then, now) is None
