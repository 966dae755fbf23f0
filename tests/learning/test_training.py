"""Training on a tiny corpus: resumed equals uninterrupted, the same seed gives the same weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning import page_features, train_detector, train_policy
from lam_desktop.learning.detector_data import DetectorCuts, DetectorSamples
from lam_desktop.learning.losses import feature_drift
from lam_desktop.learning.page_features import FeaturePlan
from lam_desktop.learning.progress import Point, curve
from lam_desktop.learning.train_detector import DetectorTraining
from lam_desktop.learning.train_policy import PolicyTraining
from tests.drawn import drawn_corpus

pytestmark = pytest.mark.slow

DETECTOR = DetectorTraining(steps=4, pages=1, cuts_a_page=1, cut_px=64, save_every=2, log_every=1, threads=1)
POLICY = PolicyTraining(steps=4, batch=2, save_every=2, log_every=1, threads=1)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_corpus(tmp_path_factory.mktemp("corpus") / "drawn", programs=4)


@pytest.fixture(scope="module")
def features(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("features")
    page_features.extract_part(corpus, None, out, FeaturePlan(1.0), (0, 1))
    return out


def _same(one: PreTrainedModel, two: PreTrainedModel) -> bool:
    first, second = one.state_dict(), two.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def _measured(folder: Path) -> list[Point]:
    """The training's points without what depends on the clock."""
    return [replace(point, pace=0.0) for point in curve(folder)]


def _interrupted(monkeypatch: pytest.MonkeyPatch, module: object, after: int) -> None:
    """The next training ends, as if killed, a step after checkpoint `after` was written."""
    progress = module.Progress  # type: ignore[attr-defined]
    point = progress.point

    def point_and_die(self: object, step: int, rate: float) -> None:
        point(self, step, rate)
        if step == after + 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(progress, "point", point_and_die)


def test_a_resumed_detector_equals_an_uninterrupted_one(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train_detector.train(corpus, tmp_path / "whole", DETECTOR)
    with monkeypatch.context() as patch:
        _interrupted(patch, train_detector, after=2)
        with pytest.raises(KeyboardInterrupt):
            train_detector.train(corpus, tmp_path / "cut", DETECTOR)
    assert [point.step for point in curve(tmp_path / "cut")] == [1, 2, 3]
    resumed = train_detector.train(corpus, tmp_path / "cut", DETECTOR)
    assert _same(whole, resumed)
    assert _measured(tmp_path / "whole") == _measured(tmp_path / "cut")
    other = train_detector.train(corpus, tmp_path / "other", replace(DETECTOR, seed=2))
    assert not _same(whole, other)


def test_a_resumed_policy_equals_an_uninterrupted_one(
    corpus: Path, features: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train_policy.train(corpus, features, tmp_path / "whole", POLICY)
    with monkeypatch.context() as patch:
        _interrupted(patch, train_policy, after=2)
        with pytest.raises(KeyboardInterrupt):
            train_policy.train(corpus, features, tmp_path / "cut", POLICY)
    resumed = train_policy.train(corpus, features, tmp_path / "cut", POLICY)
    assert _same(whole, resumed)
    assert _measured(tmp_path / "whole") == _measured(tmp_path / "cut")
    other = train_policy.train(corpus, features, tmp_path / "other", replace(POLICY, seed=2))
    assert not _same(whole, other)


def test_training_lowers_the_loss(corpus: Path, features: Path, tmp_path: Path) -> None:
    """Twenty steps on three programs must be enough to tell elements apart better than chance."""
    from lam_desktop.learning.picture_table import hold
    from lam_desktop.learning.policy_data import PLAIN, PairSamples

    plan = PolicyTraining(steps=20, batch=2, save_every=20, threads=1, rate=3e-4)
    trained = train_policy.train(corpus, features, tmp_path / "policy", plan)
    torch.manual_seed(plan.seed)
    untrained = type(trained)(trained.config).eval()
    pairs = CorpusReader(corpus).pairs("train")
    held = hold((page for pair in pairs for page in pair), features)
    batch = next(iter(PairSamples(pairs, held.pages, trained.config, 6, PLAIN, seed=3)))
    batch = train_policy.pictured(batch, held)
    with torch.inference_mode():
        after, before = (
            float(train_policy.pair_loss(model(batch.demonstrated, batch.screen), batch))
            for model in (trained, untrained)
        )
    assert after < before


def test_features_without_a_detection_end_with_a_sentence(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_features, "propose", lambda *_: [])
    monkeypatch.setattr(page_features, "DetectorEngine", lambda *_: object())
    page_features.extract_part(corpus, tmp_path / "detector", tmp_path / "features", FeaturePlan(1.0), (0, 1))
    with pytest.raises(ValueError, match="train the detector longer"):
        train_policy.train(corpus, tmp_path / "features", tmp_path / "policy", POLICY)


def test_what_is_kept_near_to_must_be_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name held, or start"):
        train_detector.train(tmp_path, tmp_path / "out", replace(DETECTOR, stay=0.5))
    with pytest.raises(ValueError, match="give hold or stay"):
        train_detector.train(tmp_path, tmp_path / "out", DETECTOR, held=tmp_path)


def test_held_features_stay_nearer_to_those_of_the_network_that_training_began_with(
    corpus: Path, tmp_path: Path
) -> None:
    from lam_desktop.perception.detector.modeling_detector import ElementDetector

    train_detector.train(corpus, tmp_path / "first", DETECTOR)
    further = replace(DETECTOR, steps=30, rate=5e-4, live_norms=0.0, save_every=30, seed=5)
    drifts = {}
    for hold in (0.0, 50.0):
        plan = replace(further, hold=hold)
        trained = train_detector.train(corpus, tmp_path / f"hold-{hold}", plan, tmp_path / "first")
        first = ElementDetector.from_pretrained(tmp_path / "first", dtype=torch.float32).eval()
        samples = DetectorSamples(CorpusReader(corpus).pages("train"), DetectorCuts(4, 2, 96), 0.25, seed=7)
        pixels = next(iter(samples))[0].float() / 255  # what it is held on: pages, not noise
        with torch.inference_mode():
            drifts[hold] = float(feature_drift(trained(pixels), first(pixels)))
    assert 0 < drifts[50.0] < 0.7 * drifts[0.0], drifts
