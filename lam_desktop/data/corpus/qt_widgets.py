"""Builds real Qt widgets from nodes."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLayout,
    QMenuBar,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionGroupBox,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.data.corpus.qt_days import Days
from lam_desktop.data.corpus.qt_inputs import Inputs
from lam_desktop.data.corpus.spec import Node

_GREEDY = frozenset(
    ("table", "list", "tree", "mails", "cards", "board", "month", "tabs", "keypad", "column", "row")
)
"""Roles that take what room there is."""


class Builder(Days, Inputs):
    """Builds one window's widgets."""

    def menu_bar(self, menus: tuple[Node, ...]) -> QMenuBar:
        """The menu titles as a real menu bar."""
        bar = QMenuBar()
        for menu in menus:
            action = bar.addAction(self.caption(menu.text))
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
                child.role
                in (
                    "table",
                    "list",
                    "tree",
                    "mails",
                    "cards",
                    "board",
                    "month",
                    "tabs",
                    "keypad",
                    "column",
                    "row",
                )
                or "large" in child.variant
            )
            if child.variant == "ribbon" or (child.role == "row" and child.variant == "tight"):
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
            top = child.role in ("group", "form", "check", "buttons") and node.variant != "split"
            share = 0 if node.variant == "tight" and child.role in ("button", "link") else 1
            layout.addWidget(
                self.build(child), share, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0)
            )
        if node.variant == "tight" and node.children and node.children[0].role == "link":
            layout.addStretch(1)
        return held

    def _group(self, node: Node) -> QWidget:
        box = QGroupBox(node.text.replace("&", "&&"))
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
            made = self._with_error(child)
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

    def _with_error(self, node: Node) -> QWidget:
        """An input, and below it what is wrong with it."""
        made = self.build(node)
        if not node.error:
            return made
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(made)
        words = self.label(f"{node.id}/error", node.error)
        words.setStyleSheet(f"color:{self.look.palette.warning}")
        column.addWidget(words)
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
        stretched = self.look.stretched
        if stretched is not None:
            held = self._box(column := QVBoxLayout() if stretched.stacked else QHBoxLayout(), node)
            for child in node.children:
                column.addWidget(self.build(child))
            column.setContentsMargins(round(stretched.indent), 0, 0, 0)
            held.setMaximumWidth(round(stretched.most))
            return held
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
        tabs.setDocumentMode(self.rng.random() < 0.3)
        tabs.setTabsClosable(self.rng.random() < 0.15)
        for key, name in zip(node.option_keys, node.options, strict=True):
            on = name == node.value
            page = QWidget()
            if on:
                layout = QVBoxLayout(page)
                layout.setContentsMargins(0, 0, 0, 0)
                for child in node.children:
                    layout.addWidget(self.build(child))
            n = tabs.addTab(page, self.caption(name))
            if on:
                tabs.setCurrentIndex(n)
            enabled = key not in node.disabled
            tabs.setTabEnabled(n, enabled)
            bar = tabs.tabBar()
            self.probe(
                f"{node.id}/{key}",
                "tab",
                name,
                bar,
                lambda n=n, bar=bar: bar.tabRect(n),
                group=node.id,
                checked=on,
                enabled=enabled,
            )
        return tabs

    def _heading(self, node: Node) -> QWidget:
        return self.label(node.id, node.text, bold=self.rng.choice((1.2, 1.35, 1.5)))

    def _para(self, node: Node) -> QWidget:
        return self.label(node.id, node.text, wrap=True)

    def _words(self, node: Node) -> QWidget:
        return self.label(node.id, node.text)

    def _prose(self, node: Node) -> QWidget:
        line = QHBoxLayout()
        held = self._box(line, node)
        for child in node.children:
            line.addWidget(self.build(child))
        line.setSpacing(held.fontMetrics().horizontalAdvance(" "))
        line.addStretch(1)
        return held


def _scrolling(inner: QWidget) -> QScrollArea:
    """A frameless area that scrolls what a small window cannot show."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
