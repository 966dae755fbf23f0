"""A task that somebody gave away: chosen, being looked through, in the library."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from lam_desktop.panel.state import events, receive_events

ReceivePhase = Literal["choosing", "working", "stopping", "done"]


@dataclass(frozen=True, slots=True)
class ReceiveState:
    """What the page shows."""

    phase: ReceivePhase = "choosing"
    path: str = ""
    """What was asked for last, and is not in the library; empty: nothing yet."""
    note: str = ""
    """What is being done now."""
    share: float | None = None
    """Part of the pictures that were looked at; None where that is not known."""
    problem: str = ""
    """One sentence where it could not be taken in."""
    received: receive_events.Received | None = None

    @property
    def live(self) -> bool:
        """Whether one is being taken in."""
        return self.phase in ("working", "stopping")


def reduce_receiving(state: ReceiveState, event: events.Event) -> ReceiveState:
    """The page after `event`; what is being taken in is not disturbed."""
    match event:
        case receive_events.ReceiveOpened() if not state.live:
            return ReceiveState()
        case receive_events.ReceiveRequested(request) if not state.live:
            return ReceiveState("working", request.path, "Getting ready.")
        case receive_events.ReceiveProgressed(text) if state.phase == "working":
            return replace(state, note=text, share=_share(text))
        case receive_events.ReceiveStopping() if state.live:
            return replace(state, phase="stopping", note="Stopping.")
        case receive_events.ReceiveStopped() if state.live:
            return replace(state, phase="choosing", note="", share=None)
        case receive_events.ReceiveFailed(message) if state.live:
            return replace(state, phase="choosing", note="", share=None, problem=message)
        case receive_events.Received() if state.live:
            return ReceiveState("done", received=event)
        case _:
            return state


def _share(text: str) -> float | None:
    """Of the pictures of one recording."""
    counted = re.search(r"(\d+) of (\d+)", text)
    return None if counted is None else (int(counted[1]) - 1) / max(1, int(counted[2]))
