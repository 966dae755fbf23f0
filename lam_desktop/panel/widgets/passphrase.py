"""Asks for the passphrase of an encrypted library, before the panel shows anything of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit

from lam_desktop.panel.widgets.parts import Button, column, label, named, row, set_tone
from lam_desktop.panel.widgets.theme import SPACE


class PassphraseDialog(QDialog):
    """What was typed is in `passphrase` when the person accepted; `again`: it was wrong the last time."""

    def __init__(self, home: Path, *, again: bool) -> None:
        super().__init__()
        self.setWindowTitle("LAM Desktop")
        self.setMinimumWidth(460)
        said = label(self.tr("The library {home} is encrypted.").format(home=home), wrap=True)
        self._typed = named(QLineEdit(), "passphrase", self.tr("Passphrase of the library"))
        self._typed.setEchoMode(QLineEdit.EchoMode.Password)
        self._typed.textChanged.connect(lambda text: self._open.setEnabled(bool(text)))
        wrong = label(self.tr("That is not its passphrase."), wrap=True)
        set_tone(wrong, "problem")
        wrong.setVisible(again)
        self._open = Button(self.tr("Open"), self.accept, role="primary", name="open-library")
        self._open.setDefault(True)
        self._open.setEnabled(False)
        cancel = Button(self.tr("Cancel"), self.reject, name="cancel-library")
        whole = column(said, self._typed, wrong, margin=SPACE * 3)
        whole.addLayout(row(None, cancel, self._open))
        self.setLayout(whole)
        self._typed.setFocus()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self._typed.text()


def ask_passphrase(home: Path, *, again: bool) -> str | None:
    """What the person types; None where they want no panel."""
    dialog = PassphraseDialog(home, again=again)
    try:
        return dialog.passphrase if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()
