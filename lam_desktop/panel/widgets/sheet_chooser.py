"""Which sheet of a workbook is meant: a list that is there only where the workbook has several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from lam_desktop.panel.widgets.parts import label, named, row
from lam_desktop.panel.widgets.theme import SPACE

NARROWEST = 12
"""Letters of the list; a name that is longer is cut, and whole in the list that opens."""


class SheetList(QComboBox):
    """The sheets that a person sees in the workbook."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "sheet", self.tr("Sheet of the workbook"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(NARROWEST)

    def show_sheets(self, sheets: Sequence[str], chosen: str) -> None:
        """Draws these with the chosen one in the closed list, which says nothing where that is not there."""
        if [self.itemText(place) for place in range(self.count())] != list(sheets):
            self.clear()
            self.addItems(list(sheets))
        self.setCurrentIndex(sheets.index(chosen) if chosen in sheets else -1)
        self.setToolTip(chosen)


class SheetChooser(QWidget):
    """The list with its name; it shows the sheet that is read, also while another one is being read."""

    def __init__(self, picked: Callable[[str], None]) -> None:
        super().__init__()
        self._chosen = ""
        self._list = SheetList()
        self._list.textActivated.connect(self._on_picked)
        self._picked = picked
        self.setLayout(row(label(self.tr("Sheet")), self._list, space=SPACE))
        self.hide()

    def show_sheets(self, sheets: Sequence[str], chosen: str) -> None:
        """Draws the sheets to choose from; nothing where there is no choice."""
        self._chosen = chosen
        self._list.show_sheets(sheets, chosen)
        self.setVisible(len(sheets) > 1)

    def _on_picked(self, sheet: str) -> None:
        self._list.setCurrentText(self._chosen)  # one that cannot be read is not chosen
        if sheet != self._chosen:
            self._picked(sheet)
