"""What the panel and the process that runs a task say to each other: one JSON object a line.

The runner writes reports to stdout and reads commands from stdin, before them a line of secrets where the
task types some: others can see the arguments of a process. Pictures travel as PNG files in a folder that the
panel made (`PassingPictures`), with other programs and secrets covered; boxes and points are pixels of the
picture, which is the whole virtual desktop.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from lam_desktop.errors import LamBug
from lam_desktop.execution.machine.passport import Compared
from lam_desktop.execution.machine.start_check import CheckedStep
from lam_desktop.execution.runs.supervision import Answer, Doubted
from lam_desktop.types import Box

Mode = Literal["ask", "watch", "auto"]
CommandName = Literal["start", "pause", "step", "resume", "stop", "answer"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One element that the agent considered."""

    box: Box
    kind: str
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Look:
    """One picture of the screen and what the agent decided about it."""

    picture: str
    target: Spot | None = None
    others: tuple[Spot, ...] = ()
    """The next likely ones, the likeliest first."""
    point: tuple[int, int] | None = None
    confidence: float = 0.0
    threshold: float = 0.0
    reason: str = ""
    accepted: bool = False
    window: Box | None = None
    """The window that the step works in; None where unknown."""
    origin: tuple[int, int] = (0, 0)
    """Where the picture's first pixel lies on the desktop."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The runner is getting ready; what it does now, in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The runner waits for `start`, so that the panel can first step aside."""

    rows: tuple[int, ...]
    steps: int
    window: Box | None = None
    """The target window in desktop pixels, where one is already open."""
    entered: tuple[int, ...] = ()
    """Chosen rows that are left out because an earlier run has entered them."""


@dataclass(frozen=True, slots=True)
class RowStarted:
    """A row begins."""

    row: int


@dataclass(frozen=True, slots=True)
class WentOn:
    """A row goes on, and not at its first step: an earlier run had begun it, or the person took over."""

    row: int
    step: int
    reason: str


@dataclass(frozen=True, slots=True)
class Observed:
    """The agent looks at the screen for this step."""

    row: int
    step: int
    caption: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The agent decided, or waits because it is not sure."""

    row: int
    step: int
    caption: str
    look: Look


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


@dataclass(frozen=True, slots=True)
class PutRight:
    """The agent did something of its own so that the row can go on."""

    row: int
    step: int
    told: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The run stands still."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The run goes on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The agent needs the person."""

    row: int
    step: int
    caption: str
    reason: str
    look: Look
    approving: bool = False
    """The agent knows where, and wants to know whether it may."""
    doubted: Doubted | None = None
    """What it could not read, if that is the question."""
    settling: bool = False
    """Nothing is to be shown: whether something was done is asked, yes or no."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The question is settled."""


@dataclass(frozen=True, slots=True)
class RowFinished:
    """A row ended; status as in the command line contract."""

    row: int
    status: str
    steps_done: int
    asked: int
    seconds: float
    evidence: str = ""
    """What a row that is done counts as: `seen`, `confirmed` or `not seen`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the start screen found."""

    facts: tuple[Compared, ...]
    """How everything around the task is, beside how it was recorded."""
    steps: tuple[CheckedStep, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The run ended; status and exit code as in the command line contract."""

    status: str
    message: str
    exit_code: int
    folder: str = ""
    table: str = ""
    """The table with what came of each row; both relative to the library."""
    entered: tuple[int, ...] = ()
    """Chosen rows that were left out as entered before, where no other row was left, so that no run began."""


Report = (
    Loading
    | Ready
    | RowStarted
    | WentOn
    | Observed
    | Decided
    | Acting
    | Slower
    | PutRight
    | Verified
    | Paused
    | Resumed
    | Asked
    | Answered
    | RowFinished
    | Checked
    | Finished
)
_REPORTS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Report)}


@dataclass(frozen=True, slots=True)
class Command:
    """What the panel wants of the runner."""

    name: CommandName
    answer: Answer | None = None
    """Its point in pixels of the question's picture; only with `answer`."""

    def __post_init__(self) -> None:
        if (self.name == "answer") != (self.answer is not None):
            raise ValueError(f"a command {self.name!r} with answer {self.answer}")


def encode_report(report: Report) -> str:
    """One line, without its end."""
    return json.dumps({"report": type(report).__name__, **asdict(report)}, ensure_ascii=False)


def decode_report(line: str) -> Report:
    """The report in a line; raises `LamBug` for anything else."""
    try:
        fields = json.loads(line)
        kind = _REPORTS[fields.pop("report")]
        if "look" in fields:
            fields["look"] = _look(fields["look"])
        if fields.get("doubted") is not None:
            fields["doubted"] = Doubted(**fields["doubted"])
        if "window" in fields:
            fields["window"] = _box(fields["window"])
        for name in fields.keys() & {"rows", "entered"}:
            fields[name] = tuple(fields[name])
        if kind is Checked:
            facts, steps = fields["facts"], fields["steps"]
            return Checked(
                tuple(Compared(**one) for one in facts), tuple(CheckedStep(**one) for one in steps)
            )
        return kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LamBug(f"The runner wrote a line that is no report: {line[:200]!r}") from error


def encode_command(command: Command) -> str:
    """One line, without its end."""
    return json.dumps(asdict(command))


def decode_command(line: str) -> Command:
    """The command in a line; raises `LamBug` for anything else."""
    try:
        fields = json.loads(line)
        answer = fields.get("answer")
        if answer is not None:
            answer = Answer(answer["kind"], _point(answer["point"]), answer.get("text", ""))
        return Command(fields["name"], answer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LamBug(f"The panel wrote a line that is no command: {line[:200]!r}") from error


def encode_secrets(secrets: Mapping[str, str]) -> str:
    """One line, without its end."""
    return json.dumps(dict(secrets))


def decode_secrets(line: str) -> dict[str, str]:
    """The secrets in a line; raises `LamBug` for anything else, without showing it."""
    try:
        return {str(name): str(text) for name, text in json.loads(line).items()}
    except (ValueError, AttributeError):
        raise LamBug("The panel wrote a line that holds no secrets.") from None


def _look(fields: dict[str, Any]) -> Look:
    return Look(
        **{
            **fields,
            "target": _spot(fields["target"]),
            "others": tuple(_known_spot(one) for one in fields["others"]),
            "point": _point(fields["point"]),
            "window": _box(fields["window"]),
            "origin": (int(fields["origin"][0]), int(fields["origin"][1])),
        }
    )


def _spot(fields: dict[str, Any] | None) -> Spot | None:
    return None if fields is None else _known_spot(fields)


def _known_spot(fields: dict[str, Any]) -> Spot:
    return Spot(**{**fields, "box": Box(**fields["box"])})


def _box(fields: dict[str, int] | None) -> Box | None:
    return None if fields is None else Box(**fields)


def _point(value: list[int] | None) -> tuple[int, int] | None:
    return None if value is None else (int(value[0]), int(value[1]))
