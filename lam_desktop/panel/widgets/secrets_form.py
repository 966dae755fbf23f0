"""Before a run: the secrets that nobody keeps yet, typed unseen, and whether the keyring is to keep them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.parts import column, label, named
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import translated


class SecretsForm(QWidget):
    """A field for each; what was typed stays as long as the task is the same, and in no state."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        super().__init__()
        self._on_change = on_change
        self._fields: dict[str, QLineEdit] = {}
        self._of: tuple[str, ...] = ()
        self._kept: tuple[str, ...] = ()
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._keep = named(
            QCheckBox(self.tr("Keep it in this machine’s keyring")),
            "keep-secrets",
            self.tr("Keep it in this machine’s keyring"),
        )
        self._why = label(role="muted", wrap=True, size=0.92)
        self._why.setContentsMargins(30, 0, 0, 0)
        layout = column(space=SPACE // 2)
        layout.addLayout(self._form)
        layout.addWidget(self._keep)
        layout.addWidget(self._why)
        self.setLayout(layout)

    @property
    def complete(self) -> bool:
        """Whether each secret is typed or kept."""
        return all(field.text() or name in self._kept for name, field in self._fields.items())

    @property
    def keep(self) -> bool:
        """Whether the person wants what is typed kept."""
        return self._keep.isEnabled() and self._keep.isChecked()

    def take(self) -> dict[str, str]:
        """What was typed, by name; gone from the fields, unless it is to be kept, which may fail."""
        secrets = {name: field.text() for name, field in self._fields.items() if field.text()}
        if not self.keep:
            self._clear()
        return secrets

    def show_state(self, state: RunState) -> None:
        """Draws the fields of the task."""
        self.setVisible(bool(state.task_secrets))
        wanted = (state.task, *state.task_secrets)
        if self._of != wanted:
            self._of = wanted
            self._make(state)
        for name in set(state.kept_secrets) - set(self._kept):
            if name in self._fields:
                self._fields[name].clear()
        self._kept = state.kept_secrets
        for name, field in self._fields.items():
            kept = name in self._kept
            field.setPlaceholderText(
                self.tr("kept in the keyring") if kept else self.tr("for this run, not kept")
            )
        self._draw_keep(state)

    def _draw_keep(self, state: RunState) -> None:
        before = state.before
        asked = [name for name in state.task_secrets if name not in state.kept_secrets]
        for one in (self._keep, self._why):
            one.setVisible(bool(asked))
        self._keep.setEnabled(bool(before.keyring))
        if not before.keyring:
            self._keep.setChecked(False)
        if before.keyring:
            why = self.tr("Runs then take it from there; it is in no file of the task.")
        elif before.keyring_problem:
            why = translated(before.keyring_problem)
        elif before.keyring is None:
            why = self.tr("Looking for a keyring…")
        else:
            why = self.tr(
                "There is no keyring here that encrypts: log in to a desktop session that has one;"
                " on Debian, install the package gnome-keyring."
            )
        self._why.setText(why)
        self._keep.setAccessibleDescription(why)

    def _make(self, state: RunState) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._fields.clear()
        self._kept = ()
        self._keep.setChecked(False)
        for name in state.task_secrets:
            field = named(QLineEdit(), f"secret-{name}", self.tr("Secret “{name}”").format(name=name))
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(lambda _text: self._on_change())
            self._form.addRow(label(name), field)
            self._fields[name] = field

    def _clear(self) -> None:
        for field in self._fields.values():
            field.clear()
