"""Values that stand on a screen by themselves: what is right of «Invoice no.», a field's content, a cell.

They are known by what names them, a label beside them or the heading and record of a cell; a text that
nothing names is a part of the program, or of somebody else's data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lam_desktop.neighbours import is_over, same_column
from lam_desktop.tasks.provenance.rewriting import made_of, number_forms
from lam_desktop.tasks.texts.forms import bare
from lam_desktop.tasks.texts.patterns.numbers import NumberForm
from lam_desktop.tasks.texts.patterns.pattern import Pattern
from lam_desktop.tasks.texts.spans import Span, one_line
from lam_desktop.types import Box, Element, ElementKind

UNNAMED: frozenset[ElementKind] = frozenset({"button", "icon", "window_control", "checkbox", "radio"})
"""Kinds that neither hold nor name a value. Of all others a detector takes one for another: the value in a
borderless table is a list's entry to it, its label a menu's."""
NAME_DISTANCE, NAME_ABOVE = 25, 1.5
"""A name ends at most so many heights of the value left of it, or so many of its own above it."""
LEAST_CELLS = 3
"""A line of cells without a heading has at least so many; of two the first may name the second."""
LEAST_SIGNS = 3
"""A text of fewer letters and figures is in some place by chance."""
MOST_PLACES = 3
"""What stands in more places is a word of the program, or a value of most records."""
SAME_LINE = 0.5
"""Cells of one record have their middles at most so much of a cell's height apart."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An element that says a value."""

    element: Element
    span: Span
    """The part of its text that is the value."""
    name: str
    """What names it."""
    record: str = ""
    """Of a cell what the first cell of its line says; empty for what is in no table."""
    pattern: Pattern | None = None
    """How the typed text is made of the value; None: it is the value."""


def stood_by_itself(text: str, screen: Sequence[Element], apart: Collection[Box] = ()) -> list[Standing]:
    """The named elements that say `text`, as it is or written otherwise; from top to bottom.

    Those that say it as it is go first: where there is one, what could be rewritten counts for nothing.
    `apart`: boxes of what the step acts on; an element that touches one of them is not read.
    """
    valued = [
        one
        for one in screen
        if one.kind not in UNNAMED and one.text.strip() and not any(one.box.overlaps(box) for box in apart)
    ]
    same = list(_found(text, valued, screen, None))
    if not same and len(bare(text)) >= LEAST_SIGNS:
        same = list(_found(text, valued, screen, number_forms([one.text.strip() for one in valued])))
    same.sort(key=lambda one: (one.element.kind == "text", one.element.box.y, one.element.box.x))
    found: list[Standing] = []
    for one in same:  # a field and the text within it are one place
        if not any(is_over(one.element.box, other.element.box) for other in found):
            found.append(one)
    return sorted(found, key=lambda one: (one.element.box.y, one.element.box.x))


def named(element: Element, screen: Sequence[Element]) -> tuple[str, str]:
    """What names an element, and its record: both empty where nothing does."""
    name, record = naming(element, screen)
    said = "" if name is None else one_line(name.text).strip().rstrip(":：* ")
    return said, "" if record is None else one_line(record.text).strip()


def naming(element: Element, screen: Sequence[Element]) -> tuple[Element | None, Element | None]:
    """The element that names one, and the one that tells its record; None where there is none.

    Of a cell the heading of its column, and the first cell of its line; of all others the label beside it.
    """
    line = _line(element, screen)
    heading = _heading(element, screen, line)
    if heading is not None:
        return heading, line[0] if line[0] is not element else None
    others = [
        one
        for one in screen
        if one.kind not in UNNAMED and one.text.strip() and not is_over(one.box, element.box)
    ]
    box = element.box
    left = [
        one
        for one in others
        if one.box.center[0] < box.x
        and box.x - one.box.right <= NAME_DISTANCE * box.h
        and abs(one.box.center[1] - box.center[1]) <= SAME_LINE * min(one.box.h, box.h)
    ]
    above = [
        one
        for one in others
        if one.box.center[1] < box.y
        and box.y - one.box.bottom <= NAME_ABOVE * one.box.h
        and abs(one.box.x - box.x) <= NAME_ABOVE * one.box.h
    ]
    beside = max(left, key=lambda one: one.box.right, default=None)
    over = max(above, key=lambda one: one.box.bottom, default=None)
    if beside is None or (over is not None and _has_figures(beside) and not _has_figures(over)):
        beside = over
    return beside, None


def _heading(element: Element, screen: Sequence[Element], line: Sequence[Element]) -> Element | None:
    """What stands on top of a cell's column; None for what is in no table."""
    above = [
        one
        for one in screen
        if one.kind in ("header", "cell")
        and one.text.strip()
        and one.box.bottom <= element.box.y + element.box.h // 4
        and same_column(one.box, element.box)
    ]
    headings = [one for one in above if one.kind == "header"]
    if len(line) < (2 if headings else LEAST_CELLS):
        return None
    return min(headings or above, key=lambda one: one.box.y, default=None)


def _has_figures(element: Element) -> bool:
    return any(sign.isdigit() for sign in element.text)


def same_side(name: Element | None, element: Element, then_name: Element | None, then: Element) -> bool:
    """Whether a name stands left of its element, or above it, as another one did of another."""
    if name is None or then_name is None:
        return name is then_name
    return (name.box.right <= element.box.center[0]) == (then_name.box.right <= then.box.center[0])


def is_common(text: str) -> bool:
    """Whether a text is so short that it stands somewhere by chance."""
    return len(bare(text)) < LEAST_SIGNS


def _line(element: Element, screen: Sequence[Element]) -> list[Element]:
    """The cells of a cell's line from left to right; none for what is no cell."""
    if element.kind != "cell":
        return []
    middle, height = element.box.center[1], element.box.h
    cells = [
        one
        for one in screen
        if one.kind == "cell" and one.text.strip() and abs(one.box.center[1] - middle) <= SAME_LINE * height
    ]
    return sorted(cells, key=lambda one: one.box.x)


def _found(
    text: str, valued: Sequence[Element], screen: Sequence[Element], known: Collection[NumberForm] | None
) -> Iterator[Standing]:
    """The elements that say it as it is; with `known` forms of numbers those of which it was made."""
    wanted = one_line(text).strip()
    for one in valued:
        plain = one_line(one.text)
        value = _after_colon(plain) or plain.strip()
        start = plain.rindex(value)
        if known is None:
            if plain.strip() != wanted:
                continue
            pattern, value, start = None, wanted, plain.index(wanted)
        elif (pattern := made_of(wanted, value, known)) is None:
            continue
        inside = plain[:start].rstrip(" :：")
        name, record = (inside.strip(), "") if inside.strip() else named(one, screen)
        if name:
            yield Standing(one, Span(start, start + len(value)), name, record, pattern)


def _after_colon(plain: str) -> str:
    """The value of «Total: 1.249,50 €»; empty for a text that is no such pair."""
    for colon in (": ", "：", ":\t"):
        head, sign, tail = plain.partition(colon)
        if sign and head.strip() and tail.strip():
            return tail.strip()
    return ""
