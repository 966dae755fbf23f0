"""A task with the steps of the tasks that it calls in the place of the steps that call them.

Such a whole is made anew for each run and each look, and is never written: every task keeps its own file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lam_desktop.errors import LamUserError, UsageError
from lam_desktop.tasks.call import Call, columns_of_checks
from lam_desktop.tasks.provenance.captions import quoted, with_caption
from lam_desktop.tasks.provenance.computed import NUMBER
from lam_desktop.tasks.provenance.handing import NotOnlyTyped, handed_in, handed_over, names_read
from lam_desktop.tasks.provenance.read_off import with_readers
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import POINTED, TaskStep, Value
from lam_desktop.tasks.task import Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.fields import did_you_mean
from lam_desktop.tasks.task_yaml.ordering import ROWLESS
from lam_desktop.tasks.texts.forms import TURNED, YES_NO
from lam_desktop.tasks.texts.secret_names import name_in_whole

DEEPEST = 8
"""So many tasks may call one another in a chain."""

Open = Callable[[str], Task]
"""Gives a task by its name; raises UsageError where there is none, or its file is damaged."""


def whole(task: Task, opened: Open) -> Task:
    """The task with all steps; the same, where it calls no other.

    Raises UsageError naming file, line and step: for a task that is not there, that calls itself, also
    through others, or whose columns nothing gives; and for a name that such a task does not read, once all of
    them were looked at: only then it is known what they read.
    """
    if not task.calls:
        return replace(task, steps=with_readers(task.steps))  # by now they may have other numbers
    tasks = _Tasks(opened)
    steps = tuple(_flat(task, tasks, _At()))
    used = [tasks.of(name) for name in called(task, opened)]
    if all(one.looked_at for one in used):
        steps = handed_over(steps)
    # By the title, too: two windows of one program are the same by all else.
    windows = {(one.wm_class, one.process, one.title): one for each in (task, *used) for one in each.windows}
    sizes = [one.screen for one in (task, *used) if one.screen is not None]
    return replace(
        task,
        steps=steps,
        windows=tuple(windows.values()),
        starts=(*task.starts, *(replace(one, task=each.name) for each in used for one in each.starts)),
        further=(*task.further, *(each for one in used for each in _demonstrations(one))),
        screen=(max(size[0] for size in sizes), max(size[1] for size in sizes)) if sizes else None,
    )


def called(task: Task, opened: Open) -> tuple[str, ...]:
    """Names of all tasks that a task calls, also through others, in the order of their first call."""
    found: dict[str, None] = {}
    for step in task.steps:
        if step.kind == "task" and step.called not in found:
            found[step.called] = None
            found |= dict.fromkeys(called(opened(step.called), opened))
    return tuple(found)


def rows_given(task: Task, rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Each task that a whole does -> the rows that it is given, by all calls that they do not leave out.

    A row of which its columns cannot be made is refused elsewhere, and is none here.
    """
    found: dict[str, tuple[Row, ...]] = {}
    chains = [step.within[:depth] for step in task.steps for depth in range(1, len(step.within) + 1)]
    for row in rows:
        for chain in dict.fromkeys(chains):
            if (given := _given_to(chain, row)) is not None:
                found[chain[-1].task] = (*found.get(chain[-1].task, ()), given)
    return found


def _given_to(chain: tuple[Call, ...], row: Row) -> Row | None:
    cells = row.cells
    for call in chain:
        if call.when is not None and call.when.unmet((row.index, cells)):
            return None
        try:
            cells = call.cells(row.index, cells)
        except UsageError:
            return None
    return replace(row, cells=dict(cells))


def callers(name: str, names: Iterable[str], opened: Open) -> tuple[str, ...]:
    """The tasks that call this one themselves; those that cannot be read call none."""
    found: list[str] = []
    for one in names:
        try:
            if one != name and any(step.called == name for step in opened(one).steps):
                found.append(one)
        except LamUserError:
            continue
    return tuple(found)


@dataclass
class _Tasks:
    """Each is read once."""

    opened: Open
    known: dict[str, Task] = field(default_factory=dict[str, Task])

    def of(self, name: str) -> Task:
        if name not in self.known:
            self.known[name] = self.opened(name)
        return self.known[name]


