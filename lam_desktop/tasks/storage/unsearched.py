"""Recordings in which a secret was typed, and whose pictures nobody has searched for what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lam_desktop.tasks.files import PLAIN, Files
from recorder.errors import RecorderUserError
from recorder.recording import Recording


def told_unsearched(
    name: str, folder: Path, files: Files = PLAIN, only: Path | None = None
) -> tuple[str, ...]:
    """A sentence for each such recording in a task's folder, with what to do; also of one that was cut short.

    `only`: of this recording alone. One that cannot be read is left out: whoever needs it says so.
    """
    paths = sorted((folder / "demos").glob("*.lamrec")) if only is None else [only]
    return tuple(_told(name, path, files) for path in _unsearched(paths, files))


def _unsearched(paths: Sequence[Path], files: Files) -> Iterator[Path]:
    for path in paths:
        try:
            with Recording.open(path, files.seal) as recording:
                if recording.meta.unsearched:
                    yield path
        except RecorderUserError:
            continue


def _told(name: str, path: Path, files: Files) -> str:
    there = "stands there" if files.encrypted else "stands there in clear"
    return (
        f"The pictures of {path.name} were not searched for the secret that was typed in it: where the screen"
        f" showed it, as a code in a sentence, it {there}; record it again and remove this with"
        f" lam forget {name}, or leave it if the screen showed none."
    )
