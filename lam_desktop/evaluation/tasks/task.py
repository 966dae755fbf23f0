"""How a task is described: what is started, what a clerk does, and what the program holds afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lam_desktop.evaluation.drift.program import Row
from lam_desktop.evaluation.native.states import Click, Press, Step, Toolkit, Type
from lam_desktop.evaluation.native.tree import Node


@dataclass(frozen=True)
class Evidence:
    """What a task is judged by."""

    home: Path
    """The program's home folder, in which it was started."""
    nodes: Callable[[], Sequence[Node]]
    """What its widgets say now."""


Proof = Callable[[Evidence], str]
"""What the program holds, in one line; the same line as long as nothing was done."""


@dataclass(frozen=True)
class OfficeTask:
    """One task on one program. In steps and in `wanted`, `{column}` stands for the row's value."""

    name: str
    toolkit: Toolkit
    argv: tuple[str, ...]
    rows: tuple[Row, ...]
    """The first is demonstrated."""
    steps: tuple[Step, ...]
    holds: Proof
    wanted: str | Callable[[Row], str]
    """What it holds when the task was done for a row."""
    files: tuple[tuple[str, str], ...] = field(default=())
    """Name and text of what lies in the program's home as it starts."""
    transient: bool = False
    """Whether what it holds goes through other values on its way, as a display does."""
    size: tuple[int, int] = (760, 540)
    """Of its window when the task is recorded; (0, 0) leaves it as it opens."""

    def meant(self, row: Row) -> str:
        """What it must hold."""
        return self.wanted.format(**row) if isinstance(self.wanted, str) else self.wanted(row)


def click(name: str, role: str = "") -> tuple[Step, ...]:
    """A click on what is called so."""
    return (Click(name, role),)


def say(text: str) -> tuple[Step, ...]:
    """Text typed where the keyboard is."""
    return (Type(text),)


def press(*keys: str) -> tuple[Step, ...]:
    """One chord."""
    return (Press(keys),)


def filled(step: Step, row: Row) -> Step:
    """The step with the row's values in it."""
    if isinstance(step, Type):
        return Type(step.text.format(**row))
    if isinstance(step, Click):
        return Click(step.name.format(**row), step.role, step.button)
    return step
