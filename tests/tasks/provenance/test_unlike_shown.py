"""The cell that was shown counts for itself: a wrong table, or a column that slipped, is told once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, odd_rows
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import bind
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task


def found(shown: str, cells: Sequence[str], form: Value | None = None) -> dict[int, str]:
    """Row -> what is odd, of a table with one column and each row's own number in another one."""
    steps = (
        TaskStep(1, 0, "type", "", value=form or Value("row", "x", shown)),
        TaskStep(2, 1, "type", "", value=Value("row", "n", "1")),
    )
    task = Task("t", Path("t"), "demos/1.lamrec", steps, DemonstratedRow("t.csv", 1, {"x": shown, "n": "1"}))
    rows = [Row(n, {"x": cell, "n": str(n)}) for n, cell in enumerate(cells, start=2)]
    odd = odd_rows(task, rows)
    assert len({one.row for one in odd}) == len(odd), "each is told once"
    return {one.row: one.what for one in odd}


@pytest.mark.parametrize(
    ("shown", "cells", "said"),
    [
        ("12", ["abc"] * 10, "no number in all 10 rows (row 2: “abc”)"),
        ("12", ["abc", "def", "ghi"], "no number in all 3 rows"),
        ("12", ["2026-03-05"] * 6, "no number in all 6"),
        ("12", ["30", "7", "abc", "def", "5", "ghi"], "no number in 3 of 6 rows"),
        ("12", ["4711", "4712", "4890", "5001", "6100"], "much larger in all 5"),
        ("4711", ["3", "1", "12", "7", "2"], "much smaller in all 5"),
        ("2026-03-05", ["05.03.2026", "06.03.2026", "01.04.2026"], "a date written otherwise in all 3"),
        ("25/12/2026", ["12/25/2026", "12/26/2026", "12/24/2026", "12/13/2026"], "a date written otherwise"),
        ("05.03.26", ["05.03.2026", "06.03.2026"], "a date written otherwise in all 2"),
        ("2026-03-05", ["Miller", "Jones", "Kim", "Lee"], "no date in all 4"),
        ("K0471", ["4711"] * 10, "a number in all 10"),
        ("K0471", ["Smith", "Jones", "Kim", "Lee"], "without figures in all 4"),
        ("K0471", ["K-0472", "K-0473", "K-0990", "B-1111"], "in another order in all 4"),
        ("K0471", ["K472", "K473", "K990", "K11"], "without the zeros in front in all 4"),
        ("0471", ["472", "473", "990", "11"], "without the zeros in front in all 4"),
        ("471100", ["4711001", "4711002", "4711003", "4711009"], "of another length in all 4"),
        ("12.50", ["12,50"] * 10, "another decimal sign in all 10"),
        ("12.50 €", ["12.50", "7.00", "3.99", "1.20"], "without its currency"),
        ("50", ["50%", "20%", "1%", "7%"], "with a currency or percent sign"),
        ("a@b.com", ["Smith", "Jones", "Kim", "Lee"], "no e-mail address in all 4"),
        ("Miller", ["4711", "4712", "12", "7"], "a number in all 4"),
        ("Miller", ["a@b.com", "c@d.org", "e@f.de", "g@h.net"], "an e-mail address in all 4"),
        ("Miller", [f"{n} words about the order and when it is delivered" for n in "abcd"], "much longer"),
        ("Miller", ["Smith\u200b", "Jones\u200b", "Kim\u200b", "Lee\u200b"], "U+200B). So it is in all 4"),
        ("Miller", [""] * 500, "So it is in all 500 rows"),
    ],
)  # fmt: skip
def test_a_column_unlike_the_shown_cell_is_told_once(shown: str, cells: Sequence[str], said: str) -> None:
    told = found(shown, cells)
    assert list(told) == [WHOLE_COLUMN] and said in told[WHOLE_COLUMN] and "«x»" in told[WHOLE_COLUMN]


@pytest.mark.parametrize(
    ("shown", "cells", "row", "said"),
    [
        ("12", ["abc"], 2, "“abc”, which is no number; you showed “12”"),
        ("12", ["30", "abc"], 3, "no number"),
        ("2026-03-05", ["05.03.2026"], 2, "a date written otherwise"),
        ("2026-03-05", ["2026-03-06", "07.03.2026", *["2026-04-01"] * 6], 3, "written otherwise"),
        ("12.50", ["7,20"], 2, "another decimal sign"),
    ],
)  # fmt: skip
def test_a_single_row_is_told_as_such(shown: str, cells: Sequence[str], row: int, said: str) -> None:
    told = found(shown, cells)
    assert list(told) == [row] and said in told[row]


@pytest.mark.parametrize(
    ("shown", "cells"),
    [
        ("Miller", ["Smith", "Dr. Anna-Maria von und zu Hohenstein", "李雷", "O'Hara", "X Æ A-12"]),
        (
            "12 Main Street",
            ["7 Hill", "Old Mill, Lane 4, 3rd door", "Zum Hof", "5a"],
        ),
        ("urgent", ["soon", "call before noon, please", "-", "urgent", "2 boxes", "see 4711"]),
        ("Dr.", ["Prof.", "M", "Mrs", "Dr. med."]),
        ("K0471", ["B12", "A-7", "K0990", "ZZ9", "4711"]),
        ("K99", ["K100", "K101", "K102", "K1000"]),
        ("anna7", ["bob", "carl", "dora", "emil1"]),
        ("12", ["12a", "7", "30", "5b", "8"]),
        ("1", [str(n) for n in range(2, 500)]),
        ("12.50", ["7", "120", "3.5", "0.99"]),
        ("1249", ["1,249", "300", "7", "12"]),
        ("2026-03-05", ["2026-3-6", "2025-12-31", "2027-06-30"]),
        ("03/04/2026", ["12/25/2026", "03/05/2026", "11/11/2026"]),
        ("10:30", ["9:15", "14:00", "8:00", "noon"]),
        ("030 12345", ["+49 30 5551", "0171/55512", "555 1234", "(030) 1"]),
        ("x", ["12"]),
        ("4711", ["K0471"] * 2 + ["4712"] * 2),
    ],
)
def test_honest_columns_are_quiet(shown: str, cells: Sequence[str]) -> None:
    assert found(shown, cells) == {}


def test_what_the_step_writes_itself_may_have_any_form() -> None:
    dates = ["05.03.2026", "6.3.2026", "07.03.2026", "08.03.2026"]
    typed_as_day = bind("05/03/2026", DemonstratedRow("t.csv", 1, {"x": "2026-03-15"})).value
    assert typed_as_day.source == "constant", "another day: nothing to follow"
    form = Value("row", "x", "05.03.2026", "%d.%m.%Y", "%d.%m.%Y")
    assert found("05.03.2026", dates, form) == {}
    told = found("2026-03-05", dates, Value("row", "x", "05.03.2026", "%d.%m.%Y", "%Y-%m-%d"))
    assert list(told) == [WHOLE_COLUMN] and "write it as yyyy-mm-dd" in told[WHOLE_COLUMN]
    ticked = Value("row", "x", "yes", "yes/no")
    assert found("1", ["no", "yes", "ja", "x"], ticked) == {}


def test_amounts_that_are_rewritten_may_have_another_sign() -> None:
    made = bind("12,50", DemonstratedRow("t.csv", 1, {"x": "12.50"})).value
    assert made.pattern is not None
    assert found("12.50", ["7,20", "1,30", "0,50", "3,99"], made) == {}
    assert list(found("12.50", ["seven", "one", "none", "three"], made)) == [WHOLE_COLUMN]
