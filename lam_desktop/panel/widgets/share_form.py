"""Before a copy is made: where it goes, and what is personal beside what is found."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFrame,
    QLineEdit,
    QRadioButton,
)

from lam_desktop.errors import UsageError
from lam_desktop.panel.state.share_events import ShareRequest
from lam_desktop.panel.state.sharing import ShareState
from lam_desktop.panel.widgets.form_lines import FormLines
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, column, label, named, row, set_tone
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import translated
from lam_desktop.tasks.texts.given_path import given_path

ZIP = ".zip"


class ShareForm(QFrame):
    """Its fields are the person's until the copy is asked for."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._task = self._of_run = ""
        self._what = label(wrap=True)
        self._zip = named(QRadioButton(self.tr("One file (.zip)")), "share-zip", self.tr("One file (.zip)"))
        folder = named(QRadioButton(self.tr("A folder")), "share-folder", self.tr("A folder"))
        self._kind = QButtonGroup(self)
        self._kind.addButton(self._zip, 0)
        self._kind.addButton(folder, 1)
        self._kind.idToggled.connect(lambda _number, on: self._on_kind() if on else None)
        self._out = named(QLineEdit(), "share-out", self.tr("Where the copy goes"))
        self._out.textChanged.connect(lambda _text: self._check())
        browse = Button(self.tr("Choose…"), self._browse, icon_name="share", name="share-browse")
        browse.setAccessibleName(self.tr("Choose where the copy goes"))
        self._mask = named(QLineEdit(), "share-mask", self.tr("What to mask beside what is found"))
        self._mask.setPlaceholderText(self.tr("such as Sorensen; K-4711"))
        self._keep = named(QLineEdit(), "share-keep", self.tr("What to leave as it is"))
        self._keep.setPlaceholderText(self.tr("such as Order desk"))
        self._run = named(
            QCheckBox(self.tr("With the journal of the last run, without its pictures")),
            "share-run",
            self.tr("With the journal of the last run, without its pictures"),
        )
        strict = self.tr("Leave only common words, so that no name stays that is in no list")
        self._strict = named(QCheckBox(strict), "share-strict", strict)
        self._problem = label(wrap=True)
        set_tone(self._problem, "problem")
        self._make = Button(
            self.tr("Make the copy"), self._on_make, icon_name="share", role="primary", name="share-make"
        )
        form = FormLines()
        self._kinds = (label(self.tr("As")), self._zip, folder)
        form.addWidget(self._kinds[0], 0, 0)
        form.addLayout(row(self._zip, folder, None, space=SPACE * 2), 0, 1, 1, 2)
        form.add_line(self.tr("&To"), self._out, browse)
        form.add_line(self.tr("&Mask, too"), self._mask)
        form.add_line(self.tr("&Leave"), self._keep)
        layout = column(self._what, space=SPACE * 2, margin=SPACE * 3)
        layout.addLayout(form)
        layout.addWidget(self._strict)
        layout.addWidget(self._run)
        layout.addWidget(self._problem)
        layout.addLayout(row(None, self._make))
        self.setLayout(layout)

    def show_state(self, state: ShareState, *, was_run: bool) -> None:
        """Fills in a new task's places; tells why the last try failed."""
        if (state.task, state.run) != (self._task, self._of_run):
            self._task, self._of_run = state.task, state.run
            for field in (self._mask, self._keep, self._out):
                field.clear()
            self._run.setChecked(False)
            self._strict.setChecked(False)
            self._kind.buttons()[1 if state.run else 0].setChecked(True)
            self._what.setText(
                self.tr(
                    "Names, addresses and numbers are masked: in the page, its table and every picture. The"
                    " run and its own report stay as they are."
                )
                if state.run
                else self.tr(
                    "Names, addresses and numbers are masked: in steps, in what was typed and in every"
                    " picture. The task itself stays as it is. Checks and other runs are left out."
                )
            )
        if state.phase == "choosing" and (not self._out.text() or Path(self._out.text()).exists()):
            name = f"{state.task}-{'report' if state.run else 'shared'}"
            self._out.setText(_free(Path(state.folder), name, ZIP if self._zip.isChecked() else ""))
        for widget in (*self._kinds, self._run):
            widget.setVisible(not state.run)
        self._run.setEnabled(was_run)
        self._problem.setText(translated(state.problem))
        self._check()

    def _check(self) -> None:
        text = self._out.text().strip()
        wrong = self._wrong_place(text) if text else ""
        if wrong:
            self._problem.setText(wrong)
        elif self.sender() is self._out:
            self._problem.setText("")
        self._problem.setVisible(bool(self._problem.text()))
        self._make.setEnabled(bool(text) and not wrong)

    def _wrong_place(self, text: str) -> str:
        """Why no copy can go there; empty where it can."""
        try:
            taken = given_path(text).exists()
        except UsageError as error:
            return translated(str(error))
        return self.tr("{path} exists already; choose another name.").format(path=text) if taken else ""

    def _on_kind(self) -> None:
        """The name says what the copy is."""
        text = self._out.text().strip()
        if not text:
            return
        if self._zip.isChecked() and not text.lower().endswith(ZIP):
            self._out.setText(text + ZIP)
        elif not self._zip.isChecked() and text.lower().endswith(ZIP):
            self._out.setText(text[: -len(ZIP)])

    def _browse(self) -> None:
        kinds = "ZIP (*.zip)" if self._zip.isChecked() else ""
        title = self.tr("Choose where the copy goes")
        path, _ = QFileDialog.getSaveFileName(
            self, title, self._out.text(), kinds, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            self._out.setText(path)
            self._on_kind()

    def _on_make(self) -> None:
        out = str(given_path(self._out.text().strip()).absolute())
        self._intents.share(
            ShareRequest(
                self._task, out, _several(self._mask), _several(self._keep),
                self._strict.isChecked(), self._run.isEnabled() and self._run.isChecked(), self._of_run,
            )
        )  # fmt: skip


def _several(field: QLineEdit) -> tuple[str, ...]:
    parts = field.text().replace("；", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def _free(folder: Path, name: str, suffix: str) -> str:
    """That name in the folder, or one like it that is not taken."""
    names = (f"{name}{'' if number == 1 else f'-{number}'}{suffix}" for number in range(1, 1000))
    return str(next(path for name in names if not (path := folder / name).exists()))
