"""Teaches the step pointer and the effect head on episodes: which step is due, and did the effect come.

    python -m lam_desktop.data.corpus generate --out DIR --episodes --programs 150 --seed 61
    python -m lam_desktop.learning.page_features --corpus DIR --detector DIR --out DIR --split train
    python -m lam_desktop.learning.page_features --corpus DIR --detector DIR --out DIR --split validation
    python -m lam_desktop.learning.moments --corpus DIR --features DIR --policy DIR

A demonstration shows a clerk's work at a program in one look. Asked is which of its screens the screen of
another look is; none of them, where that one was left out, a dialog or another program is there. A history
goes with the question, and sometimes it misleads. Asked is also of each action, and of what came in its
place, whether it had the demonstrated effect. Writes the weights into the policy's configuration, and prints
how held-out programs fare: with history, without any (taught and asked so), and by the weights there were.
A corpus without episodes has but states to ask for; the effect head is not taught by it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.records import Split
from lam_desktop.learning.episodes import episodes
from lam_desktop.learning.losses import likeliest
from lam_desktop.learning.moment_questions import EffectQuestion, EpisodeExaminer, MomentQuestion
from lam_desktop.policy.lam.effect import EFFECT_SIGNS, EffectHead, effect_logit
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import OLDER_WEIGHTS, WEIGHTS, StepPointer, moment_logits

SHRINKAGE = 1e-3
"""Weight of the squared weights, against a mean log-likelihood."""
SURE = 0.9
WITHHELD = 0.05
"""As `execution.verifying.verification.NO_EFFECT`."""
PROGRAMS = 400
"""Of each split, at most."""
FORGOTTEN = 0.3
"""Share of questions that are asked without history in training, too."""
MISLEADING, MISLED = ("done already", "begun anew", "still", "error"), 2.0
"""Questions whose history says something else than the screen, and how much each counts: the pointer is asked
where something is amiss, and there the history is wrong more often than in a clerk's work."""
BINS = 10
Asked = tuple[list[MomentQuestion], list[EffectQuestion]]


def learned(asked: Sequence[MomentQuestion], history: bool = True, seed: int = 1) -> tuple[float, ...]:
    """The pointer's weights under which the known answers are likeliest."""
    rng = np.random.default_rng(seed)
    known = [(one.asked(history and rng.random() >= FORGOTTEN), one.answer) for one in asked]
    counts = torch.tensor([MISLED if one.sort in MISLEADING else 1.0 for one in asked])

    def missed(weights: Tensor) -> Tensor:
        placed = torch.cat((weights[: OLDER_WEIGHTS - 1], weights[-1:], weights[OLDER_WEIGHTS - 1 : -1]))
        losses = [
            F.cross_entropy(moment_logits(signs, placed), torch.tensor(answer)) for signs, answer in known
        ]
        return (torch.stack(losses) * counts).sum() / counts.sum()

    found = _rounded(likeliest(WEIGHTS, missed, SHRINKAGE))
    return (*found[: OLDER_WEIGHTS - 1], found[-1], *found[OLDER_WEIGHTS - 1 : -1])


