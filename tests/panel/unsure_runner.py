"""The real runner and the real executor, with eyes that see nothing: so it asks at every step.

Takes the options of `lam_desktop.panel.runner`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from lam_desktop.execution.request import RunRequest
from lam_desktop.panel.runner import lines_of, serve
from lam_desktop.protocols import Policy, ScreenParser
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Box, Decision, Element, Frame, Situation


class Blind:
    """A parser that proposes nothing."""

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        return ()

    def forget(self) -> None:
        pass

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 0.0


class Unsure:
    """A policy that never knows."""

    name = "lam"

    def decide(self, situation: Situation) -> Decision:
        return Decision(None, None, 0.0, 0.9, 1.0, (), "It is not there.")


class Minds:
    """Loads them at once."""

    def check(self, policy: str) -> None:
        assert policy == "lam"

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        return Blind(), Unsure(), "blind"


def main() -> int:
    """Serves the panel that started it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--mode", choices=("ask",), default="ask")
    options = parser.parse_args()
    request = RunRequest(options.task, wait_s=0.5)
    reports = os.fdopen(os.dup(1), "w", encoding="utf-8")
    commands = lines_of(sys.stdin.fileno())
    return serve(Library(options.home), request, Minds(), commands, reports, options.pictures)


if __name__ == "__main__":
    sys.exit(main())
