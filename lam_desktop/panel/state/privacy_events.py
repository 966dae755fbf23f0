"""What can happen on the page that says what is left out, and how long runs are kept."""

from __future__ import annotations

from dataclasses import dataclass

from recorder.exclusions import WindowPattern


@dataclass(frozen=True, slots=True)
class OpenProgram:
    """A program that has a window open now."""

    name: str
    """Its class, by which it is left out."""
    title: str
    """Of one of its windows."""
    left_out: bool


@dataclass(frozen=True, slots=True)
class Allowed:
    """A task whose checks or start commands were approved on this machine."""

    task: str
    text: str
    """What was read before it was approved."""


@dataclass(frozen=True, slots=True)
class PrivacyOpened:
    """The person wants to see it."""


@dataclass(frozen=True, slots=True)
class PrivacyRead:
    """How it is set."""

    windows: tuple[WindowPattern, ...] = ()
    """Those that somebody named."""
    password_managers: bool = True
    regions: int = 0
    """Parts of the screen that are left out."""
    open: tuple[OpenProgram, ...] = ()
    keep_days: float | None = None
    """For how long runs are kept; None: until somebody removes them."""
    encrypted: bool = False
    allowed: tuple[Allowed, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivacyFailed:
    """It could not be read, or not be changed."""

    message: str


@dataclass(frozen=True, slots=True)
class KeepingAsked:
    """Something is older than the person wants to keep: it would be removed now."""

    days: float
    runs: int
    recordings: int
    """That no task needs."""
    corrections: int
    """That were shown during runs, and taught."""


@dataclass(frozen=True, slots=True)
class KeepingDropped:
    """It stays as it was."""


PrivacyEvent = PrivacyOpened | PrivacyRead | PrivacyFailed | KeepingAsked | KeepingDropped
