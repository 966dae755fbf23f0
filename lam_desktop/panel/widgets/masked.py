"""What was masked in a copy, as a table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from lam_desktop.panel.state.share_events import MaskedKind
from lam_desktop.panel.widgets.words import translated
from lam_desktop.sharing.patterns import SAID

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class MaskedModel(QAbstractTableModel):
    """A kind a row: what, in how many texts and pictures, and by which the person knows it."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: tuple[MaskedKind, ...] = ()

    def set_kinds(self, kinds: tuple[MaskedKind, ...]) -> None:
        """Shows what another copy masks."""
        self.beginResetModel()
        self._kinds = kinds
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Number of kinds."""
        return 0 if parent is not None and parent.isValid() else len(self._kinds)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Kind, texts, pictures, sample."""
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """One field."""
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        one = self._kinds[index.row()]
        return (_kind(one.kind), str(one.texts), str(one.pictures), one.sample)[index.column()]

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Names of the fields."""
        if role != Role.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("What"), self.tr("In texts"), self.tr("In pictures"), self.tr("Such as"))[section]


def _kind(kind: str) -> str:
    """On the command line one names texts by an option."""
    if kind == SAID:
        return QCoreApplication.translate("masked", "named by you")
    return translated(kind)
