"""The schema for editors and the loader agree on what a task's file may look like."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.tasks.checks import FilesCheck, HttpCheck, SqlCheck
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.plain_yaml import format_tree
from lam_desktop.tasks.task_yaml.task_schema import MODELINE, schema_text, task_schema
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.tasks.editing import as_an_editor_reads
from tests.tasks.making import tasks
from tests.tasks.task_yaml.test_task_file import EXPECTED, FAULTS, example

SCHEMA = Draft202012Validator(task_schema())
DOCS = Path(__file__).parents[3] / "docs" / "task-yaml.md"
ONLY_THE_LOADER = (
    r"outside of the task's folder", r"which «variables» does not list", r"is read before the step",

    r"«places» is missing", r"must stand in each place", r"nothing behind it tells",
    r"must have a letter", r"steps are left from here on",
    r"is no part of «text»",
    r"neither yes/no nor a date", r"which is no date such as",
    r"«write» is «", r"«(text|shown|not_shown)» is «", r"«values» has «",
    r"must be one statement", r"must be (a|the) whole path",
    r"is «\d+\.0», but must be a whole number", r"must be \d whole numbers",  # 1.0, too
    r"is «\.inf», but must be a number above 0",
    r"«name» is empty, but a value", r"«password» is empty",
)  # fmt: skip
"""Refusals that the schema's docstring lists: spelling, languages, and what one part says of another."""
PIECES: list[Any] = [
    "", "x", "12", "-1", "0", "yes", "true", "click", "row", "screen", "secret", "sql", "%d.%m.%Y",
    12, -1, 0, 1.5, 1.0, True, None, [], {}, [1, 2], ["ctrl"], [1, 2, 3, 4], {"class": "a"}, 10**20,
    [[]], [{}], {"source": "constant"}, "{customer}", "http://x", "/a", float("inf"),
]  # fmt: skip
CHECKS = (
    SqlCheck({"name": parse_pattern("{customer}")}, 2.0, "/srv/a.db", "SELECT COUNT(*) FROM t"),
    SqlCheck({}, 5.0, "postgresql://me@desk/d", "SELECT COUNT(*) FROM t", "db"),
    SqlCheck({}, 5.0, "mysql+pymysql://me@desk/d", "SELECT COUNT(*) FROM t", "client’s 1"),
    FilesCheck({}, 5.0, "/srv/*.pdf", ("{name}",)),
    HttpCheck({}, 5.0, "https://a.example/x", "/count"),
    HttpCheck({}, 5.0, "https://a.example/x", "/count", "token", header="X-Api-Key"),
    HttpCheck({}, 5.0, "http://localhost:80/x", "", "password", "reader"),
)


def refused(folder: Path, text: str) -> str:
    """What the loader says; empty where it takes the file."""
    (folder / task_file.FILE_NAME).write_text(text, encoding="utf-8")
    try:
        task_file.load(folder)
    except UsageError as error:
        return str(error)
    return ""


