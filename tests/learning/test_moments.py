"""What the step pointer is taught, and that it is written where the policy finds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning.moments import MomentExaminer, episodes, main
from lam_desktop.learning.page_features import FeaturePlan, extract_part
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import MOMENT_SIGNS, WEIGHTS
from tests.drawn import drawn_corpus, in_two_states

pytestmark = pytest.mark.slow

PROGRAMS = 24


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return in_two_states(drawn_corpus(tmp_path_factory.mktemp("corpus") / "drawn", PROGRAMS))


@pytest.fixture(scope="module")
def features(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("features")
    for split in records.SPLITS:
        extract_part(corpus, None, out, FeaturePlan(1.0), (0, 1), split)
    return out


def _model() -> LamPolicyModel:
    torch.manual_seed(1)
    return LamPolicyModel(LamConfig(width=16, blocks=1, heads=2)).eval()


def test_each_state_is_asked_for_with_and_without_it(corpus: Path, features: Path) -> None:
    found = episodes(CorpusReader(corpus).pages(), features)
    assert len(found) == PROGRAMS
    assert all([page.look for page in (*one.shown, *one.present)] == ["A", "A", "B", "B"] for one in found)
    asked = list(MomentExaminer(_model(), features, 1).questions(found))
    sorts = [one.sort for one in asked]
    assert [sorts.count(sort) for sort in ("step", "unexpected", "stranger")] == [
        2 * (PROGRAMS - 1), 2 * (PROGRAMS - 1), PROGRAMS - 1,
    ]  # fmt: skip
    for one in asked:
        screens = len(one.signs.shown)
        assert one.signs.shown.shape == (screens, len(MOMENT_SIGNS)) and bool(
            one.signs.shown.isfinite().all()
        )
        assert (one.answer < screens) == (one.sort == "step")
        assert screens == (3 if one.sort == "step" else 2)


def test_a_page_without_features_is_of_no_episode(corpus: Path, tmp_path: Path) -> None:
    assert episodes(CorpusReader(corpus).pages(), tmp_path) == []


def test_the_weights_stand_in_the_configuration(
    corpus: Path,
    features: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _model().save_pretrained(tmp_path / "policy")
    arguments = ["--corpus", str(corpus), "--features", str(features), "--policy", str(tmp_path / "policy")]
    monkeypatch.setattr("sys.argv", ["moments", *arguments])
    main()
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    config = LamPolicyModel.from_pretrained(tmp_path / "policy").config
    assert list(config.moment_weights) == told["weights"] and len(told["weights"]) == WEIGHTS
    assert config.pointer is not None
