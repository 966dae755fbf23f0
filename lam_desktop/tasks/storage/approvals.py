"""What a person allowed a task to do on this machine beside clicking and typing.

Kept beside the tasks and not inside them: a task that came from somebody else brings no approval with it.
Each is signed by this machine for its user, so that a library that was copied or synced brings none either;
one from before that asks once more.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.storage.this_machine import ThisMachine
from lam_desktop.tasks.storage.vault import write_whole

FILE_NAME = "approvals.json"


class Approvals:
    """The approvals of one library: a name of a task with a text that was agreed to, letter by letter."""

    def __init__(self, home: Path, files: Files = PLAIN, machine: ThisMachine | None = None) -> None:
        self.path = home / FILE_NAME
        self._files = files
        self._machine = machine or ThisMachine()

    def has(self, task: str, text: str) -> bool:
        """Whether exactly this text was approved for the task, on this machine, by its present user."""
        return any(self._machine.signed(one, task, text) for one in self._read().get(task, {}))

    def give(self, task: str, text: str) -> None:
        """Approves it; what was approved before for this task counts no longer."""
        held = self._read()
        held[task] = {self._machine.sign(task, text): datetime.now().isoformat(" ", "seconds")}
        self._write(held)

    def forget(self, task: str) -> bool:
        """Takes back what was approved for the task; whether anything was."""
        held = self._read()
        if task not in held:
            return False
        del held[task]
        self._write(held)
        return True

    def _write(self, held: dict[str, dict[str, Any]]) -> None:
        text = json.dumps(held, ensure_ascii=False, indent=1)
        write_whole(self.path, self._files.encode(self.path, text.encode()))

    def _read(self) -> dict[str, dict[str, Any]]:
        """Empty where nothing was approved yet, or the file is damaged: then it is asked for again."""
        try:
            held = json.loads(self._files.read(self.path))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise EnvironmentFault(
                f"{self.path} cannot be read ({error.strerror}); check its permissions."
            ) from error
        except (ValueError, RecursionError, UsageError):
            return {}
        if not isinstance(held, dict):
            return {}
        return {name: given for name, given in held.items() if isinstance(given, dict)}
