"""Where values come from: what the person typed, ticked or chose, traced to the columns of the row.

This is deliberately strict. A value follows the row where the demonstration proves it (equal text, the same
day, a label that names the column); what it does not prove stays as shown, and what it leaves open goes to
the person as a doubt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.tasks.provenance.computed import (
    WHOLE,
    at_terms,
    computed,
    day_meant,
    differ,
    in_words,
    is_day,
    is_written_to_run,
    running,
    todays,
)
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.tasks.texts.likeness import folded, same_text
from lam_desktop.tasks.texts.patterns.pattern import Pattern
from lam_desktop.tasks.texts.patterns.synthesis import Found, differing, synthesise
from lam_desktop.tasks.texts.remade import days_in, ends_month
from lam_desktop.tasks.texts.unexplained import STAYS, TYPED_BEFORE, in_common

_YES_WORDS = "yes y true on x ja j wahr oui vrai si sí sì sim tak evet да 是 对 真 はい 예 ✓ ✔ ☑ 1"
_NO_WORDS = "no n false off nein falsch non faux não nao nie hayır нет 否 不 假 いいえ 아니요 ☐ - 0"
YES = frozenset(map(folded, _YES_WORDS.split()))
NO = frozenset(map(folded, _NO_WORDS.split()))

MOST_BY_CHANCE = 3
"""Signs of a text that says what a cell says by chance: a lead time of 5 days beside a quantity of 5."""
VERBATIM = ("", forms.WITHIN, *forms.KEYED)
"""Forms of values that say what the cell says."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A value with what its tracing left open."""

    value: Value
    ambiguous: tuple[str, ...] = ()
    """Other columns that hold the same text."""
    doubt: str = ""
    """One sentence for the person; empty where nothing is open."""


def bind(
    text: str,
    row: DemonstratedRow | None,
    used: Collection[str] = (),
    rows: Sequence[Row] = (),
    day: date | None = None,
) -> Bound:
    """Traces a typed text: the column that holds it, what is made of one or several columns, or a constant.

    Of several such columns the first one that no earlier step used (`used`) is taken, else the first: a row
    that says 1 twice is mostly typed in the order of its columns. `rows` are those of the same table:
    where it can be made in two ways, they tell whether that makes a difference. `day` is the one on which it
    was typed: its date, or the row's own number, may be meant too.
    """
    constant = Value("constant", text=text)
    if not text.strip():
        return Bound(constant)
    dates = todays(text, day)
    if row is None:
        return _today(text, dates, day) or Bound(constant, doubt=_at_term(text, day))
    wanted = _plain(text)
    equal = [column for column, cell in row.cells.items() if _plain(cell) == wanted]
    if equal:
        column, others = first_unused(equal, used)
        doubt = also_in(text, column, others) or _also_computed(text, column, dates, row, used)
        return Bound(Value("row", column, text), others, doubt)
    dated = {column: pairs for column, cell in row.cells.items() if (pairs := forms.agreeing(cell, text))}
    if dated:
        column, others = first_unused(list(dated), used)
        cell_form, form = dated[column][0]
        doubt = also_in(text, column, others) or _also_computed(text, column, dates, row, used)
        if not forms.same_rewriting(dated[column]):
            doubt = order_unclear(text, [form for _, form in dated[column]])
        return Bound(Value("row", column, text, form, cell_form), others, doubt)
    if (of_the_day := _today(text, dates, day)) is not None:
        return of_the_day
    made = synthesise(_plain(text), row.cells, used)
    if made is not None and made.convincing and not is_half_a_date(text, made.pattern):
        doubt = _made_otherwise(text, made, row, rows)
        if not doubt and running(text, row.index) is not None:
            doubt = f"“{text}” may be {made.pattern} or a running number; the first was taken."
        return Bound(Value("row", text=text, pattern=made.pattern), doubt=doubt)
    near = [column for column, cell in row.cells.items() if same_text(cell, text)]
    if near:
        cell = row.cells[near[0]]
        return Bound(
            constant,
            doubt=f"“{text}” is like “{cell}” in the column {near[0]}, but not equal: it stays in every row.",
        )
    number = running(text, row.index)
    if number is not None:
        return _numbered(text, number, constant, row.index)
    if made is not None and not is_half_a_date(text, made.pattern):
        return Bound(
            constant, doubt=f"“{text}” may be {made.pattern}, but stays in every row as it was typed."
        )
    return Bound(constant, doubt=in_common(text, row.cells) or _at_term(text, day))


def is_half_a_date(text: str, pattern: Pattern) -> bool:
    """Whether the text is a date of which only some figures come from the row: a day of the same month."""
    own = [one for one in pattern.pieces if isinstance(one, str) and any(map(str.isdigit, one))]
    return bool(own) and is_day(text)


