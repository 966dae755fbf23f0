"""What a further demonstration left out because it stood so already: a box, a radio button, a chosen entry.

Such a step is no dialog that comes sometimes: it would be passed over wherever the next step can be done.
It is due in each row, and changes nothing where it stands so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from lam_desktop.errors import UsageError
from lam_desktop.execution.shown.demonstration import Demonstration
from lam_desktop.execution.verifying.ticked import state_of
from lam_desktop.neighbours import name_beside
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.values import as_yes_no, written
from lam_desktop.tasks.several.coincidences import columns_without_value, conditions
from lam_desktop.tasks.several.demonstrations import Beside, Laid
from lam_desktop.tasks.several.sometimes import Stood
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.types import CALLED_KINDS, ENTRY_KINDS, Element

STOOD_SO = (
    "It was left out in one demonstration, where {what} already: it is taken to be due in each row where"
    " that is not so yet. If it comes only sometimes, say «optional: true» in task.yaml."
)
STOOD_OTHERWISE = (
    "It was left out in one demonstration, though {what} there: as it is, the agent does it in each row where"
    " it is there; say with «when» in task.yaml on what it depends."
)
Seen = Sequence[Element]


def with_already_so(
    task: Task, side_by_side: Laid, beside: Beside, shown: Task, demonstration: Demonstration, of: str = ""
) -> Task:
    """The task without `optional` at steps that a demonstration lacks, for they stood so.

    `beside`: that demonstration, among all of them `side_by_side`; `shown`: its steps, by index; `of`: whose
    steps are looked for there, by the recording's name. Where one stood otherwise, a doubt says so.
    """
    found: dict[int, TaskStep] = {}
    for group, behind in _lacking(task, beside):
        if behind is not None and not any(step.recording != of or step.when for step in group):
            before = demonstration.before(shown.steps[beside.same[behind.recorded]])
            known = {step.number: step for step in _settled(group, before, beside.shown.row)}
            if not known and _was_there(group[0], before):
                known = {group[0].number: _with_what_decides(task, side_by_side, group)}
            found |= known
    return replace(task, steps=tuple(found.get(step.number, step) for step in task.steps))


def stood_otherwise(step: TaskStep) -> bool:
    """Whether a doubt of the step says that it was left out though it was there to be done."""
    return step.doubt.startswith(STOOD_OTHERWISE.split("{", 1)[0]) and not step.perhaps


def _lacking(task: Task, beside: Beside) -> Iterator[tuple[list[TaskStep], TaskStep | None]]:
    """The steps in succession that it lacks and that may be left out, each with the next step that it has."""
    steps = [step for step in task.steps if step.acts]
    for lacks, group in groupby(steps, lambda step: step.optional and not beside.has(step.recorded)):
        if lacks:
            each = list(group)
            later = steps[steps.index(each[-1]) + 1 :]
            yield each, next((step for step in later if step.recorded in beside.same), None)


def _settled(group: Sequence[TaskStep], before: Seen, row: DemonstratedRow | None) -> Iterator[TaskStep]:
    """Those of them of which the screen tells whether they stood so."""
    if len(group) == 2 and (chosen := _is_chosen(group[0], group[1], before, row)):
        what = f"{quoted(chosen)} was chosen"
        for step in group:
            doubt = STOOD_SO.format(what=what) if step is group[-1] else ""
            yield replace(step, optional=False, doubt=doubt, perhaps=())
        return
    for step in group:
        target = step.target
        if step.kind != "click" or target is None or target.kind not in ("checkbox", "radio"):
            continue
        name = (_wanted(step, row) or target.text) if target.kind == "radio" else target.text
        wanted = as_yes_no(_wanted(step, row)) if target.kind == "checkbox" else True
        state = state_of(name, before, target.kind).shown
        if not name.strip() or wanted is None or state is None:
            continue
        said = "ticked" if target.kind == "checkbox" else "chosen"
        what = f"{quoted(name)} was {said if state else f'not {said}'}"
        if state is wanted:
            if not stood_otherwise(step):
                yield replace(step, optional=False, doubt=STOOD_SO.format(what=what), perhaps=())
        else:
            yield step if step.perhaps else replace(step, doubt=STOOD_OTHERWISE.format(what=what))


def _was_there(step: TaskStep, before: Seen) -> bool:
    """Whether what is clicked because of its name could be seen where it was not clicked."""
    target = step.target
    if step.kind != "click" or target is None or target.kind not in CALLED_KINDS or not target.text.strip():
        return False
    return any(one.kind == target.kind and same_text(one.text, target.text) for one in before)


def _with_what_decides(task: Task, side_by_side: Laid, group: Sequence[TaskStep]) -> TaskStep:
    """The first of some steps, with the columns that may decide whether they are done; its place does not."""
    step = group[0]
    came, missing = side_by_side.rows(step.recorded)
    found = conditions(came, missing, columns_without_value(task), len(group))
    if found:
        return replace(step, perhaps=found)
    what = f"{quoted(step.target.text if step.target is not None else '')} was"
    return replace(step, doubt=step.doubt or STOOD_OTHERWISE.format(what=what))


def _wanted(step: TaskStep, row: DemonstratedRow | None) -> str:
    """What the step would have done for the demonstration's row; empty where that is not known."""
    value = step.value
    if value is None or (value.columns and row is None) or value.source not in ("row", "constant"):
        return ""
    if value.source == "constant":
        return value.text
    try:
        return written(value, (row.index, row.cells) if row is not None else (1, {}))
    except UsageError:
        return ""


def stood_in(demonstration: Demonstration, shown: Task, row: DemonstratedRow | None) -> Stood:
    """Looks in a recording, whose steps are those of `shown`, whether its fields held what was not typed."""

    def stood(click: TaskStep, typing: TaskStep, behind: int) -> bool:
        return stood_in_field(click, typing, demonstration.before(shown.steps[behind]), row)

    return stood


def stood_in_field(click: TaskStep, typing: TaskStep, before: Seen, row: DemonstratedRow | None) -> bool:
    """Whether the field that a step clicks, known by its label, showed what the next one would have typed."""
    field, text = click.target, _wanted(typing, row)
    if field is None or field.kind not in ENTRY_KINDS or not field.label.strip() or not text.strip():
        return False
    same = [one for one in before if one.kind in ENTRY_KINDS and name_beside(one, before) == field.label]
    return len(same) == 1 and same_text(same[0].text, text)


def _is_chosen(opens: TaskStep, entry: TaskStep, before: Seen, row: DemonstratedRow | None) -> str:
    """What the list that the first step opens showed, where that is the entry; empty for anything else."""
    listed, picked = opens.target, entry.target
    if listed is None or picked is None or listed.kind not in ENTRY_KINDS or not listed.label.strip():
        return ""
    if entry.value is not None and entry.value.form == YES_NO:
        return ""
    text = _wanted(entry, row) or picked.text
    lists = [one for one in before if one.kind in ENTRY_KINDS and name_beside(one, before) == listed.label]
    return text if len(lists) == 1 and text.strip() and same_text(lists[0].text, text) else ""
