"""Rows of an Excel workbook, as a person sees them: visible cells, formulas' values, leading zeros."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import UsageError
from lam_desktop.tasks.number_formats import shown_number

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".xlsm")
OTHER_BOOKS = (".xls", ".ods", ".numbers", ".xlsb")
MOST_BYTES = 256 * 1024 * 1024
"""Of a workbook unpacked; a small file may be made to unpack into any size."""
MOST_COLUMNS, ROOM = 16_384, 100
"""Of a sheet; and those that are left free for results."""
MOST_MERGED = 1_000_000
"""Cells that merged areas may cover together: the library makes an object of each."""
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']",
    re.IGNORECASE,
)


def read_sheet(path: Path) -> list[tuple[int, list[str]]]:
    """(number of the line, cells) of the sheet that lay open when the workbook was saved; no empty lines.

    Hidden lines and columns are left out as well, and the totals below a table of the workbook; of merged
    cells below each other all say what the first one says. Dates come with the year first. Raises
    `UsageError` naming the cell of what cannot be read.
    """
    sheet, formulas = _opened(path, data_only=True), _opened(path, data_only=False)
    said, computed = filled_cells(sheet), filled_cells(formulas)
    hidden = _hidden_columns(sheet)
    columns = [n for n in range(1, max((column for _, column in computed), default=0) + 1) if n not in hidden]
    repeated = _repeated(sheet)
    totals = _totals(sheet)
    lines: list[tuple[int, list[str]]] = []
    for line in sorted({line for line, _ in computed} | {line for line, _ in repeated}):
        if line in totals or _is_hidden_line(sheet, line):
            continue
        cells: list[str] = []
        for column in columns:
            at = repeated.get((line, column), (line, column))
            if at not in computed:
                cells.append("")
                continue
            cell: Any = said.get(at, sheet.cell(*at))
            empty = cell.value is None and cell.data_type != "str"  # a formula may say nothing
            if empty and computed[at].data_type == "f":
                raise UsageError(
                    f"{path}, cell {cell.coordinate}: the value of its formula is not in the file; open it in"
                    " the spreadsheet program, and save it."
                )
            if cell.data_type == "e":
                raise UsageError(
                    f"{path}, cell {cell.coordinate} says {cell.value}; mend it, or leave it empty."
                )
            try:
                cells.append(shown(cell).strip())
            except (ValueError, ArithmeticError):
                raise UsageError(
                    f"{path}, cell {cell.coordinate}: its number is shown as {cell.number_format}, which is"
                    " not understood; format it as a plain number, or as text."
                ) from None
        if any(cells):
            lines.append((line, cells))
    return lines


def _totals(sheet: Worksheet) -> set[int]:
    """Lines that say nothing but the totals of tables of the sheet (in Excel: Insert, Table, Total Row)."""
    from openpyxl.utils import range_boundaries

    areas: list[tuple[int, int, int, int]] = []
    for table in sheet.tables.values():
        left, top, right, bottom = (side or 0 for side in range_boundaries(table.ref))
        areas.append((left, max(top, bottom - (table.totalsRowCount or 0)) + 1, right, bottom))
    inside: dict[int, bool] = {}
    for line, column in filled_cells(sheet):
        totals = any(a <= column <= c and b <= line <= d for a, b, c, d in areas)
        inside[line] = totals and inside.get(line, True)
    return {line for line, all_are in inside.items() if all_are}


def filled_cells(sheet: Worksheet) -> dict[tuple[int, int], Cell]:
    """By line and column, what a sheet says; not what it only draws, the last of which may lie anywhere."""
    # All that the library offers goes through the whole grid.
    cells: dict[tuple[int, int], Any] = sheet._cells  # type: ignore[reportPrivateUsage]
    return {at: cell for at, cell in cells.items() if cell.value is not None}


def first_free_column(sheet: Worksheet, lines: Sequence[int]) -> int:
    """The first one behind all that the sheet says, and behind merged cells of these lines.

    UsageError where so few are left that nothing can be written beside them.
    """
    wanted = set(lines)
    merged = [
        area.max_col
        for area in sheet.merged_cells.ranges
        if any(line in wanted for line in range(area.min_row, area.max_row + 1))
    ]
    first = max([*(column for _, column in filled_cells(sheet)), *merged], default=0) + 1
    if first > MOST_COLUMNS - ROOM:
        raise UsageError("Its cells reach to the last column, so that nothing can be written beside them.")
    return first


def unhide_columns(sheet: Worksheet, first: int, last: int) -> None:
    """Shows these columns, of a group that is hidden as one too."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.dimensions import ColumnDimension

    dimension: Any
    for letter, dimension in [*sheet.column_dimensions.items()]:
        if not dimension.hidden or dimension.max < first or dimension.min > last:
            continue
        start, end = dimension.min, dimension.max
        del sheet.column_dimensions[letter]
        for a, b in ((start, first - 1), (last + 1, end)):
            if a <= b:
                name = get_column_letter(a)
                sheet.column_dimensions[name] = ColumnDimension(sheet, name, min=a, max=b, hidden=True)


