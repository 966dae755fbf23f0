"""What was shown during runs being taken up: a `lam teach` child, and what it says at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import ResultChild, ResultEvents
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs


class TeachingChild(ResultChild):
    """At most one task at a time; what comes of it is told in the banner."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
    ) -> None:
        tells = ResultEvents(
            progressed=None,
            stopping=None,
            stopped=events.Learned(""),
            failed=events.Learned,
            done=_learned,
            otherwise="Nothing was learned, and it was not said why; try again.",
        )
        super().__init__(parent, store, jobs, programs, environment, tells)

    def start(self, task: str) -> None:
        """Takes up what was shown of a task, unless that is at work already."""
        if self.is_live:
            return
        self._store.dispatch(events.Learning(task))
        self.begin("teach", "--json", "--", task)


def _learned(told: Mapping[str, Any]) -> events.Learned:
    return events.Learned(str(told["message"]), "info")
