"""Makes the copy of a task that can be given away. The original is read and never written."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.demonstration import Demonstration
from lam_desktop.execution.history import entries_of
from lam_desktop.protocols import ScreenParser
from lam_desktop.sharing.gathering import gathered, said_by
from lam_desktop.sharing.journal_copy import write_journal
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.page import page
from lam_desktop.sharing.painting import Patch, patches_of
from lam_desktop.sharing.recording_copy import write_copy
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Masked, Tally
from lam_desktop.sharing.task_copy import masked_task
from lam_desktop.tasks import task_file
from lam_desktop.tasks.compile import understand
from lam_desktop.tasks.corrections import FOLDER as CORRECTIONS
from lam_desktop.tasks.task import Task
from recorder.errors import RecorderUserError
from recorder.recording import Recording
from recorder.schema import wal_of

PAGE = "shared.html"
ZIP = ".zip"


@dataclass(frozen=True, slots=True)
class Request:
    """What the person wants to give away."""

    out: Path
    """The copy: a folder, or a file that ends in `.zip`."""
    mask: tuple[str, ...] = ()
    """What must not be in it, beside what is found."""
    keep: tuple[str, ...] = ()
    """What may stay although it was found."""
    run: Path | None = None
    """A run whose journal goes along; None for no run."""

    @property
    def packed(self) -> bool:
        """Whether the copy is one file."""
        return self.out.suffix.lower() == ZIP

    @property
    def stem(self) -> str:
        """Name of the copy's folder, which within a zip holds everything, too."""
        return self.out.stem if self.packed else self.out.name


@dataclass(frozen=True, slots=True)
class Shared:
    """What came of it."""

    copy: Path
    page: str
    """Where the masked pictures are to be looked at: a path; of a zip, the one within it."""
    masked: tuple[Masked, ...]
    pictures: int
    """Different pictures in the copy."""
    left_out: tuple[str, ...]
    """What of the task is not in the copy, in words."""


def share(
    task: Task, request: Request, parser: ScreenParser, weights: str, tell: Callable[[str], None]
) -> Shared:
    """Writes the copy beside its place and moves it there when it is whole.

    Raises UsageError for a place that is taken or lies in the task, or a recording that cannot be read,
    EnvironmentFault where the disk refuses. `tell` gets the progress in words; `weights` names the parser's.
    """
    check_place(request.out, task.folder)
    tally = Tally()
    try:
        with _beside(request.out) as workshop, _readable(task, workshop / "from") as original:
            task = _understood(task, original, parser, weights)
            made = workshop / "to" / request.stem
            with Recording.open(original, task.files.seal, task.recording_path) as recording:
                journal = entries_of(request.run, files=task.files) if request.run is not None else []
                masker = _masker(task, recording, request, journal, tally)
                patches = patches_of(recording.frame_ids(), recording.frame, parser, masker, tell)
                shown = _write(task, recording, patches, made, masker)
            if request.run is not None:
                write_journal(journal, made / "runs" / request.run.name, made.name, masker)
            left_out = tuple(_left_out(task, request))
            copy = task_file.load(made)
            with Recording.open(copy.recording_path) as copied:
                steps = [step.caption for step in copy.steps]
                text = page(made.name, steps, copied.frame, shown, tally.told(), left_out)
            (made / PAGE).write_text(text, encoding="utf-8", newline="\n")
            _put(made, request)
    except RecorderUserError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise EnvironmentFault(
            f"{request.out} cannot be written ({error.strerror}); free some space or choose another place"
            " with --out."
        ) from error
    shown_in = f"{request.stem}/{PAGE}" if request.packed else str(request.out / PAGE)
    return Shared(request.out, shown_in, tally.told(), len(shown), left_out)


def check_place(out: Path, folder: Path) -> None:
    """Raises UsageError where the copy cannot go."""
    if out.exists() or out.is_symlink():
        raise UsageError(f"{out} exists already; remove it, or choose another place with --out.")
    if not out.parent.is_dir():
        raise UsageError(f"There is no folder {out.parent}; make it, or choose another place with --out.")
    if out.parent.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{out} lies within the task itself; choose another place with --out.")


def _masker(
    task: Task, recording: Recording, request: Request, journal: list[dict[str, Any]], tally: Tally
) -> Masker:
    terms = gathered(task, recording.steps(), request.mask, request.keep)
    for text in said_by(journal):
        terms.add(text, "typed text")
    return Masker(terms, StandIns(), tally)


def _write(
    task: Task, recording: Recording, patches: dict[int, list[Patch]], folder: Path, masker: Masker
) -> dict[int, list[Patch]]:
    made = masked_task(task, folder, masker)
    made.recording_path.parent.mkdir(parents=True)
    shown = write_copy(recording, made.recording_path, masker, patches)
    task_file.save(made)
    return shown


def _understood(task: Task, original: Path, parser: ScreenParser, weights: str) -> Task:
    """The task with its targets: without them nobody knows what was read from the screen."""
    if task.understood:
        return task
    demonstration = Demonstration(original, parser, weights, task.files, copy_of=task.recording_path)
    try:
        return understand(task, demonstration)
    finally:
        demonstration.close()


def _left_out(task: Task, request: Request) -> Iterator[str]:
    """What stays behind."""
    others = [one for one in (task.folder / "demos").glob("*.lamrec") if one != task.recording_path]
    runs = [one for one in (task.folder / "runs").glob("*") if one.is_dir() and one != request.run]
    taught = any((task.folder / "policy").glob("*"))
    shown = len(list((task.folder / CORRECTIONS).glob("*.json")))
    for count, what in (
        (len(others), "other recording"), (len(runs), "run"), (len(task.checks), "check"),
        (shown, "correction"),
    ):  # fmt: skip
        if count:
            yield f"{count} {what}{'' if count == 1 else 's'}"
    if taught:
        yield "what was taught"
    if request.run is not None:
        yield "the pictures of the run"


@contextmanager
def _beside(out: Path) -> Generator[Path]:
    """A folder on the same disk that goes away, whatever happens; only this person can read it."""
    with tempfile.TemporaryDirectory(prefix=".lam-share-", dir=out.parent) as folder:
        yield Path(folder)


@contextmanager
def _readable(task: Task, folder: Path) -> Generator[Path]:
    """A copy of the recording as it is: opening one that was cut short would finish it."""
    folder.mkdir()
    copy = folder / "original.lamrec"
    try:
        shutil.copyfile(task.recording_path, copy)
        if wal_of(task.recording_path).exists():
            shutil.copyfile(wal_of(task.recording_path), wal_of(copy))
    except FileNotFoundError as error:
        raise UsageError(f"There is no recording {task.recording_path}; record the task again.") from error
    yield copy


def _put(made: Path, request: Request) -> None:
    """Moves the finished copy to its place."""
    if not request.packed:
        made.rename(request.out)
        return
    packed = made.with_name(made.name + ".packed")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(made.rglob("*")):
            archive.write(path, path.relative_to(made.parent))
    packed.rename(request.out)
