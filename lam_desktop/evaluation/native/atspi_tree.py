"""Run by the system's Python, as `gi` exists there alone: prints every program's accessibility tree as JSON.

    /usr/bin/python3 atspi_tree.py

A list of nodes, parents before children, with the place both in screen and in window coordinates as the
toolkit tells it. What is not showing is left out with all below it; of a table that makes its cells as they
are asked for, only those on the screen are listed.

GTK 4 tells neither what is showing nor how large a widget is: it gives the part inside its padding. So its
widgets are asked which points they contain, and the window which of them it would give a click to.
"""

import json
import re
from typing import Any

Atspi: Any = None
GLib: Any = None
if __name__ == "__main__":  # for anything but the system's Python there is no `gi`
    import gi  # pyright: ignore[reportMissingImports]

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib  # pyright: ignore[reportMissingImports]

MOST_NODES = 6000
MOST_CHILDREN = 700
MOST_TEXT = 300
MOST_PADDING = 32
MOST_DEPTH = 40
PADDED = ("push button", "toggle button", "button", "text", "entry", "password text", "list item", "page tab",
          "table column header", "column header", "switch", "spin button", "check box", "radio button",
          "combo box", "menu item", "link")  # fmt: skip
ASKED_LATER: list[tuple[dict[str, Any], Any, Any]] = []
POPOVER = re.compile("GtkPopover(Menu|MenuBar)?$")
NOT_PROGRAMS = ("openbox", "at-spi2-registryd")
STATES = ("showing", "visible", "sensitive", "enabled", "checked", "pressed", "focused", "selected", "active",
          "editable", "focusable", "expandable", "expanded", "multi_line", "modal", "checkable")  # fmt: skip


def main() -> None:
    """Walks all programs of the desktop."""
    desktop = Atspi.get_desktop(0)
    nodes: list[dict[str, Any]] = []
    for index in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(index)
        if program is not None and program.get_name() not in NOT_PROGRAMS:
            _walk(program, -1, 0, nodes, program.get_toolkit_name() == "GTK", None)
    for (
        described,
        node,
        surface,
    ) in ASKED_LATER:  # a widget that nobody has asked about is not found by its place
        described["hit"] = _is_hit(node, surface, described["window"])
    print(json.dumps(nodes))


def _walk(node: Any, parent: int, depth: int, nodes: list[dict[str, Any]], gtk4: bool, surface: Any) -> None:
    """Adds a node and all below it; `surface` is the window or popover it is drawn in, for GTK 4."""
    if len(nodes) >= MOST_NODES:
        return
    try:
        states = node.get_state_set()
        if depth > 1 and not states.contains(Atspi.StateType.VISIBLE if gtk4 else Atspi.StateType.SHOWING):
            return
        described = _described(node, states, parent)
        if gtk4:
            if depth == 1 or POPOVER.match(described["name"]):
                surface = node
                described["surface"] = True
            elif depth > 1 and described["role"] in PADDED:
                described["window"] = _bordered(node, described["window"])
            if depth > 1 and surface is not None and described["role"] in (*PADDED, "label"):
                ASKED_LATER.append((described, node, surface))
        nodes.append(described)
        me = len(nodes) - 1
        for child in _children(node):
            if child is not None:
                _walk(child, me, depth + 1, nodes, gtk4, surface)
    except GLib.Error:  # it went away meanwhile
        return


