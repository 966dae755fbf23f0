"""The panel of an encrypted library: it asks, shows all the same, and leaves nothing on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from lam_desktop.errors import EnvironmentFault
from lam_desktop.panel import reading
from lam_desktop.panel.app import _opened
from lam_desktop.panel.controller import Controller
from lam_desktop.panel.shelf import Shelf
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.widgets.passphrase import PassphraseDialog
from lam_desktop.panel.workers import Programs
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.unlocking import open_library
from lam_desktop.tasks.storage.vault import WrongPassphrase
from recorder.recording_writer import RecordingMeta, RecordingWriter
from tests.panel.finding import press
from tests.panel.making import ROWS, make_task
from tests.tasks.recordings import DESK, Clerk
from tests.tasks.sealed_library import PASSPHRASE, contents, encrypted, in_memory, seal_of, telling

LIMIT_MS = 60_000


def never() -> bool:
    return False


@pytest.fixture
def library(home: Path) -> Library:
    make_task(home, "orders")
    return encrypted(home)


def answering(*answers: str | None) -> list[list[str]]:
    """A person who types these into the dialogs that come; what each dialog said."""
    said: list[list[str]] = []
    left = list(answers)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PassphraseDialog):
            QTimer.singleShot(20, answer)
            return
        said.append([one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog)])
        field = dialog.findChild(QLineEdit, "passphrase")
        assert isinstance(field, QLineEdit) and field.echoMode() is QLineEdit.EchoMode.Password
        text = left.pop(0)
        if text is not None:
            field.setText(text)
        if left:
            QTimer.singleShot(20, answer)
        press(dialog, "open-library" if text is not None else "cancel-library")

    QTimer.singleShot(0, answer)
    return said


def test_it_asks_in_a_dialog_until_the_passphrase_is_right(library: Library, dressed: QApplication) -> None:
    said = answering("nonsense", PASSPHRASE)
    opened = _opened(library.home, None)
    assert opened.environment == {"LAM_PASSPHRASE": PASSPHRASE} and PASSPHRASE not in repr(opened)
    assert opened.library.open("orders").steps
    asked = f"The library {library.home} is encrypted."
    assert said == [[asked], [asked, "That is not its passphrase."]]


def test_a_person_who_gives_none_gets_no_panel(library: Library, dressed: QApplication) -> None:
    answering(None)
    with pytest.raises(EnvironmentFault, match="is encrypted, and no passphrase was given"):
        _opened(library.home, None)
    answering("wrong", "wrong", "wrong")
    with pytest.raises(WrongPassphrase):
        _opened(library.home, None)


def test_a_passphrase_that_is_known_is_not_asked_for(
    library: Library, dressed: QApplication, home: Path
) -> None:
    assert _opened(library.home, PASSPHRASE).library.names() == ["orders"]
    assert _opened(home.parent / "plain", None).environment == {}


@pytest.fixture
def shelf(library: Library) -> Iterator[Shelf]:
    made = Shelf(library.files)
    yield made
    made.close()
    assert not [one for one in in_memory() if one.name.split("-")[2] == str(os.getpid())]


def test_pictures_of_steps_lie_in_memory(library: Library, shelf: Shelf) -> None:
    before = contents(library.home)
    found = reading.read_task(library, "orders", never, shelf)
    (card,) = reading.read_cards(library, never, cut=True, shelf=shelf)
    shown = [Path(step.picture) for step in found.steps] + [Path(card.picture)]
    assert all(str(path).startswith("/dev/shm/lam-") and path.is_file() for path in shown)
    assert shown[0].parent.stat().st_mode & 0o077 == 0
    (again,) = reading.read_cards(library, never, cut=False, shelf=shelf)
    assert again.picture == card.picture, "they are cut once"
    assert contents(library.home) == before


def test_without_a_place_in_memory_there_are_no_pictures(
    library: Library, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr("lam_desktop.tasks.storage.memory.MOUNTS", home / "no mounts")
    before = contents(library.home)
    found = reading.read_task(library, "orders", never, shelf)
    assert found.steps and not any(step.picture for step in found.steps)
    assert contents(library.home) == before


def test_steps_are_counted_while_it_is_recorded(library: Library, home: Path) -> None:
    path = library.create("more")
    writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, 100, 80)), seal_of(library))
    clerk = Clerk(DESK).click(10, 10).click(60, 60)
    writer.write([(event, None) for event in clerk._events])
    assert reading.steps_so_far(path, library.files) == 2
    assert reading.steps_so_far(path) is None
    writer.close()


CHILD = """
import os, pathlib, sys
pathlib.Path(sys.argv[1]).write_text(f"{os.environ.get('LAM_PASSPHRASE')} {' '.join(sys.argv[2:])}")
"""


def test_children_get_the_passphrase_and_nobody_sees_it_in_their_arguments(
    home: Path, qtbot: QtBot, tmp_path: Path, until: Callable[..., None]
) -> None:
    make_task(home, "orders", understood=False)
    encrypted(home)
    script, told = tmp_path / "child.py", tmp_path / "told"
    script.write_text(CHILD)
    child = (sys.executable, str(script), str(told))
    opened = open_library(home, None, PASSPHRASE)
    controller = Controller(opened.library, Store(), Programs(child, child), environment=opened.environment)
    try:
        controller.review("orders")  # whose targets are looked for by a child
        until(lambda: told.exists() and not controller._looking.busy)
    finally:
        controller.close()
    assert told.read_text() == f"{PASSPHRASE} show orders"
    assert "LAM_PASSPHRASE" not in os.environ


@pytest.fixture
def until(qtbot: QtBot) -> Callable[..., None]:
    return lambda true: qtbot.waitUntil(true, timeout=LIMIT_MS)


def test_reports_and_tables_are_shown_from_memory(library: Library, shelf: Shelf) -> None:
    run = library.new_run("orders")
    table = run / "orders-results.csv"
    library.files.write(table, ROWS[0][0].encode())
    copy = shelf.copy(table)
    assert copy.read_text() == ROWS[0][0] and str(copy).startswith("/dev/shm/lam-")
    assert telling(contents(library.home).items(), [ROWS[0][0]]) == []


def test_a_runner_without_the_passphrase_says_so(library: Library) -> None:
    command = (sys.executable, "-m", "lam_desktop.panel.runner", "--home", str(library.home), "orders")
    environment = {**os.environ, "LAM_PASSPHRASE": "nonsense"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert done.stderr == f"That is not the passphrase of the library {library.home}.\n"
