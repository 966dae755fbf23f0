"""Where the panel lays what is to be shown: what an encrypted library holds lies in memory meanwhile."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from lam_desktop.errors import EnvironmentFault
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage.memory import memory_folder
from lam_desktop.tasks.task import Task


class Shelf:
    """Makes its folder in memory when it is first needed; `close` removes it."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._folder: Path | None = None
        self._lock = threading.Lock()

    def pictures_of(self, task: Task, source: str = "") -> Path | None:
        """The folder for the pictures of a task's steps: beside their recording. None: there is no place."""
        beside = task.path_of(source).with_suffix(".pictures")
        if not self._files.encrypted:
            return beside
        place = self.in_memory()
        return None if place is None else place / "pictures" / beside.parent.parent.name / beside.name

    def in_memory(self) -> Path | None:
        """A folder in memory that only this person can read; None where there is no such place."""
        with self._lock:
            if self._folder is None:
                try:
                    self._folder = memory_folder()
                except EnvironmentFault:
                    return None
            return self._folder

    def copy(self, path: Path) -> Path:
        """The file, or a copy that other programs can read; raises as `Files.read`."""
        place = self.in_memory() if self._files.encrypted else None
        if place is None:
            return path
        shown = place / path.name
        shown.write_bytes(self._files.read(path))
        return shown

    def close(self) -> None:
        """Nothing is shown any more."""
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None
