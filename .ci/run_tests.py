"""Runs all tests, two at a time; those that failed are tried once more, alone, and must then hold.

Most of the time a test waits for a program, so two of them at once do not disturb each other much.

Real programs on a busy machine are the one reason for a second try, so it is told which tests needed it. A
run that ended in any other way (killed, out of memory, stopped) said nothing about its tests and is not tried
again.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

FAILED = Path(".pytest_cache/v/cache/lastfailed")
TESTS_FAILED = 1  # pytest's exit status


def main() -> int:
    """Pytest's exit status; a signal's number plus 128 where one ended it."""
    signal.signal(
        signal.SIGINT, lambda *_: None
    )  # Ctrl+C reaches pytest, which ends what it started; we wait
    FAILED.unlink(missing_ok=True)  # an earlier run's list: a pytest that crashes leaves it as it was
    status = _pytest("--numprocesses", "2", "--dist", "loadfile", "--durations", "40")
    if status != TESTS_FAILED or not FAILED.exists():
        return status
    first = _failed()
    _tell("Failed, tried once more:", first)
    status = _pytest("--last-failed", "--last-failed-no-failures", "none")
    if status in (0, TESTS_FAILED):
        again = _failed()
        _tell("Held only at the second try:", [name for name in first if name not in again])
        _tell("Failed twice:", again)
    return status


def _failed() -> list[str]:
    return sorted(json.loads(FAILED.read_text(encoding="utf-8"))) if FAILED.exists() else []


def _pytest(*options: str) -> int:
    status = subprocess.run([sys.executable, "-m", "pytest", "-m", "not proof", *options]).returncode
    return status if status >= 0 else 128 - status


def _tell(what: str, names: list[str]) -> None:
    if names:
        print("", what, *(f"  {name}" for name in names), sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
