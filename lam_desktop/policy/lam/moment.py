"""Which demonstrated screen the present one is: the step pointer.

Every demonstrated screen is matched with the present one as a whole, and with the other demonstrated ones.
What all of these show tells nothing; an open menu, a dialog, another page does, and so does a field that is
filled in by then (`standing`). Which step was done last says what to expect, and no more: somebody may have
gone on meanwhile, or what was done came to nothing. A conditional logit (McFadden 1974) weighs the screens,
the one behind the last step among them, and the answer «none of them», against each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from lam_desktop.policy.lam.confidence import Chances, log_odds
from lam_desktop.policy.lam.standing import MATCHED, Kept, Standing, Varied, kept

MOMENT_SIGNS = ("found_again", "known", "own", "own_found", "own_lost")
"""Of each demonstrated screen: log odds of the mean best match of its elements and of the present ones; of
its own elements, those that few of the others show, log odds of the share that is found again, the logarithm
of how many are, and minus that of how many are not."""
NOVEL_SIGNS = ("novel", "novel_share")
"""Of the present screen: minus the logarithm of how many elements no demonstrated screen shows, and minus log
odds of their share."""
STATE_SIGNS = ("as_shown", "unlike", "filled", "marked")
"""Of each demonstrated screen, of its elements that stand otherwise on another one: log odds of the share
that stands so now, and minus the numbers of those that do not, see `standing.Kept`."""
HISTORY_SIGNS = ("next", "again", "ahead", "behind")
"""Of each demonstrated screen: 1 for the one behind the last step that was done; 1 for that step's own; how
many screens further, and how many further back, it is, as logarithms. Nothing where no history is known."""
MOST_OTHERWISE = 5.0
OLDER_WEIGHTS = 2 * len(MOMENT_SIGNS) + len(NOVEL_SIGNS) + 1
"""So many has a pointer that knows nothing of states and history."""
WEIGHTS = OLDER_WEIGHTS + 2 * len(STATE_SIGNS) + len(HISTORY_SIGNS) + 1


@dataclass(frozen=True, eq=False)
class MomentSigns:
    """What K demonstrated screens and the present one have in common."""

    shown: Tensor
    """(K, len(MOMENT_SIGNS))."""
    novel: Tensor
    """(len(NOVEL_SIGNS),)."""
    states: Tensor
    """(K, len(STATE_SIGNS))."""
    history: Tensor
    """(K, len(HISTORY_SIGNS))."""
    told: float = 0.0
    """1: something is known of the history."""

    def behind(self, done: int | None) -> MomentSigns:
        """The signs where the step of screen `done` was done last; -1: none was yet; None: nobody knows."""
        return replace(self, history=_history(len(self.shown), done), told=float(done is not None))


@dataclass(frozen=True, eq=False)
class ShownScreens:
    """K demonstrated screens, compared with each other."""

    rare: Sequence[Tensor]
    """(N,) 0..1 each, see `rarities`."""
    standing: Sequence[Standing]
    varied: Sequence[Varied]


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


def moment_signs(
    present: Sequence[Chances], rare: Sequence[Tensor], states: Sequence[Kept] | None = None
) -> MomentSigns:
    """K demonstrated screens compared with the present one, and how rare their elements are, (N,) each.

    `states`: of each, what stands as there and what does not, see `standing.kept`.
    """
    rows: list[Tensor] = []
    for one, weight in zip(present, rare, strict=True):
        again = one.both.amax(1) >= MATCHED
        found, lost = (weight * again).sum(), (weight * ~again).sum()
        shares = torch.stack((one.found_again, one.known, (found + 0.5) / (found + lost + 1)))
        rows.append(torch.cat((log_odds(shares), found.log1p()[None], -lost.log1p()[None])))
    known = torch.stack([one.both.amax(0) for one in present]).amax(0) >= MATCHED  # (M,)
    new = (~known).sum().float()
    novel = torch.stack((-new.log1p(), -log_odds((new + 0.5) / (len(known) + 1))))
    counts = [(one.alike, one.unlike, one.filled, one.marked) for one in states or [Kept()] * len(rows)]
    alike, other = torch.tensor(counts).split((1, 3), 1)
    share = log_odds((alike + 0.5) / (alike + other.sum(1, keepdim=True) + 1))
    stand = torch.cat((share, -other.clamp(max=MOST_OTHERWISE)), 1)
    return MomentSigns(torch.stack(rows), novel, stand, _history(len(rows), None))


def signs_of(shown: ShownScreens, now: Standing, present: Sequence[Chances]) -> MomentSigns:
    """K demonstrated screens, and how each compares with the present one."""
    held = zip(shown.standing, shown.varied, present, strict=True)
    return moment_signs(present, shown.rare, [kept(one, what, now, said) for one, what, said in held])


def _history(count: int, done: int | None) -> Tensor:
    if done is None:
        return torch.zeros(count, len(HISTORY_SIGNS))
    off = torch.arange(count) - (done + 1)
    ahead, behind = off.clamp(min=0), (-1 - off).clamp(min=0)
    return torch.stack(((off == 0).float(), (off == -1).float(), ahead.log1p(), behind.log1p()), 1)


@dataclass(frozen=True)
class StepPointer:
    """What was learned on generated programs about such signs."""

    weights: tuple[float, ...] = ()
    """Of each screen's signs; for «none of them», of the best of each sign, of what is new; a constant.
    Behind these, where they were learned: of each screen's states, of the best of these for «none of them»,
    of the history, and for «none of them» where there is one."""

    def of(self, signs: MomentSigns) -> Tensor:
        """(K + 1,) probabilities of the K demonstrated screens, «none of them» last."""
        weights = torch.zeros(WEIGHTS, dtype=torch.float64)
        weights[: len(self.weights)] = torch.tensor(self.weights, dtype=torch.float64)
        return moment_logits(signs, weights).softmax(0)


def moment_logits(signs: MomentSigns, weights: Tensor) -> Tensor:
    """`weights` (WEIGHTS,) float64 -> (K + 1,) logits."""
    count, states, history = len(MOMENT_SIGNS), len(STATE_SIGNS), len(HISTORY_SIGNS)
    sizes = (count, count, len(NOVEL_SIGNS), 1, states, states, history, 1)
    mine, best, novel, constant, standing, best_standing, expected, told = weights.split(sizes)
    shown, stand = signs.shown.double(), signs.states.double()
    none = shown.amax(0) @ best + signs.novel.double() @ novel + constant
    none = none + stand.amax(0) @ best_standing + signs.told * told
    return torch.cat((shown @ mine + stand @ standing + signs.history.double() @ expected, none))
