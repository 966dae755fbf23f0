"""Names that are known by where they stand on a screen: beside a label, below a heading, under a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lam_desktop.neighbours import same_column
from lam_desktop.sharing.name_signs import is_closing, is_label
from lam_desktop.sharing.people import People
from lam_desktop.sharing.reading import Line
from lam_desktop.types import ElementKind

BESIDE, BELOW, SIGNED_BELOW = 12, 2.0, 3.5
"""Of the label's height: so far to its right, or below it, its text begins; a signature below a closing."""
ROW_GAP = 1.5
"""Of a cell's height: cells that lie further apart are of two tables."""
LABELS: frozenset[ElementKind] = frozenset({"header", "list_item", "text"})
VALUES: frozenset[ElementKind] = frozenset({"cell", "combo", "field", "link", "list_item", "text"})
FIELDS: frozenset[ElementKind] = frozenset({"combo", "field"})
CELLS: frozenset[ElementKind] = frozenset({"cell", "list_item"})


def named_on(seen: Sequence[Line], people: People) -> list[Line]:
    """The lines of a picture in which somebody is named, by what stands beside or above them."""
    found = [line for label in seen for line in _beside(label, seen)]
    return [line for line in dict.fromkeys(found) if people.stands_alone(line.text) is not None]


def _beside(label: Line, seen: Sequence[Line]) -> Iterator[Line]:
    if label.kind in LABELS and is_label(label.text):
        yield from _column_below(label, seen)
        rights = [one for one in seen if one.kind in VALUES and _is_right(label, one)]
        yield from sorted(rights, key=lambda one: one.box.x)[:1]
        yield from (one for one in seen if one.kind in FIELDS and _is_under(label, one, BELOW))
    elif label.kind == "text" and is_closing(label.text):
        under = [one for one in seen if one.kind in LABELS and _is_under(label, one, SIGNED_BELOW)]
        yield from sorted(under, key=lambda one: one.box.y)[:1]


def _column_below(heading: Line, seen: Sequence[Line]) -> Iterator[Line]:
    """The cells below a heading, as far as they hang together."""
    below = [one for one in seen if one.kind in CELLS and same_column(heading.box, one.box)]
    end = heading.box.bottom
    for cell in sorted(below, key=lambda one: one.box.y):
        if cell.box.y < heading.box.bottom - heading.box.h // 3:
            continue
        if cell.box.y - end > ROW_GAP * cell.box.h:
            break
        yield cell
        end = max(end, cell.box.bottom)


def _is_right(label: Line, other: Line) -> bool:
    """In the same line."""
    one, two = label.box, other.box
    common = min(one.bottom, two.bottom) - max(one.y, two.y)
    gap = two.x - one.right
    return 2 * common > min(one.h, two.h) and -one.h < gap <= BESIDE * one.h and two.x > one.x


def _is_under(label: Line, other: Line, most: float) -> bool:
    """Directly below, and not far to the side."""
    one, two = label.box, other.box
    return -one.h / 3 <= two.y - one.bottom <= most * one.h and -one.h <= two.x - one.x <= 2 * one.h
