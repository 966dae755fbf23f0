"""How a policy does on held-out pairs by their features alone: minutes, where all perception takes hours.

    python -m lam_desktop.learning.page_features --corpus DIR --detector DIR --out DIR --split validation
    python -m lam_desktop.learning.held_out --corpus DIR --features DIR --policy DIR [--policy DIR ...]

Boxes are the detector's, texts the true ones with the noise of the recogniser. Good for comparing networks
with each other; what a user meets is measured by `lam eval grounding`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.learning.page_features import features_path, load
from lam_desktop.learning.policy_data import IGNORED, PLAIN, make_pair, pair_batch
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.types import KINDS

READ = replace(PLAIN, misread=True)
"""Nothing is made harder, but texts are read with the recogniser's errors."""
FOLLOWING = replace(READ, follows=1.0)
"""As well, and a choice or a record follows the row."""


@dataclass
class Agreement:
    """Clickable elements of the first screens, by kind, and what the network says of them."""

    asked: Counter[str] = field(default_factory=Counter[str])
    right: Counter[str] = field(default_factory=Counter[str])
    loss: float = 0.0
    """Sum of the negative log-likelihoods, in nats."""

    def add(self, kinds: Sequence[str], right: Sequence[bool], losses: Sequence[float]) -> None:
        """Counts some elements."""
        for kind, hit in zip(kinds, right, strict=True):
            self.asked[kind] += 1
            self.right[kind] += hit
        self.loss += sum(losses)

    def figures(self) -> dict[str, Any]:
        """Shares in all and by kind, and the mean loss in nats."""
        asked = max(1, sum(self.asked.values()))
        return {
            "asked": sum(self.asked.values()),
            "right": round(sum(self.right.values()) / asked, 4),
            "loss": round(self.loss / asked, 4),
            "kinds": {kind: round(self.right[kind] / n, 3) for kind, n in sorted(self.asked.items())},
        }


def measure(
    model: LamPolicyModel, pairs: Iterable[tuple[Page, Page]], features: Path, seed: int
) -> dict[str, dict[str, Any]]:
    """Figures for elements looked for again (`same`), for choices and records that follow the row (`row`)."""
    tallies = {"same": Agreement(), "row": Agreement()}
    for number, (first, second) in enumerate(pairs):
        a, b = load(features_path(features, first)), load(features_path(features, second))
        if a.missed.all() or b.missed.all():
            continue
        for name, how in (("same", READ), ("row", FOLLOWING)):
            pair = make_pair(a, b, True, model.config, how, np.random.default_rng((seed, number)))
            batch = pair_batch([pair])
            with torch.inference_mode():
                logits = model(batch.demonstrated, batch.screen).forward_logits
            assert logits is not None
            labels = batch.forward_labels[0]
            wanted = (labels != IGNORED) & (batch.forward_weight[0] >= (1.0 if name == "same" else 2.0))
            said = logits[0, wanted].float().log_softmax(1)
            labels = labels[wanted]
            tallies[name].add(
                [KINDS[kind] for kind in batch.demonstrated.kind[0, wanted].tolist()],
                (said.argmax(1) == labels).tolist(),
                (-said.gather(1, labels[:, None])[:, 0]).clamp(max=20).tolist(),
            )
    return {name: tally.figures() for name, tally in tallies.items()}


def spread(reader: CorpusReader, features: Path, count: int) -> list[tuple[Page, Page]]:
    """About `count` held-out pairs that have features, of all programs alike."""
    pairs = reader.pairs("validation")
    pairs = [pair for pair in pairs if all(features_path(features, page).exists() for page in pair)]
    return pairs[:: max(1, len(pairs) // count)]


def main() -> None:
    """Measures policies on the same pairs."""
    parser = argparse.ArgumentParser(description="Compare policies on held-out pairs of pages.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--features", type=Path, required=True, help="folder made by page_features")
    parser.add_argument("--policy", type=Path, action="append", required=True)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pairs = spread(CorpusReader(given.corpus), given.features, given.pairs)
    for policy in given.policy:
        model = LamPolicyModel.from_pretrained(policy, local_files_only=True, dtype=torch.float32).eval()
        print(json.dumps({"policy": str(policy), **measure(model, pairs, given.features, given.seed)}))


if __name__ == "__main__":
    main()
