"""Bars of tools without words, matched in their order: neighbours vouch for each other.

A tool that is drawn anew says little by itself, but a bar mostly keeps its order. The posterior of a monotone
alignment with gaps (forward and backward sums over a pair HMM: Durbin et al. 1998, «Biological sequence
analysis», chapter 4), whose emissions are the network's own scores, tells which place the *others* leave to a
tool. A bar is laid against all bars of the other screen one after another, and may begin and end anywhere
there: so bars may be wrapped, or change places. What the others say counts as far as tools keep their order
at all; a tool may have been moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lam_desktop.policy.lam.confidence import Scores

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """How bars change from screen to screen."""

    opened: float = 0.1
    """Chance that behind a tool some are missing, or are new."""
    extended: float = 0.6
    """Chance that one more is."""
    moved: float = 0.2
    """Chance that a tool stands anywhere, whatever the others say."""
    most: float = 1.0
    """Log odds by which one tool speaks for a place, or against it, at most."""


RATES = Rates()
LEAST = 1e-6
"""The least chance that a place is left to no tool of a bar."""


@dataclass(frozen=True, eq=False)
class Votes:
    """What the others of a bar say of its n tools, and of the m places of the other screen."""

    places: Array
    """(n, m + 1): which place is left to a tool; the last column: none. Rows sum to 1."""
    odds: Array
    """(n, m): how much likelier a place is left to a tool than to none of the bar."""


def in_order(
    scores: Scores, temperature: float, shown: Sequence[Sequence[int]], present: Sequence[Sequence[int]],
    rates: Rates = RATES,
) -> Scores:  # fmt: skip
    """The scores of two screens with what the neighbours in bars say.

    `shown`, `present`: rows of the tools of each bar of the demonstrated screen, and of the present one, in
    their order. Without bars on both screens these are the scores as they were.
    """
    if not shown or not present:
        return scores
    rows, columns = (torch.tensor([i for bar in bars for i in bar]) for bars in (shown, present))
    told = [vote(log_odds_of(scores, torch.tensor(bar), columns, temperature), rates) for bar in shown]
    odds = np.concatenate([one.odds for one in told]).T  # (m, n of all bars)
    backward = np.c_[odds, np.ones(len(odds))]
    places = np.concatenate([one.places for one in told])
    return scores.told(
        _voted(scores.forward, rows, columns, places, temperature, rates),
        _voted(scores.backward, columns, rows, _shares(backward), temperature, rates),
    )


def _voted(
    logits: Tensor, mine: Tensor, theirs: Tensor, votes: Array, temperature: float, rates: Rates
) -> Tensor:
    """The logits with votes (len(mine), len(theirs) + 1); votes for all alike change nothing."""
    weights = np.log((1 - rates.moved) * votes * votes.shape[1] + rates.moved)
    added = torch.from_numpy(weights * temperature).to(logits.dtype)
    told = logits.clone()
    told[mine[:, None], theirs] += added[:, :-1]
    told[mine, -1] += added[:, -1]
    return told


def log_odds_of(scores: Scores, rows: Tensor, columns: Tensor, temperature: float) -> Array:
    """(n, m): how much likelier two elements are one than both without a counterpart, by both directions."""
    forward = scores.forward[rows[:, None], columns] - scores.forward[rows, -1:]
    backward = scores.backward[columns[:, None], rows] - scores.backward[columns, -1:]
    return ((forward + backward.T) / (2 * temperature)).double().numpy()


def vote(odds: Array, rates: Rates = RATES) -> Votes:
    """What all tools but the one in question say, from the (n, m) log odds of each pair."""
    chances = np.exp(odds.clip(-rates.most, rates.most))
    before, gaps = _sums(chances, rates)
    after, others = (part[::-1] for part in _sums(chances[::-1, ::-1], rates))
    left = before[:, :-1] * after[:, ::-1][:, 1:]  # (n, m): paths through a pair, without its emission
    none = (gaps * others[:, ::-1]).sum(1)  # (n,)
    total = (left * chances).sum(1) + none  # (n,): all paths; the same for each row, but for its scale
    taken = (left * chances / total[:, None]).sum(0)  # (m,)
    odds = left / total[:, None] / np.maximum(1 - taken, LEAST)
    return Votes(_shares(np.c_[left, none]), odds)


def _sums(chances: Array, rates: Rates) -> tuple[Array, Array]:
    """Forward sums: (n, m + 1) up to a match but without its emission, by how many of the other screen's came
    before; (n, m + 1) of a tool without a place. Each row to a scale of its own."""
    count, places = chances.shape
    gap = np.sqrt(rates.opened * (1 - rates.extended))  # half of its price at each end
    far = np.subtract.outer(np.arange(places + 1), np.arange(places + 1)).T - 1
    onward = np.where(far >= 0, rates.extended ** np.maximum(far, 0), 0.0)  # passing over places
    matches = np.full(places + 1, 1.0)  # a bar begins anywhere
    missing, new = np.zeros(places + 1), np.zeros(places + 1)
    before, gaps = np.empty((count, places + 1)), np.empty((count, places + 1))
    for n, row in enumerate(chances):
        before[n] = (1 - 2 * rates.opened) * matches + gap * (missing + new)
        missing = gap * matches + rates.extended * missing + rates.opened * new
        gaps[n] = missing
        matches = np.concatenate(((0.0,), row * before[n, :-1]))
        new = (gap * matches + rates.opened * missing) @ onward
        largest = matches.max() + missing.max()
        matches, missing, new = matches / largest, missing / largest, new / largest
    return before, gaps


def _shares(sums: Array) -> Array:
    return sums / sums.sum(1, keepdims=True)
