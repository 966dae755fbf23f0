"""GTK 3 gives the words on a tab for the tab itself: its true box reaches half way to its neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from lam_desktop.evaluation.native.tree import Node
from lam_desktop.types import Box

MOST_PX = 60


def with_whole_tabs(nodes: Sequence[Node]) -> list[Node]:
    """The nodes, the tabs of GTK 3 books grown to what a person takes for the tab."""
    grown: dict[Node, Box] = {}
    for book in {
        one.parent for one in nodes if one.role == "page tab" and one.toolkit == "gtk" and one.parent
    }:
        tabs = sorted(
            (one for one in nodes if one.parent is book and one.role == "page tab" and one.box.area),
            key=lambda one: one.box.x,
        )
        grown |= _grown(book.box, tabs)
    fresh: dict[Node, Node] = {}
    for node in nodes:
        parent = fresh[node.parent] if node.parent is not None else None
        fresh[node] = replace(node, parent=parent, box=grown.get(node, node.box))
    return list(fresh.values())


def _grown(book: Box, tabs: Sequence[Node]) -> dict[Node, Box]:
    gaps = [two.box.x - one.box.right for one, two in itertools.pairwise(tabs)]
    above = min((one.box.y - book.y for one in tabs), default=-1)
    if not gaps or not all(0 < gap <= MOST_PX for gap in gaps) or not 0 <= above <= MOST_PX:
        return {}  # one tab, tabs at the side or below: nothing tells how far they reach
    aside = min(gaps) // 2
    return {
        one: Box(one.box.x - aside, one.box.y - above, one.box.w + 2 * aside, one.box.h + 2 * above)
        for one in tabs
    }
