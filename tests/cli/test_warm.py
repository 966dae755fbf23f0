"""A `lam` that starts warm is the same command: its exit status, what it says, and how it dies."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli import warm
from tests.cli.calling import call

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("arguments", [("--version",), ("show", "nothing"), ("list", "--json"), ("runn",)])
def test_it_says_and_ends_as_one_that_starts_cold(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    started, out, err = _start(tmp_path, *arguments)
    cold = call(*arguments)
    assert started.wait(60.0) == started.returncode == cold.code
    assert (out.read_text(), err.read_text()) == (cold.out, cold.err)


def test_it_has_its_own_surroundings(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for place in (first, second):
        place.mkdir()
        started, _, err = _start(place, "report", "nothing", home=place / "home")
        assert started.wait(60.0) != 0
        assert str(os.environ["LAM_HOME"]) not in err.read_text()


def test_a_signal_ends_it(tmp_path: Path) -> None:
    started, _, _ = _start(tmp_path, "panel", display=":0.no-such-screen", stopped=True)
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(0.2)
    assert os.getpgid(started.pid) == started.pid
    started.kill()
    assert started.wait(10.0) == -signal.SIGKILL
    started.kill()  # nothing to end any more


def _start(
    folder: Path, *arguments: str, home: Path | None = None, display: str = "", stopped: bool = False
) -> tuple[warm.WarmProcess, Path, Path]:
    """The process, and the files of what it says."""
    environment = dict(os.environ)
    if home is not None:
        environment["LAM_HOME"] = str(home)
    if display:
        environment["DISPLAY"] = display
    out, err = folder / "out", folder / "err"
    with out.open("wb") as to_out, err.open("wb") as to_err:
        started = warm.start(arguments, environment, to_out, to_err)
    if stopped:
        os.kill(started.pid, signal.SIGSTOP)
    return started, out, err
