"""Tells the agent's own input from a person's: what is about to be sent is announced here first.

On X11 a listener cannot see who made an event. So the sender writes every event into a small ring shared by
all processes of one display, and each reader ticks off what it then observes: same kind, same detail, within
a second. Each reader keeps its own marks.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recorder.errors import RecorderUserError
from recorder.events import EventKind, InputEvent, canonical_key
from recorder.inputs import RawInput
from recorder.runtime import owner, runtime_folder
from recorder.xorg_display import display_key

Detail = int | str | tuple[int, int] | tuple[str, int, int]
"""Key: its code, name or character. Button: its name, or name, x, y. Move: x, y. Scroll: dx, dy."""

CAPACITY = 4096
WINDOW_NS = 1_000_000_000
EARLY_NS = 3_000_000  # X servers stamp in whole milliseconds
NEAR_PX = 2

_MAGIC = b"LAMLDG01"
_HEADER = struct.Struct("<8sQ48x")  # magic, records ever written
_RECORD = struct.Struct("<QQI44s")  # number + 1, monotonic ns, pid, JSON [kind, detail]


@dataclass(slots=True)
class _Announced:
    t_ns: int
    kind: str
    detail: object


class InjectionLedger:
    """One end of the shared ring; any process may write and read. Not thread-safe."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path) if path is not None else default_path()
        self._file = _open_private(self.path)
        size = _HEADER.size + CAPACITY * _RECORD.size
        with self._locked():
            if os.fstat(self._file).st_size < size:
                os.ftruncate(self._file, size)
            self._ring = mmap.mmap(self._file, size)
            if self._ring[:8] != _MAGIC:
                self._ring[: _HEADER.size] = _HEADER.pack(_MAGIC, 0)
        self._read = self._written()
        self._open: list[_Announced] = []

    def will_send(self, kind: EventKind, detail: Detail, t_ns: int | None = None) -> None:
        """Announces one event that is sent right after; `t_ns` (monotonic) defaults to now."""
        text = json.dumps([kind, detail], ensure_ascii=True).encode()
        if len(text) > 44:
            raise ValueError(f"the detail {detail!r} of an injected {kind} is too long")
        with self._locked():
            number = self._written()
            at = _HEADER.size + (number % CAPACITY) * _RECORD.size
            stamp = time.monotonic_ns() if t_ns is None else t_ns
            self._ring[at : at + _RECORD.size] = _RECORD.pack(number + 1, stamp, os.getpid(), text)
            self._ring[: _HEADER.size] = _HEADER.pack(_MAGIC, number + 1)

    def is_ours(self, event: InputEvent | RawInput) -> bool:
        """True when the event was announced; each announcement answers for one event."""
        self._take_new()
        self._open = [one for one in self._open if event.t_ns - one.t_ns <= WINDOW_NS]
        for at, one in enumerate(self._open):
            if one.t_ns <= event.t_ns + EARLY_NS and one.kind == event.kind and _fits(one.detail, event):
                del self._open[at]
                return True
        return False

    def close(self) -> None:
        """Lets go of the ring; it stays for others."""
        self._ring.close()
        os.close(self._file)

    def _written(self) -> int:
        return int.from_bytes(self._ring[8:16], "little")

    def _take_new(self) -> None:
        written = self._written()
        for number in range(max(self._read, written - CAPACITY), written):
            at = _HEADER.size + (number % CAPACITY) * _RECORD.size
            stored, t_ns, _, text = _RECORD.unpack(self._ring[at : at + _RECORD.size])
            if stored == number + 1:  # else overwritten meanwhile
                kind, detail = json.loads(text.rstrip(b"\0"))
                self._open.append(_Announced(t_ns, kind, detail))
        self._read = written

    @contextmanager
    def _locked(self) -> Generator[None]:
        if sys.platform == "win32":
            yield  # one agent a desktop writes; a lock only orders several
            return
        import fcntl

        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def default_path() -> Path:
    """The ring of this user and display."""
    return runtime_folder() / f"lam-ledger-{owner()}-{display_key()}"


def _open_private(path: Path) -> int:
    """Opens or makes the file for us alone; a shared temporary folder may hold a trap of that name."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise RecorderUserError(
            f"The shared ledger {path} cannot be opened ({error.strerror}); remove that file."
        ) from error
    if hasattr(os, "getuid") and os.fstat(file).st_uid != os.getuid():
        os.close(file)
        raise RecorderUserError(f"The shared ledger {path} belongs to somebody else; remove that file.")
    return file


def _fits(detail: object, event: InputEvent | RawInput) -> bool:
    if event.key is not None:
        if isinstance(detail, int):
            return detail == event.key.keycode
        return detail in (event.key.name, canonical_key(event.key.name), event.key.char)
    if isinstance(detail, str):
        return detail == event.button
    if not isinstance(detail, list):
        return False
    if event.kind == "scroll":
        return detail == [event.dx, event.dy]
    *button, x, y = detail
    near = abs(x - event.x) <= NEAR_PX and abs(y - event.y) <= NEAR_PX
    return near and (not button or button[0] == event.button)
