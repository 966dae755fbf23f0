"""What the benchmark needs of a program: to show it, to have a clerk use it, to judge what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lam_desktop.evaluation.drift.conditions import Condition
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop

Row = Mapping[str, str]
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one row, by the program's own state."""

    right: bool
    """Whether the program holds exactly what the row says, once."""
    wrong: tuple[str, ...] = ()
    """Everything that should not have happened: other entries, clicks on other parts."""


class Shown(Protocol):
    """A program on the screen."""

    def enter(self, clerk: Clerk, row: Row) -> None:
        """Does the task for a row as a person does; the program looks as it does when a task is recorded."""
        ...

    def judge(self, row: Row, clicked: Sequence[Point]) -> Judgement:
        """Compares what the program holds now with the row.

        `clicked` are the points that were clicked, for a program that does not log what was hit.
        """
        ...


class Program(Protocol):
    """A program in which one task is recorded and repeated."""

    @property
    def name(self) -> str:
        """One word."""
        ...

    @property
    def accessibility(self) -> bool:
        """Whether clerk and judge need the desktop's accessibility bus."""
        ...

    def rows(self, seed: int) -> Sequence[Row]:
        """The row that is demonstrated and then those that may be repeated."""
        ...

    def show(
        self, desktop: VirtualDesktop, folder: Path, condition: Condition
    ) -> AbstractContextManager[Shown]:
        """The program, freshly started and empty, under this condition, as long as the block lasts."""
        ...
