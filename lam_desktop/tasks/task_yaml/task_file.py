"""Reads and writes `task.yaml`: what a task is, in a form that people read, edit and compare.

`plain_yaml` is the syntax, `fields` reads and judges single keys; `step_file`, `value_file` and `check_file`
have the parts.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, LamBug, UsageError
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.limits import (
    LASTS_S,
    LEAST_CONFIDENCE,
    LEAST_FIGURE,
    OF_RUN,
    PICTURED_EVERY,
    PICTURED_ROWS,
    Limits,
)
from lam_desktop.tasks.provenance.read_off import (
    is_returned,
    names_before,
    with_handed,
    with_places,
    with_readers,
    without_places,
)
from lam_desktop.tasks.step import Recorded, TaskStep, given_columns
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml.amend import NotAmended, amended, comments_of, lost_comments
from lam_desktop.tasks.task_yaml.check_file import check_tree, read_checks
from lam_desktop.tasks.task_yaml.fields import Faults, Fields, Problem, Problems, did_you_mean, reading
from lam_desktop.tasks.task_yaml.ordering import misplaced
from lam_desktop.tasks.task_yaml.plain_yaml import NotYaml, OneLine, format_tree, parse
from lam_desktop.tasks.task_yaml.start_file import read_starts, start_tree
from lam_desktop.tasks.task_yaml.step_file import read_step, step_tree
from lam_desktop.tasks.task_yaml.task_schema import MODELINE, VERSION
from lam_desktop.tasks.task_yaml.value_file import PLACELESS, read_variables
from lam_desktop.tasks.task_yaml.window_file import pair, read_allowed, seconds, window_tree
from lam_desktop.tasks.when import columns_in

FILE_NAME = "task.yaml"
HEADER = (
    f"{MODELINE}\n"
    + """\
# A task of LAM Desktop: what was recorded, step by step; docs/task-yaml.md explains each key.
#
# You may edit the captions, the limits and the list of windows; remove steps, or change their order;
# set `approval: true` on a step that must not happen without your yes, `optional: true` on one whose dialog
# comes only sometimes; and change a value:
#   source: row        the text stands in the column called `name` (list that column under `variables`),
#                      or is made of columns: `write: "{last}, {first | initials}: {price | number 1.234,50}"`
#   source: constant   the same `text` in every row
#   source: computed   `name: today` with a `form` such as '%d.%m.%Y', or `name: number`, a running number:
#                      `start` in row 1 of the table and `step` more in each further row
#   source: screen     what the screen says in the `places` where it said `text` while you recorded,
#                      as it stands or made of it: `write: "{read | number 1234.50 from 1.234,50}"`;
#                      with `secret: true` nobody may see it, and its name stands in the text of its place
#   source: clipboard  what a step before has copied in this row
# `empty: leave` beside `source: row` leaves the step out in rows whose cell is empty, `empty: clear` empties
# the field; without it such rows are refused.
# `when: {column: express, is: "yes"}` on a step, or `when: {shown: Overwrite it?, steps: 2}`, leaves it (and
# the next ones) out elsewhere; `kind: wait` with a `text` waits until that is shown in its window; `kind:
# read` reads a value under a name, which later steps have with `source: screen` and that `name` alone.
# `once: before` on the first steps, or `once: after` on the last ones, does them once in a run, not for each
# row: opening a form before all rows, closing the batch behind them.
# `checks` may name what confirms each row beside the screen (docs/checks.md).
# `demonstrated`, `point`, `end_point`, `target` and `places` refer to the recording: leave them as they are.

"""
)


HOMELESS = "\n# Comments of the file as it was, which could not stay in their places:"


def load(folder: Path, files: Files = PLAIN) -> Task:
    """The task in `folder`; its name is the folder's. Raises `UsageError` naming file, step and key."""
    path = folder / FILE_NAME
    try:
        with reading(path, ", or record again"):
            read = _task(Fields.of(parse(files.read_text(path)), ""), folder)
            return replace(read, files=files)
    except FileNotFoundError as error:
        raise UsageError(f"There is no {path}; record the task again.") from error


