"""What looks wrong in a table before anything of it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.forms import BY_KEYS


def found(shown: str, cells: Sequence[str], form: Value | None = None) -> dict[int, str]:
    """Row -> what is odd, of a table with one column and each row's own number in another one."""
    steps = (
        TaskStep(1, 0, "type", "", value=form or Value("row", "x", shown)),
        TaskStep(2, 1, "type", "", value=Value("row", "n", "1")),
    )
    task = Task("t", Path("t"), "demos/1.lamrec", steps, DemonstratedRow("t.csv", 1, {"x": shown, "n": "1"}))
    rows = [Row(n, {"x": cell, "n": str(n)}) for n, cell in enumerate(cells, start=2)]
    return {one.row: one.what for one in odd_rows(task, rows)}


@pytest.mark.parametrize(
    ("shown", "cells", "row", "said"),
    [
        ("12", ["30", "7", "12O", "5", "8", "44"], 4, "no number"),
        ("12", ["30", "7", "1,200,000", "5", "8", "44"], 4, "much larger"),
        ("12", ["30", "7", "-7", "5", "8", "44"], 4, "only negative"),
        ("2026-03-05", ["2026-03-06", "2026-04-01", "2062-03-06", "2026-03-09", "2026-05-02"], 4, "years"),
        ("2026-03-05", ["2026-03-06", "2026-04-01", "2026-13-06", "2026-03-09", "2026-05-02"], 4, "no date"),
        ("a@b.com", ["x@y.org", "q@w.de", "j@k.net", "jane.example.org", "a@b.fr", "a@b.uk"], 5, "no e-mail"),
        ("K0471", ["K0472", "K0990", "KO473", "K1111", "K0001", *(f"K{n}" for n in range(1000, 1010))], 4,
         "written otherwise than “K0472”"),
        ("Miller", ["Smith", "Jones", "", "Kim", "Lee"], 4, "not empty in the other rows"),
        ("Miller", ["Smith", "Jones\u200b", "Kim", "Lee"], 3, "U+200B"),
        ("Miller", ["Smith", "Jones", "M\ufffdller", "Lee"], 4, "U+FFFD"),
        ("Miller", ["Smith", "Jones\nKim", "Kim", "Lee"], 3, "more than one line"),
        ("Miller", ["Smith", "Jones", "Kim", "Lee", "word " * 20], 6, "longer than usual"),
    ],
)  # fmt: skip
def test_a_cell_unlike_the_others_is_told(shown: str, cells: Sequence[str], row: int, said: str) -> None:
    told = found(shown, cells)
    assert list(told) == [row] and said in told[row]


@pytest.mark.parametrize(
    ("shown", "cells"),
    [
        ("Miller", ["Smith", "Østergård", "李雷", "O'Hara-Jones", "de la Cruz"]),
        ("12", ["1", "250", "33", "7", "19"]),
        ("12.50", ["1,20", "250", "33.00", "7", "19.99"]),
        ("2026-03-05", ["2025-12-31", "2026-01-01", "2027-06-30", "2026-02-28"]),
        ("K0471", ["B12", "A-7", "K0990", "ZZ9", "K1"]),
        ("yes", ["no", "yes", "no", "no"]),
        ("x", ["12"]),
        ("line one\nline two", ["one\ntwo", "a", "b", "c"]),
        ("", []),
    ],
)
def test_what_varies_as_data_do_is_not_odd(shown: str, cells: Sequence[str]) -> None:
    assert found(shown, cells) == {}


def test_a_row_pasted_twice_and_one_that_cannot_be_written() -> None:
    step = TaskStep(1, 0, "type", "", value=Value("row", "x", "05.03.2026", "%d.%m.%Y", "%Y-%m-%d"))
    task = Task("t", Path("t"), "demos/1.lamrec", (step,), DemonstratedRow("t.csv", 1, {"x": "2026-03-05"}))
    cells = ["2026-03-06", "2026-03-07", "soon", "2026-03-06"]
    rows = [Row(n, {"x": cell, "other": str(n)}) for n, cell in enumerate(cells, start=2)]
    odd = odd_rows(task, rows)
    assert [one.row for one in odd] == [4, 5]
    assert "soon" in odd[0].what and odd[1].what == "It says the same as row 2."


def test_a_cell_that_is_merged_with_its_neighbour_is_told_once() -> None:
    merged = {"x": "B3:C3"}
    rows = [
        Row(2, {"x": "a", "n": "2"}),
        Row(3, {"x": "", "n": "3"}, 9, merged),
        Row(4, {"x": "b", "n": "4"}),
    ]
    steps = tuple(
        TaskStep(n, n, "type", "", value=Value("row", column, "1")) for n, column in enumerate("xn", start=1)
    )
    task = Task("t", Path("t"), "demos/1.lamrec", steps, DemonstratedRow("t.csv", 1, {"x": "a", "n": "1"}))
    [odd] = odd_rows(task, rows)
    assert (odd.row, odd.column, odd.line) == (3, "x", 9)
    assert odd.what == (
        "«x» is a part of the merged cells B3:C3, whose text counts for their first column alone."
    )
    assert not odd_rows(replace(task, steps=steps[1:]), rows), "the task does not use it"


def test_the_line_of_the_sheet_is_told_where_it_is_another() -> None:
    steps = (TaskStep(1, 0, "type", "", value=Value("row", "x", "a")),)
    task = Task("t", Path("t"), "demos/1.lamrec", steps, DemonstratedRow("t.csv", 1, {"x": "a"}))
    [odd] = odd_rows(task, [Row(2, {"x": "b"}, 7), Row(3, {"x": "b"}, 8)])
    assert (odd.what, odd.line) == ("It says the same as row 2 (line 7 of the sheet).", 8)


def test_a_row_that_cannot_be_written_is_named_by_whoever_shows_it() -> None:
    step = TaskStep(1, 0, "key", "", keys=("down",), value=Value("row", "x", "Courier", BY_KEYS))
    task = Task("t", Path("t"), "demos/1.lamrec", (step,), DemonstratedRow("t.csv", 1, {"x": "Courier"}))
    [odd] = odd_rows(task, [Row(2, {"x": "Courier"}), Row(3, {"x": "Post"})])
    assert (odd.row, odd.column) == (3, "x")
    assert odd.what.startswith("Column «x»: the cell says «Post», but keys chose «Courier»")
