"""The copy of a task, or of a run's report, that can be given away: wished, being made, there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lam_desktop.panel.state import events, share_events
from lam_desktop.panel.state.work import Work, part_before, without_result

LOOKED_AGAIN = "Looking again"
"""Each picture is read, and later looked at again: so begins what is told of the second look."""


@dataclass(frozen=True, slots=True)
class ShareState(Work):
    """What the page shows."""

    task: str = ""
    run: str = ""
    """Whose report is given away, the run's folder relative to the library; empty: the task itself is."""
    folder: str = ""
    """Where copies go unless the person says otherwise."""
    shared: share_events.Shared | None = None


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
        case share_events.ShareStopping() | share_events.ShareStopped() | share_events.ShareFailed():
            return without_result(state, event)
        case share_events.Shared() if state.live:
            return replace(state, phase="done", note="", share=None, shared=event)
        case _:
            return state


def _share(text: str) -> float | None:
    """Of the two rounds through all pictures."""
    part = part_before(text)
    return None if part is None else (part + text.startswith(LOOKED_AGAIN)) / 2
