"""A form, then progress, then the result: the pages of a command that the person asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from lam_desktop.panel.state.work import Work
from lam_desktop.panel.widgets.parts import row, scrolled
from lam_desktop.panel.widgets.words import translated
from lam_desktop.panel.widgets.working_page import WorkingPage

WIDEST = 760
"""Logical pixels of a form: longer lines are hard to read."""


class Stages(QStackedWidget):
    """Shows the one that the work is at."""

    def __init__(self, form: QWidget, working: WorkingPage, done: QWidget) -> None:
        super().__init__()
        self._working = working
        for page in (_ground(form), working, scrolled(done)):
            self.addWidget(page)

    def show_work(self, work: Work) -> None:
        """Turns to its page, and tells how far it is."""
        self.setCurrentIndex({"choosing": 0, "done": 2}.get(work.phase, 1))
        self._working.show_progress(work.share, translated(work.note), may_end=work.phase == "working")


def _ground(form: QWidget) -> QWidget:
    ground = QWidget()
    ground.setProperty("role", "clear")
    form.setMaximumWidth(WIDEST)
    across = row(form, space=0)
    across.setAlignment(form, Qt.AlignmentFlag.AlignTop)
    ground.setLayout(across)
    return scrolled(ground)
