"""How long the effect of a step may take: learned from the demonstration and from rows that went well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.types import DemonstratedStep

FACTOR = 3.0
"""So many times as long as it ever took it may take."""
MOST_S = 120.0
"""What is learned makes nobody wait longer."""
SLOW_S, SLOW_FACTOR = 3.0, 1.5
"""Slower than usual is what takes longer than both: so many seconds, and so many times as long as ever."""
READ_RUNS = 3
"""The newest runs that did something are asked how long it took."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long to wait for one effect, seconds."""

    patience_s: float
    slow_s: float
    """After so long it is said that it takes longer than usual."""
    usual_s: float | None
    """The longest that it ever took; None: not known."""

    def told(self, number: int) -> str:
        """That a step takes longer, one sentence."""
        usual = "" if self.usual_s is None else f" (until now at most {self.usual_s:.1f} s)"
        return f"Step {number} is slower than usual{usual}: waiting up to {self.patience_s:.0f} s."


class Patience:
    """The patience of one run; every effect that is seen teaches it."""

    def __init__(
        self,
        wait_s: float = 0.0,
        known: Mapping[int, float] | None = None,
        whole_s: float | None = None,
        lasts_s: float = 0.0,
    ) -> None:
        """`wait_s`: at least so long an effect is waited for. `known`: seconds by the step's number.

        `whole_s`: what task.yaml says for all steps; nothing is learned then. `lasts_s`: so long after what
        closes a row was first seen it is looked at once more.
        """
        self._wait_s = wait_s
        self._known = dict(known or {})
        self._whole_s = whole_s
        self.lasts_s = lasts_s

    def of(self, step: TaskStep, shown: DemonstratedStep, fixed_s: float, *, checked: bool = False) -> Span:
        """How long to wait. `fixed_s`: where nothing else is known; `checked`: of the agent's own typing.

        What was typed is there, or it is not: for that nobody waits as long as for a program at work.
        """
        seen = [one for one in (shown.effect_s, self._known.get(step.number)) if one is not None]
        usual = max(seen, default=None)
        slow = max(SLOW_S, SLOW_FACTOR * (usual or 0.0))
        given = self._whole_s if step.patience_s is None else step.patience_s
        if given is not None:
            return Span(given, slow, usual)
        least = fixed_s if checked else max(fixed_s, self._wait_s)
        return Span(max(least, min(MOST_S, FACTOR * (usual or 0.0))), slow, usual)

    def took(self, step: TaskStep, seconds: float) -> None:
        """An effect was seen after so long."""
        self._known[step.number] = max(seconds, self._known.get(step.number, 0.0))


def usual_waits(library: Library, task: Task) -> dict[int, float]:
    """Seconds that the effect of each step took at most, by number, in the last runs of the same steps."""
    steps, found, read = print_of_steps(task.steps), dict[int, float](), 0
    for folder in reversed(library.runs(task.name)):
        entries = _entries(folder, library.files)
        if not any(one["kind"] == "understood" and one.get("print") == steps for one in entries):
            continue
        waits = [one for one in entries if one["kind"] == "verified" and one.get("ok") is True]
        for one in waits:
            number, seconds = one.get("step"), one.get("waited_s")
            if isinstance(number, int) and isinstance(seconds, int | float) and 0 < seconds < MOST_S:
                found[number] = max(float(seconds), found.get(number, 0.0))
        read += bool(waits)
        if read == READ_RUNS:
            break
    return found


def _entries(folder: Path, files: Files) -> list[dict[str, Any]]:
    """None of a journal that cannot be read: then nothing is learned from it."""
    try:
        return entries_of(folder, ("understood", "verified"), files)
    except EnvironmentFault:
        return []
