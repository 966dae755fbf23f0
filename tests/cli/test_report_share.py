"""`lam report RUN --share` refuses what cannot be given away before it loads anything, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.storage.library import Library
from tests.cli.calling import assert_sentence
from tests.panel.making import make_task


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("orders", "--share", "taken"), "exists already; remove it, or choose another place with --share."),
        (("orders", "--share", "nowhere/copy"), "There is no folder"),
        (("orders", "--share", "{task}/copy"), "lies within the task itself"),
        (("orders", "--share", "copy", "--out", "other"), "not allowed with argument"),
        (("orders", "--mask", "Sorensen"), "say where it goes with --share FOLDER"),
        (("idle", "--share", "copy"), "did nothing that could be reported"),
    ],
)
def test_what_cannot_be_given_away_is_refused(
    arguments: tuple[str, ...],
    told: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    task = make_task(home, "orders")
    make_task(home, "idle")
    with Journal(Library(home).new_run("orders")) as journal:
        journal.write("run_started", task="orders", rows=[1])
    Library(home).new_run("idle")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAM_MODELS", str(tmp_path / "no models"))
    (tmp_path / "taken").mkdir()
    before = sorted(tmp_path.iterdir())
    filled = [one.format(task=task.folder) for one in arguments]
    assert main(["report", *filled]) == ExitCode.USAGE
    message = capsys.readouterr().err.removeprefix("lam: ").rstrip("\n")
    assert told in message
    assert_sentence(message)
    assert sorted(tmp_path.iterdir()) == before
