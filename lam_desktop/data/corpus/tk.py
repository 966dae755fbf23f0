"""Renders scenes with real Tk and ttk widgets on a virtual screen, and puts them on a page as Qt's are."""

from __future__ import annotations

import os
import pickle
import random
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import mss
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from lam_desktop.data.corpus.bars import is_dense
from lam_desktop.data.corpus.icon_sets import IconSet, IconSets
from lam_desktop.data.corpus.looks import Look, make_look
from lam_desktop.data.corpus.qt_compose import compose
from lam_desktop.data.corpus.qt_screen import Layer, note, stack, title_bar
from lam_desktop.data.corpus.spec import OTHER_WINDOW, Node, Rendered, Scene, walk

_TIMEOUT_S = 30.0
_SCREEN = "3840x2160x24"


class TkRenderer:
    """A virtual screen and a helper process with tkinter; a context manager like the other renderers."""

    def __init__(self, icons: IconSets | None = None) -> None:
        held = QApplication.instance()
        self._app = held if isinstance(held, QApplication) else QApplication(["corpus"])
        self._icons = icons or IconSets()
        self._server, display = _start_server()
        self._helper = _start_helper(display)
        self._camera = mss.mss(display=display)

    def __enter__(self) -> TkRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the helper and the screen."""
        self._camera.close()
        for process in (self._helper, self._server):
            process.terminate()
            process.wait(_TIMEOUT_S)

    def render(
        self, scene: Scene, seed: str, small: bool, wear: Callable[[Look], Look] = lambda look: look
    ) -> Rendered:
        """The picture of `scene`, with its elements in screen pixels.

        The look is drawn from `seed`, and `wear` makes of it what it likes.
        """
        look = wear(make_look(seed, scene.lang, small))
        rng = random.Random(f"tkscreen/{seed}")
        glyphs = self._icons.for_page(scene.program, scene.look, is_dense(scene.body))
        x, y, w, h = (round(value * look.scale) for value in look.window)
        main = self._window(look, glyphs, scene.body, scene.menus, (w, h), scene.title, "window")
        main.left = max(0, min(x, look.screen[0] - main.image.width()))
        main.top = max(0, min(y, look.screen[1] - main.image.height()))
        layers, own = [main], [main]
        if scene.neighbour is not None and look.neighbour:
            other = self._neighbour(scene, scene.neighbour, look, glyphs, rng, main.rect)
            layers.insert(1 if look.neighbour == "front" else 0, other)
        if scene.toast:
            layers.append(note(look, rng, scene.toast, main.rect))
        if scene.dialog is not None:
            own.append(self._dialog(scene.dialog, look, glyphs, rng, main.rect))
            layers.append(own[-1])
        popup = self._popup(scene, look, main) if scene.popup else None
        if popup is not None:
            layers.append(popup)
        return replace(compose(look, rng, layers, own), icons=glyphs.name)

    def _window(
        self,
        look: Look,
        glyphs: IconSet,
        body: Node,
        menus: tuple[Node, ...],
        size: tuple[int, int],
        title: str,
        name: str,
        prefix: str = "",
    ) -> Layer:
        """A window with its title bar, at (0, 0); a height of 0 is the one it asks for."""
        dialog = name.startswith("dialog")
        bar = None
        if look.decoration != "none" or dialog:
            font = QFont(look.font)
            font.setPixelSize(max(10, round(look.font_px)))
            drawn = random.Random(f"bar/{look.seed}")
            bar = title_bar(look, drawn, title, size[0], f"{prefix}{name}", font, dialog)
        height = max(60, size[1] - (bar.image.height() if bar else 0)) if size[1] else 0
        pictures = _pictures(glyphs, look, body)
        order = self._order(
            body=body, menus=menus, look=look, size=(size[0], height), prefix=prefix, pictures=pictures
        )
        if bar and bar.image.width() != order.image.width():
            bar = Layer(bar.image.copy(0, 0, order.image.width(), bar.image.height()), 0, 0, bar.elements)
        return stack(bar, order, QColor(look.palette.border))

    def _neighbour(
        self, scene: Scene, body: Node, look: Look, glyphs: IconSet, rng: random.Random, main: QRect
    ) -> Layer:
        w, h = rng.uniform(0.3, 0.45) * look.screen[0], rng.uniform(0.3, 0.5) * look.screen[1]
        if look.neighbour == "front":
            w, h = min(w, main.width() * 0.45), min(h, main.height() * 0.5)
        size = (max(120, round(w)), max(100, round(h)))
        drawn = self._window(look, glyphs, body, (), size, scene.neighbour_title, "window", OTHER_WINDOW)
        if look.neighbour == "front":
            drawn.left = rng.choice((main.left(), main.right())) - drawn.image.width() // 2
            drawn.top = rng.choice((main.top() - drawn.image.height() // 3, main.bottom() - round(h * 0.6)))
        else:
            drawn.left, drawn.top = (
                round(rng.uniform(-0.1, 0.7) * look.screen[0]),
                round(rng.uniform(0, 0.6) * look.screen[1]),
            )
        return drawn

    def _dialog(self, node: Node, look: Look, glyphs: IconSet, rng: random.Random, main: QRect) -> Layer:
        body = Node("column", "dialog/body", children=node.children, variant="pad")
        share = rng.uniform(0.35, 0.6) if node.variant != "wide" else rng.uniform(0.7, 0.95)
        width = min(max(round(300 * look.scale), round(main.width() * share)), look.screen[0])
        drawn = self._window(look, glyphs, body, (), (width, 0), node.text, "dialog/window")
        drawn.left = main.left() + round(
            max(0, main.width() - drawn.image.width()) * rng.choice((0.5, rng.random()))
        )
        drawn.top = main.top() + round(max(0, main.height() - drawn.image.height()) * rng.uniform(0.1, 0.6))
        return drawn

    def _popup(self, scene: Scene, look: Look, main: Layer) -> Layer | None:
        """The open menu or option list, at its owner; None when the owner is not to be seen."""
        owner = next((one[3] for one in main.elements if one[0] == scene.popup), None)
        if owner is None:
            return None
        owner = owner.translated(main.left, main.top)
        is_menu = scene.popup_items[0].role == "menu_entry"
        drawn = self._order(
            body=scene.body,
            menus=(),
            look=look,
            size=(0 if is_menu else owner.width(), 0),
            prefix="",
            pictures={},
            entries=scene.popup_items,
            owner=scene.popup,
        )
        context = is_menu and not scene.popup.startswith("menu/")
        left = owner.left() + (min(owner.width(), 200) * 2 // 5 if context else 0)
        drawn.left = max(0, min(left, look.screen[0] - drawn.image.width()))
        drawn.top = owner.top() + min(owner.height(), 60) // 2 if context else owner.bottom() + 1
        if drawn.top + drawn.image.height() > look.screen[1]:
            drawn.top = max(0, owner.top() - drawn.image.height())
        return drawn

    def _order(self, **order: Any) -> Layer:
        """Have a window built, and take its picture."""
        stdin, stdout = self._helper.stdin, self._helper.stdout
        assert stdin is not None and stdout is not None
        pickle.dump(order, stdin)
        stdin.flush()
        if not select.select([stdout], [], [], _TIMEOUT_S)[0]:
            raise RuntimeError(f"the Tk helper did not answer within {_TIMEOUT_S:.0f} s.")
        built = pickle.load(stdout)
        width, height = built["size"]
        shot = self._camera.grab({"left": 0, "top": 0, "width": width, "height": height})
        image = QImage(shot.bgra, width, height, width * 4, QImage.Format.Format_RGB32).copy()
        elements = [(*one[:3], QRect(*one[3]), *one[4:]) for one in built["elements"]]
        return Layer(image, 0, 0, elements)  # type: ignore[arg-type]


def _pictures(glyphs: IconSet, look: Look, body: Node) -> dict[str, bytes]:
    """PNG of every glyph that a window shows."""
    rng = random.Random(f"tkicons/{look.seed}")
    px = round(rng.choice((16, 16, 18, 20, 24)) * look.scale)
    stroke = rng.choice((1.5, 2.0, 2.5))
    names = {node.icon for node in walk(body)}
    names |= {column.make for node in walk(body) for column in node.columns if column.control == "icon"}
    ink = look.palette.faded(look.quiet_ink) if "tools" in look.quiet else look.palette.text
    return {name: _png(glyphs.svg(name, px, stroke, ink), px) for name in sorted(names - {""})}


def _png(svg: str, px: int) -> bytes:
    image = QImage(px, px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _start_server() -> tuple[subprocess.Popen[bytes], str]:
    """A virtual screen of its own, and its name."""
    if shutil.which("Xvfb") is None:
        raise RuntimeError("Xvfb was not found: install the Debian package xvfb.")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-dpi", "96", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as line:
        ready = select.select([line], [], [], _TIMEOUT_S)[0]
        number = line.readline().strip() if ready else ""
    if not number:
        server.kill()
        raise RuntimeError("the virtual screen Xvfb did not start.")
    return server, f":{number}"


def _start_helper(display: str) -> subprocess.Popen[bytes]:
    root = Path(__file__).parents[3]
    environment = os.environ | {"DISPLAY": display, "PYTHONPATH": str(root)}
    command = [python_with_tk(), "-m", "lam_desktop.data.corpus.tk_program"]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def python_with_tk() -> str:
    """A Python that has tkinter: this one, or the system's."""
    for python in _candidates():
        done = subprocess.run(
            [python, "-c", "import tkinter"], capture_output=True, check=False, timeout=_TIMEOUT_S
        )
        if done.returncode == 0:
            return python
    raise RuntimeError("no Python with tkinter was found: install the Debian package python3-tk.")


def _candidates() -> Iterable[str]:
    yield sys.executable
    found = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if found:
        yield found
