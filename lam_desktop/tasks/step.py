"""What a step of a task is: what it does, where, and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from lam_desktop.tasks.call import Call
from lam_desktop.tasks.instead import Instead, told_instead
from lam_desktop.tasks.texts.patterns.pattern import Pattern
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When, columns_in, undecided
from lam_desktop.types import Box, ElementKind, MouseButton

StepKind = Literal[
    "click", "double_click", "right_click", "middle_click", "drag", "scroll", "type", "key", "shortcut",
    "wait", "read", "task",
]  # fmt: skip
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)
ValueSource = Literal["constant", "row", "screen", "clipboard", "secret", "computed"]
VALUE_SOURCES: tuple[ValueSource, ...] = get_args(ValueSource)
EmptyCell = Literal["refuse", "leave", "clear"]
EMPTY_CELLS: tuple[EmptyCell, ...] = get_args(EmptyCell)
"""What an empty cell means: the row is refused, its step is left out, or the field is emptied."""
Once = Literal["", "before", "after"]
"""How often a step is done: for each row, or once in a run, before its rows or behind them."""
NOWHERE = -1
"""In place of the index of a recorded step: of one that was written by hand."""
READ = "read"
"""What stands for the reading in the pattern of a value from the screen: `{read | number 1234.50}`."""
LOOKING: tuple[StepKind, ...] = ("wait", "read")
"""Kinds of steps that only look at the screen."""
Recorded = tuple[str, int, int]
"""A step of a recording: the recording's file, empty for the task's own; the step's index; and the number of
the first step of the task that is called and repeats it, 0 for the task itself."""
POINTED: tuple[StepKind, ...] = (
    "click", "double_click", "right_click", "middle_click", "drag", "scroll",
)  # fmt: skip
"""Kinds of steps that act on a place of the screen."""


@dataclass(frozen=True, slots=True)
class WindowName:
    """How a window is known again: its program, never its title or number."""

    wm_class: str
    process: str = ""
    title: str = field(default="", compare=False)
    """What a person has written for the task's own windows in `task.yaml`: a part of the title, or with `*`
    and `?` the whole, that a window must have to be acted in, or read. Never found out by itself, and no part
    of which program it is."""


@dataclass(frozen=True, slots=True)
class Target:
    """The element that a step acted on, as it was in the demonstration."""

    text: str
    kind: ElementKind
    box: Box
    """Physical pixels of the recording's virtual desktop."""
    label: str = ""
    """What stands beside a field and names it, for the person who reads the step; empty for none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stood on the demonstration's screen, as a part of a longer text or by itself."""

    demonstrated: int
    """Index of the recording's step before which it stood there."""
    box: Box
    """Of the whole text; physical pixels of the recording's virtual desktop."""
    text: str
    """The whole text, as read."""
    span: Span
    """The part of it that is the value."""
    window: WindowName | None = None
    """The program that showed it; None: the one that the step worked in."""
    recording: str = ""
    """Of which recording `demonstrated` counts the steps, relative to the task's folder; empty: its own."""
    call: int = 0
    """Number of the first step of the task that is called and reads it; 0: the task reads it itself."""
    hidden: Box | None = None
    """Of a secret: what of the recording's pictures was made black, as `box`. The text then has the secret's
    name where the secret stood."""

    @property
    def recorded(self) -> Recorded:
        """The recorded step before which it stood there."""
        return self.recording, self.demonstrated, self.call

    @property
    def alone(self) -> bool:
        """Whether the value is all that the element said: it is known by what stands beside it."""
        return self.span.of(self.text) == self.text.strip()


