"""A task that somebody gave away being taken in: a `lam take` child, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import ResultChild, ResultEvents
from lam_desktop.panel.state import receive_events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs


class ReceivingChild(ResultChild):
    """At most one task at a time."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
    ) -> None:
        tells = ResultEvents(
            receive_events.ReceiveProgressed,
            receive_events.ReceiveStopping(),
            receive_events.ReceiveStopped(),
            receive_events.ReceiveFailed,
            _received,
            otherwise="Nothing was taken in, and it was not said why; try again.",
        )
        super().__init__(parent, store, jobs, programs, environment, tells)

    def start(self, request: receive_events.ReceiveRequest) -> None:
        """Takes it in."""
        if self.is_live:
            return
        self._store.dispatch(receive_events.ReceiveRequested(request))
        self.begin("take", "--json", f"--name={request.name}", "--", request.path)


def _received(told: Mapping[str, Any]) -> receive_events.Received:
    needs, left_out = (tuple(map(str, told[key])) for key in ("needs", "left_out"))
    return receive_events.Received(str(told["task"]), int(told["steps"]), needs, left_out)
