"""What stands on the present screen for a choice of the row: the entry with its code, the right month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import DOUBTFUL, MORE
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.choices import has_word
from lam_desktop.tasks.provenance.copying import command_of
from lam_desktop.tasks.texts.calendars import as_day, calendar_at, month_shown, months_between
from lam_desktop.tasks.texts.clipboard_words import command_called
from lam_desktop.tasks.texts.forms import TURNED_ON
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.types import Box, Element, Verdict


def with_entry(plan: StepPlan, elements: Sequence[Element]) -> tuple[StepPlan, str | None]:
    """The plan with the whole text of the entry whose word the row says, or why it cannot be chosen.

    Another plan comes back as it is.
    """
    if not plan.within or plan.wanted is None:
        return plan, None
    entries = {folded(one.text): one.text for one in elements if has_word(one.text, plan.wanted)}
    if len(entries) == 1:
        return replace(plan, wanted=next(iter(entries.values()))), None
    if not entries:
        return plan, f"No entry on this screen has the word {quoted(plan.wanted)}."
    told = " and ".join(map(quoted, list(entries.values())[:2]))
    return plan, f"Several entries have the word {quoted(plan.wanted)}: {told}."


def clipboard_entry(plan: StepPlan, elements: Sequence[Element]) -> str | None:
    """What an entry says that copies, cuts or pastes as the step does, where all that do say the same.

    A context menu opens elsewhere each time, with other entries beside this one. None for any other step.
    """
    command = command_of(plan.step) if plan.step.kind == "click" else None
    target = plan.step.target
    if command is None or target is None:
        return None
    said = {folded(one.text) for one in elements if command_called(one.text) == command}
    return target.text if said == {folded(target.text)} else None


def not_that_day(day: date | None, elements: Sequence[Element], box: Box) -> str | None:
    """Why what is in `box` must not be clicked for a day that is chosen in a calendar; None: it may.

    17 is in every month: the calendar must be seen to show the one that is meant.
    """
    if day is None:
        return None
    wanted = f"{day:%Y-%m}"
    calendar = calendar_at(elements, box)
    if calendar is None:
        return f"That is no day of the month that a calendar shows, but the row needs {wanted}."
    if calendar.month is None:
        return f"It cannot be read which month the calendar shows; the row needs {wanted}."
    if (calendar.month.year, calendar.month.month) != (day.year, day.month):
        return (
            f"The calendar shows {calendar.month:%Y-%m}, but the row needs {wanted}: turn its pages to there."
        )
    if calendar.day != day.day:
        return f"That is day {calendar.day} of the month, but the row needs day {day.day}."
    return None


def page_verdict(plan: StepPlan, before: Sequence[Element], after: Sequence[Element]) -> Verdict:
    """Whether a click turned the calendar by one page, in the way that the step turns it."""
    then, now = month_shown(before), month_shown(after)
    if then is None or now is None:
        reason = "The calendar was turned, but it cannot be read which month it shows."
        return Verdict(False, reason, {DOUBTFUL: []})
    turned = months_between(then, now)
    if turned == way_of(plan):
        return Verdict(True, f"The calendar shows {now:%Y-%m}.", {MORE: now != plan.month})
    if not turned:
        return Verdict(False, f"The calendar was to be turned, but still shows {now:%Y-%m}.")
    return Verdict(
        False, f"The calendar was to be turned by a month, but went from {then:%Y-%m} to {now:%Y-%m}."
    )


def way_of(plan: StepPlan) -> int:
    """Which way a step turns a calendar: 1 forwards, -1 backwards."""
    return 1 if plan.step.value is not None and plan.step.value.form == TURNED_ON else -1


def of_that_day(day: date | None, elements: Sequence[Element]) -> tuple[Element, ...]:
    """The elements without those that say the number of the day, but are a day of a neighbouring month.

    All of them, where none is a day of its month: why that is will be told.
    """
    if day is None:
        return tuple(elements)
    said = {at for at, one in enumerate(elements) if as_day(one.text) == day.day}
    right = {at for at in said if not_that_day(day, elements, elements[at].box) is None}
    return tuple(one for at, one in enumerate(elements) if not right or at in right or at not in said)
