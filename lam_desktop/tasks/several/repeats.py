"""Several rows that were entered in one recording: the same steps, on the same elements, again and again.

Each pass is one row. The first one is what the task does; the others are further demonstrations of it. What
comes before the first and behind the last is done once. A correction is no pass: something must be stored
between two of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lam_desktop.tasks.provenance.captions import caption, quoted
from lam_desktop.tasks.provenance.left_out import PREPARING
from lam_desktop.tasks.several.aligning import is_apart, is_same_kind
from lam_desktop.tasks.several.demonstrations import laid
from lam_desktop.tasks.several.narrowing import narrowed
from lam_desktop.tasks.step import POINTED, Once, Target, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.types import ENTRY_KINDS, POPUP_KINDS
from recorder.gestures import Step

SAME_ELEMENT_IOU = 0.4
"""Boxes of one element, found twice."""
STORING = (("enter",), ("return",))
"""Keys that store what was typed."""
UNNAMED = "text "
"""Begins the name of a column that nothing named yet; its number follows."""


@dataclass(frozen=True, slots=True)
class Passes:
    """Where they lie in a recording, in recorded steps."""

    first: int
    """Index of the first step of the first one."""
    length: int
    """Steps of each."""
    count: int
    more: int = 0
    """So many steps behind the last one begin one more, that was not ended."""

    @property
    def parts(self) -> tuple[range, ...]:
        """The steps of each, in order."""
        starts = (self.first + self.length * at for at in range(self.count))
        return tuple(range(start, start + self.length) for start in starts)


def once_of(parts: Sequence[range], steps: int) -> dict[int, Once]:
    """How often each step that a task keeps of so many is done, by its index; `parts`: its passes."""
    first, behind = parts[0], parts[-1].stop
    found: dict[int, Once] = {}
    for index in (*range(first.start), *first, *range(behind, steps)):
        found[index] = "before" if index < first.start else "after" if index >= behind else ""
    return found


def passes_in(
    steps: Sequence[Step], count: int | None = None, targets: Mapping[int, Target | None] | None = None
) -> Passes | None:
    """The passes that are most of a recording; None for none.

    `count`: so many there must be. `targets`: what the pointed steps acted on, in desktop pixels, by index;
    None: nobody looked yet, and what lies near to each other may be one thing.
    """
    found = [one for one in _all_passes(steps, count, targets) if _is_row(steps, one)]
    covered = max((one.length * one.count for one in found), default=0)
    most = [one for one in found if one.length * one.count == covered]
    return min(most, key=lambda one: (one.length, one.first), default=None)


def unlike(steps: Sequence[Step], passes: Passes, targets: Mapping[int, Target | None]) -> str:
    """In what the passes differ beside their values, one clause; empty where in nothing."""
    for part in passes.parts[1:]:
        for one, other in zip(passes.parts[0], part, strict=True):
            if not is_alike(steps, one, other, targets):
                return f"step {other + 1} acts on something else than step {one + 1}"
    behind = passes.parts[-1].stop
    if any(steps[behind + at].kind == "type" for at in range(passes.more)):
        return f"one more was begun at step {behind + 1} and not ended"
    return ""


def repeated(
    task: Task,
    steps: Sequence[Step],
    passes: Passes,
    rows: Sequence[DemonstratedRow],
    targets: Mapping[int, Target | None],
) -> Task:
    """The task with the steps of the first pass for each row, and the others as further demonstrations.

    `task`: as compiled with `passes`. `rows`: of each pass; empty where no table was given, and what differs
    then follows columns that are named later. Raises UsageError as `laid` does.
    """
    shown = list(rows)
    if not shown:
        task, shown = _with_columns(task, steps, passes, targets)
    further = tuple(
        Further(task.recording, row, part=(part.start, part.stop))
        for row, part in zip(shown[1:], passes.parts[1:], strict=True)
    )
    known = replace(task, row=shown[0], further=further)
    return narrowed(known, laid(known))


def with_names(task: Task, fields: dict[int, str]) -> Task:
    """The task whose columns have the names of their fields, where nothing named them yet.

    `fields`: what names the field of a step, by its number; two fields of one name, or none, change nothing.
    """
    if not is_own_table(task):
        return task
    names: dict[str, str] = {}
    for step in task.steps:
        column, name = step.columns[0] if step.columns else "", fields.get(step.number, "").strip(" :*：")
        if column.startswith(UNNAMED) and name and column not in names:
            names[column] = name
    taken = [*names.values(), *(one for one in task.columns if one not in names)]
    names = {
        column: name
        for column, name in names.items()
        if taken.count(name) == 1 and not any(sign in "{}|" for sign in name)
    }

    def row_of(row: DemonstratedRow | None) -> DemonstratedRow | None:
        return row and replace(row, cells={names.get(name, name): cell for name, cell in row.cells.items()})

    further = tuple(replace(one, row=row_of(one.row)) for one in task.further)
    steps = tuple(_renamed(step, names) for step in task.steps)
    return replace(task, row=row_of(task.row), further=further, steps=steps)


def is_own_table(task: Task) -> bool:
    """Whether its columns come of what differed between the passes of its recording, and of no table."""
    return task.row is not None and task.row.file == task.recording


def rows_shown(task: Task) -> int:
    """How many rows the task's own recording shows."""
    return 1 + sum(one.part is not None for one in task.further)


