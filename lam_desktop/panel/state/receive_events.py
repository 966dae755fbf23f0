"""What can happen while a task is taken in that somebody gave away."""

from __future__ import annotations

from dataclasses import dataclass

from lam_desktop.panel.state import work_events


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


class ReceiveProgressed(work_events.Progressed):
    """What is being done now, in words."""


class ReceiveStopping(work_events.Stopping):
    """The person does not want it any more."""


class ReceiveStopped(work_events.Stopped):
    """It was given up; nothing of it is there."""


class ReceiveFailed(work_events.Failed):
    """It could not be taken in."""


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
