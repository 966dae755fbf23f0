"""Before a run: what the task is, how closely to follow it, and the secrets that it needs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import column, label, named
from lam_desktop.panel.widgets.picture import Drawing, PictureView
from lam_desktop.panel.widgets.secrets_form import SecretsForm
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import mode_words, steps_word
from lam_desktop.panel.wire import Mode

MODES: tuple[Mode, ...] = ("ask", "watch", "auto")


class TaskCard(QFrame):
    """Picture, facts, modes, secrets."""

    def __init__(self, intents: Intents, on_secrets: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._drawing = False
        least = QSize(200, 60)
        self._picture = PictureView(minimum=least, hint=least, empty=self.tr("No picture of this task."))
        self._picture.setAccessibleName(self.tr("Picture of the task"))
        self._facts = label(role="muted", wrap=True)
        self._modes = QButtonGroup(self)
        modes = column(space=2)
        for number, mode in enumerate(MODES):
            name, meaning = mode_words(mode)
            choice = named(QRadioButton(name), f"mode-{mode}", name)
            choice.setAccessibleDescription(meaning)
            choice.setToolTip(meaning)
            self._modes.addButton(choice, number)
            modes.addWidget(choice)
            words = label(meaning, role="muted", wrap=True, size=0.92)
            words.setContentsMargins(30, 0, 0, 6)
            modes.addWidget(words)
        self._modes.idToggled.connect(self._on_mode)
        self.secrets = SecretsForm(on_secrets)
        stop_hint = label(
            self.tr("Stop at any time: Ctrl+Alt+Esc, or the mouse into a corner of the screen."),
            role="muted",
            wrap=True,
            size=0.92,
        )
        layout = column(space=SPACE, margin=SPACE * 2)
        layout.addWidget(self._picture, 1)
        layout.addWidget(self._facts)
        layout.addSpacing(SPACE)
        layout.addWidget(
            label(self.tr("How closely do you want to follow?"), size=1.15, bold=True, wrap=True)
        )
        layout.addLayout(modes)
        layout.addWidget(self.secrets)
        layout.addWidget(stop_hint)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws the task and the mode."""
        self._drawing = True
        pictured = [step for step in state.task_steps if step.picture]
        self._picture.show_drawing(Drawing(pictured[-1].picture) if pictured else Drawing())
        facts = [steps_word(len(state.task_steps))] if state.task_steps else []
        if state.task_columns and not state.task_instruction:
            facts.append(self.tr("types {columns}").format(columns=", ".join(state.task_columns)))
        self._facts.setText("  ·  ".join(facts))
        self._modes.button(MODES.index(state.mode)).setChecked(True)
        self.secrets.show_state(state)
        self._drawing = False

    def _on_mode(self, number: int, on: bool) -> None:
        if on and not self._drawing:
            self._intents.choose_mode(MODES[number])
