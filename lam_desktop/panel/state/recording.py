"""Where a recording stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lam_desktop.panel.state import events

RecordingPhase = Literal["idle", "starting", "recording", "saving"]


@dataclass(frozen=True, slots=True)
class RecordingState:
    """What the pill shows."""

    phase: RecordingPhase = "idle"
    name: str = ""
    seconds: int = 0
    steps: int | None = None
    """Steps so far; None as long as the recorder has told no number."""


def reduce_recording(state: RecordingState, event: events.Event) -> RecordingState:
    """The recording after `event`."""
    match event:
        case events.RecordingRequested(request):
            return RecordingState(phase="starting", name=request.name)
        case events.RecordingStarted():
            return replace(state, phase="recording")
        case events.RecordingTicked(seconds):
            return replace(state, seconds=seconds) if state.phase == "recording" else state
        case events.RecordingCounted(steps):
            return replace(state, steps=steps)
        case events.RecordingStopping():
            return replace(state, phase="saving") if state.phase in ("starting", "recording") else state
        case events.RecordingSaved() | events.RecordingFailed():
            return RecordingState()
        case _:
            return state
