"""Which rows of which table are meant: `FILE`, `FILE:N`, `FILE:N-M`; of a workbook `FILE#SHEET:N-M`, too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.given_path import given_path
from lam_desktop.tasks.texts.workbooks import is_workbook

MOST_ROWS = 1_000_000
SHEET = "#"
"""Between a workbook and the name of a sheet, which may hold one, too."""
_SUFFIX = re.compile(r"(?P<path>.+):(?P<first>[0-9]{1,9})(?:-(?P<last>[0-9]{1,9}))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowsArgument:
    """A table and which of its data rows are meant, counted from 1; None: all."""

    path: Path
    first: int | None = None
    last: int | None = None
    sheet: str = ""
    """Of a workbook; empty for the one that lay open when it was saved."""

    @property
    def table(self) -> str:
        """The table alone, as `parse_rows_argument` takes it."""
        return table_name(self.path, self.sheet)

    @property
    def text(self) -> str:
        """All of it, as `parse_rows_argument` takes it."""
        if self.first is None:
            return self.table
        last = "" if self.last is None or self.last == self.first else f"-{self.last}"
        return f"{self.table}:{self.first}{last}"


def table_name(file: str | Path, sheet: str) -> str:
    """A file, and where one is named, a sheet of it."""
    return f"{file}{SHEET}{sheet}" if sheet else str(file)


def parse_row_numbers(text: str) -> tuple[int, ...]:
    """The rows that `5,9-11` names, in order; raises `UsageError` for anything else."""
    found: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,9})\s*(?:-\s*([0-9]{1,9})\s*)?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last or last - first > MOST_ROWS:
            raise UsageError(f"«{text}» names no rows; write numbers from 1 on, such as 5,9-11.")
        found |= set(range(first, last + 1))
    return tuple(sorted(found))


def parse_rows_argument(text: str) -> RowsArgument:
    """Takes rows and sheet from the end of the name, unless there is a file that is called so.

    From the right: the colon of `C:\\x.csv` belongs to the path.
    """
    if not text.strip():
        raise UsageError("The rows file has no name; write --rows orders.csv or --rows orders.csv:3.")
    match = _SUFFIX.fullmatch(text)
    if match is None or _is_file(given_path(text)):
        path, sheet = _taken_apart(text)
        return RowsArgument(path, sheet=sheet)
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if first < 1:
        raise UsageError(f"There is no row 0 in «{text}»: data rows are counted from 1.")
    if last < first:
        raise UsageError(f"The rows of «{text}» run backwards; write {match['path']}:{last}-{first}.")
    path, sheet = _taken_apart(match["path"])
    return RowsArgument(path, first, last, sheet)


def _taken_apart(text: str) -> tuple[Path, str]:
    """File and sheet; the file's name ends where one is there that is called so, else behind a workbook."""
    whole = given_path(text)
    if SHEET not in text or _is_file(whole):
        return whole, ""
    ends = [mark.start() for mark in re.finditer(re.escape(SHEET), text)]
    parts = [(given_path(text[:end]), text[end + 1 :]) for end in ends if text[:end].strip()]
    there = [one for one in parts if _is_file(one[0])]
    books = [one for one in parts if is_workbook(one[0])]
    for path, sheet in (*there, *books):
        if not sheet.strip():
            raise UsageError(f"«{text}» names no sheet behind {SHEET}; write its name, or leave {SHEET} out.")
        if "/" not in sheet:  # else it is a folder's name that holds the mark
            return path, sheet
    return whole, ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
