"""A copy that is one file, a `.zip`: what it says of itself is believed in nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.receiving.copies import needed, odd_kind, pour, too_large
from lam_desktop.receiving.members import LONGEST_LIST, Member, checked_parts, holding, hostile

DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    KeyError, IndexError, OverflowError, UnicodeError,
)  # fmt: skip
"""What `zipfile` raises of a file that it did not write."""
LOCKED = 0x1
"""Flag of a member that only a password opens."""
MOST_TIMES, FROM_BYTES = 200, 1 << 25
"""A file that is larger, and so many times as large as it is packed, is no recording: these are packed."""


class ZipCopy:
    """Open for reading; no member is ever named on the disk as it is in there."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError where it is no zip, or holds what no copy of a task has."""
        self.shown = str(path)
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise EnvironmentFault(
                f"{path} cannot be read ({error.strerror}); check its permissions."
            ) from error
        try:
            with self._damage_told():
                self._archive = zipfile.ZipFile(_Bounded(self._file))
                self._infos: dict[tuple[str, ...], zipfile.ZipInfo] = {}
                self.holding = holding(self._members(), self.shown)
        except BaseException:
            self._file.close()
            raise
        self.name = self.holding.folder[0] if self.holding.folder else path.stem

    def write(self, name: str, target: Path, most: int) -> None:
        """Writes one of its files into the new file `target`."""
        info = self._infos[needed(self, name).parts]
        if info.flag_bits & LOCKED:
            raise UsageError(f"{self.shown} is locked with a password; unpack it, and take in the folder.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UsageError(f"{self.shown} is packed in an unusual way; unpack it, and take in the folder.")
        if info.file_size > most:
            raise too_large(self, name, most)
        if info.file_size > max(FROM_BYTES, MOST_TIMES * info.compress_size):
            raise hostile(name, self.shown, f"unpacks into more than {MOST_TIMES} times its size")
        with self._damage_told(), self._archive.open(info) as source:
            if pour(source, target, self, name, min(most, info.file_size)) != info.file_size:
                raise zipfile.BadZipFile(f"{name} is shorter than it says")

    def close(self) -> None:
        """Lets go of the file."""
        self._archive.close()
        self._file.close()

    def _members(self) -> Iterator[Member]:
        for info in self._archive.infolist():
            parts = checked_parts(info.orig_filename, self.shown)
            if info.orig_filename.endswith("/"):
                continue
            if parts in self._infos:
                raise hostile(info.orig_filename, self.shown, "is there twice")
            self._infos[parts] = info
            yield Member(parts, odd_kind(info.external_attr >> 16))

    @contextmanager
    def _damage_told(self) -> Generator[None]:
        try:
            yield
        except DAMAGE as error:
            raise UsageError(
                f"{self.shown} is no .zip, or is damaged ({str(error)[:80]}); ask for it again."
            ) from error


class _Bounded:
    """A file of which nobody reads a large piece at once: the list of a zip may claim to be of any size."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self.tell, self.seekable = file.tell, file.seekable

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Goes to a place; ValueError where no file has one."""
        try:
            return self._file.seek(offset, whence)
        except OSError as error:
            raise ValueError("it names a place before its beginning") from error

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; ValueError where too many of them are wanted."""
        if size > LONGEST_LIST:
            raise ValueError("its list of files is too long")
        return self._file.read(LONGEST_LIST if size < 0 else size)