@dataclass(frozen=True, slots=True)
class Value:
    """What a step types or chooses, and where that comes from."""

    source: ValueSource
    name: str = ""
    """Column of the row, name of the secret, what the screen calls it, `today` or `number` where it is
    computed; empty for a constant and a pattern."""
    text: str = ""
    """As demonstrated; empty for a secret."""
    form: str = ""
    """How the cell, or today's date, is written here: empty as it stands, a date form (`%d.%m.%Y`), `yes/no`,
    a day alone (`%-d`) that is chosen in a calendar, or `part of the entry` that is chosen."""
    cell_form: str = ""
    """How the cells of the column write a date, where `form` is a date form."""
    places: tuple[Place, ...] = ()
    """Where it is read, if it comes from the screen; several places must say the same."""
    pattern: Pattern | None = None
    """How it is made of several columns, or of a part of one, in place of `name` and `form`; of a value from
    the screen how it is made of what was read (`READ`)."""
    empty: EmptyCell = "refuse"
    """What is done in a row whose cells say nothing for it; only text that is typed can be cleared."""
    start: str = ""
    """Of a running number: what it is in row 1 of the table, with the zeros that it is written with."""
    step: int = 1
    """Of a running number: how much more it is in each further row."""
    goes_on: bool | None = None
    """Of a running number: whether it goes on behind what runs before have entered, from whichever table;
    None: nobody has said it, and it begins anew in each table."""
    shift: int = 0
    """Of one that goes on: so many rows later than in their own table do this run's numbers stand."""
    days: int = 0
    """Of today's date: how many days behind it."""
    secret: bool = False
    """Of a value from the screen: whether nobody may see what is read, as a code that is typed into a
    password field. `name` is then the secret's, and `text` empty."""

    @property
    def is_secret(self) -> bool:
        """Whether it is typed as a secret: kept, or read from the screen."""
        return self.source == "secret" or self.secret

    @property
    def read_as(self) -> str:
        """Of a value from the screen: the name that a person knows it by."""
        return self.name or self.text

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the row that it is made of."""
        if self.source != "row":
            return ()
        return self.pattern.columns if self.pattern else (self.name,)


@dataclass(frozen=True, slots=True)
class TaskStep:
    """One step of a task. Points and boxes are physical pixels of the recording's virtual desktop."""

    number: int
    """Counted from 1 within the task."""
    demonstrated: int
    """Index of the recording's step that it repeats; `NOWHERE` of one that was not recorded."""
    kind: StepKind
    caption: str
    window: WindowName | None = None
    point: tuple[int, int] | None = None
    target: Target | None = None
    """None: keys only, or not yet looked for."""
    value: Value | None = None
    keys: tuple[str, ...] = ()
    """Recorder's key names, modifiers first: ('ctrl', 's')."""
    modifiers: tuple[str, ...] = ()
    """Held while the button is pressed."""
    scroll: tuple[int, int] | None = None
    """Wheel notches, right and up positive."""
    end_point: tuple[int, int] | None = None
    button: MouseButton = "left"
    """Of a drag; the other kinds say it by their name."""
    approval: bool = False
    """Whether the agent asks before this step each time, because it cannot be undone."""
    optional: bool = False
    """Whether it is done only where its place is there: a dialog that comes sometimes."""
    patience_s: float | None = None
    """So many seconds its effect may take; None: as the limits say, or as it was learned."""
    doubt: str = ""
    """What one demonstration could not decide, as one sentence for the person; empty where all is clear."""
    awaited: str = ""
    """Of a step that waits: for which text, with columns in braces."""
    gone: bool = False
    """Whether it waits until that text is no longer shown."""
    when: When | None = None
    """On what it depends, and perhaps steps behind it; None: it is always done."""
    perhaps: tuple[When, ...] = ()
    """What may decide whether it is done, by the demonstrations that lack it, until a person has said so.

    Where `when` is the first of them, that is taken so far; else it is done where the screen shows its place.
    """
    instead: tuple[Instead, ...] = ()
    """Other tasks of the library that it is, with steps behind it, until a person has said which is meant."""
    recording: str = ""
    """Whose step it repeats, relative to the task's folder; empty: the task's own recording."""
    also: tuple[tuple[str, int], ...] = ()
    """Recording and index of the same step where something else came of it: a dialog that comes sometimes."""
    called: str = ""
    """Of a step that does another task of the library: its name."""
    given: tuple[tuple[str, str], ...] = ()
    """Columns of that task, each with its text, in which columns of this one stand in braces."""
    returns: tuple[tuple[str, str], ...] = ()
    """Names for later steps, each with the one under which that task reads it from the screen."""
    handed: tuple[tuple[str, str], ...] = ()
    """The same of columns that are given what is read from the screen before: its name stands in braces."""
    within: tuple[Call, ...] = ()
    """Through which steps it is reached, the outermost first; only of a task that is told as a `whole`."""
    once: Once = ""
    """Whether it is done once in a run, before its rows or behind them; empty: for each row."""
    windows: tuple[WindowName, ...] = ()
    """The only windows that it may touch, in a `whole`; empty: those of the task."""
    label: str = ""
    """How its number is told, in a `whole`: 2.3 is the third step of the task that step 2 does."""

    @property
    def recorded(self) -> Recorded:
        """The recorded step that it repeats."""
        return self.recording, self.demonstrated, self.within[-1].first if self.within else 0

    @property
    def doubts(self) -> tuple[str, ...]:
        """All that is to be told of it, as sentences: its `doubt`, and what nobody has said yet."""
        open_when = undecided(self.when, self.perhaps) if self.perhaps else ""
        return tuple(filter(None, (open_when, self.doubt, self.offered)))

    @property
    def offered(self) -> str:
        """What is told of the tasks that may be done instead; empty for none."""
        own = int(self.label.rpartition(".")[2]) if self.label else self.number
        return told_instead(own, self.instead) if self.instead else ""

    @property
    def sometimes(self) -> bool:
        """Whether it may be left out because it is not due: by itself, or with the task that it is of."""
        return self.optional or any(call.optional for call in self.within)

    @property
    def told_number(self) -> str:
        """Its number as a person knows it."""
        return self.label or str(self.number)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the row that it needs."""
        of_value = self.value.columns if self.value is not None else ()
        of_when = self.when.columns if self.when is not None else ()
        found = (*of_value, *columns_in(self.awaited), *of_when, *given_columns(self.given))
        for call in reversed(self.within):
            found = (*(call.when.columns if call.when is not None else ()), *call.columns_for(found))
        return found

    @property
    def types_space(self) -> bool:
        """Whether it types one space and nothing else: that ticks, or presses, what has the keyboard."""
        return self.kind == "type" and self.value == Value("constant", text=" ")

    @property
    def acts(self) -> bool:
        """Whether it does anything to a program, rather than to look at it."""
        return self.kind not in (*LOOKING, "task")


def given_columns(given: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The columns of which texts that are given to another task are made."""
    return tuple(dict.fromkeys(column for _, text in given for column in columns_in(text)))
