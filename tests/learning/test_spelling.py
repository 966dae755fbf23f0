"""Texts taken apart into words keep what stands around, and name the place whose words differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lam_desktop.data.corpus.records import Page
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.learning.page_features import PageFeatures, extract
from lam_desktop.learning.policy_data import PLAIN, make_pair
from lam_desktop.learning.spelling import spelled
from lam_desktop.policy.lam.settings_lam import LamSettings

SENTENCE = "Enter the name into the first field"
CONFIG = LamSettings(width=16, blocks=1, heads=2, crop_px=16)


def _features(dark: bool) -> PageFeatures:
    elements = (
        _element("hint", "text", SENTENCE, (20, 20, 240, 16)),
        _element("f", "field", "", (20, 50, 200, 24)),
        _element("other", "text", "Total", (20, 90, 60, 16)),
        _element("note", "text", "Press the button to go on", (20, 160, 200, 16)),
        _element("ok", "button", "OK", (20, 120, 60, 24)),
    )
    look = "B" if dark else "A"
    made = Page("1-1", "base", look, "drawn", "en", "a.png", (300, 200), (0, 0, 300, 200), elements, Path())
    return extract(made, None, np.full((200, 300, 3), 30 if dark else 240, np.uint8), 16)


def _element(name: str, kind: str, text: str, box: tuple[int, int, int, int]) -> PageElement:
    return PageElement(name, kind, text, box, None, True, False, None, kind != "text", 1.0)


def _words(features: PageFeatures) -> list[str]:
    """What stands on the line of the first text."""
    return features.text[features.box[:, 1] == 20].tolist()


def test_words_take_the_place_of_the_text_and_some_of_them_differ() -> None:
    seen = set()
    for seed in range(40):
        a, b = spelled(_features(False), _features(True), np.random.default_rng(seed))
        assert not {"hint", "note"} & set(a.identity.tolist())
        assert {"f", "other", "ok"} <= set(a.identity.tolist())
        assert {len(getattr(a, name)) for name in ("crops", "box", "kind", "text", "record", "action")} == {
            len(a.identity)
        }
        mine = a.box[[str(name).startswith("hint") for name in a.identity]]
        assert mine[:, 0].min() >= 20 and (mine[:, 0] + mine[:, 2]).max() <= 261
        assert (np.diff(mine[:, 0]) > 0).all()
        fixed_a, fixed_b = ({str(n) for n in one.identity if "/word/" in str(n)} for one in (a, b))
        assert fixed_a == fixed_b and fixed_a
        assert "hint/slot/first" in a.identity and "hint/slot/first" in b.identity
        seen.add((len(_words(a)), len(_words(b))))
    assert len(seen) > 3, "names of one word and of several, on either side"


def test_the_differing_words_are_each_others_counterparts() -> None:
    a, b = spelled(_features(False), _features(True), np.random.default_rng(3))
    pair = make_pair(a, b, True, CONFIG, PLAIN, np.random.default_rng(1))
    at = a.identity.tolist().index("hint/slot/first")
    assert b.identity[pair.forward[at]] == "hint/slot/first"
    assert pair.forward_weight[at] == 1


def test_pages_without_a_common_sentence_stay_as_they_are() -> None:
    a, b = _features(False), _features(True)
    b.text[[0, 3]] = "Press the button below"
    same_a, same_b = spelled(a, b, np.random.default_rng(1))
    assert same_a is a and same_b is b


def test_a_name_that_stands_twice_is_left_alone() -> None:
    a, b = _features(False), _features(True)
    a.identity[3] = "hint"
    same_a, _ = spelled(a, b, np.random.default_rng(1))
    assert same_a is a
