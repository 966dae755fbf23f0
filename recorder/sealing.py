"""Seals what a library keeps: only its key opens it, unchanged, in its own place.

AES-256-GCM and HKDF-SHA256, as `cryptography` has them. Every file has a key of its own, derived from the
library's key, a random salt that stands in the file, what sort of file it is, and where it lies: what is
copied from one file into another, or put in another's place, does not open there. A file is sealed whole, or
in pieces (lines, rows of a table), each with a random nonce and bound to its place in the file.

`cryptography` is loaded when the first key is used: without encryption nothing here costs anything.
"""

from __future__ import annotations

import base64
import binascii
import os
import unicodedata
import urllib.parse
from pathlib import Path
from typing import Literal

from recorder.errors import RecorderUserError

MAGIC = b"LAMSEAL1"
KEY_BYTES = 32
SALT_BYTES = 32
NONCE_BYTES = 12
MOST_HEADER = 1 << 16  # more than any path is long

Sort = Literal["file", "lines", "recording"]


class NotGenuine(RecorderUserError):  # noqa: N818 - says what was found
    """Something sealed that does not open: damaged, changed, or put in a place that is not its own."""


class Seal:
    """The key of one library, whose files lie below `root`."""

    def __init__(self, key: bytes, root: Path) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a library's key has {KEY_BYTES} bytes, not {len(key)}")
        self._key = key
        self._root = _plain(root)

    def place(self, path: Path) -> str:
        """How a file is bound to where it lies: its path below the library, with slashes."""
        whole = _plain(path)
        inside = whole.is_relative_to(self._root)
        return unicodedata.normalize("NFC", (whole.relative_to(self._root) if inside else whole).as_posix())

    def of(self, path: Path, sort: Sort, salt: bytes, place: str | None = None) -> FileSeal:
        """What seals and opens the pieces of one file; `place` where a copy of it is read elsewhere."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        named = self.place(path) if place is None else place
        info = b"\0".join((MAGIC, sort.encode(), named.encode("utf-8", "surrogateescape")))
        return FileSeal(HKDF(SHA256(), KEY_BYTES, salt, info).derive(self._key), path)

    def seal(self, path: Path, data: bytes) -> bytes:
        """The bytes to be written as the file `path`, whole."""
        salt = os.urandom(SALT_BYTES)
        return _header(salt, self.place(path)) + self.of(path, "file", salt).seal(data, "all")

    def open(self, path: Path, sealed: bytes) -> bytes:
        """What was sealed as the file `path`; raises NotGenuine."""
        head, _, body = sealed.partition(b"\n")
        return self.of(path, "file", self._salt(path, head + b"\n")).open(body, "all", "its content")

    def new_lines(self, path: Path) -> tuple[bytes, SealedLines]:
        """The first line of a new file of sealed lines, and what seals the others."""
        salt = os.urandom(SALT_BYTES)
        return _header(salt, self.place(path)), SealedLines(self.of(path, "lines", salt))

    def lines(self, path: Path, first: bytes) -> SealedLines:
        """What opens the lines of a file that begins with the line `first`; raises NotGenuine."""
        return SealedLines(self.of(path, "lines", self._salt(path, first)))

    def _salt(self, path: Path, head: bytes) -> bytes:
        salt, place = _parsed(head, path)
        refuse_moved(path, place, self.place(path))
        return salt


class FileSeal:
    """Seals and opens the pieces of one file."""

    def __init__(self, key: bytes, path: Path) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._aead = AESGCM(key)
        self._path = path

    def seal(self, data: bytes, label: str) -> bytes:
        """The sealed piece; `label` is its place in the file, which `open` must name again."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, data, label.encode())

    def open(self, sealed: bytes, label: str, what: str = "") -> bytes:
        """The piece again; raises NotGenuine, which calls the piece `what`."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], label.encode())
        except (InvalidTag, ValueError):
            raise changed(self._path, what or label) from None


class SealedLines:
    """Seals and opens the lines of one file; a line opens only as the one of its number."""

    def __init__(self, pieces: FileSeal) -> None:
        self._pieces = pieces

    def seal(self, line: bytes, number: int) -> bytes:
        """A line of text, with its end."""
        return base64.b64encode(self._pieces.seal(line, f"line {number}")) + b"\n"

    def open(self, sealed: bytes, number: int) -> bytes:
        """The line as it was given; raises NotGenuine."""
        text = sealed.removesuffix(b"\n")
        try:
            octets = binascii.a2b_base64(text)
        except binascii.Error:
            octets = b""
        if base64.b64encode(octets) != text:  # the same octets can be written otherwise
            octets = b""
        return self._pieces.open(octets, f"line {number}")


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is sealed, whole or in lines."""
    return head.startswith(MAGIC)


def changed(path: Path, what: str) -> NotGenuine:
    """The sentence about a piece that does not open."""
    return NotGenuine(
        f"{path} is damaged or was changed ({what} is not as it was written); put a copy of it back."
    )


def refuse_moved(path: Path, place: str, here: str) -> None:
    """Raises NotGenuine where a file says that it was sealed in another place than it lies in."""
    if place != here:
        raise NotGenuine(f"{path} was put there from another place, {place}; move it back.")


def _header(salt: bytes, place: str) -> bytes:
    named = urllib.parse.quote(place, errors="surrogateescape")
    return b" ".join((MAGIC, base64.b64encode(salt), named.encode())) + b"\n"


def _parsed(head: bytes, path: Path) -> tuple[bytes, str]:
    """Salt and place of a first line; NotGenuine where it is none that was written here."""
    parts = head[:MOST_HEADER].removesuffix(b"\n").split(b" ")
    try:
        magic, salt, named = parts
        read = (
            binascii.a2b_base64(salt),
            urllib.parse.unquote(named.decode("ascii"), errors="surrogateescape"),
        )
    except (ValueError, UnicodeDecodeError):
        raise changed(path, "its first line") from None
    if magic != MAGIC or _header(*read) != head:
        raise changed(path, "its first line")
    return read


def _plain(path: Path) -> Path:
    """Absolute and without `..`; links are not followed, for the library may be one."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute leaves `..` in
