"""Looks for a secret in bytes of any encoding, packed, as keys, and on pictures as a person reads them."""

from __future__ import annotations

import base64
import json
import sqlite3
import urllib.parse
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from recorder.recording import Recording
from recorder.rows import EVENT_COLUMNS

PART = 5
"""So many characters of it in a row would be a leak."""
READ_PART = 4
"""On a picture; by accident nothing else has so many in common."""
PICTURES = (".png", ".webp", ".jpg")


def needles(secret: str) -> dict[str, bytes]:
    """How the secret, or a part of it, may lie in a file."""
    found: dict[str, bytes] = {}
    for text in {secret, *(secret[at : at + PART] for at in range(len(secret) - PART + 1))}:
        octets = text.encode()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
            with suppress(UnicodeEncodeError):  # which Latin-1 lacks cannot lie there in it
                found[f"{text} in {encoding}"] = text.encode(encoding)
        found[f"{text} in hex"] = octets.hex().encode()
        found[f"{text} in HEX"] = octets.hex().upper().encode()
        found[f"{text} in JSON"] = json.dumps(text)[1:-1].encode()
        found[f"{text} in \\u"] = "".join(f"\\u{ord(char):04x}" for char in text).encode()
        found[f"{text} in an address"] = urllib.parse.quote(text, safe="").encode()
        found[f"{text} reversed"] = octets[::-1]
        found[f"{text} as keysyms"] = b"".join(ord(char).to_bytes(4, "little") for char in text)
        found[f"{text} as listed keysyms"] = ", ".join(str(ord(char)) for char in text).encode()
        found[f"{text} as listed characters"] = json.dumps(list(text))[1:-1].encode()
    for at in range(3):  # of base64 what does not hang on where it begins
        whole = base64.b64encode(b"\0" * at + secret.encode())
        found[f"base64 from {at}"] = whole[-(-at * 8 // 6) : -4].strip(b"=")
    return found


def leaks(secret: str, places: list[Path], shared: Sequence[Path] = ()) -> list[str]:
    """Where the secret is: file and form of each find.

    Of `shared` files, which others may be writing or removing, only the bytes are looked at.
    """
    wanted = needles(secret)
    found: list[str] = []
    for path in shared:
        with suppress(OSError):
            octets = path.read_bytes() if path.is_file() else b""
            found += [f"{path}: {name}" for name, needle in wanted.items() if needle in octets]
    for path in files_in(places):
        for part, octets in contents(path):
            found += [f"{path}{part}: {name}" for name, needle in wanted.items() if needle in octets]
        found += [
            f"{path}{part}: to be read on it" for part, picture in pictures(path) if reads(picture, secret)
        ]
        if path.suffix == ".lamrec":
            found += [f"{path}: {told}" for told in keys(path, secret)]
    return found


def files_in(places: list[Path]) -> list[Path]:
    """All files in these folders, and those of them that are files."""
    found = [path for place in places for path in (sorted(place.rglob("*")) if place.is_dir() else [place])]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The file as it is, and all that can be unpacked of it; each with a name for the part."""
    try:
        whole = path.read_bytes()
    except OSError:
        return
    yield "", whole
    yield " (name)", path.name.encode()
    if whole.startswith(b"SQLite format 3"):
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in db.execute(f"SELECT * FROM {table}"):
                yield from ((f" ({table})", made) for made in map(unpacked, row) if made is not None)
        db.close()
    for at in _places(whole, b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        if (made := unpacked(whole[at:])) is not None and len(made) > 64:
            yield f" (packed at {at})", made


def unpacked(value: Any) -> bytes | None:
    """What zlib makes of it; None where it is nothing packed."""
    if not isinstance(value, bytes):
        return None
    try:
        return zlib.decompressobj().decompress(value, 1 << 26)
    except zlib.error:
        return None


def pictures(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Every picture that the file holds, RGB."""
    if path.suffix == ".lamrec":
        with Recording.open(path) as recording:
            for number in recording.frame_ids():
                yield f" (frame {number})", recording.frame(number)
        return
    if path.suffix not in (*PICTURES, ".html") or not path.exists():
        return
    whole = path.read_bytes()
    if path.suffix in PICTURES:
        held = [whole]
    else:
        held = [base64.b64decode(part.split(b'"')[0]) for part in whole.split(b";base64,")[1:]]
    for octets in held:
        picture = cv2.imdecode(np.frombuffer(octets, np.uint8), cv2.IMREAD_COLOR)
        if picture is not None:
            yield "", cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def reads(picture: np.ndarray, secret: str) -> bool:
    """Whether a recogniser reads a part of the secret."""
    alike = secret.casefold()
    parts = {alike[at : at + READ_PART] for at in range(len(alike) - READ_PART + 1)}
    told = _told(picture.shape, picture.tobytes())
    return any(part in text.casefold().replace(" ", "") for text in told for part in parts)


@lru_cache(maxsize=256)
def _told(shape: tuple[int, ...], octets: bytes) -> tuple[str, ...]:
    """What a recogniser reads: a report has the pictures of its run, and several secrets are looked for."""
    return tuple(_reader()(np.frombuffer(octets, np.uint8).reshape(shape)).txts or ())


def keys(path: Path, secret: str) -> Iterator[str]:
    """Parts of the secret that the keys of a recording spell, of events that count and that do not."""
    with Recording.open(path) as recording:
        every = [*recording.events(), *(one.event for one in recording.filtered())]
    every.sort(key=lambda event: event.seq)
    assert EVENT_COLUMNS.startswith("seq")
    for kind in ("key_press", "key_release"):
        typed = [event.key for event in every if event.kind == kind and event.key is not None]
        for what, text in (
            ("characters", "".join(key.char or "" for key in typed)),
            ("names", "".join(key.name for key in typed if len(key.name) == 1)),
        ):
            for at in range(len(secret) - 1):
                if secret[at : at + 2].casefold() in text.casefold():
                    yield f"{what} of {kind} spell «{secret[at : at + 2]}»"


def _places(whole: bytes, *heads: bytes) -> Iterator[int]:
    for head in heads:
        at = whole.find(head)
        while at >= 0:
            yield at
            at = whole.find(head, at + 1)


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
