"""What the steps of a task say of one another: how far a condition reaches, and which are done once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lam_desktop.tasks.provenance.computed import NUMBER
from lam_desktop.tasks.provenance.copying import copied_for
from lam_desktop.tasks.step import Recorded, TaskStep
from lam_desktop.tasks.task_yaml.fields import Fields, Problem, did_you_mean
from lam_desktop.tasks.when import columns_in

ROWLESS = "but it is done once and has no row"


def misplaced(steps: Sequence[TaskStep], shown: Sequence[Fields]) -> Iterator[Problem]:
    """What is wrong with the order of the steps, `shown` with their lines."""
    for step, fields in zip(steps, shown, strict=True):
        if step.when is not None and step.number + step.when.steps - 1 > len(steps):
            left = len(steps) - step.number + 1
            what = f"is {step.when.steps}, but only {left} steps are left from here on"
            yield fields.part("when").problem("steps", what)
        for one in step.perhaps:
            reach = steps[step.number - 1 : step.number - 1 + one.steps]
            if len(reach) < one.steps or any(other.once != step.once for other in reach):
                what = f"has a condition of {one.steps} steps, which are not there; remove «perhaps» here"
                yield fields.problem("perhaps", what)
        if step.when is not None and step.when.read and not step.when.reader:
            known = [one.value.name for one in steps[: step.number - 1] if one.kind == "read" and one.value]
            close = did_you_mean(step.when.read, known) or (
                f"; before it {', '.join(known)} is read" if known else ""
            )
            what = f"is «{step.when.read}», which no step of this task before it reads{close}"
            yield fields.part("when").problem("read", what)
    last = {step.once: step for step in steps}
    for step, fields in zip(steps, shown, strict=True):
        if step.optional and last[step.once] is step:
            which = (
                "in the last step" if step is steps[-1] else "in the last of the steps that are done with it"
            )
            what = f"is true {which}, but nothing behind it tells whether it was needed"
            yield fields.problem("optional", what)
    if any(step.once for step in steps):
        yield from _not_once(steps, shown)


def _not_once(steps: Sequence[TaskStep], shown: Sequence[Fields]) -> Iterator[Problem]:
    """What is wrong with the steps that are done once in a run."""
    if all(step.once for step in steps):
        yield shown[-1].problem("once", "stands beside every step, but some must be left for the rows")
        return
    of_row = [step.number for step in steps if not step.once]
    for step, fields in zip(steps, shown, strict=True):
        if step.once == "before" and step.number > of_row[0]:
            what = f"is before, but step {of_row[0]}, which each row does, stands before it; move this one"
            yield fields.problem("once", what)
        if step.once == "after" and step.number < of_row[-1]:
            what = f"is after, but step {of_row[-1]}, which each row does, stands behind it; move this one"
            yield fields.problem("once", what)
        reach = steps[step.number - 1 : step.number - 1 + (step.when.steps if step.when else 1)]
        if any(one.once != step.once for one in reach):
            what = (
                f"is {len(reach)}, but these steps are not all done equally often; end it before that changes"
            )
            yield fields.part("when").problem("steps", what)
        copied = copied_for(step, steps[: step.number - 1])
        pastes = step.value is not None and step.value.source == "clipboard"
        if pastes and copied is not None and copied.once != step.once:
            what = (
                f"is clipboard, but step {copied.number}, which copies for it, is not done equally often;"
                " copy among the steps that are done with this one"
            )
            yield fields.part("value").problem("source", what)
        if step.once:
            yield from _of_row(step, steps, fields)


def _of_row(step: TaskStep, steps: Sequence[TaskStep], fields: Fields) -> Iterator[Problem]:
    """What a step that is done once takes from a row all the same."""
    value, beside = step.value, fields.part("value") if step.value is not None else fields
    if value is not None and value.columns:
        key = "write" if value.pattern is not None else "name"
        yield beside.problem(key, f"uses the column «{value.columns[0]}» of the row, {ROWLESS}")
    elif value is not None and value.source == "computed" and value.name == NUMBER:
        yield beside.problem("name", f"is {NUMBER}, which counts the rows, {ROWLESS}")
    elif step.columns:
        if step.when is not None and step.when.columns:
            part = fields.part("when")
            key = "column" if step.when.column else step.when.kind
        else:
            part, key = fields, "text" if step.awaited else "with"
        yield part.problem(key, f"uses the column «{step.columns[0]}» of the row, {ROWLESS}")
    if step.once != "after":
        return
    if step.when is not None and step.when.reader and not steps[step.when.reader - 1].once:
        what = f"is «{step.when.read}», which is read anew for each row, {ROWLESS}"
        yield fields.part("when").problem("read", what)
    each = [one for one in steps if not one.once]
    handed = {name for _, text in step.handed for name in columns_in(text)}
    if value is not None and value.source == "screen" and value.name:
        handed.add(value.name)
    read = {name for one in each for name, _ in one.returns}
    own: set[Recorded] = {one.recorded for one in each}
    if value is not None and value.source == "screen" and any(one.recorded in own for one in value.places):
        yield beside.problem(
            "source", "is screen, but that is read anew for each row, and it is done behind them"
        )
    elif handed & read:
        name = min(handed & read)
        part = beside if value is not None else fields
        key = "name" if value is not None else "with"
        yield part.problem(key, f"uses «{name}», which is read anew for each row, {ROWLESS}")
