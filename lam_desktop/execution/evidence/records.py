"""How often the records of a row are there: as it stands, or once they have come."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lam_desktop.execution.evidence.counting import Count
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.tasks.checks import Check
from lam_desktop.tasks.provenance.rows import Row

POLL_S = 0.2
SETTLE_S = 0.6
"""A record that is stored twice has come twice by then."""


class Records:
    """Counts them. One a run."""

    def __init__(self, count: Count, check_stop: Callable[[], None]) -> None:
        """`check_stop` raises `Stopped` if the run was stopped."""
        self._count = count
        self._check_stop = check_stop

    def counts(self, checks: Sequence[Check], row: Row) -> tuple[int, ...]:
        """One number for each check. Raises `CheckFault` where that cannot be told."""
        return tuple(self._count(check, check.told(row.index, row.cells)) for check in checks)

    def arrived(self, checks: Sequence[Check], row: Row) -> tuple[int, ...]:
        """The counts once each record came and nothing more follows, or the longest wait is over."""
        end = time.monotonic() + max(check.wait_s for check in checks)
        while True:
            late = time.monotonic() >= end
            counts: tuple[int, ...] = ()
            try:
                counts = self.counts(checks, row)
            except CheckFault:  # a server that is busy for a moment
                if late:
                    raise
            if counts and all(counts):
                self._pause(SETTLE_S)
                return self.counts(checks, row)
            if late:
                return counts
            self._pause(POLL_S)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self._check_stop()
            time.sleep(min(rest, 0.05))


def complaint(counts: Sequence[int]) -> str:
    """What is wrong about counts that should all be one."""
    if not all(counts):
        return "The screen says that it went well, but its record is not there."
    return f"Its record is there {max(counts)} times instead of once."


def how_often(counts: Sequence[int]) -> str:
    """How often records are there that should not be, in words."""
    if all(count == 1 for count in counts):
        return "once"
    return f"{max(counts)} times" if max(counts) > 1 else "in part"
