"""Rows that look odd, or that were entered before: told, and asked about where somebody is there.

Where nobody answers, `--odd` says what becomes of them. Without it the run ends before its first key stroke,
as with any other question: a slip that was entered costs more than a table that waits for a look. What the
task's own check counts before it is entered is no such slip: the check decides, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lam_desktop.cli.prompts import answer_to
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.execution.request import RunRequest, chosen_rows, whole_table
from lam_desktop.execution.run import check_values
from lam_desktop.execution.runs.entered import entered_before
from lam_desktop.execution.runs.numbers import numbers_again
from lam_desktop.execution.runs.supervision import RunStatus
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity, odd_rows
from lam_desktop.tasks.provenance.rows import at_line
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.texts.rows_argument import parse_row_numbers

Way = Literal["stop", "leave-out", "enter"]
SHOWN = 20
"""Odd rows that are told before the run asks about them."""
NONE_LEFT = "No other row is left to do."
ALL_ENTERED = "Nothing is left to do: all of these rows were entered before."


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a run does not begin."""

    code: ExitCode
    status: RunStatus = "stopped"
    message: str = ""
    """Empty where the person knows."""
    odd: tuple[Oddity, ...] = ()
    left_out: tuple[int, ...] = ()
    """Rows of `odd` that `--odd` leaves out, or that were entered before."""


def settled(
    library: Library, request: RunRequest, way: Way | None, say: Callable[[str], None], *, alone: bool
) -> RunRequest | Ended:
    """The request without the rows that are left out, and with what was odd; or why it does not begin.

    `way`: what becomes of odd rows without a question; None: the person is asked, and where nobody is
    (`alone`) nothing is done. What acts on nothing only tells of them.
    """
    task = library.whole(request.task)
    chosen = chosen_rows(task, request)
    table = whole_table(task, request)
    entered: tuple[Oddity, ...] = ()
    numbers: tuple[Oddity, ...] = ()
    if request.acts and not request.again:
        entered = entered_before(library, task, chosen, table)
        numbers = numbers_again(library, task, chosen)
    before = tuple(one for one in entered if one.row != WHOLE_COLUMN)
    # Of these the checks of the task say, row by row, whether the record is there: it is not entered twice.
    counted = tuple(one for one in before if one.counted and alone and way is None)
    tell(counted, say)
    left_out = _entered([one for one in before if one not in counted], way, say, alone=alone)
    if isinstance(left_out, Ended):
        return left_out
    changed = tuple(one for one in before if one.column)
    if len(left_out) == len(chosen):
        if way is not None and changed:
            return Ended(ExitCode.ASKED, "asked", f"{_first(changed)} {NONE_LEFT}", before, left_out)
        return Ended(ExitCode.DONE, "done", ALL_ENTERED, before, left_out)
    request = replace(request, leave_out=(*request.leave_out, *left_out))
    anew = (one for one in entered if one.row == WHOLE_COLUMN)
    odd = (*anew, *odd_rows(task, chosen_rows(task, request), table))
    if alone or way is not None:  # a table a month begins again each month, and is no reason to end
        tell(numbers, say)
    else:
        numbers, odd = (), (*numbers, *odd)
    more: tuple[int, ...] | Ended = ()
    if request.acts and way != "leave-out" and (alone or way is not None):
        check_values(task, chosen_rows(task, request))  # what cannot be entered is no question
    if request.acts:
        more = _odd(odd, way, say, alone=alone)
    else:
        tell(odd, say)
    if isinstance(more, Ended):
        return more
    if way == "leave-out" and len(left_out) + len(more) == len(chosen):
        return Ended(
            ExitCode.ASKED, "asked", f"{_first(odd)} {NONE_LEFT}", (*before, *odd), (*left_out, *more)
        )
    unseen = dict.fromkeys([*(one.row for one in changed), *more]) if way == "leave-out" else ()
    leave_out = (*request.leave_out, *more)
    recurring = tuple(one.row for one in counted)
    odd = (*numbers, *before, *odd)
    return replace(request, leave_out=leave_out, odd=odd, open_rows=tuple(unseen), recurring=recurring)


