"""A program that says «stored» over nothing, two records, or another one: the check is not fooled."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.tasks.checks import Check, CheckKind, FilesCheck, HttpCheck, SqlCheck
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml.task_file import save
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import acted, journal, write_rows

pytestmark = pytest.mark.e2e

Form = dict[str, str]
LIES: dict[str, Callable[[Form], list[Form]]] = {
    "nothing": lambda form: [],
    "twice": lambda form: [form, form],
    "elsewhere": lambda form: [{**form, "name": "Maria Sorensen-Holt"}],
}
KINDS: tuple[CheckKind, ...] = ("http", "sql", "files")
EACH = 30


@dataclass(frozen=True)
class Records:
    """Where the program keeps what it stores, besides its web service: a database, and a folder of files."""

    database: Path
    folder: Path

    @classmethod
    def made(cls, place: Path) -> Records:
        """Without a record."""
        made = cls(place / "book.db", place / "book")
        made.folder.mkdir(parents=True)
        with closing(sqlite3.connect(made.database)) as book, book:
            book.execute("CREATE TABLE contacts (name TEXT, phone TEXT)")
        return made

    def store(self, forms: list[Form]) -> list[Form]:
        """Keeps them; returns them."""
        with closing(sqlite3.connect(self.database)) as book, book:
            book.executemany("INSERT INTO contacts VALUES (:name, :phone)", forms)
        for form in forms:
            path = self.folder / f"{len(list(self.folder.iterdir())):05}.json"
            path.write_text(json.dumps(form), encoding="utf-8")
        return forms

    def check(self, kind: CheckKind, scene: Scene) -> Check:
        """How a task asks for them."""
        values = {name: parse_pattern(f"{{{name}}}") for name in ROWS[0]}
        if kind == "sql":
            query = "SELECT COUNT(*) FROM contacts WHERE name = :name AND phone = :phone"
            return SqlCheck(values, 2.0, str(self.database), query)
        if kind == "files":
            texts = ('"name": "{name}"', '"phone": "{phone}"')
            return FilesCheck(values, 2.0, str(self.folder / "*.json"), texts)
        url = scene.shop.address("sent?name={name}&phone={phone}")
        return HttpCheck(values, 2.0, url, "/count")


def checked(scene: Scene, home: Path, check: Check) -> None:
    """Gives the task a check that asks the program's own record, and a person's approval."""
    task = Library(home).open(TASK)
    save(replace(task, checks=(check,)))
    refused = scene.office.run(TASK, "--rows", f"{scene.rows}:2")
    assert refused.code == ExitCode.USAGE and f"lam approve {TASK}" in refused.message
    assert scene.office.call("approve", TASK, "--yes", "--json").code == 0


def lied_to(scene: Scene, home: Path, records: Records, lie: str, number: int) -> None:
    """One row of a program that lies: it was entered, and is never reported right."""
    scene.reopen()
    scene.shop.keep = lambda form: records.store(LIES[lie](form))
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:{number}")
    assert outcome.code == ExitCode.WRONG_EFFECT, outcome.report
    (row,) = outcome.report["rows"]
    assert (row["status"], row["evidence"]) == ("failed", "")
    assert scene.shop.clicks == ["Save contact"], "it did act, once"
    verified = [entry["ok"] for entry in journal(home, outcome) if entry["kind"] == "verified"]
    assert all(verified), "the screen said that all was well"
    assert ("2 times" if lie == "twice" else "is not there") in outcome.message


def test_a_row_is_confirmed_by_the_record_and_not_by_the_screen(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path, by_keyboard=True) as scene:
        for lie, kind in zip(LIES, KINDS, strict=True):
            records = Records.made(tmp_path / kind)
            checked(scene, home, records.check(kind, scene))
            lied_to(scene, home, records, lie, 2)

        scene.reopen()
        records = Records.made(tmp_path / "sound")
        checked(scene, home, records.check("sql", scene))
        scene.shop.keep = lambda form: records.store([form])
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2")
        assert outcome.code == 0, outcome.report
        assert [row["evidence"] for row in outcome.report["rows"]] == ["confirmed"]
        assert scene.shop.sent == ROWS[1:2]

        again = scene.office.run(TASK, "--rows", f"{scene.rows}:2")
        assert again.code == ExitCode.ASKED and acted(home, again) == []
        assert [row["status"] for row in again.report["rows"]] == ["skipped"]
        assert scene.shop.sent == ROWS[1:2]


@pytest.mark.proof
@pytest.mark.parametrize("lie", LIES)
def test_no_row_is_reported_right_that_is_not_stored(tmp_path: Path, home: Path, lie: str) -> None:
    with recorded_contacts(tmp_path, by_keyboard=True) as scene:
        people = [
            {"name": f"{one['name']} {n}", "phone": f"{one['phone']}{n}"} for n in range(8) for one in ROWS
        ]
        write_rows(scene.rows, people)
        for at, kind in enumerate(KINDS):
            records = Records.made(tmp_path / kind)
            checked(scene, home, records.check(kind, scene))
            for number in range(at + 1, EACH + 1, len(KINDS)):
                lied_to(scene, home, records, lie, number)
