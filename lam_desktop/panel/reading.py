"""Reads the library for the panel: cards, steps with their pictures, rows. Slow; runs beside the panel."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from lam_desktop.errors import LamUserError, UsageError
from lam_desktop.execution.runs.entered import odd_in
from lam_desktop.execution.runs.history import last_run
from lam_desktop.panel.pictures import TaskPictures, cut_pictures, kept_pictures
from lam_desktop.panel.shelf import Shelf
from lam_desktop.panel.state.events import (
    LastRun,
    OddCell,
    RowsLoaded,
    RunPrepared,
    SheetLines,
    StepView,
    TaskCard,
)
from lam_desktop.tasks.explaining.describe import reading_told
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.once import once_told
from lam_desktop.tasks.provenance.instructions import shown_with
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.rows import RowTable, read_named
from lam_desktop.tasks.several.repeats import rows_shown
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.corrections import Corrections
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.rows_argument import table_name
from lam_desktop.tasks.texts.workbooks import sheet_names
from recorder.errors import RecorderUserError
from recorder.recording import Recording

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TaskReading:
    """One task as the panel shows it."""

    steps: tuple[StepView, ...]
    columns: tuple[str, ...]
    """Columns of the row that the steps use."""
    understood: bool
    """Whether it is known what the steps acted on."""
    row: DemonstratedRow | None
    secrets: tuple[str, ...] = ()
    """Names of the secrets that a run needs."""
    limits: Limits = field(default_factory=Limits)
    rows: int = 1
    """How many rows the recording shows."""
    instruction: str = ""
    """The sentence that it was demonstrated with, if any."""
    shown: int = 0
    """How often a person pointed at a place, or did a step, during runs."""

    @property
    def table(self) -> str:
        """The table that it was shown with; empty where that is not there.

        One without its folder, as of a task that was taken in, would be any that happens to lie where the
        panel was started.
        """
        file = Path("" if self.row is None else self.row.file)
        return table_name(file, self.row.sheet) if self.row and file.is_absolute() and file.is_file() else ""

    def prepared(self, task: str) -> RunPrepared:
        """What the page before a run is told of it."""
        return RunPrepared(task, self.steps, self.columns, self.secrets, self.limits, self.instruction)


def read_cards(
    library: Library, cancelled: Cancelled, *, cut: bool, shelf: Shelf | None = None
) -> tuple[TaskCard, ...]:
    """Every task; a damaged one with its problem. `cut` makes pictures that are not there yet."""
    shelf = shelf or Shelf(library.files)
    cards: list[TaskCard] = []
    for name in library.names():
        if cancelled():
            break
        try:
            cards.append(_card(library, name, cancelled, shelf, cut=cut))
        except (LamUserError, RecorderUserError) as error:
            cards.append(TaskCard(name, 0, problem=str(error)))
    return tuple(cards)


def read_task(library: Library, name: str, cancelled: Cancelled, shelf: Shelf | None = None) -> TaskReading:
    """The steps with their pictures. Raises UsageError for a damaged task or recording."""
    task = library.whole(name)
    shelf = shelf or Shelf(library.files)
    try:
        pictures = {
            source: cut_pictures(task, cancelled, shelf.pictures_of(task, source), source)
            for source in task.sources
        }
    except RecorderUserError as error:
        raise UsageError(str(error)) from error
    steps = tuple(
        replace(
            _step(step, pictures[step.recording]),
            when=(*once_told(step), *task.conditions_told(step.number)),
            read=reading_told(task, step),
            label=step.label,
            depth=len(step.within),
        )
        for step in task.steps
    )
    columns = dict.fromkeys(column for step in task.steps for column in step.columns)
    return TaskReading(
        steps, tuple(columns), task.looked_at, task.row, task.secrets, task.limits, rows_shown(task),
        shown_with(task), Corrections(task.folder, task.files).count,
    )  # fmt: skip


def read_table(table: str | Path, task: Task | None = None, library: Library | None = None) -> RowsLoaded:
    """The rows of a file, or of its sheet (`FILE#SHEET`), and what looks odd in them for a task.

    Of a task in a `library` also the rows that an earlier run has entered already. Raises UsageError for a
    table that cannot be read.
    """
    read = read_named(str(table)).named_as(() if task is None else task.columns_told)
    found = ()
    if task is not None:
        found = odd_rows(task, read.rows) if library is None else odd_in(library, task, read.rows)
    odd = tuple(OddCell(one.row, one.column, one.what, one.line, one.entered) for one in found)
    cells = tuple(tuple(row.cells.get(column, "") for column in read.columns) for row in read.rows)
    lines = SheetLines(tuple(row.line for row in read.rows), read.told_hidden)
    return RowsLoaded(read.name, read.columns, cells, odd, read.sheet, _sheets(read), lines)


def _sheets(table: RowTable) -> tuple[str, ...]:
    """Those to choose from: the ones that are seen, and the one that was read; none where it has no other."""
    if not table.sheet:
        return ()
    seen = sheet_names(table.path).seen
    return seen if table.sheet in seen else (*seen, table.sheet)


def steps_so_far(recording: Path, files: Files = PLAIN) -> int | None:
    """Steps of a recording that is still being written; None where it cannot be told yet.

    Opened for reading only: `Recording.open` would tidy up, which is the recorder's to do.
    """
    try:
        db = sqlite3.connect(f"{recording.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            return len(Recording(recording, db, None, files.seal).steps())
        finally:
            db.close()
    except (sqlite3.Error, KeyError, ValueError, RecorderUserError):
        return None


def newest_recording(task_folder: Path) -> Path | None:
    """The recording that was begun last in a task's folder."""
    found = list((task_folder / "demos").glob("*.lamrec"))
    return max(found, key=lambda path: path.stat().st_mtime_ns, default=None)


def _card(library: Library, name: str, cancelled: Cancelled, shelf: Shelf, *, cut: bool) -> TaskCard:
    task = library.open(name)
    folder = shelf.pictures_of(task)
    pictures = cut_pictures(task, cancelled, folder) if cut else kept_pictures(task, folder)
    return TaskCard(
        name,
        len(task.steps),
        _last_run(library, name),
        str(pictures.card) if pictures is not None and pictures.card is not None else "",
        does=tuple(dict.fromkeys(step.called for step in task.steps if step.called)),
    )


def _last_run(library: Library, name: str) -> LastRun | None:
    """The newest run; None where there is none, or its journal tells nothing: the task is none the worse."""
    try:
        past = last_run(library, name)
        if past is None:
            return None
        started = datetime.fromisoformat(past.started).astimezone()
    except (LamUserError, ValueError, OverflowError):
        return None
    return LastRun(started, past.status, past.rows_done, past.rows)


def _step(step: TaskStep, pictures: TaskPictures) -> StepView:
    picture = pictures.steps.get(step.demonstrated)
    if picture is None:
        return StepView(step.number, step.kind, step.caption, step.value, doubt=" ".join(step.doubts))
    dx, dy = -picture.box.x, -picture.box.y
    return StepView(
        step.number,
        step.kind,
        step.caption,
        step.value,
        str(picture.path),
        None if step.target is None else step.target.box.moved(dx, dy),
        None if step.point is None else (step.point[0] + dx, step.point[1] + dy),
        " ".join(step.doubts),
    )
