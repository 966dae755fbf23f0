"""What one run's journal tells of its rows."""

from __future__ import annotations

from lam_desktop.execution.runs.run_rows import RunRows

ENTRIES = [
    {"kind": "run_started", "rows": [1, 2, 3]},
    {"kind": "row_started", "row": 2, "print": "two", "prints": {"order": "a"}},
    {"kind": "acting", "row": 2},
    {"kind": "row_finished", "row": 2, "status": "failed"},
    {"kind": "row_started", "row": 1},
    {"kind": "row_finished", "row": 1, "status": "skipped"},
    {"kind": "row_started", "row": 2, "print": "two anew", "prints": {"order": "b"}},
    {"kind": "went_on", "row": 2},
    {"kind": "row_finished", "row": 2, "status": "done"},
    {"kind": "row_started", "row": 3, "print": "three", "prints": None, "counted": "a print"},
    {"kind": "acted", "row": 3},
]


def test_each_row_with_its_ends_and_what_it_said_last() -> None:
    rows = RunRows.of(ENTRIES)
    assert rows.done == {2} and rows.ended == {2: {"failed", "done"}, 1: {"skipped"}}
    assert rows.ended_as("done", "skipped") == {1, 2} and rows.ended_as("asked") == frozenset()
    assert rows.prints == {1: "", 2: "two anew", 3: "three"}
    assert [*rows.cells.items()] == [(2, {"order": "b"}), (1, {}), (3, {})], "as they were begun"
    assert rows.acted == {2, 3} and rows.counted == {2: "", 1: "", 3: "a print"}


def test_what_was_entered_stays_so_whatever_came_of_doing_it_again() -> None:
    again = [
        *ENTRIES,
        {"kind": "row_started", "row": 2},
        {"kind": "row_finished", "row": 2, "status": "failed"},
    ]
    assert RunRows.of(again).done == {2}
