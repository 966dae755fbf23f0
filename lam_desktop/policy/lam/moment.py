"""Which demonstrated screen the present one is: the step pointer, and the judge of effects.

Every demonstrated screen is matched with the present one as a whole. An open menu, a dialog, another page
leave elements of one of both without a counterpart; on the right screen fewer are left than on the others.
A conditional logit (McFadden 1974) over what is left weighs the screens, and the answer «none of them»,
against each other. Between the screens before and after an action it tells whether the effect came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lam_desktop.policy.lam.confidence import LIMIT, Scores

MOMENT_SIGNS = ("found_again", "known", "lost", "new")
"""Log odds of the mean best match of demonstrated and of present elements; minus the logarithm of how many of
each have no counterpart."""
UNMATCHED = 0.5
"""An element whose best match is less likely than this has no counterpart."""


def moment_signs(scores: Scores, temperature: float) -> Tensor:
    """(len(MOMENT_SIGNS),) of a demonstrated screen and the present one."""
    said = scores.chances(temperature)
    lost, new = ((said.both.amax(axis) < UNMATCHED).sum().float() for axis in (1, 0))
    shares = torch.logit(torch.stack((said.found_again, said.known)), 1e-6).clamp(-LIMIT, LIMIT)
    return torch.cat((shares, -torch.stack((lost, new)).log1p()))


@dataclass(frozen=True)
class StepPointer:
    """What was learned on generated programs about such signs."""

    weights: tuple[float, ...] = ()
    """Of each screen's signs; of the best of each sign over all screens, for «none of them»; a constant."""

    def of(self, signs: Tensor) -> Tensor:
        """(K, len(MOMENT_SIGNS)) of K demonstrated screens -> (K + 1,) probabilities, «none of them» last."""
        return moment_logits(signs.double(), torch.tensor(self.weights, dtype=torch.float64)).softmax(0)


def moment_logits(signs: Tensor, weights: Tensor) -> Tensor:
    """(K, S) signs and (2 S + 1,) weights -> (K + 1,) logits."""
    count = len(MOMENT_SIGNS)
    none = signs.amax(0) @ weights[count : 2 * count] + weights[-1]
    return torch.cat((signs @ weights[:count], none[None]))


def weights_fit(weights: Sequence[float]) -> bool:
    """Whether there are as many weights as a pointer needs, or none."""
    return len(weights) in (0, 2 * len(MOMENT_SIGNS) + 1)
