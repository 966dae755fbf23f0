"""Entries of an open menu are whole, whatever the detector made of them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.menus import entry_lines, with_entries
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box, Element, Frame

MENU, PITCH_PX, ABOVE_PX = Box(60, 40, 260, 210), 30, 8
ENTRIES = (("Cut", "Ctrl+X"), ("Copy", "Ctrl+C"), ("Paste", "Ctrl+V"), ("Spell check", ">"), ("Inspect", ""))
SIZE = (420, 300)


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(threads=1)


def _top(number: int) -> int:
    """Where the entry begins; a line lies between the third and the fourth."""
    return MENU.y + ABOVE_PX + number * PITCH_PX + (10 if number > 2 else 0)


def menu(lit: int | None = None, dark: bool = False) -> Frame:
    """A menu over a page, an entry under the pointer."""
    ground, ink, light, page = ("#202124", "#e8eaed", "#3c4043", "#101012") if dark else (
        "#ffffff", "#202124", "#e0e0e0", "#d0d8e0"
    )  # fmt: skip
    picture = Image.new("RGB", SIZE, page)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    pen.rectangle((MENU.x, MENU.y, MENU.right - 1, MENU.bottom - 1), ground, light)
    pen.line((MENU.x + 1, _top(3) - 5, MENU.right - 2, _top(3) - 5), light)
    for n, (words, shortcut) in enumerate(ENTRIES):
        if n == lit:
            pen.rounded_rectangle((MENU.x + 3, _top(n), MENU.right - 4, _top(n) + PITCH_PX - 1), 4, light)
        middle = _top(n) + PITCH_PX // 2
        pen.text((MENU.x + 20, middle), words, ink, font, anchor="lm")
        pen.text((MENU.right - 16, middle), shortcut, ink, font, anchor="rm")
    return np.asarray(picture)


def _read(reader: TextReader, frame: Frame, box: Box) -> tuple[str, float]:
    [said] = reader.read(frame, [box])
    return said.text, said.confidence


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lit", [None, 1])
def test_the_lines_of_a_menu_are_its_entries(lit: int | None, dark: bool) -> None:
    lines = [line for line, _ in entry_lines(menu(lit, dark), MENU)]
    assert len(lines) == len(ENTRIES)
    for n, line in enumerate(lines):
        assert (line.x, line.w) == (MENU.x, MENU.w)
        assert abs(line.y - _top(n)) <= 3 and abs(line.h - PITCH_PX) <= 1


def test_pieces_become_whole_entries_and_whole_ones_stay(reader: TextReader) -> None:
    frame = menu(1)
    known = Element(Box(MENU.x + 2, _top(0), MENU.w - 4, PITCH_PX), "menu_item", "Cut Ctrl+X")
    pieces = [
        Element(Box(MENU.x + 34, _top(1), 170, PITCH_PX), "header", "opy", score=0.7),
        Element(Box(MENU.right - 60, _top(2) + 4, 50, 22), "cell", "Ctrl+V", score=0.9),
        Element(Box(MENU.x + 16, _top(3), 90, PITCH_PX), "menu_item", "Spell"),
    ]
    arrow = Element(Box(MENU.right - 30, _top(3) + 6, 20, 18), "icon")
    below = Element(Box(4, _top(1), 40, 20), "text", "Page")
    seen = with_entries([known, *pieces, arrow, below], frame, [MENU], lambda *it: _read(reader, *it))
    assert [one.text for one in seen if one.kind == "menu_item"] == [
        "Cut Ctrl+X", "Copy Ctrl+C", "Paste Ctrl+V", "Spell check >", "Inspect"
    ]  # fmt: skip
    assert all(any(one is other for other in seen) for one in (known, arrow, below))
    assert not any(one is other for one in pieces for other in seen)


def test_a_menu_under_another_one_stays_as_it_was_seen(reader: TextReader) -> None:
    seen = (Element(Box(MENU.x + 34, _top(1), 170, PITCH_PX), "header", "opy"),)
    above = MENU.moved(40, 60)
    assert with_entries(seen, menu(), [MENU, above], lambda *it: _read(reader, *it)) == seen


def _grid() -> list[tuple[int, int, str]]:
    return [(16 + 34 * day, 10 + 28 * week, str(7 * week + day + 1)) for week in range(5) for day in range(7)]


def _two_lines() -> list[tuple[int, int, str]]:
    words = ("Ada Miller", "about the order", "Tom Walker", "no news", "Zoe Young", "holidays")
    return [(16, 6 + 40 * (n // 2) + 15 * (n % 2), word) for n, word in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "boxed"),
    [
        (_grid(), False),
        (_two_lines(), False),
        ([(16, 20, "Quantity"), (16, 60, "Price"), (16, 100, "Tax")], True),
        ([(16, 20, "Nothing found")], False),
        ([], False),
    ],
    ids=["a calendar", "two lines an entry", "a form", "one line", "nothing"],
)
def test_what_is_no_menu_is_left_alone(words: list[tuple[int, int, str]], boxed: bool) -> None:
    picture = Image.new("RGB", SIZE, "#ffffff")
    pen = ImageDraw.Draw(picture)
    for x, y, word in words:
        pen.text((MENU.x + x, MENU.y + y), word, "#202124", ImageFont.load_default(13))
        if boxed:
            pen.rectangle((MENU.x + 100, MENU.y + y - 6, MENU.x + 220, MENU.y + y + 20), outline="#404040")
    assert entry_lines(np.asarray(picture), MENU) == []


@pytest.mark.parametrize(
    "box", [Box(0, 0, 0, 0), Box(-50, -50, 40, 40), Box(400, 290, 100, 100), Box(0, 0, 9, 2)]
)
def test_a_menu_beyond_the_picture_has_no_entries(box: Box) -> None:
    assert entry_lines(menu(), box) == []
