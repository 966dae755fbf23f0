"""What can happen while rows are taken from a table on the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnsureCell:
    """A cell that the person must look at."""

    row: int
    """0: the headings; then counted from 1."""
    column: int
    """Counted from 0."""
    text: str
    why: str
    picture: str = ""
    """A file; empty where there is none."""


@dataclass(frozen=True, slots=True)
class TakingOpened:
    """The person wants rows from the screen, for the task that is to be run."""

    task: str


@dataclass(frozen=True, slots=True)
class TakingRequested:
    """The agent shall look at the window that will be in front."""

    scroll: bool


@dataclass(frozen=True, slots=True)
class TakingProgressed:
    """What is done now."""

    text: str


@dataclass(frozen=True, slots=True)
class TakingFailed:
    """No table was read; one sentence says why. Empty: the person gave it up."""

    message: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A table was read."""

    lines: tuple[tuple[str, ...], ...]
    """The headings, then the rows."""
    unsure: tuple[UnsureCell, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellSettled:
    """The person has said what a cell says."""

    row: int
    column: int
    text: str


TakingEvent = TakingOpened | TakingRequested | TakingProgressed | TakingFailed | Taken | CellSettled
