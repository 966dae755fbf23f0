"""Paths on the command line: the `~` of `--out=~/x`, which the shell leaves as it is, is understood."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from lam_desktop.cli.main import build_parser, main
from lam_desktop.errors import ExitCode, UsageError

PLACES = {
    "share": (("orders",), "--out"),
    "report": (("orders",), "--out"),
    "rows": ((), "--from-screen"),
    "demo": ((), "--out"),
    "eval": (("drift",), "--out"),
    "corpus": (("export",), "--out"),
}
FILE_METAVARS = {"FILE", "FOLDER", "FILE_OR_FOLDER", "DIR", "PATH"}


@pytest.mark.parametrize("command", PLACES)
def test_the_home_is_written_as_a_tilde(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    before, option = PLACES[command]
    options = build_parser().parse_args([command, *before, f"{option}=~/x.csv"])
    assert getattr(options, option[2:].replace("-", "_")) == tmp_path / "x.csv"
    with pytest.raises(UsageError, match="home of a person unknown here"):
        build_parser().parse_args([command, *before, f"{option}=~nobodyhere/x.csv"])


def test_every_option_that_takes_a_path_understands_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    found = [one for one in _actions(build_parser()) if one.metavar in FILE_METAVARS]
    assert len(found) >= 11
    for action in found:
        assert callable(action.type), action.option_strings
        assert action.type("~/x") == tmp_path / "x", action.option_strings


def test_a_table_is_refused_where_the_home_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "orders.csv").touch()
    assert main(["rows", "--from-screen=~/orders.csv"]) == ExitCode.USAGE
    assert f"{tmp_path / 'orders.csv'} is there already" in capsys.readouterr().err
    assert main(["rows", "--from-screen=~nobodyhere/orders.csv", "--json"]) == ExitCode.USAGE
    assert '"status": "error"' in capsys.readouterr().out


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Of a parser and of those of its verbs."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                yield from _actions(verb)