def every_property(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Path of each key, such as `steps[].value.name`, and its schema."""
    for key, sub in schema.get("properties", {}).items():
        here = f"{path}.{key}" if path else key
        yield here, sub
        yield from every_property(sub, here)
        yield from every_property(sub.get("items", {}), f"{here}[]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("orders")


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(task_schema())


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_the_product_writes_is_right(folder: Path, data: st.DataObject) -> None:
    text = task_file.dumps(data.draw(tasks(folder)))
    assert list(SCHEMA.iter_errors(as_an_editor_reads(text))) == []


@pytest.mark.parametrize(
    "value",
    [
        Value("row", "due", "5. März 2026", "%-d. %B %Y (de)", "%Y-%m-%d"),
        Value("row", "due", "05.03.2026", "%d.%m.%Y", "%B %-d, %Y (en)"),
        *(
            Value("row", text="x", pattern=parse_pattern(write))
            for write in (
                "{zip | after ,} {zip | before ,}", "{zip | part 2 at -}", "No. {zip | at least 6 digits}",
                "{zip | groups of 4 with -}", "{zip | number 1234,50 rounded from 1,234.50}",
                "{zip | percent 1234.5 %}", "{due | first word | date Qq yyyy from yyyy-mm-dd}",
                "{due | after T | time 9:05 AM}", "{zip | before # | upper}: 5 %",
            )
        ),
    ],
)  # fmt: skip
def test_every_way_to_make_a_text_comes_back(folder: Path, value: Value) -> None:
    task = example(folder)
    first, _, *others = task.steps
    known = replace(task, steps=(first, replace(task.steps[1], value=value), *others))
    text = task_file.dumps(known)
    assert list(SCHEMA.iter_errors(as_an_editor_reads(text))) == []
    assert refused(folder, text) == ""
    assert task_file.load(folder).steps[1].value == value


@pytest.mark.parametrize("check", CHECKS)
def test_checks_are_right(folder: Path, check: Any) -> None:
    task = example(folder)
    text = task_file.dumps(type(task)(**{**as_dict(task), "checks": (check,)}))
    assert refused(folder, text) == "" and SCHEMA.is_valid(as_an_editor_reads(text))


def as_dict(task: Any) -> dict[str, Any]:
    return {name: getattr(task, name) for name in task.__slots__}


def places_in(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from places_in(value, (*path, key))


def mutated(draw: Any, tree: Any) -> Any:
    """The tree with a key or entry taken away, put in, or given another value."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 2))):
        *path, last = draw(st.sampled_from(sorted(places_in(tree), key=repr)))
        parent = tree
        for key in path:
            parent = parent[key]
        piece = copy.deepcopy(draw(st.sampled_from(PIECES)))
        match draw(st.sampled_from(["take away", "replace", "replace", "put in"])):
            case "take away":
                del parent[last]
            case "put in" if isinstance(parent, dict):
                keys = ["form", "write", "name", "places", "optional", "empty", "button", "url", "colour"]
                parent[draw(st.sampled_from(keys))] = piece
            case _:
                parent[last] = piece
        if not tree:
            break
    return tree


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_both_refuse_the_same(folder: Path, data: st.DataObject) -> None:
    task = data.draw(tasks(folder) | st.just(example(folder)))
    checks = tuple(data.draw(st.lists(st.sampled_from(CHECKS), max_size=1)))
    task = type(task)(**{**as_dict(task), "checks": checks})
    text = format_tree(mutated(data.draw, task_file._tree(task)))
    agree(folder, text)


@pytest.mark.parametrize("name", ["db", "a/b", "/", "", "null", "7", "[]"])
@pytest.mark.parametrize(
    "database",
    [
        "/srv/a.db", "sqlite:////srv/a.db", "oracle://me@desk/d", "postgresql://me@desk/d",
        "postgresql+pg8000://me@desk:5432/d", "mysql+x://desk", "mariadb://me:geheim@desk/d",
        "mysql://a@b:c@desk/d", "mysql://me:@desk/d", "postgresqlx://me@desk/d",
    ],
)  # fmt: skip
def test_both_refuse_the_same_passwords(folder: Path, database: str, name: str) -> None:
    check = f"{{kind: sql, database: '{database}', password: {name}, query: SELECT 1}}"
    agree(folder, EXPECTED.replace("steps:\n", f"checks:\n  - {check}\nsteps:\n", 1))


@pytest.mark.parametrize("sign", ["\\e", "\\a", "\\n", "\\t", "\\u202e", "\\u061c", "\\x85", "é"])
@pytest.mark.parametrize("source", ["row", "secret"])
def test_both_refuse_the_same_names(folder: Path, source: str, sign: str) -> None:
    old, new = "      source: row\n      name: customer", f'      source: {source}\n      name: "{sign}a"'
    named = EXPECTED.replace(old, new, 1)
    agree(folder, named.replace("  - customer\n", f'  - "{sign}a"\n', 1))
    harmless = ("é",) if source == "secret" else ("é", "\\n", "\\t", "\\u202e", "\\u061c")
    assert bool(refused(folder, (folder / task_file.FILE_NAME).read_text("utf-8"))) == (sign not in harmless)


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_both_refuse_what_people_get_wrong(folder: Path, old: str, new: str, words: list[str]) -> None:
    text = EXPECTED.replace(old, new, 1)
    if "YAML" not in refused(folder, text):
        agree(folder, text)


def agree(folder: Path, text: str) -> None:
    told = refused(folder, text)
    errors = [error.message for error in SCHEMA.iter_errors(as_an_editor_reads(text))]
    if errors:
        assert told, (errors, text)
    for line in told.splitlines() if not errors else ():
        assert any(re.search(known, line) for known in ONLY_THE_LOADER), (line, text)


def test_a_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == task_schema()
    assert main(["show", "--schema", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == task_schema()
    assert main(["show"]) == ExitCode.USAGE
    assert "Which task" in capsys.readouterr().err


def test_every_key_is_explained() -> None:
    for path, schema in every_property(task_schema()):
        assert schema.get("description", "").endswith("."), path


def test_the_page_has_every_key() -> None:
    """The tables of docs/task-yaml.md say what the schema says."""
    told = {path: sub["description"].replace("|", r"\|") for path, sub in every_property(task_schema())}
    rows = [f"| `{path}` | {description} |" for path, description in told.items()]
    page = DOCS.read_text(encoding="utf-8").splitlines()
    listed = [line for line in page if line.startswith("| `")]
    assert sorted(listed) == sorted(rows), "\n".join(rows)


def test_the_example_of_the_page_is_right(folder: Path) -> None:
    page = DOCS.read_text(encoding="utf-8")
    text = page[page.index("```yaml\n") + len("```yaml\n") :]
    text = text[: text.index("```")]
    assert refused(folder, text) == "" and SCHEMA.is_valid(as_an_editor_reads(text))


def test_the_first_line_leads_to_the_schema(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.create("orders")
    path = library.add(example(library.folder("orders")))
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == MODELINE
    named = path.parent / first.partition("$schema=")[2]
    assert named.resolve() == (tmp_path / ".task.schema.json").resolve()
    assert named.read_text(encoding="utf-8") == schema_text()
    assert library.names() == ["orders"]
