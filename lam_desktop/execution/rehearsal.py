"""A dry run: decides every step on the screen as it is, draws it, and acts nothing."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.locating import Located, Locator
from lam_desktop.execution.plan import StepPlan, plan_row, with_readings
from lam_desktop.execution.record import RunRecord
from lam_desktop.execution.result import RowResult, RunResult
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import Place, Task, TaskStep
from lam_desktop.types import DemonstratedStep


def rehearse(
    task: Task,
    rows: tuple[Row, ...],
    demonstrated: Callable[[TaskStep], DemonstratedStep],
    locator_for: Callable[[Callable[[StepPlan, Located], None]], Locator],
    record: RunRecord,
    check: Callable[[], None],
) -> RunResult:
    """Decides every step of every row once. Targets that only appear on the way are not there yet."""
    locator = locator_for(lambda *_: None)  # every look is drawn and journaled below
    results: list[RowResult] = []
    pointed = found = 0
    for row in rows:
        steps_done = 0
        readings: dict[Place, str] = {}
        for plan in plan_row(task, row):
            check()
            step = plan.step
            steps_done += 1
            if plan.left_out:
                record.left_out(row.index, plan)
                continue
            if plan.pointed or plan.reads:
                look = locator.look(with_readings(plan, readings), demonstrated(step), ())
                readings |= look.readings
                pointed += plan.pointed
                found += plan.pointed and look.ready
                record.decided(
                    row.index, plan, look, record.picture(f"row{row.index}-step{step.number}", look)
                )
            if not plan.pointed:
                text = with_readings(plan, readings).text
                record.write("would_act", row=row.index, step=step.number, text=text, keys=step.keys)
        results.append(RowResult(row.index, "skipped", steps_done))
    message = (
        f"Dry run, nothing was done: {found} of {pointed} targets are on this screen now; "
        f"pictures lie in {record.name}."
    )
    return RunResult("done", message, tuple(results), record.name)
