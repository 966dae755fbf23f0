"""Dense bars of tools: which programs have them, and how they change from look to look."""

import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from lam_desktop.data.corpus.bars import BARS_SHARE, DENSE, has_bars, is_dense, varied
from lam_desktop.data.corpus.coloured_icons import ColouredIcons
from lam_desktop.data.corpus.generate import Plan
from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.icon_sets import DrawnIcons, IconSets
from lam_desktop.data.corpus.records import split
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import Node, Program, walk

SEED = 9


def _programs(count: int) -> list[Program]:
    found = (n for n in range(10_000) if has_bars(SEED, n))
    return [make_program(SEED, next(found), "qt") for _ in range(count)]


def _tools(body: Node) -> list[list[str]]:
    bars = (node for node in walk(body) if node.role == "toolbar" and node.variant == DENSE)
    return [[child.id for child in bar.children if child.role == "icon"] for bar in bars]


def test_the_programs_that_have_them_have_many_tools_without_words() -> None:
    share = sum(has_bars(SEED, n) for n in range(2000)) / 2000
    assert 0.7 * BARS_SHARE < share < 1.3 * BARS_SHARE
    for program in _programs(30):
        tools = _tools(program.body)
        assert is_dense(program.body) and 1 <= len(tools) <= 4
        assert all(8 <= len(bar) <= 30 for bar in tools)
        icons = [node for node in walk(program.body) if node.role == "icon" and "bar/" in node.id]
        assert icons and not any(node.text for node in icons)


def test_from_look_to_look_most_tools_keep_their_order_and_some_do_not() -> None:
    shares, added = [], 0
    for program in _programs(40):
        one, two = (_tools(make_scene(program, program.states[0], look).body) for look in "AB")
        first, second = ([tool for bar in tools for tool in bar] for tools in (one, two))
        shared = set(first) & set(second)
        assert len(shared) > len(first) / 2
        added += set(first) != set(second)
        same = SequenceMatcher(
            None, [one for one in first if one in shared], [one for one in second if one in shared]
        )
        shares.append(sum(block.size for block in same.get_matching_blocks()) / len(shared))
    assert added > 10
    assert 0.6 < sum(shares) / len(shares) < 0.99
    assert sum(share == 1 for share in shares) > 5


def test_what_stands_open_stays() -> None:
    body = _programs(1)[0].body
    kept = frozenset(tool for bar in _tools(body) for tool in bar)
    for seed in range(50):
        assert {tool for bar in _tools(varied(body, random.Random(seed), kept)) for tool in bar} == kept


def test_a_plan_can_ask_for_such_programs_alone(tmp_path: Path) -> None:
    plan = Plan(tmp_path, 500, SEED, splits=("train",), bars=True)
    wanted = [n for n in range(500) if plan.wants(n)]
    assert wanted and all(has_bars(SEED, n) and split(f"{SEED}-{n:06d}") == "train" for n in wanted)


@pytest.mark.parametrize("name", ["disk", "folder", "own1"])
def test_coloured_glyphs_hang_on_the_glyph_and_the_theme(name: str) -> None:
    one, other = (ColouredIcons(DrawnIcons(), theme) for theme in ("a", "b"))
    assert one.svg(name, 16, 2, "#000000") == one.svg(name, 16, 2, "#ffffff")
    assert one.svg(name, 16, 2, "#000000") != other.svg(name, 16, 2, "#000000")


def test_dense_bars_are_drawn_in_colour_in_some_looks() -> None:
    sets = IconSets()
    found = [sets.for_page(f"1-{n:06d}", look, dense=True) for n in range(200) for look in "AB"]
    share = sum(isinstance(one, ColouredIcons) for one in found) / len(found)
    assert 0.25 < share < 0.55
    plain = (sets.for_page(f"1-{n:06d}", "B") for n in range(200))
    assert not any(isinstance(one, ColouredIcons) for one in plain)
