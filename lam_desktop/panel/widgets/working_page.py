"""What is shown while a child process is at work: how far it is, and a way to give it up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from lam_desktop.panel.widgets.parts import Button, column, label
from lam_desktop.panel.widgets.theme import SPACE

WHOLE = 1000
"""Steps of the progress bar."""


class WorkingPage(QWidget):
    """A bar, what is done, why it takes its time, and «Cancel»."""

    def __init__(self, called: str, why: str, cancel: Callable[[], None], name: str) -> None:
        """`called` is what a screen reader says of the bar, `name` that of the button in tests."""
        super().__init__()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(320)
        self._bar.setAccessibleName(called)
        self._note, reason = label(role="muted"), label(why, role="muted")
        self._cancel = Button(self.tr("Cancel"), cancel, name=name)
        layout = column(None, space=SPACE * 2)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignCenter)
        for text in (self._note, reason):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(text)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        self.setLayout(layout)

    def show_progress(self, share: float | None, note: str, *, may_end: bool) -> None:
        """`share` of the work that is done, 0 to 1; None where nobody knows."""
        self._note.setText(note)
        self._bar.setRange(0, 0 if share is None else WHOLE)
        self._bar.setValue(round((share or 0) * WHOLE))
        self._cancel.setEnabled(may_end)
