"""The only thing to see while recording: time, steps, stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lam_desktop.panel.state.recording import RecordingState
from lam_desktop.panel.widgets.floating import FloatingWindow
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, box, column, label, row
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import clock, steps_word


class RecordPill(FloatingWindow):
    """Stays on top, takes no keyboard, and is left out of the recording like every window of ours."""

    def __init__(self, intents: Intents, on_close: Callable[[], None]) -> None:
        super().__init__("LAM Desktop", on_close, keyboard=False)
        self._dot = IconLabel("dot", "muted", 30)
        self._name = ElidedLabel(bold=True)
        self._name.setMinimumWidth(150)
        self._facts = label(role="muted")
        self._stop = Button(
            self.tr("Stop"),
            intents.stop_recording,
            icon_name="stop",
            role="danger",
            hint=self.tr("End the recording and keep it (Ctrl+Alt+Esc)"),
            name="stop-recording",
        )
        words = column(self._name, self._facts, space=1)
        layout = row(self._dot, space=SPACE, margin=SPACE)
        layout.addLayout(words, 1)
        layout.addWidget(self._stop)
        outer = QWidget()
        outer.setLayout(layout)
        self.setLayout(column(box(column(outer), "dock")))
        self.setFixedWidth(310)

    def show_state(self, state: RecordingState) -> None:
        """Draws where the recording stands."""
        self._name.set_text(state.name)
        self._stop.setEnabled(state.phase in ("starting", "recording"))
        match state.phase:
            case "starting":
                self._dot.set_icon("dot", "muted", self.tr("Getting ready"))
                self._facts.setText(self.tr("Getting ready…"))
            case "saving":
                self._dot.set_icon("dot", "muted", self.tr("Saving"))
                self._facts.setText(self.tr("Saving…"))
            case _:
                self._dot.set_icon("dot", "bad", self.tr("Recording"))
                facts = [clock(state.seconds)]
                if state.steps is not None:
                    facts.append(steps_word(state.steps))
                self._facts.setText("  ·  ".join(facts))
        self.setAccessibleName(f"{state.name}: {self._facts.text()}")
