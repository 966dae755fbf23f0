"""The network's answers to trials, before a temperature and a threshold are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from lam_desktop.learning.trials import Trial, TrialSort
from lam_desktop.policy.lam.arrows import click_on
from lam_desktop.policy.lam.compared import Bars, Compared
from lam_desktop.policy.lam.confidence import Confidence, Match, Scores, match
from lam_desktop.policy.lam.policy import SAYS_OTHERWISE, LamPolicy
from lam_desktop.policy.lam.wording import says_otherwise


@dataclass(frozen=True, eq=False)
class Question:
    """One element of the first screen, looked for on the second."""

    program: str
    toolkit: str
    kind: str
    scores: Scores
    """The network's own, before any votes."""
    target: int
    """Row of the element."""
    right: Tensor
    """(M,) bool: a click on this element of the second screen lands where it should."""
    present: bool
    """Whether the element is on the second screen at all."""
    agreement: Tensor
    """(M, len(AGREEMENTS)) half: how each element agrees with the demonstrated one."""
    allowed: Tensor | None = None
    """(M,) bool: says the wanted text; None where the choice does not follow the row."""
    sort: TrialSort = "same"
    seen: bool = True
    """Whether a proposal covers the element on the first screen."""
    otherwise: Tensor | None = None
    """(M,) bool: is called by other words than the element; None: none is."""
    bars: Bars | None = None
    """As in `Compared`: the votes hang on the temperature, so they are counted when it is answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the policy would do."""

    confidence: float
    """0 where it says that the element is not there."""
    right: bool
    """Whether the click would land where it should."""

    def acts(self, threshold: float) -> bool:
        """Whether the policy would act with this threshold."""
        return self.confidence >= threshold


NOTHING = Answer(0.0, False)


def answer(question: Question, confidence: Confidence) -> Answer:
    """The policy's decision; the threshold is up to the caller."""
    matched, alone = voted(question, confidence.temperature)
    if matched is None:
        return NOTHING
    right = bool(question.right[matched.best])
    sure = 0.0 if matched.gone else confidence.of(matched, alone)
    if question.otherwise is not None and question.otherwise[matched.best]:
        sure = min(sure, SAYS_OTHERWISE)
    return Answer(sure, right)


def voted(question: Question, temperature: float) -> tuple[Match | None, Match | None]:
    """What the scores say with the votes of neighbours, and what they said alone; None where none voted."""
    alone = matching(question, temperature)
    if alone is None or question.bars is None:
        return alone, None
    scores = question.bars.voted(question.scores, temperature)
    return matching(replace(question, scores=scores), temperature), alone


def matching(question: Question, temperature: float) -> Match | None:
    """What the scores say; None where there is nothing to choose from."""
    if not len(question.right) or (question.allowed is not None and not question.allowed.any()):
        return None
    return match(question.scores, question.target, temperature, question.agreement, question.allowed)


def _otherwise(compared: Compared, trial: Trial) -> Tensor | None:
    if trial.situation.wanted_text is not None:
        return None
    return torch.tensor([says_otherwise(compared.sought, one) for one in compared.elements], dtype=torch.bool)


def questions(trials: Iterable[Trial], policy: LamPolicy) -> Iterator[Question]:
    """The network's scores for each trial."""
    for trial in trials:
        step = trial.situation.step
        assert step.target is not None and step.point is not None
        compared = policy.compare(trial.situation)
        clicks = (click_on(step, compared.sought, compared.elements, one) for one in compared.elements)
        right = [trial.lands(point) for _, point in clicks]
        yield Question(
            program=trial.program,
            toolkit=trial.toolkit,
            kind=trial.kind,
            scores=compared.scores,
            target=compared.target,
            right=torch.tensor(right, dtype=torch.bool),
            present=trial.there is not None,
            agreement=compared.agreement.half(),
            allowed=compared.allowed,
            sort=trial.sort,
            seen=trial.seen,
            otherwise=_otherwise(compared, trial),
            bars=compared.bars,
        )
