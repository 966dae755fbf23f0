from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.texts import workbooks
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument

Fill = Callable[[Any], None]


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Changes the first sheet of a workbook as it lies on the disk."""
    with zipfile.ZipFile(path) as packed:
        parts = {one.filename: packed.read(one) for one in packed.infolist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, change(content) if name.endswith("sheet1.xml") else content)


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Fill], Path]:
    def make(fill: Fill) -> Path:
        workbook = openpyxl.Workbook()
        fill(workbook.active)
        path = tmp_path / "orders.xlsx"
        workbook.save(path)
        return path

    return make


def table(*lines: tuple[Any, ...]) -> Fill:
    def fill(sheet: Any) -> None:
        for line in lines:
            sheet.append(line)

    return fill


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("Müller", "General", "Müller"),
        (7, "General", "7"),
        (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e6, "General", "1000000"),
        (12.5, "0.00", "12.50"),
        (1249.5, "#,##0.00", "1249.50"),
        (2.375, "0.00", "2.38"),
        (12.5, "0.0##", "12.5"),
        (1249.5, '#,##0.00 "EUR";[Red]-#,##0.00 "EUR"', "1249.50"),
        (4109, "00000", "04109"),
        (1249.5, '_-* #,##0.00\\ "€"_-', "1249.50"),
        (1249.5, "[$€-407] #,##0.00", "1249.50"),
        (1e300, "0", f"{10**300}"),
        ("04109", "@", "04109"),
        (0.19, "0%", "19%"),
        (dt.date(2026, 3, 5), "dd.mm.yyyy", "2026-03-05"),
        (dt.datetime(2026, 3, 5, 14, 30), "dd.mm.yyyy hh:mm", "2026-03-05 14:30"),
        (dt.time(8, 20), "hh:mm", "08:20"),
        (dt.timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
        (-dt.timedelta(minutes=90), "[h]:mm", "-1:30"),
        (True, "General", "yes"),
        (None, "General", ""),
    ],
)
def test_cells_say_what_a_person_sees(value: Any, form: str, text: str, book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(("name", "value"))
        sheet.append(("x", value))
        sheet["B2"].number_format = form

    assert read_rows(book(fill)).rows[0].cells == {"name": "x", "value": text}


def test_rows_of_a_workbook_are_chosen_as_those_of_a_text_table(book: Callable[[Fill], Path]) -> None:
    path = book(table((), ("customer", "count"), ("Miller", 1), (None, None), ("Smith", 2), ("Grüner", 3)))
    rows = read_rows(path)
    assert (rows.columns, rows.head, rows.lines) == (("customer", "count"), 2, (3, 5, 6))
    chosen = rows.select(parse_rows_argument(f"{path}:2-3"))
    assert [row.cells["customer"] for row in chosen] == ["Smith", "Grüner"]
    assert rows.demonstrated(parse_rows_argument(f"{path}:2")).cells == {"customer": "Smith", "count": "2"}


def test_hidden_lines_and_columns_are_left_out(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "notes", "count"), ("Miller", "x", 1), ("Smith", "y", 2))(sheet)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    rows = read_rows(book(fill))
    assert [row.cells for row in rows.rows] == [{"customer": "Smith", "count": "2"}]


@pytest.mark.parametrize(("beside", "customers"), [("", ["Miller"]), ("checked by Ann", ["Miller", "Total"])])
def test_the_totals_below_a_table_are_no_row(
    beside: str, customers: list[str], book: Callable[[Fill], Path]
) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "count", "note"), ("Miller", 3, "x"), ("Total", 3, beside or None))(sheet)
        orders = Table(displayName="Orders", ref="A1:B3")
        orders._initialise_columns()  # type: ignore[reportPrivateUsage]
        orders.totalsRowCount = 1
        sheet.add_table(orders)

    assert [row.cells["customer"] for row in read_rows(book(fill)).rows] == customers


def test_merged_cells_below_each_other_all_say_the_same(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "article"), ("Miller", "hinge"), (None, "lamp"), ("Smith", "desk"))(sheet)
        sheet.merge_cells("A2:A3")

    assert [row.cells["customer"] for row in read_rows(book(fill)).rows] == ["Miller", "Miller", "Smith"]


def test_what_is_hidden_is_told_with_its_lines(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("note", ""), ("customer", "count"), *((f"Firm {n}", n) for n in range(8)), (None, None))(sheet)
        for line in (1, 4, 6, 7, 8, 11):
            sheet.row_dimensions[line].hidden = True

    path = book(fill)
    read = read_rows(path)
    assert read.hidden == (4, 6, 7, 8), "line 11 says nothing, and line 1 is above the names"
    assert [(row.index, row.line, row.at) for row in read.rows][1:] == [
        (2, 5, " (line 5 of the sheet)"),
        (3, 9, " (line 9 of the sheet)"),
        (4, 10, " (line 10 of the sheet)"),
    ]  # fmt: skip
    [told] = read.told(parse_rows_argument(str(path)))
    assert told == (
        f"In {path} 4 lines are hidden and left out (4, 6-8): to have them done too, show them in the"
        " spreadsheet program, and save the file."
    )


def test_one_hidden_line_and_none(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "count"), ("Miller", 1), ("Smith", 2))(sheet)
        sheet.row_dimensions[3].hidden = True

    assert "1 line is hidden and left out (3): to have it done too" in read_rows(book(fill)).told_hidden
    read = read_rows(book(table(("customer", "count"), ("Miller", 1), ("Smith", 2))))
    assert (read.hidden, read.told_hidden) == ((), "")
    assert [row.line for row in read.rows] == [0, 0], "they stand where their numbers say"


def test_what_a_filter_hides_is_hidden(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "city"), ("Miller", "Leeds"), ("Smith", "Bath"))(sheet)
        sheet.auto_filter.ref = "A1:B3"
        sheet.auto_filter.add_filter_column(1, ["Bath"])
        sheet.row_dimensions[2].hidden = True  # so does Excel when the filter is set

    assert read_rows(book(fill)).hidden == (2,)


def test_many_hidden_lines_are_counted(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer",), *((f"Firm {n}",) for n in range(60)))(sheet)
        for line in range(3, 60, 2):
            sheet.row_dimensions[line].hidden = True

    assert "29 lines are hidden and left out (3, 5, 7," in read_rows(book(fill)).told_hidden
    assert "25 and 17 more)" in read_rows(book(fill)).told_hidden


def test_of_merged_cells_beside_each_other_the_first_column_has_the_text(
    book: Callable[[Fill], Path],
) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "contact", "no", "count"), ("Miller", None, 5, 1), ("Smith", "Bob", 6, 2))(sheet)
        table(("Kim", "Lee", None, 3), (None, None, None, 4))(sheet)
        for area in ("A2:B2", "B4:C5"):
            sheet.merge_cells(area)
        sheet["A5"] = "Ortega"

    rows = read_rows(book(fill)).rows
    assert [row.merged for row in rows] == [{"contact": "A2:B2"}, {}, {"no": "B4:C5"}, {"no": "B4:C5"}]
    assert [row.cells["contact"] for row in rows] == ["", "Bob", "Lee", "Lee"]
    assert [row.cells["no"] for row in rows] == ["5", "6", "", ""]


def test_the_text_of_merged_cells_is_in_the_column_that_is_seen(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("hidden", "customer", "count"), ("Miller", None, 1), ("Smith", "Bob", 2))(sheet)
        sheet.merge_cells("A2:B2")
        sheet.column_dimensions["A"].hidden = True

    rows = read_rows(book(fill)).rows
    assert [row.cells for row in rows] == [
        {"customer": "Miller", "count": "1"},
        {"customer": "Bob", "count": "2"},
    ]
    assert not rows[0].merged


FORMS = ("# ?/?", "0.00E+00", "000-00-0000", '"INV-"0000', "#,##0,", '0 "pieces"')


@pytest.mark.parametrize("form", FORMS)
def test_a_number_that_shows_otherwise_is_not_guessed(form: str, book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("no", "name"), (12345678.5, "x"))(sheet)
        sheet["A2"].number_format = form

    with pytest.raises(UsageError, match="cell A2: its number is shown as"):
        read_rows(book(fill))


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (491711234567, "000-000-000000", "491-711-234567"), (4711, "0-0", "471-1"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"),
        (2025551234, "[<=9999999]###-####;(###) ###-####", "(202) 555-1234"),
        (5551234, r"[<=9999999]###\-####;\(###\)\ ###\-####", "555-1234"),
        (5551234567, r"[<=9999999]###\-####;\(###\)\ ###\-####", "(555) 123-4567"),
        (123456789, r"000\-00\-0000", "123-45-6789"), (12345, r"00\-000", "12-345"),
        (601020304, '0#" "##" "##" "##" "##', "06 01 02 03 04"), (12, '"No. "0-00', "No. 0-12"),
        (1, "[>=1000]0.00;0", "1"), (2025551234, "\\+#\\-###", "+2025551-234"), (5, "0#", "05"),
        (12, "0,000", "0012"), (-5, "00000", "-00005"), (2023, "@", "2023"), (12.5, "@", "12.5"),
        (1234567, r"#\ ##0", "1234567"), (12, '0" kg"', None), (12, "#/#", None), (-12, "0-00", None),
        (12.5, "0-00", None),
    ],
)  # fmt: skip
def test_numbers_with_signs_between_their_digits(
    value: float, form: str, text: str | None, book: Callable[[Fill], Path]
) -> None:
    def fill(sheet: Any) -> None:
        table(("no", "name"), (value, "x"))(sheet)
        sheet["A2"].number_format = form

    if text is None:
        with pytest.raises(UsageError, match="its number is shown as"):
            read_rows(book(fill))
    else:
        assert read_rows(book(fill)).rows[0].cells["no"] == text


def test_cells_that_are_only_drawn_are_no_rows(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "count"), ("Miller", 1))(sheet)
        sheet["XFD1048576"].font = Font(bold=True)
        sheet["H1"].font = Font(bold=True)

    rows = read_rows(book(fill))
    assert (rows.columns, len(rows.rows)) == (("customer", "count"), 1)


def with_area(path: Path, area: str) -> None:
    rewritten(path, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + area.encode()))


def merged(ref: str) -> str:
    return f'<mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>'


@pytest.mark.parametrize(
    "area",
    [
        merged("A3:XFD1048576"), merged("$A$3:$XFD$1048576"), merged("&#65;3:XFD1048576"),
        merged("a3:xfd1048576"), merged("A3&#x3a;XFD1048576"), merged("A:XFD"), merged("3:1048576"),
        '<mergeCells><other:mergeCell xmlns:other="urn:x" ref="A3:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A3:XFD1048576" location="here"/></hyperlinks>',
    ],
)  # fmt: skip
def test_whole_columns_that_are_merged_are_refused(area: str, book: Callable[[Fill], Path]) -> None:
    path = book(table(("customer", "count"), ("Miller", 1)))
    with_area(path, area)
    with pytest.raises(UsageError, match="merges whole columns or lines"):
        read_rows(path)


def test_more_cells_than_fit_into_memory_are_refused_before_they_are_read(
    book: Callable[[Fill], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes may unpack into millions of them."""
    path = book(table(("customer", "count"), *((f"Firm {n}", n) for n in range(2, 30))))
    monkeypatch.setattr("lam_desktop.tasks.texts.workbooks.MOST_COVERED", 58)
    assert len(read_rows(path).rows) == 28
    monkeypatch.setattr("lam_desktop.tasks.texts.workbooks.MOST_COVERED", 57)
    with pytest.raises(UsageError, match="has more than 57 cells"):
        read_rows(path)


