"""What a run did, on the disk before and after each action: a crash can neither hide nor repeat one.

One folder a run: `journal.jsonl`, one JSON object a line, and `pictures/`. In an encrypted library each line
is sealed by itself, bound to its number, and each picture whole.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType, TracebackType
from typing import Any, BinaryIO, Literal, cast

import cv2
import numpy as np

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.tasks.files import PLAIN, Files, Lines
from lam_desktop.types import Action, Frame, TypeText

EntryKind = Literal[
    "run_started", "understood", "row_started", "observed", "decided", "asked", "answered", "acting", "acted",
    "verified", "checked", "paused", "resumed", "stopped", "already_so", "not_needed", "left_out",
    "went_on", "would_act", "clearing", "passport", "slower", "screen_changed", "scrolling", "scrolled",
    "shown", "put_right", "program_started",
    "row_finished", "run_finished",
]  # fmt: skip

OF_ROW: tuple[EntryKind, ...] = ("row_started", "row_finished")
"""Entries that say of which row they are."""
SHAPES: Mapping[str, type | tuple[type, ...]] = {
    "row": int, "step": (int, NoneType), "rows": list, "values": dict, "t_ns": int, "seconds": (int, float),
    "print": str, "table": (str, NoneType), "sheet": str, "at": str, "status": str, "steps_done": int,
    "read": (str, dict), "final": list, "prints": dict, "odd": list, "open_rows": list, "recurring": list,
    "lines": list, "hidden": list, "shift": int, "counted": str,
}  # fmt: skip
"""What stands under a name in whatever entry has it."""
MOST_SECONDS = 1e9
JOURNAL = "journal.jsonl"
PICTURES = "pictures"
SMALL_QUALITY = 80
PICTURE_WIDTH = 1600
"""Wider screens are scaled down: a picture shows what was decided, its pixels nobody measures again."""
HIDDEN = "•••"
ENTRY = re.compile(rb'\{.*"kind": "\w+".*\}\n')
"""A line that is an entry by the looks of it."""
_NAMED_SECRET = 4
"""A secret of at least this many characters is also cut out of longer texts."""


class Journal:
    """The journal of one run, open for writing; a context manager. A folder that has one is continued.

    Raises EnvironmentFault when the disk is full or refuses; the file then still ends with a whole line.
    """

    def __init__(self, folder: Path, files: Files = PLAIN) -> None:
        self.folder = folder
        self.path = folder / JOURNAL
        self._files = files
        self._pictures = str(folder / PICTURES)
        self._secrets: dict[str, str] = {}
        self._shown: set[str] = set()
        """Of these secrets, those that stood on the screen: also short ones are cut out of longer texts."""
        self._hide: Callable[[str], str] = lambda text: text
        with _disk(self.path):
            (folder / PICTURES).mkdir(parents=True, exist_ok=True)
            self._seq = self._size = 0
            first, self._lines = files.new_lines(self.path)
            if self.path.exists():
                with self.path.open("rb") as file:
                    held = files.lines(self.path, file)
                    for size, _ in _entries(self.path, file, held, ()):
                        self._seq, self._size = self._seq + 1, self._size + size
                if self._seq:
                    first, self._lines, self._size = b"", held, self._size + held.begin
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o644)
            os.ftruncate(self._file, self._size)
            os.lseek(self._file, self._size, os.SEEK_SET)
            _write_all(self._file, first)
            self._size += len(first)
            _sync_folder(folder)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep_out(self, secret: str, name: str, shown: bool = False) -> None:
        """From now on this text appears nowhere in the journal: `«name»` stands in its place.

        `shown`: it stood on the screen, so that it is also a word of longer texts.
        """
        if secret:
            self._secrets[secret] = f"«{name}»"
            self._shown |= {secret} if shown else set()

    def keep_out_by(self, hide: Callable[[str], str]) -> None:
        """From now on each text appears as `hide` makes it: without secrets that are not known yet."""
        self._hide = hide

    def write(self, kind: EntryKind, **fields: Any) -> int:
        """Writes one entry and returns its number once it is on the disk.

        Fields may hold values of `lam_desktop.types` (but no frames), paths, and whatever JSON knows. A
        secret `TypeText` leaves nothing of its text.
        """
        entry = {
            "seq": self._seq + 1,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "t_ns": time.monotonic_ns(),
            "kind": kind,
            **{name: self._plain(value) for name, value in fields.items()},
        }
        text = json.dumps(entry, ensure_ascii=False, allow_nan=False)
        line = text.encode(errors="backslashreplace") + b"\n"  # half a character: JSON writes it the same way
        line = self._lines.encode(line, self._seq + 1)
        try:
            with _disk(self.path):
                _write_all(self._file, line)
                os.fsync(self._file)
        except EnvironmentFault:
            os.ftruncate(self._file, self._size)  # half a line would be read as the journal's end for good
            os.lseek(self._file, self._size, os.SEEK_SET)
            raise
        self._size += len(line)
        self._seq += 1
        return self._seq

    def picture(self, name: str, frame: Frame, small: bool = False) -> str:
        """Stores a picture; its path relative to the run's folder. An equal name gets a number.

        As PNG, or, where it is to be `small`, as WebP with some loss.
        """
        suffix = ".webp" if small else ".png"
        name = self._free_name(name, suffix)
        width = frame.shape[1]
        if width > PICTURE_WIDTH:
            height = round(frame.shape[0] * PICTURE_WIDTH / width)
            frame = cv2.resize(frame, (PICTURE_WIDTH, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
        loss = [cv2.IMWRITE_WEBP_QUALITY, SMALL_QUALITY] if small else []
        done, data = cv2.imencode(suffix, cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), loss)
        if not done:
            raise LamBug(f"a frame of shape {frame.shape} cannot be written as a picture")
        path = f"{self._pictures}{os.sep}{name}"
        held = data.tobytes()
        if self._files.encrypted:
            held = self._files.encode(Path(path), held)
        try:
            with _disk(path), open(path, "wb") as file:  # noqa: PTH123 - as in `_free_name`
                file.write(held)
        except EnvironmentFault:
            self._remove(path)
            raise
        return f"{PICTURES}/{name}"

    def drop_picture(self, picture: str) -> None:
        """Lets go of a picture that `picture` named."""
        path = f"{self._pictures}{os.sep}{picture.removeprefix(f'{PICTURES}/')}"
        with _disk(path):
            self._remove(path)

    def gives_away(self, text: str) -> bool:
        """Whether a secret stands in the text, or is the text."""
        return bool(text) and self.without_secrets(text) != text

    def without_secrets(self, text: str) -> str:
        """The text with the names of secrets in their places."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            if text == secret:
                return self._secrets[secret]
            if len(secret) >= _NAMED_SECRET:
                text = text.replace(secret, self._secrets[secret])
            elif secret in self._shown:
                name = self._secrets[secret]
                text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", lambda _, name=name: name, text)
        return self._hide(text)

    def close(self) -> None:
        """Closes the file; harmless when called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _free_name(self, name: str, suffix: str) -> str:
        """The name of a file that is not there yet.

        Not by `Path`, which interns each part of each path: so many names of which no two are equal make
        Python's table of interned strings larger and larger, and it never shrinks.
        """
        stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "picture"
        free, number = f"{stem}{suffix}", 1
        while os.path.lexists(f"{self._pictures}{os.sep}{free}"):
            number += 1
            free = f"{stem}-{number}{suffix}"
        return free

    @staticmethod
    def _remove(path: str) -> None:
        """Removes a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - as in `_free_name`

    def _plain(self, value: Any) -> Any:
        """The value as JSON knows it, without secrets."""
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, str):
            return self.without_secrets(value)
        if isinstance(value, float):
            return round(value, 6)
        if isinstance(value, np.integer | np.floating):
            return self._plain(value.item())
        if isinstance(value, Path):
            return self.without_secrets(value.as_posix())
        if isinstance(value, Mapping):
            return {self.without_secrets(str(key)): self._plain(each) for key, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._plain(each) for each in value]
        if isinstance(value, TypeText) and value.secret:
            return {"type": "TypeText", "text": HIDDEN, "secret": True}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            named = {"type": type(value).__name__} if isinstance(value, Action) else {}
            return named | {
                part.name: self._plain(getattr(value, part.name)) for part in dataclasses.fields(value)
            }
        raise LamBug(f"a {type(value).__name__} has no place in the journal")


