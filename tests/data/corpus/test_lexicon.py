"""Every language has what the plans of programs ask for; one language is kept for the test split."""

import random

import pytest

from lam_desktop.data.corpus import coining, lexicon
from lam_desktop.data.corpus.grammar import make_program, program_id
from lam_desktop.data.corpus.records import split
from lam_desktop.data.corpus.spec import HELD_OUT_LANGUAGE, LANGUAGES
from lam_desktop.data.corpus.wording import Wording

_LEAST = {"fields": 70, "actions": 70, "options": 20, "sections": 30, "menus": 10}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_complete(lang: str) -> None:
    for table, least in _LEAST.items():
        keys = lexicon.keys(table, lang)
        assert len(keys) >= least
        assert all(lexicon.word(table, key, lang).strip() for key in keys)
    for key in lexicon.keys("fields", lang):
        assert lexicon.sort("fields", key, lang)
    for key in lexicon.keys("actions", lang):
        assert lexicon.sort("actions", key, lang)
    for make in lexicon.keys("choices", lang):
        assert len(lexicon.choices(make, lang)) == len(lexicon.choice_keys(make))


def test_the_held_out_language_is_only_in_the_test_split() -> None:
    seen: dict[str, set[str]] = {"train": set(), "validation": set(), "test": set()}
    for index in range(1500):
        seen[split(program_id(4, index))].add(make_program(4, index, "qt").lang)
    assert HELD_OUT_LANGUAGE in seen["test"]
    assert HELD_OUT_LANGUAGE not in seen["train"] | seen["validation"]
    assert seen["train"] == set(LANGUAGES) - {HELD_OUT_LANGUAGE}


def test_a_neighbour_keeps_to_the_split_of_the_page_it_is_shown_on() -> None:
    tests = [n for n in range(1500) if split(program_id(4, n)) == "test"]
    assert any(make_program(4, n, "qt").lang == HELD_OUT_LANGUAGE for n in tests)
    assert all(make_program(4, n, "qt", "train").lang != HELD_OUT_LANGUAGE for n in tests)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_made_up_labels_are_many(lang: str) -> None:
    rng = random.Random(1)
    labels = [coining.label(rng, lang) for _ in range(400)]
    assert len(set(labels)) > 320
    assert all(label == label.strip() and label for label in labels)


def test_programs_differ_in_how_much_is_made_up() -> None:
    known = {lexicon.word("fields", key, "en").lower() for key in lexicon.keys("fields", "en")}
    shares = []
    for seed in range(60):
        words = Wording(random.Random(seed), "en")
        said = [words.caption("fields", words.key("fields")).lower() for _ in range(60)]
        shares.append(sum(text in known for text in said) / len(said))
    assert min(shares) < 0.05
    assert max(shares) > 0.8
    assert 0.4 < sum(shares) / len(shares) < 0.75
