"""Which demonstrated screen the present one is: the step pointer, and the judge of effects.

Every demonstrated screen is matched with the present one as a whole, and with the other demonstrated ones.
What all of these show tells nothing; an open menu, a dialog, another page does. A conditional logit
(McFadden 1974) over how much of that is found again weighs the screens, and the answer «none of them»,
against each other. Between the screens before and after an action it tells whether the effect came.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lam_desktop.policy.lam.confidence import Chances, log_odds

MOMENT_SIGNS = ("found_again", "known", "own", "own_found", "own_lost")
"""Of each demonstrated screen: log odds of the mean best match of its elements and of the present ones; of
its own elements, those that few of the others show, log odds of the share that is found again, the logarithm
of how many are, and minus that of how many are not."""
NOVEL_SIGNS = ("novel", "novel_share")
"""Of the present screen: minus the logarithm of how many elements no demonstrated screen shows, and minus log
odds of their share."""
WEIGHTS = 2 * len(MOMENT_SIGNS) + len(NOVEL_SIGNS) + 1
MATCHED = 0.5
"""An element whose best match is likelier than this has a counterpart."""


@dataclass(frozen=True, eq=False)
class MomentSigns:
    """What K demonstrated screens and the present one have in common."""

    shown: Tensor
    """(K, len(MOMENT_SIGNS))."""
    novel: Tensor
    """(len(NOVEL_SIGNS),)."""


def rarities(counts: Sequence[int], compared: Callable[[int, int], Chances]) -> list[Tensor]:
    """(N,) 0..1 of each demonstrated screen: the share of the others that lack an element; 1 without others.

    `counts`: how many elements each has; `compared(i, j)`: two of them, i < j.
    """
    lacking = [torch.zeros(count) for count in counts]
    for first, second in itertools.combinations(range(len(counts)), 2):
        both = compared(first, second).both
        lacking[first] += both.amax(1) < MATCHED
        lacking[second] += both.amax(0) < MATCHED
    others = len(counts) - 1
    return [one / others for one in lacking] if others else [torch.ones(counts[0])]


def moment_signs(present: Sequence[Chances], rare: Sequence[Tensor]) -> MomentSigns:
    """K demonstrated screens compared with the present one, and how rare their elements are, (N,) each."""
    rows: list[Tensor] = []
    for one, weight in zip(present, rare, strict=True):
        again = one.both.amax(1) >= MATCHED
        found, lost = (weight * again).sum(), (weight * ~again).sum()
        shares = torch.stack((one.found_again, one.known, (found + 0.5) / (found + lost + 1)))
        rows.append(torch.cat((log_odds(shares), found.log1p()[None], -lost.log1p()[None])))
    known = torch.stack([one.both.amax(0) for one in present]).amax(0) >= MATCHED  # (M,)
    new = (~known).sum().float()
    novel = torch.stack((-new.log1p(), -log_odds((new + 0.5) / (len(known) + 1))))
    return MomentSigns(torch.stack(rows), novel)


@dataclass(frozen=True)
class StepPointer:
    """What was learned on generated programs about such signs."""

    weights: tuple[float, ...] = ()
    """Of each screen's signs; for «none of them», of the best of each sign, of what is new; a constant."""

    def of(self, signs: MomentSigns) -> Tensor:
        """(K + 1,) probabilities of the K demonstrated screens, «none of them» last."""
        return moment_logits(signs, torch.tensor(self.weights, dtype=torch.float64)).softmax(0)


def moment_logits(signs: MomentSigns, weights: Tensor) -> Tensor:
    """`weights` (WEIGHTS,) float64 -> (K + 1,) logits."""
    count = len(MOMENT_SIGNS)
    mine, best, novel, constant = weights.split((count, count, len(NOVEL_SIGNS), 1))
    shown = signs.shown.double()
    none = shown.amax(0) @ best + signs.novel.double() @ novel + constant
    return torch.cat((shown @ mine, none))
