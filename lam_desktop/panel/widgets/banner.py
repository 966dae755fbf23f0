"""One sentence across the top: what happened, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QSizePolicy

from lam_desktop.panel.state.events import Told, Tone
from lam_desktop.panel.widgets.icons import IconName
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, label, row, set_tone
from lam_desktop.panel.widgets.theme import Ink
from lam_desktop.panel.widgets.words import translated

_LOOKS: dict[Tone, tuple[IconName, Ink]] = {
    "info": ("info", "accent"),
    "good": ("check", "good"),
    "problem": ("alert", "bad"),
}


class Banner(QFrame):
    """Shown as long as there is something to say; the person closes it."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._icon = IconLabel("info", "accent")
        self._text = label(wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = Button(
            "",
            intents.close_banner,
            icon_name="close",
            role="plain",
            hint=QCoreApplication.translate("Banner", "Close this message"),
            name="close-banner",
        )
        self.setLayout(row(self._icon, self._text, close, space=10, margin=8))
        self._shown: Told | None = None
        self.hide()

    def show_message(self, message: Told | None) -> None:
        """Shows the message, or nothing."""
        if message == self._shown:
            return
        self._shown = message
        self.setVisible(message is not None)
        if message is None:
            return
        self._icon.set_icon(*_LOOKS[message.tone])
        self._text.setText(translated(message.text))
        self.setAccessibleName(message.text)
        set_tone(self, message.tone)
