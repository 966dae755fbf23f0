"""Lays cards out in as many columns as fit, each column equally wide."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem


class CardGrid(QLayout):
    """Cards of one height a row; a card is at least `least` and at most half as wide again."""

    def __init__(self, least: int, space: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._least = least
        self.setSpacing(space)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Qt calls it for every added widget."""
        self._items.append(item)

    def count(self) -> int:
        """How many cards there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 # pyright: ignore[reportIncompatibleMethodOverride]
        """A card's item; None past the end, as Qt expects."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 # pyright: ignore[reportIncompatibleMethodOverride]
        """Takes a card's item out; None past the end, as Qt expects."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """More width, less height."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Puts the cards in their places."""
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as one card."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """One card."""
        return QSize(self._least, self._row_height(0, len(self._items)))

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        space = self.spacing()
        columns = max(1, (rect.width() + space) // (self._least + space))
        width = min(round(self._least * 1.5), (rect.width() - space * (columns - 1)) // columns)
        top = rect.y()
        for first in range(0, len(self._items), columns):
            height = self._row_height(first, first + columns)
            if apply:
                for place, item in enumerate(self._items[first : first + columns]):
                    item.setGeometry(QRect(rect.x() + place * (width + space), top, width, height))
            top += height + space
        return max(0, top - space - rect.y())

    def _row_height(self, first: int, last: int) -> int:
        return max((item.sizeHint().height() for item in self._items[first:last]), default=0)
