"""Links, buttons and inputs as real Qt widgets."""

from __future__ import annotations

from PySide6.QtCore import QDate, QRect, QSize, Qt, QTime
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.data.corpus.qt_base import Base
from lam_desktop.data.corpus.spec import Node


class Inputs(Base):
    """Builds what is pressed, typed into or chosen from."""

    def _link(self, node: Node) -> QWidget:
        made = self.label(node.id, node.text, kind="link", node=node)
        made.setStyleSheet(
            f"color:{'#7ab4ff' if self.look.palette.dark else '#1a56c4'};text-decoration:underline"
        )
        return made

    def _button(self, node: Node) -> QWidget:
        if "tool" in node.variant:
            tool = QToolButton()
            tool.setText(self.caption(node.text))
            tool.setAutoRaise(True)
            under = "under" in node.variant
            style = Qt.ToolButtonStyle
            shape = (
                style.ToolButtonTextUnderIcon
                if under
                else style.ToolButtonTextBesideIcon
                if "both" in node.variant
                else style.ToolButtonTextOnly
            )
            tool.setToolButtonStyle(shape)
            if shape != style.ToolButtonTextOnly:
                tool.setIcon(self.icon(node.icon))
                tool.setIconSize(QSize(self.icon_px, self.icon_px))
            self.probe(node.id, "button", node.text, tool, node=node)
            return tool
        button = QPushButton(self.caption(node.text))
        if "both" in node.variant:
            button.setIcon(self.icon(node.icon, 16))
        button.setDefault("primary" in node.variant)
        self.probe(node.id, "button", node.text, button, node=node)
        return button

    def _icon(self, node: Node) -> QWidget:
        tool = QToolButton()
        tool.setAutoRaise(self.rng.random() < 0.9)
        tool.setIcon(self.icon(node.icon))
        tool.setIconSize(QSize(self.icon_px, self.icon_px))
        self.probe(node.id, "icon", "", tool, node=node)
        return tool

    def _field(self, node: Node) -> QWidget:
        if node.variant in ("date", "time") and not self.plain_dates:
            return self._moment(node)
        line = QLineEdit()
        line.setPlaceholderText(node.placeholder)
        if node.variant == "password":
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setText("x" * len(node.value))
            shown = line.displayText() or node.placeholder
        else:
            line.setText(node.value)
            line.setCursorPosition(0)
            shown = node.value or node.placeholder
        if node.variant == "search" and self.rng.random() < 0.5:
            line.addAction(self.icon("magnifier", 16), QLineEdit.ActionPosition.LeadingPosition)
        if "display" in node.variant:
            font = QFont(line.font())
            font.setPixelSize(round(font.pixelSize() * 1.6))
            line.setFont(font)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.probe(node.id, "field", shown, line, node=node)
        return line

    def _moment(self, node: Node) -> QWidget:
        rng = self.rng
        if node.variant == "date":
            edit = QDateEdit(QDate(rng.randint(1990, 2028), rng.randint(1, 12), rng.randint(1, 28)))
            edit.setDisplayFormat(rng.choice(("dd.MM.yyyy", "yyyy-MM-dd", "MM/dd/yyyy", "d MMM yyyy")))
            edit.setCalendarPopup(rng.random() < 0.6)
        else:
            edit = QTimeEdit(QTime(rng.randint(0, 23), rng.randint(0, 59)))
            edit.setDisplayFormat("HH:mm")
        self.probe(node.id, "field", edit.text(), edit, node=node)
        return edit

    def _area(self, node: Node) -> QWidget:
        area = QPlainTextEdit(node.value)
        area.setPlaceholderText(node.placeholder)
        if node.variant == "small":
            area.setFixedHeight(round(self.look.font_px * self.rng.uniform(3.5, 6)))
        self.probe(node.id, "field", node.value or node.placeholder, area, node=node)
        return _on_desk(area, self.rng.uniform(0.5, 0.85)) if "paper" in node.variant else area

    def _combo(self, node: Node) -> QWidget:
        combo = QComboBox()
        combo.setFrame(self.rng.random() < 0.9)
        combo.addItems(list(node.options))
        combo.setCurrentIndex(node.options.index(node.value) if node.value in node.options else -1)
        if self.rng.random() < 0.25:
            combo.setEditable(True)
            combo.setCurrentIndex(node.options.index(node.value) if node.value in node.options else -1)
        self.probe(node.id, "combo", node.value, combo, node=node)
        return combo

    def _spin(self, node: Node) -> QWidget:
        spin = QSpinBox()
        spin.setRange(0, 10**8)
        spin.setValue(int(node.value or 0))
        symbols = QAbstractSpinBox.ButtonSymbols
        spin.setButtonSymbols(symbols.PlusMinus if self.plus_minus else symbols.UpDownArrows)
        if self.rng.random() < 0.2:
            spin.setSuffix(self.rng.choice((" %", " €", " kg", " mm", " h")))
        spin.setAlignment(Qt.AlignmentFlag.AlignRight if self.numbers_right else Qt.AlignmentFlag.AlignLeft)
        self.probe(node.id, "spin", spin.text(), spin, node=node)
        return spin

    def _radio(self, node: Node) -> QWidget:
        radio = QRadioButton()
        radio.setAutoExclusive(False)
        radio.setChecked(node.checked)
        self._mark_and_label(node, node.id, radio, "", node.group, node.checked)
        return radio

    def _check(self, node: Node) -> QWidget:
        box = QCheckBox(self.caption(node.text))
        box.setChecked(node.checked)
        self._mark_and_label(node, node.id, box, node.text, node.group, node.checked)
        return box

    def _radios(self, node: Node) -> QWidget:
        layout = QHBoxLayout() if node.variant == "row" else QVBoxLayout()
        held = QWidget()
        held.setLayout(layout)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(int(self.look.gap))
        for key, name in zip(node.option_keys, node.options, strict=True):
            radio = QRadioButton(self.caption(name))
            radio.setChecked(name == node.value)
            self._mark_and_label(node, f"{node.id}/{key}", radio, name, node.id, name == node.value)
            layout.addWidget(radio)
        if node.variant == "row":
            layout.addStretch(1)
        return held

    def _mark_and_label(
        self,
        node: Node,
        node_id: str,
        box: QCheckBox | QRadioButton,
        text: str,
        group: str,
        checked: bool,
    ) -> None:
        """Two elements: the indicator, and the words beside it."""
        round_one = isinstance(box, QRadioButton)
        element = QStyle.SubElement

        def option() -> QStyleOptionButton:
            made = QStyleOptionButton()
            box.initStyleOption(made)
            return made

        def indicator() -> QRect:
            return box.style().subElementRect(
                element.SE_RadioButtonIndicator if round_one else element.SE_CheckBoxIndicator, option(), box
            )

        def words() -> QRect:
            room = box.style().subElementRect(
                element.SE_RadioButtonContents if round_one else element.SE_CheckBoxContents, option(), box
            )
            flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            return QFontMetrics(box.font()).boundingRect(room, flags, text)

        self.probe(
            node_id,
            "radio" if round_one else "checkbox",
            "",
            box,
            indicator,
            group=group,
            checked=checked,
            record=node.record,
            focused=node.focused and not round_one,
        )
        if text:
            self.probe(f"{node_id}/label", "text", text, box, words)


def _on_desk(page: QWidget, share: float) -> QWidget:
    """A sheet of paper on a darker ground, as word processors show it."""
    desk = QFrame()
    desk.setFrameShape(QFrame.Shape.NoFrame)
    desk.setBackgroundRole(QPalette.ColorRole.Mid)
    desk.setAutoFillBackground(True)
    row = QHBoxLayout(desk)
    row.setContentsMargins(8, 12, 8, 0)
    row.addStretch(round(50 * (1 - share)))
    row.addWidget(page, round(100 * share))
    row.addStretch(round(50 * (1 - share)))
    return desk
