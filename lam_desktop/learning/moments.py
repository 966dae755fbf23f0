"""Teaches the step pointer which demonstrated screen the present one is.

    python -m lam_desktop.learning.moments --corpus DIR --features DIR --policy DIR

A demonstration shows the states of a program in one look: its window, an open menu, a dialog. Asked is which
of them the screen of another look shows; none of them, where that state was left out, or another program is
there. Writes the weights into the policy's configuration, and prints how held-out programs fare.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.data.corpus.records import Split
from lam_desktop.learning.held_out import READ
from lam_desktop.learning.losses import likeliest
from lam_desktop.learning.page_features import features_path, load
from lam_desktop.learning.policy_data import make_pair
from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import (
    WEIGHTS,
    MomentSigns,
    StepPointer,
    moment_logits,
    moment_signs,
    rarities,
)
from lam_desktop.policy.lam.processing_lam import ElementArrays, collate

SHRINKAGE = 1e-3
"""Weight of the squared weights, against a mean log-likelihood."""
SURE = 0.9
PROGRAMS = 400
"""Of each split, at most."""


@dataclass(frozen=True)
class Episode:
    """Screens of one program in the order of a demonstration, and the same states in another look."""

    shown: tuple[Page, ...]
    present: tuple[Page, ...]


@dataclass(frozen=True, eq=False)
class MomentQuestion:
    """What K demonstrated screens and the present one have in common, and which of them it is."""

    signs: MomentSigns
    answer: int
    """K: none of them."""
    sort: str
    """step, unexpected (a state that was left out) or stranger."""


def episodes(pages: Sequence[Page], features: Path) -> list[Episode]:
    """Programs of which two states or more have features in both looks."""
    held: dict[str, dict[str, dict[str, Page]]] = {}
    for page in pages:
        if features_path(features, page).exists():
            held.setdefault(page.program, {}).setdefault(page.state, {})[page.look] = page
    found: list[Episode] = []
    for states in held.values():
        whole = [looks for looks in states.values() if {"A", "B"} <= looks.keys()]
        if len(whole) > 1:
            found.append(Episode(tuple(looks["A"] for looks in whole), tuple(looks["B"] for looks in whole)))
    return found


class MomentExaminer:
    """Asks where in a demonstration the present screen is."""

    def __init__(self, model: LamPolicyModel, features: Path, seed: int) -> None:
        self._model = model
        self._features = features
        self._rng = np.random.default_rng(seed)

    def questions(self, asked: Sequence[Episode]) -> Iterator[MomentQuestion]:
        """About every state, with and without it in the demonstration, and about another program.

        A screen of another program belongs to each demonstration, as to work in two programs.
        """
        for before, episode in itertools.pairwise(asked):
            shown = (*episode.shown, before.shown[0])
            for at, present in enumerate(episode.present):
                yield self._question(shown, present, at, "step")
                others = (*shown[:at], *shown[at + 1 :])
                yield self._question(others, present, len(others), "unexpected")
            yield self._question(episode.shown, before.present[0], len(episode.shown), "stranger")

    def _question(self, shown: Sequence[Page], present: Page, answer: int, sort: str) -> MomentQuestion:
        pages = [self._page(page) for page in shown]
        now = self._page(present)
        compared = [self._compared(page, now) for page in pages]
        rare = rarities([len(one.both) for one in compared], lambda i, j: self._compared(pages[i], pages[j]))
        return MomentQuestion(moment_signs(compared, rare), answer, sort)

    def _page(self, page: Page) -> ElementArrays:
        features = load(features_path(self._features, page))
        return make_pair(features, features, False, self._model.config, READ, self._rng).demonstrated

    def _compared(self, first: ElementArrays, second: ElementArrays) -> Chances:
        with torch.inference_mode():
            said = self._model(collate([first]), collate([second]))
        assert said.forward_logits is not None and said.backward_logits is not None
        scores = Scores(said.forward_logits[0].float(), said.backward_logits[0].float())
        return scores.chances(self._model.config.score_temperature)


def learned(asked: Sequence[MomentQuestion]) -> tuple[float, ...]:
    """The weights under which the known answers are likeliest."""

    def missed(weights: Tensor) -> Tensor:
        losses = [
            F.cross_entropy(moment_logits(one.signs, weights), torch.tensor(one.answer)) for one in asked
        ]
        return torch.stack(losses).mean()

    return tuple(round(float(weight), 4) for weight in likeliest(WEIGHTS, missed, SHRINKAGE))


def figures(asked: Sequence[MomentQuestion], weights: Sequence[float]) -> dict[str, dict[str, Any]]:
    """By sort: how many were asked, the share that is right, that is surely right, and surely wrong."""
    pointer = StepPointer(tuple(weights))
    table: dict[str, dict[str, Any]] = {}
    for sort in sorted({one.sort for one in asked}):
        mine = [one for one in asked if one.sort == sort]
        said = [pointer.of(one.signs) for one in mine]
        right = [int(chance.argmax()) == one.answer for chance, one in zip(said, mine, strict=True)]
        sure = [float(chance.max()) >= SURE for chance in said]
        table[sort] = {
            "asked": len(mine),
            "right": round(float(np.mean(right)), 4),
            "surely_right": round(float(np.mean([r and s for r, s in zip(right, sure, strict=True)])), 4),
            "surely_wrong": round(float(np.mean([s and not r for r, s in zip(right, sure, strict=True)])), 4),
        }
    return table


def teach(corpus: Path, features: Path, policy: Path, programs: int, seed: int) -> dict[str, Any]:
    """Learns from training programs, `programs` at most, and writes the policy's configuration.

    Returns the weights, and how held-out programs fare. ValueError where no program has two states with
    features.
    """
    reader = CorpusReader(corpus)
    model = LamPolicyModel.from_pretrained(policy, local_files_only=True, dtype=torch.float32).eval()

    def asked(split: Split) -> list[MomentQuestion]:
        found = episodes(reader.pages(split), features)
        found = found[:: max(1, len(found) // programs)]
        examiner = MomentExaminer(model, features, seed)
        return list(tqdm(examiner.questions(found), mininterval=10, desc=split))

    known = asked("train")
    if not known:
        raise ValueError(
            f"In {features} no two programs have features of two states each: nothing to learn from."
        )
    weights = learned(known)
    path = policy / "config.json"
    config = json.loads(path.read_text()) | {"moment_weights": list(weights)}
    path.write_text(json.dumps(config, indent=2) + "\n")
    return {"weights": weights, "validation": figures(asked("validation"), weights)}


def main() -> None:
    """Parses the arguments, teaches, and prints the figures."""
    parser = argparse.ArgumentParser(description="Teach the step pointer.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--features", type=Path, required=True, help="folder made by page_features")
    parser.add_argument("--policy", type=Path, required=True, help="its configuration gets the weights")
    parser.add_argument("--programs", type=int, default=PROGRAMS, help="at most so many of each split")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(teach(given.corpus, given.features, given.policy, given.programs, given.seed)))


if __name__ == "__main__":
    main()
