"""A screen is looked at at the size at which its letters are as large as the detector knows them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.perception.sizing import GRID_PX, REDUCED_GRID_PX, Size, fitting, proposed, proposed_anew
from lam_desktop.types import Box, Frame

WORDS = ("File", "Edit", "View", "Calculator", "Help")
WIDE = Box(60, 300, 800, 100)


def screen(font_px: int) -> tuple[Frame, list[Proposal]]:
    """Five words below each other, with the proposals of their lines."""
    picture = Image.new("RGB", (1000, 600), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(font_px)
    high = round(1.4 * font_px)
    boxes = [Box(20, 10 + n * high, round(font.getlength(word)) + 8, high) for n, word in enumerate(WORDS)]
    for box, word in zip(boxes, WORDS, strict=True):
        pen.text((box.x + 4, box.y + 2), word, "black", font)
    return np.asarray(picture), [Proposal(box, "menu_item", 0.9, None) for box in boxes]


@pytest.mark.parametrize(("font_px", "factor"), [(12, 1.0), (20, 1.0), (30, 0.625), (40, 0.5), (60, 0.5)])
def test_large_letters_are_looked_at_smaller(font_px: int, factor: float) -> None:
    frame, found = screen(font_px)
    assert fitting(found, frame).factor == factor


def test_two_large_words_tell_nothing() -> None:
    frame, found = screen(40)
    assert fitting(found[:2], frame) == Size() and fitting([], frame) == Size()


def test_a_part_is_seen_as_in_a_look_at_the_whole() -> None:
    assert Size().grid == GRID_PX
    for factor in (0.75, 0.625, 0.5):
        assert Size(factor).grid == REDUCED_GRID_PX and (REDUCED_GRID_PX * factor) % GRID_PX == 0


class _Sees:
    """A detector that finds a wide field where it is small, and figures as icons where they are large."""

    def __init__(self, near: list[Proposal], also: list[Proposal]) -> None:
        self.near, self.also, self.looks = near, also, list[tuple[int, int]]()

    def propose(self, frame: Frame) -> list[Proposal]:
        self.looks.append((frame.shape[1], frame.shape[0]))
        by = frame.shape[1] / 1000
        figures = [Proposal(Box(x, 320, 40, 60), "icon", 0.8, None) for x in (100, 150)]
        here = [Proposal(WIDE, "field", 0.8, None)] if by < 1 else [*figures, *self.also]
        return [replace(one, box=scaled(one.box, by)) for one in (*self.near, *here)]


def scaled(box: Box, by: float) -> Box:
    return Box(*(round(by * side) for side in (box.x, box.y, box.w, box.h)))


def test_figures_are_none_beside_the_field_that_they_stand_in() -> None:
    frame, lines = screen(30)
    alone = Proposal(Box(900, 500, 30, 30), "icon", 0.8, None)
    detector = _Sees(lines, [alone])
    found, size = proposed_anew(frame, detector)
    assert size.factor == 0.625 and detector.looks == [(1000, 600), (625, 375)]
    assert sorted({one.kind for one in found}) == ["field", "icon", "menu_item"]
    [field] = [one for one in found if one.kind == "field"]
    assert field.box.iou(WIDE) > 0.95
    assert [one.box for one in found if one.kind == "icon"] == [
        alone.box
    ]  # what only the large look sees stays


def test_a_calculator_at_twice_the_size_shows_one_field() -> None:
    """With the shipped weights: six figures of 45 pixels were five icons and a radio button."""
    picture = Image.new("RGB", (1280, 700), "#f6f5f4")
    pen = ImageDraw.Draw(picture)
    menu, figures = ImageFont.load_default(32), ImageFont.load_default(64)
    for n, word in enumerate(WORDS):
        pen.text((150 + 120 * n + 40 * (n > 3), 40), word, "#2e3436", menu)
    pen.rectangle((140, 100, 970, 208), "white", "#aab2bd", 2)
    pen.text((690, 116), "416.72", "black", figures)
    for n in range(15):
        x, y = 140 + 166 * (n % 5), 330 + 120 * (n // 5)
        pen.rounded_rectangle((x, y, x + 150, y + 106), 8, "#efeeed", "#b9b5b1", 2)
        pen.text((x + 66, y + 36), "789/(456*)123-+"[n], "#2e3436", menu)
    display = Box(140, 100, 830, 108)
    seen = LearnedScreenParser.load().parse(np.asarray(picture))
    within = [(one.kind, one.text) for one in seen if display.contains(*one.box.center)]
    assert within == [("field", "416.72")]


def test_from_afar_a_part_of_a_sentence_is_no_entry() -> None:
    blank = np.full((600, 1000, 3), 255, np.uint8)
    sentence, entry = Box(40, 100, 600, 30), Box(40, 300, 300, 60)
    piece, row = Box(200, 90, 460, 60), Box(30, 290, 500, 80)

    class Both:
        def propose(self, frame: Frame) -> list[Proposal]:
            by = frame.shape[1] / 1000
            here = (
                [(sentence, "text"), (entry, "icon")]
                if by == 1
                else [(piece, "menu_item"), (row, "list_item")]
            )
            return [Proposal(scaled(box, by), kind, 0.9, None) for box, kind in here]  # type: ignore[arg-type]

    found = proposed(blank, Both(), Size(also_far=True))
    assert [(one.kind, one.box) for one in found] == [
        ("text", sentence), ("icon", entry), ("list_item", row),
    ]  # fmt: skip
