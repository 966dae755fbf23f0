from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.dimensions import ColumnDimension

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.runs.outcome import COLUMNS, write_outcome
from lam_desktop.execution.runs.result import RowResult
from lam_desktop.tasks.provenance.rows import read_rows
from tests.tasks.books import MONTHS, State, write_book
from tests.tasks.texts.test_sheets import rewritten

RESULTS = (
    RowResult(1, "done", 4, 0, 8.25, ended="2026-11-27 09:30:00", evidence="confirmed"),
    RowResult(2, "failed", 2, 1, 31.0, "=“Order stored” did not appear.", "2026-11-27 09:31:00"),
    RowResult(3, "not_started"),
)
TOLD = [
    ["done", "2026-11-27 09:30:00", "8.2", "", "confirmed"],
    ["failed", "2026-11-27 09:31:00", "31.0", "'=“Order stored” did not appear.", ""],
    ["not started", "", "", "", ""],
    ["", "", "", "", ""],
]


def test_a_row_that_was_not_seen_is_not_just_done(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer\nSmith\n", encoding="utf-8")
    unseen = RowResult(1, "done", 4, 0, 8.0, ended="2026-11-27 09:32:00", evidence="not seen")
    copy = write_outcome(read_rows(path), (unseen,), tmp_path)
    line = copy.read_text(encoding="utf-8-sig").splitlines()[1]
    assert line == 'Smith,"done, not seen",2026-11-27 09:32:00,8.0,,not seen'


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_table_gets_columns_behind_its_own(tmp_path: Path, separator: str) -> None:
    lines = [["customer", "note"], ["Müller", "a\nb"], ["Smith", f"x{separator}y"], ["Li", ""], ["Orr", "z"]]
    path = tmp_path / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows(lines)
    before = path.read_bytes()
    (tmp_path / "run").mkdir()
    copy = write_outcome(read_rows(path), RESULTS, tmp_path / "run")
    assert copy == tmp_path / "run" / "orders-results.csv"
    assert path.read_bytes() == before
    with copy.open(newline="", encoding="utf-8-sig") as file:
        assert list(csv.reader(file, delimiter=separator)) == [
            [*lines[0], *COLUMNS],
            *([*line, *told] for line, told in zip(lines[1:], TOLD, strict=True)),
        ]
    again = write_outcome(read_rows(copy), RESULTS, tmp_path)
    assert read_rows(again).columns[-len(COLUMNS) :] == tuple(f"{name} 2" for name in COLUMNS)


def test_a_workbook_keeps_its_looks_and_gets_columns_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ((), ("customer", "total"), ("Müller", 12.5), (), ("Smith", 3), ("Li", 4), ("Orr", 5)):
        sheet.append(line)
    sheet["B3"].number_format = "0.00"
    path = tmp_path / "orders.xlsx"
    book.save(path)
    before = path.read_bytes()
    copy = write_outcome(read_rows(path), RESULTS, tmp_path)
    assert (copy.name, path.read_bytes()) == ("orders-results.xlsx", before)
    written = openpyxl.load_workbook(copy).active
    assert written is not None
    assert written["B3"].number_format == "0.00"
    found = [[cell.value or "" for cell in line[2:]] for line in written.iter_rows(min_row=2, max_row=7)]
    assert found == [list(COLUMNS), TOLD[0], [""] * len(COLUMNS), *TOLD[1:]]
    assert "f" not in {cell.data_type for line in written.iter_rows() for cell in line}, "no formula"


def test_a_workbook_keeps_what_its_formulas_said_and_its_columns_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("customer", "total"), ("Müller", "=6*7")):
        sheet.append(line)
    sheet["H1"].font = sheet["XFD1"].font = Font(bold=True)  # drawn, but empty
    path = tmp_path / "orders.xlsx"
    book.save(path)
    rewritten(
        path, lambda xml: re.sub(rb"(<f>6\*7</f>)<v ?/>|(<f>6\*7</f>)<v></v>", rb"<f>6*7</f><v>42</v>", xml)
    )
    copy = write_outcome(read_rows(path), RESULTS[:1], tmp_path)
    again = read_rows(copy)
    assert again.columns == ("customer", "total", *COLUMNS)
    assert list(again.rows[0].cells.values()) == ["Müller", "42", *TOLD[0]]


