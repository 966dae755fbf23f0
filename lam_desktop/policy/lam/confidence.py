"""How sure the policy is: a calibrated probability from the scores of two whole screens.

A logistic regression over a few signs turns scores into a probability (Platt 1999, «Probabilistic outputs for
support vector machines»; of several signs, Kuppers et al. 2020, «Multivariate confidence calibration»). What
became of all the other elements is among the signs: an element that seems well known on a screen where hardly
anything else is known stands in another program.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

AGREEMENTS = ("same_words", "said", "drawn", "kind", "marked", "told", "only_record")
"""How two elements agree: the same words, cosines of texts and pictures, the same kind; how many of both
follow the row, and how many have words; 1 where all that names the record is on the present element's line
and on no other. What names no record, as «yes» in each line does, or is not found there, counts for nothing:
a form may stand beside a table."""
ONLY_RECORD = AGREEMENTS.index("only_record")
SIGNS = (
    "mutual", "backward", "absent", "found_again", "known", "follows", "mutual_follows", *AGREEMENTS,
    "drawn_wordless", "mutual_record", "backward_record",
)  # fmt: skip
"""Of the best match: log odds of the more doubtful direction, of the backward one and of ABSENT; of the mean
mutual probability of the best matches of all demonstrated and of all present elements; 1 for a choice that
follows the row, and for such a choice the first sign again; how the element agrees with the demonstrated one,
and how far by its picture alone; where its record is told, the first two signs again."""
VOTES = ("voted", "in_bar")
"""Signs of an element for which neighbours in a bar voted: by how much they raised its log odds, and that
they did; 0 for all others. Only weights that were learned with them know what a vote is worth."""
BY_RECORD, LEAST_DRAWN = 2.0, 0.6
"""So many times likelier than an element may be that it is not there, where its record is told; and how alike
its picture must be then, if its words are not."""
LIMIT = 6.0
"""Log odds are cut here: a straight line promises too much further out."""


def log_odds(chances: Tensor) -> Tensor:
    """Of probabilities of any shape, cut at `LIMIT`."""
    return torch.logit(chances, 1e-6).clamp(-LIMIT, LIMIT)


class Scores:
    """All correspondences of two screens; the last column is ABSENT."""

    def __init__(self, forward: Tensor, backward: Tensor) -> None:
        """Logits: forward (N, M + 1), backward (M, N + 1)."""
        self.forward = forward
        self.backward = backward
        self._by_itself: Scores | None = None
        self._at: tuple[float, Chances] | None = None

    def told(self, forward: Tensor, backward: Tensor) -> Scores:
        """With other logits, by what one knows besides; how well known the screen is stays what it was."""
        made = Scores(forward, backward)
        made._by_itself = self
        return made

    def chances(self, temperature: float) -> Chances:
        """The probabilities; kept for the next question about the same screens."""
        if self._at is None or self._at[0] != temperature:
            forward = (self.forward / temperature).softmax(1)
            backward = (self.backward / temperature).softmax(1)
            both = torch.minimum(forward[:, :-1], backward[:, :-1].T)
            found_again, known = both.amax(1).mean(), both.amax(0).mean()
            if self._by_itself is not None:
                alone = self._by_itself.chances(temperature)
                found_again, known = alone.found_again, alone.known
            self._at = temperature, Chances(forward, backward, both, found_again, known)
        return self._at[1]


@dataclass(frozen=True, eq=False)
class Chances:
    """Scores as probabilities."""

    forward: Tensor
    """(N, M + 1)."""
    backward: Tensor
    """(M, N + 1)."""
    both: Tensor
    """(N, M): the more doubtful direction."""
    found_again: Tensor
    """() mean over demonstrated elements of their best match."""
    known: Tensor
    """() the same of the present ones."""


@dataclass(frozen=True, eq=False)
class Match:
    """What the scores say of one demonstrated element and each of M present ones, M at least 1."""

    mutual: Tensor
    """(M,) probability by the more doubtful direction; 0 for what does not say the wanted text."""
    absent: float
    """Probability that the element is not there."""
    signs: Tensor
    """(len(SIGNS),)."""
    by_record: bool = False
    """Whether the best element lies on the one line that names the record, and looks, or is called, alike."""

    @property
    def best(self) -> int:
        """The likeliest element."""
        return int(self.mutual.argmax())

    @property
    def before_next(self) -> float:
        """Probability of the best element where only it and the next best could be meant."""
        best, *others = self.mutual.topk(min(2, len(self.mutual))).values.tolist()
        return best / max(best + sum(others), 1e-9)

    @property
    def gone(self) -> bool:
        """Whether it is likelier that the element is not there than that the best one is it.

        On the line of its record it may be likelier by a little: among data that have all changed the network
        takes the control of another record for another one. Then the confidence tells.
        """
        return self.absent > (BY_RECORD if self.by_record else 1.0) * float(self.mutual[self.best])


def votes(matched: Match, alone: Match | None) -> Tensor:
    """(len(VOTES),) what neighbours said for the best element; `alone`: before they did, None: none did."""
    if alone is None:
        return matched.signs.new_zeros(len(VOTES))
    said, before = log_odds(torch.stack((matched.mutual[matched.best], alone.mutual[matched.best])))
    return torch.stack((said - before, said.new_ones(())))


@dataclass(frozen=True)
class Confidence:
    """What was learned on held-out programs about the network's scores."""

    temperature: float = 1.0
    weights: tuple[float, ...] = ()
    """One for each of `SIGNS`, of `VOTES` where these were learned, and a constant; without any, the mutual
    probability is taken as it is."""

    @property
    def knows_votes(self) -> bool:
        """Whether it was learned what the votes of neighbours are worth."""
        return len(self.weights) == len(SIGNS) + len(VOTES) + 1

    def of(self, matched: Match, alone: Match | None = None) -> float:
        """Probability that the best element is the one meant; never more than against the next best alone.

        `alone`: what was said before the neighbours in a bar were asked. Their votes are drawn from the same
        scores: unless it was learned what they are worth, nothing is surer where they agree, and where they
        disagree it is as little sure as either says.
        """
        if alone is not None and not self.knows_votes:
            same = alone.best == matched.best and not alone.gone
            sure = min(self.of(matched), self.of(alone))
            return sure if same else min(sure, float(alone.mutual[matched.best]))
        if not self.weights:
            return float(matched.mutual[matched.best])
        *weights, constant = self.weights
        signs = torch.cat((matched.signs, votes(matched, alone)))[: len(weights)].double()
        odds = signs @ torch.tensor(weights, dtype=torch.float64) + constant
        return min(float(odds.sigmoid()), matched.before_next)


