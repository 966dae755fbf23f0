"""Encrypted libraries for tests, whose passphrase costs next to nothing; and who looks for what leaks."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage.conversion import encrypt_files
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.vault import Vault
from recorder.sealing import Seal

PASSPHRASE = "correct horse battery"
CHEAP = 16
"""Of scrypt: nobody is to be kept from guessing here."""


def encrypted(home: Path) -> Library:
    """The library at `home`, encrypted with `PASSPHRASE`, what is there already included."""
    vault = Vault(home)
    seal = vault.create(PASSPHRASE, cost=CHEAP)
    encrypt_files(home, seal, lambda _: None)
    vault.change(PASSPHRASE, state="encrypted")
    return Library(home, Files(seal))


def seal_of(library: Library) -> Seal:
    """Its key."""
    assert library.files.seal is not None
    return library.files.seal


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below, by its path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


PICTURES = re.compile(rb"\x89PNG\r\n|RIFF.{4}WEBP|\x00\x00\x00\rIHDR|PK\x03\x04", re.DOTALL)
"""How pictures and workbooks begin; four letters alone may stand in any sealed line."""


def telling(held: Iterable[tuple[str, bytes]], texts: Iterable[str]) -> list[str]:
    """Which files tell a text, or hold a picture or workbook: none, one hopes."""
    found: list[str] = []
    for name, data in held:
        for text in texts:
            forms = {text.encode(), text.encode("utf-16-le"), ascii(text)[1:-1].encode()}
            found += [f"{name}: {text}" for form in forms if form in data]
        found += [f"{name}: {magic.group()!r}" for magic in PICTURES.finditer(data)]
    return found


class Leavings:
    """What was written, and removed or replaced, while it watched: temporary files, too."""

    def __init__(self) -> None:
        self.removed: list[tuple[str, bytes]] = []
        self.opened: list[str] = []

    def on_event(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str) and _writes(arguments[1], arguments[2]):
            self.opened.append(arguments[0])
        if event in ("os.remove", "os.rename") and isinstance(arguments[0], str | os.PathLike):
            path = Path(arguments[0])
            with contextlib.suppress(OSError):
                if path.is_file():
                    self.removed.append((str(path), path.read_bytes()))


_watching: list[Leavings] = []


def _on_event(event: str, arguments: tuple[object, ...]) -> None:
    for one in tuple(_watching):
        if event in ("open", "os.remove", "os.rename"):
            one.on_event(event, arguments)


def _writes(mode: object, flags: object) -> bool:
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
        return True
    return isinstance(mode, str) and any(sign in mode for sign in "wax+")


@contextlib.contextmanager
def watched() -> Generator[Leavings]:
    """Watches this process's files; Python never lets go of who listens, so there is one listener for all."""
    global _hooked
    if not _hooked:
        sys.addaudithook(_on_event)
        _hooked = True
    made = Leavings()
    _watching.append(made)
    try:
        yield made
    finally:
        _watching.remove(made)


_hooked = False


def in_memory() -> Iterator[Path]:
    """Folders of ours that lie in memory now."""
    return Path("/dev/shm").glob(f"lam-{os.getuid()}-*-*")