@pytest.mark.parametrize("area", [merged("XFD1048576:A3"), merged("A1:B"), merged("A1:B2 A3:XFD1048576")])
def test_merged_cells_that_cannot_be_counted_are_refused(area: str, book: Callable[[Fill], Path]) -> None:
    path = book(table(("customer", "count"), ("Miller", 1)))
    with_area(path, area)
    with pytest.raises(UsageError, match="is no Excel workbook that can be read"):
        read_rows(path)


def test_what_a_sheet_declares_is_not_resolved(book: Callable[[Fill], Path]) -> None:
    path = book(table(("customer", "count"), ("Miller", 1)))
    sound = b'<!DOCTYPE worksheet [<!ENTITY all "A3:XFD1048576">]>'
    rewritten(
        path, lambda xml: sound + xml.replace(b"</sheetData>", b"</sheetData>" + merged("&all;").encode())
    )
    with pytest.raises(UsageError, match="is no Excel workbook that can be read"):
        read_rows(path)


def test_merged_cells_are_counted_in_sheets_of_any_name(book: Callable[[Fill], Path]) -> None:
    path = book(table(("customer", "count"), ("Miller", 1)))
    with_area(path, merged("A3:XFD1048576"))
    with zipfile.ZipFile(path) as packed:
        parts = {one.filename: packed.read(one) for one in packed.infolist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(
                name.replace("sheet1.xml", "sheet1.bin"), content.replace(b"sheet1.xml", b"sheet1.bin")
            )
    with pytest.raises(UsageError, match="merges whole columns or lines"):
        read_rows(path)


def test_notes_and_links_on_a_few_cells_are_read_over(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "count"), ("Miller", 1))(sheet)
        sheet["A2"].comment = Comment("look", "Ada")
        sheet["B2"].hyperlink = "https://example.org"

    path = book(fill)
    assert len(read_rows(path).rows) == 1
    with zipfile.ZipFile(path) as packed:
        parts = {one.filename: packed.read(one) for one in packed.infolist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content.replace(b'ref="A2"', b'ref="A2:XFD1048576"'))
    with pytest.raises(UsageError, match="or has a link or a note on each"):
        read_rows(path)


