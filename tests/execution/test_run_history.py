"""`lam runs` lists every run, also those whose journal tells little or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.execution.runs.history import last_run, past_runs
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.storage.library import Library
from tests.cli.tasks import made


@pytest.fixture
def runs(home: Path) -> Path:
    """The folder of a task's runs; one of them went well."""
    folder = made(home).folder / "runs"
    with Journal(folder / "2026-01-01-000000") as journal:
        journal.write("run_started", task="orders", rows=[1])
        journal.write("row_finished", row=1, status="done")
        journal.write("run_finished", status="done", message="Done.")
    return folder


def broken(runs: Path, content: str | None) -> Path:
    """A later run with this as its journal."""
    folder = runs / "2026-01-02-000000"
    folder.mkdir()
    if content is not None:
        (folder / "journal.jsonl").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (None, "cut short"),
        ("", "cut short"),
        ('{"kind": "run_st', "cut short"),
        ('{"kind"\n{"kind": "run_started"}\n', "unreadable"),
        ("[1]\n", "unreadable"),
        ('{"no": "kind"}\n', "unreadable"),
    ],
)
def test_a_run_that_tells_nothing_hides_no_other(
    content: str | None, status: str, home: Path, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = broken(runs, content)
    assert main(["runs", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["runs"]
    assert {one["run"]: one["status"] for one in listed} == {
        "tasks/orders/runs/2026-01-01-000000": "done",
        f"tasks/orders/runs/{folder.name}": status,
    }
    assert all(one["started"] for one in listed)
    told = last_run(Library(home), "orders")
    assert told is not None
    assert (told.status, "editor" in told.message) == (status, status == "unreadable")


def test_a_journal_that_may_not_be_read_is_unreadable(home: Path, runs: Path) -> None:
    (broken(runs, None) / "journal.jsonl").mkdir()
    assert {one.status for one in past_runs(Library(home), "orders")} == {"unreadable", "done"}
