"""What a task is: its steps, where their values come from, and what it may touch."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from lam_desktop.tasks.call import Call, columns_of_checks, secrets_of_checks
from lam_desktop.tasks.checks import Check
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import (
    TaskStep,
    Value,
    WindowName,
)
from lam_desktop.tasks.when import When

USUAL_START_S = 30.0
"""So long a program may take until its window is there."""


@dataclass(frozen=True, slots=True)
class DemonstratedRow:
    """The row that the person had before them while recording."""

    file: str
    index: int
    cells: dict[str, str]
    sheet: str = ""
    """Of a workbook that has several."""


@dataclass(frozen=True, slots=True)
class Start:
    """A program that a run starts where its window is not there, once a person has approved the command."""

    command: tuple[str, ...]
    """The program and its arguments; no shell reads them, and nothing of a row comes into them."""
    window: WindowName
    """The window that comes of it, one of those that the task may touch."""
    wait_s: float = USUAL_START_S
    """So many seconds that may take."""
    task: str = ""
    """In a `whole`: the task that says so, where the whole only does that one."""


@dataclass(frozen=True, slots=True)
class Further:
    """One more demonstration of the task, which tells more about its values."""

    recording: str
    """Relative to the task's folder."""
    row: DemonstratedRow | None = None
    understood: bool = False
    """Whether it was looked at what was chosen in it."""
    part: tuple[int, int] | None = None
    """Of a recording that shows several rows, or of a copy of it: index of the first step of this one, and of
    the one behind its last; None: the whole recording."""
    by_column: bool = False
    """Whether a column of both rows could tell which steps were due when it was laid beside the first one. It
    is known ever after: what is understood later may make that column one that a value follows."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task and the folder it lives in."""

    name: str
    folder: Path
    recording: str
    """The demonstration, relative to the folder."""
    steps: tuple[TaskStep, ...]
    row: DemonstratedRow | None = None
    windows: tuple[WindowName, ...] = ()
    """Windows that the task may touch."""
    understood: bool = False
    """Whether the targets of pointed steps were looked for."""
    limits: Limits = field(default_factory=Limits)
    screen: tuple[int, int] | None = None
    """Width and height of the recording's virtual desktop, pixels."""
    checks: tuple[Check, ...] = ()
    """What confirms a row beside the screen; each of them must."""
    further: tuple[Further, ...] = ()
    """More demonstrations of the same steps."""
    starts: tuple[Start, ...] = ()
    """The programs that a run may have to start; in a `whole` also those of the tasks that it does."""
    files: Files = field(default=PLAIN, compare=False, repr=False)
    """How the files in the folder are read and written."""

    @property
    def looked_at(self) -> bool:
        """Whether all of its demonstrations were."""
        return self.understood and all(one.understood for one in self.further)

    def known_by(self, step: TaskStep) -> int:
        """How many demonstrations tell the value of a step; a choice is known once it was looked at."""
        if step.optional:
            return 1
        return 1 + sum(step.kind == "type" or one.understood for one in self.further)

    @property
    def recording_path(self) -> Path:
        """The demonstration's file."""
        return self.folder / self.recording

    @property
    def recordings(self) -> tuple[str, ...]:
        """The recordings that the steps repeat, relative to the folder, its own first."""
        return tuple(dict.fromkeys(one or self.recording for one in self.sources))

    @property
    def sources(self) -> tuple[str, ...]:
        """The recordings as the steps name them: empty for its own."""
        own = [one.recording for one in self.steps]
        return tuple(dict.fromkeys(["", *own, *(name for one in self.steps for name, _ in one.also)]))

    def path_of(self, recording: str) -> Path:
        """The file of a recording as a step names it; empty: the task's own."""
        return Path(os.path.normpath(self.folder / (recording or self.recording)))

    def row_shown(self, recording: str) -> DemonstratedRow | None:
        """The row that the person had before them while they made this recording."""
        if not recording or recording == self.recording:
            return self.row
        return next((one.row for one in self.further if one.recording == recording), None)

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the columns and secrets that the steps use, in order of first use."""
        used: dict[str, None] = {}
        for step in self.steps:
            if step.value is not None:
                used |= dict.fromkeys((step.value.name,) if step.value.source == "secret" else ())
            used |= dict.fromkeys(step.columns)
        return tuple(used)

    @property
    def columns_told(self) -> tuple[str, ...]:
        """The columns that it uses, and those that may decide whether a step is done."""
        perhaps = [one.column for step in self.steps for one in step.perhaps]
        return tuple(dict.fromkeys([*self.columns, *perhaps]))

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the row that the steps and the checks use, in order of first use."""
        of_steps = [column for step in self.steps for column in step.columns]
        return tuple(dict.fromkeys([*of_steps, *self.checked_columns]))

    @property
    def checked_columns(self) -> tuple[str, ...]:
        """Columns of the row of which the checks need the cells; in a `whole` also those of called tasks."""
        own = (column for check in self.checks for column in check.columns)
        return tuple(dict.fromkeys([*own, *columns_of_checks(step.within for step in self.steps)]))

    @property
    def calls(self) -> bool:
        """Whether it does other tasks, and is not told as a `whole`."""
        return any(step.kind == "task" for step in self.steps)

    def conditions(self, number: int) -> tuple[tuple[int, When, tuple[Call, ...]], ...]:
        """The conditions of a step, its own and those of steps before it.

        Each with the step that has it, and the calls in which that stands.
        """
        step = next(one for one in self.steps if one.number == number)
        of_calls = [
            (call.first, call.when, step.within[:depth])
            for depth, call in enumerate(step.within)
            if call.when is not None
        ]
        of_steps = [
            (one.number, one.when, one.within)
            for one in self.steps
            if one.when is not None and one.number <= number < one.number + one.when.steps
        ]
        return (*of_calls, *of_steps)

    def conditions_told(self, number: int) -> tuple[str, ...]:
        """The conditions of a step in words; of one that an earlier step has, which step that is."""
        numbers = {step.number: step.told_number for step in self.steps}
        return tuple(
            when.told if owner == number else f"as step {numbers[owner]}"
            for owner, when, _ in self.conditions(number)
        )

    @property
    def read_values(self) -> tuple[Value, ...]:
        """What is read from the screen, in order of first use."""
        values = [step.value for step in self.steps if step.value and step.value.source == "screen"]
        return tuple(dict.fromkeys(values))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the secrets whose texts each run is given: those that steps type, in order of first use,
        and those of checks, in a `whole` also of called tasks."""
        typed = [step.value for step in self.steps if step.kind == "type" and step.value is not None]
        names = [value.name for value in typed if value.source == "secret"]
        names += [check.secret for check in self.checks if check.secret]
        return tuple(dict.fromkeys([*names, *secrets_of_checks(step.within for step in self.steps)]))
