"""What a copy of a task is, whether a folder or a file, and how one file of it is written out."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Protocol

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.receiving.members import Holding, Member, plain

CHUNK = 1 << 20


class Copy(Protocol):
    """A copy that is open."""

    shown: str
    """How it is named in sentences."""
    name: str
    """What the task in it is called there."""
    holding: Holding

    def write(self, name: str, target: Path, most: int) -> None:
        """Writes one of its files into the new file `target`.

        UsageError where it is none, has more than `most` bytes, or cannot be read; OSError where the disk
        refuses.
        """
        ...

    def close(self) -> None:
        """Lets go of it."""
        ...


class Readable(Protocol):
    """What bytes are taken from, so many at a time."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""
        ...


def needed(copy: Copy, name: str) -> Member:
    """The file of that name; UsageError where there is none."""
    found = copy.holding.members.get(name)
    if found is None:
        raise UsageError(f"{copy.shown} lacks «{plain(name)}», which its task needs; ask for another copy.")
    if found.odd:
        raise UsageError(
            f"{copy.shown} holds {found.odd} in place of «{plain(name)}»: nothing was taken; ask for a copy"
            " with the file itself."
        )
    return found


def pour(source: Readable, target: Path, copy: Copy, name: str, most: int) -> int:
    """Copies to the end; how many bytes it were. UsageError where they are more than `most`."""
    done = 0
    with target.open("xb") as file:
        while chunk := _read(source, copy):
            done += len(chunk)
            if done > most:
                raise too_large(copy, name, most)
            file.write(chunk)
    return done


def _read(source: Readable, copy: Copy) -> bytes:
    try:
        return source.read(CHUNK)
    except OSError as error:  # of the copy's own disk, and not of the one that is written to
        raise EnvironmentFault(f"{copy.shown} cannot be read ({error.strerror}); copy it anew.") from error


def too_large(copy: Copy, name: str, most: int) -> UsageError:
    """The error about a file that is larger than any of its kind."""
    return UsageError(
        f"«{plain(name)}» in {copy.shown} has more than {most >> 20} MiB, which no such file of a task has;"
        " take a copy that you know."
    )


def odd_kind(mode: int) -> str:
    """What an entry is by its mode; empty for a file, and where the mode does not say."""
    if stat.S_IFMT(mode) in (0, stat.S_IFREG):
        return ""
    if stat.S_ISLNK(mode):
        return "a link"
    return "a folder" if stat.S_ISDIR(mode) else "a device"