def shown(cell: Cell) -> str:
    """What a cell shows; numbers without signs between thousands, dates with the year first.

    ValueError for a number in a format that is not understood.
    """
    value, form = cell.value, str(cell.number_format or "General")
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return shown_number(value, form)
        case dt.datetime():
            day = value.date().isoformat()
            return day if value.time() == dt.time() else f"{day} {_time(value.time())}"
        case dt.date():
            return value.isoformat()
        case dt.time():
            return _time(value)
        case dt.timedelta():
            minutes, seconds = divmod(abs(round(value.total_seconds())), 60)
            sign = "-" if value < dt.timedelta() else ""
            return f"{sign}{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return str(value)


def load(path: Path, *, data_only: bool) -> Workbook:
    """The workbook; raises `UsageError` for what is none, or would not fit into memory."""
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise UsageError(f"{path} is too large to be read; save the sheet with the rows as CSV.")
            if _merged(packed) > MOST_MERGED:
                raise UsageError(
                    f"{path} merges whole columns or lines of cells; divide them again in the spreadsheet"
                    " program, and save it."
                )
        with warnings.catch_warnings():  # it tells of drawings and styles that it leaves out
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, data_only=data_only)
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}; check its name.") from None
    except UsageError:
        raise
    except PermissionError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    except Exception as error:  # a damaged part may raise anything
        raise UsageError(
            f"{path} is no Excel workbook that can be read; open it in the spreadsheet program, and save it"
            " as .xlsx or CSV."
        ) from error


def _opened(path: Path, *, data_only: bool) -> Worksheet:
    book = load(path, data_only=data_only)
    sheet: Any = book.active
    if sheet is None or not hasattr(sheet, "row_dimensions"):
        raise UsageError(f"{path} opens with a chart; open the sheet with the rows, and save it.")
    return sheet


def _merged(packed: zipfile.ZipFile) -> int:
    """How many cells the merged areas of its fullest sheet cover."""
    most = 0
    for part in packed.infolist():
        if part.filename.endswith(".xml"):
            areas = _MERGED.findall(packed.read(part))
            most = max(most, sum(_span(a, b) * (int(d) - int(c) + 1) for a, c, b, d in areas))
    return most


def _span(first: bytes, last: bytes) -> int:
    """From a column's name to another one."""
    from openpyxl.utils import column_index_from_string

    numbers = [column_index_from_string(one.decode()) for one in (first, last)]
    return numbers[1] - numbers[0] + 1


def _is_hidden_line(sheet: Worksheet, line: int) -> bool:
    """Also one that was drawn shut, or that a sheet hides unless it says otherwise of a line."""
    if line not in sheet.row_dimensions:
        return bool(sheet.sheet_format.zeroHeight)
    dimension: Any = sheet.row_dimensions[line]
    said = dimension.hidden or dimension.height == 0
    return bool(said or (sheet.sheet_format.zeroHeight and dimension.height is None))


def _hidden_columns(sheet: Worksheet) -> set[int]:
    found: set[int] = set()
    dimension: Any  # its ends are typed as if they could lack
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            found.update(range(dimension.min, min(dimension.max, MOST_COLUMNS) + 1))
    return found


def _repeated(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Of merged cells, those below the first one -> the first one."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        first = area.min_row, area.min_col
        found.update({(line, area.min_col): first for line in range(area.min_row + 1, area.max_row + 1)})
    return found


def _time(value: dt.time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")
