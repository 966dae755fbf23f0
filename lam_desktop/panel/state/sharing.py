"""The copy of a task, or of a run's report, that can be given away: wished, being made, there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from lam_desktop.panel.state import events, share_events

SharePhase = Literal["choosing", "working", "stopping", "done"]
LOOKED_AGAIN = "Looking again"
"""Each picture is read, and later looked at again: so begins what is told of the second look."""


@dataclass(frozen=True, slots=True)
class ShareState:
    """What the page shows."""

    phase: SharePhase = "choosing"
    task: str = ""
    run: str = ""
    """Whose report is given away, the run's folder relative to the library; empty: the task itself is."""
    folder: str = ""
    """Where copies go unless the person says otherwise."""
    note: str = ""
    """What is being done now."""
    share: float | None = None
    """Part of the work that is done; None where that is not known."""
    problem: str = ""
    """One sentence where no copy could be made."""
    shared: share_events.Shared | None = None

    @property
    def live(self) -> bool:
        """Whether a copy is being made."""
        return self.phase in ("working", "stopping")


def reduce_sharing(state: ShareState, event: events.Event) -> ShareState:
    """The copy after `event`; one that is being made is not disturbed."""
    match event:
        case share_events.ShareOpened(task, folder, run) if not state.live:
            return ShareState(task=task, folder=folder, run=run)
        case share_events.ShareRequested() if not state.live:
            return replace(state, phase="working", note="Getting ready.", share=None, problem="", shared=None)
        case share_events.ShareProgressed(text) if state.phase == "working":
            share = _share(text)
            return replace(state, note=text, share=state.share if share is None else share)
        case share_events.ShareStopping() if state.live:
            return replace(state, phase="stopping", note="Stopping.")
        case share_events.ShareStopped() if state.live:
            return replace(state, phase="choosing", note="", share=None)
        case share_events.ShareFailed(message) if state.live:
            return replace(state, phase="choosing", note="", share=None, problem=message)
        case share_events.Shared() if state.live:
            return replace(state, phase="done", note="", share=None, shared=event)
        case _:
            return state


def _share(text: str) -> float | None:
    """Of the two rounds through all pictures."""
    counted = re.search(r"(\d+) of (\d+)", text)
    if counted is None:
        return None
    number, total = int(counted[1]), max(1, int(counted[2]))
    return ((number - 1) / total + text.startswith(LOOKED_AGAIN)) / 2
