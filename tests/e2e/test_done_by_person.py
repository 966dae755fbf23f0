"""A step that the agent does not find is done by the person at the terminal; the row goes on behind it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.cli.calling import LAM
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import wait_for

pytestmark = pytest.mark.e2e

RENAMED = "<script>document.querySelector('button').textContent = 'Archive and close'</script>"
LIMIT_S = 90.0


class Terminal:
    """A `lam run` at a terminal, with somebody who reads and types there."""

    def __init__(self, scene: Scene, *arguments: str) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [*LAM, "run", TASK, *arguments], env=scene.office.desktop.environment, stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.said = ""

    def wait_for(self, text: str) -> None:
        """Reads until this was said since the last answer."""
        end = time.monotonic() + LIMIT_S
        while text not in self.said:
            assert time.monotonic() < end, self.said
            if select.select([self._master], [], [], 0.2)[0]:
                self.said += os.read(self._master, 4096).decode("utf-8", "replace")

    def answer(self, line: str) -> None:
        """Types a line."""
        self.said = ""
        os.write(self._master, f"{line}\n".encode())

    def ended(self) -> int:
        """The exit status."""
        try:
            while True:
                os.read(self._master, 4096)
        except OSError:  # it has closed its side
            return self.process.wait(LIMIT_S)
        finally:
            os.close(self._master)


def test_the_person_does_a_step_and_the_row_goes_on(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(RENAMED)
        terminal = Terminal(scene, "--rows", f"{scene.rows}:2", "--wait", "3", "--again")
        terminal.wait_for("d: I do this step myself")
        assert scene.sent == []
        terminal.answer("d")
        terminal.wait_for("Do this step yourself")
        with Clerk(scene.office.display, 0.1) as clerk:
            clerk.click(*scene.browser.middle("Archive and close"))
        wait_for(lambda: scene.sent, "the contact to be stored")
        terminal.answer("")
        assert terminal.ended() == 0
        assert scene.sent == [ROWS[1]]
    [run] = (home / "tasks" / TASK / "runs").iterdir()
    journal = (run / "journal.jsonl").read_text(encoding="utf-8")
    assert '"answer": "show"' in journal and journal.count('"kind": "shown"') == 1
    assert '"points": [[' in journal
