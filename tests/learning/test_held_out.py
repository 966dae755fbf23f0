"""Held-out agreement counts what is asked, each element once, and the same way each time."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning.held_out import Agreement, measure
from lam_desktop.learning.page_features import FeaturePlan, extract_part
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from tests.drawn import drawn_corpus


def test_shares_and_mean_loss() -> None:
    tally = Agreement()
    tally.add(["button", "field"], [True, False], [0.5, 1.5])
    tally.add(["button"], [True], [1.0])
    assert tally.figures() == {
        "asked": 3, "right": 0.6667, "loss": 1.0, "kinds": {"button": 1.0, "field": 0.0},
    }  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_corpus(tmp_path_factory.mktemp("corpus") / "drawn", programs=4)


def test_every_clickable_element_is_asked_for(corpus: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = LamPolicyModel(LamConfig(width=16, blocks=1, heads=2)).eval()
    for split in ("train", "validation", "test"):
        extract_part(corpus, None, tmp_path, FeaturePlan(1.0), (0, 1), split)
    pairs = CorpusReader(corpus).pairs()
    clickable = sum(one.action for first, _ in pairs for one in first.elements)
    figures = measure(model, pairs, tmp_path, seed=1)
    assert figures["same"]["asked"] == clickable
    assert 0 <= figures["same"]["right"] < 1 and figures["same"]["loss"] > 0
    assert figures == measure(model, pairs, tmp_path, seed=1)
