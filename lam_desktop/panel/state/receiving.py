"""A task that somebody gave away: chosen, being looked through, in the library."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lam_desktop.panel.state import events, receive_events
from lam_desktop.panel.state.work import Work, part_before, without_result


@dataclass(frozen=True, slots=True)
class ReceiveState(Work):
    """What the page shows."""

    path: str = ""
    """What was asked for last, and is not in the library; empty: nothing yet."""
    received: receive_events.Received | None = None


def reduce_receiving(state: ReceiveState, event: events.Event) -> ReceiveState:
    """The page after `event`; what is being taken in is not disturbed."""
    match event:
        case receive_events.ReceiveOpened() if not state.live:
            return ReceiveState()
        case receive_events.ReceiveRequested(request) if not state.live:
            return ReceiveState("working", "Getting ready.", path=request.path)
        case receive_events.ReceiveProgressed(text) if state.phase == "working":
            return replace(state, note=text, share=part_before(text))
        case (
            receive_events.ReceiveStopping()
            | receive_events.ReceiveStopped()
            | receive_events.ReceiveFailed()
        ):
            return without_result(state, event)
        case receive_events.Received() if state.live:
            return ReceiveState("done", received=event)
        case _:
            return state
