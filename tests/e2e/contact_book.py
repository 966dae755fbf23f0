"""The task of `contacts` in a program of Qt with a form and a table, see `programs/contact_book.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from tests.e2e.contacts import ROWS
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.native_scene import NativeScene

PROGRAM = Path(__file__).parent / "programs" / "contact_book.py"


@dataclass
class ContactBook(NativeScene):
    """A desktop on which the task was recorded, with the program open again elsewhere."""

    task: ClassVar[str] = "book"
    program: ClassVar[tuple[str, ...]] = ("Contact book", "contact-book", "python")
    elsewhere: ClassVar[tuple[int, int]] = (720, 90)
    folder: Path = field(kw_only=True)
    _opened: int = 0

    @property
    def sent(self) -> list[dict[str, str]]:
        """What it has been given since it was opened last."""
        stored = self._stored
        return [json.loads(line) for line in stored.read_text().splitlines()] if stored.exists() else []

    def started(self, addition: str) -> subprocess.Popen[Any]:
        """The program; `addition` is its FAULT."""
        self._opened += 1
        self._layout.unlink(missing_ok=True)
        fault = (addition,) if addition else ()
        command = (sys.executable, str(PROGRAM), str(self._stored), str(self._layout), *fault)
        return self.office.desktop.start(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def middle(self, name: str) -> tuple[int, int]:
        """The middle of one of its parts where it was opened, screen pixels."""
        x, y, w, h = json.loads(
            wait_for(lambda: self._layout.exists() and self._layout.read_text(), "its layout")
        )[name]
        return x + w // 2, y + h // 2

    @property
    def _stored(self) -> Path:
        return self.folder / f"stored-{self._opened}.jsonl"

    @property
    def _layout(self) -> Path:
        return self.folder / "layout.json"


@contextmanager
def recorded_book(folder: Path) -> Generator[ContactBook]:
    """The task, shown with the first row."""
    place = folder / "book"
    place.mkdir()
    with Office() as office:
        scene = ContactBook(office, write_rows(place / "book.csv", ROWS), folder=place)
        try:
            scene.record()
            yield scene
        finally:
            scene.close()