@pytest.mark.parametrize(("name", "state"), [("orders.xlsx", "visible"), ("orders.xlsm", "veryHidden")])
def test_results_stand_in_the_sheet_of_the_rows_and_the_others_stay(
    name: str, state: State, tmp_path: Path
) -> None:
    sheets = {**MONTHS, "Sum": (("total",), ("=SUM(January!B2:B3)",))}
    states: dict[str, State] = {"March": state, "Notes": "hidden"}
    path = write_book(tmp_path / name, sheets, opened="Q#2 plan", states=states, chart="Sales")
    before = path.read_bytes()
    copy = write_outcome(read_rows(path, "March"), RESULTS, tmp_path)
    assert (copy.name, path.read_bytes()) == ("orders-results.xlsx", before)
    again = read_rows(copy, "March")
    assert again.columns == ("customer", "count", *COLUMNS)
    assert [list(row.cells.values())[2:] for row in again.rows] == TOLD[:3]
    was, now = openpyxl.load_workbook(path), openpyxl.load_workbook(copy)
    assert now.sheetnames == was.sheetnames
    for other in ("January", "Q#2 plan", "Notes", "Sum"):
        assert list(now[other].values) == list(was[other].values)
        assert now[other].sheet_state == was[other].sheet_state
    assert now.active is now["March"] and now["March"].sheet_state == "visible", "who opens it sees them"
    assert [one.title for one in now.worksheets if one.sheet_view.tabSelected] == ["March"]


def test_results_are_seen_and_nothing_that_was_read_becomes_a_formula(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("customer", "total"), ("Müller", "=6*7")):
        sheet.append(line)
    hidden = ColumnDimension(sheet, "C", min=3, max=16384, hidden=True)  # all columns behind the table
    sheet.column_dimensions["C"] = hidden
    path = tmp_path / "orders.xlsx"
    book.save(path)
    said = b'<c r="B2" t="str"><f>6*7</f><v>=HYPERLINK("http://evil.example")</v></c>'
    rewritten(path, lambda xml: re.sub(rb'<c r="B2"[^>]*>.*?</c>', said, xml))
    told = replace(RESULTS[1], index=1, reason="It says \x07.")
    copy = write_outcome(read_rows(path), (told,), tmp_path)
    again = read_rows(copy)
    assert again.columns == ("customer", "total", *COLUMNS)
    assert again.rows[0].cells["total"] == '=HYPERLINK("http://evil.example")'
    assert again.rows[0].cells["LAM reason"] == "It says  ."
    kept = openpyxl.load_workbook(copy).active
    assert kept is not None and kept["B2"].data_type == "s"
    assert kept.column_dimensions["H"].hidden and not kept.column_dimensions["C"].hidden


def test_what_was_read_in_a_row_stands_in_columns_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer\nMüller\nSmith\nLi\n", encoding="utf-8")
    results = (
        RowResult(1, "done", read={"Invoice no.": "4711", "Total": "=1+1"}, sure={"Invoice no.": 0.934}),
        RowResult(2, "done", read={"Total": "9,50"}),
    )
    copy = read_rows(write_outcome(read_rows(path), results, tmp_path))
    assert copy.columns[-4:] == (
        "LAM read Invoice no.", "LAM read Total", "LAM sure Invoice no.", "LAM sure Total",
    )  # fmt: skip
    assert [tuple(row.cells.values())[-4:] for row in copy.rows] == [
        ("4711", "'=1+1", "0.93", ""),
        ("", "9,50", "", ""),
        ("", "", "", ""),
    ]


def test_a_folder_that_has_gone_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer\nMüller\n")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        write_outcome(read_rows(path), RESULTS, tmp_path / "gone")
