"""Makes trained networks the shipped ones: half precision, calibrated on programs they never saw.

    python -m lam_desktop.learning.ship --corpus ~/.cache/lam/corpus \\
        --detector ~/.cache/lam/detector --policy ~/.cache/lam/policy --out models/base

The answers of a thousand programs take hours: with `--answers DIR` they are kept, and it goes on from them.
Without `--policy` only the detector is written; policy and calibration stay: `learning.checked` tests them.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import multiprocessing
import pickle
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.data.corpus.records import Split
from lam_desktop.errors import EnvironmentFault
from lam_desktop.learning.calibration import Calibration, calibrate
from lam_desktop.learning.examining import Question, questions
from lam_desktop.learning.trials import all_trials, one_a_program
from lam_desktop.models_dir import load_network, weights_id
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.policy import LamPolicy

PAIRS_A_SHARE = 20
"""Pairs that are asked about in one go, and kept together."""


@dataclass(frozen=True)
class Networks:
    """Folders with the trained networks, as the training left them."""

    detector: Path
    policy: Path


@dataclass(frozen=True)
class Shipping:
    """How the networks are calibrated."""

    pairs: int = 1000
    """At most this many pairs, one of each validation program, of all seeds alike."""
    seed: int = 1
    processes: int = 2
    split: Split | None = "validation"
    """Whose programs are asked about; None: all."""
    answers: Path | None = None
    """Folder where the answers about each few programs are kept, to go on from; None: nowhere."""


def ship(corpus: Path, trained: Networks, out: Path, how: Shipping) -> Calibration:
    """Writes `out/{detector,policy}`, the calibration in the policy's configuration and beside it."""
    export(trained, out, None)
    chosen = calibrate(asked(corpus, out, how))
    export(trained, out, chosen)
    (out / "policy" / "calibration.json").write_text(json.dumps(chosen.to_dict(), indent=1) + "\n")
    return chosen


def asked(corpus: Path, models: Path, how: Shipping) -> list[Question]:
    """Questions about the programs of a split, answered by the networks in `models`.

    Raises EnvironmentFault where `how.answers` holds those of other weights or of other programs.
    """
    count = len(_pairs(corpus, how))
    made_with = {
        "detector": weights_id(models / "detector"), "policy": weights_id(models / "policy"),
        "pairs": count, "seed": how.seed, "split": how.split,
    }  # fmt: skip
    _open_answers(how.answers, made_with)
    shares = range(-(-count // PAIRS_A_SHARE))
    work = [(corpus, models, how, share, len(shares)) for share in shares]
    if how.processes == 1:
        told: Iterable[bytes] = itertools.starmap(_share, work)
    else:
        pool = ProcessPoolExecutor(how.processes, mp_context=multiprocessing.get_context("spawn"))
        with pool:
            told = [part.result() for part in tqdm([pool.submit(_share, *one) for one in work], unit="share")]
    return [question for part in told for question in pickle.loads(part)]


def _open_answers(folder: Path | None, made_with: Mapping[str, Any]) -> None:
    """Makes the folder, or sees that it goes on with the same."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "made_with.json"
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) != made_with:
        raise EnvironmentFault(f"{folder} holds answers of other weights or programs: name an empty folder.")
    mark.write_text(json.dumps(made_with), encoding="utf-8")


def _share(corpus: Path, models: Path, how: Shipping, share: int, shares: int) -> bytes:
    """Pickled here: a pool would hand over each of the many tensors in shared memory of its own."""
    kept = how.answers / f"{share:04}.pickle" if how.answers is not None else None
    if kept is not None and kept.exists():
        return kept.read_bytes()
    parser, policy = _minds(models, weights_id(models / "policy"))
    groups = all_trials(_pairs(corpus, how), parser, how.seed, share, shares)
    answers = pickle.dumps([one for trials in groups for one in questions(trials, policy)])
    if kept is not None:
        begun = kept.with_suffix(".begun")
        begun.write_bytes(answers)
        begun.replace(kept)
    return answers


@functools.cache
def _minds(models: Path, _weights: str) -> tuple[LearnedScreenParser, LamPolicy]:
    """Loaded once in each process, and anew for other `_weights`."""
    torch.set_num_threads(1)
    model = LamPolicyModel.from_pretrained(models / "policy", dtype=torch.float32)
    return LearnedScreenParser.load(models, threads=1), LamPolicy(model)


@functools.cache
def _pairs(corpus: Path, how: Shipping) -> list[tuple[Page, Page]]:
    pairs = one_a_program(CorpusReader(corpus).pairs(how.split))
    count = min(len(pairs), how.pairs)
    return [pairs[len(pairs) * n // count] for n in range(count)]


def export(trained: Networks, out: Path, calibration: Calibration | None) -> None:
    """Writes both networks in half precision, with the calibration in the policy's configuration.

    Raises EnvironmentFault for weights that are missing, damaged or of another version.
    """
    export_detector(trained.detector, out)
    policy = load_network(LamPolicyModel, LamConfig.from_pretrained, trained.policy, "The policy")
    if calibration is not None:
        policy.config.score_temperature = calibration.temperature
        policy.config.confidence_weights = calibration.weights
        policy.config.threshold = calibration.threshold
    policy.half().save_pretrained(out / "policy")


def export_detector(trained: Path, out: Path) -> None:
    """Writes `out/detector` in half precision; raises as `export`."""
    detector = load_network(
        ElementDetector, ElementDetectorConfig.from_pretrained, trained, "The element detector"
    )
    detector.half().save_pretrained(out / "detector")


def main() -> None:
    """Parses the arguments, exports, calibrates and prints what was chosen."""
    how = Shipping()
    parser = argparse.ArgumentParser(description="Export and calibrate trained networks.")
    parser.add_argument("--corpus", type=Path, help="folder made by `make corpus`, for the calibration")
    parser.add_argument("--detector", type=Path, required=True, help="trained detector")
    parser.add_argument("--policy", type=Path, help="trained policy; without it that of --out stays")
    parser.add_argument("--out", type=Path, default=Path("models/base"), help="folder for the weights")
    parser.add_argument("--pairs", type=int, default=how.pairs)
    parser.add_argument("--seed", type=int, default=how.seed)
    parser.add_argument("--processes", type=int, default=how.processes)
    parser.add_argument("--answers", type=Path, help="folder that keeps what was answered, to go on from")
    given = parser.parse_args()
    if given.policy is None:
        export_detector(given.detector, given.out)
        return
    if given.corpus is None:
        parser.error("to calibrate the policy, name a --corpus with validation programs")
    trained = Networks(given.detector, given.policy)
    how = Shipping(given.pairs, given.seed, given.processes, answers=given.answers)
    print(ship(given.corpus, trained, given.out, how))


if __name__ == "__main__":
    main()
