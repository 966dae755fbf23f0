"""Everything that can happen to the panel: intents of the person, results of background work.

What a running child process reports stands in `lam_desktop.panel.wire`; `Event` is the union of both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from lam_desktop.panel import wire
from lam_desktop.panel.state.before_events import BeforeEvent
from lam_desktop.panel.state.privacy_events import PrivacyEvent
from lam_desktop.panel.state.receive_events import ReceiveEvent
from lam_desktop.panel.state.share_events import ShareEvent
from lam_desktop.panel.state.taking_events import TakingEvent
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import Value
from lam_desktop.types import Box

Screen = Literal["library", "record", "review", "run", "share", "taking", "receive", "privacy"]
Tone = Literal["info", "good", "problem"]


@dataclass(frozen=True, slots=True)
class LastRun:
    """How a task last went."""

    started: datetime
    """Local time."""
    status: str
    """done, asked, failed, stopped or error; `cut short` or `unreadable` as its journal is."""
    rows_done: int
    rows: int


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One task on the first screen."""

    name: str
    steps: int
    last_run: LastRun | None = None
    picture: str = ""
    """PNG file; empty where there is none."""
    problem: str = ""
    """One sentence where the task cannot be read."""
    does: tuple[str, ...] = ()
    """The tasks that its own steps do."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One recorded step."""

    number: int
    """Counted from 1."""
    kind: str
    caption: str
    value: Value | None = None
    """What is typed or chosen, and where it comes from."""
    picture: str = ""
    """PNG file of the screen before the step, cut to its window; empty where there is none."""
    target: Box | None = None
    """Pixels of `picture`."""
    point: tuple[int, int] | None = None
    """Where the person clicked, pixels of `picture`."""
    doubt: str = ""
    """One sentence about what the person should look at; empty where nothing is doubtful."""
    when: tuple[str, ...] = ()
    """On what it depends, each in words."""
    read: str = ""
    """Where its value was read, or who gets it, in words; empty where that is in the step itself."""
    label: str = ""
    """How its number is told, such as 2.3; empty: as it is."""
    depth: int = 0
    """In how many tasks it stands that the task does."""

    @property
    def told_number(self) -> str:
        """Its number as a person knows it."""
        return self.label or str(self.number)


@dataclass(frozen=True, slots=True)
class RecordingRequest:
    """What to record."""

    name: str
    rows: str = ""
    """File with rows whose values the person types; empty: none."""
    row: int = 1
    """Data row typed during the recording, counted from 1."""
    instruction: str = ""
    """What is about to be done, in a sentence; empty: it is not said."""
    last: int = 0
    """The last of several rows that are typed one after the other; 0: there is only one."""
    further: bool = False
    """Whether it is one more demonstration of a task that exists."""


@dataclass(frozen=True, slots=True)
class Navigated:
    """The person went to another screen."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say in the banner."""

    text: str
    tone: Tone = "problem"


@dataclass(frozen=True, slots=True)
class BannerClosed:
    """The person has read it."""


@dataclass(frozen=True, slots=True)
class LibraryLoading:
    """The library is being read."""


@dataclass(frozen=True, slots=True)
class LibraryLoaded:
    """The library was read."""

    cards: tuple[TaskCard, ...]


@dataclass(frozen=True, slots=True)
class LibraryFailed:
    """The library could not be read."""

    message: str


@dataclass(frozen=True, slots=True)
class RecordingRequested:
    """The person wants to record."""

    request: RecordingRequest


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """Every hook is live."""


@dataclass(frozen=True, slots=True)
class RecordingTicked:
    """Another second went by."""

    seconds: int


@dataclass(frozen=True, slots=True)
class RecordingCounted:
    """The recorder told how many steps it has."""

    steps: int


@dataclass(frozen=True, slots=True)
class RecordingStopping:
    """The person wants it to end."""


@dataclass(frozen=True, slots=True)
class RecordingSaved:
    """The recording is in the library."""

    name: str


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """Nothing was recorded."""

    message: str


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """The person wants to see the steps."""

    task: str


@dataclass(frozen=True, slots=True)
class StepsLoaded:
    """The steps were read."""

    task: str
    steps: tuple[StepView, ...]
    complete: bool = True
    """False: targets are still being looked for, and the steps come again."""
    secrets: tuple[str, ...] = ()
    """Names of the secrets that a run needs."""
    rows: int = 1
    """How many rows the recording shows the steps for."""
    shown: int = 0
    """How often a person pointed at a place, or did a step, during runs."""


@dataclass(frozen=True, slots=True)
class Learning:
    """What was shown during runs of a task is being taken up."""

    task: str


