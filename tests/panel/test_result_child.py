"""How a command of the panel ended: with a result, given up, or with a sentence that says why not."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lam_desktop.errors import ExitCode
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import ResultChild, ResultEvents, was_stopped
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import KILLED, Programs


def told_of(code: int, status: str, *results: str, given_up: bool = False) -> list[str]:
    """What the store is told where a command ended so; `given_up` by the person before."""
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
    child = ResultChild(parent, store, jobs, Programs(lam=(sys.executable, "-c", "")), {}, tells)
    if given_up:
        child.begin("share")
        child.stop()
    child.on_line(json.dumps({"status": status, "message": "Why."}))
    child.on_end(code, "")
    jobs.close()
    return told


@pytest.mark.parametrize(
    ("code", "status", "results", "told"),
    [
        (ExitCode.WRONG_EFFECT, "error", (), ["Why."]),
        (ExitCode.BUG, "error", ("done", "asked"), ["Why."]),
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


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        (ExitCode.STOPPED, "stopped", []),
        (KILLED, "error", []),
        (ExitCode.DONE, "done", ["done"]),
        (ExitCode.ENVIRONMENT, "error", ["Why."]),
        (ExitCode.ASKED, "asked", ["Why."]),
    ],
)
def test_what_was_given_up_is_stopped_only_where_that_ended_it(
    qtbot: QtBot, code: int, status: str, told: list[str]
) -> None:
    """A full disk that ended it first is told, though nobody waits for it any more."""
    assert told_of(code, status, given_up=True) == told


def test_killed_by_nobody_is_no_stop() -> None:
    assert was_stopped(ExitCode.STOPPED, given_up=False) and not was_stopped(KILLED, given_up=False)
    ends = [code for code in ExitCode if was_stopped(code, given_up=True)]
    assert ends == [ExitCode.STOPPED]
