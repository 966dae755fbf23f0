"""What the network says of a demonstrated target and a screen, before a confidence is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from lam_desktop.policy.lam.alignment import in_order
from lam_desktop.policy.lam.confidence import Match, Scores, match
from lam_desktop.threads import threads_for
from lam_desktop.types import Element


@dataclass(frozen=True, eq=False)
class Bars:
    """The bars of both screens in which a tool's neighbours vote, as of `bars.bars`."""

    shown: tuple[tuple[int, ...], ...]
    present: tuple[tuple[int, ...], ...]

    def voted(self, scores: Scores, temperature: float) -> Scores:
        """The scores with what the neighbours say at this temperature."""
        return in_order(scores, temperature, self.shown, self.present)


@dataclass(frozen=True, eq=False)
class Compared:
    """What the network says of a step's target and a screen with M elements."""

    scores: Scores
    """Its own; no neighbour was asked."""
    target: int
    """Row of the target in the scores."""
    sought: Element
    """The demonstrated target as it was compared: of a cell in which several were one, its own."""
    elements: tuple[Element, ...]
    """(M,) those that were compared: the strongest ones of a crowded screen."""
    agreement: Tensor
    """(M, len(AGREEMENTS)): how each element agrees with the demonstrated target."""
    allowed: Tensor | None
    """(M,) bool: says the wanted text; None where the choice does not follow the row."""
    inside: Tensor | None = None
    """(M,) bool: lies in an open list or menu, as the demonstrated target did; None where none is open."""
    named: bool = False
    """Whether something on the target's line names the record that the row is about."""
    bars: Bars | None = None
    """In which the target's neighbours vote; None where it stands in none."""

    def match(self, temperature: float, scores: Scores | None = None) -> Match:
        """The chances of each element; `scores`: with the neighbours' votes, in place of its own."""
        scores = scores or self.scores
        with threads_for(scores.forward.numel()):
            return match(scores, self.target, temperature, self.agreement, self.allowed, self.inside)
