"""Qt without a screen, and a check that no test leaves windows or threads behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lam_desktop.panel.app import dress
from lam_desktop.panel.widgets.theme import LIGHT
from tests.panel.intents import Heard
from tests.panel.living_panel import Living, children


def pytest_configure(config: pytest.Config) -> None:
    """The marker by which a test says what the fake children are to get into."""
    config.addinivalue_line("markers", "plays(lam, runner): options of the fake children")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """An argument, not a variable: that would reach the programs which other tests start."""
    return ["lam-desktop", "-platform", "offscreen"]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application as the panel has it."""
    dress(qapp, LIGHT)
    return qapp


@pytest.fixture
def heard(dressed: QApplication) -> Iterator[Heard]:
    """Intents that are only noted."""
    yield Heard()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Fails where a thread of the panel outlives its test."""
    before = set(threading.enumerate())
    yield
    if QApplication.instance() is not None:
        # Else the windows of all tests live on, and every change of style goes through all of them.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [one for one in threading.enumerate() if one not in before and one.name.startswith("panel")]
    for thread in left:
        thread.join(5.0)
    assert not [thread.name for thread in left if thread.is_alive()]


@pytest.fixture
def living(
    home: Path, qtbot: QtBot, dressed: QApplication, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Living]:
    """`lam=[...]` and `runner=[...]` of the `plays` marker go to the fakes."""
    marker = request.node.get_closest_marker("plays")
    asked = marker.kwargs if marker is not None else {}
    living = Living(
        home, qtbot, ("--log", str(tmp_path / "lam.log"), *asked.get("lam", ())),
        ("--log", str(tmp_path / "runner.log"), *asked.get("runner", ())),
    )  # fmt: skip
    yield living
    living.controller.close()
    assert children() == [], "a child outlived the panel"