def repeated_told(task: Task) -> str:
    """That the steps are repeated for each row, one sentence; empty where only one row was shown."""
    count = rows_shown(task)
    if count == 1:
        return ""
    of_row = [one for one in task.steps if not one.once]
    told = [f"{_numbers(of_row)} {'is' if len(of_row) == 1 else 'are'} repeated for each row"]
    for once, where in (("before", "before all rows"), ("after", "behind all rows")):
        if part := [one for one in task.steps if one.once == once]:
            told.append(f"{_numbers(part)} done once {where}")
    columns = ", ".join(quoted(column) for column in task.columns)
    differs = f"; what differs is {columns}" if columns else ""
    return f"The recording shows {count} rows: {', '.join(told)}{differs}."


# -- find


def _all_passes(
    steps: Sequence[Step], count: int | None, targets: Mapping[int, Target | None] | None
) -> Iterator[Passes]:
    """All runs of equal sequences of steps, whatever they acted on."""
    for length in range(1, len(steps) // 2 + 1):
        start: int | None = None
        for at in range(len(steps) - length + 1):
            same = at + length < len(steps) and is_alike(steps, at, at + length, targets)
            if same and start is None:
                start = at
            if not same and start is not None:
                run, begun = at - start, start
                start = None
                number = run // length + 1
                if number >= 2 and count in (None, number):
                    yield Passes(begun, length, number, run % length)


def _is_row(steps: Sequence[Step], passes: Passes) -> bool:
    """Whether each pass enters something, something else than the one before, and stores it."""
    first, *others = ([steps[at] for at in part] for part in passes.parts)
    typed = [at for at, step in enumerate(first) if step.kind == "type"]
    differs = any(other[at].text != first[at].text for other in others for at in typed)
    if not typed or not differs:
        return False
    between = [*first[typed[-1] + 1 :], *others[0][: typed[0]]]
    known = any(step.kind in POINTED or len(step.keys) > 1 for step in first)
    # A click right before a text only brings the keys there.
    if between and between[-1].kind in POINTED:
        between = between[:-1]
    return known and any(stores(step) for step in between)


def stores(step: Step) -> bool:
    """Whether a step may store what was typed before it: a click, Enter, or a shortcut such as Ctrl+S."""
    if step.kind in POINTED:
        return step.kind != "scroll"
    return step.keys in STORING or (step.kind == "shortcut" and step.keys not in PREPARING)


def is_alike(steps: Sequence[Step], at: int, other: int, targets: Mapping[int, Target | None] | None) -> bool:
    """Whether two steps do the same on one element; in open lists, on an entry of them.

    `targets`: as in `passes_in`.
    """
    one, again = steps[at], steps[other]
    if not is_same_kind(one, again):
        return False
    if one.kind not in POINTED or _in_popup(one, again):
        return True
    return not is_apart(one, again) if targets is None else _is_same_element(steps, at, other, targets)


def _in_popup(*steps: Step) -> bool:
    return all(step.window is not None and step.window.kind in POPUP_KINDS for step in steps)


def _is_same_element(
    steps: Sequence[Step], at: int, other: int, targets: Mapping[int, Target | None]
) -> bool:
    windows = steps[at].window, steps[other].window
    one, again = targets.get(at), targets.get(other)
    if one is None or again is None:
        return False
    boxes = [
        target.box if window is None else target.box.moved(-window.geometry[0], -window.geometry[1])
        for target, window in zip((one, again), windows, strict=True)
    ]
    if boxes[0].iou(boxes[1]) < SAME_ELEMENT_IOU:
        return False
    states = one.kind in ENTRY_KINDS or again.kind in ENTRY_KINDS
    return states or same_text(one.text, again.text)  # what a field says is its state


# -- make


def _with_columns(
    task: Task, steps: Sequence[Step], passes: Passes, targets: Mapping[int, Target | None]
) -> tuple[Task, list[DemonstratedRow]]:
    """The task with a column for each text that differs between the passes, and what each pass says there."""
    columns: dict[Sequence[str], str] = {}
    made: list[TaskStep] = []
    for step in task.steps:
        said = _said(steps, passes, targets, step.demonstrated)
        if step.once or len(set(said)) < 2:
            made.append(step)
            continue
        column = columns.setdefault(said, f"{UNNAMED}{len(columns) + 1}")
        new = replace(step, value=Value("row", column, said[0]), doubt="")
        made.append(replace(new, caption=caption(new)))
    rows = [
        DemonstratedRow(task.recording, at + 1, {column: said[at] for said, column in columns.items()})
        for at in range(passes.count)
    ]
    return replace(task, steps=tuple(made)), rows


def _said(
    steps: Sequence[Step], passes: Passes, targets: Mapping[int, Target | None], index: int
) -> tuple[str, ...]:
    """What was typed, or chosen in an open list, at one step of each pass; empty for any other step."""
    again = [part.start + index - passes.first for part in passes.parts]
    if steps[index].kind == "type":
        return tuple(steps[at].text or "" for at in again) if steps[index].secret is None else ()
    if steps[index].kind != "click" or not _in_popup(steps[index]):
        return ()
    texts = tuple(target.text.strip() if (target := targets.get(at)) else "" for at in again)
    return texts if all(texts) else ()


def _renamed(step: TaskStep, names: dict[str, str]) -> TaskStep:
    value = step.value
    if value is None or value.source != "row" or value.name not in names:
        return step
    ours = step.caption == caption(step)
    step = replace(step, value=replace(value, name=names[value.name]))
    return replace(step, caption=caption(step)) if ours else step


# -- tell


def _numbers(steps: Sequence[TaskStep]) -> str:
    if len(steps) == 1:
        return f"step {steps[0].told_number}"
    return f"steps {steps[0].told_number} to {steps[-1].told_number}"
