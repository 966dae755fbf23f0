"""The checks of tasks that a row does on its way: counted before the row, and right behind their part of it.

Not at the end of the row: what is done behind a part must not rest on a record that was refused, and may move
or change the record, which is then no fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.records import Records, complaint, how_often
from lam_desktop.execution.runs.begun import BEHIND, BegunRow
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.once import row_told
from lam_desktop.tasks.provenance.checked_parts import CheckedPart
from lam_desktop.tasks.provenance.rows import Row


class PartChecks:
    """One a run; each row begins anew by `before`."""

    def __init__(
        self, parts: Sequence[CheckedPart], records: Records, record: RunRecord, at_work: BegunRow | None
    ) -> None:
        """`at_work`: where an earlier run broke off."""
        self._parts = parts
        self._records = records
        self._record = record
        self._at_work = at_work
        self._row = Row(0, {})
        self._due: tuple[CheckedPart, ...] = ()
        self._there: dict[CheckedPart, tuple[int, ...]] = {}
        """Of parts that may not be due at all: what was there before the row."""
        self._begun: list[CheckedPart] = []
        """Those that something was done for, in this run or before."""
        self._stored: list[CheckedPart] = []

    def before(self, row: Row) -> None:
        """Raises `RowEnded` where a record is there that this row has not stored, or nobody can tell."""
        self._row = row
        self._due = tuple(one for one in self._parts if one.is_due(row))
        self._there, self._begun, self._stored = {}, [], []
        begun = self._at_work if self._at_work is not None and self._at_work.row == row.index else None
        for part in self._due:
            try:
                self._look_before(part, begun)
            except CheckFault as fault:
                self._told(part, "before", (), False, str(fault))
                reason = (
                    f"{row_told(row.index)}: {fault}; without the check of «{part.task}» nothing is entered."
                )
                raise RowEnded("asked", reason) from fault

    def begins(self, number: int) -> None:
        """Called before a step is done; raises `RowEnded` where that would store once more what is there."""
        for part in self._due:
            if not part.has(number):
                continue
            if part in self._stored or (part in self._there and part not in self._begun):
                counts = self._there.get(part, (1,))
                reason = f"{self._of(part)} is there already ({how_often(counts)}); it is not entered again."
                self._told(part, "before", counts, False, reason)
                raise RowEnded("asked", reason)
            if part not in self._begun:
                self._begun.append(part)

    def behind(self, number: int) -> bool:
        """Called behind each step: whether a part ended with it whose record is there, once.

        Raises `RowEnded` where a part ended, and its record is not.
        """
        ended = [one for one in self._open() if one.last == number]
        for part in ended:
            self._confirm(part)
        return bool(ended)

    def goes_on_at(self, number: int) -> None:
        """The row goes on at a step: each part that lies before it must be stored, or `RowEnded`.

        Not one that was never begun where only the screen tells whether it is due.
        """
        for part in self._due:
            if (
                part.last < number
                and part not in self._stored
                and (part in self._begun or not part.sometimes)
            ):
                self._confirm(part)

    def look(self) -> None:
        """Which of the parts that were begun are stored by now. Raises `RowEnded` where nobody can tell."""
        for part in self._open():
            try:
                counts = self._records.counts(part.checks, part.row(self._row))
            except CheckFault as fault:
                self._told(part, "at work", (), False, str(fault))
                reason = f"{row_told(self._row.index)}: {fault}; without the check of «{part.task}»"
                raise RowEnded("asked", f"{reason} nothing more is entered.") from fault
            if all(count == 1 for count in counts):
                self._store(part, counts, "Its record is there.")
            elif any(counts):
                reason = f"{self._of(part)} is there {how_often(counts)}."
                self._told(part, "at work", counts, False, reason)
                raise RowEnded("asked", reason)

    def done(self, begun: BegunRow) -> BegunRow:
        """The row at work, with all steps of the parts that are stored behind it, but for those of others."""
        numbers = [
            number
            for part in self._stored
            for number in range(part.first, part.last + 1)
            if not any(
                one.has(number) and _lies_in(one, part) for one in self._due if one not in self._stored
            )
        ]
        more = tuple(number for number in numbers if number not in begun.done)
        if not more:
            return begun
        at_work = None if begun.at_work in numbers else begun.at_work
        typing, stood = (begun.typing, begun.stood) if at_work is not None else (False, None)
        return replace(begun, done=(*begun.done, *more), at_work=at_work, typing=typing, stood=stood)

    def unstored(self, number: int) -> bool | None:
        """Whether the record of the part that a step is of is not there; None where it is of none."""
        mine = [one for one in self._due if one.has(number)]
        return all(one not in self._stored for one in mine) if mine else None

    def left(self) -> str:
        """Of a row that broke off: which parts of it are stored, in words; empty for none."""
        for part in self._open():
            try:
                counts = self._records.counts(part.checks, part.row(self._row))
            except CheckFault:
                continue
            if counts and all(counts):
                self._stored.append(part)
        told = " and ".join(f"«{one.task}»" for one in self._stored)
        return f"What {told} stores is there." if told else ""

    def _look_before(self, part: CheckedPart, begun: BegunRow | None) -> None:
        done = () if begun is None else begun.done
        reached = begun is not None and any(part.has(one) for one in (*done, begun.at_work))
        mine = part.row(self._row)
        if begun is not None and (part.task, part.last) in begun.confirmed:
            self._store(part, (), "An earlier run has seen that it is stored.")
            return
        counts = self._records.counts(part.checks, mine)
        if not any(counts):
            behind = all(number in done for number in range(part.first, part.last + 1))
            if reached and not (behind and part.sometimes):  # that one may have been left out
                self._begun.append(part)
            self._told(part, "before", counts, True, "Its record is not there yet.")
        elif reached and all(count == 1 for count in counts):
            self._store(part, counts, "An earlier run has stored it.")
        elif part.sometimes and not reached:
            self._there[part] = counts
        else:
            reason = f"{self._of(part)} is there already ({how_often(counts)}); the row was not entered."
            self._told(part, "before", counts, False, reason)
            raise RowEnded("asked", reason)

    def _open(self) -> list[CheckedPart]:
        return [one for one in self._begun if one not in self._stored]

    def _confirm(self, part: CheckedPart) -> None:
        """Raises `RowEnded` where what a part has stored is not there, once."""
        try:
            counts = self._records.arrived(part.checks, part.row(self._row))
        except CheckFault as fault:
            self._told(part, BEHIND, (), False, str(fault))
            reason = f"{row_told(self._row.index)}: «{part.task}» was done, but {fault}."
            raise RowEnded("failed", reason) from fault
        if all(count == 1 for count in counts):
            self._store(part, counts, "Its record is there, once.")
            return
        said = complaint(counts)
        reason = f"{row_told(self._row.index)}, behind the task «{part.task}»: {said}"
        self._told(part, BEHIND, counts, False, reason)
        raise RowEnded("failed", reason)

    def _store(self, part: CheckedPart, counts: tuple[int, ...], reason: str) -> None:
        self._stored.append(part)
        self._told(part, BEHIND, counts, True, reason)

    def _of(self, part: CheckedPart) -> str:
        return f"{row_told(self._row.index)}: what the task «{part.task}» stores"

    def _told(self, part: CheckedPart, when: str, counts: Sequence[int], ok: bool, reason: str) -> None:
        self._record.write(
            "checked", row=self._row.index, step=part.last, task=part.task, when=when, counts=list(counts),
            ok=ok, reason=reason,
        )  # fmt: skip


def _lies_in(one: CheckedPart, other: CheckedPart) -> bool:
    """Whether a part belongs to another one, which calls its task."""
    return len(one.within) > len(other.within) and one.within[: len(other.within)] == other.within
