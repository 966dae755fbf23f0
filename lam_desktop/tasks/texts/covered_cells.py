"""How many cells a workbook has, and how many its areas cover: merged ones, links and notes, each as large as
it says.

The library makes an object of each such cell, so they are counted before it reads the workbook, in the parts
that it will read, and with the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

AREAS, CELL = ("mergeCell", "hyperlink", "comment"), "c"
LINES, COLUMNS = 1_048_576, 16_384
"""Of a sheet; an area that names columns alone has all lines."""


def covered_cells(reader: Any) -> int:
    """How many it are on all sheets together; `reader`: openpyxl's, which has read the workbook's own part.

    Raises ValueError for an area or a part that cannot be counted.
    """
    counted: dict[str, int] = {}
    total = 0
    for part in _parts(reader):
        if part not in counted:
            counted[part] = _covered(reader.archive, part)
        total += counted[part]  # one that is named often is read as often
    return total


def _parts(reader: Any) -> Iterator[str]:
    """The sheets with cells, and their notes."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.xml.constants import COMMENTS_NS

    for _, sheet in reader.parser.find_sheets():
        if sheet.target not in reader.valid_files or "chartsheet" in sheet.Type:
            continue
        yield sheet.target
        beside = get_rels_path(sheet.target)
        if beside in reader.valid_files:
            notes: Iterable[Any] = get_dependents(reader.archive, beside).find(COMMENTS_NS)
            yield from (one.target for one in notes)


def _covered(archive: ZipFile, part: str) -> int:
    total = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal total
        local = name.rpartition(" ")[2]
        if local == CELL:
            total += 1
        elif local in AREAS and "ref" in attributes:
            total += _cells(attributes["ref"])

    def refuse(*_: object) -> None:
        raise ValueError(f"{part} declares what it consists of, as no spreadsheet program does")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse  # so that there are no entities but XML's own
    try:
        with archive.open(part) as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise ValueError(f"{part} is no XML ({error})") from error
    return total


def _cells(area: str) -> int:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(area)
    columns = COLUMNS if left is None or right is None else right - left + 1
    lines = LINES if top is None or bottom is None else bottom - top + 1
    if columns < 1 or lines < 1:
        raise ValueError(f"{area} runs backwards")
    return columns * lines
