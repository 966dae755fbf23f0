"""From the policy's answers on programs it never saw to the confidence and the threshold it acts by.

A quarter of the programs teaches what the scores are worth (temperature, weights of the signs). The others,
of which the confidence knows nothing, choose the threshold by Learn-then-Test (Angelopoulos et al. 2021):
thresholds are tested from a strict one downwards, each with a valid p-value for «more than the allowed share
of what is acted on is wrong», until one cannot be excluded. Elements of one program are not independent, so a
program counts as one sample: the share of wrong actions among its actions, which is what one action drawn of
it would cost on average. The first quarter also says where to begin: hardly any program is acted on under the
strictest thresholds, which would prove nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from lam_desktop.learning.examining import Answer, Question, answer, voted
from lam_desktop.learning.losses import likeliest
from lam_desktop.policy.lam.confidence import SIGNS, Confidence, votes

BOUND, DELTA = 0.01, 0.05
"""Allowed share of wrong actions, and the chance that a threshold is taken for one that keeps to it."""
FITTING_EVERY = 4
"""Each fourth program teaches the confidence."""
ENOUGH = 0.6
"""Of the first quarter's programs so many must be acted on at the threshold that is tested first."""
SHRINKAGE = 1e-5
"""Weight of the squared weights, against a mean log-likelihood."""
TEMPERATURES = tuple(float(t) for t in np.geomspace(0.5, 4, 25))
THRESHOLDS = (0.999, 0.998, 0.997, 0.995, 0.99, 0.985, 0.98, 0.975, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92,
              0.91, 0.9, 0.88, 0.86, 0.84, 0.82, 0.8, 0.77, 0.74, 0.7, 0.65, 0.6, 0.55, 0.5)  # fmt: skip


@dataclass(frozen=True)
class Calibration:
    """What was chosen, and what it means on the held-out programs."""

    temperature: float
    weights: tuple[float, ...]
    """Of the signs that the confidence goes by, and a constant."""
    threshold: float
    bound: float
    """Allowed share of wrong actions among all actions."""
    confidence: float
    """With which the bound holds for new programs drawn like these; 0 where none could be shown to."""
    programs: int
    """That chose the threshold: those that are acted on at it."""
    questions: int
    errors: int
    """Wrong actions at the threshold."""
    wrong: float
    """Share of wrong actions among actions at the threshold, mean over programs."""
    coverage: float
    """Share of the elements that are there and that it acts on, rightly or wrongly."""
    gone: float
    """Share of the elements that are gone from their program, and for which it acts on another one."""
    ece: float
    """Expected calibration error in tenths."""
    reliability: tuple[tuple[float, float, int], ...]
    """(mean confidence, share right, count) a tenth."""

    def to_dict(self) -> dict[str, Any]:
        """For the model card."""
        return asdict(self)


def calibrate(questions: Sequence[Question], bound: float = BOUND, delta: float = DELTA) -> Calibration:
    """A confidence by likelihood, then the lowest threshold that keeps wrong actions under `bound`.

    Holds with probability 1 - `delta`. Nor may elements that are gone from their program be acted on more
    often than that, as observed. Where the sample is too small to show it at any threshold, the
    lowest one with an observed share under half the bound is taken, and `confidence` says 0.

    Raises ValueError for questions about fewer than two programs.
    """
    everyone = sorted({one.program for one in questions})
    proving = {program for n, program in enumerate(everyone) if n % FITTING_EVERY}
    if not proving:
        raise ValueError(f"at least two programs are needed, got {len(everyone)}")
    confidence = learned([one for one in questions if one.program not in proving])
    fitting = Answers([one for one in questions if one.program not in proving], confidence)
    held_out = Answers([one for one in questions if one.program in proving], confidence)
    first = max((t for t in THRESHOLDS if fitting.reach(t) >= ENOUGH), default=THRESHOLDS[-1])
    shown: float | None = None
    for threshold in THRESHOLDS:
        if threshold > first:
            continue
        if betting(held_out.risks(threshold), bound, delta) > delta or held_out.gone(threshold) > bound:
            break
        shown = threshold
    chosen = shown
    if chosen is None:
        calm = [t for t in THRESHOLDS if t <= first and held_out.risk(t) <= bound / 2]
        chosen = min(calm, default=THRESHOLDS[0])
    return Calibration(
        temperature=confidence.temperature,
        weights=confidence.weights,
        threshold=chosen,
        bound=bound,
        confidence=1 - delta if shown is not None else 0.0,
        programs=len(held_out.risks(chosen)),
        questions=len(held_out.answers),
        errors=held_out.errors(chosen),
        wrong=round(held_out.risk(chosen), 5),
        coverage=round(held_out.coverage(chosen), 4),
        gone=round(held_out.gone(chosen), 4),
        ece=round(expected_calibration_error(held_out), 4),
        reliability=tuple(reliability(held_out)),
    )


