"""What is known of the row at work."""

from __future__ import annotations

from dataclasses import dataclass, field

from lam_desktop.execution.runs.begun import BegunRow
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
    said: dict[Place, str] = field(default_factory=dict[Place, str])
    """What the person said that the screen says."""
    kept: dict[Place, str] = field(default_factory=dict[Place, str])
    """Of these, what was read once before the rows."""
    shown: bool = True
    """Whether the screen, or a check of a called task, showed what came of the last step that stores
    something."""

    def begin(self, row: Row) -> None:
        """Another row: nothing is known of it."""
        self.row, self.at_work, self.done, self.skipped = row, None, (), frozenset()
        self.readings, self.said, self.shown = dict(self.kept), {}, True
