"""What a benchmark is: independent cases, each measured alone, and the table that they make together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from lam_desktop.evaluation.tables import Table
from lam_desktop.types import Frame

LAM = "lam"
BASELINES = ("coordinates", "window-coordinates", "template", "text")
"""Policies that the agent is compared with, behind the same protocol."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure with one policy; no other case has the same name and policy."""

    name: str
    """Words and numbers with slashes between them, from the general to the particular: `orders/zoom-150`."""
    policy: str = LAM


@dataclass(frozen=True, eq=False)
class Finding:
    """What came of a case."""

    outcome: str
    """One word, such as `pass`, `halted` or `wrong`."""
    values: Mapping[str, Any]
    """Figures and words of the benchmark's own, as JSON knows them."""
    picture: Frame | Path | None = None
    """What is kept to be looked at: of a failure, the last decision drawn over its screen."""


@dataclass(frozen=True, slots=True)
class Result:
    """A finding as it is kept."""

    case: str
    policy: str
    outcome: str
    values: Mapping[str, Any]
    seconds: float
    picture: str | None = None
    """Relative to the benchmark's folder."""


@dataclass(frozen=True)
class Workshop:
    """What a benchmark gets to work with."""

    seed: int
    folder: Path
    """Empty, for whatever it writes meanwhile; emptied again by the next call."""
    say: Callable[[str], None]
    """Hears in words what takes long."""


Measure = Callable[[Case], Finding]


class Benchmark(Protocol):
    """One table of `lam eval`. Making one costs nothing; what is heavy happens inside `open`."""

    @property
    def title(self) -> str:
        """What the table shows, in one line."""
        ...

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:
        """All cases in the order in which they are measured; without `baselines` those of the agent alone."""
        ...

    def depends(self) -> Mapping[str, str]:
        """What its figures depend on beside our sources and weights: versions of programs, a corpus.

        Raises EnvironmentFault where something is missing, before anything is measured.
        """
        ...

    def open(self, workshop: Workshop) -> AbstractContextManager[Measure]:
        """What measures one case after the other, in any selection of them, as long as the block lasts."""
        ...

    def table(self, results: Sequence[Result]) -> Table:
        """The table of these results, in the order of the cases; some cases may lack theirs."""
        ...