class Answers:
    """Questions and the policy's answers, program by program."""

    def __init__(self, questions: Sequence[Question], confidence: Confidence) -> None:
        self.questions = questions
        self.answers = [answer(one, confidence) for one in questions]
        self._by_program: dict[str, list[Answer]] = {}
        for one, said in zip(questions, self.answers, strict=True):
            self._by_program.setdefault(one.program, []).append(said)

    def risks(self, threshold: float) -> list[float]:
        """Of each program that is acted on: the share of wrong actions among the actions."""
        found: list[float] = []
        for answers in self._by_program.values():
            acted = [said for said in answers if said.acts(threshold)]
            if acted:
                found.append(sum(not said.right for said in acted) / len(acted))
        return found

    def risk(self, threshold: float) -> float:
        """Mean of `risks`; 0 where nothing is acted on."""
        risks = self.risks(threshold)
        return float(np.mean(risks)) if risks else 0.0

    def reach(self, threshold: float) -> float:
        """Share of the programs that are acted on at all."""
        return len(self.risks(threshold)) / max(1, len(self._by_program))

    def errors(self, threshold: float) -> int:
        """Wrong actions."""
        return sum(said.acts(threshold) and not said.right for said in self.answers)

    def coverage(self, threshold: float) -> float:
        """Share of the elements that are there and that it acts on, rightly or wrongly."""
        return self._acted(threshold, [one.present for one in self.questions])

    def gone(self, threshold: float) -> float:
        """Share of the elements that are gone from their program, and for which it acts on another one."""
        return self._acted(threshold, [one.sort == "gone" for one in self.questions])

    def _acted(self, threshold: float, asked: Sequence[bool]) -> float:
        """Share that it acts on of the questions that are `asked`; 0 where none is."""
        chosen = [said.acts(threshold) for said, wanted in zip(self.answers, asked, strict=True) if wanted]
        return float(np.mean(chosen)) if chosen else 0.0


def reliability(held_out: Answers) -> list[tuple[float, float, int]]:
    """(mean confidence, share that is right, count) of the answers in each tenth of confidence."""
    found: list[tuple[float, float, int]] = []
    for tenth in range(10):
        inside = [
            said
            for said in held_out.answers
            if said.confidence and min(9, int(said.confidence * 10)) == tenth
        ]
        if inside:
            mean = float(np.mean([said.confidence for said in inside]))
            right = float(np.mean([said.right for said in inside]))
            found.append((round(mean, 4), round(right, 4), len(inside)))
    return found


def expected_calibration_error(held_out: Answers) -> float:
    """Mean distance between confidence and share of right answers, weighted by count (Naeini et al. 2015)."""
    tenths = reliability(held_out)
    count = sum(of for *_, of in tenths)
    return sum(abs(mean - right) * of for mean, right, of in tenths) / max(1, count)


def learned(questions: Sequence[Question]) -> Confidence:
    """The temperature and then the weights of the signs under which the known answers are likeliest.

    What votes are worth is learned where there are questions about bars.
    """
    temperature = round(min(TEMPERATURES, key=lambda t: negative_log_likelihood(questions, t)), 4)
    signs: list[Tensor] = []
    right: list[bool] = []
    for one in questions:
        matched, alone = voted(one, temperature)
        if matched is not None:
            signs.append(torch.cat((matched.signs, votes(matched, alone))))
            right.append(bool(one.right[matched.best]))
    if not signs:
        return Confidence(temperature)
    known = len(SIGNS) if all(one.bars is None for one in questions) else signs[0].numel()
    told = torch.stack(signs)[:, :known].double()
    weights = _logistic(told, torch.tensor(right, dtype=torch.float64))
    return Confidence(temperature, tuple(round(float(weight), 4) for weight in weights))


def _logistic(signs: Tensor, right: Tensor) -> Tensor:
    """(n + 1,) weights of n signs and constant of a logistic regression, small where data leave a choice."""

    def missed(weights: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(signs @ weights[:-1] + weights[-1], right)

    return likeliest(signs.shape[1] + 1, missed, SHRINKAGE)


def negative_log_likelihood(questions: Sequence[Question], temperature: float) -> float:
    """Mean over questions of -log probability of what is right: any right element, or ABSENT."""
    total = 0.0
    for one in questions:
        logits = one.scores.forward[one.target] / temperature
        if one.allowed is not None:
            logits = logits.clone()
            logits[:-1][~one.allowed] = -torch.inf
        chance = logits.softmax(0)
        good = float(chance[:-1][one.right].sum()) if bool(one.right.any()) else float(chance[-1])
        total -= math.log(max(good, 1e-6))
    return total / max(1, len(questions))


def betting(values: Sequence[float], bound: float, delta: float) -> float:
    """p-value for «the expected value is above `bound`» from independent `values` in 0..1.

    Bets that each value is under the bound, more boldly the less the values before it varied; what was won
    at best, by Ville's inequality, is the evidence (Waudby-Smith & Ramdas 2024; Bates et al. 2021,
    «Distribution-free, risk-controlling prediction sets», section 3.1.3). Values that hardly vary, as rare
    wrong actions do, need far fewer programs than a Hoeffding or Bentkus bound would.
    """
    wealth, best = 0.0, 0.0  # logarithms
    total, spread = 0.5, 0.25
    for count, value in enumerate(values, 1):
        variance = spread / count
        stake = min(1.0, math.sqrt(2 * math.log(1 / delta) / (len(values) * variance)))
        wealth += math.log1p(-stake * (value - bound))
        best = max(best, wealth)
        total += value
        spread += (value - total / (count + 1)) ** 2
    return math.exp(-best)
