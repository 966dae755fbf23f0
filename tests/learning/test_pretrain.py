"""From a corpus to weights that the product loads, in one call; a second call has nothing left to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam_desktop.learning import train_detector
from lam_desktop.learning.greyed import Teaching
from lam_desktop.learning.page_features import FeaturePlan
from lam_desktop.learning.pretrain import Pretraining, Workshop, main, pretrain
from lam_desktop.learning.ship import Shipping
from lam_desktop.learning.train_detector import DetectorTraining
from lam_desktop.learning.train_policy import PolicyTraining
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.policy import LamPolicy
from tests.drawn import drawn_corpus, in_two_states, proposals_by_ink

PLAN = Pretraining(
    detector=DetectorTraining(steps=2, pages=1, cuts_a_page=1, cut_px=64, save_every=1, threads=1),
    features=FeaturePlan(1.0),
    policy=PolicyTraining(steps=2, batch=2, save_every=1, threads=1),
    shipping=Shipping(pairs=2, processes=1),
    processes=1,
    greyed=Teaching(hidden=4, epochs=1),
)


def test_shipped_weights_stay_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Workshop] = []
    monkeypatch.setattr("lam_desktop.learning.pretrain.pretrain", lambda shop, _: seen.append(shop))
    monkeypatch.setattr("sys.argv", ["pretrain", "--cache", str(tmp_path)])
    main()
    assert seen == [Workshop(tmp_path, tmp_path / "weights")]


def test_corpus_to_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DetectorEngine, "propose", lambda _, frame: proposals_by_ink(frame))
    in_two_states(drawn_corpus(tmp_path / "cache" / "corpus", programs=24))
    shop = Workshop(tmp_path / "cache", tmp_path / "models")
    pretrain(shop, PLAN)
    LearnedScreenParser.load(shop.out, threads=1)
    policy = LamPolicy.load(shop.out)
    chosen = json.loads((shop.out / "policy" / "calibration.json").read_text())
    assert policy._config.threshold == chosen["threshold"]
    assert policy._config.score_temperature == chosen["temperature"]
    assert list(policy._config.confidence_weights) == chosen["weights"]
    assert policy._config.pointer is not None
    assert DetectorEngine(shop.out / "detector").network.enabled is not None
    size = sum(path.stat().st_size for path in shop.out.rglob("*.safetensors"))
    assert size < 30 * 2**20

    trained = []
    monkeypatch.setattr(train_detector, "_update", lambda *_: trained.append(1))
    pretrain(shop, PLAN)
    assert not trained