def match(
    scores: Scores,
    target: int,
    temperature: float,
    agreement: Tensor,
    right: Tensor | None = None,
    inside: Tensor | None = None,
) -> Match:
    """Row `target` of the demonstrated screen against the whole present one.

    `agreement` (M, len(AGREEMENTS)): how each present element agrees with the demonstrated one.
    `right` (M,) bool: what says the wanted text, for a choice that follows the row. What is wanted then has
    no counterpart in the demonstration, so only the forward direction counts. So it is among the elements of
    the one line that names the record, once the best of all is on it: twins of the record compete no more.
    `inside` (M,) bool: what alone can be meant, by its place.
    """
    said = scores.chances(temperature)
    mutual, absent = said.both[target], said.forward[target, -1]
    among = right
    its_record = agreement[:, ONLY_RECORD] > 0
    if right is None and its_record[mutual.argmax()]:
        among = its_record
    if among is not None:
        logits = scores.forward[target] / temperature
        logits[:-1][~among] = -torch.inf  # the division made a copy
        chosen = logits.softmax(0)
        mutual, absent = chosen[:-1], chosen[-1]
    if inside is not None:
        mutual = torch.where(inside, mutual, torch.zeros(()))
    best = int(mutual.argmax())
    chances = (mutual[best], said.backward[best, target], absent, said.found_again, said.known)
    odds = log_odds(torch.stack(chances))
    follows = odds.new_tensor([float(right is not None)])
    agreed = agreement[best].to(odds.dtype)
    wordless = agreed[AGREEMENTS.index("told")] == 0
    drawn = agreed[AGREEMENTS.index("drawn")] * wordless
    alone, only = agreed[:-1], agreed[-1:] * (1 - follows)  # a choice names itself
    signs = torch.cat((odds, follows, follows * odds[:1], alone, only, drawn[None], only * odds[:2]))
    alike = agreed[AGREEMENTS.index("drawn")] >= LEAST_DRAWN or agreed[AGREEMENTS.index("same_words")] > 0
    by_record = among is its_record and bool(its_record[best]) and bool(alike)
    return Match(mutual, float(absent), signs, by_record)
