"""What each part of the policy is good for: networks that lack it, trained and measured alike.

    python -m lam_desktop.learning.ablations --corpus DIR --features DIR --out DIR --steps 800

`features` holds the training and the validation pages (see `learning.page_features` and its `--split`). Each
network begins from random weights with the same seed and sees the same batches. Stopped, it goes on where it
was; what is measured stays in `out/ablations.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning.held_out import measure, spread
from lam_desktop.learning.train_policy import PolicyTraining, train
from lam_desktop.policy.lam.settings_lam import ABLATIONS

WHOLE = "nothing"


def compare(corpus: Path, features: Path, out: Path, plan: PolicyTraining, pairs: int) -> dict[str, Any]:
    """What is left out -> figures as `held_out.measure` gives them; missing ones are trained."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "ablations.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    asked = spread(CorpusReader(corpus), features, pairs)
    for part in (WHOLE, *ABLATIONS):
        if part in found:
            continue
        model = train(corpus, features, out / part, replace(plan, without="" if part == WHOLE else part))
        found[part] = measure(model, asked, features, plan.seed)
        path.write_text(json.dumps(found, indent=1) + "\n")
    return found


def table(found: Mapping[str, Any]) -> str:
    """The figures as Markdown: shares right, and mean losses in nats."""
    lines = ["| without | found again | loss | following the row | loss |", "| --- | --- | --- | --- | --- |"]
    for part, figures in found.items():
        same, row = figures["same"], figures["row"]
        lines.append(
            f"| {part} | {same['right']:.1%} | {same['loss']:.2f} | {row['right']:.1%} | {row['loss']:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Trains, measures and prints the table."""
    parser = argparse.ArgumentParser(description="Train and compare networks that lack one part each.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--features", type=Path, required=True, help="folder made by page_features")
    parser.add_argument("--out", type=Path, required=True, help="folder for the networks and the figures")
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--pairs", type=int, default=300, help="held-out pairs that are asked about")
    given = parser.parse_args()
    plan = PolicyTraining(steps=given.steps)
    print(table(compare(given.corpus, given.features, given.out, plan, given.pairs)))


if __name__ == "__main__":
    main()
