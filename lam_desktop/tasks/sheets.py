"""Rows of an Excel workbook, as a person sees them: visible cells, formulas' values, leading zeros."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import UsageError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".xlsm")
OTHER_BOOKS = (".xls", ".ods", ".numbers", ".xlsb")
MOST_BYTES = 256 * 1024 * 1024
"""Of a workbook unpacked; a small file may be made to unpack into any size."""
_CURRENCY = re.compile(r'"\s*(?:[A-Z]{3}|[€$£¥])?\s*"|\[\$[^\]]*\]|\[[A-Za-z]+\]|\\[ -]|_.|\* ?|[€$£¥\s]')
"""What a number format may have around the digits: currencies, colours, gaps."""
_PLAIN = re.compile(r"([#0,]*[0#])(?:\.([0#?]+))?(%?)")
MOST_DIGITS = 400
DIGITS = 15
"""A number in a cell has no more of them that mean anything."""


def read_sheet(path: Path) -> list[tuple[int, list[str]]]:
    """(number of the line, cells) of the sheet that lay open when the workbook was saved; no empty lines.

    Hidden lines and columns are left out as well; of merged cells below each other all say what the first
    one says. Dates come with the year first. Raises `UsageError` naming the cell of what cannot be read.
    """
    sheet, formulas = _opened(path, data_only=True), _opened(path, data_only=False)
    hidden = _hidden_columns(sheet)
    columns = [n for n in range(1, sheet.max_column + 1) if n not in hidden]
    repeated = _repeated(sheet)
    lines: list[tuple[int, list[str]]] = []
    for line in range(1, sheet.max_row + 1):
        if _is_hidden_line(sheet, line):
            continue
        cells: list[str] = []
        for column in columns:
            at = repeated.get((line, column), (line, column))
            cell: Any = sheet.cell(*at)
            empty = cell.value is None and cell.data_type != "str"  # a formula may say nothing
            if empty and formulas.cell(*at).data_type == "f":
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
            return _number(value, form)
        case dt.datetime():
            day = value.date().isoformat()
            return day if value.time() == dt.time() else f"{day} {_time(value.time())}"
        case dt.date():
            return value.isoformat()
        case dt.time():
            return _time(value)
        case dt.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return str(value)


def load(path: Path, *, data_only: bool) -> Workbook:
    """The workbook; raises `UsageError` for what is none, or would not fit into memory."""
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise UsageError(f"{path} is too large to be read; save the sheet with the rows as CSV.")
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
            found.update(range(dimension.min, dimension.max + 1))
    return found


def _repeated(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Of merged cells, those below the first one -> the first one."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        first = area.min_row, area.min_col
        found.update({(line, area.min_col): first for line in range(area.min_row + 1, area.max_row + 1)})
    return found


def _number(value: float, form: str) -> str:
    """As the number format shows it, but for signs between thousands and of currencies."""
    plain = _CURRENCY.sub("", form.split(";")[0])
    match = _PLAIN.fullmatch(plain)
    if match is None and plain.casefold() != "general":
        raise ValueError(form)
    number = Decimal(f"{value:.{DIGITS}g}")
    if match is None:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    whole, decimals, percent = match[1], match[2] or "", match[3]
    if percent:
        number *= 100
    with localcontext(prec=MOST_DIGITS):
        text = f"{number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    before, _, rest = text.partition(".")
    rest = rest.rstrip("0").ljust(decimals.count("0"), "0")
    if set(whole) == {"0"}:
        before = before.zfill(len(whole))
    return before + (f".{rest}" if rest else "") + percent


def _time(value: dt.time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")
