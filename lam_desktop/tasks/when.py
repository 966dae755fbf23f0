"""On what a step depends: what a cell of the row says, or what the screen shows when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lam_desktop.errors import UsageError
from lam_desktop.tasks.likeness import folded
from lam_desktop.tasks.patterns.pattern import Pattern, parse_pattern

WhenKind = Literal["is", "is_not", "empty", "shown", "not_shown"]
WHEN_KINDS: tuple[WhenKind, ...] = get_args(WhenKind)
Row = tuple[int, Mapping[str, str]]
"""A row's index and its cells."""


@dataclass(frozen=True, slots=True)
class When:
    """A condition, of one step or of several in succession."""

    kind: WhenKind
    text: str
    """What the cell must say, or must not; `true` or `false` for `empty`; what is shown, with columns in
    braces."""
    column: str = ""
    """Empty where the screen tells."""
    steps: int = 1
    """So many steps depend on it, from the one that says so on; it is looked at once, before the first."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the row that it needs."""
        return (self.column,) if self.column else columns_in(self.text)

    @property
    def on_screen(self) -> bool:
        """Whether the screen tells, and not the row."""
        return not self.column

    @property
    def told(self) -> str:
        """In words, to be put behind the step's."""
        match self.kind:
            case "is":
                return f"only where the column {self.column} says “{self.text}”"
            case "is_not":
                return f"not where the column {self.column} says “{self.text}”"
            case "empty":
                return f"{'only' if self.text == 'true' else 'not'} where the column {self.column} is empty"
            case "shown":
                return f"only where “{self.text}” is shown"
            case "not_shown":
                return f"not where “{self.text}” is shown"

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
