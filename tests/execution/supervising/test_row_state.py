"""Nothing of one row is known to the next, but what was read once before the rows."""

from __future__ import annotations

from dataclasses import fields

from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.sureness import Sureness
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
        sure={place: Sureness(0.97, 0.9)},
        said={place: "RE-4712"},
        kept={batch: "B 12"},
        kept_sure={batch: Sureness(0.95)},
        shown=False,
    )
    fresh = RowState(Row(2, {"letter": "12"}))
    used = [one.name for one in fields(old) if getattr(old, one.name) == getattr(fresh, one.name)]
    assert not used, "each field is tried"
    old.begin(fresh.row)
    stays = RowState(fresh.row, kept=old.kept, readings=old.kept, kept_sure=old.kept_sure, sure=old.kept_sure)
    assert old == stays, "what was read before the rows stays"


def test_what_a_person_says_was_not_read() -> None:
    place = Place(1, Box(0, 0, 9, 9), "RE-4711", Span(0, 7))
    row = RowState()
    row.learn({place: "RE-4711"}, {place: Sureness(0.97, 0.9)})
    assert row.sure == {place: Sureness(0.97, 0.9)}
    row.learn({place: "RE-4712"})
    assert (row.readings, row.sure) == ({place: "RE-4712"}, {})
