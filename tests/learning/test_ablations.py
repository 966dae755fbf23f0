"""Each part is left out once, what was measured stays; the table says what the figures say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam_desktop.learning import ablations, train_policy
from lam_desktop.learning.page_features import FeaturePlan, extract_part
from lam_desktop.learning.train_policy import PolicyTraining
from lam_desktop.policy.lam.settings_lam import ABLATIONS
from tests.drawn import drawn_corpus


def test_every_part_is_left_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, features = drawn_corpus(tmp_path / "drawn", programs=4), tmp_path / "features"
    for split in ("train", "validation"):
        extract_part(corpus, None, features, FeaturePlan(1.0), (0, 1), split)
    plan = PolicyTraining(steps=1, batch=1, threads=1)
    monkeypatch.setattr(ablations, "ABLATIONS", ABLATIONS[:2])
    found = ablations.compare(corpus, features, tmp_path / "out", plan, 2)
    assert list(found) == ["nothing", *ABLATIONS[:2]]
    lacking = [json.loads((tmp_path / "out" / part / "config.json").read_text())["without"] for part in found]
    assert lacking == [[], [ABLATIONS[0]], [ABLATIONS[1]]]
    monkeypatch.setattr(train_policy, "train", None)
    assert ablations.compare(corpus, features, tmp_path / "out", plan, 2) == found


def test_the_table() -> None:
    figures = {"right": 0.5, "loss": 1.25}
    assert ablations.table({"text": {"same": figures, "row": figures}}).splitlines()[-1] == (
        "| text | 50.0% | 1.25 | 50.0% | 1.25 |"
    )
