"""Records a demonstration into the library."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType

from lam_desktop import __version__
from lam_desktop.errors import EnvironmentFault, LamBug, UsageError
from lam_desktop.execution.machine.lock import display_lock
from lam_desktop.execution.machine.running import register
from lam_desktop.execution.shown.known_tasks import looked_at
from lam_desktop.execution.shown.secrets_shown import secrets_in, with_secrets_shown
from lam_desktop.execution.shown.several_rows import Entered, Eyes, with_repeats
from lam_desktop.execution.shown.understanding import with_a_look
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.instructions import row_of, without_secrets
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.several.demonstrations import may_differ_by_turns
from lam_desktop.tasks.several.ends import may_lack_ends
from lam_desktop.tasks.several.narrowing import lacks_typing, with_further
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import exclusions_of
from lam_desktop.tasks.storage.privacy_file import told as told_exclusions
from lam_desktop.tasks.storage.unsearched import told_unsearched
from lam_desktop.tasks.task import Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument
from recorder.chords import Chord
from recorder.covering import note_searched
from recorder.errors import RecorderBug, RecorderUserError
from recorder.exclusions import Region, named
from recorder.observing import EXCLUDED
from recorder.options import RecordingOptions
from recorder.recording import Recording
from recorder.session import RecordingSession

LEFT_OUT = " keys and clicks in excluded windows were left out."
"""How `lam record` ends the sentence about them; how many stands before it."""
WAIT_S = 0.2
"""A signal handler runs only when the main thread comes back from a wait."""


@dataclass(frozen=True)
class RecordRequest:
    """What to record."""

    name: str
    rows: str | None = None
    """`FILE`, `FILE:N` or `FILE:N-M`, where `#SHEET` may stand behind the file: the row that the person is
    about to enter, or the rows."""
    add: bool = False
    stop_key: str = "ctrl+alt+esc"
    hide_key: str = "ctrl+alt+h"
    cover_key: str = "ctrl+alt+b"
    exclude: tuple[str, ...] = ()
    """Windows to leave out, by class or title, beside those of the library's `privacy.yaml`."""
    exclude_regions: tuple[str, ...] = ()
    """Parts of the screen to leave out, `X,Y,W,H`."""
    find_secrets: bool = True
    """Whether the pictures are looked at, right behind a recording in which a secret was typed, for secrets
    that the screen showed."""
    instruction: str | None = None
    """A sentence that says what the person is about to do, instead of rows."""


@dataclass(frozen=True)
class Saved:
    """A recording in the library."""

    task: str
    path: Path
    steps: int
    note: str = ""
    """What a person should know of it, one sentence; empty for nothing."""
    left_out: int = 0
    """Keys, clicks and turns of the wheel in excluded windows, of which nothing is stored."""
    sheet: str = ""
    """The one that the rows stand in, of a workbook that has several."""


def record_task(
    library: Library,
    request: RecordRequest,
    started: Callable[[], None],
    say: Callable[[str], None] = lambda _: None,
    eyes: Eyes | None = None,
) -> Saved:
    """Records until stopped by hot key, signal or `stop_all`; `started` is called once every hook is live.

    `say` hears what is left out, and which sheet of a workbook is read where none was named. `eyes` loads
    what reads screens: the pictures of a recording in which a secret was typed are looked at for it, and so
    is a further demonstration with other clicks, which may have turned a calendar by other pages. Raises
    UsageError for a bad name or file, or where nothing was recorded (which leaves nothing behind),
    EnvironmentFault where something else is at work on the display, or where that or the disk fails: what was
    recorded until then is kept.
    """
    said = None if request.instruction is None else row_of(request.instruction)
    rows = _rows(request.rows, request.add, say) if said is None else Entered((said,))
    options = _options(library, request)

    def live() -> None:
        started()
        say(told_exclusions(options.exclusions))

    with display_lock("recording"):
        path, fault, typed = _recorded(library, request, live, options)
        if said is not None and (kept := without_secrets(said, typed.values())) != said:
            rows = Entered((kept,))
            say("The instruction said a secret that you typed: it is kept without it.")
        return _kept(
            library,
            path,
            rows,
            fault,
            _Adding(library, request.name, say, eyes, typed, request.find_secrets),
        )