def save(task: Task) -> Path:
    """Writes the task into its folder, whole or not at all, and returns the file's path.

    Of a file that is there already only what changed is written: comments, order and quoting stay.
    """
    if any(step.within for step in task.steps):
        raise LamBug(f"the steps of other tasks would be written into «{task.name}»")
    path = task.folder / FILE_NAME
    text = _amended(task, path)
    try:
        handle, scratch = tempfile.mkstemp(prefix=".task-", suffix=".yaml", dir=task.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(task.files.encode(path, text.encode()))
                file.flush()
                os.fsync(file.fileno())
            Path(scratch).replace(path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise EnvironmentFault(
            f"{path} cannot be written ({error.strerror}); free some space or check its permissions."
        ) from error
    return path


def dumps(task: Task) -> str:
    """The text of `task.yaml`: the same task gives the same text."""
    return HEADER + format_tree(_tree(task))


def fault(task: Task, number: int, key: str, what: str, part: str = "") -> UsageError:
    """The error about a key of one of its steps, with its line; `what` goes on after the key.

    `part`: the mapping of the step in which the key stands, where it is not the step itself.
    """
    path = task.folder / FILE_NAME
    try:
        steps = Fields.of(parse(task.files.read_text(path)), "").entries("steps", "step")
        fields = steps[number - 1]
        problem = (fields.part(part) if part else fields).problem(key, what)
    except (UsageError, EnvironmentFault, OSError, NotYaml, Problem, IndexError):
        problem = Problem(f"step {number}: «{key}» {what}")
    return UsageError(Problems([problem]).told(path))


def _amended(task: Task, path: Path) -> str:
    """The file's text with what changed; all anew where that says anything else than the task.

    Comments that then have no place stand at the end.
    """
    wanted = dumps(task)
    try:
        text = task.files.read_text(path)
    except (UsageError, EnvironmentFault, OSError, UnicodeDecodeError):
        return wanted  # there is no such file yet, or none of ours
    try:
        before = dumps(load(task.folder, task.files))
        if before == wanted:
            return text
        for apart in (False, True):
            with contextlib.suppress(NotAmended, NotYaml, Problem, Problems):
                kept = amended(text, before, wanted, apart=apart)
                if dumps(_task(Fields.of(parse(kept), ""), task.folder)) == wanted:
                    return _with_homeless(kept, lost_comments(text, kept))
    except (UsageError, EnvironmentFault, OSError):
        pass  # it cannot be changed in places
    comments = comments_of(text, wanted)
    with contextlib.suppress(NotYaml, Problem, Problems):
        kept = _with_homeless(wanted, comments)
        if dumps(_task(Fields.of(parse(kept), ""), task.folder)) == wanted:
            return kept
    return wanted


def _with_homeless(text: str, comments: Sequence[str]) -> str:
    """The text, with these comments at its end."""
    return "\n".join((text + HOMELESS, *comments, "")) if comments else text


# -- task to tree


def _tree(task: Task) -> dict[str, Any]:
    tree: dict[str, Any] = {"version": VERSION, "recording": task.recording, "understood": task.understood}
    if task.screen is not None:
        tree["screen"] = OneLine(task.screen)
    if task.row is not None:
        tree["row"] = _row_tree(task.row)
    if task.further:
        tree["further"] = [_further_tree(one) for one in task.further]
    tree["variables"] = list(task.variables)
    tree["windows"] = [window_tree(window) for window in task.windows]
    tree["limits"] = {
        "actions_per_row": task.limits.actions_per_row,
        "seconds_per_row": task.limits.seconds_per_row,
        **{name: most for name in OF_RUN if (most := getattr(task.limits, name)) is not None},
        "wait_s": task.limits.wait_s,
        "watched_rows": task.limits.watched_rows,
    }
    for name, usual in (("pictured_rows", PICTURED_ROWS), ("pictured_every", PICTURED_EVERY)):
        if getattr(task.limits, name) != usual:
            tree["limits"][name] = getattr(task.limits, name)
    for name, least in (("sure_of_text", LEAST_CONFIDENCE), ("sure_of_figure", LEAST_FIGURE)):
        if getattr(task.limits, name) != least:
            tree["limits"][name] = getattr(task.limits, name)
    if task.limits.patience_s is not None:
        tree["limits"]["patience_s"] = task.limits.patience_s
    if task.limits.lasts_s != LASTS_S:
        tree["limits"]["lasts_s"] = task.limits.lasts_s
    if task.starts:
        tree["start"] = [start_tree(one) for one in task.starts]
    if task.checks:
        tree["checks"] = [check_tree(check) for check in task.checks]
    tree["steps"] = [step_tree(without_places(step, task.steps)) for step in task.steps]
    return tree


def _row_tree(row: DemonstratedRow) -> dict[str, Any]:
    sheet = {"sheet": row.sheet} if row.sheet else {}
    return {"file": row.file, **sheet, "index": row.index, "cells": dict(row.cells)}


def _further_tree(further: Further) -> dict[str, Any]:
    row = {} if further.row is None else {"row": _row_tree(further.row)}
    part = {} if further.part is None else {"part": OneLine(further.part)}
    decided = {"by_column": True} if further.by_column else {}
    return {"recording": further.recording, **part, "understood": further.understood, **decided, **row}


# -- tree to task


def _task(fields: Fields, folder: Path) -> Task:
    version = fields.integer("version", least=1)
    if version > VERSION:
        raise Problem(
            f"it was written by a newer version of LAM Desktop (file version {version}, this one reads"
            f" {VERSION}); update LAM Desktop"
        )
    faults = Faults()
    shown = faults.of(lambda: fields.entries("steps", "step"), ())
    steps = [
        faults.of(lambda each=each, number=number: read_step(each, number), None)
        for number, each in enumerate(shown, start=1)
    ]
    task = Task(
        name=folder.name,
        folder=folder,
        recording=faults.of(lambda: _recording(fields, folder), ""),
        steps=tuple(step for step in steps if step is not None),
        row=faults.of(lambda: _row(fields.part("row")) if fields.has("row") else None, None),
        windows=faults.of(lambda: tuple(map(read_allowed, fields.entries("windows", "window"))), ()),
        understood=faults.of(lambda: fields.flag("understood", default=False), False),
        limits=faults.of(
            lambda: _limits(fields.part("limits")) if fields.has("limits") else Limits(), Limits()
        ),
        screen=faults.of(lambda: _screen(fields), None),
        checks=faults.of(lambda: read_checks(fields), ()),
        further=faults.of(lambda: _further(fields, folder), ()),
    )
    declared = faults.of(lambda: read_variables(fields), ())
    faults.refuse()  # what follows is told of a file whose parts are right
    named = [with_places(step, task.steps) for step in task.steps]
    for step, each in zip(named, shown, strict=True):
        value = step.value
        if value is not None and value.source == "screen" and not (value.places or is_returned(step, named)):
            faults.found.append(_placeless(step, named, each.part("value")))
    faults.refuse()
    starts = faults.of(lambda: read_starts(fields, task.windows), ())
    task = replace(task, steps=with_readers(named), starts=starts)
    task = replace(task, steps=tuple(with_handed(step, task.steps, declared) for step in task.steps))
    for step, each in zip(task.steps, shown, strict=True):
        faults.of(lambda step=step, each=each: _check_recordings(task, step, each), None)
    for step, each in zip(task.steps, shown, strict=True):
        read = names_before(step, task.steps)
        faults.of(lambda step=step, each=each, read=read: _check_variables(step, each, declared, read), None)
        faults.of(lambda step=step, each=each: _check_returns(task, step, each), None)
    faults.of(lambda: _check_places(task, shown), None)
    faults.found += misplaced(task.steps, shown)
    faults.of(fields.finish, None)
    faults.refuse()
    return task


def _placeless(step: TaskStep, steps: Sequence[TaskStep], fields: Fields) -> Problem:
    """A value from the screen that nothing reads."""
    known = names_before(step, steps)
    if step.value is None or not (step.value.name and known):
        return fields.problem("places", PLACELESS)
    close = did_you_mean(step.value.name, known) or f"; before it {', '.join(known)} is read"
    return fields.problem("name", f"is «{step.value.name}», which no step before it reads{close}")


def _further(fields: Fields, folder: Path) -> tuple[Further, ...]:
    parts = fields.entries("further", "demonstration") if fields.has("further") else ()
    found: list[Further] = []
    for part in parts:
        row = _row(part.part("row")) if part.has("row") else None
        steps = pair(part, "part", required=False)
        if steps is not None and not 0 <= steps[0] < steps[1]:
            raise part.problem("part", f"is {steps[0]} to {steps[1]}, but must name steps of the recording")
        known, by_column = (part.flag(name, default=False) for name in ("understood", "by_column"))
        found.append(Further(_recording(part, folder), row, known, steps, by_column))
        part.finish()
    return tuple(found)


def _recording(fields: Fields, folder: Path) -> str:
    """A file of the task's own folder: a task that came from somebody else names no other."""
    name = fields.text("recording")
    try:
        inside = (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        inside = False
    if not name or not inside or Path(name).is_absolute():
        raise fields.problem("recording", f"is «{name}», which lies outside of the task's folder")
    return name


def _row(fields: Fields) -> DemonstratedRow:
    row = DemonstratedRow(
        file=fields.text("file"), index=fields.integer("index", least=1), cells=fields.mapping("cells"),
        sheet=fields.text("sheet") if fields.has("sheet") else "",
    )  # fmt: skip
    fields.finish()
    return row


def _screen(fields: Fields) -> tuple[int, int] | None:
    size = pair(fields, "screen", required=False)
    if size is not None and min(size) < 1:
        raise fields.problem("screen", f"is {list(size)}, but a screen has a width and a height above 0")
    return size


def _limits(fields: Fields) -> Limits:
    usual = Limits()
    limits = Limits(
        actions_per_row=fields.integer("actions_per_row", least=1, default=usual.actions_per_row),
        seconds_per_row=fields.positive("seconds_per_row", default=usual.seconds_per_row),
        rows_per_run=_ceiling(fields, "rows_per_run"),
        actions_per_run=_ceiling(fields, "actions_per_run"),
        minutes_per_run=seconds(fields, "minutes_per_run"),
        wait_s=fields.positive("wait_s", default=usual.wait_s),
        watched_rows=fields.integer("watched_rows", least=0, default=usual.watched_rows),
        pictured_rows=fields.integer("pictured_rows", least=0, default=usual.pictured_rows),
        pictured_every=fields.integer("pictured_every", least=0, default=usual.pictured_every),
        patience_s=seconds(fields, "patience_s"),
        lasts_s=fields.positive("lasts_s", default=usual.lasts_s),
        sure_of_text=_stricter(fields, "sure_of_text", LEAST_CONFIDENCE),
        sure_of_figure=_stricter(fields, "sure_of_figure", LEAST_FIGURE),
    )
    fields.finish()
    return limits


def _stricter(fields: Fields, key: str, least: float) -> float:
    """A probability that may be raised above what is shipped, never lowered."""
    sure = fields.positive(key, default=least)
    if not least <= sure <= 1:
        what = f"is {sure:g}, but goes from {least:g}, which is what counts without it, to 1"
        raise fields.problem(key, what)
    return sure


def _ceiling(fields: Fields, key: str) -> int | None:
    return fields.integer(key, least=1) if fields.has(key) else None


def _check_returns(task: Task, step: TaskStep, fields: Fields) -> None:
    """What is handed over under a column's name would be taken for the column."""
    for name, _ in step.returns:
        if task.row is not None and name in task.row.cells:
            what = "is a column of the task, too: hand it over under another name"
            raise fields.part("returns").problem(name, what)


def _check_variables(
    step: TaskStep, fields: Fields, declared: tuple[str, ...], read: tuple[str, ...]
) -> None:
    """Catches a misspelt column here, where the line can be named, and not in the middle of a run.

    `read`: names under which something is read from the screen before.
    """
    beside = {"text": columns_in(step.awaited)} if step.awaited else {}
    if step.given:
        beside["with"] = given_columns(step.given)
    for column, text in step.handed:
        if len(columns_in(text)) != 1:
            what = f"is «{text}», but what is read from the screen is given without a column beside it"
            raise fields.part("with").problem(column, what)
    for key, columns in beside.items():
        _declared(fields, key, "uses", columns, declared, read)
    if step.when is not None:
        key = "column" if step.when.column else step.when.kind
        _declared(fields.part("when"), key, "uses", step.when.columns, declared, read)
    value = step.value
    if value is None:
        return
    key, uses = ("write", "uses") if value.pattern else ("name", "is")
    names = (value.name,) if value.source == "secret" else value.columns
    _declared(fields.part("value"), key, uses, names, declared, () if value.source == "secret" else read)


def _declared(
    fields: Fields, key: str, uses: str, names: tuple[str, ...], declared: tuple[str, ...],
    read: tuple[str, ...],
) -> None:  # fmt: skip
    for name in names:
        if name not in declared:
            close = did_you_mean(name, declared)
            if name in read:
                close = "; it is read from the screen, which only a value with «source: screen» can have"
            raise fields.problem(key, f"{uses} «{name}», which «variables» does not list{close}")


def _check_recordings(task: Task, step: TaskStep, fields: Fields) -> None:
    """A step repeats one of the task's demonstrations, whose exclusions and rows are known."""
    known = [one.recording for one in task.further]
    parts = [(step.recording, fields)] if step.recording else []
    if step.also:
        parts += zip((name for name, _ in step.also), fields.entries("also", "place"), strict=True)
    if step.value is not None and step.value.places and fields.part("value").has("places"):
        entries = fields.part("value").entries("places", "place")
        parts += zip((one.recording for one in step.value.places), entries, strict=True)
    for recording, part in parts:
        if recording and recording not in known:
            what = f"is «{recording}», which «further» does not list{did_you_mean(recording, known)}"
            raise part.problem("recording", what)


def _check_places(task: Task, shown: tuple[Fields, ...]) -> None:
    """What is read before a step can only be read where that step is still done, and not done too late."""
    done: set[Recorded] = set()
    for step, fields in zip(task.steps, shown, strict=True):
        done.add(step.recorded)
        value = step.value
        for place in value.places if value is not None and value.source == "screen" else ():
            if place.recorded not in done:
                raise Problem(
                    f"step {step.number}: its value is read before the step with «demonstrated:"
                    f" {place.demonstrated}», which does not come before it; keep that step, or choose row or"
                    " constant",
                    fields.line_of("value"),
                )
