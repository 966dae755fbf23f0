"""Rewrites all files of a library, sealed or in clear; may be killed at any time and begun again.

Each file is replaced by one that was written, read again and compared, so at every moment each is whole, in
one of the two forms, and the next call goes on with those that are not converted yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lam_desktop.errors import EnvironmentFault
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.storage import approvals, privacy_file, retention
from lam_desktop.tasks.storage.library import PARTS
from lam_desktop.tasks.storage.staging import sweep
from lam_desktop.tasks.storage.vault import replace_file
from lam_desktop.tasks.task_yaml import task_file
from recorder.converting import BeingRecorded, scratch_of, seal_recording, unseal_recording
from recorder.errors import RecorderUserError
from recorder.sealing import MAGIC, Seal, is_sealed

RECORDINGS = ".lamrec"
SETTINGS = (approvals.FILE_NAME, retention.FILE_NAME, privacy_file.FILE_NAME)
LOGS = (".lamrec-wal", ".lamrec-shm", ".lamrec-journal")
LINES = ".jsonl"
SCRATCH = (".new", ".part")
"""Ends of the names of files that were being written when something was killed."""
PICTURES = ".pictures"
"""End of the name of a folder with cuttings of a recording, which can be made again."""

Sort = Literal["recording", "lines", "file"]


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of it."""

    files: int
    """So many were rewritten."""
    left: tuple[Path, ...]
    """Files that somebody put into the library, and that stay as they are."""


def encrypt_files(home: Path, seal: Seal, tell: Callable[[str], None]) -> Converted:
    """Seals what is not sealed yet.

    Raises EnvironmentFault where the disk refuses, UsageError for a file that was changed.
    """
    return _converted(home, lambda path, sort: _encrypt(path, sort, Files(seal)), tell)


def decrypt_files(home: Path, seal: Seal, tell: Callable[[str], None]) -> Converted:
    """Writes in clear what is sealed. Raises as `encrypt_files`; nothing that cannot be opened is touched."""
    return _converted(home, lambda path, sort: _decrypt(path, sort, Files(seal)), tell)


def count_plain(home: Path) -> int:
    """How many files of the library are not sealed."""
    ours, _ = _files(home)
    return sum(not _sealed(path, sort) for path, sort in ours)


def _converted(home: Path, convert: Callable[[Path, Sort], bool], tell: Callable[[str], None]) -> Converted:
    try:
        sweep(home)
        ours, left = _files(home, clean=True)
        done = 0
        for number, (path, sort) in enumerate(ours, start=1):
            if convert(path, sort):
                done += 1
                tell(f"{number}/{len(ours)} {path.relative_to(home).as_posix()}")
    except OSError as error:
        raise EnvironmentFault(
            f"The library {home} could not be rewritten to its end ({error.strerror}); free some space or"
            " check its permissions, and give the same command again: nothing is lost."
        ) from error
    return Converted(done, tuple(left))


def _files(home: Path, clean: bool = False) -> tuple[list[tuple[Path, Sort]], list[Path]]:
    """What is ours, and what is not; with `clean`, what is left of interrupted writing goes."""
    ours: list[tuple[Path, Sort]] = [(home / name, "file") for name in SETTINGS if (home / name).is_file()]
    left: list[Path] = []
    for task in sorted((home / "tasks").glob("*/")):
        if task.is_symlink():
            left.append(task)
            continue
        for path in sorted(_walk(task, task, clean)):
            sort = _sort(path, task)
            if sort is None:
                left.append(path)
            else:
                ours.append((path, sort))
    return ours, left


def _walk(task: Path, folder: Path, clean: bool) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink():
            yield path
        elif path.is_dir():
            if clean and path.name.endswith(PICTURES) and path.parent.name == "demos":
                shutil.rmtree(path)
            else:
                yield from _walk(task, path, clean)
        elif _is_scratch(path, task):
            if clean:
                path.unlink()
        else:
            yield path


def _is_scratch(path: Path, task: Path) -> bool:
    if path.parent == task:
        return path.name.startswith((".task-", f"{task_file.FILE_NAME}.")) and path.suffix in (
            ".yaml",
            *SCRATCH,
        )
    return path.suffix in SCRATCH and path.relative_to(task).parts[0] in PARTS


def _sort(path: Path, task: Path) -> Sort | None:
    """How the file is sealed; None for one that is not ours."""
    if path.is_symlink():
        return None
    first, *inner = path.relative_to(task).parts
    match first:
        case task_file.FILE_NAME:
            return "file"
        case "demos" if inner and (path.suffix == RECORDINGS or path.name.endswith(".elements.json")):
            return "recording" if path.suffix == RECORDINGS else "file"
        case "demos" if inner and path.name.endswith(LOGS):
            return "file"
        case "policy" | "corrections" if inner:
            return "file"
        case "runs" if len(inner) > 1:
            return "lines" if path.suffix == LINES else "file"
        case _:
            return None


def _encrypt(path: Path, sort: Sort, files: Files) -> bool:
    assert files.seal is not None
    if not path.exists() or _starts_sealed(path):  # a log went with its recording
        return False
    if sort == "recording":
        try:
            return seal_recording(path, files.seal)
        except BeingRecorded as error:
            raise EnvironmentFault(str(error)) from error
        except RecorderUserError:
            sort = "file"  # damaged: kept as it is, every byte
        finally:
            scratch_of(path).unlink(missing_ok=True)
    _rewritten(path, sort, PLAIN, files)
    return True


def _decrypt(path: Path, sort: Sort, files: Files) -> bool:
    assert files.seal is not None
    if not path.exists():
        return False
    if sort == "recording" and not _starts_sealed(path):
        try:
            return unseal_recording(path, files.seal)
        except RecorderUserError as error:
            raise EnvironmentFault(str(error)) from error
        finally:
            scratch_of(path).unlink(missing_ok=True)
    if not _starts_sealed(path):
        return False
    _rewritten(path, "file" if sort == "recording" else sort, files, PLAIN)
    return True


def _rewritten(path: Path, sort: Sort, source: Files, target: Files) -> None:
    if sort == "lines":
        text = _lines(path, source)
        first, lines = target.new_lines(path)
        made = first + b"".join(lines.encode(line, number) for number, line in enumerate(text, start=1))
        replace_file(path, made)
        return
    held = source.read(path)
    made = target.encode(path, held)
    if target.decode(path, made) != held:
        raise EnvironmentFault(f"{path} could not be rewritten; it stays as it was.")
    replace_file(path, made)


def _lines(path: Path, files: Files) -> list[bytes]:
    """The whole lines; one that was being written when its run was killed is no line."""
    with path.open("rb") as file:
        return [line for _, line in files.lines(path, file).read(file) if line.endswith(b"\n")]


def _sealed(path: Path, sort: Sort) -> bool:
    if sort != "recording" or _starts_sealed(path):
        return _starts_sealed(path)
    from recorder.schema import SEALED_VERSION

    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:], "big") == SEALED_VERSION


def _starts_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return is_sealed(file.read(len(MAGIC)))
