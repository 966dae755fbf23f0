"""Columns that go with whether a step was done: what may decide, where demonstrations differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lam_desktop.tasks.provenance.values import as_yes_no
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.when import When, WhenKind

Told = tuple[WhenKind, str]
"""The kind of a condition, and its text."""
MOST_CONDITIONS = 3
"""Of several columns that go with it, so many are told."""
MOST_WORDS = 3
"""Of a cell that stands for a choice, such as «express»: what says more is a text of its own."""


def conditions(
    came: Sequence[DemonstratedRow | None],
    missing: Sequence[DemonstratedRow | None],
    unused: Collection[str],
    steps: int = 1,
) -> tuple[When, ...]:
    """The conditions that hold for all rows with which some steps came, and for none without them.

    By a column that says yes or no, then by one that is filled or empty, then by one of the `unused` columns
    that says the same word wherever they came: what is typed or chosen differs anyway, and so do the words of
    two rows. None where a demonstration had no row.
    """
    there, gone = [[one.cells for one in side if one is not None] for side in (came, missing)]
    if not there or not gone or len(there) < len(came) or len(gone) < len(missing):
        return ()
    found: list[When] = []
    for sort in (_by_yes_or_no, _by_emptiness, _by_word):
        for column in there[0]:
            if sort is _by_word and column not in unused:
                continue
            if any(one.column == column for one in found):
                continue
            told = sort([_cell(cells, column) for cells in there], [_cell(cells, column) for cells in gone])
            if told is not None:
                found.append(When(*told, column, steps))
    return tuple(found[:MOST_CONDITIONS])


def may_decide(one: DemonstratedRow | None, other: DemonstratedRow | None, unused: Collection[str]) -> bool:
    """Whether there is a condition that one of two rows meets and the other one does not; `unused` as in
    `conditions`."""
    return bool(conditions([one], [other], unused) or conditions([other], [one], unused))


def columns_without_value(task: Task) -> frozenset[str]:
    """Columns of the demonstrated row that no value of the task follows: one of them may decide something."""
    cells = frozenset() if task.row is None else frozenset(task.row.cells)
    return cells - {column for step in task.steps if step.value is not None for column in step.value.columns}


def _cell(cells: Mapping[str, str], column: str) -> str:
    return cells.get(column, "").strip()


def _by_yes_or_no(there: Sequence[str], gone: Sequence[str]) -> Told | None:
    said, otherwise = ({as_yes_no(cell) if cell else None for cell in side} for side in (there, gone))
    if len(said) != 1 or len(otherwise) != 1 or None in said | otherwise or said == otherwise:
        return None
    if len(set(map(folded, there))) == 1:
        return "is", there[0]
    return ("is_not", gone[0]) if len(set(map(folded, gone))) == 1 else None


def _by_emptiness(there: Sequence[str], gone: Sequence[str]) -> Told | None:
    filled, otherwise = ({bool(cell) for cell in side} for side in (there, gone))
    if len(filled) != 1 or len(otherwise) != 1 or filled == otherwise:
        return None
    return "empty", "false" if filled == {True} else "true"


def _by_word(there: Sequence[str], gone: Sequence[str]) -> Told | None:
    said, otherwise = (set(map(folded, side)) for side in (there, gone))
    if len(said) != 1 or said & otherwise or not all(map(_is_word, (*there, *gone))):
        return None
    return "is", there[0]


def _is_word(cell: str) -> bool:
    """Whether a cell is a choice by the looks of it, and no number, code or name of many words."""
    return 0 < len(cell.split()) <= MOST_WORDS and not any(sign.isdigit() or sign in "@/\\" for sign in cell)
