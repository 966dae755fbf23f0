"""What the step pointer is taught, and that it is written where the policy finds it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.spec import Deed
from lam_desktop.learning.episodes import episodes
from lam_desktop.learning.moment_questions import EpisodeExaminer, standing_of
from lam_desktop.learning.moments import main, shown_table, teach
from lam_desktop.learning.page_features import FeaturePlan, extract_part, features_path, load
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.effect import EFFECT_SIGNS
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import MOMENT_SIGNS, OLDER_WEIGHTS, WEIGHTS
from lam_desktop.types import ENTRY_KINDS, KINDS
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
    asked = [one for many, _ in EpisodeExaminer(_model(), features, 1).questions(found) for one in many]
    sorts = [one.sort for one in asked]
    assert [sorts.count(sort) for sort in ("step", "left out", "stranger")] == [
        2 * (PROGRAMS - 1), 2 * (PROGRAMS - 1), PROGRAMS - 1,
    ]  # fmt: skip
    for one in asked:
        screens = len(one.signs.shown)
        assert one.signs.shown.shape == (screens, len(MOMENT_SIGNS)) and bool(
            one.signs.shown.isfinite().all()
        )
        assert (one.answer < screens) == (one.sort == "step")
        assert screens == (1 if one.sort == "left out" else 2)
        assert one.done is None  # mere states come in no order


def _worked(corpus: Path) -> list[records.Page]:
    """The drawn pages as episodes: each form is sent, and in the second look nothing comes of it once."""
    pages: list[records.Page] = []
    for page in CorpusReader(corpus).pages():
        at = int(page.state == "sent")
        pages.append(replace(page, at=at, deed=None if at else Deed("press", "save")))
        if page.look == "B" and not at:
            pages.append(replace(pages[-1], state="base-still", mishap="still"))
    return pages


def test_an_episode_is_asked_about_its_steps_its_end_its_mishaps_and_its_effects(
    corpus: Path, features: Path
) -> None:
    found = episodes(_worked(corpus), features)
    assert len(found) == PROGRAMS and all(one.worked and one.is_followed(0) for one in found)
    given = list(EpisodeExaminer(_model(), features, 1).questions(found))
    moments, effects = [one for many, _ in given for one in many], [one for _, many in given for one in many]
    count = PROGRAMS - 1
    sorts = Counter(one.sort for one in moments)
    assert sorts == {
        "step": count, "done": count, "done already": count, "begun anew": count, "still": count,
        "of two": 2 * count, "stranger": count,
    }  # fmt: skip
    known = {one.sort: (one.answer, one.done) for one in moments if one.sort not in ("of two", "stranger")}
    assert known == {
        "step": (0, -1), "done": (1, 0), "done already": (1, -1), "begun anew": (0, 1), "still": (0, 0),
    }  # fmt: skip
    assert Counter((one.sort, one.came) for one in effects) == {
        ("came", True): count,
        ("still", False): count,
    }
    assert all(len(one.signs) == len(EFFECT_SIGNS) and one.signs.isfinite().all() for one in effects)


def test_a_screen_whose_next_target_is_out_of_sight_is_left_out(corpus: Path, features: Path) -> None:
    pages = _worked(corpus)
    first = pages[0].program
    blind = [
        replace(page, elements=page.elements[:-1]) if page.program == first and not page.at else page
        for page in pages
    ]
    found = {one.shown[0].program for one in episodes(blind, features)}
    assert found == {page.program for page in pages} - {first}


def test_the_state_of_each_element_that_is_asked_is_known(corpus: Path, features: Path) -> None:
    page = CorpusReader(corpus).pages()[0]
    seen = load(features_path(features, page))
    standing = standing_of(seen)
    rows = [i for i in range(len(seen.kind)) if not seen.missed[i]]
    assert len(standing.said) == len(rows)
    entries = [KINDS[seen.kind[i]] in ENTRY_KINDS for i in rows]
    assert (standing.said >= 0).tolist() == entries


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


def test_the_table_sets_history_beside_none_and_beside_the_weights_there_were(
    corpus: Path, features: Path, tmp_path: Path
) -> None:
    """The drawn pages as an episode corpus, and an older policy that knows nothing of history."""
    worked = tmp_path / "worked"
    shutil.copytree(corpus, worked)
    lines = [records.to_line(replace(page, root=worked)) for page in _worked(corpus)]
    (worked / "records-drawn.jsonl").write_text("".join(lines))
    model = _model()
    model.config.moment_weights = (0.5,) * OLDER_WEIGHTS
    model.save_pretrained(tmp_path / "policy")
    told = teach(worked, features, tmp_path / "policy", PROGRAMS, 1)
    config = LamPolicyModel.from_pretrained(tmp_path / "policy").config
    assert list(config.effect_weights) == list(told["effect_weights"]) and config.effect_head is not None
    names = ("validation", "without_history", "before")
    asked = [{sort: row["asked"] for sort, row in told[name].items()} for name in names]
    assert asked[0] == asked[1] == asked[2] and asked[0]["done already"] > 0
    assert shown_table(told).splitlines()[0].split(" | ")[2:] == list(names)
