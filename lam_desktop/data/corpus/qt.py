"""Renders scenes with real Qt widgets, off screen; runs in a process of its own."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QMenu, QVBoxLayout, QWidget

from lam_desktop.data.corpus.bars import is_dense
from lam_desktop.data.corpus.icon_sets import DrawnIcons, IconSet, IconSets
from lam_desktop.data.corpus.looks import Look, make_look
from lam_desktop.data.corpus.qt_base import Probe
from lam_desktop.data.corpus.qt_compose import compose, found, grab
from lam_desktop.data.corpus.qt_screen import (
    Layer,
    note,
    stack,
    title_bar,
)
from lam_desktop.data.corpus.qt_style import dress
from lam_desktop.data.corpus.qt_widgets import Builder
from lam_desktop.data.corpus.spec import OTHER_WINDOW, Node, Rendered, Scene


class QtRenderer:
    """One QApplication; a context manager like the other renderers."""

    def __init__(self, icons: IconSets | None = None) -> None:
        self._icons = icons or IconSets()
        self._set: IconSet = DrawnIcons()
        held = QApplication.instance()
        self._app = held if isinstance(held, QApplication) else QApplication(["corpus"])
        self._app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)

    def __enter__(self) -> QtRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the windows."""
        self._app.closeAllWindows()

    def render(
        self, scene: Scene, seed: str, small: bool, wear: Callable[[Look], Look] = lambda look: look
    ) -> Rendered:
        """The picture of `scene`, with its elements in screen pixels.

        The look is drawn from `seed`, and `wear` makes of it what it likes.
        """
        look = wear(make_look(seed, scene.lang, small))
        rng = random.Random(f"qtscreen/{seed}")
        self._set = self._icons.for_page(scene.program, scene.look, is_dense(scene.body))
        sheet = dress(self._app, look)
        main, popup = self._main_window(scene, look, rng, sheet)
        layers = [main]
        if scene.neighbour is not None and look.neighbour:
            other = self._neighbour(scene, look, rng, sheet, main.rect)
            layers.insert(1 if look.neighbour == "front" else 0, other)
        if scene.toast:
            layers.append(note(look, rng, scene.toast, main.rect))
        own = [main]
        if scene.dialog is not None:
            own.append(self._dialog(scene.dialog, look, rng, sheet, main.rect))
            layers.append(own[-1])
        if popup is not None:
            layers.append(popup)
        return replace(compose(look, rng, layers, own), icons=self._set.name)

    def _main_window(
        self, scene: Scene, look: Look, rng: random.Random, sheet: str
    ) -> tuple[Layer, Layer | None]:
        builder = Builder(look, rng, self._set)
        window = _frame(sheet)
        layout = window.layout()
        assert layout is not None
        bar = builder.menu_bar(scene.menus) if scene.menus else None
        if bar is not None:
            layout.addWidget(bar)
        layout.addWidget(builder.build(scene.body))
        x, y, w, h = look.window
        drawn = self._window(builder, window, scene.title, look, (w, h), "window", dialog=False, keep=True)
        drawn.left = max(0, min(round(x * look.scale), look.screen[0] - drawn.image.width()))
        drawn.top = max(0, min(round(y * look.scale), look.screen[1] - drawn.image.height()))
        popup = self._popup(scene, builder, look, rng, sheet, drawn) if scene.popup else None
        self._drop(window)
        return drawn, popup

    def _neighbour(self, scene: Scene, look: Look, rng: random.Random, sheet: str, main: QRect) -> Layer:
        assert scene.neighbour is not None
        builder = Builder(look, rng, self._set, prefix=OTHER_WINDOW)
        window = _frame(sheet)
        window.layout().addWidget(builder.build(scene.neighbour))  # type: ignore[union-attr]
        w, h = (
            rng.uniform(0.3, 0.6) * look.screen[0] / look.scale,
            rng.uniform(0.3, 0.7) * look.screen[1] / look.scale,
        )
        if look.neighbour == "front":
            w, h = min(w, look.window[2] * 0.45), min(h, look.window[3] * 0.5)
        drawn = self._window(
            builder, window, scene.neighbour_title, look, (w, h), f"{OTHER_WINDOW}window", dialog=False
        )
        if look.neighbour == "front":
            drawn.left = rng.choice((main.left(), main.right())) - drawn.image.width() // 2
            drawn.top = rng.choice(
                (main.top() - drawn.image.height() // 3, main.bottom() - round(drawn.image.height() * 0.6))
            )
        else:
            drawn.left, drawn.top = (
                round(rng.uniform(-0.1, 0.7) * look.screen[0]),
                round(rng.uniform(0, 0.6) * look.screen[1]),
            )
        return drawn

    def _dialog(self, node: Node, look: Look, rng: random.Random, sheet: str, main: QRect) -> Layer:
        builder = Builder(look, rng, self._set)
        window = _frame(sheet)
        body = Node("column", "dialog/body", children=node.children, variant="pad")
        window.layout().addWidget(builder.build(body))  # type: ignore[union-attr]
        share = rng.uniform(0.3, 0.6) if node.variant != "wide" else rng.uniform(0.7, 0.95)
        width = min(max(300.0, look.window[2] * share), look.window[2])
        height = (
            window.heightForWidth(round(width)) if window.hasHeightForWidth() else window.sizeHint().height()
        )  # type: ignore[union-attr]
        drawn = self._window(
            builder, window, node.text, look, (width, max(60, height)), "dialog/window", dialog=True
        )
        room_x, room_y = (
            max(0, main.width() - drawn.image.width()),
            max(0, main.height() - drawn.image.height()),
        )
        drawn.left = main.left() + round(room_x * rng.choice((0.5, rng.random())))
        drawn.top = main.top() + round(room_y * rng.uniform(0.1, 0.6))
        return drawn

    def _window(
        self,
        builder: Builder,
        window: QWidget,
        title: str,
        look: Look,
        size: tuple[float, float],
        name: str,
        dialog: bool,
        keep: bool = False,
    ) -> Layer:
        """A window of about `size` logical pixels, its title bar included; at (0, 0)."""
        least = window.minimumSizeHint()
        screen_w, screen_h = look.screen[0] / look.scale, look.screen[1] / look.scale
        size = (
            min(screen_w, max(size[0], least.width())),
            max(size[1], least.height() + (0 if dialog else 34)),
        )
        size = size[0], min(screen_h, size[1])
        bar = None
        if look.decoration != "none" or dialog:
            bar = title_bar(
                look,
                random.Random(f"bar/{look.seed}"),
                title,
                round(size[0] * look.scale),
                name,
                self._app.font(),
                dialog,
            )
        height = size[1] if dialog else max(60.0, size[1] - (bar.image.height() / look.scale if bar else 0))
        window.setFixedSize(round(size[0]), round(height))
        window.show()
        if builder.focus is not None:
            window.activateWindow()
            builder.focus.setFocus(Qt.FocusReason.TabFocusReason)
        self._app.processEvents()
        image = grab(window, look.scale)
        if bar and bar.image.width() != image.width():
            bar = Layer(bar.image.copy(0, 0, image.width(), bar.image.height()), 0, 0, bar.elements)
        content = Layer(image, 0, 0, found(builder.probes, look.scale))
        if not keep:
            self._drop(window)
        return stack(bar, content, QColor(look.palette.border))

    def _popup(
        self, scene: Scene, builder: Builder, look: Look, rng: random.Random, sheet: str, main: Layer
    ) -> Layer | None:
        """The open menu or option list, below its owner; None when the owner is not to be seen."""
        owner = next((e[3] for e in main.elements if e[0] == scene.popup), None)
        if owner is None:
            return None
        owner = owner.translated(main.left, main.top)
        if scene.popup_items[0].role == "menu_entry":
            drawn = self._menu(scene, builder, look, rng, sheet)
        else:
            drawn = self._options(scene, look, rng, sheet, round(owner.width() / look.scale))
        width, height = look.screen
        context = not scene.popup.startswith("menu/") and scene.popup_items[0].role == "menu_entry"
        left = owner.left() + round(min(owner.width(), 200) * 0.4) if context else owner.left()
        drawn.left = max(0, min(left, width - drawn.image.width()))
        drawn.top = owner.top() + min(owner.height(), 60) // 2 if context else owner.bottom() + 1
        if drawn.top + drawn.image.height() > height:
            drawn.top = max(0, owner.top() - drawn.image.height())
        return drawn

    def _menu(self, scene: Scene, builder: Builder, look: Look, rng: random.Random, sheet: str) -> Layer:
        menu = QMenu()
        menu.setStyleSheet(sheet)
        with_icons = rng.random() < 0.4
        probes = []
        for item in scene.popup_items:
            action = menu.addAction(builder.caption(item.text))
            if with_icons:
                action.setIcon(builder.icon(item.icon, 16))
            action.setEnabled(item.enabled)
            probes.append(
                Probe(
                    item.id,
                    "menu_item",
                    item.text,
                    menu,
                    lambda a=action: menu.actionGeometry(a),
                    scene.popup,
                    enabled=item.enabled,
                )
            )
            if rng.random() < 0.15:
                menu.addSeparator()
        if rng.random() < 0.5:
            menu.setActiveAction(rng.choice([a for a in menu.actions() if not a.isSeparator()]))
        menu.popup(QPoint(0, 0))
        self._app.processEvents()
        drawn = Layer(grab(menu, look.scale), 0, 0, found(probes, look.scale))
        self._drop(menu)
        return drawn

    def _options(self, scene: Scene, look: Look, rng: random.Random, sheet: str, width: int) -> Layer:
        held = QListWidget()
        held.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        held.setStyleSheet(sheet)
        held.setFrameShape(QFrame.Shape.Box if rng.random() < 0.7 else QFrame.Shape.StyledPanel)
        held.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        held.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        probes = []
        for n, item in enumerate(scene.popup_items):
            held.addItem(item.text)
            entry = held.item(n)
            entry.setSelected(item.checked)
            probes.append(
                Probe(
                    item.id,
                    "list_item",
                    item.text,
                    held.viewport(),
                    lambda e=entry: held.visualItemRect(e),
                    scene.popup,
                    item.checked,
                )
            )
        rows = sum(held.sizeHintForRow(n) for n in range(held.count()))
        held.setFixedSize(max(width, held.sizeHintForColumn(0) + 12), rows + 2 * held.frameWidth() + 2)
        held.show()
        self._app.processEvents()
        drawn = Layer(grab(held, look.scale), 0, 0, found(probes, look.scale))
        self._drop(held)
        return drawn

    def _drop(self, window: QWidget) -> None:
        window.hide()
        window.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _frame(sheet: str) -> QWidget:
    window = QWidget()
    window.setStyleSheet(sheet)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return window
