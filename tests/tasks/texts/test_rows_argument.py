from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.rows_argument import RowsArgument, parse_row_numbers, parse_rows_argument


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders.csv", RowsArgument(Path("orders.csv"))),
        ("orders.csv:3", RowsArgument(Path("orders.csv"), 3, 3)),
        ("orders.csv:3-7", RowsArgument(Path("orders.csv"), 3, 7)),
        (r"C:\data\x.csv", RowsArgument(Path(r"C:\data\x.csv"))),
        (r"C:\x.csv:3-7", RowsArgument(Path(r"C:\x.csv"), 3, 7)),
        ("a:b.csv", RowsArgument(Path("a:b.csv"))),
        ("orders 3-7.csv", RowsArgument(Path("orders 3-7.csv"))),
        ("订单.csv:12", RowsArgument(Path("订单.csv"), 12, 12)),
    ],
)
def test_the_suffix_is_read_from_the_right(text: str, expected: RowsArgument) -> None:
    assert parse_rows_argument(text) == expected


def test_the_home_sign_of_a_path_is_resolved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert parse_rows_argument("~/x.csv:2").path == tmp_path / "x.csv"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "no name"), ("x.csv:0", "counted from 1"), ("x.csv:7-3", "backwards; write x.csv:3-7")],
)
def test_a_bad_suffix_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        parse_rows_argument(text)


@given(
    st.text("abc:\\/. é-", min_size=1).filter(lambda text: text.strip() and not text.startswith("~")),
    st.integers(1, 9999),
    st.integers(0, 99),
)
def test_what_is_put_behind_a_path_comes_off_again(path: str, first: int, more: int) -> None:
    assert parse_rows_argument(f"{path}:{first}-{first + more}") == RowsArgument(
        Path(path), first, first + more
    )


def test_numbers_of_rows() -> None:
    assert parse_row_numbers("9, 5,6-8,7") == (5, 6, 7, 8, 9)
    for bad in ("", "0", "3-2", "a", "1-99999999"):
        with pytest.raises(UsageError, match="names no rows"):
            parse_row_numbers(bad)


@pytest.mark.parametrize(
    ("text", "path", "sheet", "rows"),
    [
        ("orders.xlsx#March:2-40", "orders.xlsx", "March", (2, 40)),
        ("orders.xlsx#March", "orders.xlsx", "March", (None, None)),
        ("orders.XLSM#March 2026:7", "orders.XLSM", "March 2026", (7, 7)),
        ("orders.xlsx#March :2", "orders.xlsx", "March ", (2, 2)),
        ("orders.xlsx# March", "orders.xlsx", " March", (None, None)),
        ("orders.xlsx#2026", "orders.xlsx", "2026", (None, None)),
        ("orders.xlsx#2-40", "orders.xlsx", "2-40", (None, None)),
        ("orders.xlsx#Q#1:3", "orders.xlsx", "Q#1", (3, 3)),
        ("no#1.xlsx#March", "no#1.xlsx", "March", (None, None)),
        ("a.xlsx#b/orders.xlsx#March", "a.xlsx#b/orders.xlsx", "March", (None, None)),
        (r"C:\x.xlsx#March:2", r"C:\x.xlsx", "March", (2, 2)),
        ("order #5.csv:3", "order #5.csv", "", (3, 3)),
        ("no#1.xlsx:3", "no#1.xlsx", "", (3, 3)),
        ("#.xlsx", "#.xlsx", "", (None, None)),
    ],
)
def test_a_sheet_stands_behind_its_workbook(
    text: str, path: str, sheet: str, rows: tuple[int | None, int | None]
) -> None:
    argument = RowsArgument(Path(path), *rows, sheet)
    assert parse_rows_argument(text) == argument
    assert parse_rows_argument(argument.text) == argument


@pytest.mark.parametrize(
    "name", ["orders.xlsx#March", "orders.xlsx#March:2", "orders.csv:3-7", "a.xlsx#b.xlsx", "old#new.csv"]
)
def test_a_file_that_is_called_so_wins(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for one in (name, "orders.xlsx", "a.xlsx", "old"):
        Path(one).touch()
    assert parse_rows_argument(name) == RowsArgument(Path(name))
    assert parse_rows_argument(f"{name}:5") == RowsArgument(Path(name), 5, 5)


def test_the_file_that_is_there_says_where_its_name_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xlsx#b.xlsx").touch()
    assert parse_rows_argument("a.xlsx#b.xlsx#c:2") == RowsArgument(Path("a.xlsx#b.xlsx"), 2, 2, "c")


@pytest.mark.parametrize("text", ["orders.xlsx#:2", "orders.xlsx#", "orders.xlsx# :2"])
def test_a_mark_without_a_sheet_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="names no sheet behind #"):
        parse_rows_argument(text)
