"""Families are chosen by program; one is kept for the test split; without any, glyphs are drawn."""

import json
from pathlib import Path

import pytest

from lam_desktop.data.corpus import assets
from lam_desktop.data.corpus.generate import Plan, generate
from lam_desktop.data.corpus.grammar import program_id
from lam_desktop.data.corpus.icon_sets import HELD_OUT_FAMILY, DrawnIcons, FamilyIcons, IconSets, glyph_names
from lam_desktop.data.corpus.records import split

_SVG = '<svg viewBox="0 0 24 24" stroke="currentColor" stroke-width="2"><path d="M1 1"/><desc>{}</desc></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("lucide", "tabler", HELD_OUT_FAMILY, f"{HELD_OUT_FAMILY}-outline"):
        glyphs = {glyph: _SVG.format(f"{name}/{glyph}") for glyph in ("save", "x", "zebra")}
        path = tmp_path / "icons" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(glyphs))
    return tmp_path


def _family(sets: IconSets, program: str, look: str) -> str:
    found = sets.for_page(program, look)
    return (
        ""
        if isinstance(found, DrawnIcons)
        else found.svg("save", 16, 2, "#000").split("<desc>")[1].split("/")[0]
    )


def test_the_held_out_family_is_only_in_the_test_split(folder: Path) -> None:
    sets = IconSets(folder)
    seen: dict[str, set[str]] = {"train": set(), "validation": set(), "test": set()}
    changed = 0
    for n in range(1500):
        name = program_id(1, n)
        families = [_family(sets, name, look) for look in "AB"]
        seen[split(name)] |= set(families)
        changed += families[0] != families[1]
    assert not any(name.startswith(HELD_OUT_FAMILY) for name in seen["train"] | seen["validation"])
    assert any(name.startswith(HELD_OUT_FAMILY) for name in seen["test"])
    assert seen["train"] == {"", "lucide", "tabler"}
    assert 0.02 < changed / 1500 < 0.2


def test_a_glyph_of_ours_is_the_family_s_own_and_takes_size_and_colour(folder: Path) -> None:
    icons = FamilyIcons(json.loads((folder / "icons" / "lucide.json").read_text()), "lucide")
    text = icons.svg("disk", 20, 1.5, "#aa0000")
    assert "lucide/save" in text
    assert 'width="20"' in text and 'stroke="#aa0000"' in text and 'stroke-width="1.5"' in text
    assert icons.svg("own17", 20, 2, "red") == icons.svg("own17", 20, 2, "red")


def test_there_are_many_glyphs_with_a_name() -> None:
    assert len(glyph_names()) >= 150


def test_without_a_folder_glyphs_are_drawn() -> None:
    assert isinstance(IconSets().for_page("1-000001", "A"), DrawnIcons)


def test_without_npm_a_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    problems = assets.fetch(tmp_path / "assets")
    assert len(problems) == 1
    assert "npm" in problems[0]


def test_a_corpus_is_not_continued_with_other_icons(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    generate(Plan(out, 1, 3, ("qt",), (1.0,)), quiet=True)
    with pytest.raises(ValueError, match="other icons"):
        generate(Plan(out, 1, 3, ("qt",), (1.0,), assets=folder), quiet=True)