@dataclass(frozen=True)
class _At:
    """Where a task stands in the whole."""

    number: int = 1
    """Of its first step."""
    within: tuple[Call, ...] = ()
    label: str = ""
    """Before the numbers of its steps."""
    names: tuple[str, ...] = ()
    """Of the tasks that lead here, the outermost first; without the one that is meant."""


def _flat(task: Task, tasks: _Tasks, at: _At) -> Iterator[TaskStep]:
    """The steps of a task, with those of the tasks that it calls in their place."""
    parts: list[list[TaskStep]] = []
    number = at.number
    firsts: list[int] = []
    """Numbers in the whole of the task's own steps."""
    for each in with_readers(task.steps):
        when = each.when
        step = each
        if when is not None and when.reader:
            step = replace(each, when=replace(when, reader=firsts[when.reader - 1]))
        firsts.append(number)
        part = (
            list(_called(task, step, tasks, at, number))
            if step.kind == "task"
            else [_own(task, step, at, number)]
        )
        parts.append(part)
        number += len(part)
    for step, part in zip(task.steps, parts, strict=True):
        when = part[0].when
        if when is not None and step.when is not None and step.kind != "task":
            steps = sum(map(len, parts[step.number - 1 : step.number - 1 + step.when.steps]))
            part[0] = replace(part[0], when=replace(when, steps=steps))
        yield from part


def _own(task: Task, step: TaskStep, at: _At, number: int) -> TaskStep:
    """A step of the task itself, as it is told from the outermost task's folder."""
    within = at.within
    first = within[-1].first if within else 0
    value = step.value
    if value is not None and within:
        value = _told_outside(value, task, first)
    told = replace(
        step,
        number=number,
        label=f"{at.label}{step.number}",
        within=within,
        windows=task.windows,
        value=value,
        recording=_named(task, step.recording) if within else step.recording,
        also=tuple((_named(task, name), index) for name, index in step.also) if within else step.also,
    )
    return with_caption(told, step)


def _told_outside(value: Value, task: Task, first: int) -> Value:
    name = name_in_whole(task.name, value.name) if value.source == "secret" else value.name
    places = tuple(replace(one, recording=_named(task, one.recording), call=first) for one in value.places)
    return replace(value, name=name, places=places)


def _called(task: Task, step: TaskStep, tasks: _Tasks, at: _At, number: int) -> Iterator[TaskStep]:
    names = (*at.names, task.name)
    if step.called in names:
        chain = " → ".join(f"«{name}»" for name in (*names[names.index(step.called) :], step.called))
        raise task_file.fault(
            task, step.number, "task", f"is «{step.called}», which would do itself again: {chain}"
        )
    if len(names) > DEEPEST:
        what = f"is «{step.called}», but at most {DEEPEST} tasks may do one another in a chain"
        raise task_file.fault(task, step.number, "task", what)
    try:
        other = tasks.of(step.called)
    except UsageError as error:
        raise task_file.fault(task, step.number, "task", f"is «{step.called}»: {error}") from error
    if not other.steps:
        raise task_file.fault(task, step.number, "task", f"is «{step.called}», which has no step")
    if any(one.once for one in other.steps):
        what = (
            f"is «{step.called}», which has steps with «once», meant for runs of its own; remove that there"
        )
        raise task_file.fault(task, step.number, "task", what)
    call = Call(
        step.called, number, number, step.given, step.when, step.optional, step.returns, step.handed,
        other.checks,
    )  # fmt: skip
    deeper = _At(number, (*at.within, call), f"{at.label}{step.number}.", names)
    count = sum(1 for _ in _flat(other, tasks, deeper))
    call = replace(call, last=number + count - 1)
    steps = list(_flat(other, tasks, replace(deeper, within=(*at.within, call))))
    depth = len(at.within) + 1
    of_checks = (*call.check_columns, *columns_of_checks(one.within[depth:] for one in steps))
    needed = tuple(
        dict.fromkeys([*(column for one in steps for column in _columns_of(one, depth)), *of_checks])
    )
    _check_given(task, step, needed, other.row.cells if other.row is not None else ())
    try:
        steps = handed_in(steps, call, depth)
    except NotOnlyTyped as used:
        what = f"gives what is read from the screen to «{step.called}», but {used}"
        raise task_file.fault(task, step.number, used.column, what, "with") from used
    if all(tasks.of(name).looked_at for name in (step.called, *called(other, tasks.of))):
        _check_returns(task, step, names_read(steps, depth))
    if step.optional and (steps[0].kind not in POINTED or steps[0].optional):
        what = f"is true, but «{step.called}» begins with no click that tells whether it is due"
        raise task_file.fault(task, step.number, "optional", what)
    if step.once:
        _check_once(task, step, steps)
        steps = [replace(one, once=step.once) for one in steps]
    yield from _asked_about(steps, depth) if step.approval else steps