def _today(text: str, dates: Sequence[Value], day: date | None) -> Bound | None:
    """The date of the day, where that was typed."""
    if not dates or day is None:
        return None
    written_as = forms.in_words(dates[0].form)
    doubt = (
        f"“{text}” was the date of that day: the date of the day is typed each time, as {written_as}, or the"
        " same one in every row; the first was taken."
    )
    if differ(dates, day):
        doubt = f"“{text}” was the date of that day, but does not tell which number is the day and which the"
        doubt += f" month; {written_as} was taken."
    return Bound(dates[0], doubt=doubt)


def _at_term(text: str, day: date | None) -> str:
    """That a date lay a usual term from the day on which it was typed, or ended its month."""
    ends = next((said for one in days_in(text) if day is not None and (said := ends_month(one, day))), "")
    if ends:
        return f"“{text}” was {ends}; {STAYS}"
    found = at_terms(text, day)
    return f"“{text}” was {in_words(found[0])}; {STAYS}" if found else ""


def _also_computed(
    text: str, column: str, dates: Sequence[Value], row: DemonstratedRow, used: Collection[str]
) -> str:
    """What the same text may be besides a cell; a column that is used already is less likely."""
    if dates:
        return (
            f"“{text}” stands in the column {column}, but was the date of that day, too; {column} was taken."
        )
    if column in used and running(text, row.index) is not None:
        return f"“{text}” stands in the column {column}, but is the row's number, too; {column} was taken."
    if column in used and len(text.strip()) <= MOST_BY_CHANCE:
        return f"“{text}” stands in the column {column}, which {TYPED_BEFORE}"
    return ""


def _numbered(text: str, number: Value, constant: Value, index: int) -> Bound:
    """The row's own number. In row 1 it is more often a 1 that stays."""
    following = computed(number, index + 1, date.today())
    says = "is" if WHOLE.fullmatch(text.strip()) else "has in it"
    doubt = (
        f"“{text}” {says} the row's number: it may run with the rows (row {index + 1}: “{following}”), or be"
    )
    runs = index > 1 and is_written_to_run(number)
    taken = number if runs else constant
    kept = "the running number was taken" if runs else "the same was taken"
    return Bound(taken, doubt=f"{doubt} the same in every row; {kept}.")


def written(value: Value, row: tuple[int, Mapping[str, str]], today: date | None = None) -> str:
    """What is typed, chosen or ticked (`yes`, `no`) for a row, given as its index and its cells.

    `today` is the day that it is done on, if not the present one.
    Raises `UsageError` naming row and column where the cell is missing, empty, or not of the value's form.
    """
    if value.source == "constant":
        return value.text
    if value.source == "computed":
        return computed(value, row[0], today or date.today())
    if value.source != "row":
        raise LamBug(f"a value from «{value.source}» is not written by the row")
    index, cells = row
    if value.pattern is not None:
        return _composed(value.pattern, cells, index)
    where = f"Row {index}, column «{value.name}»"
    cell = _cell(cells, value.name, where)
    if value.form == YES_NO:
        state = as_yes_no(cell)
        if state is None:
            raise UsageError(f"{where}: «{cell}» is neither yes nor no; write yes or no.")
        return yes_no(state)
    _filled(cell, where)
    if value.form == forms.BY_KEYS and not same_text(cell, value.text):
        raise UsageError(
            f"{where}: the cell says «{cell}», but keys chose «{value.text}» in the recording; show that"
            " choice with the mouse, or take only rows that say the same."
        )
    if value.form in forms.DAYS:
        return forms.write_date(_day(value, cell, where), value.form)
    return _written_date(value, cell, where) if value.form not in VERBATIM else cell


def says_nothing(value: Value, cells: Mapping[str, str]) -> bool:
    """Whether a row has nothing for a value that may lack: its columns are there, and all of them empty."""
    if value.empty == "refuse" or not value.columns:
        return False
    return all(column in cells and not cells[column].strip() for column in value.columns)


def day_of(value: Value, row: tuple[int, Mapping[str, str]], today: date | None = None) -> date | None:
    """The day that is chosen in a calendar for a row; None for a value that is no such day.

    Raises `UsageError` as `written` does.
    """
    if value.form not in (*forms.DAYS, *forms.TURNED):
        return None
    if value.source == "computed":
        return day_meant(value, today or date.today())
    index, cells = row
    where = f"Row {index}, column «{value.name}»"
    cell = _cell(cells, value.name, where)
    _filled(cell, where)
    return _day(value, cell, where)


def _composed(pattern: Pattern, cells: Mapping[str, str], index: int) -> str:
    for part in pattern.parts:
        where = f"Row {index}, column «{part.column}»"
        cell = _cell(cells, part.column, where)
        _filled(cell, where)
        if part.write(cells) is None:
            raise UsageError(f"{where}: «{cell}» cannot be written as {part}; correct the cell, or the task.")
    return pattern.write(cells) or ""


