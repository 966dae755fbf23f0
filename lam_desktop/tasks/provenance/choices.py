"""Where a choice comes from: an entry of a list, a day in a calendar, a check box, traced to the row.

What is chosen goes through the same forms and patterns as what is typed, but its text was read from the
screen, and the entries of a list are the program's own words: of what does not prove itself, nothing follows
the row, and the person is told what it may mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from lam_desktop.neighbours import cuts_word
from lam_desktop.tasks.provenance.computed import TODAY
from lam_desktop.tasks.provenance.values import Bound, also_in, as_yes_no, first_unused, order_unclear, yes_no
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.calendars import Calendar
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.tasks.texts.likeness import folded, resembles, same_text
from lam_desktop.tasks.texts.months import month_of, named_day
from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern
from lam_desktop.tasks.texts.patterns.synthesis import Found, synthesise
from lam_desktop.tasks.texts.patterns.wording import phrases, worded

LEAST_WITHIN = 4
"""A word of fewer letters is in a longer text by chance."""
LEAST_TELLING = 2
"""A text of fewer letters is in some cell by chance; so is a code of fewer letters in an entry."""
LONGEST_CODE = 3
"""Letters of what may abbreviate an entry: M for Medium."""


def bind_choice(
    text_read: str,
    row: DemonstratedRow | None,
    used: Collection[str] = (),
    in_record: bool = False,
    entries: Collection[str] = (),
) -> Bound | None:
    """Traces a chosen entry (of a list, a menu, radio buttons) whose text was read from the screen.

    None where it has nothing to do with the row. In a record (`in_record`: a line of a table, an e-mail in a
    list) it may be some whole words of what is read there. `entries` are all texts on that screen: a code
    within an entry (DE in «DE – Germany») must be in no other one. The text of a value is the cell's, which
    no recogniser touched, where the cell is not written otherwise. A constant has a doubt: what it may mean.
    """
    if row is None or not folded(text_read):
        return None
    same = [column for column, cell in row.cells.items() if same_text(cell, text_read)]
    if not same and (whole := _made_whole(text_read.strip(), row, used)) is not None:
        return whole
    if not same and in_record and (within := _within(text_read, row)):
        column, _ = first_unused(within, used)
        doubt = f"“{row.cells[column]}” is a part of “{text_read}”: it is chosen as the column {column} says."
        return Bound(Value("row", column, row.cells[column]), doubt=doubt)
    if not same and in_record and (named := _named_in_sentence(text_read, row)) is not None:
        text, pattern = named
        doubt = f"“{text}” is a part of “{text_read}”: it is chosen as {pattern} says."
        return Bound(Value("row", text=text, pattern=pattern), doubt=doubt)
    if not same:
        return _partly(text_read.strip(), row, used, entries)
    exact = [column for column in same if row.cells[column] == text_read]
    column, _ = first_unused(exact or same, used)
    others = tuple(other for other in same if other != column)
    text = row.cells[column]
    return Bound(Value("row", column, text), others, also_in(text, column, others))


def bind_day(
    number: int,
    text_read: str,
    calendar: Calendar | None,
    row: DemonstratedRow | None,
    used: Collection[str] = (),
    today: date | None = None,
) -> Bound | None:
    """Traces a click on the bare number of a day, in the calendar around it if there is one.

    It follows a date of the row, or today's, where the calendar was seen to show the month of that date.
    None where no date has that day; where one has, but no calendar tells its month, only a doubt.
    """
    cells = {} if row is None else row.cells
    days = {column: forms.readings(cell) for column, cell in cells.items()}
    days = {column: read for column, read in days.items() if any(one.day.day == number for one in read)}
    month = None if calendar is None or calendar.day != number else calendar.month
    form = forms.DAYS[1] if text_read.strip().startswith("0") else forms.DAYS[0]
    if month is not None:
        shown = _day_of(month, number)
        proven = {
            column: next(one.form for one in read if one.day == shown)
            for column, read in days.items()
            if any(one.day == shown for one in read)
        }
        if proven:
            column, others = first_unused(list(proven), used)
            doubt = also_in(text_read, column, others)
            if not doubt and today == shown:
                doubt = f"“{text_read}” is the day of the column {column}, and was today; {column} was taken."
            return Bound(Value("row", column, text_read.strip(), form, proven[column]), others, doubt)
        if shown is not None and shown == today:
            doubt = (
                f"“{text_read}” was the day of the recording in that calendar: today is chosen each time, or"
                " the same day; the first was taken."
            )
            return Bound(Value("computed", TODAY, text_read.strip(), form), doubt=doubt)
    unused = [column for column in days if column not in used]
    if not unused:
        return None
    column = unused[0]
    return _stays(
        text_read.strip(),
        f"may be the day of “{cells[column]}” (column {column}), but the month of a calendar around it"
        f"{' is another one' if month is not None else ' could not be read'}",
    )


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


def may_be(text: str, row: DemonstratedRow, used: Collection[str] = ()) -> str:
    """The column that an entry may mean, though it says something else: M, as Medium; empty for none."""
    named, month = named_day(text), month_of(text)
    for column, cell in row.cells.items():
        days = [] if column in used else [one.day for one in forms.readings(cell)]
        if any(day == named or day.month == month for day in days):
            return column
    for column, cell in row.cells.items():
        if column in used or not cell.strip():
            continue
        code, plain = cell.strip().casefold(), text.strip().casefold()
        if len(code) <= LONGEST_CODE and code.isalpha() and len(code) < len(plain) and plain.startswith(code):
            return column
    return ""


def may_mean(text: str, row: DemonstratedRow, unused: Collection[str]) -> tuple[str, ...]:
    """The columns that no step uses and that an entry may mean, which was chosen as it was."""
    used = [column for column in row.cells if column not in unused]
    if column := may_be(text, row, used):
        return (column,) if column in unused else ()
    made = synthesise(text, row.cells, used)
    return () if made is None else tuple(column for column in made.pattern.columns if column in unused)


def has_word(text: str, word: str) -> bool:
    """Whether a text has a word, letter for letter: IT is not «it», and 12 no part of 120 or 12/3."""
    edge = r"[\w]|[.,:/'-]\w"
    return re.search(rf"(?<!\w)(?<!\w[.,:/'-]){re.escape(word)}(?!{edge})", _composed(text)) is not None


def _made_whole(text: str, row: DemonstratedRow, used: Collection[str]) -> Bound | None:
    """An entry that is explained as a whole: a date, or what is made of columns alone."""
    dated = {column: pairs for column, cell in row.cells.items() if (pairs := forms.agreeing(cell, text))}
    if dated:
        column, others = first_unused(list(dated), used)
        cell_form, form = dated[column][0]
        doubt = also_in(text, column, others)
        if not forms.same_rewriting(dated[column]):
            doubt = order_unclear(text, [form for _, form in dated[column]])
        return Bound(Value("row", column, text, form, cell_form), others, doubt)
    made = synthesise(text, row.cells, used)
    if made is not None and made.convincing and not made.pattern.speaks:
        return Bound(Value("row", text=text, pattern=made.pattern), doubt=_made(text, made))
    return None


def _cut_off(
    text: str, row: DemonstratedRow, used: Collection[str], entries: Collection[str]
) -> Bound | None:
    """An entry of which the eyes missed the first or the last letters, where one cell has them.

    Not where the program has the cell as an entry of its own, such as «Unpaid» beside «Paid», or where the
    other entries are not known. A number is none.
    """
    if len(entries) < 2 or sum(map(str.isalpha, text)) < LEAST_WITHIN:
        return None
    cells = [
        column
        for column, cell in row.cells.items()
        if column not in used
        and _misses_letters(text, cell.strip())
        and not any(same_text(cell, one) for one in entries)
    ]
    if len(cells) != 1:
        return None
    [column] = cells
    doubt = (
        f"“{text}” seems to be the end or the beginning of “{row.cells[column]}”: it is chosen as the column"
        f" {column} says."
    )
    return Bound(Value("row", column, row.cells[column]), doubt=doubt)


def _misses_letters(text: str, cell: str) -> bool:
    """Whether a cell's first or last word lacks its other end in a text."""
    missed = cell.removesuffix(text) if cell.endswith(text) else cell.removeprefix(text)
    return missed != cell and not any(map(str.isspace, missed)) and cuts_word(text, cell)


