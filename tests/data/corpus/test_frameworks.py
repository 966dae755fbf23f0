"""Frameworks: one is kept for the test split, and only rules that can apply are left of their sheets."""

import random
from pathlib import Path

import pytest

from lam_desktop.data.corpus.frameworks import HELD_OUT_FRAMEWORK, Framework, Frameworks
from lam_desktop.data.corpus.grammar import program_id
from lam_desktop.data.corpus.looks import make_look
from lam_desktop.data.corpus.records import split

_SHEET = """@charset "utf-8";/* .btn{x} */
.btn,.alert{color:red} .alert{color:blue} button:not(.alert,.close){margin:1px} td::after{content:"}"}
@media (min-width:3px){.btn:hover{color:green} .alert{top:0}} @media print{.btn{color:black}}
@font-face{src:url(a;b)} @keyframes x{from{top:0}} input[type="a,b"]{border:0}
"""


def test_only_rules_that_can_apply_are_left() -> None:
    css = Framework("x", "x", {"button": "btn"}, text=_SHEET).css
    assert ".btn{color:red}" in css
    assert ".btn:hover{color:green}" in css
    assert 'td::after{content:"}"}' in css
    assert 'input[type="a,b"]{border:0}' in css
    assert "alert" not in css
    assert "black" not in css
    assert "font-face" not in css


def test_a_part_without_a_class_gets_none() -> None:
    assert Framework("x", "x").pick("button", random.Random(1)) == ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sheets").mkdir()
    for name in (HELD_OUT_FRAMEWORK, "bootstrap", "pico"):
        (tmp_path / "sheets" / f"{name}.css").write_text("button{color:red}")
    return tmp_path


def test_the_held_out_framework_is_only_in_the_test_split(folder: Path) -> None:
    known = Frameworks(folder)
    seen: dict[str, set[str]] = {"train": set(), "validation": set(), "test": set()}
    for n in range(2000):
        name = program_id(1, n)
        found = known.for_page(name, make_look(f"{name}-base-A", "en", False))
        seen[split(name)].add(found.name if found else "")
    assert HELD_OUT_FRAMEWORK in seen["test"]
    assert seen["train"] == {"", "bootstrap", "pico"}
    assert HELD_OUT_FRAMEWORK not in seen["validation"]


def test_without_a_folder_there_is_none() -> None:
    assert Frameworks().for_page("1-000001", make_look("1-000001-base-A", "en", False)) is None
