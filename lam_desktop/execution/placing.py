"""Puts a row that was begun back in its place: by journal and screen, else by asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.execution.going_on import Doubtful, GoingOn, Placed, Said
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.supervision import Supervisor, WentOn
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, Asking
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.step import Place
from lam_desktop.tasks.task import Task


class Placing:
    """One a run."""

    def __init__(
        self,
        task: Task,
        going_on: GoingOn,
        asking: Asking,
        record: RunRecord,
        supervisor: Supervisor,
        wait_s: float,
        somebody: bool,
        check: Callable[[], None],
    ) -> None:
        """`somebody`: whether anybody answers. `check` raises `Stopped` where the run was stopped."""
        self._task = task
        self._going_on = going_on
        self._asking = asking
        self._record = record
        self._supervisor = supervisor
        self._wait_s = wait_s
        self._somebody = somebody
        self._check = check

    def readings(self, begun: BegunRow) -> tuple[dict[Place, str], dict[Place, Sureness]]:
        """What the row has read from the screen, and how surely; of a secret the journal has but the name."""
        values = self._task.read_values
        secrets = [f"«{name}»" for name in (*self._task.secrets, *(one.name for one in values if one.secret))]
        known = begun.values([place for value in values for place in value.places])
        found = {place: text for place, text in known.items() if not any(one in text for one in secrets)}
        return found, begun.sure(found)

    def place(
        self,
        plans: Sequence[StepPlan],
        begun: BegunRow,
        said: Said,
        readings: Mapping[Place, str],
        sure: Mapping[Place, Sureness],
    ) -> Placed:
        """Where the row goes on; `sure`: how surely its `readings` were read.

        Raises `RowEnded` where nobody can tell, or the person skips the row.
        """
        plans = [with_readings(plan, readings) for plan in plans]
        for _ in range(MOST_ANSWERS):
            found = self._going_on.place(plans, begun, said, self._wait_s)
            self._check()
            if isinstance(found, Placed):
                self._tell(begun.row, plans, found, readings, sure)
                return found
            said = self._ask(found, said)
        raise RowEnded("asked", f"Where the row stands stayed unclear after {MOST_ANSWERS} answers.")

    def _ask(self, found: Doubtful, said: Said) -> Said:
        """What the person has said about the row, with their answer to this."""
        settling, reason = found.doubt != "unseen", found.reason
        if settling and not self._somebody:
            reason += " Then go on with --begun-row skip, or --begun-row repeat."
        answer = self._asking.ask(found.plan, Located(found.view, None, None), reason, settling=settling)
        if not settling or answer.kind not in ("yes", "no"):
            return said  # they put the screen right, and the agent looks again
        if found.doubt == "outcome":
            return replace(said, outcome=answer.kind == "yes")
        if answer.kind == "no":
            raise RowEnded("skipped", "Skipped by the person.")
        return replace(said, anew=True)

    def _tell(
        self,
        row: int,
        plans: Sequence[StepPlan],
        placed: Placed,
        readings: Mapping[Place, str],
        sure: Mapping[Place, Sureness],
    ) -> None:
        step = plans[placed.start].step.number if placed.start < len(plans) else None
        self._record.went_on(row, step, placed.reason, placed.done, readings, sure)
        if placed.start:
            behind = plans[-1].step.number + 1
            self._supervisor.report(WentOn(row, step if step is not None else behind, placed.reason))
