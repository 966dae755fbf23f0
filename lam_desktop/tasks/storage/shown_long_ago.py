"""Pictures of the screen that tasks keep longer than the library wants, and do not need.

A task cannot be repeated without the recordings that its `task.yaml` names: those stay as long as the task.
Others (cut short, or taken out of the task) and what a person showed during runs go with the old runs. Then
the agent asks once more about a dialog that it had closed by such a correction.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.storage.corrections import FOLDER
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task

DAY_S = 86_400
SUFFIX = ".lamrec"
_OF_CORRECTION = re.compile(r"([0-9]+)(?:-before|-after)?\.(?:json|png)(?:\.new)?")


@dataclass(frozen=True, slots=True)
class Outdated:
    """Files that belong together: one recording, or one correction."""

    files: tuple[Path, ...]
    """May hold folders, with cuttings of a recording."""
    correction: bool = False


def shown_long_ago(library: Library, is_at_work: Callable[[Path], bool], days: float) -> list[Outdated]:
    """What was written more than so many days ago; nothing of a task of which a run is at work.

    Raises EnvironmentFault where the disk cannot be read.
    """
    before = time.time() - days * DAY_S
    found: list[Outdated] = []
    tasks = library.home / "tasks"
    try:
        for folder in sorted(one for one in tasks.iterdir() if _is_own_folder(one)) if tasks.is_dir() else ():
            exists = library.exists(folder.name)
            if exists and any(map(is_at_work, library.runs(folder.name))):
                continue
            recordings = _recordings(folder, _needed(library, folder.name) if exists else frozenset())
            groups = [*recordings, *_corrections(folder)]
            found += [one for one in groups if _written(one.files) < before]
    except OSError as error:
        raise EnvironmentFault(
            f"{tasks} cannot be read ({error.strerror}); check its permissions."
        ) from error
    return found


def remove_shown(outdated: Iterable[Outdated]) -> None:
    """Removes them for good. Raises EnvironmentFault where the disk refuses."""
    for path in (path for one in outdated for path in one.files):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"{path} cannot be removed ({error.strerror}); check its permissions."
            ) from error


def count_told(runs: int, outdated: Iterable[Outdated]) -> str:
    """How much it is, in words: «2 runs, 1 recording that no task needs and 3 corrections»."""
    corrections = [one.correction for one in outdated]
    shown, unneeded = sum(corrections), len(corrections) - sum(corrections)
    told = [
        f"{runs} run{'' if runs == 1 else 's'}",
        f"{unneeded} recording{'' if unneeded == 1 else 's'} that no task needs",
        f"{shown} correction{'' if shown == 1 else 's'}",
    ]
    counted = [one for one in told if not one.startswith("0 ")] or told[:1]
    return counted[0] if len(counted) == 1 else f"{', '.join(counted[:-1])} and {counted[-1]}"


def _needed(library: Library, name: str) -> frozenset[str] | None:
    """Names of the recordings that the task has; None where its `task.yaml` is damaged: nobody knows."""
    try:
        return frozenset(Path(one).name for one in _named(library.open(name)))
    except UsageError:
        return None


def _named(task: Task) -> Iterator[str]:
    yield task.recording
    yield from (further.recording for further in task.further)
    for step in task.steps:
        yield step.recording
        yield from (recording for recording, _ in step.also)


def _recordings(folder: Path, needed: frozenset[str] | None) -> Iterator[Outdated]:
    """Those that nothing needs, with what lies beside them."""
    demos = folder / "demos"
    if needed is None or not _is_own_folder(demos):
        return
    beside = list(demos.iterdir())
    for path in beside:
        if path.suffix == SUFFIX and path.name not in needed and not path.is_symlink():
            yield Outdated(tuple(one for one in beside if _belongs(one, path)))


def _belongs(beside: Path, recording: Path) -> bool:
    """Whether it is the recording, SQLite's log of it, a conversion that broke off, or its cuttings."""
    ours = (f"{recording.name}-", f"{recording.name}.")
    return beside in (recording, recording.with_suffix(".pictures")) or beside.name.startswith(ours)


def _corrections(folder: Path) -> Iterator[Outdated]:
    corrections = folder / FOLDER
    groups: dict[str, list[Path]] = {}
    for path in corrections.iterdir() if _is_own_folder(corrections) else ():
        if (match := _OF_CORRECTION.fullmatch(path.name)) is not None:
            groups.setdefault(match[1], []).append(path)
    yield from (Outdated(tuple(files), correction=True) for files in groups.values())


def _is_own_folder(path: Path) -> bool:
    """Not a link: what lies behind one is not the library's."""
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".")


def _written(files: Iterable[Path]) -> float:
    """When the newest of them was written, as seconds of the clock."""
    return max(path.lstat().st_mtime for path in files)
