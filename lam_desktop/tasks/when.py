"""On what a step depends: what a cell says, or what was read, or what the screen shows when it is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.texts.patterns.pattern import Pattern, parse_pattern

WhenKind = Literal["is", "is_not", "empty", "shown", "not_shown", "ticked", "not_ticked"]
WHEN_KINDS: tuple[WhenKind, ...] = get_args(WhenKind)
OF_SCREEN: tuple[WhenKind, ...] = ("shown", "not_shown", "ticked", "not_ticked")
"""Kinds that are about a text on the screen; the others are about a column, or what was read."""
BY_COLUMN: tuple[WhenKind, ...] = ("is", "is_not", "empty")
POSITIVE: tuple[WhenKind, ...] = ("is", "empty", "shown", "ticked")
"""Kinds that hold where what they are about is so; the others hold where it is not."""
Row = tuple[int, Mapping[str, str]]
"""A row's index and its cells."""


@dataclass(frozen=True, slots=True)
class When:
    """A condition, of one step or of several in succession."""

    kind: WhenKind
    text: str
    """What the cell must say, or must not; `true` or `false` for `empty`; what is shown, or the label of the
    check box, with columns in braces."""
    column: str = ""
    """Empty where the screen tells."""
    steps: int = 1
    """So many steps depend on it, from the one that says so on; it is looked at once, before the first."""
    read: str = ""
    """Name under which a step before reads what decides, in the place of a column."""
    reader: int = 0
    """Number of that step; 0 for none."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the row that it needs."""
        if self.column or self.read:
            return (self.column,) if self.column else ()
        return columns_in(self.text)

    @property
    def on_screen(self) -> bool:
        """Whether the screen tells, now or when it was read, and not the row."""
        return not self.column

    @property
    def told(self) -> str:
        """In words, to be put behind the step's."""
        positive = self.text == "true" if self.kind == "empty" else self.kind in POSITIVE
        subject, state = self.about(self.text)
        if self.kind == "empty" and not positive:
            return f"only where {subject} is filled"
        says = f"says “{self.text}”" if self.column and self.kind != "empty" else f"is {state}"
        return f"{'only' if positive else 'not'} where {subject} {says}"

    def about(self, text: str) -> tuple[str, str]:
        """What it is about, and the state in which that may be, in words.

        `text` is its own, with the row's cells in it.
        """
        match self.kind:
            case "is" | "is_not" | "empty":
                subject = f"“{self.read}”" if self.read else f"the column {self.column}"
                return subject, "empty" if self.kind == "empty" else f"“{text}”"
            case "shown" | "not_shown":
                return f"“{text}”", "shown"
            case "ticked" | "not_ticked":
                return f"the check box “{text}”", "ticked"

    def holds(self, so: bool) -> bool:
        """Whether its steps are done, where what it is about is so."""
        if self.kind == "empty":
            return so == (self.text == "true")
        return so == (self.kind in POSITIVE)

    def so_read(self, said: str) -> bool:
        """Whether what was read is as it says."""
        return not said.strip() if self.kind == "empty" else folded(said) == folded(self.text)

    def unmet(self, row: Row) -> str:
        """Why the row leaves its steps out, as a sentence; empty where it does not, or the screen tells."""
        if self.on_screen:
            return ""
        index, cells = row
        cell = cells.get(self.column, "").strip()
        same = folded(cell) == folded(self.text)
        met = {"is": same, "is_not": not same, "empty": (not cell) == (self.text == "true")}[self.kind]
        if met:
            return ""
        return f"The column «{self.column}» {f'says “{cell}”' if cell else 'is empty'} in row {index}."


@dataclass(frozen=True, slots=True)
class Due:
    """One way to understand when a step is done that not all demonstrations have."""

    when: When | None
    """What decides; None: the screen does, for where it is there it is done."""
    always: bool = False
    """Whether nothing decides: it is done in every row."""

    @property
    def told(self) -> str:
        """In words."""
        if self.when is not None:
            return self.when.told
        return "in every row" if self.always else "where the screen shows it"

    def leaves_out(self, row: Row) -> bool:
        """Whether it leaves the step out for a row; what the screen decides it does not."""
        return self.when is not None and bool(self.when.unmet(row))


def undecided(taken: When | None, perhaps: Sequence[When]) -> str:
    """What is told of a step that a demonstration lacks; `perhaps`: what goes with that; `taken` so far."""
    if len(perhaps) == 1 or taken is not None:
        told = perhaps[0].told
        told = f"not done{told[3:]}" if told.startswith("not ") else f"done {told}"
    else:
        *first, last = (f"“{one.column}”" for one in perhaps)
        told = f"the columns {', '.join(first)} and {last} go with that"
    ends = "as it is, the agent does it where it is there." if taken is None else "that is taken to decide."
    return f"It was left out in a demonstration, and {told}; {ends}"


def columns_in(text: str) -> tuple[str, ...]:
    """The columns that stand in braces in a text. Raises ValueError for braces that are none."""
    return pattern.columns if (pattern := _pattern(text)) is not None else ()


def filled_in(text: str, row: Row) -> str:
    """The text with the row's cells in place of its columns; raises UsageError naming row and column."""
    pattern = _pattern(text)
    if pattern is None:
        return text
    index, cells = row
    for column in pattern.columns:
        if not cells.get(column, "").strip():
            raise UsageError(
                f"Row {index}: the column «{column}» is empty, which «{text}» needs; fill it in."
            )
    made = pattern.write(cells)
    if made is None:
        raise UsageError(f"Row {index}: «{text}» cannot be made of what its columns say; correct them.")
    return made


def _pattern(text: str) -> Pattern | None:
    return parse_pattern(text) if "{" in text or "}" in text else None
