"""Which kind of element a node of an accessibility tree is, in the terms of the corpus."""

from __future__ import annotations

from lam_desktop.evaluation.native.tree import Node

ROLES = {
    "push button": "button", "toggle button": "button", "button": "button", "check box": "checkbox",
    "switch": "checkbox", "radio button": "radio", "combo box": "combo", "entry": "field", "text": "field",
    "password text": "field", "document text": "field", "spin button": "spin", "page tab": "tab",
    "menu": "menu_item", "menu item": "menu_item", "check menu item": "menu_item",
    "radio menu item": "menu_item", "tearoff menu item": "menu_item", "label": "text", "static": "text",
    "heading": "text", "table cell": "cell", "tree item": "list_item", "list item": "list_item",
    "icon": "list_item", "table column header": "header", "column header": "header",
    "table row header": "header", "row header": "header", "link": "link",
}  # fmt: skip
ACTIVE = frozenset(ROLES.values()) - {"text"} | {"icon", "window_control"}
WINDOW_CONTROLS = frozenset(
    {"Minimize", "Maximize", "Close", "Restore", "Minimieren", "Maximieren", "Schließen", "Réduire",
     "Maximiser", "Fermer", "最小化", "最大化", "关闭"}
)  # fmt: skip
NARROW = 1.7
LETTER = 0.28
"""Least width of a letter, in parts of a button's height."""


def kind_of(node: Node) -> str | None:
    """The node's kind; None for what is no element of its own, such as panels."""
    kind = ROLES.get(node.role)
    if node.role == "menu" and node.toolkit == "GTK":
        return None  # what GTK 4 calls so is the popover around the items
    if kind == "button":
        return _button(node)
    if kind == "field" and not ({"editable", "focusable", "focused"} & node.states):
        return "text"
    if kind == "field" and any(above.role in ("combo box", "spin button") for above in node.ancestors()):
        return None
    if (
        node.role == "icon"
        and node.toolkit == "gtk"
        and node.parent
        and node.parent.role in ("text", "entry")
    ):
        return "icon"
    if node.role == "icon" and node.parent is not None and node.parent.role != "layered pane":
        return None if node.parent.toolkit == "gtk" else kind
    return kind


def _button(node: Node) -> str:
    """A button with words on it, an icon, or a control of a window's own title bar."""
    if node.name in WINDOW_CONTROLS and _in_title_bar(node):
        return "window_control"
    narrow = node.box.w < NARROW * node.box.h
    parent = node.parent.role if node.parent else ""
    too_long = len(node.name) * LETTER * node.box.h > node.box.w
    return "icon" if narrow and (not node.name or parent == "tool bar" or too_long) else "button"


def _in_title_bar(node: Node) -> bool:
    if node.window is None:
        return False
    left, top, width, _ = node.window.geometry
    near_top = node.box.y - top < 3 * node.box.h
    return near_top and (node.box.right > left + width - 6 * node.box.h or node.box.x < left + 6 * node.box.h)
