"""What the programs on a desktop say about themselves, placed on the screen."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.types import Box
from recorder.events import WindowFacts

DEBIAN_PYTHON = "/usr/bin/python3"
ASKING_S = 90.0
LEAST_WINDOW_PX = 20
MOST_MENU_BAR_PX = 100
SLACK_PX = 2
ITEMS = frozenset({"menu", "menu item", "check menu item", "radio menu item"})
FOLDING = frozenset({"combo box", "menu"})
_CLASS_NAME = re.compile(r"(Gtk|Adw|Gs|Ide|Editor|Hdy)[A-Z]\w*$")
"""GTK 4 names what has no name after its class."""


@dataclass(frozen=True, eq=False)
class Node:
    """One node of an accessibility tree, as it is shown."""

    role: str
    name: str
    """Empty where the program gives none."""
    about: str
    labelled_by: str
    text: str
    """What an input holds, or what a label says."""
    states: frozenset[str]
    cell: tuple[int, int] | None
    """Row and column in its table."""
    box: Box
    """Screen pixels."""
    window: WindowFacts | None
    """The X window it is drawn in."""
    order: int
    """Among its siblings, the lower ones drawn first."""
    parent: Node | None
    acts: bool
    """Whether it has actions of its own."""
    takes_clicks: bool
    """Whether a click on its middle goes to it, as far as its toolkit can be asked."""
    toolkit: str

    def ancestors(self) -> list[Node]:
        """Its parent, that one's parent, and so on."""
        found: list[Node] = []
        above = self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found

    def is_below(self, other: Node) -> bool:
        """Whether `other` is the node itself or one of its ancestors."""
        return self is other or other in self.ancestors()


def read_tree(environment: Mapping[str, str], windows: Sequence[WindowFacts], scale: int) -> list[Node]:
    """All shown nodes, parents first; `windows` are the desktop's, bottom to top.

    `scale` is how many screen pixels a toolkit's pixel has. Raises EnvironmentFault where it cannot ask.
    """
    script = Path(__file__).with_name("atspi_tree.py")
    try:
        asked = subprocess.run(
            [DEBIAN_PYTHON, str(script)], env=dict(environment), capture_output=True, text=True,
            timeout=ASKING_S, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as fault:
        said = getattr(fault, "stderr", "") or str(fault)
        raise EnvironmentFault(
            f"The accessibility trees cannot be read ({said.strip()[-200:]}): "
            "install the Debian packages python3-gi and gir1.2-atspi-2.0."
        ) from fault
    return placed(json.loads(asked.stdout), windows, scale)


def placed(said: Sequence[Mapping[str, Any]], windows: Sequence[WindowFacts], scale: int) -> list[Node]:
    """The nodes that `atspi_tree.py` told, in screen pixels; the rest as in `read_tree`."""
    shown = [one for one in windows if min(one.geometry[2:]) >= LEAST_WINDOW_PX]
    nodes: list[Node] = []
    moves: list[tuple[int, int]] = []
    for one in said:
        parent = nodes[one["parent"]] if one["parent"] >= 0 else None
        toolkit = parent.toolkit if parent else one["toolkit"]
        gtk4 = toolkit == "GTK"
        x, y, w, h = (value * scale for value in one["window" if gtk4 else "screen"])
        told = Box(x, y, max(0, w), max(0, h))
        move = moves[one["parent"]] if one["parent"] >= 0 else (0, 0)
        window = parent.window if parent else None
        is_top = parent is not None and parent.parent is None
        if one.get("surface") and (found := _surface(shown, one["name"] if is_top else "", (w, h))):
            window = found
            left, top, width, height = found.geometry
            move = left + (width - w) // 2 - x, top + (height - h) // 2 - y
        elif is_top:
            window = _window(shown, one["name"], told)
        elif one["role"] == "root pane" and window is not None:
            move = _inside(window, told)
        elif not gtk4 and parent is not None and _is_told_rightly(told, parent.box, move):
            move = (0, 0)
        moves.append(move)
        box = told.moved(*move)
        if parent is not None and (one["role"] in ITEMS or _is_folded(parent)):
            window = _popup(shown, box) or window
        nodes.append(
            Node(
                role=one["role"],
                name=_gtk4_name(one["name"]) if gtk4 else one["name"].strip(),
                about=one["about"].strip(),
                labelled_by=one["labelled_by"].strip(),
                text=one["text"],
                states=frozenset(one["states"]),
                cell=tuple(one["cell"]) if one["cell"] else None,
                box=box,
                window=window,
                order=one["index"],
                parent=parent,
                acts=one["actions"],
                takes_clicks=one.get("hit", True),
                toolkit=toolkit,
            )
        )
    return nodes


def _gtk4_name(said: str) -> str:
    """What a widget is called: GTK 4 gives its class where it has no name, and gives some names twice."""
    if _CLASS_NAME.match(said):
        return ""
    plain = said.replace("_", "", said.count("_") > 0 and " " in said)
    half = plain[: len(plain) // 2]
    return half if plain == f"{half} {half}" else said.strip()


def _inside(window: WindowFacts, box: Box) -> tuple[int, int]:
    """How far LibreOffice's own part of a window is off: it may be told as if no menu bar lay above it."""
    left, top, _, height = window.geometry
    down = top + height - box.bottom
    return (left - box.x, down) if 0 <= down <= MOST_MENU_BAR_PX else (0, 0)


def _is_told_rightly(told: Box, parent: Box, move: tuple[int, int]) -> bool:
    """Whether it lies in its moved parent as it is: GTK's own widgets inside LibreOffice's are not off."""
    before = parent.moved(-move[0], -move[1])
    return parent.holds(told, SLACK_PX) and not before.holds(told, SLACK_PX)


def _surface(windows: Sequence[WindowFacts], title: str, size: tuple[int, int]) -> WindowFacts | None:
    """The X window of a GTK 4 window or popover: by its title, else by its size with a frame."""
    if title:
        named = [one for one in windows if one.title == title]
        if named:
            return named[-1]
    near = [one for one in windows if all(0 <= one.geometry[2 + at] - size[at] <= 24 for at in (0, 1))]
    return near[-1] if near else None


def _is_folded(parent: Node) -> bool:
    return any(one.role in FOLDING for one in (parent, *parent.ancestors()))


def _popup(windows: Sequence[WindowFacts], box: Box) -> WindowFacts | None:
    """The open menu or list in which the box lies: a tree has them below what opens them."""
    popups = (one for one in reversed(windows) if one.kind in ("menu", "popup"))
    return next((one for one in popups if Box(*one.geometry).contains(*box.center)), None)


def _window(windows: Sequence[WindowFacts], title: str, box: Box) -> WindowFacts | None:
    """The X window that a toplevel node is: the one that covers most of the same place."""
    best = max(windows, key=lambda one: (Box(*one.geometry).iou(box), one.title == title), default=None)
    return best if best is not None and Box(*best.geometry).iou(box) > 0.3 else None
