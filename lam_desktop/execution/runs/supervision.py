"""What a run tells whoever watches it, and what it may ask of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from lam_desktop.types import Decision, Observation

AnswerKind = Literal["yes", "no", "here", "value", "look_again", "show", "skip_row", "stop"]
"""`yes` answers a question for approval, `yes` or `no` one about the past, `value` one about a reading; with
`show` the person does the step themself, where it is not about the past; the others answer any."""
RowStatus = Literal["done", "asked", "failed", "stopped", "skipped", "not_started"]
Standing = Literal["", "not seen", "seen", "confirmed"]
"""What a row that is done counts as: seen on the screen, confirmed by the task's checks as well, or not even
seen, because the screen showed nothing of its last step."""
RunStatus = Literal["done", "asked", "failed", "stopped", "error"]


@dataclass(frozen=True, slots=True)
class RowStarted:
    """A row begins."""

    row: int
    line: int = 0
    """Of the sheet, where that is not the one behind the row's number; else 0."""


@dataclass(frozen=True, slots=True)
class WentOn:
    """A row that was begun goes on, and not at its first step; a step behind the last: all is done."""

    row: int
    step: int
    reason: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The agent looks at the screen for this step."""

    row: int
    step: int
    caption: str


@dataclass(frozen=True, eq=False)
class Decided:
    """The agent decided where to act, or is not sure and waits."""

    row: int
    step: int
    caption: str
    observation: Observation
    decision: Decision


@dataclass(frozen=True, slots=True)
class Acting:
    """The agent is about to act."""

    row: int
    step: int
    description: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the action had its effect."""

    row: int
    step: int
    ok: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Slower:
    """The effect of an action takes longer than usual, and is waited for."""

    row: int
    step: int
    told: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class PutRight:
    """The agent did something of its own so that the row can go on."""

    row: int
    step: int
    told: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class RowFinished:
    """A row ended."""

    row: int
    status: RowStatus
    steps_done: int
    asked: int
    seconds: float
    evidence: Standing = ""
    reason: str = ""
    """Why it did not end well."""
    read: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was read from the screen, by name."""


RunEvent = RowStarted | WentOn | Observed | Decided | Acting | Slower | PutRight | Verified | RowFinished


@dataclass(frozen=True, slots=True)
class Doubted:
    """What could not be read from the screen for sure; the person may say what it is."""

    name: str
    """What it is, as a person knows it from the demonstration."""
    text: str
    """What may stand there, to be confirmed or corrected; empty where nothing was read."""
    picture: str = ""
    """PNG of the place, path on this machine; empty where that is not known."""
    secret: bool = False
    """Whether nobody may see what the person says; the program itself shows it to them."""


@dataclass(frozen=True, eq=False)
class Question:
    """What the agent cannot decide alone."""

    row: int
    step: int
    caption: str
    reason: str
    """One sentence."""
    observation: Observation
    """What it saw; the picture lies at `picture`."""
    decision: Decision | None
    picture: str
    """PNG with the decision drawn in, path on this machine."""
    approving: bool = False
    """The agent knows where to act, and wants to know whether it may."""
    doubted: Doubted | None = None
    """What it could not read, if that is the question; `value` answers it."""
    settling: bool = False
    """Nothing is to be shown: what an earlier run did is asked, `yes` or `no`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person says to a question."""

    kind: AnswerKind
    point: tuple[int, int] | None = None
    """Where it is, frame pixels of the question's observation; only with `here`."""
    text: str = ""
    """What the screen says; only with `value`."""

    def __post_init__(self) -> None:
        if (self.kind == "here") != (self.point is not None):
            raise ValueError(f"an answer {self.kind!r} with point {self.point}")
        if (self.kind == "value") != bool(self.text.strip()):
            raise ValueError(f"an answer {self.kind!r} with {len(self.text)} letters of text")


class Supervisor(Protocol):
    """Whoever watches a run: a terminal, the panel, or nobody. All calls come from the run's thread."""

    def report(self, event: RunEvent) -> None:
        """Takes note; returns at once."""
        ...

    def pace(self, stopped: Callable[[], bool]) -> None:
        """Called before each action: returns when it may happen (at once, unless paused or stepping)."""
        ...

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        """The person's answer; None where nobody is there to give one."""
        ...

    @property
    def commanded(self) -> bool:
        """Whether the person can let a run go on here that stands still; else only the hot key does."""
        ...

    def pause(self, reason: str) -> None:
        """The run wants to stand still until the person resumes it (`pace` then blocks)."""
        ...
