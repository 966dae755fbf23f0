"""What is left out of recordings and runs, and how long runs are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lam_desktop.panel.state import events, privacy_events


@dataclass(frozen=True, slots=True)
class PrivacyState:
    """What the page shows."""

    read: privacy_events.PrivacyRead | None = None
    """None until it was read."""
    problem: str = ""
    """Why it could not be read or changed."""
    asked: privacy_events.KeepingAsked | None = None
    """What would be removed, until the person has decided."""


def reduce_privacy(state: PrivacyState, event: events.Event) -> PrivacyState:
    """The page after `event`."""
    match event:
        case privacy_events.PrivacyOpened():
            return PrivacyState()
        case privacy_events.PrivacyRead():
            return PrivacyState(event)
        case privacy_events.PrivacyFailed(message):
            return replace(state, problem=message, asked=None)
        case privacy_events.KeepingAsked():
            return replace(state, asked=event, problem="")
        case privacy_events.KeepingDropped():
            return replace(state, asked=None)
        case _:
            return state