def test_a_heading_may_be_broken_into_lines_and_commands_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text('"Order\nno.",Customer\n7,Ada\n', "utf-8")
    assert read_rows(path).columns == ("Order\nno.", "Customer")
    path.write_text("No.,Cust\x1b[8momer\n7,Ada\n", "utf-8")
    with pytest.raises(UsageError, match="name of column 2, «Cust.*omer», has a control sign") as refused:
        read_rows(path)
    assert str(refused.value).isprintable()


def test_a_title_above_the_names_of_the_columns_is_told(book: Callable[[Fill], Path]) -> None:
    path = book(table(("Orders of May",), ("customer", "count"), ("Miller", 1)))
    with pytest.raises(UsageError, match="the first line names only 1 columns; it must name each"):
        read_rows(path)


def test_a_formula_without_its_value_is_told(book: Callable[[Fill], Path]) -> None:
    path = book(table(("net", "total"), (12.5, "=A2*1.19")))
    with pytest.raises(UsageError, match="cell B2: the value of its formula is not in the file"):
        read_rows(path)


def test_an_error_in_a_cell_is_told(book: Callable[[Fill], Path]) -> None:
    path = book(table(("net", "total"), (12.5, "#N/A")))
    with pytest.raises(UsageError, match="cell B2 says #N/A"):
        read_rows(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 but no more", b"customer,count\nMiller,1\n"])
def test_what_is_no_workbook_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "orders.xlsx").write_bytes(content)
    with pytest.raises(UsageError, match="no Excel workbook that can be read"):
        read_rows(tmp_path / "orders.xlsx")


