"""The course of a run: what is done once before its rows, the rows in order, what is done once behind them.

Behind a row that did not end well, and before one that was not begun, nobody can say that the rows are done:
then what comes behind them is left, and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from lam_desktop.execution.evidence.confirming import RowChecks
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.runs.result import RowResult, RunResult, run_status, told_of
from lam_desktop.execution.runs.supervision import RunStatus
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS
from lam_desktop.tasks.provenance.rows import Row

MOST_IN_TROUBLE = 3
"""So many rows, one after the other, that do not end well end a run that keeps going."""
WELL = ("done", "skipped")


class Course:
    """One a run."""

    def __init__(
        self,
        one_row: Callable[[Row, bool], tuple[RowResult, str]],
        guard: Guard,
        checks: RowChecks,
        keep_going: bool,
        over: Callable[[], bool] = lambda: False,
    ) -> None:
        """`one_row` does a row, or a part in its place, and gives what came of it, and why; it is told
        whether that is the first one of the run. `over`: no row is tried after one that did not end well,
        whether or not it keeps going."""
        self._one_row = one_row
        self._guard = guard
        self._checks = checks
        self._keep_going = keep_going
        self._over = over

    def run(self, rows: tuple[Row, ...], parts: Collection[int], name: str) -> RunResult:
        """What came of the rows, and of those `parts` of the task that are done once; `name` is the run's.

        The first row that does not end well is the last, unless it shall keep going. Where what comes before
        the rows does not end well, none of them is begun.
        """
        once: list[RowResult] = []
        if BEFORE_ROWS in parts:
            result, why = self._one_row(Row(BEFORE_ROWS, {}), True)
            once.append(result)
            if result.status not in WELL:
                waiting = tuple(RowResult(row.index, "not_started") for row in rows)
                return RunResult(run_status(result.status), why, waiting, name, once=tuple(once))
        results, status, message = self._rows(rows, first=not once)
        if BEHIND_ROWS in parts:
            left = sum(result.status not in WELL for result in results)
            if left or status != "done":
                message = f"{message} {_left(left)}"
            else:
                result, why = self._one_row(Row(BEHIND_ROWS, {}), not (once or rows))
                once.append(result)
                if result.status not in WELL:
                    status, message = run_status(result.status), f"{message} {why}".strip()
        message = message or "What is done once is done; no row was to do."
        return RunResult(status, message, results, name, once=tuple(once))

    def _rows(self, rows: tuple[Row, ...], first: bool) -> tuple[tuple[RowResult, ...], RunStatus, str]:
        """What came of each row and of all of them, in words too."""
        results: list[RowResult] = []
        status: RunStatus = "done"
        message = ""
        in_trouble = 0
        for row in rows:
            if results and (limit := self._guard.end_of_run(next_row=True)):
                status = status if status == "failed" else "asked"
                message = f"{told_of(results)} {limit}"
                break
            result, why = self._one_row(row, first and not results)
            results.append(result)
            if result.status in WELL:
                in_trouble = 0
                continue
            in_trouble += 1
            if status != "failed":  # what was done wrongly counts more than what was not done
                status = run_status(result.status)
            if result.status == "stopped" or not self._keep_going or self._over():
                status, message = run_status(result.status), why
                break
            if in_trouble == MOST_IN_TROUBLE:
                message = f"{told_of(results)} {in_trouble} rows in succession did not end well. {why}"
                break
        if results and self._checks.there_already == len(results):
            status = "asked"
            message = "Every row is there already, says the check: see whether it counts what it should."
        results += [RowResult(row.index, "not_started") for row in rows[len(results) :]]
        return tuple(results), status, message or (told_of(results) if rows else "")


def _left(rows: int) -> str:
    still = f", for {rows} row{'s are' if rows != 1 else ' is'} still to be done" if rows else ""
    return f"What is done once behind the rows was not begun{still}."
