"""Opens the panel: the composition of store, controller and windows on a Qt application."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from lam_desktop.panel.controller import Controller
from lam_desktop.panel.language import speak
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.widgets.icons import icon
from lam_desktop.panel.widgets.passphrase import ask_passphrase
from lam_desktop.panel.widgets.shell import Shell
from lam_desktop.panel.widgets.theme import DARK, LIGHT, Theme, palette_for, style_sheet
from lam_desktop.panel.workers import Programs
from lam_desktop.reporting.words import own_language
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.unlocking import Opened, open_library

WINDOW_CLASS = "lam-desktop"
"""Class part of WM_CLASS of every window of ours: the recorder leaves it out, the agent does not touch it."""


def run_panel(home: Path, programs: Programs | None = None, passphrase: str | None = None) -> int:
    """Shows the panel until its window is closed; returns the exit code. `programs`: its children.

    Without the `passphrase` of an encrypted library, and where no keyring has it, the person is asked in a
    dialog. Raises as `open_library`.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([WINDOW_CLASS])
    dress(application)
    speak(application, own_language())
    opened = _opened(home, passphrase)
    panel = Panel(opened.library, programs or Programs(), application.quit, opened.environment)
    with panel, _signals(application.quit):
        return application.exec()


def dress(application: QApplication, theme: Theme | None = None) -> None:
    """Name, style and colours; without a theme those of the system, also when they change."""
    application.setApplicationName(WINDOW_CLASS)
    application.setDesktopFileName(WINDOW_CLASS)
    application.setWindowIcon(icon("record", LIGHT.accent))
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    hints = QGuiApplication.styleHints()
    if theme is None:
        hints.colorSchemeChanged.connect(lambda scheme: _colour(application, _theme_of(scheme)))
        theme = _theme_of(hints.colorScheme())
    _colour(application, theme)


class Panel:
    """A store, a controller and the windows; a context manager that leaves no child behind."""

    def __init__(
        self,
        library: Library,
        programs: Programs,
        on_quit: Callable[[], None],
        environment: Mapping[str, str],
    ) -> None:
        self.store = Store()
        self.controller = Controller(library, self.store, programs, environment=environment)
        self._on_quit = on_quit

    def __enter__(self) -> Panel:
        self.shell = Shell(self.store, self.controller, self._on_quit)
        self.controller.refresh()
        return self

    def __exit__(self, *_: object) -> None:
        self.shell.close()
        self.controller.close()


def _opened(home: Path, passphrase: str | None) -> Opened:
    asked = 0

    def ask(_question: str) -> str | None:
        nonlocal asked
        asked += 1
        return ask_passphrase(home, again=asked > 1)

    return open_library(home, ask, passphrase)


def _colour(application: QApplication, theme: Theme) -> None:
    application.setPalette(palette_for(theme))
    application.setStyleSheet(style_sheet(theme))


def _theme_of(scheme: Qt.ColorScheme) -> Theme:
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


@contextmanager
def _signals(on_signal: Callable[[], None]) -> Generator[None]:
    """SIGINT and SIGTERM end the panel like closing its window, children included.

    Python runs handlers only when it gets a turn, which Qt's loop never gives it: so a signal wakes a socket
    that Qt watches.
    """
    ours, qts = socket.socketpair()
    ours.setblocking(False)
    before = signal.set_wakeup_fd(ours.fileno())
    handlers = {
        number: signal.signal(number, lambda *_: on_signal()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    notifier = QSocketNotifier(qts.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: qts.recv(64))
    try:
        yield
    finally:
        notifier.setEnabled(False)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        ours.close()
        qts.close()
