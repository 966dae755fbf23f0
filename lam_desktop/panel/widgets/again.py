"""Rows once more: going on where a run broke off; of rows that may be stored, only what the person ticks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem

from lam_desktop.panel.state.before_events import Again
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, column, label, named, row
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import rows_word
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS

SHOWN = 5
"""So many rows are seen at once."""
NUMBER = Qt.ItemDataRole.UserRole


class BrokeOffCard(QFrame):
    """Before a run: the last one broke off amid a row, also where the panel was closed since."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._text = label(wrap=True)
        self._go_on = Button(
            self.tr("Go on there"), intents.go_on_where_broke_off, icon_name="step", name="go-on-there"
        )
        self._anew = Button(self.tr("Rather begin anew"), intents.drop_again, name="begin-anew")
        layout = row(IconLabel("info", "accent", 20), space=SPACE + 4, margin=SPACE + 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._go_on)
        layout.addWidget(self._anew)
        self.setLayout(layout)
        self.hide()

    def show_state(self, state: RunState) -> None:
        """Draws it where there is something to go on with that is not chosen yet."""
        broke_off = state.before.broke_off
        chosen = state.again is not None
        once_more = state.again is not None and state.again.anew
        self.setVisible(once_more or (broke_off is not None and not (chosen and state.rows_path)))
        self._go_on.setVisible(not chosen)
        self._anew.setVisible(chosen)
        self._anew.set_text(self.tr("Forget the last run") if once_more else self.tr("Rather begin anew"))
        if once_more:
            self._text.setText(self.tr("The last run is done once more, with the same words and values."))
        elif chosen:
            self._text.setText(self.tr("This run goes on at the step where the last one broke off."))
        elif broke_off is not None:
            amid = (
                self.tr("The last run broke off amid row {n} of {table}.")
                if broke_off.table
                else self.tr("The last run broke off amid its steps.")
            )
            where = {
                BEFORE_ROWS: self.tr("The last run broke off before the rows of {table}."),
                BEHIND_ROWS: self.tr("The last run broke off behind the rows of {table}."),
            }.get(broke_off.goes_on, amid)
            self._text.setText(where.format(n=broke_off.goes_on, table=Path(broke_off.table).name))


class AgainCard(QFrame):
    """Nothing is ticked: what nobody has looked at is not entered twice."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._again: Again | None = None
        title = label(self.tr("Some of these rows may be stored already"), size=1.15, bold=True, wrap=True)
        what = label(
            self.tr(
                "They were begun. Look in the program, and tick those that are not stored there:"
                " they are done again, the others are left out."
            ),
            wrap=True,
        )
        self._list = named(QListWidget(), "unsure-rows", self.tr("Rows that may be stored already"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.itemChanged.connect(lambda _item: self._draw_button())
        self._begin = Button(
            self.tr("Do {rows} again"), self._on_begin, icon_name="play", role="primary", name="again-decided"
        )
        cancel = Button(self.tr("Cancel"), intents.drop_again, name="again-cancel")
        words = column(title, what, self._list, space=SPACE)
        words.addLayout(row(self._begin, cancel, None, space=SPACE))
        layout = row(space=SPACE + 4, margin=SPACE + 4)
        layout.addWidget(IconLabel("question", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws the rows to decide on; nothing where there are none."""
        again = state.again
        undecided = again is not None and bool(again.unsure) and again.repeated is None
        self.setVisible(undecided)
        if not undecided or again == self._again:
            return
        self._again = again
        labels = {view.index: view.label for view in state.rows}
        self._list.clear()
        for number in again.unsure if again is not None else ():
            item = QListWidgetItem(f"{number}  ·  {labels.get(number, '')}")
            item.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(NUMBER, number)
            self._list.addItem(item)
        lines = min(SHOWN, self._list.count())
        self._list.setFixedHeight(lines * max(24, self._list.sizeHintForRow(0)) + 8)
        self._list.setCurrentRow(0)
        self._list.setFocus()
        self._draw_button()

    def _ticked(self) -> tuple[int, ...]:
        items = [self._list.item(place) for place in range(self._list.count())]
        return tuple(int(item.data(NUMBER)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _draw_button(self) -> None:
        again = self._again
        number = 0 if again is None else len(again.rows) - len(again.unsure) + len(self._ticked())
        self._begin.setEnabled(number > 0)
        self._begin.set_text(self.tr("Do {rows} again").format(rows=rows_word(number)))

    def _on_begin(self) -> None:
        self._intents.run_again(self._ticked())
