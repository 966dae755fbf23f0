"""Before a run: what looks odd in the chosen rows, and which of them are left out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QListWidget, QListWidgetItem, QWidget

from lam_desktop.panel.state.events import OddCell
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.icons import IconName
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import beside, column, label, named
from lam_desktop.panel.widgets.theme import SPACE, Ink
from lam_desktop.panel.widgets.words import numbers_word, translated

SHOWN, LINE_PX = 4, 26
"""Lines that are shown at once, and how high one is at least, logical pixels."""
ROW = Qt.ItemDataRole.UserRole


class OddRows(QWidget):
    """A line for each thing that looks odd, with a tick where its row can be left out.

    Rows that an earlier run has entered are left out unless the person ticks that they are meant once more.
    """

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._drawing = False
        self._state: RunState | None = None
        self._told: tuple[OddCell, ...] = ()
        self._list = named(QListWidget(), "odd-rows", self.tr("What looks odd; ticked rows are left out"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemChanged.connect(self._on_item)
        self._all = named(QCheckBox(), "leave-odd-out", self.tr("Leave odd rows out"))
        self._all.clicked.connect(self._on_all)
        ticks = label(self.tr("Ticked rows are left out."), role="muted")
        self._odd = _beside("alert", "warn", ticks, self._list, self._all)
        self._entered_text = label(wrap=True)
        self._again = named(QCheckBox(), "enter-again", self.tr("Enter rows once more"))
        self._again.clicked.connect(intents.enter_again)
        self._entered = _beside("look", "accent", self._entered_text, self._again)
        self.setLayout(column(self._odd, self._entered, space=SPACE))

    def show_state(self, state: RunState) -> None:
        """Draws what looks odd in the chosen rows."""
        self._state = state
        self._drawing = True  # what the state sets must not come back as a wish of the person
        self._draw_list(state)
        self._draw_entered(state)
        self.setVisible(bool(state.odd_here or state.entered_rows))
        self._drawing = False

    def _draw_list(self, state: RunState) -> None:
        odd = tuple(one for one in state.odd_here if one.row not in state.entered_rows)
        self._odd.setVisible(bool(odd))
        if odd != self._told:
            self._told = odd
            self._list.clear()
            for one in odd:
                self._list.addItem(self._item(one))
            lines = min(SHOWN, len(odd))
            self._list.setFixedHeight(lines * max(LINE_PX, self._list.sizeHintForRow(0)) + 8)
        for place in range(self._list.count()):
            item = self._list.item(place)
            if number := int(item.data(ROW)):
                left = number in state.left_out
                item.setCheckState(Qt.CheckState.Checked if left else Qt.CheckState.Unchecked)
        rows = state.odd_rows
        left = sum(number in state.left_out for number in rows)
        some = Qt.CheckState.PartiallyChecked if left < len(rows) else Qt.CheckState.Checked
        self._all.setCheckState(some if left else Qt.CheckState.Unchecked)
        self._all.setVisible(bool(rows))
        alone = self.tr("Leave this row out")
        self._all.setText(
            alone if len(rows) == 1 else self.tr("Leave these {n} rows out").format(n=len(rows))
        )

    def _item(self, odd: OddCell) -> QListWidgetItem:
        item = QListWidgetItem(self._line(odd))
        item.setData(ROW, odd.row)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if odd.whole_column else flags | Qt.ItemFlag.ItemIsUserCheckable)
        return item

    def _line(self, odd: OddCell) -> str:
        what = translated(odd.what)
        if odd.whole_column:
            return self.tr("Whole column: {what}").format(what=what)
        if odd.line:
            said = self.tr("Row {n} (line {line} of the sheet): {what}")
            return said.format(n=odd.row, line=odd.line, what=what)
        return self.tr("Row {n}: {what}").format(n=odd.row, what=what)

    def _draw_entered(self, state: RunState) -> None:
        rows = state.entered_rows
        self._entered.setVisible(bool(rows))
        self._again.setChecked(state.enter_again)
        if not rows:
            return
        first = next(one for one in state.odd if one.entered and one.row == rows[0])
        told = [self._line(first)]
        if len(rows) > 1:
            told.append(self.tr("So are these rows: {rows}").format(rows=numbers_word(rows[1:])))
        told.append(
            self.tr("What is ticked here is stored a second time.")
            if state.enter_again
            else self.tr(
                "They are left out; tick this only if the program lacks them, or is to have them twice."
            )
        )
        self._entered_text.setText("\n".join(told))
        alone = self.tr("Enter this row once more")
        self._again.setText(
            alone if len(rows) == 1 else self.tr("Enter these {n} rows once more").format(n=len(rows))
        )

    def _on_item(self, item: QListWidgetItem) -> None:
        if not self._drawing:
            left_out = item.checkState() == Qt.CheckState.Checked
            self._intents.leave_odd_out((int(item.data(ROW)),), left_out)

    def _on_all(self, _checked: bool) -> None:
        """Ticked in part means all of them next."""
        state = self._state
        if state is not None:
            every = all(number in state.left_out for number in state.odd_rows)
            self._intents.leave_odd_out(state.odd_rows, not every)


def _beside(icon: IconName, tone: Ink, *widgets: QWidget) -> QWidget:
    widget = QWidget()
    widget.setLayout(beside(icon, tone, *widgets))
    return widget
