"""Tables, lists, trees and mail lists in Qt."""

from __future__ import annotations

import random
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.data.corpus.controls import control_node
from lam_desktop.data.corpus.qt_base import Base
from lam_desktop.data.corpus.spec import Node, Record


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
        room = 14 if any(column.control for column in node.columns) else 0
        table.verticalHeader().setDefaultSectionSize(round(self.look.font_px * 1.5 + self.look.pad + room))
        table.horizontalHeader().setStretchLastSection(self.rng.random() < 0.7)
        head = table.horizontalHeader()
        for n, column in enumerate(node.columns):
            if not column.title:
                continue
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
                if column.control:
                    table.setCellWidget(row, n, self._in_cell(control_node(node, record, column)))
                    continue
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
        for n, column in enumerate(node.columns):
            if column.control:
                least = table.cellWidget(0, n).sizeHint().width() if node.records else 40
                table.setColumnWidth(n, max(36, least, table.columnWidth(n) if column.title else 0))
        return table

    def _in_cell(self, node: Node) -> QWidget:
        """A widget in the middle of a cell."""
        held = QWidget()
        layout = QHBoxLayout(held)
        layout.setContentsMargins(3, 0, 3, 0)
        layout.addWidget(self.build(node), 0 if node.role in ("check", "radio", "icon") else 1)
        return held

    def _cards(self, node: Node) -> QWidget:
        """Cards beside or below one another."""
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(2, 2, 2, 2)
        grid.setSpacing(int(self.look.gap))
        across = self.rng.randint(2, 4) if node.variant == "grid" else 1
        for n, record in enumerate(node.records[: across * 8]):
            grid.addWidget(self._card(node, record), *divmod(n, across))
        grid.setRowStretch(99, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(held)
        return area

    def _card(self, node: Node, record: Record) -> QWidget:
        card = QFrame()
        card.setFrameShape(QFrame.Shape.StyledPanel)
        card.setAutoFillBackground(record.key == node.value)
        row, words, tools = QHBoxLayout(card), QVBoxLayout(), QHBoxLayout()
        row.setContentsMargins(6, 4, 6, 4)
        whole = f"{node.id}/{record.key}"
        for column, value in zip(node.columns, record.cells, strict=True):
            if column.control == "lane":
                continue
            if column.control:
                tools.addWidget(self.build(control_node(node, record, column)))
                continue
            named = Node("para", whole, group=f"{node.id}/{column.key}", record=whole)
            bold = 1.08 if column.key == "title" else 1.0
            words.addWidget(self.label(f"{whole}/{column.key}", value, bold=bold, node=named))
        row.addLayout(words, 1)
        row.addLayout(tools)
        return card

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
