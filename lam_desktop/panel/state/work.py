"""What is known of a command at work: how far it is, and how it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from lam_desktop.panel.state import work_events

Phase = Literal["choosing", "working", "stopping", "done"]


@dataclass(frozen=True, slots=True)
class Work:
    """What any page of one shows."""

    phase: Phase = "choosing"
    note: str = ""
    """What is being done now."""
    share: float | None = None
    """Part of the work that is done, 0 to 1; None where that is not known."""
    problem: str = ""
    """One sentence where it came to nothing."""

    @property
    def live(self) -> bool:
        """Whether it is at work."""
        return self.phase in ("working", "stopping")


SomeWork = TypeVar("SomeWork", bound=Work)


def without_result(
    state: SomeWork, event: work_events.Stopping | work_events.Stopped | work_events.Failed
) -> SomeWork:
    """The work after an event by which it comes to nothing; what is not at work stays as it is."""
    if not state.live:
        return state
    match event:
        case work_events.Stopping():
            return replace(state, phase="stopping", note="Stopping.")
        case work_events.Stopped():
            return replace(state, phase="choosing", note="", share=None)
        case work_events.Failed(message):
            return replace(state, phase="choosing", note="", share=None, problem=message)


def part_before(text: str) -> float | None:
    """Part of a round through pictures that is done as it comes to “picture 3 of 4”: 0.5; None: no round."""
    counted = re.search(r"(\d+) of (\d+)", text)
    return None if counted is None else (int(counted[1]) - 1) / max(1, int(counted[2]))