def _asked_about(steps: Sequence[TaskStep], depth: int) -> Iterator[TaskStep]:
    """The steps of a task that is called at this depth, with a yes before the first that does anything.

    Which one that is may differ from row to row: all are marked up to the first one that is always done.
    """
    sure = False
    until = 0
    for step in steps:
        if step.when is not None:
            until = max(until, step.number + step.when.steps - 1)
        yield replace(step, approval=step.approval or (step.acts and not sure))
        sure = sure or (step.acts and step.number > until and not _may_do_nothing(step, depth))


def _may_do_nothing(step: TaskStep, depth: int) -> bool:
    """Whether rows differ in it: it is left out, or its box or page is as it should be already."""
    value = step.value
    settled = value is not None and (value.empty == "leave" or value.form in (YES_NO, *TURNED))
    return step.optional or settled or any(one.optional or one.when for one in step.within[depth:])


def _columns_of(step: TaskStep, depth: int) -> tuple[str, ...]:
    """The columns that a step needs of the row of the task that is called at this depth."""
    return replace(step, within=step.within[depth:]).columns


def _check_given(task: Task, step: TaskStep, needed: tuple[str, ...], shown: Collection[str]) -> None:
    """Refuses columns that the called task has no use for, and those that nothing gives to it.

    Those of its row that was `shown` are let pass: once a doubt is settled, it may use others of them.
    """
    given = [column for column, _ in (*step.given, *step.handed)]
    for column in given:
        if column not in needed and column not in shown:
            close = did_you_mean(column, needed) or f"; it needs {', '.join(needed) or 'none'}"
            what = f"gives «{column}», which the task «{step.called}» does not use{close}"
            raise task_file.fault(task, step.number, "with", what)
    for column in needed if task.row is not None else ():
        if column not in given and task.row is not None and column not in task.row.cells:
            what = (
                f"is {quoted(step.called)}, which needs the column «{column}» that the demonstrated row of"
                f" «{task.name}» does not have; say under «with» what it is made of"
            )
            raise task_file.fault(task, step.number, "task", what)


def _check_returns(task: Task, step: TaskStep, read: tuple[str, ...]) -> None:
    """Refuses names under which the called task reads nothing."""
    for ours, theirs in step.returns:
        if theirs not in read:
            close = did_you_mean(theirs, read) or f"; it reads {', '.join(read) or 'nothing'}"
            what = f"is «{theirs}», which the task «{step.called}» does not read from the screen{close}"
            raise task_file.fault(task, step.number, ours, what, "returns")


def _check_once(task: Task, step: TaskStep, steps: Sequence[TaskStep]) -> None:
    """Refuses a called task that is done once, and uses something of the row."""
    of_checks = columns_of_checks(one.within for one in steps)
    column = next(iter([*(column for one in steps for column in one.columns), *of_checks]), None)
    numbers = any(one.value and (one.value.source, one.value.name) == ("computed", NUMBER) for one in steps)
    if column is not None or numbers:
        used = f"uses the column «{column}» of the row" if column is not None else "counts the rows"
        what = f"is «{step.called}», which {used}, {ROWLESS}"
        more = "; give it the same text for all under «with»" if column is not None else ""
        raise task_file.fault(task, step.number, "task", what + more)


def _named(task: Task, recording: str) -> str:
    """A recording of a called task, told from the folder of the task that calls it."""
    return f"../{task.name}/{recording or task.recording}"


def _demonstrations(task: Task) -> tuple[Further, ...]:
    own = Further(task.recording, task.row, task.understood)
    return tuple(replace(one, recording=_named(task, one.recording)) for one in (own, *task.further))
