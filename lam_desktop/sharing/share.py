"""Makes the copy of a task that can be given away. The original is read and never written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.shown.demonstration import Demonstration
from lam_desktop.execution.shown.hidden_places import hidden_in
from lam_desktop.execution.shown.understanding import looked_at
from lam_desktop.protocols import ScreenParser
from lam_desktop.sharing.gathering import gathered, said_by
from lam_desktop.sharing.journal_copy import write_journal
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.originals import beside, check_place, readable
from lam_desktop.sharing.page import page
from lam_desktop.sharing.painting import Patch, patches_of
from lam_desktop.sharing.recording_copy import write_copy
from lam_desktop.sharing.recordings import Recordings
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Masked, Tally
from lam_desktop.sharing.task_copy import masked_task
from lam_desktop.tasks.storage.corrections import FOLDER as CORRECTIONS
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from recorder.errors import RecorderUserError
from recorder.recording import Recording

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
    strict: bool = False
    """Whether of texts and pictures only common words and the program's own stay."""
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
    names: int
    """Different names of people that were met and masked."""
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
    check_calls(task)
    tally = Tally()
    try:
        with beside(request.out) as workshop, readable(task, workshop / "from") as originals:
            task = _understood(task, originals, parser, weights)
            made = workshop / "to" / request.stem
            with ExitStack() as stack:
                recordings = Recordings({
                    name: stack.enter_context(Recording.open(path, task.files.seal, task.path_of(name)))
                    for name, path in originals.items()
                })  # fmt: skip
                journal = entries_of(request.run, files=task.files) if request.run is not None else []
                masker = _masker(task, recordings, request, journal, tally)
                patches = patches_of(recordings.frame_ids(), recordings.frame, parser, masker, tell)
                shown = _write(task, recordings, patches, made, masker)
            if request.run is not None:
                write_journal(journal, made / "runs" / request.run.name, made.name, masker)
            left_out = tuple(_left_out(task, request))
            copy = task_file.load(made)
            with ExitStack() as stack:
                copied = [stack.enter_context(Recording.open(copy.path_of(one))) for one in copy.recordings]
                steps = [step.caption for step in copy.steps]
                pictures = [
                    (one.frame(frame_id), patches)
                    for one, mine in zip(copied, shown, strict=True)
                    for frame_id, patches in mine.items()
                ]
                text = page(made.name, steps, pictures, tally.told(), tally.names, left_out)
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
    return Shared(request.out, shown_in, tally.told(), tally.names, sum(map(len, shown)), left_out)


def check_calls(task: Task) -> None:
    """Raises UsageError for a task that does others: without them its copy could not run."""
    step = next((one for one in task.steps if one.kind == "task"), None)
    if step is not None:
        raise UsageError(
            f"The task «{task.name}» does the task «{step.called}» in step {step.number}, which would not be"
            f" in the copy: share «{step.called}» by itself, or take that step out first."
        )


def _masker(
    task: Task, recordings: Recordings, request: Request, journal: list[dict[str, Any]], tally: Tally
) -> Masker:
    terms = gathered([(task, recordings.steps())], request.mask, request.keep)
    for text in said_by(journal):
        terms.add(text, "typed text")
    return Masker(terms, StandIns(), tally, request.strict)


def _write(
    task: Task, recordings: Recordings, patches: dict[int, list[Patch]], folder: Path, masker: Masker
) -> list[dict[int, list[Patch]]]:
    """Writes the copy; what was painted over in the pictures of each recording, in the copy's order."""
    made = masked_task(task, folder, masker)
    made.recording_path.parent.mkdir(parents=True)
    shown = [
        write_copy(recordings.of(old), made.path_of(new), masker, recordings.own(old, patches))
        for old, new in zip(task.recordings, made.recordings, strict=True)
    ]
    task_file.save(made)
    return shown


def _understood(task: Task, originals: Mapping[str, Path], parser: ScreenParser, weights: str) -> Task:
    """The task with its targets: without them nobody knows what was read from the screen."""
    if task.understood and all(one.understood for one in task.further if one.recording in originals):
        return task
    known = tuple(replace(one, understood=one.recording not in originals) for one in task.further)
    with ExitStack() as stack:

        def of(recording: str) -> Demonstration:
            name = recording or task.recording
            path, own, hidden = originals[name], task.path_of(recording), hidden_in(task, name)
            return stack.enter_context(
                closing(Demonstration(path, parser, weights, task.files, copy_of=own, hidden=hidden))
            )

        return looked_at(replace(task, further=known), of)


def _left_out(task: Task, request: Request) -> Iterator[str]:
    """What stays behind."""
    given = [task.path_of(one) for one in task.recordings]
    others = [one for one in (task.folder / "demos").glob("*.lamrec") if one not in given]
    runs = [one for one in (task.folder / "runs").glob("*") if one.is_dir() and one != request.run]
    taught = any((task.folder / "policy").glob("*"))
    shown = len(list((task.folder / CORRECTIONS).glob("*.json")))
    for count, what in (
        (len(others), "other recording"), (len(runs), "run"), (len(task.checks), "check"),
        (len(task.starts), "start command"), (shown, "correction"),
    ):  # fmt: skip
        if count:
            yield f"{count} {what}{'' if count == 1 else 's'}"
    if taught:
        yield "what was taught"
    if request.run is not None:
        yield "the pictures of the run"


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
