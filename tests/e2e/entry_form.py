"""The task of `contacts` in a program of GTK that ends with each row, and says what was entered."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from lam_desktop.office.clerk import Clerk
from recorder.events import WindowFacts
from tests.e2e.contacts import ROWS
from tests.e2e.harness import Office, wait_for, write_rows

BETWEEN = "|"
COMMAND = (
    "zenity", "--forms", "--title=Contacts", "--text=New contact", "--add-entry=Name", "--add-entry=Phone",
    "--ok-label=Save contact", f"--separator={BETWEEN}",
)  # fmt: skip
PLACES = {"name": (0.60, 0.34), "phone": (0.60, 0.59), "Save contact": (0.74, 0.85)}
"""Where its parts are in its window, as shares of width and height."""
ACTIONS = {"name": 1, "phone": 3}
"""So many actions were begun once this field was clicked."""


@dataclass
class EntryForm:
    """A desktop on which the task was recorded, with the program open again elsewhere."""

    task: ClassVar[str] = "form"
    program: ClassVar[tuple[str, ...]] = ("Contacts", "zenity")
    office: Office
    rows: Path
    process: subprocess.Popen[Any] | None = None
    _said: list[Path] = field(default_factory=list[Path])
    _runs: frozenset[Path] = frozenset()

    @property
    def sent(self) -> list[dict[str, str]]:
        """What it has been given since it was opened last."""
        lines = self._said[-1].read_text(encoding="utf-8").splitlines()
        return [dict(zip(("name", "phone"), line.split(BETWEEN), strict=True)) for line in lines]

    def window(self) -> WindowFacts:
        """Its window, once it is there."""
        return self.office.window(title="Contacts")

    def begun(self, field: str) -> bool:
        """Whether this field, `name` or `phone`, was turned to, as the newest run's journal says."""
        new = self._journals() - self._runs
        return any(path.read_text(encoding="utf-8").count('"acting"') >= ACTIONS[field] for path in new)

    def open(self) -> WindowFacts:
        """Shows it in the middle of the screen."""
        self.close()
        handle, name = tempfile.mkstemp(prefix="lam-form-")
        with os.fdopen(handle, "wb") as out:
            self.process = self.office.desktop.start(*COMMAND, stdout=out, stderr=subprocess.DEVNULL)
        self._said.append(Path(name))
        window = self.window()
        self.office.settled()
        return window

    def reopen(self, addition: str = "") -> None:
        """Shows it anew in another place, and forgets what was done so far; it takes no additions."""
        assert not addition
        self.office.place(self.open(), 820, 90)
        self._runs = frozenset(self._journals())

    def close(self) -> None:
        """Ends it."""
        if self.process is not None:
            self.office.desktop.stop(self.process)
            self.process = None

    def middle(self, name: str) -> tuple[int, int]:
        """The middle of one of its parts, screen pixels."""
        x, y, w, h = self.window().geometry
        across, down = PLACES[name]
        return round(x + across * w), round(y + down * h)

    def forget(self) -> None:
        """Removes what it has said."""
        for path in self._said:
            path.unlink(missing_ok=True)

    def _journals(self) -> set[Path]:
        home = Path(self.office.desktop.environment["LAM_HOME"])
        return set(home.glob(f"**/{self.task}/runs/*/journal.jsonl"))


@contextmanager
def recorded_form(folder: Path) -> Generator[EntryForm]:
    """The task, shown with the first row."""
    rows = write_rows(folder / "form.csv", ROWS)
    with Office() as office:
        scene = EntryForm(office, rows)
        try:
            scene.open()

            def act(clerk: Clerk) -> None:
                for name in ("name", "phone"):
                    clerk.click(*scene.middle(name))
                    clerk.type(ROWS[0][name])
                clerk.click(*scene.middle("Save contact"))
                wait_for(lambda: scene.sent, "the contact to be stored")
                office.settled()

            office.record(scene.task, act, "--rows", f"{rows}:1")
            assert scene.sent == [ROWS[0]]
            yield scene
        finally:
            scene.close()
            scene.forget()
