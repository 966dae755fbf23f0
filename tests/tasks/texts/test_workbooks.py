"""Which sheet of a workbook is read: the one that is named, hidden or not, else the one that lay open."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.rows import read_named, read_rows
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument
from lam_desktop.tasks.texts.workbooks import SheetNames, sheet_names
from tests.tasks.books import MONTHS, State, write_book


def customers(path: Path, sheet: str = "") -> list[str]:
    return [row.cells["customer"] for row in read_rows(path, sheet).rows]


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.xlsm", "Orders.XLSM"])
def test_a_sheet_is_read_by_its_name_and_without_one_that_which_lay_open(name: str, tmp_path: Path) -> None:
    path = write_book(tmp_path / name, opened="March")
    assert customers(path) == customers(path, "March") == ["Grüner", "Li", "Orr"]
    assert customers(path, "January") == ["Miller", "Smith"]
    assert customers(path, " q#2 PLAN ") == ["Ortega"], "case and spaces around tell no sheets apart"


def test_the_table_knows_its_sheet_where_there_are_several(tmp_path: Path) -> None:
    several = read_rows(write_book(tmp_path / "orders.xlsx"), "march")
    assert (several.sheet, several.name) == ("March", f"{several.path}#March")
    assert several.others == ("January", "Q#2 plan"), "a heading alone is no row"
    shown = several.demonstrated(parse_rows_argument(f"{several.name}:2"))
    assert (shown.file, shown.sheet, shown.cells["customer"]) == (str(several.path), "March", "Li")
    one = read_rows(write_book(tmp_path / "one.xlsx", {"March": MONTHS["March"]}), "March")
    assert (one.sheet, one.name, one.others) == ("", str(one.path), ())


@pytest.mark.parametrize("order", [("March", "March "), ("March ", "March")])
def test_sheets_that_differ_in_a_space_alone_are_two(order: tuple[str, str], tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx", {name: (("customer",), (repr(name),)) for name in order})
    for name in order:
        read = read_rows(path, name)
        again = read_named(read.name)
        assert (read.sheet, again.sheet, again.name) == (name, name, read.name)
        assert [row.cells["customer"] for row in again.rows] == [repr(name)]
    with pytest.raises(UsageError, match="«march» of .* is not there"):
        read_rows(path, "march")


def test_which_sheet_was_taken_is_told_where_nobody_named_it_and_others_have_rows(tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx", opened="March")
    told = read_rows(path).told_unnamed(parse_rows_argument(str(path)))
    assert "«March» is taken, which lay open" in told and "(«January», «Q#2 plan»)" in told
    assert told.endswith("write orders.xlsx#January.")
    assert read_rows(path, "March").told_unnamed(parse_rows_argument(f"{path}#March")) == ""
    hidden = write_book(
        tmp_path / "x.xlsx", opened="March", states=dict.fromkeys(("January", "Q#2 plan"), "hidden")
    )
    assert read_rows(hidden).told_unnamed(parse_rows_argument(str(hidden))) == ""


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_where_it_is_named_and_offered_nowhere(state: State, tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx", states={"March": state})
    assert customers(path, "March") == ["Grüner", "Li", "Orr"]
    assert sheet_names(path) == SheetNames(("January", "Q#2 plan", "Notes"), "January")
    with pytest.raises(UsageError) as refused:
        read_rows(path, "May")
    assert "«January»" in str(refused.value) and "March" not in str(refused.value)


def test_an_unknown_sheet_is_one_sentence_that_lists_those_that_are_there(tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx")
    with pytest.raises(UsageError) as refused:
        read_rows(path, "May")
    assert str(refused.value) == (
        f"The sheet «May» of {path} is not there; name one of these: «January», «March», «Q#2 plan», «Notes»."
    )
    many = write_book(tmp_path / "many.xlsx", {f"W{week}": () for week in range(1, 53)})
    with pytest.raises(UsageError, match="«W12» and 40 more.$"):
        read_rows(many, "May")


def test_a_chart_is_no_sheet_with_rows(tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx", opened="Sales", chart="Sales")
    with pytest.raises(UsageError, match="opens with a chart.*orders.xlsx#NAME"):
        read_rows(path)
    with pytest.raises(UsageError, match="«Sales» of .* is a chart; name one of these: «January»"):
        read_rows(path, "Sales")
    assert customers(path, "January") == ["Miller", "Smith"]
    assert sheet_names(path) == SheetNames(tuple(MONTHS), "")


def test_what_is_wrong_in_a_sheet_names_it(tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx", {**MONTHS, "May": (("customer", "total"), ("Li", "=1+1"))})
    for sheet, wrong in (("Notes", "#Notes names columns but holds no data row"), ("May", "#May, cell B2")):
        with pytest.raises(UsageError, match=wrong):
            read_rows(path, sheet)


def test_a_text_table_has_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("customer\nLi\n")
    argument = parse_rows_argument(f"{tmp_path}/orders.csv#March:1")
    with pytest.raises(UsageError, match="no Excel workbook and has no sheet «March»"):
        read_rows(argument.path, argument.sheet)


def test_the_names_of_sheets_need_no_cell(tmp_path: Path) -> None:
    path = write_book(tmp_path / "orders.xlsx", opened="March")
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, b"nothing" if name.startswith("xl/worksheets/sheet") else part)
    assert sheet_names(path) == SheetNames(tuple(MONTHS), "March")


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 but no more"])
def test_what_is_no_workbook_has_no_sheets(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="There is no file|no Excel workbook that can be read"):
        sheet_names(path)
