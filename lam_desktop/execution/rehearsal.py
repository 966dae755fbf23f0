"""A dry run: decides every step on the screen as it is, draws it, and acts nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan, plan_row
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS, is_part, parts_of
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Place, TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import DemonstratedStep


@dataclass(frozen=True, eq=False)
class Rehearsed:
    """One step of a row as it would be done on the present screen."""

    plan: StepPlan
    """With what was read on the screen so far."""
    look: Located | None
    """None: there was nothing to look for."""


def rehearse(
    task: Task,
    rows: tuple[Row, ...],
    demonstrated: Callable[[TaskStep], DemonstratedStep],
    locator_for: Callable[[Callable[[StepPlan, Located], None]], Locator],
    record: RunRecord,
    check: Callable[[], None],
) -> RunResult:
    """Decides every step of every row once. Targets that only appear on the way are not there yet."""
    results: list[RowResult] = []
    pointed = found = 0
    for row in with_parts(task, rows):
        steps_done = 0
        for one in rehearsed(task, row, demonstrated, locator_for, record, check):
            plan = one.plan
            steps_done += 1
            if plan.left_out:
                continue
            pointed += plan.pointed
            found += plan.pointed and one.look is not None and (one.look.ready or one.look.held_up)
            if not plan.pointed and plan.step.acts:
                number, keys = plan.step.number, plan.step.keys
                record.write(
                    "would_act",
                    row=row.index,
                    step=number,
                    text=None if plan.types_secret else plan.text,
                    keys=keys,
                )
        if not is_part(row.index):
            results.append(RowResult(row.index, "skipped", steps_done))
    message = (
        f"Dry run, nothing was done: {found} of {pointed} targets are on this screen now; "
        f"pictures lie in {record.name}."
    )
    return RunResult("done", message, tuple(results), record.name)


def with_parts(task: Task, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, with what stands in the place of one for each part that is done once, in their order."""
    before, behind = (
        [Row(part, {})] if part in parts_of(task) else [] for part in (BEFORE_ROWS, BEHIND_ROWS)
    )
    return (*before, *rows, *behind)


def rehearsed(
    task: Task,
    row: Row,
    demonstrated: Callable[[TaskStep], DemonstratedStep],
    locator_for: Callable[[Callable[[StepPlan, Located], None]], Locator],
    record: RunRecord,
    check: Callable[[], None],
    *,
    first_too: bool = False,
) -> Iterator[Rehearsed]:
    """Looks once for every step of a row that has a place or reads; each look is drawn and journaled.

    A step that is left out for an empty cell is told as such, without a look.

    `first_too`: the window of the first step is looked for in any case.
    """
    locator = locator_for(lambda *_: None)
    readings: dict[Place, str] = {}
    for at, plan in enumerate(plan_row(task, row)):
        check()
        step, look = plan.step, None
        if plan.left_out:
            record.left_out(row.index, plan)
            yield Rehearsed(plan, None)
            continue
        if plan.pointed or plan.reads or (first_too and at == 0):
            look = locator.look(with_readings(plan, readings), demonstrated(step), ())
            readings |= look.readings
            record.learn(plan, look)
            record.decided(row.index, plan, look, record.picture(f"row{row.index}-step{step.number}", look))
        yield Rehearsed(with_readings(plan, readings), look)
