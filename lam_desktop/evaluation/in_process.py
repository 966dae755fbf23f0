"""Runs of the agent in this process: the function that `lam run` calls, with networks that stay loaded."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator

from lam_desktop.errors import EnvironmentFault, ExitCode, LamBug
from lam_desktop.execution.machine.overlay import draw_decision
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import Answer, Decided, Question, RunEvent
from lam_desktop.minds import ShippedMinds
from lam_desktop.protocols import Policy, ScreenParser
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Frame


class Agent:
    """The product at work for nobody: it asks and gets no answer. Use it on one display at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._minds = KeptMinds()

    def run(self, task: str, policy: str, wait_s: float) -> tuple[RunResult, Watcher]:
        """What came of one run of the demonstrated values, and what was seen of it.

        Raises what `run_task` raises, and what a run that did not get to its end was ended by.
        """
        watcher = Watcher()
        request = RunRequest(task, mode="auto", policy=policy, wait_s=wait_s)
        result = run_task(self._library, request, watcher, self._minds)
        if result.exit_code is ExitCode.ENVIRONMENT:
            raise EnvironmentFault(result.message)
        if result.status in ("error", "stopped"):
            raise LamBug(result.message)
        return result, watcher


class KeptMinds(ShippedMinds):
    """Loads everything once; every run begins as if it had never looked at a screen."""

    def __init__(self) -> None:
        self._parser: tuple[ScreenParser, str] | None = None
        self._policies: dict[str, Policy] = {}

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        """Parser, policy, and what identifies the parser."""
        from lam_desktop.policy.registry import open_policy

        if self._parser is None:
            self._parser = self.load_parser()
        parser, weights = self._parser
        parser.forget()
        if policy not in self._policies:
            self._policies[policy] = open_policy(policy, parser)
        return parser, self._policies[policy], weights


class Watcher:
    """Nobody's supervisor: remembers the last decision, answers nothing."""

    commanded = False

    def __init__(self) -> None:
        self._last: Decided | None = None

    def report(self, event: RunEvent) -> None:
        """Remembers a decision."""
        if isinstance(event, Decided):
            self._last = event

    def pace(self, stopped: Callable[[], bool]) -> None:
        """Never pauses."""

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:  # noqa: ARG002
        """None: nobody is there."""
        return None

    def pause(self, reason: str) -> None:
        """Nobody could resume it."""

    def picture(self) -> Frame | None:
        """The last decision, drawn over its screen."""
        if self._last is None:
            return None
        seen = self._last.observation
        return draw_decision(seen.frame, self._last.decision, seen.window)


@contextlib.contextmanager
def on_display(display: str) -> Generator[None]:
    """This process works on that display as long as the block lasts."""
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = display
    try:
        yield
    finally:
        if before is None:
            del os.environ["DISPLAY"]
        else:
            os.environ["DISPLAY"] = before
