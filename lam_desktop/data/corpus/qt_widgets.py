"""Builds real Qt widgets from nodes."""

from __future__ import annotations

from PySide6.QtCore import QDate, QRect, QSize, Qt, QTime
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStyleOptionGroupBox,
    QTabWidget,
    QTimeEdit,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.data.corpus.qt_views import Views
from lam_desktop.data.corpus.spec import Node


class Builder(Views):
    """Builds one window's widgets."""

    def build(self, node: Node) -> QWidget:
        """The widget of a node with everything in it."""
        widget: QWidget = getattr(self, f"_{node.role}")(node)
        if not node.enabled:
            widget.setEnabled(False)
        if node.focused and not self.prefix:
            self.focus = widget
        if node.hovered and isinstance(widget, QAbstractButton):
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        return widget

    def menu_bar(self, menus: tuple[Node, ...]) -> QMenuBar:
        """The menu titles as a real menu bar."""
        bar = QMenuBar()
        for menu in menus:
            action = bar.addAction(menu.text)
            self.probe(menu.id, "menu_item", menu.text, bar, lambda a=action: bar.actionGeometry(a))
        return bar

    def _box(self, layout: QLayout, node: Node) -> QWidget:
        held = QWidget()
        held.setLayout(layout)
        pad = (
            int(self.look.gap * 1.5)
            if "pad" in node.variant
            else int(self.look.pad)
            if "side" in node.variant
            else 0
        )
        layout.setContentsMargins(pad, pad, pad, pad)
        layout.setSpacing(0 if "flush" in node.variant else int(self.look.gap))
        return held

    def _column(self, node: Node) -> QWidget:
        if "pad" in node.variant and "small" not in node.variant and node.id != "dialog/body":
            return _scrolling(self._filled_column(node))
        return self._filled_column(node)

    def _filled_column(self, node: Node) -> QWidget:
        layout = QVBoxLayout()
        held = self._box(layout, node)
        greedy = False
        for child in node.children:
            made = self.build(child)
            grows = (
                child.role in ("table", "list", "tree", "mails", "tabs", "keypad", "column", "row")
                or child.variant == "large"
            )
            if child.role == "row" and child.variant == "tight":
                grows = False
            greedy = greedy or grows
            layout.addWidget(made, 1 if grows else 0)
        if not greedy:
            layout.addStretch(1)
        if "side" in node.variant:
            held.setFixedWidth(max(130, int(self.look.window[2] * 0.22)))
        return held

    def _row(self, node: Node) -> QWidget:
        layout = QHBoxLayout()
        held = self._box(layout, node)
        if node.variant == "split":
            layout.setSpacing(1)
        for child in node.children:
            top = child.role in ("group", "form", "check") and node.variant != "split"
            share = 0 if node.variant == "tight" and child.role in ("button", "link") else 1
            layout.addWidget(
                self.build(child), share, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0)
            )
        if node.variant == "tight" and node.children[0].role == "link":
            layout.addStretch(1)
        return held

    def _group(self, node: Node) -> QWidget:
        box = QGroupBox(node.text)
        layout = QVBoxLayout(box)
        layout.setSpacing(int(self.look.gap))
        for child in node.children:
            layout.addWidget(self.build(child))

        def title() -> QRect:
            option = QStyleOptionGroupBox()
            box.initStyleOption(option)
            whole = box.style().subControlRect(
                QStyle.ComplexControl.CC_GroupBox, option, QStyle.SubControl.SC_GroupBoxLabel, box
            )
            return (
                QFontMetrics(box.font())
                .boundingRect(whole, int(Qt.AlignmentFlag.AlignCenter), node.text)
                .intersected(box.rect())
            )

        self.probe(node.id, "text", node.text, box, title)
        return box

    def _form(self, node: Node) -> QWidget:
        arrangement, columns = node.variant.split()
        count = max(1, min(int(columns), len(node.children), 2 if self.look.window[2] < 800 else 3))
        grid = QGridLayout()
        held = self._box(grid, node)
        above = arrangement in ("above", "placeholder")
        for n, item in enumerate(node.children):
            row, column = divmod(n, count)
            child = item.children[0]
            hinted = arrangement == "placeholder" and child.role in ("field", "area")
            if hinted:
                child = Node(**{**vars(child), "placeholder": item.text})
            made = self.build(child)
            label = (
                self.label(item.id, item.text + ("" if above else self.label_end))
                if item.text and not hinted
                else None
            )
            if above:
                if label:
                    grid.addWidget(label, row * 2, column)
                grid.addWidget(made, row * 2 + 1, column)
            else:
                side = Qt.AlignmentFlag.AlignRight if arrangement == "right" else Qt.AlignmentFlag.AlignLeft
                if label:
                    grid.addWidget(label, row, column * 2, side | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(made, row, column * 2 + 1)
                grid.setColumnStretch(column * 2 + 1, 1)
        return held

    def _toolbar(self, node: Node) -> QWidget:
        bar = QToolBar()
        for child in node.children:
            if child.role == "separator":
                bar.addSeparator()
                continue
            made = self.build(child)
            if child.role in ("field", "combo"):
                made.setFixedWidth(150)
            bar.addWidget(made)
        return bar

    def _buttons(self, node: Node) -> QWidget:
        layout = QHBoxLayout()
        held = self._box(layout, node)
        if node.variant != "left":
            layout.addStretch(1)
        for child in node.children:
            layout.addWidget(self.build(child))
        if node.variant != "right":
            layout.addStretch(1)
        return held

    def _keypad(self, node: Node) -> QWidget:
        grid = QGridLayout()
        held = self._box(grid, node)
        for n, child in enumerate(node.children):
            made = self.build(child)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            made.setMinimumWidth(24)
            grid.addWidget(made, *divmod(n, int(node.variant)))
        return held

    def _statusbar(self, node: Node) -> QWidget:
        held = QFrame()
        layout = QHBoxLayout(held)
        layout.setContentsMargins(6, 2, 6, 2)
        for n, child in enumerate(node.children):
            if n:
                layout.addStretch(1)
            layout.addWidget(self.label(child.id, child.text))
        layout.addStretch(0 if len(node.children) > 1 else 1)
        return held

    def _tabs(self, node: Node) -> QWidget:
        tabs = QTabWidget()
        for key, name in zip(node.option_keys, node.options, strict=True):
            on = name == node.value
            page = QWidget()
            if on:
                layout = QVBoxLayout(page)
                layout.setContentsMargins(0, 0, 0, 0)
                for child in node.children:
                    layout.addWidget(self.build(child))
            n = tabs.addTab(page, name)
            if on:
                tabs.setCurrentIndex(n)
            bar = tabs.tabBar()
            self.probe(
                f"{node.id}/{key}",
                "tab",
                name,
                bar,
                lambda n=n, bar=bar: bar.tabRect(n),
                group=node.id,
                checked=on,
            )
        return tabs

    def _heading(self, node: Node) -> QWidget:
        return self.label(node.id, node.text, bold=self.rng.choice((1.2, 1.35, 1.5)))

    def _para(self, node: Node) -> QWidget:
        return self.label(node.id, node.text, wrap=True)

    def _link(self, node: Node) -> QWidget:
        made = self.label(node.id, node.text, kind="link")
        made.setStyleSheet(
            f"color:{'#7ab4ff' if self.look.palette.dark else '#1a56c4'};text-decoration:underline"
        )
        return made

    def _button(self, node: Node) -> QWidget:
        if "tool" in node.variant:
            tool = QToolButton()
            tool.setText(node.text)
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
            self.probe(node.id, "button", node.text, tool, focused=node.focused)
            return tool
        button = QPushButton(node.text)
        if "both" in node.variant:
            button.setIcon(self.icon(node.icon, 16))
        button.setDefault("primary" in node.variant)
        self.probe(node.id, "button", node.text, button, focused=node.focused)
        return button

    def _icon(self, node: Node) -> QWidget:
        tool = QToolButton()
        tool.setAutoRaise(self.rng.random() < 0.9)
        tool.setIcon(self.icon(node.icon))
        tool.setIconSize(QSize(self.icon_px, self.icon_px))
        self.probe(node.id, "icon", "", tool, focused=node.focused)
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
        self.probe(node.id, "field", shown, line, focused=node.focused)
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
        self.probe(node.id, "field", edit.text(), edit, focused=node.focused)
        return edit

    def _area(self, node: Node) -> QWidget:
        area = QPlainTextEdit(node.value)
        area.setPlaceholderText(node.placeholder)
        if node.variant == "small":
            area.setFixedHeight(round(self.look.font_px * self.rng.uniform(3.5, 6)))
        self.probe(node.id, "field", node.value or node.placeholder, area, focused=node.focused)
        return area

    def _combo(self, node: Node) -> QWidget:
        combo = QComboBox()
        combo.addItems(list(node.options))
        combo.setCurrentIndex(node.options.index(node.value) if node.value in node.options else -1)
        if self.rng.random() < 0.15:
            combo.setEditable(True)
            combo.setCurrentIndex(node.options.index(node.value) if node.value in node.options else -1)
        self.probe(node.id, "combo", node.value, combo, focused=node.focused)
        return combo

    def _spin(self, node: Node) -> QWidget:
        spin = QSpinBox()
        spin.setRange(0, 10**8)
        spin.setValue(int(node.value or 0))
        self.probe(node.id, "spin", spin.text(), spin, focused=node.focused)
        return spin

    def _check(self, node: Node) -> QWidget:
        box = QCheckBox(node.text)
        box.setChecked(node.checked)
        self._mark_and_label(node.id, box, node.text, None, node.checked, node.focused)
        return box

    def _radios(self, node: Node) -> QWidget:
        layout = QHBoxLayout() if node.variant == "row" else QVBoxLayout()
        held = self._box(layout, Node("radios", node.id))
        for key, name in zip(node.option_keys, node.options, strict=True):
            radio = QRadioButton(name)
            radio.setChecked(name == node.value)
            self._mark_and_label(f"{node.id}/{key}", radio, name, node.id, name == node.value, False)
            layout.addWidget(radio)
        if node.variant == "row":
            layout.addStretch(1)
        return held

    def _mark_and_label(
        self,
        node_id: str,
        box: QCheckBox | QRadioButton,
        text: str,
        group: str | None,
        checked: bool,
        focused: bool,
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
            focused=focused,
        )
        self.probe(f"{node_id}/label", "text", text, box, words)


def _scrolling(inner: QWidget) -> QScrollArea:
    """A frameless area that scrolls what a small window cannot show."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