def _cell(cells: Mapping[str, str], column: str, where: str) -> str:
    cell = cells.get(column)
    if cell is None:
        raise UsageError(f"{where}: there is no such column; add it to the rows.")
    return cell


def _filled(cell: str, where: str) -> None:
    if not cell.strip():
        raise UsageError(f"{where}: the cell is empty; fill it in, or leave the row out.")


def as_yes_no(cell: str) -> bool | None:
    """What a cell says to a check box: True, False (also where it is empty), or None for any other text."""
    word = folded(cell)
    if not word or word in NO:
        return False
    return True if word in YES else None


def yes_no(state: bool) -> str:
    """The state of a check box as the text of a value."""
    return "yes" if state else "no"


def _day(value: Value, cell: str, where: str) -> date:
    """The day that a cell names, by the form that the demonstration showed, else by all that it may have."""
    day = forms.read_date(cell, value.cell_form) if value.cell_form else None
    days = {day} if day is not None else {one.day for one in forms.readings(cell)}
    if len(days) != 1:
        expected = f"as {forms.in_words(value.cell_form)}" if value.cell_form else "with the year first"
        raise UsageError(f"{where}: «{cell}» is not a date that can be read; write it {expected}.")
    return days.pop()


def _written_date(value: Value, cell: str, where: str) -> str:
    if value.cell_form:
        day = forms.read_date(cell, value.cell_form)
        if day is not None:
            return forms.write_date(day, value.form)
        texts = _as_demonstrated(value, cell)
        expected = f"as {forms.in_words(value.cell_form)}"
    else:
        texts = {forms.write_date(reading.day, value.form) for reading in forms.readings(cell)}
        expected = "with the year first, so that day and month are clear"
    if len(texts) != 1:
        raise UsageError(f"{where}: «{cell}» is not a date that can be read; write it {expected}.")
    return texts.pop()


def _as_demonstrated(value: Value, cell: str) -> set[str]:
    """What the other readings of the demonstration make of a cell that the chosen one cannot read.

    03/04/2026 typed as 03.04.2026 is both day before month and month before day, so that either may be
    taken; the cell 12/25/2026 then tells that it was the other.
    """
    shown = forms.read_date(value.text, value.form)
    if shown is None:
        return set()
    pairs = forms.agreeing(forms.write_date(shown, value.cell_form), value.text)
    if not forms.same_rewriting(pairs):
        return set()
    days = [(forms.read_date(cell, cell_form), form) for cell_form, form in pairs]
    return {forms.write_date(day, form) for day, form in days if day is not None}


def first_unused(columns: Sequence[str], used: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The column to take, and the others."""
    taken = next((column for column in columns if column not in used), columns[0])
    return taken, tuple(column for column in columns if column != taken)


def _made_otherwise(text: str, made: Found, shown: DemonstratedRow, rows: Sequence[Row]) -> str:
    """Both readings with an example, where one demonstration leaves it open; empty where nothing is."""
    others = [row for row in rows if row.index != shown.index]
    found = differing(made, [row.cells for row in others])
    if found is not None:
        other, at, one, two = found
        return (
            f"“{text}” may be {made.pattern} or {other}; the first was taken: in row {others[at].index}"
            f" it says “{one}”, the other one “{two}”."
        )
    elsewhere = [other for other in made.others if set(other.columns) != set(made.pattern.columns)]
    if elsewhere and not others:
        return f"“{text}” may be {made.pattern} or {elsewhere[0]}; the first was taken."
    if made.pattern.speaks or made.pattern.loose:
        said = [(row.index, says) for row in others if (says := made.pattern.write(row.cells))]
        example = f": row {said[0][0]} says “{said[0][1]}”" if said else ""
        return f"“{text}” is made as {made.pattern} in every row{example}."
    return ""


def order_unclear(text: str, written: Sequence[str]) -> str:
    """That a date may be written in several forms, the first of which was taken, as a sentence."""
    taken = forms.in_words(written[0])
    other = next((one for one in written if one != written[0]), written[0])
    if forms.has_name(written[0]):
        return f"“{text}” may be {taken} or {forms.in_words(other)}; the first was taken."
    return f"“{text}” does not tell which number is the day and which the month; {taken} was taken."


def also_in(text: str, column: str, others: tuple[str, ...]) -> str:
    """Which other columns say the same, as a sentence; empty where there are none."""
    if not others:
        return ""
    return f"“{text}” also stands in the column {', '.join(others)}; {column} was taken."


def _plain(text: str) -> str:
    """Composed, without spaces around: how the same keys may reach a spreadsheet and a field."""
    return unicodedata.normalize("NFC", text).strip()
