"""A row before and after: its record must not be there yet, and then be there once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence.counting import Count, count_records
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.parts import PartChecks
from lam_desktop.execution.evidence.records import Records, complaint, how_often
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.supervision import Standing
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.provenance.checked_parts import CheckedPart, amid_the_row, checked_parts, of_the_row
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.task import Task


class RowChecks:
    """The checks of one run; without any, a row that went well was seen or not, and nothing more is said."""

    def __init__(
        self,
        of_row: CheckedPart | None,
        parts: Sequence[CheckedPart],
        begun: Collection[int],
        record: RunRecord,
        check_stop: Callable[[], None],
        count: Count = count_records,
        at_work: BegunRow | None = None,
    ) -> None:
        """`of_row` confirms whole rows, `parts` what called tasks do on the way; `at_work`: where an earlier
        run broke off."""
        self._of_row = of_row
        self._checks = () if of_row is None else of_row.checks
        self._row: Callable[[Row], Row] = (lambda row: row) if of_row is None else of_row.row
        self._begun = begun if at_work is None else {*begun, at_work.row}
        """Rows that an earlier run began: their record is theirs."""
        self._record = record
        self._records = Records(count, check_stop)
        self.parts = PartChecks(parts, self._records, record, at_work)
        self.there_already = 0
        """Rows that were left out because their record was there."""

    def before(self, row: Row) -> bool:
        """Whether the row may be entered; False where an earlier run has stored it.

        Raises `RowEnded` where the record is there by other hands, or nobody can tell.
        """
        if not self._checks or is_part(row.index):
            self.parts.before(row)
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
            self.parts.before(row)
            return True
        once = all(count == 1 for count in counts)
        if once and row.index in self._begun:
            self._told(row, "before", counts, True, "An earlier run has stored it.")
            return False
        reason = f"Row {row.index} is there already ({how_often(counts)}); it was not entered."
        self._told(row, "before", counts, False, reason)
        self.there_already += once
        raise RowEnded("skipped" if once else "asked", reason)

    def after(self, row: Row, seen: bool = True) -> Standing:
        """What the row counts as, `seen` on the screen or not.

        Raises `RowEnded` where its record is not there exactly once.
        """
        if not self._checks or is_part(row.index):
            return "seen" if seen else "not seen"
        try:
            counts = self._records.arrived(self._checks, self._row(row))
        except CheckFault as fault:
            self._told(row, "after", (), False, str(fault))
            raise RowEnded("failed", f"Row {row.index} was entered, but {fault}.") from fault
        ok = all(count == 1 for count in counts)
        reason = "Its record is there, once." if ok else f"Row {row.index}: {complaint(counts)}"
        self._told(row, "after", counts, ok, reason)
        if not ok:
            raise RowEnded("failed", reason)
        return "confirmed"

    def stored(self, row: Row) -> bool:
        """Of a row at work: whether its record is there already; False without checks.

        Raises `RowEnded` where it is there in part or more than once, or nobody can tell.
        """
        self.parts.look()
        if not self._checks or is_part(row.index):
            return False
        try:
            counts = self._counts(row)
        except CheckFault as fault:
            self._told(row, "at work", (), False, str(fault))
            reason = f"Row {row.index}: {fault}; without its check nothing more is entered."
            raise RowEnded("asked", reason) from fault
        once = all(count == 1 for count in counts)
        if any(counts) and not once:
            reason = f"Row {row.index}: {complaint(counts)}"
            self._told(row, "at work", counts, False, reason)
            raise RowEnded("asked", reason)
        self._told(row, "at work", counts, True, f"Its record is {'' if once else 'not '}there.")
        return once

    def left(self, row: Row) -> str:
        """Of a row that broke off: what of it is stored all the same, in words; empty without checks."""
        of_parts = self.parts.left()
        if not self._checks or is_part(row.index):
            return of_parts
        try:
            counts = self._counts(row)
        except CheckFault:
            return of_parts
        self._told(row, "after", counts, False, "The row broke off.")
        told = "Its record is there all the same." if all(counts) else "Its record is not there."
        return f"{told} {of_parts}".strip()

    def unstored(self, number: int) -> bool:
        """Whether a check has said that what the step with this number is for is not stored."""
        of_part = self.parts.unstored(number)
        return of_part if of_part is not None else self._of_row is not None and self._of_row.has(number)

    def _counts(self, row: Row) -> tuple[int, ...]:
        return self._records.counts(self._checks, self._row(row))

    def _told(self, row: Row, when: str, counts: Sequence[int], ok: bool, reason: str) -> None:
        self._record.write("checked", row=row.index, when=when, counts=list(counts), ok=ok, reason=reason)


def checks_of(
    task: Task,
    begun: Collection[int],
    record: RunRecord,
    check_stop: Callable[[], None],
    count: Count = count_records,
    at_work: BegunRow | None = None,
) -> RowChecks:
    """The checks of a whole, for one run of it."""
    return RowChecks(of_the_row(task), amid_the_row(task), begun, record, check_stop, count, at_work)


def refuse_twins(task: Task, rows: Sequence[Row]) -> None:
    """Raises UsageError where one record would confirm two rows, or two parts of one row.

    Of what a row may leave out by what the screen shows only the run tells.
    """
    known: dict[tuple[str, tuple[str, ...]], int] = {}
    parts = [one for one in checked_parts(task) if not one.sometimes]
    for row in rows:
        for part in parts:
            if not part.is_due(row):
                continue
            mine = part.row(row)
            said = tuple(text for one in part.checks for text in one.told(row.index, mine.cells).values())
            if (part.task, said) in known:
                raise UsageError(_twins(part, known[part.task, said], row.index))
            known[part.task, said] = row.index


def _twins(part: CheckedPart, earlier: int, row: int) -> str:
    of = f" of «{part.task}»" if part.within else ""
    if earlier == row:
        return (
            f"Row {row} does the task «{part.task}» twice with the same values of its check, so one record"
            " would confirm both; add a value to the check that tells them apart."
        )
    return (
        f"Rows {earlier} and {row} say the same in all values of the check{of}, so one record"
        " would confirm both; add a value to the check that tells them apart, or leave one row out."
    )
