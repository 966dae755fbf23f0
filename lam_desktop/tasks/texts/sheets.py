"""Rows of an Excel workbook, as a person sees them: visible cells, formulas' values, leading zeros."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.number_formats import shown_number
from lam_desktop.tasks.texts.workbooks import load, sheet_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_COLUMNS, ROOM = 16_384, 100
"""Of a sheet; and those that are left free for results."""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a sheet says."""

    lines: list[tuple[int, list[str]]]
    """(number of the line, cells); no empty lines."""
    name: str = ""
    """Empty where the workbook has no other sheet."""
    others: tuple[str, ...] = ()
    """Other sheets that are seen and have rows."""
    hidden: tuple[int, ...] = ()
    """Numbers of the lines below the first one that say something and are not seen."""
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    """(number of the line, place in its cells) of cells that are merged with one left of them -> all of them,
    as B5:C5."""


def read_sheet(path: Path, name: str = "") -> SheetRead:
    """The sheet of that name, else the one that lay open when the workbook was saved.

    Hidden lines and columns are left out, and the totals below a table of the workbook; of merged cells
    below each other all say what the first one says, and those beside each other are told. Dates come with
    the year first. Raises `UsageError` naming the cell of what cannot be read, or the sheets there are.
    """
    book = load(path, data_only=True)
    sheet, formulas = sheet_of(book, path, name), sheet_of(load(path, data_only=False), path, name)
    others = [one for one in book.worksheets if one is not sheet]
    with_rows = [one.title for one in others if one.sheet_state == "visible" and _has_rows(one)]
    where = f"{path}#{sheet.title}" if others else str(path)
    lines = _lines(sheet, formulas, where)
    return SheetRead(
        lines, sheet.title if others else "", tuple(with_rows), _hidden_lines(sheet, formulas, lines),
        _beside(sheet, [line for line, _ in lines[1:]], _seen_columns(sheet, formulas)),
    )  # fmt: skip


def _has_rows(sheet: Worksheet) -> bool:
    """Whether more than one of its lines says something."""
    return len({line for line, _ in filled_cells(sheet)}) > 1


def _lines(sheet: Worksheet, formulas: Worksheet, where: str) -> list[tuple[int, list[str]]]:
    """`formulas`: the same sheet as it is computed; `where`: how it is called."""
    said, computed = filled_cells(sheet), filled_cells(formulas)
    columns = _seen_columns(sheet, formulas)
    repeated = _repeated(sheet, columns)
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
                    f"{where}, cell {cell.coordinate}: the value of its formula is not in the file; open it"
                    " in the spreadsheet program, and save it."
                )
            if cell.data_type == "e":
                raise UsageError(
                    f"{where}, cell {cell.coordinate} says {cell.value}; mend it, or leave it empty."
                )
            try:
                cells.append(shown(cell).strip())
            except (ValueError, ArithmeticError):
                raise UsageError(
                    f"{where}, cell {cell.coordinate}: its number is shown as {cell.number_format}, which is"
                    " not understood; format it as a plain number, or as text."
                ) from None
        if any(cells):
            lines.append((line, cells))
    return lines


def _seen_columns(sheet: Worksheet, formulas: Worksheet) -> list[int]:
    """Up to the last one that says something."""
    hidden = _hidden_columns(sheet)
    last = max((column for _, column in filled_cells(formulas)), default=0)
    return [column for column in range(1, last + 1) if column not in hidden]


def _hidden_lines(
    sheet: Worksheet, formulas: Worksheet, lines: Sequence[tuple[int, list[str]]]
) -> tuple[int, ...]:
    """Those behind the first one that is seen; what is hidden above it is no row."""
    head = lines[0][0] if lines else 0
    totals = _totals(sheet)
    said = {line for line, _ in filled_cells(formulas) if line > head and line not in totals}
    return tuple(line for line in sorted(said) if _is_hidden_line(sheet, line))


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


def _repeated(sheet: Worksheet, columns: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Of merged cells, those in their first column that is seen -> the one that has the text."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        first = area.min_row, area.min_col
        seen = next((column for column in columns if area.min_col <= column <= area.max_col), area.min_col)
        found.update({(line, seen): first for line in range(area.min_row, area.max_row + 1)})
    return found


def _beside(sheet: Worksheet, lines: Sequence[int], columns: Sequence[int]) -> dict[tuple[int, int], str]:
    """Of merged cells, those in other columns than their first; by line and place in `columns`."""
    found: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        covered = [place for place, one in enumerate(columns) if area.min_col <= one <= area.max_col][1:]
        inside = [line for line in lines if area.min_row <= line <= area.max_row]
        found |= {(line, place): str(area.coord) for line in inside for place in covered}
    return found


def _time(value: dt.time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")
