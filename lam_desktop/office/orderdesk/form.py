"""The form of one order: what a clerk fills in, and how it is checked."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from lam_desktop.office.orderdesk.dates import DATE_FORMATS, date_hint
from lam_desktop.office.orderdesk.store import Order

SHIPPING = ("Standard", "Courier", "Pick-up", "Freight", "Airmail")
PARTS = ("customer", "article", "quantity", "shipping", "date", "express", "note", "save", "clear", "message")
FIELD_CHARACTERS = 30


class OrderForm(QFrame):
    """The card «New order». Emits `saved` with a complete order; shows what is missing otherwise."""

    saved = Signal(Order)

    def __init__(self, locale: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._date_format = DATE_FORMATS[locale]
        self._customer, self._article = QLineEdit(), QLineEdit()
        self._quantity, self._date = QLineEdit(), QLineEdit()
        self._date.setPlaceholderText(date_hint(locale))
        self._shipping = QComboBox()
        self._shipping.setPlaceholderText("Choose…")
        self._shipping.addItems(list(SHIPPING))
        self._shipping.setCurrentIndex(-1)
        self._express = QCheckBox("Express")
        self._note = QPlainTextEdit()
        self._note.setTabChangesFocus(True)
        self._save, self._clear = QPushButton("Save order"), QPushButton("Clear")
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._name_parts()
        self._lay_out()
        self._save.clicked.connect(self.submit)
        self._clear.clicked.connect(self.clear)
        for field in (self._customer, self._article, self._quantity, self._date):
            field.textEdited.connect(self._hush)

    def show_order(self, order: Order) -> None:
        """Fills the form with an order, to be changed and saved as another."""
        self.clear()
        self._customer.setText(order.customer)
        self._article.setText(order.article)
        self._quantity.setText(str(order.quantity))
        self._shipping.setCurrentText(order.shipping)
        self._date.setText(date.fromisoformat(order.date).strftime(self._date_format))
        self._express.setChecked(order.express)
        self._note.setPlainText(order.note)

    def clear(self) -> None:
        """Empties every field and the message, ready for the next order."""
        for field in (self._customer, self._article, self._quantity, self._date, self._note):
            field.clear()
        self._shipping.setCurrentIndex(-1)
        self._express.setChecked(False)
        self._hush()
        self._customer.setFocus()

    def submit(self) -> None:
        """Emits `saved` where the form is complete, else says what is wrong."""
        try:
            order = self._read()
        except ValueError as fault:
            self.tell(str(fault), good=False)
            return
        self.clear()
        self.saved.emit(order)

    def tell(self, text: str, good: bool) -> None:
        """Shows one sentence below the buttons."""
        self._message.setProperty("tone", "good" if good else "bad")
        self._message.setText(text)
        self._message.style().unpolish(self._message)
        self._message.style().polish(self._message)

    def state(self) -> dict[str, str | bool]:
        """What stands in every field."""
        return {
            "customer": self._customer.text(),
            "article": self._article.text(),
            "quantity": self._quantity.text(),
            "shipping": self._shipping.currentText(),
            "date": self._date.text(),
            "express": self._express.isChecked(),
            "note": self._note.toPlainText(),
        }

    def _read(self) -> Order:
        customer, article = self._customer.text().strip(), self._article.text().strip()
        if not customer or not article:
            raise ValueError("Customer and article are needed.")
        if not self._quantity.text().strip().isascii() or not self._quantity.text().strip().isdigit():
            raise ValueError("The quantity must be a whole number.")
        if self._shipping.currentIndex() < 0:
            raise ValueError("Choose a way of shipping.")
        try:
            day = datetime.strptime(self._date.text().strip(), self._date_format).date()
        except ValueError:
            raise ValueError(f"The date must read {self._date.placeholderText()}.") from None
        return Order(
            customer=customer,
            article=article,
            quantity=int(self._quantity.text()),
            shipping=self._shipping.currentText(),
            date=day.isoformat(),
            express=self._express.isChecked(),
            note=self._note.toPlainText().strip(),
        )

    def _hush(self) -> None:
        if self._message.text():
            self._message.setProperty("tone", "")
            self._message.clear()
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)

    def _name_parts(self) -> None:
        """Names by which the click log speaks of the parts."""
        for name in (
            "customer",
            "article",
            "quantity",
            "shipping",
            "date",
            "express",
            "note",
            "save",
            "clear",
            "message",
        ):
            part: QWidget = getattr(self, f"_{name}")
            part.setObjectName(name)

    def _lay_out(self) -> None:
        heading = QLabel("New order")
        heading.setObjectName("heading")
        rows = QFormLayout()
        rows.setVerticalSpacing(9)
        rows.setHorizontalSpacing(12)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in (
            ("Customer", self._customer),
            ("Article", self._article),
            ("Quantity", self._quantity),
            ("Shipping", self._shipping),
            ("Date", self._date),
            ("", self._express),
            ("Note", self._note),
        ):
            caption = QLabel(label)
            caption.setObjectName(f"label-{field.objectName()}")
            rows.addRow(caption, field)
        metrics = self.fontMetrics()
        self._customer.setMinimumWidth(metrics.averageCharWidth() * FIELD_CHARACTERS)
        self._quantity.setMaximumWidth(metrics.averageCharWidth() * FIELD_CHARACTERS // 3)
        self._shipping.setMinimumHeight(self._customer.sizeHint().height())
        self._express.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._note.setFixedHeight(metrics.height() * 3 + 16)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._clear)
        buttons.addWidget(self._save)
        self._message.setMinimumHeight(metrics.height() * 2 + 14)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addLayout(rows)
        column.addLayout(buttons)
        column.addWidget(self._message)
        column.addStretch(1)
