"""Parts of a line of text are one; columns beside each other, and lines below each other, are not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.whole_texts import with_whole_texts
from lam_desktop.types import Box, ElementKind, Frame

FONT = ImageFont.load_default(18)
SAID = "Visit registered for Fatima Rahman."
LINE = Box(20, 20, 310, 26)


def drawn(*texts: tuple[int, int, str]) -> Frame:
    """Texts at their places on a green ground."""
    picture = Image.new("RGB", (640, 120), "#d9eedd")
    pen = ImageDraw.Draw(picture)
    for x, y, text in texts:
        pen.text((x, y), text, "#1f2933", FONT)
    return np.asarray(picture)


def parts(*boxes: Box, kind: ElementKind = "text") -> list[Proposal]:
    return [Proposal(box, kind, 0.9 - n / 10, None) for n, box in enumerate(boxes)]


@pytest.mark.parametrize("seams", [[140], [142], [60, 142, 250]])
@pytest.mark.parametrize("over", [0, 12])
def test_parts_of_a_line_are_one(seams: list[int], over: int) -> None:
    edges = [LINE.x, *seams, LINE.right]
    boxes = [Box(a - over, LINE.y, b - a + over, LINE.h) for a, b in itertools.pairwise(edges)]
    boxes[0] = Box(LINE.x, LINE.y, boxes[0].w - over, LINE.h)
    [whole] = with_whole_texts(parts(*boxes), drawn((22, 22, SAID)))
    assert whole.box == LINE and whole.score == 0.9


def test_a_piece_within_a_line_adds_nothing() -> None:
    piece = Box(150, LINE.y + 1, LINE.right + 3 - 150, LINE.h)
    [whole] = with_whole_texts(parts(LINE, piece), drawn((22, 22, SAID)))
    assert whole.box == Box(LINE.x, LINE.y, piece.right - LINE.x, LINE.h)


@pytest.mark.parametrize(
    "boxes",
    [
        (Box(20, 20, 100, 26), Box(119, 20, 120, 26)),  # a gap as between columns lies at the seam
        (Box(20, 20, 60, 26), Box(150, 20, 90, 26)),
        (Box(20, 20, 60, 26), Box(20, 46, 60, 26)),
        (Box(20, 20, 80, 60), Box(99, 20, 130, 60)),  # two paragraphs beside each other
        (Box(20, 20, 60, 0), Box(82, 20, 60, 0)),
    ],
)
def test_columns_and_lines_stay_apart(boxes: tuple[Box, Box]) -> None:
    proposals = parts(*boxes)
    screen = drawn((22, 22, "Name"), (152, 22, "Born"), (22, 48, "Town"))
    assert with_whole_texts(proposals, screen) == proposals


def test_other_kinds_and_an_edge_of_the_screen_are_left_alone() -> None:
    cells = parts(Box(20, 20, 120, 26), Box(139, 20, 200, 26), kind="cell")
    assert with_whole_texts(cells, drawn((22, 22, SAID))) == cells
    beyond = parts(Box(560, 20, 60, 26), Box(700, 20, 60, 26))
    assert with_whole_texts(beyond, drawn()) == beyond
    assert with_whole_texts([], drawn()) == []


def test_a_button_without_a_frame_does_not_lie_over_half_a_paragraph() -> None:
    screen = drawn((22, 12, SAID), (22, 36, SAID), (22, 60, SAID)).copy()
    paragraph, torn = Box(20, 10, 310, 76), Box(20, 40, 230, 60)
    lines = [Proposal(Box(400, 10 + 25 * n, 90, 24), "text", 0.8, None) for n in range(2)]
    proposals = [
        Proposal(paragraph, "text", 0.8, None), *lines, Proposal(torn, "button", 0.6, None),
    ]  # fmt: skip
    assert with_whole_texts(proposals, screen) == proposals[:-1]
    surer = [*proposals[:-1], Proposal(torn, "button", 0.9, None)]
    assert with_whole_texts(surer, screen) == surer
    link = [*proposals[:-1], Proposal(torn, "link", 0.6, None)]
    assert with_whole_texts(link, screen) == link
    screen[torn.y : torn.bottom, torn.x] = screen[torn.y : torn.bottom, torn.right - 1] = 0
    screen[torn.y, torn.x : torn.right] = screen[torn.bottom - 1, torn.x : torn.right] = 0
    assert with_whole_texts(proposals, screen) == proposals, "it has a frame of its own"
