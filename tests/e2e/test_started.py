"""A task that starts its program: approved once, it opens what is not open, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Start
from lam_desktop.tasks.task_yaml import task_file
from tests.e2e.conftest import NOTE
from tests.e2e.harness import Office, journal

pytestmark = pytest.mark.e2e

EDITOR = "Mousepad"


def test_it_is_started_only_once_approved_and_only_where_it_is_not_open(noted: Path) -> None:
    task = Library(noted).open(NOTE)
    (window,) = [one for one in task.windows if one.wm_class == EDITOR]
    task_file.save(replace(task, starts=(Start(("mousepad", "--disable-server"), window),)))
    with Office() as office:
        refused = office.run(NOTE)
        assert refused.code == ExitCode.USAGE and "starts mousepad --disable-server" in refused.message
        assert not office.windows(EDITOR)
        assert office.call("approve", NOTE, "--yes", "--json").code == 0
        looked = office.run(NOTE, "--check")
        assert not office.windows(EDITOR) and not started(noted, looked), "what only looks starts nothing"
        done = office.run(NOTE)
        assert done.code == 0, done.report
        assert len(office.windows(EDITOR)) == 1, "it stays open behind the run"
        once_more = office.run(NOTE)
        assert len(office.windows(EDITOR)) == 1
    assert [one["command"] for one in started(noted, done)] == [["mousepad", "--disable-server"]]
    assert not started(noted, once_more)


def started(home: Path, outcome) -> list[dict]:
    return [one for one in journal(home, outcome) if one["kind"] == "program_started"]
