"""Accessibility trees made by hand."""

from __future__ import annotations

from typing import Any

from lam_desktop.evaluation.native.tree import Node
from lam_desktop.types import Box
from recorder.events import WindowFacts

WINDOW = WindowFacts("Orders", "Orders", "orders", 7, (0, 0, 600, 400), 1, "normal")
SHOWING = frozenset({"showing", "visible", "sensitive"})


def node(role: str, name: str = "", parent: Node | None = None, **other: Any) -> Node:
    """One node; what is not said is as in a plain GTK 3 program."""
    facts: dict[str, Any] = {
        "about": "", "labelled_by": "", "text": "", "states": SHOWING, "cell": None,
        "box": Box(10, 10, 80, 24), "window": WINDOW, "order": 0, "acts": False, "takes_clicks": True,
        "toolkit": "gtk",
    }  # fmt: skip
    return Node(role=role, name=name, parent=parent, **{**facts, **other})


def frame_of(*children: Node) -> list[Node]:
    """The nodes of a program with one window, which holds the children."""
    top = children[0].parent
    assert top is not None and top.parent is not None
    return [top.parent, top, *children]


def window(title: str = "Orders") -> Node:
    """A window of a program."""
    return node("frame", title, node("application", "orders", box=Box(0, 0, 0, 0)), box=Box(0, 0, 600, 400))
