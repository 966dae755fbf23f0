"""Tables, lists, trees and mail lists in Qt."""

from __future__ import annotations

import random
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from lam_desktop.data.corpus.qt_base import Base
from lam_desktop.data.corpus.spec import Node


class Views(Base):
    """Builds item views."""

    def _table(self, node: Node) -> QWidget:
        table = QTableWidget(len(node.records), len(node.columns))
        table.setFrameShape(self.frame)
        table.setHorizontalHeaderLabels([c.title for c in node.columns])
        table.setShowGrid("grid" in node.variant or self.grid)
        table.setAlternatingRowColors("striped" in node.variant)
        table.verticalHeader().setVisible(self.row_numbers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().setDefaultSectionSize(round(self.look.font_px * 1.5 + self.look.pad))
        table.horizontalHeader().setStretchLastSection(self.rng.random() < 0.7)
        head = table.horizontalHeader()
        for n, column in enumerate(node.columns):
            rect = partial(_section, head, n)
            self.probe(
                f"{node.id}/{column.key}",
                "header",
                column.title,
                head.viewport(),
                rect,
                group=f"{node.id}/{column.key}",
            )
        for row, record in enumerate(node.records):
            whole = f"{node.id}/{record.key}"
            for n, (column, value) in enumerate(zip(node.columns, record.cells, strict=True)):
                item = QTableWidgetItem(value)
                if column.make in ("money", "count", "percent"):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, n, item)
                self.probe(
                    f"{whole}/{column.key}",
                    "cell",
                    value,
                    table.viewport(),
                    lambda i=item: table.visualItemRect(i),
                    group=f"{node.id}/{column.key}",
                    record=whole,
                )
            if record.key == node.value:
                table.selectRow(row)
        if "sheet" in node.variant:
            side = table.verticalHeader()
            side.setVisible(True)
            for row, record in enumerate(node.records):
                mark = partial(_section, side, row)
                whole = f"{node.id}/{record.key}"
                self.probe(whole, "header", record.key, side.viewport(), mark, record=whole)
        elif self.rng.random() < 0.7:
            table.resizeColumnsToContents()
        return table

    def _list(self, node: Node) -> QWidget:
        made = QListWidget()
        made.setFrameShape(self.frame)
        for key, name in zip(node.option_keys, node.options, strict=True):
            item = QListWidgetItem(name)
            if node.variant == "icons":
                item.setIcon(self.icon(random.Random(name).choice(("folder", "page", "mail", "person")), 16))
            made.addItem(item)
            on = name == node.value
            item.setSelected(on)
            self.probe(
                f"{node.id}/{key}",
                "list_item",
                name,
                made.viewport(),
                lambda i=item: made.visualItemRect(i),
                group=node.id,
                checked=on,
            )
        return made

    def _tree(self, node: Node) -> QWidget:
        made, deep = QTreeWidget(), random.Random(node.id)
        made.setFrameShape(self.frame)
        made.setHeaderHidden(True)
        parents: list[QTreeWidgetItem] = []
        for key, name in zip(node.option_keys, node.options, strict=True):
            level = min(deep.choice((0, 0, 1, 1, 2)), len(parents))
            item = QTreeWidgetItem([name])
            if node.variant == "icons":
                item.setIcon(0, self.icon("folder", 16))
            (parents[level - 1].addChild if level else made.addTopLevelItem)(item)
            parents[level:] = [item]
            on = name == node.value
            item.setSelected(on)
            self.probe(
                f"{node.id}/{key}",
                "list_item",
                name,
                made.viewport(),
                lambda i=item: made.visualItemRect(i),
                group=node.id,
                checked=on,
            )
        made.expandAll()
        return made

    def _mails(self, node: Node) -> QWidget:
        made = QListWidget()
        for record in node.records:
            sender, subject, _ = record.cells
            item = QListWidgetItem(
                f"{sender}\n{subject}" if node.variant == "two" else f"{sender} – {subject}"
            )
            made.addItem(item)
            item.setSelected(record.key == node.value)
            whole = f"{node.id}/{record.key}"
            self.probe(
                whole,
                "list_item",
                f"{sender} {subject}",
                made.viewport(),
                lambda i=item: made.visualItemRect(i),
                group=node.id,
                record=whole,
            )
        return made


def _section(head: QHeaderView, n: int) -> QRect:
    """Section `n` of a table's header, in viewport coordinates."""
    if head.orientation() == Qt.Orientation.Horizontal:
        return QRect(head.sectionViewportPosition(n), 0, head.sectionSize(n), head.height())
    return QRect(0, head.sectionViewportPosition(n), head.width(), head.sectionSize(n))
