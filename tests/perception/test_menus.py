"""Entries of an open menu are whole, whatever the detector made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.menus import entry_lines, with_entries
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box, Element, ElementKind, Frame

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
    lines = [line.box for line in entry_lines(menu(lit, dark), MENU)]
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


Words = list[tuple[int, int, str]]


def _table(columns: int, rows: int, width: int, height: int, word: str = "{}") -> Words:
    return [
        (16 + width * column, 10 + height * row, word.format(columns * row + column + 1))
        for row in range(rows)
        for column in range(columns)
    ]


def _two_lines() -> Words:
    words = ("Ada Miller", "about the order", "Tom Walker", "no news", "Zoe Young", "holidays")
    return [(16, 6 + 40 * (n // 2) + 15 * (n % 2), word) for n, word in enumerate(words)]


def _form(high: int, pitch: int) -> tuple[Words, list[Box]]:
    names = ("Quantity", "Price", "Tax", "Note")
    fields = [Box(MENU.x + 100, MENU.y + 10 + pitch * n, 120, high) for n in range(4)]
    return [(16, 10 + pitch * n + high // 2 - 7, name) for n, name in enumerate(names)], fields


def _page(words: Words, boxes: Sequence[Box] = ()) -> Frame:
    picture = Image.new("RGB", SIZE, "#ffffff")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), outline="#404040")
    for x, y, word in words:
        pen.text((MENU.x + x, MENU.y + y), word, "#202124", ImageFont.load_default(13))
    return np.asarray(picture)


@pytest.mark.parametrize(
    ("words", "boxes"),
    [
        (_table(7, 5, 34, 28), []),
        (_table(3, 4, 80, 30, "Month {}"), []),
        (_two_lines(), []),
        _form(26, 40),
        _form(32, 44),
        ([(16, 20, "Nothing found")], []),
        ([], []),
    ],
    ids=["a calendar", "months", "two lines an entry", "a form", "a dense form", "one line", "nothing"],
)
def test_what_is_no_menu_is_left_alone(words: Words, boxes: list[Box]) -> None:
    assert entry_lines(_page(words, boxes), MENU) == []


@pytest.mark.parametrize(
    ("kinds", "places"),
    [
        (("list_item", "list_item"), (10, 70)),
        (("list_item", "button"), (10, 150)),
        (("text", "field"), (10, 150)),
    ],
    ids=["two columns to choose from", "a button in each line", "fields without a frame"],
)
def test_lines_with_several_things_to_click_on_are_no_entries(
    kinds: tuple[ElementKind, ElementKind], places: tuple[int, int], reader: TextReader
) -> None:
    words = [(6 + x, 10 + 30 * row, f"{7 + row:02}") for row in range(6) for x in places]
    seen = tuple(
        Element(Box(MENU.x + x, MENU.y + 4 + 30 * row, 50, 26), kind, f"{7 + row:02}")
        for row in range(6)
        for x, kind in zip(places, kinds, strict=True)
    )
    frame = _page(words)
    assert entry_lines(frame, MENU), "the pixels alone do not tell"
    assert with_entries(seen, frame, [MENU], lambda *it: _read(reader, *it)) == seen


def test_of_a_menu_that_reaches_beyond_the_screen_the_rest_has_entries(reader: TextReader) -> None:
    frame = np.ascontiguousarray(menu()[:, 75:])
    made = with_entries((), frame, [MENU.moved(-75, 0)], lambda *it: _read(reader, *it))
    assert len(made) == len(ENTRIES) and all(one.box.x == 0 for one in made)


@pytest.mark.parametrize(
    "box", [Box(0, 0, 0, 0), Box(-50, -50, 40, 40), Box(400, 290, 100, 100), Box(0, 0, 9, 2)]
)
def test_a_menu_beyond_the_picture_has_no_entries(box: Box) -> None:
    assert entry_lines(menu(), box) == []