def test_a_small_file_that_unpacks_into_a_large_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "orders.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    for read in (read_rows, workbooks.sheet_names):
        with pytest.raises(UsageError, match="too large"):
            read(tmp_path / "orders.xlsx")


@pytest.mark.parametrize("name", ["gone.xlsx", "old.xls", "rows.ods"])
def test_files_that_cannot_be_read_are_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="There is no file|save it as .xlsx or CSV"):
        read_rows(tmp_path / name)


def test_what_has_no_width_or_height_is_not_seen_either(book: Callable[[Fill], Path]) -> None:
    """A person who drags a border shut hides as surely as the menu does."""

    def fill(sheet: Any) -> None:
        table(("customer", "notes", "count"), ("Miller", "x", 1), ("Smith", "y", 2))(sheet)
        sheet.row_dimensions[2].height = sheet.column_dimensions["B"].width = 5

    path = book(fill)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in parts.items():  # openpyxl writes no width of 0
            packed.writestr(name, part.replace(b'width="5"', b'width="0"').replace(b'ht="5"', b'ht="0"'))
    rows = read_rows(path)
    assert [row.cells for row in rows.rows] == [{"customer": "Smith", "count": "2"}]


def test_lines_that_are_hidden_unless_said_otherwise(book: Callable[[Fill], Path]) -> None:
    def fill(sheet: Any) -> None:
        table(("customer",), ("Miller",), ("Smith",))(sheet)
        sheet.sheet_format.zeroHeight = True
        for line in (1, 3):
            sheet.row_dimensions[line].height = 15
            sheet.row_dimensions[line].hidden = False

    assert [row.cells["customer"] for row in read_rows(book(fill)).rows] == ["Smith"]


def test_merged_cells_say_it_once_across_and_again_below_where_the_first_is_hidden(
    book: Callable[[Fill], Path],
) -> None:
    def fill(sheet: Any) -> None:
        table(("customer", "to", "article"), ("Miller", None, "hinge"), (None, None, "lamp"))(sheet)
        sheet.merge_cells("A2:B3")
        sheet.row_dimensions[2].hidden = True

    [row] = read_rows(book(fill)).rows
    assert row.cells == {"customer": "Miller", "to": "", "article": "lamp"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice, which computes the formulas")
def test_formulas_count_with_the_values_that_a_spreadsheet_program_stored(
    book: Callable[[Fill], Path], tmp_path: Path
) -> None:
    def fill(sheet: Any) -> None:
        head = ("net", "gross", "name", "nothing", "due", "late", "shared")
        formulas = ("=A2*1.19", '="Miller " & A2', '=""', "=DATE(2026,3,5)", "=A2>10")
        table(head, (12.5, *formulas, "=SUM(A2:A3)"), (3, "=A3*1.19", "x", "y", "=E2+1", "=A3>10", "=A2+A3"))(
            sheet
        )
        for cell in ("B2", "B3"):
            sheet[cell].number_format = "0.00"
        for cell in ("E2", "E3"):
            sheet[cell].number_format = "dd.mm.yyyy"

    path = book(fill)
    out = tmp_path / "computed"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    first, second = read_rows(out / path.name).rows
    assert list(first.cells.values()) == ["12.5", "14.88", "Miller 12.5", "", "2026-03-05", "yes", "15.5"]
    assert list(second.cells.values()) == ["3", "3.57", "x", "y", "2026-03-06", "no", "15.5"]