@dataclass(frozen=True, slots=True)
class Learned:
    """That is over."""

    message: str
    """What came of it, or why nothing; empty where it was given up."""
    tone: Tone = "problem"


@dataclass(frozen=True, slots=True)
class StepsFailed:
    """The steps could not be read, or their targets not be found."""

    task: str
    message: str


@dataclass(frozen=True, slots=True)
class StepSelected:
    """The person looks at another step."""

    position: int


@dataclass(frozen=True, slots=True)
class RunOpened:
    """The person wants to run a task."""

    task: str


@dataclass(frozen=True, slots=True)
class RunPrepared:
    """The task that the person wants to run was read."""

    task: str
    steps: tuple[StepView, ...]
    columns: tuple[str, ...] = ()
    """Columns of the row that the steps use."""
    secrets: tuple[str, ...] = ()
    """Names of the secrets that a run needs."""
    limits: Limits = field(default_factory=Limits)
    instruction: str = ""
    """The sentence that it was demonstrated with, if any."""


@dataclass(frozen=True, slots=True)
class OddCell:
    """What looks wrong in a table."""

    row: int
    """Data row, counted from 1; 0 for the whole column."""
    column: str
    """Empty for the whole row."""
    what: str
    """One sentence."""
    line: int = 0
    """Of the sheet, where that is not the one behind the row's number; else 0."""
    entered: bool = False
    """Whether an earlier run has entered the row, with the same cells."""

    @property
    def whole_column(self) -> bool:
        """Whether it is told once, for all rows."""
        return self.row == 0


@dataclass(frozen=True, slots=True)
class SheetLines:
    """Where the rows of a table stand in their sheet."""

    of_rows: tuple[int, ...] = ()
    """The line of each row; 0 where it is the one behind the row's number."""
    hidden: str = ""
    """Which lines are hidden, and so are no rows, in a sentence; empty where none is."""


AS_NUMBERED = SheetLines()


@dataclass(frozen=True, slots=True)
class RowsLoaded:
    """A rows file was read."""

    path: str
    """Of a workbook that has several sheets, with `#` and the sheet behind."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cells in the order of `columns`; the first is data row 1."""
    odd: tuple[OddCell, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """Those that a person may choose instead, and this one."""
    lines: SheetLines = AS_NUMBERED


@dataclass(frozen=True, slots=True)
class RowsRejected:
    """A rows file could not be read."""

    message: str


@dataclass(frozen=True, slots=True)
class RowsCleared:
    """The person wants to run without a rows file."""


@dataclass(frozen=True, slots=True)
class RangeChosen:
    """Which data rows to run, both counted from 1 and included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class InstructionChosen:
    """The sentence that says what to do, instead of a row."""

    text: str


@dataclass(frozen=True, slots=True)
class OddRowsChosen:
    """Whether these rows, which look odd, are left out."""

    rows: tuple[int, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class EnteredRowsChosen:
    """Whether the rows that an earlier run has entered are entered once more."""

    again: bool


@dataclass(frozen=True, slots=True)
class ModeChosen:
    """How closely the person wants to follow."""

    mode: wire.Mode


@dataclass(frozen=True, slots=True)
class RunRequested:
    """The person wants it to begin."""


@dataclass(frozen=True, slots=True)
class RunPausing:
    """The person wants it to stand still before the next action."""


@dataclass(frozen=True, slots=True)
class RunStopping:
    """The person wants it to end."""


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The person answered the agent's question."""

    answer: wire.Answer


@dataclass(frozen=True, slots=True)
class RunVanished:
    """The child process ended without a last word."""

    message: str


PanelEvent = (
    Navigated
    | Told
    | BannerClosed
    | LibraryLoading
    | LibraryLoaded
    | LibraryFailed
    | RecordingRequested
    | RecordingStarted
    | RecordingTicked
    | RecordingCounted
    | RecordingStopping
    | RecordingSaved
    | RecordingFailed
    | ReviewOpened
    | StepsLoaded
    | Learning
    | Learned
    | StepsFailed
    | StepSelected
    | RunOpened
    | RunPrepared
    | RowsLoaded
    | RowsRejected
    | RowsCleared
    | RangeChosen
    | InstructionChosen
    | OddRowsChosen
    | EnteredRowsChosen
    | ModeChosen
    | RunRequested
    | RunPausing
    | RunStopping
    | AnswerGiven
    | RunVanished
)
Event = PanelEvent | BeforeEvent | ShareEvent | TakingEvent | ReceiveEvent | PrivacyEvent | wire.Report
