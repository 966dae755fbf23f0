"""What was read from the screen, or copied, in a row: the plans of its steps with it, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, count, islice

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.sureness import Sureness, least_of
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.step import READ, Place, Value
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.forms import BARE, COUNTED, bare, figures
from lam_desktop.tasks.texts.forms import readings as readings_of


def with_readings(plan: StepPlan, readings: Mapping[Place, str]) -> StepPlan:
    """The plan with what was read from the screen, added to what it knew."""
    known = {**plan.readings, **readings}
    read = {
        shown(value): text
        for value in plan.screen
        # A number that counts stands for nothing else: «first» is a word of many names.
        if value.form != COUNTED and (text := said(value, known)) is not None and shown(value)
    }
    candidates = {
        **plan.candidates,
        **{old: (*plan.candidates.get(old, ()), new) for old, new in read.items()},
    }
    plan = replace(plan, readings=known, values={**plan.values, **read}, candidates=candidates)
    value = plan.step.value
    if value is None or value.source != "screen":
        return plan
    text = said(value, known)
    if plan.step.kind == "type":
        return replace(plan, text=text)
    return plan if value.form == COUNTED else replace(plan, wanted=text)


def with_copied(plan: StepPlan, copied: Mapping[str, str]) -> StepPlan:
    """The plan with what was copied in this row in the place of what was copied in the demonstration."""
    if not copied:
        return plan
    plan = replace(plan, values={**plan.values, **{then: now for then, now in copied.items() if then}})
    return replace(plan, text=copied.get(plan.step.value.text)) if plan.pastes and plan.step.value else plan


def said(value: Value, readings: Mapping[Place, str]) -> str | None:
    """What the screen says for a value; None where a place was not read, or two differ."""
    texts = {readings.get(place) for place in value.places}
    text = texts.pop() if len(texts) == 1 else None
    if text is not None and value.pattern is not None:
        return value.pattern.write({READ: text})
    if text is None or value.form != BARE:
        return text
    # 7/5/2013 for 07/15/2013: what would be typed is no date.
    shown = [place.span.of(place.text) for place in value.places]
    alike = all(figures(one) == figures(text) for one in shown if readings_of(one))
    return bare(text) if alike else None


def read_values(task: Task, readings: Mapping[Place, str]) -> dict[str, str]:
    """What was read from the screen, by the name that the screen gives it, or by what stood there once.

    Where another call of a task reads under the same name, both are told; within one, the last is.
    """
    values = [value for value in task.read_values if not value.secret]
    told = {name: said(value, readings) for value, name in _names_told(values).items()}
    return {name: text for name, text in told.items() if text is not None}


def sure_values(
    task: Task, readings: Mapping[Place, str], sure: Mapping[Place, Sureness]
) -> dict[str, float]:
    """How surely those values were read, by the same names; of what a person said nothing."""
    told = read_values(task, readings)
    values = [value for value in task.read_values if not value.secret]
    least = {name: least_of(map(sure.get, value.places)) for value, name in _names_told(values).items()}
    return {name: round(chance, 4) for name, chance in least.items() if chance is not None and name in told}


def _names_told(values: Iterable[Value]) -> dict[Value, str]:
    """The name by which each value is told; of what is made of one reading in several ways only the first."""
    values = tuple(values)
    own = {value.read_as for value in values}
    found: dict[Value, str] = {}
    seen: set[tuple[Place, ...]] = set()
    calls: dict[str, list[int]] = {}
    for value in values:
        if value.places in seen:
            continue
        seen.add(value.places)
        of = calls.setdefault(value.read_as, [])
        call = value.places[0].call if value.places else 0
        if call not in of:
            of.append(call)
        numbered = (f"{value.read_as} {at}" for at in count(2))
        free = (name for name in numbered if name not in own)
        names = chain((value.read_as,), free)
        found[value] = next(islice(names, of.index(call), None))
    return found


def unread(plan: StepPlan) -> str | None:
    """Why the step has no text, though it comes from the screen; None: it has one, or needs none."""
    value = plan.step.value
    if value is None or value.source != "screen" or said(value, plan.readings) is not None:
        return None
    texts = [plan.readings[place] for place in value.places if place in plan.readings]
    if len(texts) < len(value.places):
        return f"It was not read what the screen says in the place of {told(value)}."
    if value.secret:
        return f"The screen says otherwise in several places where it said {told(value)} in all."
    if len(set(texts)) == 1:
        return (
            f"The screen says {quoted(texts[0])} for {told(value)}, which cannot be written as demonstrated."
        )
    return f"The screen says {' and '.join(map(quoted, texts))} where it said {told(value)} in all places."


def shown(value: Value) -> str:
    """What the demonstration says where the value is read; of a secret its name stands there."""
    return value.name if value.secret else value.text


def told(value: Value) -> str:
    """What is read, as a person knows it from the demonstration."""
    if value.secret:
        return f"the secret {quoted(value.name)}"
    return f"{quoted(value.text)} ({value.name})" if value.name else quoted(value.text)
