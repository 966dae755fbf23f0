"""All that a typed or chosen text may mean: the columns, dates, patterns and numbers that explain it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.choices import may_mean
from lam_desktop.tasks.provenance.computed import at_terms, running, todays
from lam_desktop.tasks.provenance.values import is_half_a_date, written
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.calendars import as_day
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.tasks.texts.patterns.synthesis import NEAR, synthesise
from lam_desktop.tasks.texts.patterns.transforms import is_part_of_date
from lam_desktop.tasks.texts.unexplained import is_in_its_line, may_be_chance


def readings(
    text: str,
    row: DemonstratedRow | None,
    day: date | None,
    used: Collection[str] = (),
    near: float = NEAR,
) -> tuple[Value, ...]:
    """Every value that says `text` for this row on this day, the simplest first and a constant last."""
    found = dict.fromkeys(replace(one, text=text) for one in _readings(text, row, day, used, near))
    return (*found, Value("constant", text=text))


def explains(value: Value, text: str, row: DemonstratedRow | None, day: date | None) -> bool:
    """Whether a value says `text` for this row, on this day."""
    index, cells = (1, {}) if row is None else (row.index, row.cells)
    try:
        return _plain(written(value, (index, cells), day)) == _plain(text)
    except UsageError:
        return False


def other_readings(
    step: TaskStep, row: DemonstratedRow | None, day: date | None, unused: Collection[str] = ()
) -> tuple[Value, ...]:
    """What a step's value may be instead of what was taken, where a doubt was told; what can be carried out.

    A secret that the screen may have shown only by chance may be the one that is kept.

    That the text is the same in every row counts where nothing of the row holds it for certain, or a short
    one by chance. Of `unused` columns an entry that was chosen as it was may mean one: the wrong one would be
    chosen in every row.
    """
    value = step.value
    if value is not None and value.secret and step.doubt:
        return (replace(value, source="secret", secret=False),)
    if value is not None and value.source == "screen" and is_in_its_line(step.doubt):
        return (Value("constant", text=value.text),)
    if value is None or not step.doubt or value.source in ("screen", "secret") or step.once:
        return ()
    found = readings(value.text, row, day) if step.kind == "type" else choice_readings(value, row)
    sure = value.source == "row" and not may_be_chance(step.doubt)
    others = [one for one in found if one != value and not (sure and one.source == "constant")]
    near = [] if row is None or value.source != "constant" else _near(value.text, row)
    if row is not None and value.source == "constant" and step.kind != "type":
        near += [Value("row", one, row.cells[one]) for one in may_mean(value.text, row, unused)]
    return tuple(dict.fromkeys([*others, *near]))


def choice_readings(value: Value, row: DemonstratedRow | None) -> tuple[Value, ...]:
    """Every value that a choice may follow which was taken for `value`; a constant last."""
    found = _choices(value, {} if row is None else row.cells, row)
    return (*dict.fromkeys(found), Value("constant", text=value.text))


def _readings(
    text: str, row: DemonstratedRow | None, day: date | None, used: Collection[str], near: float
) -> Iterator[Value]:
    cells = {} if row is None else row.cells
    columns = sorted(cells, key=lambda column: column in used)
    for column in columns:
        if _plain(cells[column]) == _plain(text):
            yield Value("row", column)
    for column in columns:
        if _plain(cells[column]) != _plain(text):
            for cell_form, form in forms.agreeing(cells[column], text):
                yield Value("row", column, form=form, cell_form=cell_form)
    made = synthesise(_plain(text), cells, used, near) if cells else None
    for pattern in () if made is None else (made.pattern, *made.others):
        if is_half_a_date(text, pattern):
            continue
        whole = pattern.pieces[0] if len(pattern.pieces) == 1 else None
        names = () if whole is None or isinstance(whole, str) else whole.transforms
        of_column = len(names) == 1 and names[0].startswith("date ") and not is_part_of_date(names)
        if whole is None or (names and not of_column):  # others were told by their column
            yield Value("row", pattern=pattern)
    yield from todays(text, day)
    yield from at_terms(text, day)
    number = None if row is None else running(text, row.index)
    if number is not None:
        yield number


def _choices(value: Value, cells: dict[str, str], row: DemonstratedRow | None) -> Iterator[Value]:
    """Other columns that a chosen text may follow."""
    number = as_day(value.text)
    for column, cell in cells.items():
        if value.form in forms.DAYS or (value.source == "constant" and number is not None):
            for one in forms.readings(cell):
                if one.day.day == number:
                    yield Value("row", column, value.text, value.form or forms.DAYS[0], one.form)
        elif same_text(cell, value.text):
            yield Value("row", column, cell, value.form if value.form == forms.WITHIN else "")
    if value.source == "constant" and number is None and row is not None:
        for one in readings(value.text, row, None):
            speaks = one.pattern is not None and one.pattern.speaks
            if one.source == "row" and not speaks:
                yield one


def _near(text: str, row: DemonstratedRow) -> list[Value]:
    return [
        Value("row", column, cell)
        for column, cell in row.cells.items()
        if same_text(cell, text) and _plain(cell) != _plain(text)
    ]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
