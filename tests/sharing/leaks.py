"""Searches a copy for what must not be in it, in every form in which a file may hold a text."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path


def assert_nowhere(folder: Path, originals: Iterable[str]) -> None:
    """No byte of the folder's files, and no keys in succession, tell one of the texts."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for text in originals:
        assert len(text) >= 4, "a shorter text stands in any file by chance"
        for path in files:
            assert text.casefold() not in path.as_posix().casefold()
            content = path.read_bytes().lower()
            for form in _forms(text):
                assert form.lower() not in content, f"{text!r} is in {path.name} as {form!r}"
            if path.suffix == ".lamrec":
                assert text.casefold() not in _typed(path).casefold()


def _forms(text: str) -> Iterator[bytes]:
    for one in (text, text[::-1]):
        data = one.encode()
        yield from (data, one.encode("utf-16-le"), one.encode("utf-16-be"), data.hex().encode())
        for ahead in range(3):  # base64 depends on what stands before
            yield base64.b64encode(b"\0" * ahead + data)[4 if ahead else 0 : -4]


def _typed(path: Path) -> str:
    db = sqlite3.connect(path)
    try:
        rows = db.execute(
            "SELECT key_char, key_name FROM events WHERE kind = 'key_press' AND key_name IS NOT NULL ORDER BY seq"
        )
        return "".join(char or (name if len(name) == 1 else "") for char, name in rows)
    finally:
        db.close()
