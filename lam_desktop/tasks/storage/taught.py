"""What was taught to a task: which of its corrections later runs may rely on (docs/corrections.md).

policy/exemplars.json   the names of these corrections, each with a fingerprint of it as it was then

The pictures stay where they are: who removes a correction has removed what was learned from it, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.corrections import Correction, Corrections
from lam_desktop.tasks.storage.vault import replace_file

FOLDER, FILE_NAME = "policy", "exemplars.json"
VERSION, PLACELESS = 2, 1
"""Of the file; fingerprints of the older one do not tell where the window was, and count until the task is
taught anew."""
MOST_BYTES = 1 << 20
"""Of the file: some thousand names are far less."""


@dataclass(frozen=True, eq=False)
class Taught:
    """What later runs rely on."""

    corrections: tuple[Correction, ...] = ()
    """Oldest first, without the screen after; those alone that are as they were when they were taken."""
    kept: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Of these, name -> fingerprint."""
    cut: bool = False
    """Whether older ones were left out, as too much to be held at once."""

    @property
    def print(self) -> str:
        """A fingerprint of all; empty where there are none."""
        if not self.kept:
            return ""
        return _digest(json.dumps(sorted(self.kept.items())).encode())


class TaughtFile:
    """That of one task."""

    def __init__(self, task_folder: Path, files: Files) -> None:
        self._folder = task_folder / FOLDER
        self.path = self._folder / FILE_NAME
        self._files = files
        self._corrections = Corrections(task_folder, files)

    def read(self) -> Taught:
        """Raises UsageError where the file is none that `lam teach` wrote, or lies behind a link, and as
        `Files.read` does where the library is locked."""
        self._refuse_links()
        try:
            if not self.path.exists():
                return Taught()
            if self.path.stat().st_size > MOST_BYTES:
                raise ValueError("too large")
            version, wanted = _names(json.loads(self._files.read(self.path)))
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise UsageError(
                f"{self.path} is damaged, or none that lam teach wrote: teach the task anew, or take back"
                " what was taught with lam teach NAME --forget."
            ) from error
        if not wanted:
            return Taught()
        read, cut = self._corrections.before(wanted.keys())
        found = {name: one for name, one in read if wanted[name] == print_of(one, version)}
        return Taught(tuple(found.values()), {name: wanted[name] for name in found}, cut)

    def write(self, kept: Mapping[str, Correction]) -> None:
        """Later runs rely on these, by name, and on no others. Raises EnvironmentFault."""
        if not kept:
            self.forget()
            return
        told = [{"correction": name, "print": print_of(one)} for name, one in kept.items()]
        text = json.dumps({"version": VERSION, "exemplars": told}, indent=1)
        try:
            self._refuse_links()
            self._folder.mkdir(exist_ok=True)
            replace_file(self.path, self._files.encode(self.path, text.encode()))
        except OSError as error:
            raise self._unwritable(error) from error

    def forget(self) -> bool:
        """Later runs rely on none; whether they did on any. Raises EnvironmentFault."""
        try:
            self._refuse_links()
            there = self.path.exists()
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return there

    def _refuse_links(self) -> None:
        """What lies behind a link is not the library's. Raises UsageError."""
        for path in (self._folder, self.path):
            if path.is_symlink():
                raise UsageError(f"{path} is a link to elsewhere: remove it, and teach the task anew.")

    def _unwritable(self, error: OSError) -> EnvironmentFault:
        return EnvironmentFault(
            f"{self.path} cannot be written ({error.strerror}); free some space or check its permissions."
        )


def print_of_step(step: TaskStep) -> str:
    """By what a step is known when steps before it come or go: what it repeats, and how."""
    plain = step.recording, step.demonstrated, step.kind, step.point, step.modifiers
    return _digest(json.dumps(plain).encode())


def print_of(one: Correction, version: int = VERSION) -> str:
    """A fingerprint of what a correction teaches, as a file of that version has it."""
    place, seen = one.place, one.before
    elements = [(each.box.x, each.box.y, each.box.w, each.box.h, each.kind, each.text)
                for each in seen.elements]  # fmt: skip
    plain = [
        one.row, one.run, one.pointed, one.done, elements,
        None if place is None else [place.target, place.point, place.of, dict(place.values), place.bound],
    ]  # fmt: skip
    if version != PLACELESS:
        at = None if seen.window is None else (seen.window.x, seen.window.y, seen.window.w, seen.window.h)
        plain += [at, seen.origin]
    frame = np.ascontiguousarray(seen.frame)
    return _digest(json.dumps(plain, sort_keys=True).encode(), repr(frame.shape).encode(), frame.tobytes())


def _digest(*parts: bytes) -> str:
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(part)
    return made.hexdigest()


def _names(held: Any) -> tuple[int, dict[str, str]]:
    """The file's version, and name -> fingerprint; raises ValueError, TypeError or KeyError for what no such
    file says."""
    if not isinstance(held, dict) or held.keys() != {"version", "exemplars"}:
        raise ValueError("no such file")
    version, exemplars = held["version"], held["exemplars"]
    if type(version) is not int or version not in (VERSION, PLACELESS):
        raise ValueError("no version that is known")
    if not isinstance(exemplars, list):
        raise TypeError("no exemplars")
    found: dict[str, str] = {}
    for one in cast(list[Any], exemplars):
        name, printed = one["correction"], one["print"]
        if one.keys() != {"correction", "print"} or not isinstance(name, str) or not isinstance(printed, str):
            raise TypeError("no exemplar")
        if not (name.isascii() and name.isdecimal()) or name in found:
            raise ValueError("no name of a correction")
        found[name] = printed
    return version, found