def _partly(text: str, row: DemonstratedRow, used: Collection[str], entries: Collection[str]) -> Bound | None:
    """An entry of which a part is explained: it follows the row by a word of its own, else it is told."""
    coded = _coded(text, row, entries)
    if coded:
        column, others = first_unused(coded, used)
        doubt = (
            f"“{text}” has the word “{row.cells[column]}”: the entry is chosen that has the word which"
            f" the column {column} says."
        )
        return Bound(Value("row", column, row.cells[column], forms.WITHIN), others, doubt)
    if (cut := _cut_off(text, row, used, entries)) is not None:
        return cut
    if column := may_be(text, row, used):
        return _stays(text, f"may stand for “{row.cells[column]}” (column {column})")
    made = synthesise(text, row.cells, used)
    return None if made is None else _stays(text, f"may be {made.pattern}")


def _made(text: str, made: Found) -> str:
    other = f" or {made.others[0]}; the first was taken" if made.others else ""
    return (
        f"“{text}” may be {made.pattern}{other}." if other else f"“{text}” is chosen as {made.pattern} says."
    )


def _stays(text: str, why: str) -> Bound:
    return Bound(Value("constant", text=text), doubt=f"“{text}” {why}; it is chosen in every row as it was.")


def _coded(text: str, row: DemonstratedRow, entries: Collection[str]) -> list[str]:
    """Columns whose cell is a word of an entry, and of no other entry."""
    found: list[str] = []
    for column, cell in row.cells.items():
        cell = _composed(cell.strip())
        figures_only = not any(map(str.isalpha, cell))
        if sum(map(str.isalnum, cell)) < LEAST_TELLING + figures_only or not has_word(text, cell):
            continue
        if sum(map(str.isalnum, text)) == sum(map(str.isalnum, cell)):
            continue  # other signs alone: no code within an entry
        if all(folded(one) == folded(text) for one in entries if has_word(one, cell)):
            found.append(column)
    longest = max((len(row.cells[column]) for column in found), default=0)
    return [column for column in found if len(row.cells[column]) == longest]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _day_of(month: date, number: int) -> date | None:
    try:
        return month.replace(day=number)
    except ValueError:
        return None


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


def _named_in_sentence(text: str, row: DemonstratedRow) -> tuple[str, Pattern] | None:
    """The name or number in a sentence of the row that is whole words of a longer text, as long as it goes.

    None where two parts of sentences are: it is not known which one identifies the record.
    """
    said = f" {' '.join(_words(text))} "
    found: dict[str, Pattern] = {}
    for column, cell in row.cells.items():
        for name in phrases(cell):
            words = worded(name, cell) or ""
            names = all(word[:1].isupper() or any(map(str.isdigit, word)) for word in words.split())
            enough = sum(map(str.isalnum, words)) >= LEAST_TELLING
            if names and enough and f" {' '.join(_words(words))} " in said:
                found.setdefault(words, Pattern((Part(column, (name,)),)))
    longest = max(found, key=len, default="")
    if not longest or any(words not in longest for words in found):
        return None
    return longest, found[longest]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
