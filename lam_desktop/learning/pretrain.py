"""From a corpus to weights: detector, features, policy, calibration, step pointer, greyed out elements.

    python -m lam_desktop.learning.pretrain --cache ~/.cache/lam --seed 1

Every stage leaves its result in the cache; called again, finished stages are skipped and an
interrupted one goes on where it was. The weights come into a folder of their own, to be compared with the
shipped ones (`learning.checked`, `lam eval`) before they take their place; the head for Cyrillic letters is
taught by itself (`learning.train_letters`).
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from lam_desktop.data.corpus.records import Split
from lam_desktop.learning import greyed, moments, page_features, train_detector, train_policy
from lam_desktop.learning.greyed import Teaching
from lam_desktop.learning.page_features import FeaturePlan
from lam_desktop.learning.ship import Networks, Shipping, ship
from lam_desktop.learning.train_detector import DetectorTraining
from lam_desktop.learning.train_policy import PolicyTraining


@dataclass(frozen=True)
class Pretraining:
    """Everything that decides the outcome, besides the corpus."""

    seed: int = 1
    detector: DetectorTraining = field(default_factory=DetectorTraining)
    features: FeaturePlan = field(default_factory=FeaturePlan)
    policy: PolicyTraining = field(default_factory=PolicyTraining)
    shipping: Shipping = field(default_factory=Shipping)
    greyed: Teaching = field(default_factory=Teaching)
    processes: int = 2


@dataclass(frozen=True)
class Workshop:
    """Where the stages find their input and leave their output."""

    cache: Path
    out: Path

    @property
    def corpus(self) -> Path:
        """Made by `make corpus`."""
        return self.cache / "corpus"

    @property
    def episodes(self) -> Path:
        """Made by `make corpus`, too; without it the step pointer learns of mere states, no effect head."""
        return self.cache / "episodes"

    @property
    def detector(self) -> Path:
        """Checkpoints and weights of the detector."""
        return self.cache / "detector"

    @property
    def features(self) -> Path:
        """The policy's view of the training pages."""
        return self.cache / "features"

    @property
    def greyed(self) -> Path:
        """What was looked at of elements that are greyed out, and of others."""
        return self.cache / "greyed"

    @property
    def policy(self) -> Path:
        """Checkpoints and weights of the policy."""
        return self.cache / "policy"


def pretrain(shop: Workshop, plan: Pretraining) -> None:
    """Runs all stages that are not done and writes `out/{detector,policy}`."""
    _stage("detector", lambda: train_detector.train(shop.corpus, shop.detector, plan.detector))
    _stage("features", lambda: _features(shop, plan))
    _stage("policy", lambda: train_policy.train(shop.corpus, shop.features, shop.policy, plan.policy))
    _stage(
        "calibration",
        lambda: ship(shop.corpus, Networks(shop.detector, shop.policy), shop.out, plan.shipping),
    )
    _stage(
        "step pointer",
        lambda: _pointer(shop, plan),
    )
    _stage("greyed out", lambda: greyed.teach([shop.corpus], shop.out / "detector", shop.greyed, plan.greyed))
    print(
        f"The weights are in {shop.out}. Compare them with the shipped ones: python -m"
        f" lam_desktop.learning.checked --corpus {shop.corpus} --models models/base {shop.out}"
    )


def _pointer(shop: Workshop, plan: Pretraining) -> None:
    """Teaches from episodes where there are some, else from the corpus's states."""
    corpus, features = shop.corpus, shop.features
    if (shop.episodes / "manifest.json").exists():
        corpus, features = shop.episodes, shop.cache / "episodes-features"
        _extracted(corpus, features, shop, plan, "train")
        _extracted(corpus, features, shop, plan, "validation")
    told = moments.teach(corpus, features, shop.out / "policy", moments.PROGRAMS, plan.seed)
    print(moments.shown_table(told))


def _features(shop: Workshop, plan: Pretraining) -> None:
    _extracted(shop.corpus, shop.features, shop, plan, "train")


def _extracted(corpus: Path, out: Path, shop: Workshop, plan: Pretraining, split: Split) -> None:
    count = plan.processes
    parts = [(n, count) for n in range(count)]
    if count == 1:
        page_features.extract_part(corpus, shop.detector, out, plan.features, parts[0], split)
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [
            pool.submit(page_features.extract_part, corpus, shop.detector, out, plan.features, one, split)
            for one in parts
        ]
        for job in jobs:
            job.result()


def _stage(name: str, work: Callable[[], object]) -> None:
    started = time.monotonic()
    print(f"== {name}", flush=True)
    work()
    print(f"== {name} took {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    """Parses the arguments and runs what is missing."""
    parser = argparse.ArgumentParser(description="Train the shipped weights from a corpus; resumable.")
    parser.add_argument(
        "--cache", type=Path, required=True, help="folder with corpus/, for all between results"
    )
    parser.add_argument("--out", type=Path, help="folder for the weights (default: weights, in the cache)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--detector-steps", type=int, default=DetectorTraining.steps)
    parser.add_argument("--policy-steps", type=int, default=PolicyTraining.steps)
    given = parser.parse_args()
    plan = Pretraining(
        seed=given.seed,
        detector=DetectorTraining(steps=given.detector_steps, seed=given.seed),
        policy=PolicyTraining(steps=given.policy_steps, seed=given.seed),
        shipping=Shipping(seed=given.seed),
    )
    pretrain(Workshop(given.cache, given.out or given.cache / "weights"), plan)


if __name__ == "__main__":
    main()
