"""Teaching the head: it learns what can be learned, its bounds hold, pairs are those that are meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from lam_desktop.data.corpus.generate import Plan, generate
from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.spec import AGAIN
from lam_desktop.learning.greyed import (
    Teaching,
    beside_shown,
    bounds,
    figures,
    odds,
    taught,
    teach,
    told,
)
from lam_desktop.learning.greyed_data import Seen, looked_at
from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.enabled_head import EnabledHead
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.types import KINDS

pytestmark = pytest.mark.slow

TINY = ElementDetectorConfig(widths=(4, 4, 4, 4, 4), depths=(1, 1, 1))
INPUTS = EnabledHead(4, 4, len(KINDS), 1).inputs


def _seen(rng: np.random.Generator, count: int, kind: str = "button") -> Seen:
    """Elements of which one number tells, mostly, whether they are greyed out."""
    greyed = rng.random(count) < 0.2
    look = rng.normal(0, 1, (count, INPUTS)).astype(np.float16)
    look[:, 3] = 5 * greyed + rng.normal(0, 1, count)
    look[:, -2 - len(KINDS) : -2] = np.eye(len(KINDS))[KINDS.index(kind)]  # type: ignore[arg-type]
    names = np.array([f"p{n}" for n in range(count)])
    return Seen(
        look, greyed, np.full(count, kind), np.full(count, "qt"), names, np.full(count, "base A"), names
    )


def test_it_learns_and_its_bound_holds_on_what_it_was_chosen_by() -> None:
    rng = np.random.default_rng(0)
    head = taught(_seen(rng, 6000), TINY, Teaching(hidden=8, epochs=12, batch=128))
    seen = _seen(rng, 2000)
    said = odds(head, seen)
    assert np.mean((said > 0) == seen.greyed) > 0.95
    chosen = bounds(said, seen, 0.01)
    found = told(said, seen, chosen)
    assert found[~seen.greyed].mean() <= 0.01
    assert found[seen.greyed].mean() > 0.7
    assert set(chosen) == {"button"}, "of other sorts nothing was seen"
    row = figures(found, seen)["button"]["qt"]
    assert (row["greyed"], row["enabled"]) == (seen.greyed.sum(), (~seen.greyed).sum())
    assert row["known"] == (found & seen.greyed).sum() and row["mistaken"] == (found & ~seen.greyed).sum()


def test_without_anything_to_learn_nothing_is_said() -> None:
    rng = np.random.default_rng(1)
    seen = _seen(rng, 1500)
    shuffled = Seen(seen.look, rng.permutation(seen.greyed), *(
        getattr(seen, name) for name in ("kind", "toolkit", "program", "page", "identity")
    ))  # fmt: skip
    said = odds(taught(shuffled, TINY, Teaching(hidden=4, epochs=2)), seen)
    assert told(said, seen, bounds(said, seen, 0.005)).mean() < 0.05


def test_pairs_are_the_same_thing_in_another_look_that_could_be_pressed() -> None:
    look = np.zeros((5, INPUTS), np.float16)
    look[:, -2 - len(KINDS) + KINDS.index("button")] = 1
    seen = Seen(
        look,
        np.array([False, True, True, False, False]),
        np.full(5, "button"),
        np.full(5, "tk"),
        np.array(["p", "p", "p", "p", "q"]),
        np.array(["base A", "base B", "base C", "menu A", "base B"]),
        np.array(["save"] * 5),
    )
    sure, chosen = np.array([-2.0, 5.0, 5.0, 5.0, 5.0]), {"button": 3.0}
    for again, look in ((False, "base B"), (True, "base C")):
        now, said = beside_shown(sure, seen, chosen, again)
        assert now.page.tolist() == [look] and said.tolist() == [True]
    _, doubted = beside_shown(np.array([0.5, 5.0, 5.0, 5.0, 5.0]), seen, chosen, again=False)
    assert doubted.tolist() == [False], "it did not look pressable when it was shown"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    generate(Plan(folder, 3, 28, ("qt",), (1.0,), again=True), quiet=True)
    return folder


def test_the_same_look_once_more(corpus: Path) -> None:
    pages = CorpusReader(corpus).pages()
    looks = {(page.program, page.state): set[str]() for page in pages}
    for page in pages:
        looks[page.program, page.state].add(page.look)
    assert all(found == {"A", "B", AGAIN} for found in looks.values())
    by = {(page.program, page.state, page.look): page for page in pages}
    for program, state in looks:
        first, again = by[program, state, "A"], by[program, state, AGAIN]
        assert first.size == again.size and first.lang == again.lang
    with pytest.raises(ValueError, match="in other looks"):
        generate(Plan(corpus, 1, 28, ("qt",), (1.0,)), quiet=True)


def test_teaching_writes_a_head_and_leaves_the_rest(corpus: Path, tmp_path: Path) -> None:
    detector = tmp_path / "detector"
    shutil.copytree(find_models() / "detector", detector)
    before = load_file(detector / "model.safetensors")
    found = teach([corpus], detector, tmp_path / "seen", Teaching(hidden=4, epochs=1))
    after = load_file(detector / "model.safetensors")
    assert before.keys() == after.keys()
    for name, value in before.items():
        assert name.startswith("enabled.") or torch.equal(after[name], value), name
    assert after["enabled.layers.0.bias"].shape == (4,) and after["enabled.mean"].dtype == torch.float16
    config = json.loads((detector / "config.json").read_text())
    assert config["enabled_hidden"] == 4 and config["greyed_odds"] == found["greyed_odds"]
    assert found["test"]["alone"]["all"]["qt"]["enabled"] > 0
    DetectorEngine(detector)


def test_what_is_looked_at_has_its_states(corpus: Path) -> None:
    """With the shipped detector: whatever is found has the state that the program gave it."""
    engine = DetectorEngine(find_models() / "detector")
    config = engine.processor.config
    head = EnabledHead(config.widths[1], config.widths[2], len(KINDS), 1)
    seen_states: set[bool] = set()
    for page in CorpusReader(corpus).pages():
        with torch.inference_mode():
            seen = looked_at(page, engine, head, np.random.default_rng(0))
        truth = {one.id: one for one in page.elements}
        assert [not truth[name].enabled for name in seen.identity.tolist()] == seen.greyed.tolist()
        seen_states |= set(seen.greyed.tolist())
    assert seen_states == {True, False}