def learned_effect(asked: Sequence[EffectQuestion]) -> tuple[float, ...]:
    """The effect head's weights under which the known answers are likeliest."""
    signs = torch.stack([one.signs for one in asked])
    came = torch.tensor([float(one.came) for one in asked], dtype=torch.float64)

    def missed(weights: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(effect_logit(signs, weights), came)

    return _rounded(likeliest(len(EFFECT_SIGNS) + 1, missed, SHRINKAGE))


def _rounded(weights: Tensor) -> tuple[float, ...]:
    return tuple(round(float(weight), 4) for weight in weights)


def figures(
    asked: Sequence[MomentQuestion], weights: Sequence[float], history: bool = True
) -> dict[str, dict[str, Any]]:
    """By sort: how many were asked, the share that is right, that is surely right, and surely wrong."""
    pointer = StepPointer(tuple(weights))
    said = [pointer.of(one.asked(history)) for one in asked]
    right = [int(chance.argmax()) == one.answer for chance, one in zip(said, asked, strict=True)]
    return _table([one.sort for one in asked], right, [float(chance.max()) for chance in said])


def effect_figures(
    asked: Sequence[EffectQuestion], weights: Sequence[float], before: Sequence[float] = ()
) -> dict[str, dict[str, Any]]:
    """As `figures`, by what came; right is who takes the likelier answer.

    `before`: the pointer's weights there were. Told is also the share that is not believed by the
    head, and that surely shows the screen before the action by these.
    """
    head = EffectHead(tuple(weights))
    said = [head.of(one.signs) for one in asked]
    right = [(chance >= 0.5) == one.came for chance, one in zip(said, asked, strict=True)]
    table = _table([one.sort for one in asked], right, [max(chance, 1 - chance) for chance in said])
    pointer = StepPointer(tuple(before))
    unmoved = [bool(before) and float(pointer.of(one.moment)[0]) >= SURE for one in asked]
    for sort in {one.sort for one in asked}:
        mine = [n for n, one in enumerate(asked) if one.sort == sort]
        table[sort]["withheld"] = round(float(np.mean([said[n] < WITHHELD for n in mine])), 4)
        table[sort]["withheld_before"] = round(float(np.mean([unmoved[n] for n in mine])), 4)
    return table


def _table(sorts: Sequence[str], right: Sequence[bool], sure: Sequence[float]) -> dict[str, dict[str, Any]]:
    """By sort and together, with the expected calibration error of all; nothing where nothing was asked."""
    if not sorts:
        return {}
    hit, sureness, names = np.array(right), np.array(sure), np.array(sorts)
    table: dict[str, dict[str, Any]] = {}
    for sort in (*sorted(set(sorts)), "all"):
        mine = (names == sort) | (sort == "all")
        certain = sureness[mine] >= SURE
        table[sort] = {
            "asked": int(mine.sum()),
            "right": round(float(hit[mine].mean()), 4),
            "surely_right": round(float((certain & hit[mine]).mean()), 4),
            "surely_wrong": round(float((certain & ~hit[mine]).mean()), 4),
        }
    table["all"]["ece"] = round(_calibration_error(hit, sureness), 4)
    return table


def _calibration_error(hit: np.ndarray[Any, Any], sure: np.ndarray[Any, Any]) -> float:
    """Mean distance of sureness and frequency, over `BINS` of equal width."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(sum(abs((hit - sure)[place == n].sum()) for n in range(BINS)) / len(sure))


def teach(corpus: Path, features: Path, policy: Path, programs: int, seed: int) -> dict[str, Any]:
    """Learns from training programs, `programs` at most, and writes the policy's configuration.

    Returns the weights, and how held-out programs fare. ValueError where no program has two states with
    features.
    """
    reader = CorpusReader(corpus)
    model = LamPolicyModel.from_pretrained(policy, local_files_only=True, dtype=torch.float32).eval()

    def asked(split: Split) -> Asked:
        found = episodes(reader.pages(split), features, model.config.max_elements)
        found = found[:: max(1, len(found) // programs)]
        examiner = EpisodeExaminer(model, features, seed)
        known = list(
            tqdm(examiner.questions(found), mininterval=10, desc=split, total=max(0, len(found) - 1))
        )
        return [one for moments, _ in known for one in moments], [one for _, many in known for one in many]

    moments, effects = asked("train")
    if not moments:
        raise ValueError(
            f"In {features} no two programs have features of two states each: nothing to learn from."
        )
    held_out, held_out_effects = asked("validation")
    weights, older = learned(moments, seed=seed), model.config.moment_weights
    told: dict[str, Any] = {"weights": weights, "validation": figures(held_out, weights)}
    told["without_history"] = figures(held_out, learned(moments, history=False), history=False)
    if older:
        told["before"] = figures(held_out, older)
    changes: dict[str, Any] = {"moment_weights": list(weights)}
    if effects:
        by_effect = learned_effect(effects)
        told |= {"effect_weights": by_effect, "effect": effect_figures(held_out_effects, by_effect, older)}
        changes["effect_weights"] = list(by_effect)
    path = policy / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes, indent=2) + "\n")
    return told


def shown_table(told: dict[str, Any]) -> str:
    """The figures of `teach` as lines: shares in per cent, right / surely right / surely wrong."""
    names = [name for name in ("validation", "without_history", "before") if name in told]
    lines = [" | ".join(("screen", "asked", *names))]
    for sort, row in told["validation"].items():
        lines.append(" | ".join((sort, str(row["asked"]), *(_cell(told[name][sort]) for name in names))))
    for sort, row in told.get("effect", {}).items():
        withheld = "".join(
            f" | {name} {row[name]:.1%}" for name in ("withheld", "withheld_before") if name in row
        )
        lines.append(f"effect: {sort} | {row['asked']} | {_cell(row)}{withheld}")
    return "\n".join(lines)


def _cell(row: dict[str, Any]) -> str:
    shares = " / ".join(f"{100 * row[name]:.1f}" for name in ("right", "surely_right", "surely_wrong"))
    return shares + (f", ECE {100 * row['ece']:.1f}" if "ece" in row else "")


def main() -> None:
    """Parses the arguments, teaches, and prints the figures."""
    parser = argparse.ArgumentParser(description="Teach the step pointer and the effect head.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made with --episodes")
    parser.add_argument("--features", type=Path, required=True, help="folder made by page_features")
    parser.add_argument("--policy", type=Path, required=True, help="its configuration gets the weights")
    parser.add_argument("--programs", type=int, default=PROGRAMS, help="at most so many of each split")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    told = teach(given.corpus, given.features, given.policy, given.programs, given.seed)
    print(shown_table(told))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
