"""From the policy's answers on programs it never saw to the confidence and the threshold it acts by.

A quarter of the programs teaches what the scores are worth (temperature, weights of the signs). The others,
of which the confidence knows nothing, choose the threshold by Learn-then-Test (Angelopoulos et al. 2021):
thresholds are tested from the strictest downwards, each with a valid p-value for «more than the allowed share
of decisions is acted on wrongly», until one cannot be excluded. Elements of one program are not independent,
so a program counts as one sample: its share of wrong actions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from lam_desktop.learning.trials import Question, answer, matching
from lam_desktop.policy.lam.confidence import SIGNS, Confidence

FITTING_EVERY = 4
"""Each fourth program teaches the confidence."""
SHRINKAGE = 1e-4
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
    """Allowed share of decisions acted on wrongly."""
    confidence: float
    """With which the bound holds for new programs drawn like these; 0 where none could be shown to."""
    programs: int
    """That chose the threshold."""
    questions: int
    wrong: float
    """Share of wrong actions at the threshold, mean over programs."""
    coverage: float
    """Share of the elements that are there and that it acts on, rightly or wrongly."""

    def to_dict(self) -> dict[str, Any]:
        """For the model card."""
        return asdict(self)


def calibrate(questions: Sequence[Question], bound: float = 0.01, delta: float = 0.1) -> Calibration:
    """A confidence by likelihood, then the lowest threshold that keeps wrong actions under `bound`.

    Holds with probability 1 - `delta`. Where the sample is too small to show it at any threshold, the
    lowest one with an observed share under half the bound is taken, and `confidence` says 0.

    Raises ValueError for questions about fewer than two programs.
    """
    everyone = sorted({one.program for one in questions})
    programs = [program for n, program in enumerate(everyone) if n % FITTING_EVERY]
    if not programs:
        raise ValueError(f"at least two programs are needed, got {len(everyone)}")
    row = {program: n for n, program in enumerate(programs)}
    confidence = learned([one for one in questions if one.program not in row])
    proving = [one for one in questions if one.program in row]
    answers = [answer(one, confidence) for one in proving]
    asked = np.zeros(len(programs))
    for one in proving:
        asked[row[one.program]] += 1

    def risks(threshold: float) -> npt.NDArray[np.float64]:
        wrong = np.zeros(len(programs))
        for one, said in zip(proving, answers, strict=True):
            wrong[row[one.program]] += said.acts(threshold) and not said.right
        return wrong / asked

    shown: float | None = None
    for threshold in THRESHOLDS:
        if betting(risks(threshold).tolist(), bound, delta) > delta:
            break
        shown = threshold
    chosen = shown
    if chosen is None:
        calm = [t for t in THRESHOLDS if float(risks(t).mean()) <= bound / 2]
        chosen = min(calm, default=THRESHOLDS[0])
    there = [said for one, said in zip(proving, answers, strict=True) if one.present]
    return Calibration(
        temperature=confidence.temperature,
        weights=confidence.weights,
        threshold=chosen,
        bound=bound,
        confidence=1 - delta if shown is not None else 0.0,
        programs=len(programs),
        questions=len(proving),
        wrong=round(float(risks(chosen).mean()), 5),
        coverage=round(float(np.mean([said.acts(chosen) for said in there])), 4) if there else 0.0,
    )


def learned(questions: Sequence[Question]) -> Confidence:
    """The temperature and then the weights of the signs under which the known answers are likeliest."""
    temperature = round(min(TEMPERATURES, key=lambda t: negative_log_likelihood(questions, t)), 4)
    signs: list[Tensor] = []
    right: list[bool] = []
    for one in questions:
        matched = matching(one, temperature)
        if matched is not None:
            signs.append(matched.signs)
            right.append(bool(one.right[matched.best]))
    if not signs:
        return Confidence(temperature)
    weights = _logistic(torch.stack(signs).double(), torch.tensor(right, dtype=torch.float64))
    return Confidence(temperature, tuple(round(float(weight), 4) for weight in weights))


def _logistic(signs: Tensor, right: Tensor) -> Tensor:
    """(len(SIGNS) + 1,) weights and constant of a logistic regression, small where data leave a choice."""
    weights = torch.zeros(len(SIGNS) + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        said = signs @ weights[:-1] + weights[-1]
        missed = F.binary_cross_entropy_with_logits(said, right) + SHRINKAGE * weights[:-1].square().sum()
        missed.backward()
        return missed

    optimizer.step(loss)  # type: ignore[arg-type]
    return weights.detach()


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
