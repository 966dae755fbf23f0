"""Looking only at what changed gives what looking at everything gives."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest
from PIL import ImageDraw, ImageFont

from lam_desktop.errors import EnvironmentFault
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.ocr import TextReader
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.types import Box, Element, ElementKind, Frame
from tests.drawn import proposals_by_ink
from tests.perception.test_areas import LINES, PAGE
from tests.perception.test_areas import screen as page

SIZE = (640, 960)


class _Counting:
    """A detector whose answer depends on what is near only; it counts the pixels that it saw."""

    def __init__(self) -> None:
        self.pixels = 0

    def propose(self, frame: Frame) -> list:  # type: ignore[type-arg]
        self.pixels += frame.shape[0] * frame.shape[1]
        return proposals_by_ink(frame)


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(threads=1)


def _blank() -> Frame:
    return np.full((*SIZE, 3), 235, np.uint8)


def _with_button(box: Box) -> Frame:
    """A blank screen with a shaded button: one that shows nothing is taken for a field."""
    frame = _blank()
    frame[box.y : box.bottom, box.right - 24 : box.right] = 170
    return frame


def _scribble(frame: Frame, rng: random.Random) -> None:
    """A random button comes, or a random area goes."""
    x, y = rng.randrange(0, SIZE[1] - 120, 16), rng.randrange(0, SIZE[0] - 40, 16)
    if rng.random() < 0.35:
        frame[y : y + rng.randint(20, 90), x : x + rng.randint(30, 200)] = 235
        return
    w, h = rng.randint(40, 110), rng.randint(18, 30)
    cv2.rectangle(frame, (x, y), (x + w, y + h), (60, 60, 60), 1)
    cv2.putText(frame, rng.choice(("Save", "Open", "42")), (x + 6, y + h - 6), 0, 0.45, (10, 10, 10), 1)


def _sorted(elements: tuple[Element, ...]) -> list[Element]:
    return sorted(elements, key=lambda one: (one.box.y, one.box.x, one.box.w, one.box.h))


def test_a_paragraph_reaches_as_far_as_its_lines(reader: TextReader) -> None:
    frame = np.full((*SIZE, 3), 255, np.uint8)
    for line, text in enumerate(("Enter the name", "into the field")):
        cv2.putText(frame, text, (40, 60 + 30 * line), 0, 0.7, (10, 10, 10), 1, cv2.LINE_AA)
    seen = Box(36, 52, 190, 48)  # half a line low

    class Low:
        def propose(self, frame: Frame) -> list[Proposal]:
            return [Proposal(seen, "text", 0.9, None)]

    [one] = LearnedScreenParser(Low(), reader).parse(frame)
    assert one.text == "Enter the name\ninto the field"
    assert one.box.y < 48 and (one.box.x, one.box.w) == (seen.x, seen.w) and one.box.bottom >= seen.bottom


def test_a_link_is_found_in_a_page_that_was_proposed_in_part(reader: TextReader) -> None:
    picture = page(lines=LINES)
    font = ImageFont.load_default(16)
    ImageDraw.Draw(picture).text((PAGE.x + 8 + font.getlength("Dear "), PAGE.y + 8), "Ms", "#1a0dab", font)
    lower = Box(PAGE.x + 4, PAGE.y + 120, PAGE.w - 4, PAGE.h - 120)

    class Lower:
        def propose(self, frame: Frame) -> list[Proposal]:
            return [Proposal(lower, "field", 0.9, None)]

    found = LearnedScreenParser(Lower(), reader).parse(np.asarray(picture))
    assert [one.text for one in found if one.kind == "link"] == ["Ms"]


@pytest.mark.parametrize("seed", range(2))
def test_incremental_equals_full(seed: int, reader: TextReader) -> None:
    rng = random.Random(seed)
    frame = _blank()
    for _ in range(25):
        _scribble(frame, rng)
    detector = _Counting()
    parser = LearnedScreenParser(detector, reader)
    for _ in range(15):
        frame = frame.copy()
        for _ in range(rng.randint(0, 2)):
            _scribble(frame, rng)
        fresh = LearnedScreenParser(_Counting(), reader).parse(frame)
        assert _sorted(parser.parse(frame)) == _sorted(fresh)
    assert detector.pixels < 0.8 * 16 * SIZE[0] * SIZE[1]


@pytest.mark.parametrize(
    "forgotten", [False, True], ids=["costs no look", "is looked at once it is forgotten"]
)
def test_an_unchanged_screen(forgotten: bool, reader: TextReader) -> None:
    detector = _Counting()
    parser = LearnedScreenParser(detector, reader)
    frame = _blank()
    _scribble(frame, random.Random(3))
    first = parser.parse(frame)
    seen = detector.pixels
    if forgotten:
        parser.forget()
    assert parser.parse(frame.copy()) == first
    assert detector.pixels == (seen + SIZE[0] * SIZE[1] if forgotten else seen)


def test_a_region_is_all_that_is_looked_at(reader: TextReader) -> None:
    detector = _Counting()
    parser = LearnedScreenParser(detector, reader)
    frame = _blank()
    cv2.rectangle(frame, (100, 100), (180, 130), (60, 60, 60), 1)
    cv2.rectangle(frame, (800, 500), (880, 530), (60, 60, 60), 1)
    region = Box(60, 60, 200, 150)
    elements = parser.parse(frame, region)
    assert len(elements) == 1 and region.contains(*elements[0].box.center)
    assert detector.pixels < 0.5 * SIZE[0] * SIZE[1]
    assert len(parser.parse(frame)) == 2  # a larger region is looked at anew
    assert len(parser.parse(frame, region)) == 1


class _OneField:
    """A detector that finds a field, and a button with a caption beside it; and what else it is given."""

    def __init__(self, *others: Proposal) -> None:
        self.others = others
        self.looks = 0

    def propose(self, frame: Frame) -> list[Proposal]:
        self.looks += 1
        return [Proposal(FIELD, "field", 0.9, None), Proposal(BUTTON, "button", 0.9, None), *self.others]


FIELD, BUTTON = Box(10, 60, 80, 30), Box(110, 60, 90, 30)
"""Near the corner: what is seen around a change begins there, too, and boxes are the same in it."""


@pytest.mark.parametrize(
    ("where", "looked"),
    [(Box(12, 66, 60, 18), False), (Box(10, 60, 80, 30), True), (Box(112, 66, 60, 18), True)],
    ids=["within the field", "its border, too", "within a button"],
)
def test_what_is_typed_into_a_field_is_read_without_a_look_at_its_surroundings(
    where: Box, looked: bool, reader: TextReader
) -> None:
    detector = _OneField()
    parser = LearnedScreenParser(detector, reader)
    frame = _with_button(BUTTON)
    for box in (FIELD, BUTTON):
        cv2.rectangle(frame, (box.x, box.y), (box.right - 1, box.bottom - 1), (60, 60, 60), 1)
    assert [one.text for one in parser.parse(frame)] == ["", ""]
    typed = frame.copy()
    if where == FIELD:
        cv2.rectangle(typed, (FIELD.x, FIELD.y), (FIELD.right - 1, FIELD.bottom - 1), (20, 90, 220), 1)
    cv2.putText(typed, "4711", (where.x + 8, FIELD.bottom - 9), 0, 0.5, (10, 10, 10), 1)
    texts = {one.kind: one.text for one in parser.parse(typed)}
    assert texts == {"field": "", "button": "", "button" if where.x > 100 else "field": "4711"}
    assert detector.looks == (2 if looked else 1)


@pytest.mark.parametrize(
    ("other", "looked"), [("cell", False), ("text", True)], ids=["a cell of the same place", "a text in it"]
)
def test_what_is_typed_into_a_field_in_another_one_is_read_in_both(
    other: ElementKind, looked: bool, reader: TextReader
) -> None:
    detector = _OneField(Proposal(Box(FIELD.x - 4, FIELD.y - 4, 88, 38), other, 0.9, None))
    parser = LearnedScreenParser(detector, reader)
    parser.parse(_with_button(BUTTON))
    typed = _with_button(BUTTON)
    cv2.putText(typed, "4711", (FIELD.x + 8, FIELD.bottom - 9), 0, 0.5, (10, 10, 10), 1)
    texts = {one.kind: one.text for one in parser.parse(typed)}
    assert texts == {"field": "4711", other: "4711", "button": ""}
    assert detector.looks == (2 if looked else 1)


@pytest.mark.parametrize("popup", [False, True], ids=["written in both", "a list over both"])
def test_what_changes_in_two_entries_at_once_is_read_in_both(popup: bool, reader: TextReader) -> None:
    below = Proposal(Box(FIELD.x, FIELD.bottom + 4, FIELD.w, FIELD.h), "cell", 0.9, None)
    detector = _OneField(below)
    parser = LearnedScreenParser(detector, reader)
    parser.parse(_with_button(BUTTON))
    typed = _with_button(BUTTON)
    for box in (FIELD, below.box):
        cv2.putText(typed, "4711", (box.x + 8, box.bottom - 9), 0, 0.5, (10, 10, 10), 1)
    if popup:
        cv2.rectangle(typed, (FIELD.x + 4, FIELD.y + 4), (FIELD.right - 5, below.box.bottom - 5), 90, 1)
    said = [one.text for one in parser.parse(typed) if one.kind != "button"]
    assert said == ["4711", "4711"]
    assert detector.looks == (2 if popup else 1)


def test_another_screen_size_starts_anew(reader: TextReader) -> None:
    parser = LearnedScreenParser(_Counting(), reader)
    frame = _blank()
    _scribble(frame, random.Random(5))
    parser.parse(frame)
    assert parser.parse(np.full((300, 400, 3), 235, np.uint8)) == ()


@pytest.mark.parametrize("seed", range(2))
def test_incremental_equals_full_with_the_shipped_weights(seed: int) -> None:
    """The network sees further than the context around a change, so boxes may move by a few pixels."""
    rng = random.Random(seed)
    frame = _blank()
    for _ in range(20):
        _scribble(frame, rng)
    parser = LearnedScreenParser.load(threads=1)
    same = total = 0
    for _ in range(6):
        frame = frame.copy()
        _scribble(frame, rng)
        patched = parser.parse(frame)
        whole = LearnedScreenParser(parser._detector, parser._reader).parse(frame)
        total += len(whole)
        same += sum(any(one.box.iou(there.box) > 0.8 for there in patched) for one in whole)
    assert total > 0 and same / total > 0.9


class _OfTwoSizes:
    """A detector that finds letters at any size, and a wide button only where it is small enough."""

    def __init__(self) -> None:
        self.looks: list[tuple[int, int]] = []

    def propose(self, frame: Frame) -> list[Proposal]:
        height, width = frame.shape[:2]
        self.looks.append((width, height))
        scale = width / SIZE[1]
        texts = [Box(40, 40 * n, 120, 30) for n in range(1, 5)]
        found = [Proposal(_scaled(box, scale), "text", 0.9, None) for box in texts]
        if scale < 1:
            found.append(Proposal(_scaled(Box(300, 200, 600, 60), scale), "button", 0.9, None))
        return found


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(round(scale * side) for side in (box.x, box.y, box.w, box.h)))


def test_an_enlarged_screen_is_looked_at_from_afar_too(reader: TextReader) -> None:
    detector = _OfTwoSizes()
    parser = LearnedScreenParser(detector, reader)
    frame = _with_button(Box(300, 200, 600, 60))
    boxes = [(one.kind, one.box) for one in parser.parse(frame)]
    assert ("button", Box(300, 200, 600, 60)) in boxes and len(boxes) == 5
    assert detector.looks == [(960, 640), (480, 320)]
    changed = frame.copy()
    changed[100:130, 500:560] = 0
    assert ("button", Box(300, 200, 600, 60)) in [(one.kind, one.box) for one in parser.parse(changed)]


def test_missing_weights_are_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LAM_MODELS", str(tmp_path / "nowhere"))
    with pytest.raises(EnvironmentFault, match="weights are missing .* set LAM_MODELS"):
        LearnedScreenParser.load()


class _Entry:
    """A detector that finds an entry of a list, or something else, and a mark in it."""

    def __init__(self, kind: ElementKind, mark: ElementKind) -> None:
        self.found = [Proposal(ENTRY, kind, 0.9, None), Proposal(MARK, mark, 0.9, None)]

    def propose(self, frame: Frame) -> list[Proposal]:
        return self.found


ENTRY, MARK = Box(10, 60, 300, 30), Box(220, 62, 60, 26)


@pytest.mark.parametrize(
    ("kind", "mark", "text", "said"),
    [
        ("list_item", "radio", "", "Ada Miller"),
        ("menu_item", "icon", "", "Ada Miller"),
        ("menu_item", "icon", "Ctrl+S", "Ada Miller Ctrl+S"),
        ("tab", "icon", "7", "Ada Miller 7"),
        ("list_item", "radio", "8", "Ada Miller 8"),
    ],
)
def test_marks_within_an_entry_are_no_words_of_it(
    kind: ElementKind, mark: ElementKind, text: str, said: str, reader: TextReader
) -> None:
    frame = _blank()
    for x, written in ((ENTRY.x + 8, "Ada Miller"), (MARK.x + 4, text)):
        cv2.putText(frame, written, (x, ENTRY.bottom - 9), 0, 0.5, (10, 10, 10), 1, cv2.LINE_AA)
    [entry] = [
        one for one in LearnedScreenParser(_Entry(kind, mark), reader).parse(frame) if one.kind == kind
    ]
    assert entry.text == said
