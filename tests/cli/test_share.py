"""`lam share` refuses what cannot be shared before it loads anything, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from tests.cli.calling import assert_sentence
from tests.panel.making import make_task


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing",), "There is no task «nothing»"),
        (("orders", "--out", "taken"), "exists already"),
        (("orders", "--out", "nowhere/orders.zip"), "There is no folder"),
        (("orders", "--runs", "last"), "was not run yet"),
        (("orders", "--out", "HOME/tasks/copy"), "lies within the library itself; choose a place"),
        (("orders", "--runs", "all"), "invalid choice"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    arguments: tuple[str, ...],
    told: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_task(home, "orders")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAM_MODELS", str(tmp_path / "no models"))
    (tmp_path / "taken").mkdir()
    arguments = tuple(each.replace("HOME", str(home)) for each in arguments)
    before = sorted(tmp_path.iterdir())
    assert main(["share", *arguments]) == ExitCode.USAGE
    message = capsys.readouterr().err.removeprefix("lam: ").rstrip("\n")
    assert told in message
    assert_sentence(message)
    assert sorted(tmp_path.iterdir()) == before
