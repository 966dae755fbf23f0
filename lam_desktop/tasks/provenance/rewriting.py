"""How a text that was typed was made of one that the screen showed, and what else may stand there.

shown  1.249,50 €   typed  1249.50      {read | number 1234.50 from 1.234,50}
shown  05.03.2026   typed  2026-03-05   {read | date yyyy-mm-dd from dd.mm.yyyy}
shown  Miller       typed  MILLER       {read | upper}
shown  Miller Ltd   typed  To Miller Ltd   To {read}
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from lam_desktop.tasks.step import READ
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.patterns.amounts import shown_as
from lam_desktop.tasks.texts.patterns.numbers import NumberForm, forms_for
from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern
from lam_desktop.tasks.texts.patterns.synthesis import synthesise
from lam_desktop.tasks.texts.patterns.transforms import dates

LEAST_MADE = 3
"""Letters and figures of a text that is taken for one made of another."""
LEAST_AMONG_WORDS = 6
"""Of a text that is taken for one that stands among others: «Post it» has nothing to do with «Post»."""


def made_of(text: str, shown: str, known: Collection[NumberForm] = ()) -> Pattern | None:
    """How `text` was made of `shown`; None where it was not, or where it equals it.

    `known`: forms in which other numbers of the same screen stand. A number that shows its form by nothing
    is read in these, if they are clear.
    """
    if text == shown or sum(map(str.isalnum, text)) < LEAST_MADE:
        return None
    numbers = [(read, number) for read, number in shown_as(shown) if not known or read in known]
    for read, number in numbers:
        if (written := _written_as(text, number)) is not None:
            return _pattern(f"number {written.example} from {read.example}")
    for names, _ in dates(shown, text):
        return _pattern(*names)
    if any(True for _ in shown_as(shown)):
        return None  # a number is no row of figures to pick from
    found = synthesise(text, {READ: shown})
    if found is None or not found.convincing:
        return None
    return found.pattern if len(found.pattern.pieces) == 1 or _is_among_words(found.pattern, shown) else None


def number_forms(texts: Collection[str]) -> frozenset[NumberForm]:
    """The forms in which all clear numbers among some texts stand; empty where there is none."""
    kinds = [{form for form, _ in shown_as(text)} for text in texts]
    telling = [kind for text, kind in zip(texts, kinds, strict=True) if kind and _is_telling(text)]
    return frozenset(set.intersection(*telling)) if telling else frozenset()


def no_longer_such(shown: str, now: str) -> str:
    """What a text is no longer, a number or a date, where what was shown is one; empty where all is well."""
    ways = {form for form, _ in shown_as(shown)}
    if ways:
        return "" if ways & {form for form, _ in shown_as(now)} else "number"
    days = {one.form for one in forms.readings(shown)}
    if days and not any(forms.read_date(now, form) for form in days):
        return "date"
    return ""


def _is_telling(text: str) -> bool:
    """Whether a number has a sign between its figures that not every form would read in the same way."""
    numbers = dict(shown_as(text))
    return len(numbers) > 0 and len(set(numbers.values())) == 1 and any(sign in text for sign in ".,'")


def _written_as(text: str, number: Decimal) -> NumberForm | None:
    return next((form for form in forms_for(number) if form.write(number) == text), None)


def has_words_around(pattern: Pattern) -> bool:
    """Whether all that was shown stands among words of its own."""
    parts = [one for one in pattern.pieces if isinstance(one, Part)]
    words = [one for one in pattern.pieces if isinstance(one, str)]
    return len(parts) == 1 and not parts[0].transforms and len(words) > 0


def is_telling(shown: str) -> bool:
    """Whether a text hardly stands among others by chance: it has a figure, or several words."""
    return any(map(str.isdigit, shown)) or len(shown.split()) > 1


def _is_among_words(pattern: Pattern, shown: str) -> bool:
    """Whether all that was shown, long enough to be meant, stands among words, and is no part of one."""
    if not has_words_around(pattern) or sum(map(str.isalnum, shown)) < LEAST_AMONG_WORDS:
        return False
    at = next(n for n, one in enumerate(pattern.pieces) if isinstance(one, Part))
    before, behind = pattern.pieces[:at], pattern.pieces[at + 1 :]
    left = before[-1] if before and isinstance(before[-1], str) else " "
    right = behind[0] if behind and isinstance(behind[0], str) else " "
    return not left[-1].isalnum() and not right[0].isalnum()


def _pattern(*names: str) -> Pattern:
    return Pattern((Part(READ, names),))
