"""The sheets of an Excel workbook: which there are, and which one is meant."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.covered_cells import covered_cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".xlsm")
OTHER_BOOKS = (".xls", ".ods", ".numbers", ".xlsb")
MOST_BYTES = 256 * 1024 * 1024
"""Of a workbook unpacked; a small file may be made to unpack into any size."""
MOST_COVERED = 500_000
"""Cells, and those that merged areas, links and notes cover, together: the library makes an object of each,
and so many take half a gigabyte."""
SHOWN = 12
"""So many sheets are told by name."""


@dataclass(frozen=True, slots=True)
class SheetNames:
    """The sheets that a person sees when they open a workbook, without charts."""

    seen: tuple[str, ...]
    open: str
    """The one that lay open when it was saved; empty where that was a chart, or is hidden."""


def is_workbook(path: Path) -> bool:
    """Whether a file of this name has sheets."""
    return path.suffix.casefold() in SUFFIXES


def sheet_names(path: Path) -> SheetNames:
    """Which sheets there are; quick, for no cell is read. Raises `UsageError` for what is no workbook."""
    with _reading(path):
        with _begun(path) as reader:
            found = [
                (one.name, one.state == "visible", part.Type.endswith("/worksheet"))
                for one, part in reader.parser.find_sheets()
            ]
        at = reader.wb._active_sheet_index
    seen = tuple(name for name, visible, has_cells in found if visible and has_cells)
    name = found[at][0] if 0 <= at < len(found) else ""
    return SheetNames(seen, name if name in seen else "")


def load(path: Path, *, data_only: bool) -> Workbook:
    """The workbook; raises `UsageError` for what is none, or would not fit into memory."""
    import openpyxl

    with _reading(path):
        with _begun(path) as reader:
            if covered_cells(reader) > MOST_COVERED:
                raise UsageError(
                    f"{path} has more than {MOST_COVERED:,} cells, or merges whole columns or lines of them,"
                    " or has a link or a note on each; save the rows that you need as a table of their own."
                )
        return openpyxl.load_workbook(path, data_only=data_only)


def sheet_of(book: Workbook, path: Path, name: str = "") -> Worksheet:
    """The sheet of that name, hidden or not, whatever its case; without one, the one that lay open.

    Raises `UsageError` that lists the sheets there are, or says that it is a chart.
    """
    if not name:
        sheet: Any = book.active
        if sheet is None or not _has_cells(sheet):
            raise UsageError(
                f"{path} opens with a chart; open the sheet with the rows, and save it, or name the sheet"
                f" behind the file, as in {path.name}#NAME."
            )
        return sheet
    named = _alike([one.title for one in book.worksheets], name)
    if named is not None:
        return book[named]
    charts = [one.title for one in (*book.chartsheets, *book.worksheets) if not _has_cells(one)]
    what = "is a chart" if _alike(charts, name) is not None else "is not there"
    there = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    raise UsageError(f"The sheet «{name}» of {path} {what}; name one of these: {listed(there)}.")


def listed(names: Sequence[str]) -> str:
    """Sheets in words."""
    if not names:
        return "none is to be seen"
    told = ", ".join(f"«{name}»" for name in names[:SHOWN])
    return f"{told} and {len(names) - SHOWN} more" if len(names) > SHOWN else told


def _alike(names: Sequence[str], wanted: str) -> str | None:
    """The one of that name, else the only one that differs in case and spaces around alone."""
    if wanted in names:
        return wanted
    found = [name for name in names if name.strip().casefold() == wanted.strip().casefold()]
    return found[0] if len(found) == 1 else None


def _has_cells(sheet: Any) -> bool:
    return hasattr(sheet, "row_dimensions")


@contextmanager
def _reading(path: Path) -> Generator[None]:
    """Makes one sentence of whatever goes wrong inside."""
    try:
        with warnings.catch_warnings():  # the library tells of drawings and styles that it leaves out
            warnings.simplefilter("ignore")
            yield
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


@contextmanager
def _begun(path: Path) -> Generator[Any]:
    """The library's reader, which knows of the workbook which sheets there are, and has read none of them."""
    from openpyxl.reader.excel import ExcelReader

    reader: Any = ExcelReader(path, read_only=True)
    with reader.archive:
        _refuse_large(reader.archive, path)
        reader.read_manifest()
        reader.read_workbook()
        yield reader


def _refuse_large(packed: zipfile.ZipFile, path: Path) -> None:
    if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
        raise UsageError(f"{path} is too large to be read; save the sheet with the rows as CSV.")
