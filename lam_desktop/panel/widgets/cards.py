"""A grid of cards: as many columns as fit, each column equally wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

MOST = 1.5
"""A card is at most so many times as wide as it must be."""


class CardGrid(QWidget):
    """Places its cards itself: a layout of our own in Python would share the items' ownership with Qt."""

    def __init__(self, least: int, space: int) -> None:
        super().__init__()
        self._least = least
        self._space = space
        self._cards: list[QWidget] = []
        self.setProperty("role", "clear")
        self.setMinimumWidth(least)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Shows other cards; the old ones are deleted."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = list(cards)
        for card in self._cards:
            card.setParent(self)
            card.show()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Finds the number of columns anew."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """A card that needs more room moves those below it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        columns = max(1, (self.width() + self._space) // (self._least + self._space))
        width = min(round(self._least * MOST), (self.width() - self._space * (columns - 1)) // columns)
        top = 0
        for first in range(0, len(self._cards), columns):
            line = self._cards[first : first + columns]
            height = max(_height(card, width) for card in line)
            for place, card in enumerate(line):
                card.setGeometry(place * (width + self._space), top, width, height)
            top += height + self._space
        self.setMinimumHeight(max(0, top - self._space))


def _height(card: QWidget, width: int) -> int:
    return card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
