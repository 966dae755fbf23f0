"""Columns of tables in which something is masked: what stands above and below is of the same sort.

A list of customers names more people than the one whose row was entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lam_desktop.neighbours import same_column
from lam_desktop.sharing.reading import Line
from lam_desktop.types import Box


def columns(seen: Sequence[Line], masked: Iterable[Box]) -> list[Box]:
    """The columns that the masked boxes belong to, each from its first to its last cell; frame pixels."""
    cells = [line.box for line in seen if line.kind == "cell"]
    return [_column(box, cells) for box in dict.fromkeys(masked) if box in cells]


def in_columns(seen: Sequence[Line], areas: Sequence[Box]) -> list[Line]:
    """The cells that lie in one of the columns."""
    return [
        line
        for line in seen
        if line.kind == "cell" and any(area.contains(*line.box.center) for area in areas)
    ]


def _column(box: Box, cells: Sequence[Box]) -> Box:
    """All cells that hang together with this one, above and below each other."""
    area = box
    column = sorted((one for one in cells if same_column(one, box)), key=lambda one: one.y)
    for one in [*column, *reversed(column)]:
        if one.y <= area.bottom + box.h and area.y <= one.bottom + box.h:
            area = area.union(one)
    return area