def _recorded(
    library: Library, request: RecordRequest, started: Callable[[], None], options: RecordingOptions
) -> tuple[Path, RecorderUserError | None, dict[str, str]]:
    """The recording, what ended it before the person did, and what was typed secretly, by name."""
    path = library.create(request.name, request.add)
    session = RecordingSession(path, options, seal=library.files.seal)

    def request_stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        session.request_stop()

    # Set explicitly: a shell starts background jobs with SIGINT ignored.
    handlers = {number: signal.signal(number, request_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with register("record"):
            fault = _record(session, started)
    except RecorderUserError as error:
        library.discard(request.name, path)
        raise EnvironmentFault(str(error)) from error
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return path, fault, session.take_secrets()


def _record(session: RecordingSession, started: Callable[[], None]) -> RecorderUserError | None:
    """Runs a session to its end; returns what ended it before the person did."""
    session.start()
    fault: RecorderUserError | None = None
    try:
        started()
        while not session.wait(WAIT_S):
            pass
    except RecorderUserError as error:
        fault = error
    except RecorderBug as error:
        raise LamBug(str(error)) from error
    finally:
        try:
            session.stop()
        except RecorderUserError as error:
            fault = fault or error
    return fault


def _kept(
    library: Library,
    path: Path,
    rows: Entered,
    fault: Exception | None,
    adding: _Adding,
) -> Saved:
    name = adding.name
    try:
        task = compile_task(name, library.folder(name), path, rows.first, rows.table, library.files)
    except UsageError as error:
        library.discard(name, path)
        if fault is not None:
            raise EnvironmentFault(str(fault)) from error
        raise
    if new := not library.exists(name):
        library.add(task)  # first: whatever comes now, the task is there
    task, note = adding.with_secrets(task, path)
    if not new:
        note = " ".join(filter(None, (note, adding.add(task))))
    elif any(step.value is not None and step.value.secret for step in task.steps):
        task_file.save(task)
    elif fault is None:
        found, told = with_repeats(task, path, rows, adding.eyes, adding.say)
        if found is not task:
            task = found
            task_file.save(task)
        note = " ".join(filter(None, (note, told)))
    if fault is not None:
        count = f"{len(task.steps)} step{'' if len(task.steps) == 1 else 's'}"
        raise EnvironmentFault(f"{str(fault).rstrip('.')} ({count} until then kept).") from fault
    with Recording.open(path, seal=library.files.seal) as recording:
        left_out = recording.meta.dropped.get(EXCLUDED, 0)
    return Saved(name, path, len(task.steps), note, left_out, rows.first.sheet if rows.first else "")


@dataclass(frozen=True)
class _Adding:
    """A further demonstration of a task, should it be one."""

    library: Library
    name: str
    say: Callable[[str], None]
    eyes: Eyes | None
    typed: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """What was typed secretly, by name; in memory alone."""
    find_secrets: bool = True
    """Whether it is to be looked for."""

    def with_secrets(self, shown: Task, path: Path) -> tuple[Task, str]:
        """The task with the secrets read from the screen that it showed, and why not, as a sentence."""
        names = secrets_in(shown, self.typed)
        if names and self.find_secrets and self.eyes is not None:
            self.say("A secret was typed: its pictures are looked at for it, for some seconds.")
            try:
                parser, _ = self.eyes()
                shown = with_secrets_shown(shown, path, self.typed, parser)
                note_searched(path, names, shown.files.seal)
            except (EnvironmentFault, UsageError, RecorderUserError) as error:
                return shown, f"Whether the screen showed a secret was not found out: {error}"
        return shown, " ".join(told_unsearched(self.name, shown.folder, shown.files, only=path))

    def add(self, shown: Task) -> str:
        """Lets it narrow the values of its task; why it could not, as a sentence."""
        task, further = self.library.open(self.name), Further(shown.recording, shown.row)
        try:
            try:
                known = with_further(task, further)
            except UsageError:
                if self.eyes is None or not (
                    may_differ_by_turns(task, further)
                    or may_lack_ends(task, further)
                    or lacks_typing(task, further)
                ):
                    raise
                self.say("It has other steps than the first one: both are looked at, for some seconds.")
                eyes = self.eyes()
                known = with_a_look(looked_at(self.library, task, *eyes), further, *eyes)
            task_file.save(_with_values(known, shown))
        except (UsageError, EnvironmentFault) as error:
            return f"The recording is kept, but tells nothing about «{self.name}»: {error}"
        return ""


def _with_values(task: Task, shown: Task) -> Task:
    """The task with the secrets of steps that only the further demonstration has, as that shows them."""
    values = {step.demonstrated: step for step in shown.steps if step.value is not None and step.value.secret}
    steps: list[TaskStep] = []
    for step in task.steps:
        known = values.get(step.demonstrated) if step.recording == shown.recording else None
        if known is not None and known.value is not None and step.kind == "type":
            places = tuple(replace(one, recording=shown.recording) for one in known.value.places)
            value = replace(known.value, places=places)
            step = replace(step, value=value, caption=known.caption, doubt=known.doubt)
        steps.append(step)
    return replace(task, steps=tuple(steps))


def _rows(rows: str | None, add: bool, say: Callable[[str], None]) -> Entered:
    """The rows that are shown, and all rows of their table; one more demonstration shows one row."""
    if rows is None:
        return Entered()
    argument = parse_rows_argument(rows)
    table = read_rows(argument.path, argument.sheet)
    for told in table.told(argument):
        say(told)
    if add or argument.last is None:
        return Entered((table.demonstrated(argument),), table.rows)
    shown = table.select(argument)
    return Entered(tuple(map(table.shown, shown)), table.rows)


def _options(library: Library, request: RecordRequest) -> RecordingOptions:
    for chord in (request.stop_key, request.hide_key, request.cover_key):
        try:
            Chord.parse(chord)
        except RecorderUserError as error:
            raise UsageError(str(error)) from error
    try:
        regions = [Region.parse(text) for text in request.exclude_regions]
        words = [pattern for word in request.exclude for pattern in named(word)]
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    window = os.environ.get("WINDOWID", "")
    return RecordingOptions(
        stop_chord=request.stop_key,
        hide_chord=request.hide_key,
        cover_chord=request.cover_key,
        own_pids=(os.getpid(),),
        exclusions=exclusions_of(library).with_more(words, regions),
        terminal_window=int(window) if window.isdigit() else None,
        product_version=__version__,
    )
