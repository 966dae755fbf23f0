"""Starts the programs of a task whose windows are not there; a person has approved exactly their commands."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.screen.scope import find_scope
from lam_desktop.tasks.task import Start
from lam_desktop.types import Window

POLL_S = 0.1


class Windowed(Protocol):
    """A desktop whose windows are to be seen."""

    def windows(self) -> tuple[Window, ...]:
        """All visible windows, bottom to top."""
        ...

    def active_window(self) -> Window | None:
        """The window that has the keyboard."""
        ...


def start_programs(
    starts: Iterable[Start],
    desktop: Windowed,
    check: Callable[[], None],
    started: Callable[[Start], None],
) -> None:
    """Starts what is not open, one after the other, and waits until its window is there.

    `check` raises where somebody stops the run; `started` hears of a program just before it is started. The
    programs outlive the run. Raises EnvironmentFault where one cannot be started, or its window stays away.
    """
    for start in starts:
        if _is_open(start, desktop):
            continue
        started(start)
        program = _begun(start)
        end = time.monotonic() + start.wait_s
        while not _is_open(start, desktop):
            check()
            if time.monotonic() >= end:
                raise EnvironmentFault(_missing(start, program))
            time.sleep(POLL_S)


def told(start: Start) -> str:
    """Its command as a person would type it."""
    return shlex.join(start.command)


def _is_open(start: Start, desktop: Windowed) -> bool:
    return find_scope(desktop.windows(), start.window, desktop.active_window()) is not None


def _begun(start: Start) -> subprocess.Popen[bytes]:
    """The process, in a session of its own: what ends the run does not end it. No shell reads the command."""
    nowhere = subprocess.DEVNULL
    try:
        return subprocess.Popen(
            start.command, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd=Path.home(),
            start_new_session=os.name != "nt",
        )  # fmt: skip
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise EnvironmentFault(
            f"«{told(start)}» cannot be started ({why}); start the program yourself, or change «start» in"
            " task.yaml."
        ) from error


def _missing(start: Start, program: subprocess.Popen[bytes]) -> str:
    code = program.poll()
    ended = f", which ended with {code}" if code else ""
    named = start.window.wm_class or start.window.process
    return (
        f"No window of {named} came within {start.wait_s:g} s of «{told(start)}»{ended}; start the program"
        " yourself, and run the task again."
    )
