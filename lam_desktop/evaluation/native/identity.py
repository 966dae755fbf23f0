"""What an element is called in every look: its role and name, below the names of what it lies in.

Never its place on the screen. Where several would be called the same they are numbered in the order of the
tree, and their number is part of the name: with one more or one fewer nobody can tell which is which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lam_desktop.evaluation.native.tree import Node

DATA = frozenset({"table cell", "list item", "tree item", "icon"})
"""Roles whose place among their like depends on the data."""
_DOCUMENTS = frozenset({"root pane", "document spreadsheet", "document text", "document frame"})
_TITLED_BY_DATA = frozenset({"application", "frame", "window"}) | _DOCUMENTS
_MOST = 80


def identities(nodes: Sequence[Node]) -> dict[Node, str]:
    """A name for each node, different for different nodes."""
    rows = _row_names(nodes)
    names = {node: _path(node, rows) for node in nodes}
    twins = Counter(names.values())
    seen: Counter[str] = Counter()
    found: dict[Node, str] = {}
    for node, name in names.items():
        seen[name] += 1
        found[node] = name if twins[name] == 1 else f"{name}#{seen[name]}of{twins[name]}"
    return found


def group_of(node: Node, kind: str, name: str) -> str | None:
    """What the element is one of many of: a table's column, a list, the tabs of a book; None for others."""
    if kind not in ("cell", "list_item", "radio", "tab", "menu_item") or node.parent is None:
        return None
    inside = _path(node.parent, {})
    if kind == "cell" and node.cell is not None:
        return f"{inside}/column{node.cell[1]}"
    if kind == "menu_item" and node.parent.role == "menu bar":
        return None
    return inside or name


def _path(node: Node, rows: dict[tuple[Node, int], str]) -> str:
    parts = [_part(node, rows), *(_container(one) for one in node.ancestors())]
    return "/".join(part for part in reversed(parts) if part)


def _part(node: Node, rows: dict[tuple[Node, int], str]) -> str:
    name = _stable_name(node)
    if node.role == "table cell" and node.cell is not None and node.parent is not None:
        row = rows.get((node.parent, node.cell[0]), "")
        return f"cell:{row}|{node.cell[1]}" if row else f"cell:{name}"
    return f"{node.role}:{name}"[:_MOST]


def _container(node: Node) -> str:
    """What an ancestor adds: its name; of windows their role alone, as their titles name the document."""
    if node.role == "application":
        return ""
    if node.role in _TITLED_BY_DATA or _is_sheet(node):
        return node.role
    name = _stable_name(node)
    return f"{node.role}:{name}"[:_MOST] if name else ""


def _is_sheet(node: Node) -> bool:
    """Whether it is a spreadsheet's table, which is called after the file."""
    return node.parent is not None and node.parent.role == "document spreadsheet"


def _stable_name(node: Node) -> str:
    """A name that does not change with the data: what an input holds is not its name."""
    if node.role in _DOCUMENTS:
        return ""
    if node.role in ("combo box", "text", "entry", "password text", "spin button"):
        own = node.name if node.name != node.text and node.role != "combo box" else ""
        return node.labelled_by or node.about or own
    return node.name or node.labelled_by or node.about or (node.text if node.role == "label" else "")


def _row_names(nodes: Sequence[Node]) -> dict[tuple[Node, int], str]:
    """The first words of each table row: they say which record it is."""
    named: dict[tuple[Node, int], str] = {}
    for node in nodes:
        if node.role == "table cell" and node.cell is not None and node.parent is not None:
            words = node.name or node.text
            if words:
                named.setdefault((node.parent, node.cell[0]), words)
    return named
