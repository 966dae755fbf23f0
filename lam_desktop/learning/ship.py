"""Makes trained networks the shipped ones: half precision, calibrated on programs they never saw.

    python -m lam_desktop.learning.ship --corpus ~/.cache/lam/corpus \\
        --detector ~/.cache/lam/detector --policy ~/.cache/lam/policy --out models/base

Without `--policy` only the detector is written; policy and calibration stay: `learning.checked` tests them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.records import Split
from lam_desktop.learning.calibration import Calibration, calibrate
from lam_desktop.learning.examining import Question, questions
from lam_desktop.learning.trials import all_trials, one_a_program
from lam_desktop.models_dir import load_network
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.policy import LamPolicy


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


def ship(corpus: Path, trained: Networks, out: Path, how: Shipping) -> Calibration:
    """Writes `out/{detector,policy}`, the calibration in the policy's configuration and beside it."""
    export(trained, out, None)
    chosen = calibrate(asked(corpus, out, how))
    export(trained, out, chosen)
    (out / "policy" / "calibration.json").write_text(json.dumps(chosen.to_dict(), indent=1) + "\n")
    return chosen


def asked(corpus: Path, models: Path, how: Shipping) -> list[Question]:
    """Questions about the programs of a split, answered by the networks in `models`; a process a part."""
    if how.processes == 1:
        return pickle.loads(_part(corpus, models, how, 0))
    work = [(corpus, models, how, part) for part in range(how.processes)]
    with ProcessPoolExecutor(how.processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = [pool.submit(_part, *one) for one in work]
        return [question for part in parts for question in pickle.loads(part.result())]


def _part(corpus: Path, models: Path, how: Shipping, part: int) -> bytes:
    """Pickled here: a pool would hand over each of the many tensors in shared memory of its own."""
    torch.set_num_threads(1)
    model = LamPolicyModel.from_pretrained(models / "policy", dtype=torch.float32)
    parser = LearnedScreenParser.load(models, threads=1)
    pairs = one_a_program(CorpusReader(corpus).pairs(how.split))
    count = min(len(pairs), how.pairs)
    pairs = [pairs[len(pairs) * n // count] for n in range(count)]
    policy = LamPolicy(model)
    groups = all_trials(pairs, parser, how.seed, part, how.processes)
    return pickle.dumps([one for trials in groups for one in questions(trials, policy)])


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
    given = parser.parse_args()
    if given.policy is None:
        export_detector(given.detector, given.out)
        return
    if given.corpus is None:
        parser.error("to calibrate the policy, name a --corpus with validation programs")
    trained = Networks(given.detector, given.policy)
    print(ship(given.corpus, trained, given.out, Shipping(given.pairs, given.seed, given.processes)))


if __name__ == "__main__":
    main()
