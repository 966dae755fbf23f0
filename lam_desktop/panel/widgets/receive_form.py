"""Which task is to be taken in, and what it is called here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit

from lam_desktop.errors import UsageError
from lam_desktop.panel.state.receive_events import ReceiveRequest
from lam_desktop.panel.state.receiving import ReceiveState
from lam_desktop.panel.widgets.form_lines import FormLines
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, column, label, named, row, set_tone
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import translated
from lam_desktop.tasks.texts.given_path import given_path
from lam_desktop.tasks.texts.names import checked_name

ZIP = ".zip"


class ReceiveForm(QFrame):
    """Its fields are the person's until the task is asked for. `taken` tells whether a name is in use."""

    def __init__(self, intents: Intents, taken: Callable[[str], bool]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._taken = taken
        self._state = ReceiveState()
        self._suggested = ""
        what = label(
            self.tr(
                "A task that somebody gave you, as a file (.zip) or as a folder. It is read, and nothing in"
                " it is done; only its steps and recordings come along. Before it runs, read its steps: it"
                " works in your programs, as you."
            ),
            wrap=True,
        )
        self._path = named(QLineEdit(), "receive-path", self.tr("Where the task lies"))
        self._path.textChanged.connect(lambda _text: self._on_path())
        file = Button(self.tr("File…"), self._browse_files, icon_name="receive", name="receive-file")
        folder = Button(self.tr("Folder…"), self._browse_folders, icon_name="receive", name="receive-folder")
        self._name = named(QLineEdit(), "receive-name", self.tr("What it is called here"))
        self._name.textChanged.connect(lambda _text: self._check())
        self._problem = label(wrap=True)
        set_tone(self._problem, "problem")
        self._take = Button(
            self.tr("Take it in"), self._on_take, icon_name="receive", role="primary", name="receive-take"
        )
        form = FormLines(columns=2)
        form.add_line(self.tr("&From"), self._path)
        form.addLayout(row(file, folder, None, space=SPACE), 1, 1)
        form.add_line(self.tr("&Name"), self._name)
        layout = column(what, space=SPACE * 2, margin=SPACE * 3)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addLayout(row(None, self._take))
        self.setLayout(layout)
        self._check()

    def show_state(self, state: ReceiveState) -> None:
        """Begins anew where the last one is there; tells why the last try failed."""
        if state.received is not None or (state == ReceiveState() and self._state != state):
            self._path.clear()
            self._name.clear()
        self._state = state
        self._check()

    def _on_path(self) -> None:
        """It is called here as there, unless the person has said otherwise."""
        path = Path(self._path.text().strip())
        suggested = path.stem if path.suffix.lower() == ZIP else path.name
        if self._name.text().strip() == self._suggested:
            self._name.setText(suggested)
        self._suggested = suggested
        self._check()

    def _check(self) -> None:
        wrong = self._wrong_name()
        told = translated(self._state.problem) if self._wanted() == self._state.path else ""
        self._problem.setText(wrong or told)
        self._problem.setVisible(bool(wrong or told))
        self._take.setEnabled(bool(self._wanted() and self._name.text().strip()) and not wrong)

    def _wrong_name(self) -> str:
        """Why nothing can be called so here; empty where it can, or there is no name yet."""
        name = self._name.text().strip()
        if name and self._taken(name):
            return self.tr("There is a task “{name}” already; choose another name.").format(name=name)
        try:
            checked_name(name or "task")
        except UsageError as error:
            return translated(str(error))
        return ""

    def _wanted(self) -> str:
        """The whole path; empty where none was given, and as it was written where it is none."""
        text = self._path.text().strip()
        try:
            return str(given_path(text).absolute()) if text else ""
        except UsageError:  # whoever takes it in says what is wrong
            return text

    def _browse_files(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose the task"), self._path.text(), "ZIP (*.zip)"
        )
        self._chosen(path)

    def _browse_folders(self) -> None:
        self._chosen(QFileDialog.getExistingDirectory(self, self.tr("Choose the task"), self._path.text()))

    def _chosen(self, path: str) -> None:
        if path:
            self._path.setText(path)

    def _on_take(self) -> None:
        self._intents.receive(ReceiveRequest(self._wanted(), self._name.text().strip()))
