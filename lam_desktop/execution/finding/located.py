"""What came of looking for a step's target: where it is, or why the step must not be done there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lam_desktop.execution.finding.reading import Doubtful
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.screen.readiness import View
from lam_desktop.tasks.step import Place
from lam_desktop.types import Box, Decision


@dataclass(frozen=True, eq=False)
class Located:
    """A look at the screen and what follows from it for one step."""

    view: View
    decision: Decision | None
    """None for a step without a target."""
    objection: str | None
    """Why the step must not be done on this screen; None: it may."""
    readings: Mapping[Place, str] = field(default_factory=dict[Place, str])
    """What was read on this screen of what the step shall read there."""
    sure: Mapping[Place, Sureness] = field(default_factory=dict[Place, Sureness])
    """How surely; of what a person said nothing."""
    read_in: tuple[Box, ...] = ()
    """The texts that it was read in; frame pixels."""
    by_person: bool = False
    """The person pointed at the target."""
    decide_s: float | None = None
    """How long the policy took; None where it was not asked."""
    keyboard_in: Box | None = None
    """The field that the keyboard was seen to be in, frame pixels; None where nobody looked."""
    enters_at: Box | None = None
    """The field that was clicked for the step's keys, frame pixels; None where that is not known."""
    doubtful: Doubtful | None = None
    """What could not be read for sure, where that is the objection."""
    greyed: bool = False
    """All that is in the way is that the target is greyed out."""
    working: bool = False
    """All that is in the way is that the window shows that it is working, or has a layer over it."""
    in_motion: bool = False
    """A person wants it done although its place keeps changing."""

    @property
    def target_box(self) -> Box | None:
        """The place of the target, frame pixels; None where there is none."""
        return self.decision.target.box if self.decision and self.decision.target else None

    @property
    def ready(self) -> bool:
        """Whether the agent may act."""
        return self.objection is None

    @property
    def held_up(self) -> bool:
        """Whether the target is where it should be, and only waiting may help."""
        return self.greyed or self.working

    def all_the_same(self) -> Located:
        """As a person wants it who says that what holds the step up does not matter."""
        return replace(
            self, objection=None, greyed=False, working=False, in_motion=self.working, by_person=True
        )

    @property
    def desktop_point(self) -> tuple[int, int] | None:
        """Where to act, desktop pixels; None for a step without a place."""
        if self.decision is None or self.decision.point is None:
            return None
        (x, y), (ox, oy) = self.decision.point, self.view.observation.origin
        return x + ox, y + oy
