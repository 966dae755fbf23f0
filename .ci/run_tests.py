"""Runs the tests, two at a time; those that failed are tried once more, alone, and must then hold.

Of those that take long (on real programs mostly) it runs one share, another one with each commit; with
`--all` all. Most of the time such a test waits for a program, so two at once do not disturb each other much.

At the end it tells where the time went, folder by folder.

Real programs on a busy machine are the one reason for a second try, so it is told which tests needed it. A
run that ended in any other way (killed, out of memory, stopped) said nothing about its tests and is not tried
again.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

FAILED = Path(".pytest_cache/v/cache/lastfailed")
TIMES = Path(".pytest_cache/times.xml")
TESTS_FAILED = 1  # pytest's exit status
SHARES = 6
"""Parts of the tests that take long; `tests/shares.py` tells which files are in one."""
SHOWN = 12
"""Folders that are told."""


def main() -> int:
    """Pytest's exit status; a signal's number plus 128 where one ended it."""
    signal.signal(
        signal.SIGINT, lambda *_: None
    )  # Ctrl+C reaches pytest, which ends what it started; we wait
    share = None if "--all" in sys.argv[1:] else share_of(_commit())
    if share is not None:
        os.environ["LAM_TEST_SHARE"] = share
        print(
            f"Of the tests that take long this is share {share}; `make test-all` runs them all.", flush=True
        )
    for earlier in (FAILED, TIMES):  # a pytest that crashes leaves them as they were
        earlier.unlink(missing_ok=True)
    status = _pytest(
        "--numprocesses", "2", "--dist", "loadfile", "--durations", "40", "--junit-xml", str(TIMES)
    )
    _tell("Seconds of both workers, by folder:", seconds_by_folder(TIMES)[:SHOWN])
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


def share_of(commit: str) -> str:
    """`I/N`: the share that is this commit's turn."""
    return f"{int(commit, 16) % SHARES + 1}/{SHARES}"


def _commit() -> str:
    """The present commit; 0 where there is none."""
    asked = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else "0"


def seconds_by_folder(times: Path) -> list[str]:
    """Of each folder of `tests`, the slowest first: its seconds and tests, from pytest's JUnit report.

    Empty where there is none.
    """
    if not times.exists():
        return []
    seconds: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    for case in ElementTree.parse(times).iter("testcase"):
        modules = case.get("classname", "").split(".")
        folder = "/".join(modules[:2]) if len(modules) > 2 else modules[0]
        seconds[folder] += float(case.get("time", 0))
        tests[folder] += 1
    return [f"{spent:7.0f} s  {folder} ({tests[folder]} tests)" for folder, spent in seconds.most_common()]


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
