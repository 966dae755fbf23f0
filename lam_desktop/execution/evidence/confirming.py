"""A row before and after: its record must not be there yet, and then be there once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence

from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence.counting import Count, count_records
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.record import RunRecord
from lam_desktop.execution.row_ended import RowEnded
from lam_desktop.execution.supervision import Standing
from lam_desktop.tasks.checks import Check
from lam_desktop.tasks.rows import Row

POLL_S = 0.2
SETTLE_S = 0.6
"""A record that is stored twice has come twice by then."""


class RowChecks:
    """The checks of one run; without any, a row that went well was seen or not, and nothing more is said."""

    def __init__(
        self,
        checks: Sequence[Check],
        begun: Collection[int],
        record: RunRecord,
        check_stop: Callable[[], None],
        count: Count = count_records,
    ) -> None:
        self._checks = checks
        self._begun = begun
        """Rows that an earlier run began: their record is theirs."""
        self._record = record
        self._check_stop = check_stop
        self._count = count
        self.there_already = 0
        """Rows that were left out because their record was there."""

    def before(self, row: Row) -> bool:
        """Whether the row may be entered; False where an earlier run has stored it.

        Raises `RowEnded` where the record is there by other hands, or nobody can tell.
        """
        if not self._checks:
            return True
        try:
            counts = self._counts(row)
        except CheckFault as fault:
            self._told(row, "before", (), False, str(fault))
            raise RowEnded(
                "asked", f"Row {row.index}: {fault}; without its check nothing is entered."
            ) from fault
        if not any(counts):
            self._told(row, "before", counts, True, "Its record is not there yet.")
            return True
        once = all(count == 1 for count in counts)
        if once and row.index in self._begun:
            self._told(row, "before", counts, True, "An earlier run has stored it.")
            return False
        many = "once" if once else f"{max(counts)} times" if max(counts) > 1 else "in part"
        reason = f"Row {row.index} is there already ({many}); it was not entered."
        self._told(row, "before", counts, False, reason)
        self.there_already += once
        raise RowEnded("skipped" if once else "asked", reason)

    def after(self, row: Row, seen: bool = True) -> Standing:
        """What the row counts as, `seen` on the screen or not.

        Raises `RowEnded` where its record is not there exactly once.
        """
        if not self._checks:
            return "seen" if seen else "not seen"
        try:
            counts = self._arrived(row)
        except CheckFault as fault:
            self._told(row, "after", (), False, str(fault))
            raise RowEnded("failed", f"Row {row.index} was entered, but {fault}.") from fault
        ok = all(count == 1 for count in counts)
        reason = "Its record is there, once." if ok else f"Row {row.index}: {_complaint(counts)}"
        self._told(row, "after", counts, ok, reason)
        if not ok:
            raise RowEnded("failed", reason)
        return "confirmed"

    def stored(self, row: Row) -> bool:
        """Of a row at work: whether its record is there already; False without checks.

        Raises `RowEnded` where it is there in part or more than once, or nobody can tell.
        """
        if not self._checks:
            return False
        try:
            counts = self._counts(row)
        except CheckFault as fault:
            self._told(row, "at work", (), False, str(fault))
            reason = f"Row {row.index}: {fault}; without its check nothing more is entered."
            raise RowEnded("asked", reason) from fault
        once = all(count == 1 for count in counts)
        if any(counts) and not once:
            reason = f"Row {row.index}: {_complaint(counts)}"
            self._told(row, "at work", counts, False, reason)
            raise RowEnded("asked", reason)
        self._told(row, "at work", counts, True, f"Its record is {'' if once else 'not '}there.")
        return once

    def left(self, row: Row) -> str:
        """Of a row that broke off: whether it is stored all the same, one sentence; empty without checks."""
        if not self._checks:
            return ""
        try:
            counts = self._counts(row)
        except CheckFault:
            return ""
        self._told(row, "after", counts, False, "The row broke off.")
        return "Its record is there all the same." if all(counts) else "Its record is not there."

    def _counts(self, row: Row) -> tuple[int, ...]:
        return tuple(self._count(check, check.told(row.index, row.cells)) for check in self._checks)

    def _arrived(self, row: Row) -> tuple[int, ...]:
        """The counts once each record came and nothing more follows, or the longest wait is over."""
        end = time.monotonic() + max(check.wait_s for check in self._checks)
        while True:
            late = time.monotonic() >= end
            counts: tuple[int, ...] = ()
            try:
                counts = self._counts(row)
            except CheckFault:  # a server that is busy for a moment
                if late:
                    raise
            if counts and all(counts):
                self._pause(SETTLE_S)
                return self._counts(row)
            if late:
                return counts
            self._pause(POLL_S)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self._check_stop()
            time.sleep(min(rest, 0.05))

    def _told(self, row: Row, when: str, counts: Sequence[int], ok: bool, reason: str) -> None:
        self._record.write("checked", row=row.index, when=when, counts=list(counts), ok=ok, reason=reason)


def _complaint(counts: Sequence[int]) -> str:
    if not all(counts):
        return "The screen says that it went well, but its record is not there."
    return f"Its record is there {max(counts)} times instead of once."


def refuse_twins(checks: Iterable[Check], rows: Iterable[Row]) -> None:
    """Raises UsageError where two rows would be confirmed by one record."""
    known: dict[tuple[str, ...], int] = {}
    everything = tuple(checks)
    for row in rows if everything else ():
        said = tuple(text for one in everything for text in one.told(row.index, row.cells).values())
        if said in known:
            raise UsageError(
                f"Rows {known[said]} and {row.index} say the same in all values of the check, so one record"
                " would confirm both; add a value to the check that tells them apart, or leave one row out."
            )
        known[said] = row.index
