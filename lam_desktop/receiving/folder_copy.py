"""A copy that is a folder: that of a task, or one with nothing but that in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from lam_desktop.errors import EnvironmentFault
from lam_desktop.receiving.copies import needed, odd_kind, pour, too_large
from lam_desktop.receiving.members import Member, holding
from lam_desktop.tasks.storage.library import PARTS


class FolderCopy:
    """Open for reading. Links in it are not followed, and nothing is written into it."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError where there is no task, EnvironmentFault where it cannot be read."""
        self.shown = str(path)
        self._root = path.resolve()
        try:
            self.holding = holding(_below(self._root, ()), self.shown)
        except OSError as error:
            raise _unreadable(path, error) from error
        self.name = self.holding.folder[0] if self.holding.folder else self._root.name

    def write(self, name: str, target: Path, most: int) -> None:
        """Writes one of its files into the new file `target`."""
        path = self._root.joinpath(*needed(self, name).parts)
        try:
            # Neither a link nor a pipe is waited for that took the file's place meanwhile.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            file = os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb")
        except OSError as error:
            raise _unreadable(path, error) from error
        with file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > most:
                raise too_large(self, name, most)
            pour(file, target, self, name, most)

    def close(self) -> None:
        """Nothing is held open."""


def _below(folder: Path, above: tuple[str, ...]) -> Iterator[Member]:
    """What lies in the folder, in the folders of it, and in the parts of a task that one of these may be."""
    for path in sorted(folder.iterdir()):
        parts = (*above, path.name)
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode) and (len(parts) == 1 or (len(parts) == 2 and parts[1] in PARTS)):
            yield from _below(path, parts)
        else:
            yield Member(parts, odd_kind(mode))


def _unreadable(path: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(f"{path} cannot be read ({error.strerror}); check its permissions.")
