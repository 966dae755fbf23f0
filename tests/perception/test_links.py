"""Links in running text are proposed with their own boxes; plain, wholly coloured and coded text has none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.links import MOST_LINKS, links_in, with_links
from lam_desktop.types import Box, Frame

FONT = ImageFont.load_default(16)
INK, LINK, BOX = "#202124", "#1a0dab", Box(10, 10, 520, 60)


def written(*lines: list[tuple[str, str]], ground: str = "#ffffff") -> tuple[Frame, dict[str, Box]]:
    """Lines of (text, colour) behind each other, and where each text stands."""
    picture = Image.new("RGB", (560, 90), ground)
    pen = ImageDraw.Draw(picture)
    places: dict[str, Box] = {}
    for number, line in enumerate(lines):
        x, y = 16.0, 16 + 26 * number
        for text, colour in line:
            pen.text((x, y), text, colour, FONT)
            width = FONT.getlength(text)
            places[text] = Box(round(x), y, round(width), 20)
            x += width + FONT.getlength(" ")
    return np.asarray(picture), places


def test_a_link_of_two_words_in_a_sentence() -> None:
    frame, places = written(
        [("Please open", INK), ("your invoice", LINK), ("and pay it", INK)],
        [("before", INK), ("Monday", LINK)],
    )
    found = links_in(frame, BOX)
    assert len(found) == 2
    for box, text in zip(found, ("your invoice", "Monday"), strict=True):
        assert box.iou(places[text]) > 0.6 and box.contains(*places[text].center)


def test_in_the_dark_too() -> None:
    frame, places = written([("Please open", "#e8eaed"), ("invoice", "#8ab4f8")], ground="#202124")
    [box] = links_in(frame, BOX)
    assert box.contains(*places["invoice"].center)


def test_a_box_that_reaches_beyond_its_text() -> None:
    frame, places = written([("Please open", INK), ("your invoice", LINK), ("and pay", INK)])
    frame = frame.copy()
    frame[:, 505:], frame[60:] = 85, 85
    [box] = links_in(frame, Box(10, 10, 520, 70))
    assert box.contains(*places["your invoice"].center)


@pytest.mark.parametrize(
    "line",
    [
        [("Please open your invoice", INK)],
        [("your invoice", LINK), ("or another one", LINK)],
        [("Quantity must be", INK), ("at least 1", "#c5221f")],
        [("def", "#188038"), ("total(rows)", INK)],
    ],
)
def test_what_is_no_link(line: list[tuple[str, str]]) -> None:
    assert links_in(written(line)[0], BOX) == []


def test_coloured_edges_of_letters_are_none() -> None:
    """Letters smoothed for the three stripes of each pixel have coloured edges."""
    frame, _ = written([("Please open your invoice today", INK)])
    striped = frame.copy()
    striped[:, 1:, 0], striped[:, :-1, 2] = frame[:, :-1, 0], frame[:, 1:, 2]
    assert links_in(striped, BOX) == []


def test_links_join_the_proposals_once() -> None:
    frame, places = written([("Please open", INK), ("your invoice", LINK)])
    text = Proposal(BOX, "text", 0.9, None)
    [same, link] = with_links([text], frame)
    assert same is text and (link.kind, link.score) == ("link", 0.9)
    assert with_links([text, link], frame) == [text, link]
    assert with_links([Proposal(BOX, "button", 0.9, None)], frame)[1:] == []
    assert places


def test_a_text_full_of_colours_is_a_picture() -> None:
    line = [part for n in range(MOST_LINKS + 1) for part in ((f"a{n}", INK), (f"b{n}", LINK))]
    frame, _ = written(line[: len(line) // 2], line[len(line) // 2 :])
    assert len(with_links([Proposal(Box(0, 0, 560, 90), "text", 0.9, None)], frame)) == 1


def test_slivers_of_an_icon_and_selected_words_are_no_links() -> None:
    picture = Image.new("RGB", (560, 90), "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((20, 20, 40, 40), outline=LINK, width=3)
    pen.text((60, 20), "Inbox of Anna Weber", INK, FONT)
    pen.rectangle((240, 18, 300, 40), fill="#1a56db")
    pen.text((244, 20), "chosen", "#ffffff", FONT)
    assert [box for box in links_in(np.asarray(picture), BOX) if box.w < 14 or box.x > 200] == []


def test_a_box_beyond_the_picture_has_none() -> None:
    frame, _ = written([("Please open", INK), ("your invoice", LINK)])
    assert links_in(frame, Box(555, 85, 40, 40)) == [] == links_in(frame, Box(-50, -50, 20, 20))


def underlined(*words: tuple[str, str], joined: bool = False) -> tuple[Frame, list[Box]]:
    """Words on one line, those in the colour of links underlined: each by itself, or all by one line."""
    spaced = [part for word in words for part in (word, ("", INK))]  # wide spaces
    frame, places = written(spaced)
    frame = frame.copy()
    boxes = [places[text] for text, _ in words]
    for (_, colour), box in zip(words, boxes, strict=True):
        if colour == LINK:
            frame[34:36, box.x : box.right] = (26, 13, 171)
    if joined:
        frame[34:36, boxes[0].x : boxes[-1].right] = (26, 13, 171)
    return frame, boxes


def test_links_that_are_underlined_apart_are_two() -> None:
    frame, boxes = underlined(("Open", INK), ("turpis", LINK), ("nullam", LINK))
    found = links_in(frame, BOX)
    assert len(found) == 2
    assert all(box.contains(*place.center) for box, place in zip(found, boxes[1:], strict=True))
    frame, boxes = underlined(("turpis", LINK), ("nullam", LINK), joined=True)
    whole = Box(boxes[0].x, 14, boxes[-1].right - boxes[0].x, 20)
    assert with_links([Proposal(whole, "link", 0.9, None)], frame) == [Proposal(whole, "link", 0.9, None)]


def test_a_narrow_link_beside_a_longer_one_is_by_itself() -> None:
    """The line below the longer one is left out around a letter, as browsers do."""
    frame, boxes = underlined(("Open", INK), ("sagittis", LINK), ("et", LINK))
    middle = boxes[1].center[0]
    frame[34:36, middle - 4 : middle + 4] = 255
    found = links_in(frame, BOX)
    assert [box.contains(*place.center) for box, place in zip(found, boxes[1:], strict=True)] == [True, True]


def test_what_was_proposed_as_one_link_is_parted() -> None:
    frame, boxes = underlined(("turpis", LINK), ("nullam", LINK))
    whole = Box(boxes[0].x, 14, boxes[-1].right - boxes[0].x, 20)
    parts = with_links([Proposal(whole, "link", 0.9, None)], frame)
    assert [one.kind for one in parts] == ["link", "link"]
    assert all(one.box.contains(*place.center) for one, place in zip(parts, boxes, strict=True))
    frame, boxes = underlined(("morbi", INK), ("duis", LINK))
    whole = Box(boxes[0].x, 14, boxes[-1].right - boxes[0].x, 20)
    [link] = with_links([Proposal(whole, "link", 0.9, None)], frame)
    assert link.box.contains(*boxes[1].center) and not link.box.contains(*boxes[0].center)


def test_a_piece_of_a_link_adds_nothing() -> None:
    frame, [box] = underlined(("turpis", LINK))
    link, half = Box(box.x, 14, box.w, 22), Box(box.x, 25, box.w, 11)
    proposals = [Proposal(link, "link", 0.9, None), Proposal(half, "link", 0.8, None)]
    assert with_links(proposals, frame) == proposals[:1]


def test_a_link_is_as_wide_as_its_words() -> None:
    """A click goes to the middle of its box, whatever colour it has."""
    frame, places = written([("Preview", "#9aa81c")])
    wide = Box(places["Preview"].x - 4, 14, 2 * places["Preview"].w, 22)
    [link] = with_links([Proposal(wide, "link", 0.9, None)], frame)
    assert link.box.w < 1.2 * places["Preview"].w and link.box.contains(*places["Preview"].center)
    tight = Proposal(Box(places["Preview"].x - 4, 14, places["Preview"].w + 8, 22), "link", 0.9, None)
    assert with_links([tight], frame) == [tight]
