"""Whether an action had the demonstrated effect: the effect head.

Four screens are matched: before and after the action in the demonstration, and before and after it now. What
came, went or was filled in there must have come, gone or been filled in here too, and nothing else. A
logistic regression over how much of that is so gives the probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lam_desktop.policy.lam.confidence import Chances, log_odds
from lam_desktop.policy.lam.standing import Standing, counterparts, differ

EFFECT_SIGNS = (
    "come", "not_come", "stood_before", "share_come", "gone", "not_gone", "share_gone",
    "changed", "not_changed", "share_changed", "strange", "vanished", "changed_else",
    "shown", "seen", "unmoved", "silent", "after_again", "after_known",
)  # fmt: skip
"""Of what came by the demonstrated action, of what went, and of the entries and marks that changed: how much
did so now, minus how much did not, and log odds of the share; of what came also minus how much was there
before. Minus how much came, went and changed now that did not there. How much happened there, and now; 1
where nothing did now, and where nothing did there. Log odds of how well the screens after the action match,
both ways. Numbers as logarithms."""


@dataclass(frozen=True, eq=False)
class EffectScreens:
    """How the screens of one action compare: N and N' elements there, M and M' now."""

    there: Chances
    """(N, N'): before and after in the demonstration."""
    now: Chances
    """(M, M'): before and after now."""
    before: Chances
    """(N, M)."""
    after: Chances
    """(N', M')."""
    standing: Sequence[Standing]
    """Of before and after there, before and after now."""


@dataclass(frozen=True)
class EffectHead:
    """What was learned on episodes of generated programs about such signs."""

    weights: tuple[float, ...] = ()
    """Of the signs, and a constant."""

    def of(self, signs: Tensor) -> float:
        """Probability that the action had the effect; `signs` (len(EFFECT_SIGNS),)."""
        return float(effect_logit(signs, torch.tensor(self.weights, dtype=torch.float64)).sigmoid())


def effect_logit(signs: Tensor, weights: Tensor) -> Tensor:
    """`signs` (..., len(EFFECT_SIGNS)), `weights` one more, float64 -> (...)."""
    return signs.double() @ weights[:-1] + weights[-1]


def effect_signs(screens: EffectScreens) -> Tensor:
    """(len(EFFECT_SIGNS),) of one action."""
    there, now = (
        _Change.of(screens.there, screens.standing[:2]),
        _Change.of(screens.now, screens.standing[2:]),
    )
    here, again = counterparts(screens.after.both)
    came = there.new & again & now.new[here]
    stood = there.new & again & ~now.new[here]
    missing = there.new & ~again
    at, known = counterparts(screens.before.both)
    went, stayed = there.gone & known & now.gone[at], there.gone & known & ~now.gone[at]
    did, did_not = there.changed & known & now.changed[at], there.changed & known & ~now.changed[at]
    source, met = counterparts(screens.before.both.T)
    strange = now.new & ~counterparts(screens.after.both.T)[1]
    vanished = now.gone & met & ~there.gone[source]
    changed_else = now.changed & ~(met & there.changed[source])
    counts = torch.stack([one.sum() for one in (
        came, missing, stood, went, stayed, did, did_not, strange, vanished, changed_else,
    )]).double()  # fmt: skip
    came_n, missing_n, stood_n, went_n, stayed_n, did_n, did_not_n = counts[:7]
    size = counts.log1p()
    there_n, now_n = there.count, now.count
    return torch.stack((
        size[0], -size[1], -size[2], _share(came_n, missing_n + stood_n),
        size[3], -size[4], _share(went_n, stayed_n),
        size[5], -size[6], _share(did_n, did_not_n),
        -size[7], -size[8], -size[9],
        there_n.log1p(), now_n.log1p(), (now_n == 0).double(), (there_n == 0).double(),
        log_odds(screens.after.found_again).double(), log_odds(screens.after.known).double(),
    ))  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Change:
    """What an action did to a screen with N elements, M afterwards."""

    new: Tensor
    """(M,) bool: was not there before."""
    gone: Tensor
    """(N,) bool: is not there afterwards."""
    changed: Tensor
    """(N,) bool: says something else, or is marked otherwise."""

    @classmethod
    def of(cls, chances: Chances, standing: Sequence[Standing]) -> _Change:
        at, kept = counterparts(chances.both)
        entry, mark = differ(standing[0], standing[1], at, kept)
        return cls(~counterparts(chances.both.T)[1], ~kept, entry | mark)

    @property
    def count(self) -> Tensor:
        """() how much happened."""
        return (self.new.sum() + self.gone.sum() + self.changed.sum()).double()


def _share(one: Tensor, other: Tensor) -> Tensor:
    return log_odds((one + 0.5) / (one + other + 1))
