"""Where values come from: what the person typed, ticked or chose, traced to the columns of the row.

This is deliberately strict. A value follows the row where the demonstration proves it (equal text, the same
day, a label that names the column); what it does not prove stays as shown, and what it leaves open goes to
the person as a doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.tasks import forms
from lam_desktop.tasks.forms import YES_NO
from lam_desktop.tasks.likeness import folded, resembles, same_text
from lam_desktop.tasks.patterns.pattern import Pattern
from lam_desktop.tasks.patterns.synthesis import Found, differing, synthesise
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import DemonstratedRow, Value

_YES_WORDS = "yes y true on x ja j wahr oui vrai si sí sì sim tak evet да 是 对 真 はい 예 ✓ ✔ ☑ 1"
_NO_WORDS = "no n false off nein falsch non faux não nao nie hayır нет 否 不 假 いいえ 아니요 ☐ - 0"
YES = frozenset(map(folded, _YES_WORDS.split()))
NO = frozenset(map(folded, _NO_WORDS.split()))
LEAST_WITHIN = 4
"""A word of fewer letters is in a longer text by chance."""
LEAST_TELLING = 2
"""A text of fewer letters is in some cell by chance."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A value with what its tracing left open."""

    value: Value
    ambiguous: tuple[str, ...] = ()
    """Other columns that hold the same text."""
    doubt: str = ""
    """One sentence for the person; empty where nothing is open."""


def bind(
    text: str, row: DemonstratedRow | None, used: Collection[str] = (), rows: Sequence[Row] = ()
) -> Bound:
    """Traces a typed text: the column that holds it, what is made of one or several columns, or a constant.

    Of several such columns the first one that no earlier step used (`used`) is taken, else the first: a row
    that says 1 twice is mostly typed in the order of its columns. `rows` are those of the same table:
    where it can be made in two ways, they tell whether that makes a difference.
    """
    constant = Value("constant", text=text)
    if row is None or not text.strip():
        return Bound(constant)
    wanted = _plain(text)
    equal = [column for column, cell in row.cells.items() if _plain(cell) == wanted]
    if equal:
        column, others = _choice(equal, used)
        return Bound(Value("row", column, text), others, _several(text, column, others))
    dated = {column: pairs for column, cell in row.cells.items() if (pairs := forms.agreeing(cell, text))}
    if dated:
        column, others = _choice(list(dated), used)
        cell_form, form = dated[column][0]
        doubt = _several(text, column, others)
        if not forms.same_rewriting(dated[column]):
            doubt = (
                f"“{text}” does not tell which number is the day and which the month;"
                f" {forms.in_words(form)} was taken."
            )
        return Bound(Value("row", column, text, form, cell_form), others, doubt)
    made = synthesise(_plain(text), row.cells, used)
    if made is not None and made.convincing:
        return Bound(
            Value("row", text=text, pattern=made.pattern), doubt=_made_otherwise(text, made, row, rows)
        )
    near = [column for column, cell in row.cells.items() if same_text(cell, text)]
    if near:
        cell = row.cells[near[0]]
        return Bound(
            constant,
            doubt=f"“{text}” is like “{cell}” in the column {near[0]}, but not equal: it stays in every row.",
        )
    if made is not None:
        return Bound(
            constant, doubt=f"“{text}” may be {made.pattern}, but stays in every row as it was typed."
        )
    return Bound(constant)


def bind_choice(
    text_read: str, row: DemonstratedRow | None, used: Collection[str] = (), in_record: bool = False
) -> Bound | None:
    """Traces a chosen entry (of a list, a menu, radio buttons) whose text was read from the screen.

    None where no cell says the same. In a record (`in_record`: a line of a table, an e-mail in a list) it may
    be some whole words of what is read there. The value's text is the cell's, which no recogniser touched.
    """
    if row is None or not folded(text_read):
        return None
    same = [column for column, cell in row.cells.items() if same_text(cell, text_read)]
    if not same and in_record and (within := _within(text_read, row)):
        column, _ = _choice(within, used)
        doubt = f"“{row.cells[column]}” is a part of “{text_read}”: it is chosen as the column {column} says."
        return Bound(Value("row", column, row.cells[column]), doubt=doubt)
    if not same:
        return None
    exact = [column for column in same if row.cells[column] == text_read]
    column, _ = _choice(exact or same, used)
    others = tuple(other for other in same if other != column)
    text = row.cells[column]
    return Bound(Value("row", column, text), others, _several(text, column, others))


