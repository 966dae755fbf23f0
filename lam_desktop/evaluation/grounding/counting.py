"""Decisions about trials, counted by what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lam_desktop.evaluation.tables import Cell, Share
from lam_desktop.learning.trials import Trial
from lam_desktop.types import Decision

FIELDS = ("asked", "proposed", "right", "acted", "wrong")
"""Questions; with a proposal that a click would hit rightly; best one right; acted on; acted on wrongly."""
COLUMNS = ("name", "asked", "proposed", "right", "acts on", "wrong of acted", "wrong of asked")


@dataclass(frozen=True, eq=False)
class Judged:
    """A trial and what a policy decided."""

    trial: Trial
    decision: Decision
    proposed: bool

    @property
    def key(self) -> str:
        """What was asked: a kind where the element is there, else the sort of question."""
        sort = self.trial.sort
        return self.trial.kind if sort == "same" else sort

    @property
    def counts(self) -> list[int]:
        """1 or 0 for each of `FIELDS`."""
        decision, trial = self.decision, self.trial
        right = decision.point is not None and trial.lands(decision.point)
        acted = decision.accepted
        return [1, int(self.proposed), int(right), int(acted), int(acted and not right)]


Counts = dict[str, list[int]]
"""Sums of `FIELDS` by what was asked."""


def count(judged: Iterable[Judged]) -> Counts:
    """Sums by what was asked."""
    sums: Counts = {}
    for one in judged:
        held = sums.setdefault(one.key, [0] * len(FIELDS))
        sums[one.key] = [a + b for a, b in zip(held, one.counts, strict=True)]
    return sums


def row(
    name: str, counts: Sequence[Mapping[str, Sequence[int]]], keys: Iterable[str] | None = None
) -> dict[str, Cell]:
    """One row of the table: all these counts together, of these keys alone where given."""
    wanted = None if keys is None else set(keys)
    sums = [0] * len(FIELDS)
    for one in counts:
        for key, held in one.items():
            if wanted is None or key in wanted:
                sums = [a + b for a, b in zip(sums, held, strict=True)]
    asked, proposed, right, acted, wrong = sums
    return {
        "name": name,
        "asked": asked,
        "proposed": Share(proposed, asked),
        "right": Share(right, asked),
        "acts on": Share(acted, asked),
        "wrong of acted": Share(wrong, acted),
        "wrong of asked": Share(wrong, asked),
    }
