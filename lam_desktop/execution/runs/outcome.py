"""The table with what came of each row: a copy beside the journal, the person's own file is never touched."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.result import RowResult
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.provenance.rows import RowTable, read_rows
from lam_desktop.tasks.storage.memory import temporary_files_in_memory
from lam_desktop.tasks.texts import sheets
from lam_desktop.tasks.texts.workbooks import is_workbook, load, sheet_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("LAM status", "LAM ended", "LAM seconds", "LAM reason", "LAM evidence")
READ, SURE = "LAM read", "LAM sure"
"""Before the name of a value that was read from the screen, and of how surely."""
WORDS = {
    "done": "done", "skipped": "skipped", "asked": "asked", "failed": "failed", "stopped": "stopped",
    "not_started": "not started", "not_seen": "done, not seen",
}  # fmt: skip
EDITED = "-results"
"""Behind the file's name."""
WIDTH = 16
"""Of a new column in a workbook, in letters."""


def write_outcome(
    table: RowTable,
    results: Sequence[RowResult],
    folder: Path,
    files: Files = PLAIN,
    before: Sequence[RowResult] = (),
) -> Path:
    """Writes the copy into the run's folder and returns its path; rows that were in no run say nothing.

    `before`: what the runs that this one goes on from did; rows that it has not begun are told by these.
    Raises EnvironmentFault where it cannot be written, or the table cannot be read again.
    """
    workbook = is_workbook(table.path)
    path = folder / f"{table.path.stem}{EDITED}{'.xlsx' if workbook else table.path.suffix}"
    known = {result.index: result for result in before}
    known |= {one.index: one for one in results if one.index not in known or one.status != "not_started"}
    names = tuple(dict.fromkeys(name for _, result in sorted(known.items()) for name in result.read))
    told = {index: _told(result, names) for index, result in known.items()}
    read = [f"{before} {name}" for before in (READ, SURE) for name in names]
    columns = _new_names(table, (*COLUMNS, *read))
    lines = [(line, told.get(row.index)) for line, row in zip(table.lines, table.rows, strict=True)]
    try:
        if workbook:
            if print_of(read_rows(table.path, table.sheet).rows) != print_of(table.rows):
                raise UsageError(
                    f"{table.path} was changed during the run; what came of it is in the journal."
                )
            # openpyxl puts each sheet into a temporary file first.
            with temporary_files_in_memory() if files.encrypted else nullcontext():
                made = _workbook(table, columns, lines)
        else:
            made = _text(table, columns, [cells for _, cells in lines])
        files.write(path, made)
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be written ({error.strerror}); free some space.") from error
    except UsageError as error:
        raise EnvironmentFault(str(error)) from error
    except Exception as error:  # whatever the workbook holds must not take the run's result with it
        raise EnvironmentFault(f"{path} cannot be written ({type(error).__name__}).") from error
    return path


def _told(result: RowResult, names: Sequence[str]) -> tuple[str, ...]:
    seconds = f"{result.seconds:.1f}" if result.ended else ""
    read = [as_text(result.read.get(name, "")) for name in names]
    known = result.sure.keys() & result.read.keys()
    sure = [f"{result.sure[name]:.2f}" if name in known else "" for name in names]
    status = WORDS["not_seen" if result.evidence == "not seen" else result.status]
    return status, result.ended, seconds, as_text(result.reason), result.evidence, *read, *sure


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what the screen says may stand in it."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _text(table: RowTable, columns: Sequence[str], told: Sequence[tuple[str, ...] | None]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.separator or ",")
    writer.writerow((*table.columns, *columns))
    for row, cells in zip(table.rows, told, strict=True):
        writer.writerow((*row.cells.values(), *(cells or ("",) * len(columns))))
    # With a byte order mark spreadsheets know the letters again, whatever the table was written in.
    return out.getvalue().encode("utf-8-sig")


def _workbook(
    table: RowTable, columns: Sequence[str], lines: Sequence[tuple[int, tuple[str, ...] | None]]
) -> bytes:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = load(table.path, data_only=False)
    sheet: Any = sheet_of(book, table.path, table.sheet)
    written = [(table.head, tuple(columns)), *lines]
    first = sheets.first_free_column(sheet, [line for line, _ in written])
    # What the rows were: stored again, a formula has no value until a spreadsheet program has computed it.
    values = sheet_of(load(table.path, data_only=True), table.path, table.sheet)
    for at, cell in sheets.filled_cells(values).items():
        if sheet.cell(*at).data_type == "f":
            sheet.cell(*at).value = cell.value
            if isinstance(cell.value, str):
                sheet.cell(*at).data_type = "s"  # a text that begins like a formula is none
    for line, told in written:
        for column, text in enumerate(told or (), start=first):
            cell = sheet.cell(line, column, ILLEGAL_CHARACTERS_RE.sub(" ", text))
            cell.font = Font(bold=line == table.head)
    sheets.unhide_columns(sheet, first, first + len(columns) - 1)
    for column in range(first, first + len(columns)):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    _lay_open(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lay_open(book: Workbook, sheet: Worksheet) -> None:
    """Shows the sheet with the results first, also one that was hidden; the others stay as they are."""
    sheet.sheet_state = "visible"
    book.active = sheet
    # What is written into one of several marked sheets comes into all of them.
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is sheet
    for chart in book.chartsheets:
        for view in chart.sheetViews.sheetView:
            view.tabSelected = False


def _new_names(table: RowTable, wanted: Sequence[str]) -> tuple[str, ...]:
    """Names that the table does not have: a copy may be worked through once more."""
    names: list[str] = []
    for name in wanted:
        number, free = 2, name
        while free in table.columns:
            number, free = number + 1, f"{name} {number}"
        names.append(free)
    return tuple(names)
