"""The order desk's main window: menu, toolbar, the form of a new order, and the table of all orders."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolBar,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from lam_desktop.office.orderdesk.dates import DATE_FORMATS
from lam_desktop.office.orderdesk.form import OrderForm
from lam_desktop.office.orderdesk.look import Look, dress, icon
from lam_desktop.office.orderdesk.store import COLUMNS, NumberedOrder, Order, OrderStore

HEADINGS = ("No.", "Customer", "Article", "Qty", "Shipping", "Date", "Express")
SEARCH_CHARACTERS = 28
TEXT_SIZES = (7.0, 20.0)


class OrderDesk(QMainWindow):
    """The whole program's window."""

    def __init__(self, app: QApplication, store: OrderStore, locale: str, look: Look) -> None:
        super().__init__()
        self._app, self._store = app, store
        self._look = look
        self._date_format = DATE_FORMATS[locale]
        self.setWindowTitle("Order desk")
        self.setObjectName("window")
        self._dress()
        self._form = OrderForm(locale)
        self._form.saved.connect(self._keep)
        self._table = self._make_table()
        self._count = QLabel()
        self._count.setObjectName("count")
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText("Search orders")
        self._search.setFixedWidth(QFontMetrics(app.font()).averageCharWidth() * SEARCH_CHARACTERS)
        self._search.addAction(icon("search", app), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(self._filter)
        self._saved = 0
        self._make_actions()
        self._lay_out()
        self._refresh()
        self._form.clear()

    def state(self) -> dict[str, str | bool | int]:
        """What the form shows, which part has the keyboard, how many orders were saved since the start."""
        focus = self._app.focusWidget()
        return {**self._form.state(), "focus": focus.objectName() if focus else "", "saved": self._saved}

    def _keep(self, order: Order) -> None:
        number = self._store.add([order])
        self._saved += 1
        self._refresh()
        self._form.tell(f"Order {number} saved for {order.customer}.", good=True)

    def _refresh(self) -> None:
        orders = self._store.all()
        self._table.setRowCount(len(orders))
        for row, numbered in enumerate(reversed(orders)):  # the newest on top
            for column, text in enumerate(self._cells(numbered)):
                item = QTableWidgetItem(text)
                if column in (0, 3):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._table.setItem(row, column, item)
        self._count.setText(f"{len(orders)} orders")
        self.statusBar().showMessage(f"{self._store.path.name}   ·   {len(orders)} orders")
        self._filter(self._search.text())

    def _cells(self, numbered: NumberedOrder) -> tuple[str, ...]:
        order = numbered.order
        day = date.fromisoformat(order.date).strftime(self._date_format)
        return (str(numbered.number), order.customer, order.article, str(order.quantity), order.shipping, day,
                "yes" if order.express else "no")  # fmt: skip

    def _filter(self, wanted: str) -> None:
        for row in range(self._table.rowCount()):
            cells = (self._table.item(row, column) for column in range(len(HEADINGS)))
            shown = any(wanted.casefold() in cell.text().casefold() for cell in cells if cell)
            self._table.setRowHidden(row, not shown)

    def _selected(self) -> NumberedOrder | None:
        rows = self._table.selectionModel().selectedRows()
        return list(reversed(self._store.all()))[rows[0].row()] if rows else None

    def _new(self) -> None:
        self._form.clear()

    def _duplicate(self) -> None:
        chosen = self._selected()
        if chosen is not None:
            self._form.show_order(chosen.order)

    def _delete(self) -> None:
        chosen = self._selected()
        if chosen is None:
            return
        question = f"Delete order {chosen.number} of {chosen.order.customer}?"
        if QMessageBox.question(self, "Delete order", question) == QMessageBox.StandardButton.Yes:
            self._store.remove(chosen.number)
            self._refresh()

    def _export(self) -> None:
        place = self._store.path.with_suffix(".csv")
        with place.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("number", *COLUMNS))
            for numbered in self._store.all():
                writer.writerow((numbered.number, *(getattr(numbered.order, name) for name in COLUMNS)))
        self.statusBar().showMessage(f"Exported to {place.name}")

    def _resize_text(self, by: float) -> None:
        size = min(TEXT_SIZES[1], max(TEXT_SIZES[0], self._look.font_pt + by))
        self._look = replace(self._look, font_pt=size)
        self._dress()

    def _set_dark(self, dark: bool) -> None:
        self._look = replace(self._look, theme="dark" if dark else "light")
        self._dress()

    def _about(self) -> None:
        QMessageBox.about(self, "About", "Order desk\nTakes orders and keeps them in one file.")

    def _dress(self) -> None:
        dress(self._app, self._look)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(HEADINGS))
        table.setObjectName("orders")
        table.setHorizontalHeaderLabels(list(HEADINGS))
        table.horizontalHeader().setObjectName("orders-header")
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for long in (1, 2):
            table.horizontalHeader().setSectionResizeMode(long, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        return table

    def _make_actions(self) -> None:
        bar = QToolBar("Tools")
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        file, order, view = (self.menuBar().addMenu(title) for title in ("&File", "&Order", "&View"))
        self.menuBar().setObjectName("menubar")
        save = QAction("&Save order", self)
        save.setShortcut(QKeySequence.StandardKey.Save)
        save.triggered.connect(self._form.submit)
        for name, title, menu, act in (
            ("new", "New", order, self._new),
            ("duplicate", "Duplicate", order, self._duplicate),
            ("delete", "Delete", order, self._delete),
            ("export", "Export", file, self._export),
        ):
            action = QAction(icon(name, self._app), title, self)
            action.triggered.connect(act)
            menu.addAction(action)
            bar.addAction(action)
            bar.widgetForAction(action).setObjectName(f"toolbar-{name}")
        order.addAction(save)
        file.addSeparator()
        file.addAction("&Quit", QKeySequence.StandardKey.Quit, self.close)
        view.addAction("&Larger text", QKeySequence.StandardKey.ZoomIn, lambda: self._resize_text(1))
        view.addAction("S&maller text", QKeySequence.StandardKey.ZoomOut, lambda: self._resize_text(-1))
        dark = view.addAction("&Dark")
        dark.setCheckable(True)
        dark.setChecked(self._look.theme == "dark")
        dark.toggled.connect(self._set_dark)
        self.menuBar().addMenu("&Help").addAction("&About", self._about)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        bar.addWidget(self._search)
        self.addToolBar(bar)

    def _lay_out(self) -> None:
        title = QLabel("Orders")
        title.setObjectName("heading")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._count)
        right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self._table, 1)
        middle = QFrame()
        middle.setObjectName("background")
        row = QHBoxLayout(middle)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(14)
        row.addWidget(self._form)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
