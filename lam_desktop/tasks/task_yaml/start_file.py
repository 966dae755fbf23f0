"""Programs that a run starts, as they stand in `task.yaml`; and what a person approves of a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from lam_desktop.tasks.checks import Check
from lam_desktop.tasks.provenance.checked_parts import tasks_with_checks
from lam_desktop.tasks.step import WindowName
from lam_desktop.tasks.task import USUAL_START_S, Start, Task
from lam_desktop.tasks.task_yaml.check_file import approved_text, check_tree
from lam_desktop.tasks.task_yaml.fields import Fields
from lam_desktop.tasks.task_yaml.plain_yaml import OneLine, format_tree


@dataclass(frozen=True, slots=True)
class Approvable:
    """What one task does beside clicking and typing, and a person allows letter by letter."""

    checks: tuple[Check, ...] = ()
    starts: tuple[Start, ...] = ()

    @property
    def text(self) -> str:
        """What they read before they allow it: every character of it counts."""
        if not self.starts:
            return approved_text(self.checks)
        asked = {"checks": [check_tree(check) for check in self.checks]} if self.checks else {}
        return format_tree({"start": [start_tree(one) for one in self.starts], **asked})

    @property
    def words(self) -> str:
        """What it is."""
        named = ("start commands" if self.starts else "", "checks" if self.checks else "")
        return " and ".join(filter(None, named))


def approvable(task: Task) -> dict[str, Approvable]:
    """The name of each task of a whole that has checks or starts programs -> these."""
    found = {name: Approvable(checks) for name, checks in tasks_with_checks(task).items()}
    for one in task.starts:
        owner = one.task or task.name
        known = found.get(owner, Approvable())
        found[owner] = replace(known, starts=(*known.starts, replace(one, task="")))
    if task.checks and task.name not in found:  # a task without a step
        found[task.name] = Approvable(task.checks)
    return found


def start_tree(start: Start) -> dict[str, Any]:
    """As it stands in `task.yaml`."""
    tree: dict[str, Any] = {"command": OneLine(start.command), "window": _called(start.window)}
    return tree if start.wait_s == USUAL_START_S else {**tree, "wait_s": start.wait_s}


def read_starts(fields: Fields, windows: Sequence[WindowName]) -> tuple[Start, ...]:
    """The entries of `start`; raises `Problem`. `windows`: those that the task may touch."""
    parts = fields.entries("start", "program") if fields.has("start") else ()
    return tuple(_start(part, windows) for part in parts)


def _start(fields: Fields, windows: Iterable[WindowName]) -> Start:
    command = fields.texts("command", required=True)
    if not command[0].strip() or any("\0" in one for one in command):
        raise fields.problem("command", "must be a program and its arguments, such as [gnucash, /srv/a]")
    # A bare name is looked for where all programs are; a half path would mean another one in another folder.
    if PurePath(command[0]).name != command[0] and not PurePath(command[0]).is_absolute():
        raise fields.problem("command", f"is «{command[0]}», which must be a name alone or a whole path")
    known = {_called(one): one for one in reversed(list(windows))}
    named = fields.text("window")
    if named not in known:
        raise fields.problem("window", f"is «{named}», which is none of the task's windows")
    start = Start(command, known[named], fields.positive("wait_s", default=USUAL_START_S))
    fields.finish()
    return start


def _called(window: WindowName) -> str:
    return window.wm_class or window.process
