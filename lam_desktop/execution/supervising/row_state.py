"""What is known of the row at work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Place


@dataclass
class RowState:
    """One a run, shared by what works on the row; each row begins it anew."""

    row: Row = field(default_factory=lambda: Row(0, {}))
    at_work: BegunRow | None = None
    """As the journal would tell it: what was acted for, and not verified yet."""
    done: tuple[int, ...] = ()
    """Numbers of the steps that are behind."""
    skipped: frozenset[int] = frozenset()
    readings: dict[Place, str] = field(default_factory=dict[Place, str])
    """What was read from the screen."""
    sure: dict[Place, Sureness] = field(default_factory=dict[Place, Sureness])
    """How surely, as far as that is known; of what the person said nothing."""
    said: dict[Place, str] = field(default_factory=dict[Place, str])
    """What the person said that the screen says."""
    kept: dict[Place, str] = field(default_factory=dict[Place, str])
    """Of these, what was read once before the rows."""
    kept_sure: dict[Place, Sureness] = field(default_factory=dict[Place, Sureness])
    shown: bool = True
    """Whether the screen, or a check of a called task, showed what came of the last step that stores
    something."""

    def begin(self, row: Row) -> None:
        """Another row: nothing is known of it."""
        self.row, self.at_work, self.done, self.skipped = row, None, (), frozenset()
        self.readings, self.said, self.shown = dict(self.kept), {}, True
        self.sure = dict(self.kept_sure)

    def learn(
        self, readings: Mapping[Place, str], sure: Mapping[Place, Sureness] = MappingProxyType({})
    ) -> None:
        """What a place says from now on, and how surely that was read: not at all where a person said it."""
        self.readings |= readings
        for place in readings:
            self.sure.pop(place, None)
        self.sure |= sure