def _within(text: str, row: DemonstratedRow) -> list[str]:
    """Columns whose cells are whole words of a longer text: those with the longest cell."""
    said = f" {' '.join(_words(text))} "
    cells = {column: " ".join(_words(cell)) for column, cell in row.cells.items()}
    found = {
        column: len(cell)
        for column, cell in cells.items()
        if sum(map(str.isalpha, cell)) >= LEAST_WITHIN and f" {cell} " in said
    }
    return [column for column, length in found.items() if length == max(found.values())]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def bind_lookalike(text_read: str, row: DemonstratedRow | None, used: Collection[str] = ()) -> Bound | None:
    """Traces a click on what does not look like an entry, but says what the row says.

    A radio button may be taken for a check box, a card for a button: repeated as a plain click, such a step
    would choose in every row what the demonstration chose. A name that means no choice rarely is, letter by
    letter, the text of a cell that nothing else uses; then the agent asks in the next row, and does no harm.
    """
    if row is None or len(text_read.strip()) < LEAST_TELLING:
        return None
    same = [column for column, cell in row.cells.items() if cell.strip() == text_read.strip()]
    if len(same) != 1 or same[0] in used:
        return None
    [column] = same
    return Bound(
        Value("row", column, row.cells[column]),
        doubt=f"“{text_read.strip()}” stands in the column {column} too: it is chosen as the row says.",
    )


def bind_checkbox(
    label: str, shown: bool | None, row: DemonstratedRow | None, used: Collection[str] = ()
) -> Value | None:
    """Traces a check box to the yes/no column that it follows; None where there is none, or several.

    A column whose name resembles the label comes first, even where the state could not be seen (`shown` is
    None: the row then tells it); else the only yes/no column of the row that no step used. Ones and zeros
    count as yes and no in the first case only: elsewhere they are mostly numbers. A column that says the
    opposite of what was shown is not followed.
    """
    if row is None:
        return None
    states = {column: state for column, cell in row.cells.items() if (state := as_yes_no(cell)) is not None}
    named = [column for column in states if resembles(column, label)]
    named = [column for column in named if same_text(column, label)] or named
    if not named and shown is not None:
        named = [
            column
            for column in states
            if column not in used and row.cells[column] and row.cells[column] not in ("0", "1")
        ]
    if len(named) != 1:
        return None
    state = states[named[0]]
    if shown is not None and state != shown:
        return None
    return Value("row", named[0], yes_no(state), YES_NO)


def written(value: Value, row: tuple[int, Mapping[str, str]]) -> str:
    """What is typed, chosen or ticked (`yes`, `no`) for a row, given as its index and its cells.

    Raises `UsageError` naming row and column where the cell is missing, empty, or not of the value's form.
    """
    if value.source == "constant":
        return value.text
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
    return _written_date(value, cell, where) if value.form else cell


def says_nothing(value: Value, cells: Mapping[str, str]) -> bool:
    """Whether a row has nothing for a value that may lack: its columns are there, and all of them empty."""
    if value.empty == "refuse" or not value.columns:
        return False
    return all(column in cells and not cells[column].strip() for column in value.columns)


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
        raise UsageError(f"{where}: the cell is empty; fill it in.")


def as_yes_no(cell: str) -> bool | None:
    """What a cell says to a check box: True, False (also where it is empty), or None for any other text."""
    word = folded(cell)
    if not word or word in NO:
        return False
    return True if word in YES else None


def yes_no(state: bool) -> str:
    """The state of a check box as the text of a value."""
    return "yes" if state else "no"


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


def _choice(columns: Sequence[str], used: Collection[str]) -> tuple[str, tuple[str, ...]]:
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
    if made.pattern.speaks:
        said = [(row.index, says) for row in others if (says := made.pattern.write(row.cells))]
        example = f": row {said[0][0]} says “{said[0][1]}”" if said else ""
        return f"“{text}” is made as {made.pattern} in every row{example}."
    return ""


def _several(text: str, column: str, others: tuple[str, ...]) -> str:
    if not others:
        return ""
    return f"“{text}” also stands in the column {', '.join(others)}; {column} was taken."


def _plain(text: str) -> str:
    """Composed, without spaces around: how the same keys may reach a spreadsheet and a field."""
    return unicodedata.normalize("NFC", text).strip()
