"""Programs and scenes come from their seed alone, and every widget has an identity of its own."""

import random

import pytest

from lam_desktop.data.corpus.bare import bare, running_text
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.looks import make_look
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import walk


@pytest.mark.parametrize("index", range(40))
def test_program_and_scene_come_from_the_seed(index: int) -> None:
    first, again = make_program(5, index, "qt"), make_program(5, index, "qt")
    assert first == again
    for state in first.states:
        assert make_scene(first, state, "A") == make_scene(again, state, "A")
    assert make_look("x", "en", small=False) == make_look("x", "en", small=False)


@pytest.mark.parametrize("index", range(150))
def test_ids_are_unique_in_a_program(index: int) -> None:
    program = make_program(6, index, "chromium")
    ids = [node.id for node in walk(program.body)] + [
        node.id for menu in program.menus for node in walk(menu)
    ]
    assert len(ids) == len(set(ids))


def test_looks_show_other_data_under_the_same_ids() -> None:
    changed = 0
    for index in range(30):
        program = make_program(7, index, "chromium")
        one, two = (make_scene(program, program.states[0], look) for look in "AB")
        values = [{n.id: n.value for n in walk(scene.body) if n.role == "field"} for scene in (one, two)]
        shared = values[0].keys() & values[1].keys()
        changed += any(values[0][key] != values[1][key] for key in shared)
    assert changed >= 10


def test_other_seeds_make_other_programs() -> None:
    assert len({make_program(seed, 0, "qt").body for seed in range(20)}) == 20


def test_running_text_is_lines_of_words_and_links_and_bare_pages_name_little() -> None:
    texts, fields = 0, 0
    for seed in range(40):
        builder = Builder(random.Random(seed), "en")
        lines = [node for node in walk(running_text(builder)) if node.role == "prose"]
        assert lines and all(line.children for line in lines)
        pieces = [piece for line in lines for piece in line.children]
        assert {piece.role for piece in pieces} <= {"words", "link"} and all(piece.text for piece in pieces)
        assert len({piece.id for piece in pieces}) == len(pieces)
        texts += any(piece.role == "link" for piece in pieces)
        nodes = walk(bare(Builder(random.Random(seed), "en")))
        assert not any(node.role == "item" for node in nodes)
        fields += any(node.role == "field" for node in nodes)
    assert texts > 20 and fields > 10
