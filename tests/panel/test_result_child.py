"""How a command of the panel ended: with a result, given up, or with a sentence that says why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lam_desktop.errors import ExitCode
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import ResultChild, ResultEvents
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs


def told_of(code: int, status: str, *results: str) -> list[str]:
    """What the store is told where a command ended so."""
    told: list[str] = []

    def event(text: str) -> events.Told:
        told.append(text)
        return events.Told(text)

    def done(_: Mapping[str, Any]) -> events.Told:
        return event("done")

    stopped = events.Told("stopped")
    tells = ResultEvents(event, None, stopped, event, done, "No reason.", *([results] if results else []))
    jobs, store = Jobs(), Store()
    parent = QObject()
    child = ResultChild(parent, store, jobs, Programs(), {}, tells)
    child.on_line(json.dumps({"status": status, "message": "Why."}))
    child.on_end(code, "")
    jobs.close()
    return told


@pytest.mark.parametrize(
    ("code", "status", "results", "told"),
    [
        (ExitCode.DONE, "done", (), ["done"]),
        (ExitCode.ASKED, "asked", ("done", "asked"), ["done"]),
        (ExitCode.ASKED, "asked", (), ["Why."]),
        (ExitCode.ENVIRONMENT, "error", (), ["Why."]),
        (ExitCode.STOPPED, "stopped", ("done", "asked"), []),
    ],
)
def test_how_it_ended_is_told(
    qtbot: QtBot, code: int, status: str, results: tuple[str, ...], told: list[str]
) -> None:
    assert told_of(code, status, *results) == told
