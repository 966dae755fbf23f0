"""How a field writes what is typed into it, told by the demonstration: 1249.5 typed, 1,249.50 shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.redrawn import changes
from lam_desktop.execution.verifying.typed_text import Typed, plain, shows
from lam_desktop.tasks.texts.forms import agreeing, bare, read_date, same_rewriting, write_date
from lam_desktop.tasks.texts.patterns.numbers import NumberForm, forms_for
from lam_desktop.types import DemonstratedStep, Element

_FIGURE = re.compile(r"[-−]?\d(?:.*\d)?")
"""A number with whatever stands between its digits; a currency or unit beside it is none of it."""


def typed_in(plan: StepPlan, shown: DemonstratedStep, others: Collection[str] = frozenset()) -> Typed:
    """What a step types, with what the demonstration tells of how its field shows that.

    `others`: folded values of this row and of others.
    """
    text, value = plan.text or "", plan.step.value
    demonstrated = value.text if value is not None else ""
    if not demonstrated or shown.after is None:
        return Typed(text, others=others)
    seen = shown_where_typed(shown)
    written = tuple(dict.fromkeys(form for one in seen for form in rewritten(demonstrated, one.text, text)))
    beside = (_beside(demonstrated, one, shown) for one in seen)
    longer = tuple(dict.fromkeys(part for parts in beside for part in parts))
    return Typed(text, written, longer, others)


def shown_where_typed(shown: DemonstratedStep) -> list[Element]:
    """The texts of the demonstration's screen where typing drew something."""
    after = shown.after
    if after is None:
        return []
    if after.frame.shape != shown.before.frame.shape:
        return [one for one in after.elements if one.text]
    drawn = changes(shown.before.frame, after.frame, after.window)
    return [one for one in after.elements if one.text and any(one.box.overlaps(it) for it in drawn)]


def shows_it(demonstrated: str, seen: str) -> bool:
    """Whether the demonstration's screen showed what was typed, as typed or written in another form."""
    return shows(demonstrated, seen) or bool(rewritten(demonstrated, seen, demonstrated))


def rewritten(demonstrated: str, seen: str, text: str) -> list[str]:
    """`text` as a field writes it that showed `seen` for `demonstrated`; empty where that does not tell."""
    figure = _FIGURE.search(seen.strip())
    if figure is None:
        return []
    pairs = agreeing(demonstrated, seen.strip())
    if pairs:
        pairs = pairs if same_rewriting(pairs) else pairs[:1]
        days = ((read_date(text, form), into) for form, into in pairs)
        return [write_date(day, into) for day, into in days if day is not None]
    found: list[str] = []
    for form, into in _number_forms(demonstrated, figure[0]):
        number = _number(text, form)
        if number is not None and (written := into.write(number)) is not None:
            found.append(written)
    if found or plain(demonstrated) == plain(figure[0]):
        return found
    mask = _masked(demonstrated, seen.strip(), text)
    return [mask] if mask is not None else []


def _number_forms(typed: str, seen: str) -> Iterable[tuple[NumberForm, NumberForm]]:
    """The forms in which one number was typed and shown.

    A number without decimals does not tell which mark is that before the decimals: 1249 is not 1.249.
    """
    for form in _forms(typed):
        number = _number(typed, form)
        if number is None:
            continue
        for into in forms_for(number):
            tells = into.sign in seen or into.grouping == ""
            if tells and _same_signs(into.write(number), seen):
                yield form, into


def _forms(text: str) -> Iterable[NumberForm]:
    """The forms that a typed number may have; of 100.000 two."""
    marks = {sign for sign in text if not sign.isalnum() and sign not in "-−"}
    for sign in ".,":
        if not marks:
            yield NumberForm(sign)
            return
        for grouping in (marks - {sign}) or {""}:
            if not text.count(sign) > 1:
                yield NumberForm(sign, grouping)
        if marks == {sign}:
            yield NumberForm("," if sign == "." else ".", sign)


def _number(text: str, form: NumberForm) -> Decimal | None:
    """The number that a text says in a form; None where it says none."""
    digits = text.strip().replace("−", "-")
    if form.grouping:
        whole, mark, rest = digits.partition(form.sign)
        if not re.fullmatch(rf"-?\d{{1,3}}(?:{re.escape(form.grouping)}\d{{3}})*|-?\d+", whole):
            return None
        digits = whole.replace(form.grouping, "") + mark + rest
    if not re.fullmatch(rf"-?\d+(?:{re.escape(form.sign)}\d+)?", digits):
        return None
    try:
        return Decimal(digits.replace(form.sign, "."))
    except InvalidOperation:
        return None


def _same_signs(written: str | None, seen: str) -> bool:
    return written is not None and plain(written) == plain(seen)


def _masked(demonstrated: str, seen: str, text: str) -> str | None:
    """The text with the marks that a field put between the signs of the demonstrated one: 07/15/2013."""
    signs = bare(demonstrated)
    if bare(seen) != signs or len(bare(text)) != len(signs):
        return None
    left = iter(bare(text))
    return "".join(next(left) if sign.isalnum() else sign for sign in seen)


def _beside(demonstrated: str, one: Element, shown: DemonstratedStep) -> list[str]:
    """What the demonstration's field showed before and behind the text, folded, that had not stood there."""
    wanted, read = plain(demonstrated), plain(one.text)
    at = read.find(wanted)
    if at < 0 or wanted == read:
        return []
    stood = [plain(it.text) for it in shown.before.elements if it.box.overlaps(one.box)]
    parts = (read[:at], read[at + len(wanted) :])
    return [part for part in parts if part and not any(part in text for text in stood)]
