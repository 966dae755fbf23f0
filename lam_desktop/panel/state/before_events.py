"""What is found out and decided before a run: surroundings, checks, secrets, which rows again."""

from __future__ import annotations

from dataclasses import dataclass

from lam_desktop.execution.machine.passport import Compared
from lam_desktop.tasks.explaining.binding import Proposal
from lam_desktop.tasks.explaining.doubts import Doubt


@dataclass(frozen=True, slots=True)
class SurroundingsRead:
    """How everything around the task is now was compared with how it was recorded."""

    task: str
    facts: tuple[Compared, ...]
    problem: str = ""
    """One sentence where that could not be told."""


@dataclass(frozen=True, slots=True)
class ScreenCheckRequested:
    """The person wants to know whether the steps would be found on the screen as it is."""


@dataclass(frozen=True, slots=True)
class ScreenCheckShown:
    """The person looks at what a check of the screen found, or is done with it."""

    shown: bool


@dataclass(frozen=True, slots=True)
class ApprovalRead:
    """Whether checks or start commands of a task wait for the person's approval was read."""

    task: str
    text: str = ""
    """Exactly what is to be approved; empty where nothing is."""
    sources: tuple[str, ...] = ()
    """What the checks ask, one each."""
    owner: str = ""
    """The task whose checks they are, where the task does that one; empty: its own."""
    starts: tuple[str, ...] = ()
    """The commands by which it starts programs."""
    in_clear: bool = False
    """Whether a password of a database stands in the text."""


@dataclass(frozen=True, slots=True)
class DoubtsRead:
    """What one demonstration left open was seen with the chosen rows."""

    task: str
    doubts: tuple[Doubt, ...]
    instruction: str = ""
    """Why the sentence that says what to do is refused; empty: it is not."""


@dataclass(frozen=True, slots=True)
class ProposalRead:
    """What the chosen table may tell about a task that follows no column yet."""

    task: str
    path: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class KeyringFound:
    """Whether this machine has a keyring that encrypts."""

    name: str = ""
    """What it is called; empty where there is none."""
    problem: str = ""
    """One sentence where it cannot be told."""


@dataclass(frozen=True, slots=True)
class SecretsKept:
    """Which secrets of a task are kept was read; their texts stay where they are."""

    task: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepGoingChosen:
    """Whether the next row is tried after one that did not end well."""

    on: bool


@dataclass(frozen=True, slots=True)
class Again:
    """Rows of an earlier run that did not end well."""

    run: str
    """Its folder, relative to the library."""
    rows: tuple[int, ...]
    unsure: tuple[int, ...] = ()
    """Of `rows`: begun, and nobody but the person can tell whether they are stored."""
    repeated: tuple[int, ...] | None = None
    """Of `unsure`: those that the person wants done once more; None until they have decided."""
    goes_on: int = 0
    """Of `rows` or `parts`, and not of `unsure`: what broke off, gone on with at its step; 0 for none."""
    table: str = ""
    """Their table, where it is not the chosen one."""
    instruction: str = ""
    """The sentence that said what to do, of a run without a table."""
    parts: tuple[int, ...] = ()
    """What is done once, before the rows or behind them, and is still to be done."""
    anew: bool = False
    """Whether all of it is done once more, from its beginning; of a run without a table."""

    @property
    def to_do(self) -> tuple[int, ...]:
        """The rows that are done again; of those that may be stored only what the person said."""
        left_out = set(self.unsure) - set(self.repeated or ())
        return tuple(row for row in self.rows if row not in left_out)


@dataclass(frozen=True, slots=True)
class OnceMoreRead:
    """What may come next of a run without a table that did not end well was found out."""

    task: str
    run: str
    anew: bool = False
    """Whether it may be done again from its beginning."""
    goes_on: bool = False
    """Whether it can go on where it broke off."""
    must_look: bool = False
    """Whether the person has to look in the program before it is done again."""
    at_stake: tuple[tuple[str, str], ...] = ()
    """The steps because of which that is so: their numbers as they are told, and their captions."""
    problem: str = ""
    """One sentence where that cannot be told."""


@dataclass(frozen=True, slots=True)
class BrokeOffRead:
    """Whether the newest run of a task broke off amid a row was read."""

    task: str
    again: Again | None


@dataclass(frozen=True, slots=True)
class AgainChosen:
    """The person wants these rows once more; None: rather choose the rows themselves."""

    again: Again | None


BeforeEvent = (
    SurroundingsRead
    | ScreenCheckRequested
    | ScreenCheckShown
    | ApprovalRead
    | DoubtsRead
    | ProposalRead
    | KeyringFound
    | SecretsKept
    | KeepGoingChosen
    | AgainChosen
    | BrokeOffRead
    | OnceMoreRead
)
