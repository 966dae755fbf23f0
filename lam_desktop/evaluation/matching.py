"""How often the policy finds the same element again, by kind, with boxes and texts of our own perception.

    python -m lam_desktop.evaluation.matching --corpus ~/.cache/lam/corpus --models models/base

Elements of one screen are not independent of each other, so beside the plain share stands the mean over
programs of wrong actions, which is what the threshold was chosen by.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lam_desktop.learning.trials import Answer, Question, answer, one_a_program, questions
from lam_desktop.policy.lam.confidence import Confidence

Row = dict[str, float]


def matching_table(asked: Sequence[Question], confidence: Confidence, threshold: float) -> dict[str, Row]:
    """By toolkit, by kind and in all; `follows` are choices by the row, `gone` elements not there."""
    answers = [(one, answer(one, confidence)) for one in asked]
    groups: dict[str, list[tuple[Question, Answer]]] = defaultdict(list)
    for one, said in answers:
        if one.stranger:
            groups["gone: other program"].append((one, said))
        elif not one.present:
            groups["gone"].append((one, said))
        else:
            groups[
                f"{one.toolkit}: follows" if one.allowed is not None else f"{one.toolkit}: {one.kind}"
            ].append((one, said))
            groups["all"].append((one, said))
    ordered = sorted(groups, key=lambda name: (name == "all", name.startswith("gone"), name))
    return {name: _row(groups[name], threshold) for name in ordered}


def _row(answers: Sequence[tuple[Question, Answer]], threshold: float) -> Row:
    def share(holds: Iterable[bool]) -> float:
        return round(sum(holds) / len(answers), 4)

    return {
        "asked": len(answers),
        "reachable": share(bool(one.right.any()) for one, _ in answers),
        "right": share(said.right and said.confidence > 0 for _, said in answers),
        "acts": share(said.acts(threshold) for _, said in answers),
        "wrong": share(said.acts(threshold) and not said.right for _, said in answers),
    }


def print_table(rows: dict[str, Row]) -> None:
    """A plain table of `matching_table`."""
    print(f"{'':28}{'asked':>7}{'proposed':>10}{'right':>8}{'acts':>8}{'wrong':>8}")
    for name, row in rows.items():
        shares = (f"{row[key]:>{width}.3f}" for key, width in (("reachable", 10), ("right", 8), ("acts", 8)))
        print(f"{name:28}{row['asked']:>7}{''.join(shares)}{row['wrong']:>8.4f}")


def main() -> None:
    """Measures the shipped weights, or others, on one split of a corpus."""
    import torch

    from lam_desktop.data.corpus.reader import CorpusReader
    from lam_desktop.data.corpus.records import SPLITS
    from lam_desktop.perception.parser import LearnedScreenParser
    from lam_desktop.policy.lam.modeling_lam import LamPolicyModel

    parser = argparse.ArgumentParser(
        description="Share of elements found again with detected boxes, by kind."
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models/base"))
    parser.add_argument("--split", default="test", choices=[*SPLITS, "all"])
    parser.add_argument("--pairs", type=int, default=150, help="at most this many, one a program")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    torch.set_num_threads(2)
    model = LamPolicyModel.from_pretrained(given.models / "policy", dtype=torch.float32)
    pairs = one_a_program(CorpusReader(given.corpus).pairs(None if given.split == "all" else given.split))
    asked = questions(pairs[: given.pairs], LearnedScreenParser.load(given.models), model, given.seed)
    config = model.config
    result: dict[str, Any] = {
        "confidence": asdict(config.confidence),
        "threshold": config.threshold,
        "rows": matching_table(asked, config.confidence, config.threshold),
    }
    if given.json:
        print(json.dumps(result))
        return
    print(f"threshold {config.threshold}, {config.confidence}")
    print_table(result["rows"])


if __name__ == "__main__":
    main()
