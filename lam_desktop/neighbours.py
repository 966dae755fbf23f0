"""Which element lies where, and which belong together: a box and its label."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from lam_desktop.types import ENTRY_KINDS, POPUP_KINDS, Box, DemonstratedStep, Element, Window

TICKED = frozenset({"radio", "checkbox"})
"""Kinds that a click ticks, on their words, too."""
LABELLED = TICKED | {"icon"}
"""Kinds whose words stand beside them."""
TICKS = frozenset("vV√✓✔☑")
"""What the recogniser makes of a tick."""
LINE_PX = 8
"""What lies so little higher or lower is on the same line."""
LABEL_DISTANCE, LABEL_HEIGHT = 2.5, 3
"""A label stands at most this many heights of its element away, and is at most so many high."""
LINES = frozenset({"text", "radio", "checkbox"})
LINE_WIDTH, LINE_END = 2.5, 0.8
"""Such an element is a line if it is so many times as wide as high; its end is so many heights wide."""
AIM = 2.0
"""A click at the edge of a box counts like one in the middle of a box this much more than once as large."""
LEAST_HEIGHT_PX = 12
"""A smaller mark is measured as if it were so high: its label is a line of text."""
NAMING = frozenset({"text", "header", "link", "list_item"})
"""Kinds that a field's name may be taken for."""
NAME_DISTANCE, NAME_ABOVE, NAME_LINE, SLACK_PX = 6, 1.5, 3, 4
"""A name ends at most so many heights left of its field, or so many of its own above it; of a field of many
lines it stands beside the first, which is at most so many times the least height."""
NEARER = 1.5
"""How many times as far as its field a name below it is from anything else, at least."""
LEAST_CUT = 3
"""Letters of what is told to be a piece of a longer text."""
WITHOUT_SPACES = frozenset({"THAI", "LAO", "KHMER", "MYANMAR"})
TICK_REACH = 1.5
"""A check box is at most this many heights of its label away from it."""


def marked(text: str) -> tuple[str, str]:
    """A single letter or sign in front of a label, and the label; the mark is empty where there is none."""
    mark, _, label = text.strip().partition(" ")
    return (mark, label) if len(mark) == 1 and label else ("", text)


def reading_order(box: Box) -> tuple[int, int]:
    """Sorts boxes as they are read: line by line, each from the left."""
    return box.center[1] // LINE_PX, box.x


def is_over(one: Box, other: Box) -> bool:
    """Whether two boxes show, for the most part, the same."""
    return 2 * one.intersection(other).area > min(one.area, other.area)


def is_level(one: Box, other: Box) -> bool:
    """Whether two boxes stand in one line: their middles are nearer than half of the higher one."""
    return 2 * abs(one.center[1] - other.center[1]) < max(one.h, other.h)


def same_column(one: Box, other: Box) -> bool:
    """Whether two boxes, wherever they lie up and down, share more than half of the narrower one's width."""
    common = min(one.right, other.right) - max(one.x, other.x)
    return 2 * common > min(one.w, other.w)


def letters_read(element: Element) -> float:
    """How many letters of an element were likely read rightly; what was read badly says nothing."""
    return sum(sign.isalnum() for sign in element.text) * (2 * element.text_confidence - 1)


def cuts_word(piece: str, whole: str) -> bool:
    """Whether a text is the beginning or the end of another one, and parts a word of it there.

    Of scripts without spaces nobody knows, and where a capital follows a small letter a space may have been
    overlooked.
    """
    piece, whole = (" ".join(one.split()) for one in (piece, whole))
    rest = len(whole) - len(piece)
    if rest <= 0 or sum(map(str.isalnum, piece)) < LEAST_CUT:
        return False
    at_end = whole[rest:].lower() == piece.lower() and _go_together(whole[rest - 1], whole[rest])
    at_start = whole[:-rest].lower() == piece.lower() and _go_together(whole[-rest - 1], whole[-rest])
    return at_end or at_start


def _go_together(one: str, following: str) -> bool:
    """Whether two signs, one behind the other, are of one word."""
    if one.isdigit() and following.isdigit():
        return True
    letters = one.isalpha() and following.isalpha() and not (one.islower() and following.isupper())
    return letters and not any(_is_without_spaces(sign) for sign in (one, following))


def _is_without_spaces(sign: str) -> bool:
    """Whether words of its script follow each other without spaces."""
    script = unicodedata.name(sign, "").partition(" ")[0]
    return unicodedata.east_asian_width(sign) in "WF" or script in WITHOUT_SPACES


def element_at(elements: Sequence[Element], point: tuple[int, int]) -> Element | None:
    """The smallest element around a point."""
    around = [one for one in elements if one.box.contains(*point)]
    return min(around, key=lambda one: one.box.area, default=None)


def clicked_on(elements: Sequence[Element], point: tuple[int, int]) -> Element | None:
    """The element that a click was aimed at: a small one, and rather at its middle than at its edge.

    None at the very end of a line of text: what is clicked there is not the text, but a mark after it that
    was taken for its last letter.
    """
    around = [one for one in elements if one.box.contains(*point)]
    found = min(around, key=lambda one: one.box.area * (1 + AIM * off_centre(one.box, point)), default=None)
    if found is None or found.kind not in LINES or found.box.w < LINE_WIDTH * found.box.h:
        return found
    return None if found.box.right - point[0] < LINE_END * found.box.h else found


