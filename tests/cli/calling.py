"""Calls `lam` as its users do, in a process of its own, and holds it to its contract."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lam_desktop.errors import ExitCode

LAM = (sys.executable, "-m", "lam_desktop.cli.main")
LIMIT_S = 60.0
RUN_KEYS = {"status", "message", "rows", "run"}
ROW_KEYS = {"index", "status", "steps_done", "asked", "seconds"}
STATUS_OF = {
    ExitCode.DONE: "done",
    ExitCode.BUG: "error",
    ExitCode.USAGE: "error",
    ExitCode.ASKED: "asked",
    ExitCode.STOPPED: "stopped",
    ExitCode.WRONG_EFFECT: "failed",
    ExitCode.ENVIRONMENT: "error",
}


@dataclass(frozen=True)
class Outcome:
    """What came of one call."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON object that a call with `--json` ends with."""
        lines = self.out.splitlines()
        assert lines, f"nothing on stdout; stderr: {self.err}"
        found = json.loads(lines[-1])
        assert isinstance(found, dict)
        return found

    @property
    def message(self) -> str:
        """The report's sentence."""
        return self.report["message"]


def call(*arguments: str, environment: Mapping[str, str] | None = None, limit_s: float = LIMIT_S) -> Outcome:
    """Runs `lam` to its end; `environment` instead of this process's own."""
    done = subprocess.run(
        [*LAM, *arguments],
        env=dict(environment if environment is not None else os.environ),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit_s,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout, done.stderr)


def without_display(**extra: str) -> dict[str, str]:
    """This process's environment on a machine without any screen, and `extra`."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | extra


def assert_contract(outcome: Outcome) -> None:
    """What a run promises with every exit code: no traceback, and one JSON object with these keys."""
    assert "Traceback" not in outcome.out + outcome.err
    report = outcome.report
    assert report.keys() >= RUN_KEYS
    assert report["status"] == STATUS_OF[ExitCode(outcome.code)]
    assert all(row.keys() >= ROW_KEYS for row in report["rows"])


def assert_refused(outcome: Outcome, code: ExitCode, *fragments: str) -> None:
    """An error told as the contract wants it: its code, and one sentence with these fragments."""
    assert outcome.code == code, f"exit {outcome.code}: {outcome.out}{outcome.err}"
    assert_contract(outcome)
    assert_sentence(outcome.message)
    for fragment in fragments:
        assert fragment in outcome.message


def assert_sentence(message: str) -> None:
    """One line that a person can read, and no dump of an object."""
    assert message[-1] in ".?" and "\n" not in message and 15 < len(message) < 400, message
    assert not re.search(r"<\S+ object|0x[0-9a-f]{6}|Traceback", message), message
