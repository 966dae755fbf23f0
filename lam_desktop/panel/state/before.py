"""What is known before a run begins: the surroundings, what waits for approval, where secrets can be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lam_desktop.execution.machine.passport import Compared
from lam_desktop.execution.machine.start_check import CheckedStep
from lam_desktop.panel import wire
from lam_desktop.panel.state import before_events, events
from lam_desktop.tasks.explaining.binding import Proposal
from lam_desktop.tasks.explaining.doubts import Doubt


@dataclass(frozen=True, slots=True)
class BeforeRun:
    """Of one task."""

    facts: tuple[Compared, ...] | None = None
    """How everything around the task is; None until that was read."""
    facts_problem: str = ""
    """Why it cannot be told."""
    steps: tuple[CheckedStep, ...] = ()
    """How each step stood when the screen was checked; none before."""
    check_problem: str = ""
    """Why the screen could not be checked."""
    check_shown: bool = False
    """Whether the person looks at the checked steps."""
    approval: str | None = None
    """The text of checks and start commands that waits for approval; empty: none, None until it was read."""
    sources: tuple[str, ...] = ()
    """What those checks ask."""
    starts: tuple[str, ...] = ()
    """The commands that wait for approval with them."""
    approval_of: str = ""
    """The task that they are of, where the task does that one; empty: its own."""
    in_clear: bool = False
    """Whether a password of a database stands in the text that waits for approval."""
    keyring: str | None = None
    """What the keyring is called; empty where there is none, None until that was read."""
    keyring_problem: str = ""
    doubts: tuple[Doubt, ...] = ()
    """What one demonstration left open, seen with the chosen rows."""
    instruction_problem: str = ""
    """Why the task cannot be done as the sentence says."""

    broke_off: before_events.Again | None = None
    """What the newest run left undone, where it broke off amid a row."""
    proposal: Proposal | None = None
    """Which columns of the chosen table the steps may follow; None where there is nothing to propose."""

    @property
    def undecided(self) -> tuple[Doubt, ...]:
        """Doubts that make a difference for the chosen rows: only the person can say what is meant."""
        return tuple(one for one in self.doubts if one.matters)

    @property
    def differs(self) -> tuple[Compared, ...]:
        """What is not as it was recorded, what matters first."""
        found = [one for one in self.facts or () if one.differs and one.told]
        return tuple(sorted(found, key=lambda one: not one.matters))

    @property
    def asks(self) -> tuple[CheckedStep, ...]:
        """The steps that would not be found."""
        return tuple(one for one in self.steps if one.state == "would_ask")

    @property
    def waits_for_approval(self) -> bool:
        """Whether a run would be refused because of what nobody has approved."""
        return bool(self.approval)


def reduce_before(state: BeforeRun, event: events.Event) -> BeforeRun:
    """What is known after `event`, which belongs to the task that is to be run."""
    match event:
        case before_events.SurroundingsRead(_, facts, problem):
            return replace(state, facts=_newest(state.facts or (), facts), facts_problem=problem)
        case before_events.ScreenCheckShown(shown):
            return replace(state, check_shown=shown and bool(state.steps))
        case before_events.ScreenCheckRequested():
            return replace(state, steps=(), check_problem="", check_shown=False)
        case wire.Checked(facts, steps):
            return replace(state, facts=_newest(state.facts or (), facts), facts_problem="", steps=steps)
        case before_events.ApprovalRead(_, text, sources, owner, starts, in_clear):
            return replace(
                state, approval=text, sources=sources, approval_of=owner, starts=starts, in_clear=in_clear
            )  # fmt: skip
        case before_events.BrokeOffRead(_, again):
            return replace(state, broke_off=again)
        case before_events.DoubtsRead(_, doubts, instruction):
            return replace(state, doubts=doubts, instruction_problem=instruction)
        case before_events.ProposalRead(_, _, proposal):
            return replace(state, proposal=proposal)
        case before_events.KeyringFound(name, problem):
            return replace(state, keyring=name, keyring_problem=problem)
        case _:
            return state


def check_ended(state: BeforeRun, status: str, message: str) -> BeforeRun:
    """After a check of the screen: what would not be found is shown at once."""
    problem = message if status == "error" else ""
    return replace(state, check_problem=problem, check_shown=bool(state.asks))


def _newest(known: Iterable[Compared], read: Iterable[Compared]) -> tuple[Compared, ...]:
    """What was read, and what an earlier look knew beside it: a covered window does not show its theme."""
    seen = {(one.program, one.what): one for one in known}
    return tuple(
        seen.get((one.program, one.what), one) if one.now is None and one.recorded is not None else one
        for one in read
    )
