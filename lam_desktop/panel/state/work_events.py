"""What can happen to any command that the panel has at work; each command has events of its own of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progressed:
    """What is being done now, in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Stopping:
    """The person does not want it any more."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """It was given up; nothing of it is there."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It came to nothing."""

    message: str