def _bordered(node: Any, inside: list[int]) -> list[int]:
    """The whole of a GTK 4 widget: as far as it says that it contains the points beside its inner part."""
    x, y, w, h = inside
    if w < 1 or h < 1:
        return inside
    left = _reach(node, x, y + h // 2, -1, 0)
    top = _reach(node, x + w // 2, y, 0, -1)
    right = _reach(node, x + w - 1, y + h // 2, 1, 0)
    bottom = _reach(node, x + w // 2, y + h - 1, 0, 1)
    # The far edges count as inside: each reaches a point too far.
    return [x - left, y - top, w + left + max(0, right - 1), h + top + max(0, bottom - 1)]


def _reach(node: Any, x: int, y: int, dx: int, dy: int) -> int:
    low, high = 0, MOST_PADDING
    while low < high:
        middle = (low + high + 1) // 2
        if node.contains(x + dx * middle, y + dy * middle, Atspi.CoordType.WINDOW):
            low = middle
        else:
            high = middle - 1
    return low


def _is_hit(node: Any, surface: Any, box: list[int]) -> bool:
    """Whether a click on the middle of a GTK 4 widget goes to it, or to something in it or around it."""
    x, y, w, h = box
    try:
        found = surface.get_accessible_at_point(x + w // 2, y + h // 2, Atspi.CoordType.WINDOW)
    except GLib.Error:
        return False
    # Pictures inside buttons are no accessible objects: nothing is found there, and nothing else is either.
    return found is None or _is_below(found, node) or _is_below(node, found)


def _is_below(node: Any, other: Any) -> bool:
    for _ in range(MOST_DEPTH):
        if node is None:
            return False
        if node == other:
            return True
        node = node.get_parent()
    return False


def _described(node: Any, states: Any, parent: int) -> dict[str, Any]:
    interfaces = node.get_interfaces()
    component = "Component" in interfaces
    return {
        "parent": parent,
        "index": node.get_index_in_parent(),
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "about": node.get_description() or "",
        "labelled_by": _labels(node),
        "text": _text(node) if "Text" in interfaces else "",
        "screen": _extents(node, Atspi.CoordType.SCREEN) if component else [0, 0, 0, 0],
        "window": _extents(node, Atspi.CoordType.WINDOW) if component else [0, 0, 0, 0],
        "states": [one for one in STATES if states.contains(getattr(Atspi.StateType, one.upper()))],
        "toolkit": node.get_toolkit_name() or "" if parent < 0 else "",
        "actions": "Action" in interfaces and node.get_n_actions() > 0,
        "cell": _cell(node) if node.get_role() == Atspi.Role.TABLE_CELL else None,
    }


def _children(node: Any) -> list[Any]:
    count = node.get_child_count()
    if count <= MOST_CHILDREN:
        return [node.get_child_at_index(index) for index in range(count)]
    if "Table" not in node.get_interfaces():
        return [node.get_child_at_index(index) for index in range(MOST_CHILDREN)]
    return _showing_cells(node)


def _showing_cells(table: Any) -> list[Any]:
    """The cells between those at the table's first and last visible corner."""
    area = table.get_extents(Atspi.CoordType.SCREEN)
    rows, columns = [], []
    for x, y in ((area.x + 4, area.y + 4), (area.x + area.width - 4, area.y + area.height - 4)):
        found = table.get_accessible_at_point(x, y, Atspi.CoordType.SCREEN)
        if found is None:
            return []
        at = found.get_index_in_parent()
        rows.append(table.get_row_at_index(at))
        columns.append(table.get_column_at_index(at))
    return [
        table.get_accessible_at(row, column)
        for row in range(rows[0], min(rows[1], rows[0] + 80) + 1)
        for column in range(columns[0], min(columns[1], columns[0] + 40) + 1)
    ]


def _extents(node: Any, frame: Any) -> list[int]:
    area = node.get_extents(frame)
    return [area.x, area.y, area.width, area.height]


def _labels(node: Any) -> str:
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            names = (relation.get_target(at).get_name() or "" for at in range(relation.get_n_targets()))
            return " ".join(names)
    return ""


def _cell(node: Any) -> list[int] | None:
    """Row and column: as the cell's table tells them."""
    try:
        table = node.get_parent()
        if table is None or "Table" not in table.get_interfaces():
            return None
        at = node.get_index_in_parent()
        return [table.get_row_at_index(at), table.get_column_at_index(at)]
    except GLib.Error:
        return None


def _text(node: Any) -> str:
    try:
        return Atspi.Text.get_text(node, 0, min(MOST_TEXT, Atspi.Text.get_character_count(node)))
    except GLib.Error:
        return ""


if __name__ == "__main__":
    main()
