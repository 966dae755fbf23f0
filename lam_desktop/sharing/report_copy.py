"""The report of a run as it can be given away: made of a journal and pictures in which nobody is named.

Masked journal and pictures come first and the report is made of them, so that no word of it can have come
from anywhere else. The run itself is read and never written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from lam_desktop.errors import EnvironmentFault, LamBug, LamUserError, UsageError
from lam_desktop.execution.runs.gone_before import picture_path, with_rows_before
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import PICTURES
from lam_desktop.protocols import ScreenParser
from lam_desktop.reporting.facts import MaskedFacts, RunFacts, facts_told
from lam_desktop.reporting.page import TYPES
from lam_desktop.reporting.write import write_report
from lam_desktop.sharing.gathering import gathered, said_by
from lam_desktop.sharing.journal_copy import write_journal
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.originals import beside, check_place, readable
from lam_desktop.sharing.painting import Tell, painted, patches_of
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Masked, Tally
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.provenance.values import as_yes_no
from lam_desktop.tasks.task import Task
from lam_desktop.types import Frame
from recorder.errors import RecorderUserError
from recorder.gestures import Step
from recorder.recording import Recording

OPTION = "--share"


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What the person wants to give away."""

    out: Path
    """A new folder."""
    mask: tuple[str, ...] = ()
    """What must not be in it, beside what is found."""
    keep: tuple[str, ...] = ()
    """What may stay although it was found."""
    strict: bool = False
    """Whether of texts and pictures only common words and the program's own stay."""
    language: Literal["en", "zh"] = "en"
    """Of the page."""


@dataclass(frozen=True, slots=True)
class SharedReport:
    """What came of it."""

    page: Path
    masked: tuple[Masked, ...]
    names: int
    """Different names of people that were met and masked."""
    pictures: int
    """Pictures in the copy."""
    facts: RunFacts
    """As the copy tells them."""


def share_report(
    run: Path, tasks: Sequence[Task], request: ReportRequest, files: Files, parser: ScreenParser, tell: Tell
) -> SharedReport:
    """Writes the masked report beside its place and moves it there when it is whole.

    `run`: the folder of a run of the first of the `tasks`; the others are those that it calls, for what they
    know of people is masked, too. `tell` gets the progress in words.
    Raises UsageError for a place that is taken, a run that did nothing, or a recording that cannot be read,
    EnvironmentFault where the journal is damaged or the disk refuses.
    """
    check_place(request.out, tasks[0].folder, OPTION)
    tally = Tally()
    try:
        journal = with_rows_before(run, entries_of(run, files=files), files)
        shown = dict(_pictures(facts_told(run, journal), run))
        with beside(request.out) as workshop:
            masker = _masker(tasks, workshop, request, journal, tally)
            pictures = _Pictures(list(shown.values()), files)
            patches = patches_of(range(len(shown)), pictures.frame, parser, masker, tell)
            made, copied = workshop / "made", workshop / run.name
            names = {name: f"{PICTURES}/{number:04d}.webp" for number, name in enumerate(shown, start=1)}
            write_journal(journal, copied, masker.seen(tasks[0].name), masker, names)
            (copied / PICTURES).mkdir()
            for number, name in enumerate(shown):
                frame = painted(pictures.frame(number), patches[number])
                (copied / names[name]).write_bytes(_encoded(frame))
            masked = tuple(MaskedFacts(one.kind, one.texts, one.pictures) for one in tally.told())
            report = write_report(copied, request.language, out=made, masked=masked)
            (copied / PICTURES).rename(made / PICTURES)
            made.rename(request.out)
    except RecorderUserError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise EnvironmentFault(
            f"{request.out} cannot be written ({error.strerror}); free some space or choose another place"
            f" with {OPTION}."
        ) from error
    return SharedReport(request.out / report.page.name, tally.told(), tally.names, len(shown), report.facts)


def _masker(
    tasks: Sequence[Task],
    workshop: Path,
    request: ReportRequest,
    journal: Sequence[Mapping[str, Any]],
    tally: Tally,
) -> Masker:
    """Knows what the tasks, the run's table and its journal say of people."""
    steps = [_steps(task, workshop / f"from-{number}") for number, task in enumerate(tasks)]
    terms = gathered(list(zip(tasks, steps, strict=True)), request.mask, request.keep)
    for cell in _cells(journal):
        terms.add(cell, "value of the row")
    for text in said_by(map(dict, journal)):
        terms.add(text, "typed text")
    return Masker(terms, StandIns(), tally, request.strict)


def _steps(task: Task, folder: Path) -> list[Step]:
    """Of all recordings of the task."""
    with readable(task, folder) as originals, ExitStack() as stack:
        opened = [
            stack.enter_context(Recording.open(path, task.files.seal, task.path_of(name)))
            for name, path in originals.items()
        ]
        return [step for one in opened for step in one.steps()]


def _cells(journal: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What stands in the run's table, if it is still there: a list on a picture may show any of its rows."""
    begun = next((entry for entry in journal if entry["kind"] == "run_started"), {})
    if not begun.get("table"):
        return
    try:
        rows = read_rows(Path(str(begun["table"])), str(begun.get("sheet", ""))).rows
    except (LamUserError, OSError, ValueError):
        return
    for row in rows:
        yield from (cell for cell in row.cells.values() if as_yes_no(cell) is None)


def _pictures(facts: RunFacts, run: Path) -> Iterator[tuple[str, Path]]:
    """The pictures that the report shows and that are there, each once: by its name, and where it lies."""
    named = (
        name
        for row in facts.rows
        for step in row.steps
        for name in (*step.pictures, *(question.picture for question in step.questions))
    )
    for name in dict.fromkeys(named):
        path = picture_path(run, name, facts.before)
        if path is not None and path.suffix in TYPES:
            yield name, path


class _Pictures:
    """The pictures of a run, by their numbers; read anew each time, for a run may have thousands."""

    def __init__(self, paths: Sequence[Path], files: Files) -> None:
        self._paths = paths
        self._files = files

    def frame(self, number: int) -> Frame:
        """(h, w, 3) RGB."""
        path = self._paths[number]
        drawn = cv2.imdecode(np.frombuffer(self._files.read(path), np.uint8), cv2.IMREAD_COLOR)
        if drawn is None:
            raise EnvironmentFault(f"{path} is no picture; remove it and make the report again.")
        return cv2.cvtColor(drawn, cv2.COLOR_BGR2RGB).astype(np.uint8)


def _encoded(frame: Frame) -> bytes:
    done, data = cv2.imencode(".webp", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, 80])
    if not done:
        raise LamBug(f"a frame of shape {frame.shape} cannot be written as a picture")
    return data.tobytes()
