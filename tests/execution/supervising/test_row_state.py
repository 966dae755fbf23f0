"""Nothing of one row is known to the next, but what was read once before the rows."""

from __future__ import annotations

from dataclasses import fields

from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Place
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box


def test_a_row_begins_anew() -> None:
    place = Place(1, Box(0, 0, 9, 9), "RE-4711", Span(0, 7))
    batch = Place(2, Box(0, 0, 9, 9), "B 12", Span(0, 4))
    old = RowState(
        Row(1, {}),
        BegunRow(1),
        (1, 2),
        frozenset({3}),
        {place: "RE-4711"},
        {place: "RE-4712"},
        {batch: "B 12"},
        shown=False,
    )
    fresh = RowState(Row(2, {"letter": "12"}))
    used = [one.name for one in fields(old) if getattr(old, one.name) == getattr(fresh, one.name)]
    assert not used, "each field is tried"
    old.begin(fresh.row)
    assert old == RowState(fresh.row, kept=old.kept, readings=old.kept), "what was read before the rows stays"
