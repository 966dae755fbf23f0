"""Searches a copy for what must not be in it, in every form in which a file may hold a text."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

SHORTEST, SHORTEST_CODED = 4, 6
"""Shorter texts stand in any file by chance."""
PICTURES = re.compile(rb"base64,[A-Za-z0-9+/=]+")
"""Pictures are searched by reading them; among so many letters any short word stands somewhere."""


def assert_nowhere(folder: Path, originals: Iterable[str]) -> None:
    """No byte of the folder's files, and no keys in succession, tell one of the texts."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        plain = PICTURES.sub(b"", content).lower()
        typed = _typed(path).casefold() if path.suffix == ".lamrec" else ""
        for text in originals:
            assert len(text) >= SHORTEST
            assert text.casefold() not in path.relative_to(folder).as_posix().casefold()
            assert text.casefold() not in typed and text[::-1].casefold() not in typed
            for form in _forms(text):
                assert form.lower() not in plain, f"{text!r} is in {path.name} as {form!r}"
            for form in _base64(text.encode()) if len(text) >= SHORTEST_CODED else ():
                assert form not in content, f"{text!r} is in {path.name} as {form!r}"


def _forms(text: str) -> Iterator[bytes]:
    for one in (text, text[::-1]):
        yield from (
            one.encode(),
            one.encode("utf-16-le"),
            one.encode("utf-16-be"),
            one.encode().hex().encode(),
        )


def _base64(data: bytes) -> Iterator[bytes]:
    """The signs that only the data decide, with one, two or no octets before them."""
    for ahead in range(3):
        signs = base64.b64encode(bytes(ahead) + data)
        yield signs[-(-8 * ahead // 6) : 8 * (ahead + len(data)) // 6]


def _typed(path: Path) -> str:
    db = sqlite3.connect(path)
    try:
        rows = db.execute(
            "SELECT key_char, key_name FROM events"
            " WHERE kind = 'key_press' AND key_name IS NOT NULL ORDER BY seq"
        )
        return "".join(char or (name if len(name) == 1 else "") for char, name in rows)
    finally:
        db.close()
