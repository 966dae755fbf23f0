"""The living panel without a screen: real store, real threads, real children that only play their parts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from lam_desktop.panel.controller import Controller
from lam_desktop.panel.state.panel import PanelState
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs
from lam_desktop.tasks.storage.library import Library

LIMIT_MS = 60_000


class Living:
    def __init__(self, home: Path, qtbot: QtBot, lam: tuple[str, ...], runner: tuple[str, ...]) -> None:
        self.store = Store()
        self._qtbot = qtbot
        programs = Programs(
            (sys.executable, "-m", "tests.panel.fake_lam", *lam),
            (sys.executable, "-m", "tests.panel.fake_runner", *runner),
        )
        self.controller = Controller(Library(home), self.store, programs, settle_ms=10)

    @property
    def state(self) -> PanelState:
        return self.store.state

    def until(self, true: Callable[[PanelState], bool]) -> PanelState:
        self._qtbot.waitUntil(lambda: true(self.state), timeout=LIMIT_MS)
        return self.state

    def run(self, task: str, rows: Path | None = None, first: int = 1, last: int = 99) -> None:
        self.controller.open_run(task)
        self.until(lambda state: bool(state.run.task_steps))
        if rows is not None:
            self.controller.choose_rows(str(rows))
            self.until(lambda state: state.run.rows_path == str(rows))
            self.controller.choose_range(first, last)
        self.controller.start_run()


def children() -> list[str]:
    """Fakes that live and are ours."""
    found: list[str] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):
            continue
        if int(status[1]) == os.getpid() and status[0] != "Z" and "tests.panel.fake" in command:
            found.append(command)
    return found


def journal(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
