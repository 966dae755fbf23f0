"""Takes rows from a table on the screen: which window, looking and scrolling there, and writing the file."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.machine.desktop import OWN_CLASS
from lam_desktop.execution.machine.workplace import Workplace
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.execution.tables.scrolling import ScreenTable
from lam_desktop.execution.tables.sideways import read_table
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.storage.vault import replace_file
from lam_desktop.types import Box, Frame, Scroll

SUFFIXES = (".csv", ".xlsx")
TICK_S = 0.1


def checked_out(path: Path) -> Path:
    """The file to be written; UsageError where it cannot be, before anybody points at a window."""
    if path.suffix.casefold() not in SUFFIXES:
        raise UsageError(f"{path} is neither .csv nor .xlsx; name the file so.")
    if path.exists():
        raise UsageError(f"{path} is there already; choose another name.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {path.absolute().parent}; make it, or choose another one.")
    return path


def take_rows(
    place: Workplace,
    parser: ScreenParser,
    region: Box | None,
    delay_s: float,
    tell: Callable[[str], None],
    *,
    scroll: bool,
) -> ScreenTable:
    """The table of the window in front after `delay_s`, or of a region of the virtual desktop.

    Raises UsageError where no table is seen, `Stopped` where the person stops it.
    """
    looker = Looker(place.desktop, parser)
    end = time.monotonic() + delay_s
    while (left := end - time.monotonic()) > 0:
        place.check()
        time.sleep(min(TICK_S, left))
    box = region or _window_in_front(place)
    tell("Looking at the table.")
    origin = place.desktop.grab()[1]
    there = box.moved(-origin[0], -origin[1])
    looks = 0

    def look() -> Frame:
        nonlocal looks
        place.check()
        looks += 1
        if looks > 1:
            tell(f"Looking at the table: part {looks}.")
        return looker.settled(place.stopped)[0]

    def turn(point: tuple[int, int], notches: int) -> None:
        at = point[0] + origin[0], point[1] + origin[1]
        place.actuator.perform(Scroll(at, 0, -notches), place.stopped)

    def slide(point: tuple[int, int], notches: int) -> None:
        at = point[0] + origin[0], point[1] + origin[1]
        place.actuator.perform(Scroll(at, notches, 0), place.stopped)

    return read_table(look, parser, there, turn if scroll else None, slide if scroll else None)


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Writes a table that `--rows` takes, every cell as the text that it showed."""
    content = _workbook(columns, rows) if path.suffix.casefold() == ".xlsx" else _text(columns, rows)
    try:
        replace_file(path, content)
    except OSError as error:
        raise EnvironmentFault(
            f"{path} cannot be written ({error.strerror}); free some space or check its permissions."
        ) from error


def _window_in_front(place: Workplace) -> Box:
    window = place.desktop.active_window()
    if window is None or window.wm_class == OWN_CLASS:
        raise UsageError("No window of another program was in front; put the one with the table there.")
    return window.box


def _text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([columns, *rows])
    return out.getvalue().encode("utf-8")


def _workbook(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        sheet = book.create_sheet()
    for y, line in enumerate((columns, *rows), start=1):
        for x, text in enumerate(line, start=1):
            cell: Any = sheet.cell(y, x)
            cell.value, cell.data_type = text, "s"  # also where it begins as a formula does
            cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
