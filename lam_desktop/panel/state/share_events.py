"""What can happen while a copy of a task, or of a run's report, is made that can be given away."""

from __future__ import annotations

from dataclasses import dataclass

from lam_desktop.panel.state import work_events


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """What the person wants to give away."""

    task: str
    out: str
    """The copy: a new folder, or a file that ends in `.zip`."""
    mask: tuple[str, ...] = ()
    """What must not be in it, beside what is found."""
    keep: tuple[str, ...] = ()
    """What may stay although it was found."""
    strict: bool = False
    """Whether only common words and those of the steps stay."""
    last_run: bool = False
    """Whether the journal of the last run goes along."""
    run: str = ""
    """Of which run the report is to be given away, its folder relative to the library; empty: the task."""


@dataclass(frozen=True, slots=True)
class MaskedKind:
    """What was masked of one kind."""

    kind: str
    texts: int
    """Places in texts."""
    pictures: int
    sample: str
    """By which the person knows it, never the text; empty for none."""


@dataclass(frozen=True, slots=True)
class ShareOpened:
    """The person wants to give a task, or the report of a run, away."""

    task: str
    folder: str
    """Where copies go unless the person says otherwise."""
    run: str = ""
    """The run's folder relative to the library; empty: the task."""


@dataclass(frozen=True, slots=True)
class ShareRequested:
    """The person wants the copy made."""

    request: ShareRequest


class ShareProgressed(work_events.Progressed):
    """What is being done now, in words."""


class ShareStopping(work_events.Stopping):
    """The person does not want it any more."""


class ShareStopped(work_events.Stopped):
    """It was given up; no copy is there."""


class ShareFailed(work_events.Failed):
    """No copy could be made."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The copy is there."""

    copy: str
    page: str
    """Where the masked pictures are to be looked at: a path; of a zip, the one within it."""
    masked: tuple[MaskedKind, ...]
    pictures: int
    left_out: tuple[str, ...]
    """What of the task is not in the copy, in words; nothing of a report."""
    names: int = 0
    """Different names of people that were masked."""


ShareEvent = (
    ShareOpened | ShareRequested | ShareProgressed | ShareStopping | ShareStopped | ShareFailed | Shared
)
