"""Tests the confidence and threshold of shipped weights on programs that did not choose them.

    python -m lam_desktop.learning.checked --corpus ~/.cache/lam/corpus --models models/base [OTHER …]
    python -m lam_desktop.learning.checked --corpus ~/.cache/lam/native --split all

Prints a line of JSON for each folder of weights, asked about the same programs: to compare before and after
one network was taught further, while the other and the calibration stay. All programs together, and those of
each toolkit: the bound was chosen for the toolkits of the generated programs, and need not hold for others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from lam_desktop.data.corpus.records import SPLITS
from lam_desktop.learning.calibration import BOUND, DELTA, Answers, betting
from lam_desktop.learning.examining import Question
from lam_desktop.learning.ship import Shipping, asked
from lam_desktop.policy.lam.confidence import Confidence
from lam_desktop.policy.lam.configuration_lam import LamConfig

EVERYTHING = "all"


@dataclass(frozen=True)
class Check:
    """How weights fare at their own threshold."""

    programs: int
    """That are acted on at all."""
    questions: int
    clicks: int
    wrong: int
    """Clicks that do not land where they should."""
    risk: float
    """Share of these among the clicks, mean over programs."""
    p_value: float
    """For «this share is above BOUND»: one threshold, so one test."""
    first: float
    """Share of the elements that are there and ranked first among those of the screen."""
    coverage: float
    """Share of the elements that are there and acted on, rightly or wrongly."""
    gone: float
    """Share of the elements that are gone from their program, and acted on."""


def check(questions: Sequence[Question], confidence: Confidence, threshold: float) -> Check:
    """What the answers to `questions` come to."""
    said = Answers(questions, confidence)
    risks = said.risks(threshold)
    there = [one.right for one, about in zip(said.answers, questions, strict=True) if about.present]
    return Check(
        programs=len(risks),
        questions=len(questions),
        clicks=sum(one.acts(threshold) for one in said.answers),
        wrong=said.errors(threshold),
        risk=round(said.risk(threshold), 5),
        p_value=round(betting(risks, BOUND, DELTA), 4),
        first=round(float(np.mean(there)), 4) if there else 0.0,
        coverage=round(said.coverage(threshold), 4),
        gone=round(said.gone(threshold), 4),
    )


def by_toolkit(questions: Sequence[Question], confidence: Confidence, threshold: float) -> dict[str, Check]:
    """`check` of all questions, as EVERYTHING, and of those of each toolkit."""
    parts = {EVERYTHING: list(questions)}
    for name in sorted({one.toolkit for one in questions}):
        parts[name] = [one for one in questions if one.toolkit == name]
    return {name: check(part, confidence, threshold) for name, part in parts.items()}


def checked(corpus: Path, models: Path, how: Shipping) -> dict[str, Check]:
    """The weights in the folder `models`, asked about programs of the corpus, `by_toolkit`."""
    config = LamConfig.from_pretrained(models / "policy")
    return by_toolkit(asked(corpus, models, how), config.confidence, config.threshold)


def main() -> None:
    """Parses the arguments and prints what was found."""
    how = Shipping()
    parser = argparse.ArgumentParser(description="Test shipped weights on programs that did not choose them.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--models", type=Path, nargs="+", default=[Path("models/base")])
    parser.add_argument("--pairs", type=int, default=how.pairs)
    parser.add_argument("--processes", type=int, default=how.processes)
    parser.add_argument("--answers", type=Path, help="folder that keeps what one folder of weights answered")
    parser.add_argument("--split", choices=[*SPLITS, EVERYTHING], default="validation")
    given = parser.parse_args()
    split = None if given.split == EVERYTHING else given.split
    if given.answers is not None and len(given.models) > 1:
        parser.error("--answers goes with one folder of weights")
    how = Shipping(given.pairs, processes=given.processes, split=split, answers=given.answers)
    for models in given.models:
        found = checked(given.corpus, models, how)
        told = {name: asdict(one) for name, one in found.items()}
        print(json.dumps({"models": str(models), **told.pop(EVERYTHING), "toolkits": told}), flush=True)


if __name__ == "__main__":
    main()
