"""What can happen while a task is taken in that somebody gave away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiveRequest:
    """What the person wants to take in."""

    path: str
    """The copy: a folder, or a `.zip`."""
    name: str
    """What the task is called here."""


@dataclass(frozen=True, slots=True)
class ReceiveOpened:
    """The person has a task that somebody gave away."""


@dataclass(frozen=True, slots=True)
class ReceiveRequested:
    """The person wants it in the library."""

    request: ReceiveRequest


@dataclass(frozen=True, slots=True)
class ReceiveProgressed:
    """What is being done now, in words."""

    text: str


@dataclass(frozen=True, slots=True)
class ReceiveStopping:
    """The person does not want it any more."""


@dataclass(frozen=True, slots=True)
class ReceiveStopped:
    """It was given up; nothing of it is there."""


@dataclass(frozen=True, slots=True)
class ReceiveFailed:
    """It could not be taken in."""

    message: str


@dataclass(frozen=True, slots=True)
class Received:
    """It is in the library."""

    task: str
    steps: int
    needs: tuple[str, ...] = ()
    """What the person has to give or look at before it runs, in sentences."""
    left_out: tuple[str, ...] = ()
    """What of the copy did not come along, in words."""


ReceiveEvent = (
    ReceiveOpened
    | ReceiveRequested
    | ReceiveProgressed
    | ReceiveStopping
    | ReceiveStopped
    | ReceiveFailed
    | Received
)
