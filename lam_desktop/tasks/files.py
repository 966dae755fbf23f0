"""How the files of a library reach the disk: as they are, or sealed where the library is encrypted.

`SEALED` files open only with the library's key and in their own place (`recorder.sealing`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lam_desktop.errors import EnvironmentFault, UsageError
from recorder.sealing import NotGenuine, Seal, SealedLines, is_sealed


class Files:
    """Reads and writes files of one library; with `seal`, its key, everything is sealed before it is written.

    What was not sealed by this library, or was changed since, is refused: UsageError names the file.
    """

    def __init__(self, seal: Seal | None = None) -> None:
        self.seal = seal

    @property
    def encrypted(self) -> bool:
        """Whether other programs cannot read them."""
        return self.seal is not None

    def encode(self, path: Path, data: bytes) -> bytes:
        """What is to be written as the file `path`."""
        return data if self.seal is None else self.seal.seal(path, data)

    def decode(self, path: Path, held: bytes) -> bytes:
        """What the file `path` says that holds these bytes."""
        if self.seal is None:
            if is_sealed(held):
                raise locked(path)
            return held
        if not is_sealed(held):
            raise UsageError(not_encrypted(path))
        try:
            return self.seal.open(path, held)
        except NotGenuine as error:
            raise UsageError(str(error)) from error

    def read(self, path: Path) -> bytes:
        """What the file says; OSError where it cannot be read."""
        return self.decode(path, path.read_bytes())

    def read_text(self, path: Path) -> str:
        """The same as text in UTF-8, with any sort of line end; UnicodeDecodeError for other text."""
        return io.TextIOWrapper(io.BytesIO(self.read(path)), encoding="utf-8-sig").read()

    def write(self, path: Path, data: bytes) -> None:
        """Writes the file; OSError where the disk refuses."""
        path.write_bytes(self.encode(path, data))

    def new_lines(self, path: Path) -> tuple[bytes, Lines]:
        """For a new file of lines: what it begins with, and how its lines are written."""
        if self.seal is None:
            return b"", Lines(path)
        first, sealed = self.seal.new_lines(path)
        return first, Lines(path, sealed, len(first))

    def lines(self, path: Path, file: BinaryIO) -> Lines:
        """How the lines of a file are read, which is at its beginning and then behind its first line.

        A file that was killed in its first line has none. Raises EnvironmentFault.
        """
        first = file.readline()
        if self.seal is None:
            if is_sealed(first):
                raise locked(path)
            file.seek(0)
            return Lines(path)
        if not first.endswith(b"\n"):
            return Lines(path)
        if not is_sealed(first):
            raise EnvironmentFault(not_encrypted(path))
        try:
            return Lines(path, self.seal.lines(path, first), len(first))
        except NotGenuine as error:
            raise EnvironmentFault(str(error)) from error


class Lines:
    """The lines of one file, counted from 1; `begin` is where the first one begins, in bytes."""

    def __init__(self, path: Path, sealed: SealedLines | None = None, begin: int = 0) -> None:
        self._path = path
        self._sealed = sealed
        self.begin = begin

    def encode(self, line: bytes, number: int) -> bytes:
        """What is to be written for a line, which ends with a line feed."""
        return line if self._sealed is None else self._sealed.seal(line, number)

    def read(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Length in the file, and text, of each line from here on. Raises EnvironmentFault for a changed one.

        Of sealed lines one that was being written when the program was killed is left out.
        """
        for number, line in enumerate(file, start=1):
            if self._sealed is None:
                yield len(line), line
                continue
            try:
                text = self._sealed.open(line, number)
            except NotGenuine as error:
                if self._broke_off(line, number) and not file.read(1):
                    return
                raise EnvironmentFault(f"Line {number} of {error!s}") from error
            if not line.endswith(b"\n"):
                return
            yield len(line), text

    def _broke_off(self, line: bytes, number: int) -> bool:
        """Whether a line that does not open may have been written in part, and was not changed since."""
        assert self._sealed is not None
        if b"\0" in line:
            return True  # a disk that lost its power has room for a line, and nothing in it
        if line.endswith(b"\n"):
            return False
        try:
            self._sealed.open(line[:-1], number)
        except NotGenuine:
            return True
        return False


PLAIN = Files()
"""Files as they are."""


def locked(path: Path) -> EnvironmentFault:
    """The error about a sealed file where no key is at hand."""
    return EnvironmentFault(
        f"{path} is encrypted, and it was not opened with its library's passphrase; if the library's"
        " encryption.json is missing, put a copy of it back."
    )


def not_encrypted(path: Path) -> str:
    """The sentence about a file that nobody sealed, where all are."""
    return (
        f"{path} is not encrypted, though its library is: lam encrypt takes it in, if it is yours;"
        " else remove it."
    )
