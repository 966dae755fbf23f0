"""All demonstrations that a task's steps repeat, as one: each step is told by the recording that it is of."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from lam_desktop.execution.shown.demonstration import Demonstration, check_recording
from lam_desktop.execution.shown.hidden_places import hidden_in
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import DemonstratedStep


class Demonstrations:
    """The recordings of one task. Each is opened when it is first needed, and keeps what was parsed of it."""

    def __init__(self, task: Task, parser: ScreenParser, weights: str) -> None:
        """`weights` names the parser's weights. Raises UsageError where the task's own cannot be read."""
        self._task = task
        self._parser = parser
        self._weights = weights
        self._opened: dict[str, Demonstration] = {}
        self._with_others: dict[int, DemonstratedStep] = {}
        self._own = self.of(task.recording)

    def close(self) -> None:
        """Keeps what was parsed and lets go of all recordings."""
        with contextlib.ExitStack() as stack:
            for one in self._opened.values():
                stack.callback(one.close)
        self._opened.clear()

    def of(self, recording: str) -> Demonstration:
        """One of them, as a step names it; raises UsageError where it cannot be read."""
        name = recording or self._task.recording
        if name not in self._opened:
            task = self._task
            self._opened[name] = Demonstration(
                task.path_of(name), self._parser, self._weights, task.files, hidden=hidden_in(task, name)
            )
        return self._opened[name]

    @property
    def seconds(self) -> float:
        """How long the person took for the task's own."""
        return self._own.seconds

    def prepare(self) -> None:
        """Parses everything that the task's steps need, and keeps it."""
        for step in self._task.steps:
            self.step(step)
        for one in self._opened.values():
            one.keep()

    def step(self, step: TaskStep) -> DemonstratedStep:
        """What a step of the task showed. Boxes and points in frame pixels of its recording."""
        if not step.also:
            return self.of(step.recording).step(step)
        if step.number not in self._with_others:
            others = tuple(self.of(name).again(step, index) for name, index in step.also)
            self._with_others[step.number] = replace(self.of(step.recording).step(step), others=others)
        return self._with_others[step.number]


def check_recordings(task: Task) -> None:
    """Raises UsageError where one of them is missing, damaged or of a newer version; costs milliseconds."""
    for recording in task.recordings:
        check_recording(task.path_of(recording), task.files)
