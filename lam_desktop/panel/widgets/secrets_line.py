"""Which secrets of a task the keyring keeps, each with the way to have it forgotten."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from lam_desktop.panel.state.review import ReviewState
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, box, column, row
from lam_desktop.panel.widgets.theme import SPACE


class SecretsLine(QFrame):
    """A line each; nothing for a task without secrets."""

    def __init__(self, on_forget: Callable[[str, str], None]) -> None:
        super().__init__()
        self._on_forget = on_forget
        self._shown: tuple[object, ...] = ()
        self._lines: list[QFrame] = []
        self._column = column(space=2)
        self.setLayout(self._column)
        self.hide()

    def show_state(self, state: ReviewState) -> None:
        """Draws the secrets of the task that is looked at."""
        wanted = (state.task, state.secrets, state.kept_secrets)
        if wanted == self._shown:
            return
        self._shown = wanted
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(state.task, name, name in state.kept_secrets) for name in state.secrets]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(state.secrets))

    def _line(self, task: str, name: str, kept: bool) -> QFrame:
        text = (
            self.tr("The secret “{name}” is kept in this machine’s keyring.")
            if kept
            else self.tr("The secret “{name}” is kept nowhere; each run asks for it.")
        )
        words = ElidedLabel(text.format(name=name), role="" if kept else "muted")
        layout = row(IconLabel("key", "accent" if kept else "muted", 18), space=SPACE)
        layout.addWidget(words, 1)
        if kept:
            forget = Button(
                self.tr("Forget…"), lambda: self._on_forget(task, name), role="plain", name=f"forget:{name}"
            )
            forget.setAccessibleName(self.tr("Forget the secret “{name}”…").format(name=name))
            layout.addWidget(forget)
        return box(layout)
