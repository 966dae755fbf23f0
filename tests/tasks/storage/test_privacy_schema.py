"""The schema for editors and the loader agree on what `privacy.yaml` may look like."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lam_desktop.tasks.storage.editing import edit_privacy
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import FILE_NAME, TEMPLATE, parse_exclusions
from lam_desktop.tasks.storage.privacy_schema import FILE_NAME as SCHEMA_NAME
from lam_desktop.tasks.storage.privacy_schema import MODELINE, privacy_schema
from lam_desktop.tasks.task_yaml.fields import Problem, Problems
from lam_desktop.tasks.task_yaml.plain_yaml import NotYaml, format_tree
from tests.tasks.editing import as_an_editor_reads
from tests.tasks.sealed_library import encrypted
from tests.tasks.storage.test_privacy_file import GOOD
from tests.tasks.task_yaml.test_task_schema import PIECES, every_property, places_in

SCHEMA = Draft202012Validator(privacy_schema())
DOCS = Path(__file__).parents[3] / "docs" / "privacy.md"
ONLY_THE_LOADER = re.compile(r"are both missing|is «[^»]*\.\d*»|must be 4 whole numbers")
"""An empty class or title that an editor takes for null, and 1.0, which is whole to it."""


def refused(text: str) -> str:
    """What the loader says; empty where it takes the file."""
    try:
        parse_exclusions(text)
    except Problems as problems:
        return problems.told(Path("x"))
    except (Problem, NotYaml) as problem:
        return str(problem) or "no YAML"
    return ""


def errors_of(text: str) -> list[str]:
    return [error.message for error in SCHEMA.iter_errors(as_an_editor_reads(text))]


def test_the_schema_is_one_and_explains_every_key() -> None:
    Draft202012Validator.check_schema(privacy_schema())
    for path, schema in every_property(privacy_schema()):
        assert schema["description"].endswith("."), path
    page = DOCS.read_text(encoding="utf-8")
    assert all(
        f"`{name.split('[]')[0]}`" in page for name in privacy_schema()["properties"] if name != "version"
    )


def test_the_template_and_a_good_file_are_right() -> None:
    assert TEMPLATE.startswith(f"{MODELINE}\n")
    assert errors_of(TEMPLATE) == errors_of(GOOD) == []


@pytest.mark.parametrize(
    ("was", "made"),
    [
        ("class: firefox", "klass: firefox"),
        ("[0, 0, 1280, 28]", "[0, 0, 1280]"),
        ("[10, 20, 30, 40]", "[10, 20, 0, 40]"),
        ("[10, 20, 30, 40]", "[10, 20, 30, x]"),
        ("- title: payroll", "- {}"),
        ("- title: payroll", "- title: ''"),
        ("false", "nein"),
        ("version: 1", "version: 2"),
        ("version: 1", "version: '12'"),
        ("version: 1\n", ""),
        ("regions:\n", "region:\n"),
        ("  - box: [0, 0, 1280, 28]\n", "  - class: x\n"),
    ],
)
def test_an_editor_marks_what_people_get_wrong(was: str, made: str) -> None:
    text = GOOD.replace(was, made)
    assert text != GOOD and errors_of(text) and refused(text)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_both_refuse_the_same(data: st.DataObject) -> None:
    tree: dict[str, Any] = copy.deepcopy(as_an_editor_reads(GOOD))
    *path, last = data.draw(st.sampled_from(sorted(places_in(tree), key=repr)))
    parent: Any = tree
    for key in path:
        parent = parent[key]
    if data.draw(st.booleans()):
        parent[last] = copy.deepcopy(data.draw(st.sampled_from(PIECES)))
    else:
        del parent[last]
    text = format_tree(tree)
    told, errors = refused(text), errors_of(text)
    assert told or not errors, (errors, text)
    assert errors or all(ONLY_THE_LOADER.search(line) for line in told.splitlines()), (told, text)


@pytest.mark.parametrize("made", [Library, encrypted])
def test_whoever_edits_it_has_the_schema_beside_it(home: Path, made: Callable[[Path], Library]) -> None:
    home.mkdir(exist_ok=True)
    library = made(home)
    seen: list[object] = []

    def edit(path: Path) -> None:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        seen.append(json.loads((path.parent / first.partition("$schema=")[2]).read_text(encoding="utf-8")))

    edit_privacy(library, edit, lambda _: False)
    assert seen == [privacy_schema()]
    assert (home / SCHEMA_NAME).exists() is not library.files.encrypted and not (home / FILE_NAME).exists()