def read_journal(path: Path, kinds: Sequence[EntryKind] = (), files: Files = PLAIN) -> list[dict[str, Any]]:
    """The entries in order, all or those of some kinds.

    A last line that was being written when the run broke off is left out. Raises EnvironmentFault where the
    file cannot be read, is damaged elsewhere, or holds what is no entry; of other kinds that may pass.
    """
    if not path.exists():
        raise EnvironmentFault(f"There is no journal {path}; choose the folder of a run.")
    with _disk(path), path.open("rb") as file:
        return [entry for _, entry in _entries(path, file, files.lines(path, file), kinds)]


class _disk:  # noqa: N801 - reads as the statement it is
    """Turns what the disk refuses into one sentence."""

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, OSError):
            return
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise EnvironmentFault(
                f"The disk is full: {self._path} could not be written; make room and go on."
            ) from error
        raise EnvironmentFault(
            f"{self._path} cannot be read or written ({error.strerror}); check the folder."
        ) from error


def _entries(
    path: Path, file: BinaryIO, lines: Lines, kinds: Sequence[EntryKind]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The length of each whole line with its entry, one at a time: a journal of thousands of rows is large.

    Where `kinds` are given, a line that says it is of another one is left out, mostly unread.
    """
    named = re.compile(rb'"kind":\s*"(?:%b)"' % b"|".join(kind.encode() for kind in kinds)) if kinds else None
    for number, (size, line) in enumerate(lines.read(file), start=1):
        if named is not None and not named.search(line) and ENTRY.fullmatch(line):
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            if not file.read(1):
                return  # it was being written when the run broke off
            raise EnvironmentFault(
                f"Line {number} of the journal {path} is damaged; look at it with an editor."
            ) from error
        if not line.endswith(b"\n"):
            return
        if not _is_entry(entry):
            raise EnvironmentFault(
                f"Line {number} of the journal {path} is no entry of a run; look at it with an editor."
            )
        if not kinds or entry["kind"] in kinds:
            yield size, entry


def _is_entry(entry: Any) -> bool:
    """Whether those that read journals may take its parts for what they are: anybody may have written it."""
    if not isinstance(entry, dict):
        return False
    told = cast("dict[str, Any]", entry)
    kind = told.get("kind")
    if not isinstance(kind, str) or (kind in OF_ROW and "row" not in told):
        return False
    return (
        all(isinstance(told[key], of) for key, of in SHAPES.items() if key in told)
        and all(type(row) is int for row in told.get("rows", ()))
        and all(isinstance(text, str) for text in told.get("values", {}).values())
        and abs(told.get("seconds", 0)) <= MOST_SECONDS
    )


def _write_all(file: int, data: bytes) -> None:
    """A nearly full disk takes a part of the data without an error."""
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    """A new file is safe only once its folder is on the disk too."""
    if os.name == "nt":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
