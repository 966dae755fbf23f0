"""The spreadsheet whose rows a task works through: a text table, or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts import sheets
from lam_desktop.tasks.texts.encodings import decoded
from lam_desktop.tasks.texts.rows_argument import RowsArgument, parse_rows_argument, table_name
from lam_desktop.tasks.texts.unseen_signs import WITHIN_A_HEADING, has_control, spelt
from lam_desktop.tasks.texts.workbooks import OTHER_BOOKS, is_workbook, listed

SEPARATORS = ",;\t"
MOST_SPANS = 12
"""Spans of hidden lines that are named."""
MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One data row."""

    index: int
    """Counted from 1; the header and empty lines do not count."""
    cells: dict[str, str]
    """Column to text, without spaces around."""
    line: int = field(default=0, compare=False)
    """Of the sheet, where that is not the one behind the row's number; else 0."""
    merged: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    """Columns whose cell is merged with one left of it -> the merged cells, as B5:C5."""

    @property
    def at(self) -> str:
        """What stands behind the row's number, so that the sheet's own line is found."""
        return at_line(self.line)


@dataclass(frozen=True, slots=True)
class RowTable:
    """A spreadsheet as it was read."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    separator: str = ""
    """Both of a text table; empty for a workbook."""
    head: int = 1
    """Line of the columns' names in the file, counted from 1."""
    lines: tuple[int, ...] = ()
    """Of each row."""
    sheet: str = ""
    """Of a workbook that has several."""
    others: tuple[str, ...] = ()
    """Other sheets of the workbook that are seen and have rows."""
    hidden: tuple[int, ...] = ()
    """Lines of the sheet that say something, but are not seen, by hand or by a filter: no rows."""

    @property
    def name(self) -> str:
        """The file, and the sheet where it has several: as `--rows` takes it."""
        return table_name(self.path, self.sheet)

    def told_unnamed(self, argument: RowsArgument) -> str:
        """Which sheet was taken where the argument names none and there are others; else empty."""
        if argument.sheet or not self.others:
            return ""
        return (
            f"Of the sheets of {self.path} «{self.sheet}» is taken, which lay open when it was saved; for"
            f" another one ({listed(self.others)}) write {table_name(Path(self.path.name), self.others[0])}."
        )

    @property
    def told_hidden(self) -> str:
        """How many lines of the sheet are hidden, and which; else empty."""
        return hidden_told(self.name, self.hidden)

    def told(self, argument: RowsArgument) -> tuple[str, ...]:
        """What to know of the table before its rows are done, in sentences."""
        return tuple(filter(None, (self.told_unnamed(argument), self.told_hidden)))

    def select(self, argument: RowsArgument) -> tuple[Row, ...]:
        """The rows that the argument means; raises `UsageError` where the table ends before them."""
        if argument.first is None:
            return self.rows
        last = argument.first if argument.last is None else argument.last
        if last > len(self.rows):
            count = "1 data row" if len(self.rows) == 1 else f"{len(self.rows)} data rows"
            raise UsageError(f"{self.name} has {count}, so there is no row {last}; choose fewer.")
        return self.rows[argument.first - 1 : last]

    def named_as(self, wanted: Iterable[str]) -> RowTable:
        """With the names of columns as in `wanted` where they differ in case and spaces alone.

        What stays: names that are wanted and there as they are, and those that two columns, or two wanted
        ones, answer to.
        """
        meant = _alike(name for name in wanted if name not in self.columns)
        there = _alike(self.columns)
        new = {
            there[key][0]: names[0]
            for key, names in meant.items()
            if len(names) == 1 and len(there.get(key, ())) == 1
        }
        if not new:
            return self
        rows = tuple(
            replace(
                row,
                cells={new.get(name, name): text for name, text in row.cells.items()},
                merged={new.get(name, name): cells for name, cells in row.merged.items()},
            )
            for row in self.rows
        )
        return replace(self, columns=tuple(new.get(name, name) for name in self.columns), rows=rows)

    def demonstrated(self, argument: RowsArgument) -> DemonstratedRow:
        """The one row that a recording shows; the first where the argument names none."""
        first = argument.first or 1
        if argument.last is not None and argument.last != first:
            raise UsageError(
                f"A recording shows one row, but rows {first} to {argument.last} were given;"
                f" write {self.name}:{first}."
            )
        (row,) = self.select(RowsArgument(self.path, first, first))
        return self.shown(row)

    def shown(self, row: Row) -> DemonstratedRow:
        """A row of this table as one that was demonstrated."""
        return DemonstratedRow(str(self.path), row.index, row.cells, self.sheet)


def at_line(line: int) -> str:
    """What stands behind a row's number; nothing for 0."""
    return f" (line {line} of the sheet)" if line else ""


def hidden_told(table: str, lines: Sequence[int]) -> str:
    """How many lines of a table's sheet are hidden, and which; empty where none is."""
    if not lines:
        return ""
    count = "1 line is" if len(lines) == 1 else f"{len(lines)} lines are"
    it = "it" if len(lines) == 1 else "them"
    return (
        f"In {table} {count} hidden and left out ({spans_told(lines)}): to have {it} done too, show {it} in"
        " the spreadsheet program, and save the file."
    )


