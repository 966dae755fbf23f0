"""The version of an installed program, as the package database of Debian and its kin tells it.

Only files that everybody may read are looked into: no program is run to ask what it is.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Iterator
from pathlib import Path

DATABASE = Path("/var/lib/dpkg")
MERGED = re.compile(r"^/usr(?=/(?:s?bin|lib\w*)/)")
"""Since these folders moved below /usr, packages name their files by either path."""
INSTALLED = b"install ok installed"
LIMIT_S = 1.0
"""Longer nobody waits for the name of a package: on a disk that is busy its version is not known."""


def release_of(path: str, database: Path = DATABASE) -> str:
    """Name and version of the package that a file belongs to, such as `gnucash 1:5.0-1`; empty for none."""
    if not path:
        return ""
    try:
        changed = (database / "status").stat().st_mtime_ns
    except OSError:
        return ""
    try:
        return _release_of(path, database, changed)
    except TimeoutError:
        return ""


@functools.lru_cache(maxsize=64)
def _release_of(path: str, database: Path, changed: int) -> str:  # noqa: ARG001 - another database, another answer
    """As `release_of`; TimeoutError where the disk was too busy, which holds for this time alone: what is
    raised is not cached."""
    try:
        owner = _owner(path, database / "info")
        return _installed(owner, database / "status") if owner else ""
    except TimeoutError:
        raise
    except OSError:
        return ""


def _owner(path: str, lists: Path) -> str:
    """The package that a file belongs to, as its list of files is called (`libc6:amd64`); empty for none.

    Raises TimeoutError behind `LIMIT_S`.
    """
    lines = [b"\n%b\n" % name.encode(errors="surrogateescape") for name in {path, MERGED.sub("", path)}]
    end = time.monotonic() + LIMIT_S
    for one in sorted(lists.glob("*.list")):
        if time.monotonic() > end:
            raise TimeoutError
        files = one.read_bytes()
        if any(line in files for line in lines):
            return one.name.removesuffix(".list")
    return ""


def _installed(owner: str, status: Path) -> str:
    name, _, architecture = owner.partition(":")
    for stanza in _stanzas(name, status.read_bytes()):
        fields = dict(re.findall(rb"^(Status|Architecture|Version): *(.*)$", stanza, re.MULTILINE))
        fits = not architecture or fields.get(b"Architecture") == architecture.encode()
        if fits and fields.get(b"Status") == INSTALLED and (version := fields.get(b"Version", b"")):
            return f"{name} {version.decode(errors='replace')}"
    return ""


def _stanzas(name: str, status: bytes) -> Iterator[bytes]:
    """What the database says of a package; of each architecture one."""
    start = b"Package: %b\n" % name.encode()
    at = 0 if status.startswith(start) else status.find(b"\n" + start)
    while at >= 0:
        end = status.find(b"\n\n", at)
        yield status[at:end] if end >= 0 else status[at:]
        at = status.find(b"\n" + start, at + 1)