def tick_box_before_label(elements: Sequence[Element], point: tuple[int, int]) -> Element | None:
    """The check box or radio button between which and its label a point lies: there it is ticked, too."""
    x, y = point
    for one in elements:
        label = label_of(one, elements) if one.kind in TICKED else None
        if label is None or label.kind not in NAMING:
            continue
        left, right = sorted((one.box, label.box), key=lambda box: box.x)
        if left.right <= x < right.x and (
            one.box.y <= y < one.box.bottom or label.box.y <= y < label.box.bottom
        ):
            return one
    return None


def off_centre(box: Box, point: tuple[int, int]) -> float:
    """How far a point lies from the middle of a box: 0 in the middle, 1 at an edge."""
    dx, dy = point[0] - box.x - box.w / 2, point[1] - box.y - box.h / 2
    return max(2 * abs(dx) / max(1, box.w), 2 * abs(dy) / max(1, box.h))


def label_of(element: Element, elements: Sequence[Element]) -> Element | None:
    """The nearest text in the line of a check box or radio button: right of it, else left of it."""
    box = element.box
    reach, highest = LABEL_DISTANCE * box.h, LABEL_HEIGHT * max(box.h, LEAST_HEIGHT_PX)
    beside = [
        one
        for one in elements
        if one.text
        and one is not element
        and one.box.y < box.center[1] < one.box.bottom
        and one.box.h <= highest
    ]
    right = [one for one in beside if 0 <= one.box.x - box.right + box.w // 2 <= reach]
    left = [one for one in beside if 0 <= box.x - one.box.right + box.w // 2 <= reach]
    if right:
        return min(right, key=lambda one: one.box.x)
    return max(left, key=lambda one: one.box.right, default=None)


def name_beside(element: Element, elements: Sequence[Element]) -> str:
    """What a person calls a field: the text left of it, else the one just above, or just below in a form that
    puts names there; empty for none."""
    box, height = element.box, max(element.box.h, LEAST_HEIGHT_PX)
    texts = [
        one
        for one in elements
        if one.kind in NAMING and one.text.strip() and one is not element and not is_over(one.box, box)
    ]
    line = min(height, NAME_LINE * LEAST_HEIGHT_PX)
    left = [
        one
        for one in texts
        if one.box.right <= box.x + SLACK_PX
        and box.x - one.box.right <= NAME_DISTANCE * line
        and box.y - SLACK_PX <= one.box.center[1] <= box.y + line + SLACK_PX
    ]
    above = [
        one
        for one in texts
        if 0 <= box.y + SLACK_PX - one.box.bottom <= NAME_ABOVE * one.box.h
        and abs(one.box.x - box.x) <= NAME_ABOVE * one.box.h
    ]
    found = max(left, key=lambda one: one.box.right, default=None)
    if found is None:
        over = max(above, key=lambda one: one.box.bottom, default=None)
        found = _under(box, over, texts, elements) or over
    return " ".join(found.text.split()).rstrip(":：* ") if found is not None else ""


def _under(
    field: Box, over: Element | None, texts: Sequence[Element], elements: Sequence[Element]
) -> Element | None:
    """The text that names a field from below, in a form that puts names there; None in any other.

    It is nearer to the field than to what is entered below it, and what stands above the field is far away,
    or names the field above that. Else it may be a hint or a complaint.
    """
    under = _just_below(field, texts)
    if under is None:
        return None
    gap = max(0, under.box.y - field.bottom)
    others = [
        one.box
        for one in elements
        if one.kind in ENTRY_KINDS and same_column(one.box, field) and one.box != field
    ]
    if any(_just_below(one, texts) is None for one in others):
        return None  # a hint, or a complaint about this one
    next_gap = min((one.y - under.box.bottom for one in others if one.y >= under.box.bottom), default=None)
    if next_gap is not None and next_gap <= NEARER * max(gap, SLACK_PX):
        return None
    if over is None:
        return under if others else None
    room = field.y - over.box.bottom
    above = [over.box.y - one.bottom for one in others]
    anothers = any(one >= -SLACK_PX and NEARER * max(one, SLACK_PX) < room for one in above)
    return under if anothers or room > NEARER * under.box.h else None


def _just_below(field: Box, texts: Sequence[Element]) -> Element | None:
    below = [
        one
        for one in texts
        if -SLACK_PX <= one.box.y - field.bottom <= one.box.h and abs(one.box.x - field.x) <= one.box.h
    ]
    return min(below, key=lambda one: one.box.y, default=None)


def list_around(step: DemonstratedStep) -> Window | None:
    """The open list or menu in which the demonstrated target lay; None where it lay in none."""
    if step.target is None:
        return None
    at = step.before.elements[step.target].box.center
    around = [one for one in step.before.windows if one.box.contains(*at)]
    return around[-1] if around and around[-1].kind in POPUP_KINDS else None


def tick_box_of(element: Element, elements: Sequence[Element]) -> Element | None:
    """The check box that a click on `element` ticks: itself, one inside it, or the one it labels."""
    if element.kind == "checkbox":
        return element
    height = max(element.box.h, LEAST_HEIGHT_PX)
    boxes = [
        one
        for one in elements
        if one.kind == "checkbox" and abs(one.box.center[1] - element.box.center[1]) <= 0.6 * height
    ]
    inside = [one for one in boxes if element.box.contains(*one.box.center)]
    left = [one for one in boxes if 0 <= element.box.x - one.box.right + 4 <= TICK_REACH * height + 4]
    right = [one for one in boxes if 0 <= one.box.x - element.box.right + 4 <= TICK_REACH * height + 4]
    if element.kind not in ("text", "link", "list_item", "button"):
        return inside[0] if inside else None
    return next(iter(inside or left or right), None)