def spans_told(numbers: Sequence[int]) -> str:
    """Ascending numbers for a person: 4 and 7 to 9 as «4, 7-9»."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    told = ["-".join(map(str, span)) for span in spans[:MOST_SPANS]]
    more = f" and {len(spans) - MOST_SPANS} more" if len(spans) > MOST_SPANS else ""
    return f"{', '.join(told)}{more}"


def read_named(rows: str) -> RowTable:
    """All rows of the table that an argument names; raises `UsageError` as `read_rows` does."""
    argument = parse_rows_argument(rows)
    return read_rows(argument.path, argument.sheet)


def read_rows(path: Path, sheet: str = "") -> RowTable:
    """All data rows of a text table or of a workbook's sheet; raises `UsageError` naming row and column.

    `sheet`: its name; empty for the one that lay open when the workbook was saved.
    """
    if path.suffix.casefold() in OTHER_BOOKS:
        raise UsageError(f"{path} cannot be read; save it as .xlsx or CSV in the spreadsheet program.")
    if not is_workbook(path):
        if sheet:
            raise UsageError(f"{path} is no Excel workbook and has no sheet «{sheet}»; leave the sheet out.")
        return read_text(path)
    read = sheets.read_sheet(path, sheet)
    table = _table(table_name(path, read.name), path, read.lines)
    rows = tuple(
        replace(
            row,
            line=0 if line == row.index + 1 else line,
            merged={
                column: read.merged[line, place]
                for place, column in enumerate(table.columns)
                if (line, place) in read.merged
            },
        )
        for line, row in zip(table.lines, table.rows, strict=True)
    )
    return replace(table, rows=rows, sheet=read.name, others=read.others, hidden=read.hidden)


def read_text(path: Path) -> RowTable:
    """All data rows of a text table (CSV); raises `UsageError` naming row and column of what is wrong.

    Encoding: see `encodings.decoded`. Separator: the one of `,` `;` and tab that the header line holds most
    often outside quotes, or the one that Excel's own first line `sep=;` names. Judging by the body as
    well would let a decimal comma or a sentence in a cell outvote the header.
    """
    text, encoding = decoded(_bytes(path), path)
    text, separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                records.append((line, stripped))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(
            f"{path} is not a table from line {line} on ({error}); check the quotation marks there."
        ) from error
    return _table(str(path), path, records, encoding, separator)


def _alike(names: Iterable[str]) -> dict[str, list[str]]:
    """Names of columns by what they say without regard to case and spaces."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault("".join(name.casefold().split()), []).append(name)
    return found


def _table(
    name: str, path: Path, records: list[tuple[int, list[str]]], encoding: str = "", separator: str = ""
) -> RowTable:
    if not records:
        raise UsageError(
            f"{name} is empty; its first line must name the columns, a data row follows in each."
        )
    columns = _columns(records[0][1], name, separator)
    rows = tuple(
        Row(index, _cells(columns, cells, f"{name}, row {index} (line {line})", separator))
        for index, (line, cells) in enumerate(records[1:], start=1)
    )
    if not rows:
        raise UsageError(f"{name} names columns but holds no data row; add one below the first line.")
    return RowTable(path, columns, rows, encoding, separator, *_places(records))


def _places(records: list[tuple[int, list[str]]]) -> tuple[int, tuple[int, ...]]:
    head, *lines = (line for line, _ in records)
    return head, tuple(lines)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # a device or a pipe may have no end
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}; check its name.") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder; name the file with the rows in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be read ({reason}); check its name and permissions.") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path} is too large to be read; divide it into several files.")
    return content


def _separator(text: str) -> tuple[str, str]:
    """The table without Excel's `sep=` line, and the separator of its cells."""
    declared = re.match(r'\s*"?sep=(.)"?[ ]*(?:\r\n|\r|\n|$)', text, re.IGNORECASE)
    if declared is not None and declared[1] in SEPARATORS:
        # The empty line left behind keeps the numbers of the lines right.
        return "\n" + text[declared.end() :], declared[1]
    counts = {";": 0, "\t": 0, ",": 0}  # on a tie the comma yields: it is the one that stands within names
    quoted, before = False, ","
    for char in text.lstrip("\r\n "):
        if char == '"' and (quoted or before in '",;\t'):
            quoted = not quoted
        elif char in "\r\n" and not quoted:
            break
        elif char in counts and not quoted:
            counts[char] += 1
        before = char
    return text, max(counts, key=lambda char: counts[char]) if any(counts.values()) else ","


def _columns(names: list[str], table: str, separator: str) -> tuple[str, ...]:
    while names and not names[-1]:
        names = names[:-1]  # a separator at the end of the line opens no column
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if not name:
            raise UsageError(f"{table}: column {number} has no name in the first line; give it one.")
        if has_control(name, WITHIN_A_HEADING):
            raise UsageError(
                f"{table}: the name of column {number}, «{spelt(name)}», has a control sign; name it anew."
            )
        if name in seen:
            raise UsageError(
                f"{table}: columns {seen[name]} and {number} are both called «{name}»; rename one of them."
            )
        seen[name] = number
    if len(names) == 1 and separator == "," and "|" in names[0]:
        raise UsageError(f"{table}: the columns seem to be separated by |; use a comma, semicolon or tab.")
    return tuple(names)


def _cells(columns: tuple[str, ...], cells: list[str], where: str, separator: str) -> dict[str, str]:
    while len(cells) > len(columns) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > len(columns):
        if not separator:
            raise UsageError(
                f"{where}: there are {len(cells)} cells, but the first line names only {len(columns)}"
                " columns; it must name each, with nothing above."
            )
        raise UsageError(
            f"{where}: there are {len(cells)} cells for {len(columns)} columns, the first one too many is"
            f" «{cells[len(columns)]}»; put quotation marks around a cell that holds a separator."
        )
    if len(cells) < len(columns):
        missing = columns[len(cells)]
        raise UsageError(
            f"{where}: the row ends before column «{missing}»; there are {len(cells)} cells for"
            f" {len(columns)} columns."
        )
    return dict(zip(columns, cells, strict=True))
