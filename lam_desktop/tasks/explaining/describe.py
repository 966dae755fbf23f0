"""A task told to a person, and to a program."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from lam_desktop.tasks.call import known_as, secrets_of_checks
from lam_desktop.tasks.explaining.doubts import Reading, unused_columns
from lam_desktop.tasks.explaining.really import really
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.limits import OF_RUN, Limits
from lam_desktop.tasks.once import once_told
from lam_desktop.tasks.provenance.captions import caption, is_ours, quoted
from lam_desktop.tasks.provenance.checked_parts import tasks_with_checks
from lam_desktop.tasks.provenance.computed import in_words
from lam_desktop.tasks.provenance.instructions import INSTRUCTION
from lam_desktop.tasks.secret_owners import owner_of_secret
from lam_desktop.tasks.several.repeats import repeated_told
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml.check_file import password_in_clear
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.rows_argument import table_name
from lam_desktop.tasks.when import Due


def task_as_json(task: Task, steps: Task | None = None) -> dict[str, Any]:
    """What `lam show NAME --json` says, ready for `json.dumps`; of a step that does a task also its `steps`.

    `steps`: the task with the steps of those that it does.
    """
    told = [_step_as_json(step) for step in task.steps]
    for step, one in zip(task.steps, told, strict=True):
        if step.kind == "task" and steps is not None:
            mine = [each for each in steps.steps if each.within and each.label.startswith(f"{step.number}.")]
            one |= {
                "task": step.called,
                "with": dict((*step.given, *step.handed)),
                "returns": dict(step.returns),
            }
            one["steps"] = [{"label": each.label, **_step_as_json(each)} for each in mine]
    return {
        "name": task.name,
        "steps": told,
        "variables": list(task.variables),
        "secrets": list((steps or task).secrets),
        **({"limits": most} if (most := _run_ceilings(task)) else {}),
        **({"watched_rows": rows} if (rows := task.limits.watched_rows) < Limits().watched_rows else {}),
    }


def describe_task(task: Task, steps: Task | None = None) -> tuple[str, ...]:
    """The lines of `lam show NAME`: the steps in words, where values come from, and what is not certain.

    `steps`: the task with the steps of those that it does.
    """
    return (
        _headline(task),
        *filter(None, [repeated_told(task)]),
        "",
        *(_steps(task) if steps is None or not task.calls else _all_steps(task, steps)),
        *_variables(task),
        *_passwords(task, steps or task),
        *_ceilings(task),
        *_watched(task),
        *_left_alone(steps or task),
        *_doubts(task),
    )


def reading_in_words(value: Reading) -> str:
    """One way to understand a value, or when a step is due, short enough to stand beside others."""
    if isinstance(value, Due | Instead):
        return value.told
    if value.source == "constant":
        return "the same in every row"
    if value.source == "computed":
        return in_words(value)
    if value.source == "screen" and not value.secret:
        return f"read from the screen each time, at {quoted(value.name)}"
    if value.pattern is not None:
        return f"made as {value.pattern}"
    if value.form in forms.DAYS:
        return f"day of the date in the column {value.name}"
    if value.form in forms.TURNED:
        return f"a calendar {value.form}, the column {value.name}"
    if value.form in forms.KEYED:
        return f"keys that choose what the column {value.name} says"
    if value.form == forms.WITHIN:
        return f"the entry with the word of the column {value.name}"
    if not forms.is_date_form(value.form):
        return f"column {value.name}"
    read = f" from {forms.in_words(value.cell_form)}" if value.cell_form else ""
    return f"column {value.name}, written {forms.in_words(value.form)}{read}"


def reading_told(task: Task, step: TaskStep) -> str:
    """Of a step of a `whole`: who gets what it reads, or where its value was read; empty for nothing."""
    value = step.value
    if value is None or not value.places:
        return ""
    reader = next(one for one in task.steps if one.value is not None and one.value.places == value.places)
    if reader.number < step.number:
        return f"read in step {reader.told_number}"
    if step.within and value.name in dict(step.within[0].returns):
        return f"handed over as {value.name}"
    calls = (step.within[depth:] for depth in range(1, len(step.within)))
    names = next(filter(None, (known_as(one, value.read_as) for one in calls)), ())
    return f"handed over as {names[0]}" if names else ""


def _step_as_json(step: TaskStep) -> dict[str, Any]:
    target, value = step.target, step.value
    return {
        "number": step.number,
        "kind": step.kind,
        "caption": step.caption,
        **({} if is_ours(step) else {"really": caption(step)}),
        "target": None
        if target is None
        else {
            "text": target.text,
            "kind": target.kind,
            "label": target.label,
            "box": [target.box.x, target.box.y, target.box.w, target.box.h],
        },
        "value": None if value is None else _value_as_json(value),
        "approval": step.approval,
        "optional": step.optional,
        **({"once": step.once} if step.once else {}),
        **({} if step.when is None else {"when": step.when.told, "when_steps": step.when.steps}),
        "doubt": " ".join(step.doubts),
    }


def _value_as_json(value: Value) -> dict[str, Any]:
    told = {"source": value.source, "name": value.name, "text": value.text, "form": value.form}
    told |= {"write": str(value.pattern)} if value.pattern else {}
    if value.source == "computed":
        told |= {"start": value.start, "step": value.step, "days": value.days}
    return told | ({"empty": value.empty} if value.empty != "refuse" else {})


def _headline(task: Task) -> str:
    count = "1 step" if len(task.steps) == 1 else f"{len(task.steps)} steps"
    windows = ", ".join(dict.fromkeys(window.wm_class or window.process for window in task.windows))
    return f"{task.name}: {count}" + (f" in {windows}" if windows else "") + _shown_with(task.row)


def _shown_with(row: DemonstratedRow | None) -> str:
    if row is None:
        return ""
    if not row.file and INSTRUCTION in row.cells:
        return f"; shown for “{row.cells[INSTRUCTION]}”"
    return f"; shown with row {row.index} of {table_name(row.file, row.sheet)}"


def _steps(task: Task) -> Iterator[str]:
    width = len(str(len(task.steps)))
    for step in task.steps:
        yield f"  {step.number:>{width}}. {step.caption}{_asks(task, step)}"


def _all_steps(task: Task, steps: Task) -> Iterator[str]:
    """The steps, with those of each task that is done behind the step that does it."""
    width = len(str(len(task.steps)))
    inner: dict[str, list[TaskStep]] = {}
    for step in steps.steps:
        if step.within:
            inner.setdefault(step.label.split(".")[0], []).append(step)
    for step in task.steps:
        given = "".join(f"  [{column}: {text}]" for column, text in (*step.given, *step.handed))
        given += "".join(f"  [hands over {theirs} as {ours}]" for ours, theirs in step.returns)
        given += _read_elsewhere(steps, step.told_number) if not step.called else ""
        yield f"  {step.number:>{width}}. {step.caption}{given}{_asks(task, step)}"
        for one in inner.get(str(step.number), ()):
            told = f"{_read_elsewhere(steps, one.label)}{_asks(steps, one)}"
            yield f"  {'':>{width}}  {'  ' * len(one.within)}{one.label}. {one.caption}{told}"


def _read_elsewhere(steps: Task, label: str) -> str:
    step = next((one for one in steps.steps if one.told_number == label), None)
    told = reading_told(steps, step) if step is not None else ""
    return f"  [{told}]" if told else ""


def _asks(task: Task, step: TaskStep) -> str:
    asks = "  [asks you first]" if step.approval else ""
    asks += "  [only where it comes]" if step.optional else ""
    asks += "".join(f"  [{told}]" for told in once_told(step))
    asks += "".join(f"  [{told}]" for told in task.conditions_told(step.number))
    return asks + "".join(f"  [{told}]" for told in really(step))


def _variables(task: Task) -> Iterator[str]:
    lines: dict[str, str] = {}
    for step in task.steps:
        if step.value is not None and step.value.source != "constant":
            name = step.value.name or ", ".join(step.value.columns) or quoted(step.value.text)
            known = task.known_by(step)
            by = f"; known by {known} demonstrations" if known > 1 else ""
            lines.setdefault(name, (_handed_over(task, step) or _origin(step.value)) + by)
    if lines:
        yield ""
        yield "Values that change:"
        width = max(map(_columns, lines))
        for name, origin in lines.items():
            yield f"  {name}{' ' * (width - _columns(name))}  {origin}"
    elif task.row is not None:
        yield ""
        yield "No value changes from row to row."


def _passwords(task: Task, steps: Task) -> Iterator[str]:
    """With which secrets checks log in, also those of called tasks; and what stands in clear instead."""
    named = [check.secret for check in task.checks if check.secret]
    for name in dict.fromkeys([*named, *secrets_of_checks(step.within for step in steps.steps)]):
        kept = " ".join(owner_of_secret(steps, name))
        yield ""
        yield (
            f"A check logs in with the secret «{name}»: kept by lam secret {kept}, given with"
            f" --set {name}=…, or asked for."
        )
    for owner, checks in {task.name: task.checks, **tasks_with_checks(steps)}.items():
        if told := password_in_clear(owner, checks):
            yield ""
            yield told


def _run_ceilings(task: Task) -> dict[str, float]:
    return {name: most for name in OF_RUN if (most := getattr(task.limits, name)) is not None}


def _watched(task: Task) -> Iterator[str]:
    """How soon it no longer asks, where that is sooner than usual."""
    rows, usual = task.limits.watched_rows, Limits().watched_rows
    if rows < usual:
        so_long = f"until {rows} row{'' if rows == 1 else 's'} went well" if rows else "in no row"
        yield ""
        yield (
            f"It asks you before what cannot be undone {so_long}: watched_rows is {rows}, and {usual} where"
            " nobody changes it."
        )


def _ceilings(task: Task) -> Iterator[str]:
    told = [f"{name.replace('_', ' ')}: {most:g}" for name, most in _run_ceilings(task).items()]
    if told:
        yield ""
        yield f"A run ends at {', '.join(told)}."


def _left_alone(task: Task) -> Iterator[str]:
    """Columns that the row has for nothing: what was meant to follow one of them does not."""
    unused = [f"{column} ({quoted(cell)})" for column, cell in unused_columns(task).items()]
    if unused:
        yield ""
        yield f"No step uses: {', '.join(unused)}"


def _handed_over(task: Task, step: TaskStep) -> str:
    """Which task reads the value of a step; empty where none does that the task does."""
    value = step.value
    if value is None or value.source != "screen" or value.places:
        return ""
    here = f"; here {quoted(value.text)}" if value.text else ""
    for one in reversed(task.steps[: step.number - 1]):
        if theirs := dict(one.returns).get(value.name):
            return f"read as {theirs} by the task {quoted(one.called)}{here}"
    return ""


def _origin(value: Value) -> str:
    if value.source == "secret":
        return f"a secret, never recorded: kept by lam secret, given with --set {value.name}=…, or asked for"
    if value.form == forms.COUNTED:
        whole = " and ".join(quoted(place.text) for place in value.places)
        return f"which one of several, as the screen says it where {whole} stood; here {quoted(value.text)}"
    if value.source == "screen":
        whole = " and ".join(quoted(place.text) for place in value.places)
        if value.secret:
            return f"a secret, never recorded: read from the screen each time, where {whole} stood"
        return f"read from the screen, where {whole} stood; here {quoted(value.text)}"
    if value.source == "clipboard":
        return f"copied in the same row; here {quoted(value.text)}"
    lacking = {"refuse": "", "leave": "; left out where it is empty", "clear": "; cleared where it is empty"}
    if value.form == forms.YES_NO:
        return f"column of the row, yes or no; here {value.text}{lacking[value.empty]}"
    if value.form in forms.TURNED:
        return f"a calendar {value.form}, one page a click; as many as it then takes"
    if value.form == forms.UNTIL_SHOWN:
        return f"column of the row, by a key that is pressed until it is shown; here {quoted(value.text)}"
    if value.form == forms.BY_KEYS:
        return f"column of the row, chosen by keys; only for rows that say {quoted(value.text)}"
    if value.source == "computed":
        return f"{in_words(value)}; here {quoted(value.text)}"
    if value.form in forms.DAYS:
        return f"day of the date in the column, chosen in a calendar of its month; here {quoted(value.text)}"
    if value.form == forms.WITHIN:
        return f"column of the row, a word of the entry; here {quoted(value.text)}{lacking[value.empty]}"
    if value.pattern is not None:
        return f"made as {value.pattern}; here {quoted(value.text)}{lacking[value.empty]}"
    written = f", written {forms.in_words(value.form)}" if value.form else ""
    return f"column of the row{written}; here {quoted(value.text)}{lacking[value.empty]}"


def _columns(text: str) -> int:
    """Columns of a terminal that the text takes: ideographs take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _doubts(task: Task) -> Iterator[str]:
    doubtful = [(step.number, doubt) for step in task.steps for doubt in step.doubts]
    if doubtful:
        yield ""
        yield "Please check:"
        yield from (f"  step {number}: {doubt}" for number, doubt in doubtful)