def rows_left_out(odd: Sequence[Oddity], say: Callable[[str], None]) -> tuple[int, ...] | None:
    """Which of the odd rows the person leaves out: all, none, or those they name; None where they stop."""
    if not odd:
        return ()
    tell(odd, say)
    rows = tuple(dict.fromkeys(one.row for one in odd if one.row != WHOLE_COLUMN))
    some = f", {rows[0]},{rows[-1]}: these rows alone" if len(rows) > 1 else ""
    asked = f"Leave {_these(rows)} out? [y: yes, n: do all rows{some}, s: stop] " if rows else ""
    while True:
        try:
            said = answer_to(asked or "Do the rows all the same? [y: yes, s: stop] ").strip().casefold()
        except EOFError:
            return None
        if said in ("y", "yes"):
            return rows
        if said in ("n", "no"):
            return () if rows else None
        if said in ("s", "stop"):
            return None
        if (alone := _among(said, rows)) is not None:
            return alone


def _among(said: str, rows: Sequence[int]) -> tuple[int, ...] | None:
    """The rows that an answer names, where all of them are among those that were asked about; else None."""
    try:
        named = parse_row_numbers(said)
    except UsageError:
        return None
    return named if set(named) <= set(rows) else None


def tell(odd: Sequence[Oddity], say: Callable[[str], None]) -> None:
    """The first of them, and how many more there are."""
    for one in odd[:SHOWN]:
        say(_told(one))
    if len(odd) > SHOWN:
        say(f"… and {len(odd) - SHOWN} more.")


def _entered(
    entered: Sequence[Oddity], way: Way | None, say: Callable[[str], None], *, alone: bool
) -> tuple[int, ...] | Ended:
    """Which rows are left out because they were entered before.

    What has another cell may be another record, and is done where `way` says so; only `--again` enters the
    same cells once more.
    """
    if not entered:
        return ()
    if way == "leave-out":
        tell(entered, say)
        return tuple(one.row for one in entered)
    if way == "enter" and all(one.column for one in entered):
        tell(entered, say)
        return ()
    if alone or way is not None:
        if way == "enter":
            entered = [one for one in entered if not one.column]
        return Ended(ExitCode.ASKED, "asked", told_before(entered), tuple(entered))
    left_out = rows_left_out(entered, say)
    return Ended(ExitCode.STOPPED) if left_out is None else left_out


def _odd(
    odd: tuple[Oddity, ...], way: Way | None, say: Callable[[str], None], *, alone: bool
) -> tuple[int, ...] | Ended:
    """Which odd rows are left out. A whole column cannot be."""
    if not odd or way == "enter":
        tell(odd, say)
        return ()
    if way is None and not alone:
        left_out = rows_left_out(odd, say)
        return Ended(ExitCode.STOPPED) if left_out is None else left_out
    columns = [one for one in odd if one.row == WHOLE_COLUMN]
    if way == "leave-out" and not columns:
        tell(odd, say)
        return tuple(dict.fromkeys(one.row for one in odd))
    tell(odd[1:], say)
    answer = "do all rows with --odd enter"
    if not columns:
        answer = f"leave such rows out with --odd leave-out, or {answer}"
    return Ended(ExitCode.ASKED, "asked", f"{_first(odd)} Mend the table, or {answer}.", odd)


def told_before(entered: Sequence[Oddity]) -> str:
    """What ends a run that nobody watches, and that would enter rows twice."""
    rows = ",".join(str(one.row) for one in entered)
    first = f"Row {entered[0].row}{at_line(entered[0].line)}: {entered[0].what}"
    more = f" So are {len(entered) - 1} others." if len(entered) > 1 else ""
    which = "with --again"
    if all(one.column for one in entered):
        which = "with --odd enter"
    return (
        f"{first}{more} Leave them out with --leave-out {rows} or --odd leave-out, or enter them once more"
        f" {which}."
    )


def _told(one: Oddity) -> str:
    if one.row == WHOLE_COLUMN and not one.column:
        return one.what
    which = "A whole column" if one.row == WHOLE_COLUMN else f"Row {one.row}{at_line(one.line)}"
    return f"{which} looks odd: {one.what}"


def _first(odd: Sequence[Oddity]) -> str:
    """The first of them in words, and how many rows there are beside it."""
    others = {one.row for one in odd} - {odd[0].row}
    more = f" So do{'es 1 other' if len(others) == 1 else f' {len(others)} others'}." if others else ""
    return f"{_told(odd[0])}{more}"


def _these(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"these {len(rows)} rows"
