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

from tests.e2e.contacts import ROWS
from tests.e2e.harness import Office, write_rows
from tests.e2e.native_scene import NativeScene

BETWEEN = "|"
COMMAND = (
    "zenity", "--forms", "--title=Contacts", "--text=New contact", "--add-entry=Name", "--add-entry=Phone",
    "--ok-label=Save contact", f"--separator={BETWEEN}",
)  # fmt: skip
PLACES = {"name": (0.60, 0.34), "phone": (0.60, 0.59), "Save contact": (0.74, 0.85)}
"""Where its parts are in its window, as shares of width and height."""


@dataclass
class EntryForm(NativeScene):
    """A desktop on which the task was recorded, with the program open again elsewhere."""

    task: ClassVar[str] = "form"
    program: ClassVar[tuple[str, ...]] = ("Contacts", "zenity")
    elsewhere: ClassVar[tuple[int, int]] = (820, 90)
    _said: list[Path] = field(default_factory=list[Path])

    @property
    def sent(self) -> list[dict[str, str]]:
        """What it has been given since it was opened last."""
        lines = self._said[-1].read_text(encoding="utf-8").splitlines()
        return [dict(zip(("name", "phone"), line.split(BETWEEN), strict=True)) for line in lines]

    def started(self, addition: str) -> subprocess.Popen[Any]:
        """The program; it takes no additions."""
        assert not addition
        handle, name = tempfile.mkstemp(prefix="lam-form-")
        self._said.append(Path(name))
        with os.fdopen(handle, "wb") as out:
            return self.office.desktop.start(*COMMAND, stdout=out, stderr=subprocess.DEVNULL)

    def middle(self, name: str) -> tuple[int, int]:
        """The middle of one of its parts, screen pixels."""
        x, y, w, h = self.window().geometry
        across, down = PLACES[name]
        return round(x + across * w), round(y + down * h)

    def forget(self) -> None:
        """Removes what it has said."""
        for path in self._said:
            path.unlink(missing_ok=True)


@contextmanager
def recorded_form(folder: Path) -> Generator[EntryForm]:
    """The task, shown with the first row."""
    rows = write_rows(folder / "form.csv", ROWS)
    with Office() as office:
        scene = EntryForm(office, rows)
        try:
            scene.record()
            yield scene
        finally:
            scene.close()
            scene.forget()
