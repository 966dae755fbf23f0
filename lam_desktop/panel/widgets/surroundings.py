"""Before a run: what is not as it was recorded, and the way to have the screen checked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame

from lam_desktop.execution.machine.passport import Compared, release_words
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, column, label, row
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import count, translated

ICON = 20
"""Logical pixels."""


class SurroundingsStrip(QFrame):
    """Sentences on the left, «Check the screen» on the right."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._icon = IconLabel("info", "muted", ICON)
        self._title = label(bold=True, wrap=True)
        self._differs = label(wrap=True)
        self._checked = label(wrap=True)
        self._check = Button(
            self.tr("Check the screen"),
            intents.check_screen,
            icon_name="look",
            hint=self.tr("Looks whether each step would be found on the screen as it is; does nothing"),
            name="check-screen",
        )
        self._steps = Button(
            self.tr("Show the steps"), lambda: intents.show_check(True), icon_name="steps", name="show-check"
        )
        head = row(self._icon, space=SPACE)
        head.addWidget(self._title, 1)
        words = column(space=2)
        words.addLayout(head)
        for one in (self._differs, self._checked):
            one.setContentsMargins(ICON + SPACE, 0, 0, 0)
            words.addWidget(one)
        buttons = column(self._check, self._steps, space=SPACE)
        layout = row(space=SPACE + 4, margin=SPACE + 4)
        layout.addLayout(words, 1)
        layout.addLayout(buttons)
        layout.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws what is known so far."""
        before = state.before
        self._title.setText(self._headline(state))
        if before.facts is None:
            self._icon.set_icon("info", "muted", self.tr("Being looked at"))
        elif before.differs or before.facts_problem or before.asks or before.check_problem:
            self._icon.set_icon("alert", "warn", self.tr("To be looked at"))
        else:
            self._icon.set_icon("check", "good", self.tr("As it was recorded"))
        told = [translated(before.facts_problem)] if before.facts_problem else []
        told += [difference_words(one) for one in before.differs]
        self._differs.setText("\n".join(told))
        self._differs.setVisible(bool(told))
        found = self._found(state)
        self._checked.setText(found)
        self._checked.setVisible(bool(found))
        self._check.setEnabled(bool(state.task_steps))
        self._steps.setVisible(bool(before.steps))
        self.setAccessibleName("\n".join(filter(None, (self._title.text(), *told, found))))

    def _headline(self, state: RunState) -> str:
        before = state.before
        if before.facts is None:
            return self.tr("Comparing the screen with the recording…")
        if before.facts_problem:
            return self.tr("The screen cannot be compared with the recording")
        if before.differs:
            return self.tr("Not as it was recorded")
        if not any(one.recorded and one.now for one in before.facts):
            return self.tr("The recording does not tell what was around the task")
        return self.tr("Screen and programs are as they were recorded, as far as can be seen")

    def _found(self, state: RunState) -> str:
        before = state.before
        if before.check_problem:
            return self.tr("The screen could not be checked: {why}").format(
                why=translated(before.check_problem)
            )
        if not before.steps:
            return ""
        if before.asks:
            return count(
                len(before.asks),
                self.tr("The screen was checked: 1 step would not be found."),
                self.tr("The screen was checked: {n} steps would not be found."),
            )
        return self.tr("The screen was checked: what it should show was found.")


def difference_words(fact: Compared) -> str:
    """What is not as it was recorded, in a sentence."""
    tr = QCoreApplication.translate
    sentences = {
        "screen": tr("surroundings", "Recorded at {recorded}, now {now}."),
        "monitors": tr("surroundings", "Monitors: recorded {recorded}, now {now}."),
        "scale": tr("surroundings", "Programs are drawn at {now} now and were {recorded}."),
        "keyboard": tr("surroundings", "The keyboard layout is {now} now and was {recorded}."),
        "theme": tr("surroundings", "The window of {program} is {now} now and was {recorded}."),
        "version": tr("surroundings", "{program} is another version than at the recording."),
        "script": tr("surroundings", "{program} is another version than at the recording."),
        "release": tr("surroundings", "{program} was recorded with {recorded}, and here is {now}."),
        "language": tr("surroundings", "{program} is told to speak {now} now and was told {recorded}."),
        "drawn at": tr("surroundings", "{program} is told to draw at {now} now and was {recorded}."),
    }
    shades = {"dark": tr("surroundings", "dark"), "light": tr("surroundings", "light")}
    recorded, now = (shades.get(text or "", text) for text in (fact.recorded, fact.now))
    if fact.what == "release":
        recorded, now = release_words(fact.recorded or "", fact.now or "")
    sentence = sentences.get(fact.what, fact.told)
    return sentence.format(recorded=recorded, now=now, program=fact.program)
