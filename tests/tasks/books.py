"""Workbooks with a sheet a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import openpyxl
from openpyxl.chart import BarChart, Reference

Lines = Iterable[Sequence[str | int]]
State = Literal["visible", "hidden", "veryHidden"]
MONTHS: Mapping[str, Lines] = {
    "January": (("customer", "count"), ("Miller", 1), ("Smith", 2)),
    "March": (("customer", "count"), ("Grüner", 3), ("Li", 4), ("Orr", 5)),
    "Q#2 plan": (("customer", "count"), ("Ortega", 6)),
    "Notes": (("Only a heading",),),
}


def write_book(
    path: Path,
    sheets: Mapping[str, Lines] = MONTHS,
    opened: str = "",
    states: Mapping[str, State] | None = None,
    chart: str = "",
) -> Path:
    """Saved with `opened` in front, else the first one. `states`: hidden, veryHidden; `chart`: its sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    if chart:
        bars = BarChart()
        bars.add_data(Reference(book.worksheets[0], min_col=2, min_row=1, max_row=3))
        book.create_chartsheet(chart).add_chart(bars)
    if opened:
        book.active = book.sheetnames.index(opened)
    for name, state in (states or {}).items():
        book[name].sheet_state = state
    book.save(path)
    return path
