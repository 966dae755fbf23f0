"""A program on the desktop, with the task of `contacts` recorded in it, and opened anew for each row."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from lam_desktop.office.clerk import Clerk
from recorder.events import WindowFacts
from tests.e2e.contacts import ROWS
from tests.e2e.harness import Office, wait_for

ACTIONS = {"name": 1, "phone": 3, "save": 5}
"""So many actions were begun once this field, or the button, was clicked."""


@dataclass
class NativeScene:
    """What all such programs have in common."""

    task: ClassVar[str]
    program: ClassVar[tuple[str, ...]]
    """Names of the window that the task is done in; the first one is its title."""
    elsewhere: ClassVar[tuple[int, int]]
    """Where the window stands when the row is repeated."""
    office: Office
    rows: Path
    process: subprocess.Popen[Any] | None = None
    _runs: frozenset[Path] = frozenset()

    @property
    def sent(self) -> list[dict[str, str]]:
        """What the program has been given since it was opened last."""
        raise NotImplementedError

    def middle(self, name: str) -> tuple[int, int]:
        """The middle of one of its parts (`name`, `phone`, `Save contact`), screen pixels."""
        raise NotImplementedError

    def started(self, addition: str) -> subprocess.Popen[Any]:
        """The program, just started, with nothing stored yet."""
        raise NotImplementedError

    def window(self) -> WindowFacts:
        """Its window, once it is there."""
        return self.office.window(title=self.program[0])

    def begun(self, field: str) -> bool:
        """Whether this field, or `save`, was turned to, as the newest run's journal says."""
        new = self._journals() - self._runs
        return any(path.read_text(encoding="utf-8").count('"acting"') >= ACTIONS[field] for path in new)

    def open(self, addition: str = "") -> WindowFacts:
        """Shows it in the middle of the screen."""
        self.close()
        self.process = self.started(addition)
        window = self.window()
        self.office.settled()
        return window

    def reopen(self, addition: str = "") -> None:
        """Shows it anew in another place, with `addition`, and forgets what was done so far."""
        self.office.place(self.open(addition), *self.elsewhere)
        self._runs = frozenset(self._journals())

    def close(self) -> None:
        """Ends it."""
        if self.process is not None:
            self.office.desktop.stop(self.process)
            self.process = None

    def record(self) -> None:
        """Has the task shown with the first row."""
        self.open()

        def act(clerk: Clerk) -> None:
            for name in ("name", "phone"):
                clerk.click(*self.middle(name))
                clerk.type(ROWS[0][name])
            clerk.click(*self.middle("Save contact"))
            wait_for(lambda: self.sent, "the contact to be stored")
            self.office.settled()

        self.office.record(self.task, act, "--rows", f"{self.rows}:1")
        assert self.sent == [ROWS[0]]

    def _journals(self) -> set[Path]:
        home = Path(self.office.desktop.environment["LAM_HOME"])
        return set(home.glob(f"**/{self.task}/runs/*/journal.jsonl"))
