"""Which controls of a page are greyed out: single ones, whole forms and toolbars, entries of menus, tabs."""

from __future__ import annotations

import random
from dataclasses import replace

from lam_desktop.data.corpus.spec import Node, walk

GREYED = frozenset(("field", "spin", "area", "combo", "check", "radios", "button", "icon", "menu_entry"))
"""Roles of what can be greyed out by itself."""
_SINGLE = ((0.0, 0.06, 0.15, 0.35), (25, 40, 25, 10))
"""Share of a page's controls that are, and how often a page is so."""
_ENTRIES = ((0.0, 0.2, 0.45), (35, 45, 20))
"""The same for the entries of a menu."""
_TOGETHER = 0.04
"""Share of toolbars, forms, groups and rows of buttons that are as a whole."""
_TABS = 0.07
_IN_ROWS = 0.05
"""Share of the widgets in records' rows."""


def greyed(node: Node, rng: random.Random, kept: frozenset[str] = frozenset()) -> Node:
    """The tree with some of its controls greyed out; what holds one of the ids `kept` stays as it is."""
    return _greyed(node, rng, rng.choices(*_SINGLE)[0], kept)


def greyed_entries(entries: tuple[Node, ...], rng: random.Random) -> tuple[Node, ...]:
    """The entries of a menu with some greyed out; options of a list stay as they are."""
    share = rng.choices(*_ENTRIES)[0]
    return tuple(
        replace(one, enabled=False) if one.role == "menu_entry" and rng.random() < share else one
        for one in entries
    )


def _greyed(node: Node, rng: random.Random, share: float, kept: frozenset[str]) -> Node:
    held = bool(kept) and any(one.id in kept for one in walk(node))
    if node.role in ("toolbar", "form", "group", "buttons") and not held and rng.random() < _TOGETHER:
        share = 1.0
    node = replace(node, children=tuple(_greyed(child, rng, share, kept) for child in node.children))
    if node.role in GREYED and node.id not in kept and rng.random() < share:
        return replace(node, enabled=False)
    if node.role == "tabs":
        others = zip(node.option_keys, node.options, strict=True)
        return replace(
            node,
            disabled=tuple(key for key, name in others if name != node.value and rng.random() < _TABS),
        )
    if any(column.control for column in node.columns) and share:
        able = [column.key for column in node.columns if column.control not in ("", "link", "lane")]
        cells = ((record.key, key) for record in node.records for key in able)
        return replace(node, disabled=tuple("/".join(one) for one in cells if rng.random() < _IN_ROWS))
    return node
