from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.texts.rows_argument import RowsArgument


def table(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "orders.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_usual_encodings_are_told_apart(tmp_path: Path, encoding: str, name: str) -> None:
    read = read_rows(table(tmp_path, "Kunde;Straße\nJosé Müller;Große Gaße 1\n".encode(encoding)))
    assert read.encoding == name
    assert read.columns == ("Kunde", "Straße")
    assert read.rows[0].cells == {"Kunde": "José Müller", "Straße": "Große Gaße 1"}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_both_byte_orders_of_utf_16(tmp_path: Path, encoding: str) -> None:
    read = read_rows(table(tmp_path, "\ufeff客户\t数量\n李雷\t3\n".encode(encoding)))
    assert read.rows[0].cells == {"客户": "李雷", "数量": "3"}


def test_chinese_excel_writes_gbk(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "客户,数量，共\n王小明（北京）,3\n".encode("gbk")))
    assert read.encoding == "gbk"
    assert read.rows[0].cells == {"客户": "王小明（北京）", "数量，共": "3"}


@pytest.mark.parametrize("text", ["Größe", "Fußgänger", "naïveté", "CRÉÉE", "créé", "Æøå", "señoría", "€ 5"])
def test_western_letters_side_by_side_are_not_taken_for_chinese(tmp_path: Path, text: str) -> None:
    assert read_rows(table(tmp_path, f"a\n{text}\n".encode("cp1252"))).rows[0].cells == {"a": text}


@pytest.mark.parametrize(
    ("header", "separator"),
    [("a,b,c", ","), ("a;b;c", ";"), ("a\tb\tc", "\t"), ('"a,x,y,z";b;c', ";"), ('a 12";b;c', ";")],
)
def test_the_header_line_decides_the_separator(tmp_path: Path, header: str, separator: str) -> None:
    body = separator.join(["1", "2", "3"])
    read = read_rows(table(tmp_path, f"{header}\n{body}\n"))
    assert read.separator == separator
    assert list(read.rows[0].cells.values()) == ["1", "2", "3"]


def test_decimal_commas_do_not_outvote_the_header(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "name;price\nA;1,50\nB;2,75\nC;3,25\n"))
    assert [row.cells["price"] for row in read.rows] == ["1,50", "2,75", "3,25"]


def test_the_line_by_which_excel_names_the_separator(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "sep=;\r\na,b;c\r\n1;2\r\n"))
    assert read.columns == ("a,b", "c")
    with pytest.raises(UsageError, match=r"row 1 \(line 3\)"):
        read_rows(table(tmp_path, "sep=;\r\na;b\r\n1\r\n"))


def test_quotes_empty_lines_and_spaces(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, 'id, note \n\n007 ,"one, ""two""\nthree"\n,\n  \n 8,\r\n'))
    assert [(row.index, row.cells) for row in read.rows] == [
        (1, {"id": "007", "note": 'one, "two"\nthree'}),
        (2, {"id": "8", "note": ""}),
    ]


def test_separators_at_the_end_of_lines_open_no_column(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "a;b;\n1;2;\n3;4\n"))
    assert [row.cells for row in read.rows] == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["is empty"]),
        (b"\xef\xbb\xbf\r\n ; \r\n", ["is empty"]),
        (b"a,b\n", ["no data row"]),
        (b"a,b\n1,2\n\n3\n", ["row 2 (line 4)", "before column «b»"]),
        (b"a,b\n1,2\n3,4,5\n", ["row 2 (line 3)", "3 cells for 2 columns", "«5»"]),
        (b"a,,c\n1,2,3\n", ["column 2 has no name"]),
        (b"a,b,a\n1,2,3\n", ["columns 1 and 3", "«a»"]),
        (b'a,b\n1,2\n"3,4\n', ["from line 3 on", "quotation marks"]),
        (b"a|b\n1|2\n", ["separated by |"]),
        (b"PK\x03\x04....", ["workbook", "CSV UTF-8"]),
        (b"a,b\n1,\0\n", ["not a text table"]),
        (b"a\n\x81\n", ["encoding"]),
        (b"\xef\xbb\xbfa\n\xff\n", ["UTF-8", "byte 2"]),
    ],
)
def test_a_bad_table_is_named_with_its_place(tmp_path: Path, content: bytes, words: list[str]) -> None:
    path = table(tmp_path, content)
    with pytest.raises(UsageError) as caught:
        read_rows(path)
    for word in (*words, str(path)):
        assert word in str(caught.value)


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file"):
        read_rows(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="is a folder"):
        read_rows(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_rows(Path("a\0b"))


def test_rows_are_chosen_by_number(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "a\n10\n\n20\n30\n"))
    assert [row.index for row in read.select(RowsArgument(read.path))] == [1, 2, 3]
    assert [row.cells["a"] for row in read.select(RowsArgument(read.path, 2, 3))] == ["20", "30"]
    with pytest.raises(UsageError, match="3 data rows, so there is no row 4"):
        read.select(RowsArgument(read.path, 2, 4))


def test_columns_answer_to_names_written_otherwise_where_it_is_clear_which_is_meant(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "CUSTOMER,order  no,Total,total \nMiller,17,1,2\n"))
    named = read.named_as(["Customer", "Order no", "TOTAL"])
    assert named.columns == ("Customer", "Order no", "Total", "total")
    assert named.rows[0].cells == {"Customer": "Miller", "Order no": "17", "Total": "1", "total": "2"}
    assert read.named_as(["customer", "Customer"]) is read, "which of the two is meant is not known"
    assert read.named_as(["total"]) is read
    assert read.named_as(["order"]) is read


def test_a_recording_shows_one_row(tmp_path: Path) -> None:
    read = read_rows(table(tmp_path, "a\n10\n20\n"))
    assert read.demonstrated(RowsArgument(read.path)).cells == {"a": "10"}
    shown = read.demonstrated(RowsArgument(read.path, 2, 2))
    assert (shown.file, shown.index, shown.cells) == (str(read.path), 2, {"a": "20"})
    with pytest.raises(UsageError, match="shows one row"):
        read.demonstrated(RowsArgument(read.path, 1, 2))


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


@given(
    st.lists(CELLS.filter(bool), min_size=1, max_size=4, unique=True),
    st.data(),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_table_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    columns: list[str],
    data: st.DataObject,
    separator: str,
    encoding: str,
    newline: str,
) -> None:
    width = len(columns)
    one_row = st.lists(CELLS, min_size=width, max_size=width).filter(any)
    rows = data.draw(st.lists(one_row, min_size=1, max_size=4))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=newline)
    writer.writerows([columns, *rows])
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    if width == 1:
        return  # no separator in sight: any will do
    read = read_rows(path)
    assert read.columns == tuple(columns)
    assert [list(row.cells.values()) for row in read.rows] == rows
