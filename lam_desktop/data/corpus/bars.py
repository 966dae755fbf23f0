"""Windows under dense bars of tools, as text processors and drawing programs have them.

The tools have no words. From look to look they are drawn anew, and most keep their order: some are missing,
some were moved, and seldom a bar is sorted anew or comes before another one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.icon_sets import glyph_names
from lam_desktop.data.corpus.repeating import blank_pages, entry_grid
from lam_desktop.data.corpus.spec import Node, walk
from lam_desktop.data.corpus.tables import table

BARS_SHARE = 0.08
"""Share of programs that have such bars."""
DENSE = "dense"
"""Variant of their toolbars."""
_OWN_SHARE = 0.2
"""Share of tools whose glyph is the program's own: families draw it as they like."""
_ENDED, _COMBO = 0.18, 0.06
"""How often a line ends a group of tools, and how often a combo box stands behind a tool."""
_DROPPED, _MOVED, _SORTED, _SWAPPED = 0.3, 0.2, 0.02, 0.04
"""Shares of looks in which each bar lacks tools, has one elsewhere, is sorted anew, and in which two bars
have changed places."""


def has_bars(seed: int, index: int) -> bool:
    """Whether the program number `index` of the corpus with this `seed` has dense bars."""
    return random.Random(f"bars/{seed}/{index}").random() < BARS_SHARE


def is_dense(body: Node) -> bool:
    """Whether a program's body has dense bars."""
    return any(node.role == "toolbar" and node.variant == DENSE for node in walk(body))


def workshop(b: Builder) -> Node:
    """One to four bars of 8 to 30 tools each, a page or a table below, perhaps a status bar."""
    rng = b.rng
    count = rng.choices((1, 2, 3, 4), (25, 45, 20, 10))[0]
    names = rng.sample(sorted(glyph_names()), len(glyph_names()))
    bars = tuple(_bar(b, names) for _ in range(count))
    below = rng.choice((blank_pages, entry_grid, table))(b)
    foot = (b.status(),) if rng.random() < 0.7 else ()
    return b.column(*bars, below, *foot, variant="flush")


def varied(body: Node, rng: random.Random, kept: frozenset[str] = frozenset()) -> Node:
    """The body as another version or another user has it: its bars changed a little, if at all.

    `kept`: ids of what stays where it is.
    """
    if rng.random() < _DROPPED:
        body = _each_bar(body, lambda bar: _dropped(bar, rng, kept))
    if rng.random() < _MOVED:
        body = _each_bar(body, lambda bar: _moved(bar, rng))
    if rng.random() < _SORTED:
        body = _each_bar(body, lambda bar: _sorted(bar, rng))
    return _swapped(body, rng) if rng.random() < _SWAPPED else body


def _bar(b: Builder, names: list[str]) -> Node:
    """Takes the glyphs it needs from `names`; ids say which tool of which bar it is."""
    rng, where = b.rng, b.uid("bar")
    parts: list[Node] = []
    for n in range(rng.randint(8, 30)):
        own = not names or rng.random() < _OWN_SHARE
        glyph = f"own{rng.randrange(10**6)}" if own else names.pop()
        parts.append(Node("icon", b.uid(f"{where}/{n}"), icon=glyph, variant="tool icon"))
        if rng.random() < _ENDED:
            parts.append(Node("separator", b.uid(f"{where}/separator")))
        if rng.random() < _COMBO:
            parts.append(b.input(where, rng.choice(("status", "language", "category"))))
    parts = [part for part in parts if part.role != "radios"]  # too high for a bar
    return Node("toolbar", f"{where}/bar", variant=DENSE, children=tuple(parts))


def _each_bar(node: Node, change: Callable[[Node], Node]) -> Node:
    if node.role == "toolbar" and node.variant == DENSE:
        return change(node)
    return replace(node, children=tuple(_each_bar(child, change) for child in node.children))


def _tools(bar: Node) -> list[int]:
    return [n for n, child in enumerate(bar.children) if child.role == "icon"]


def _dropped(bar: Node, rng: random.Random, kept: frozenset[str]) -> Node:
    gone = set(rng.sample(_tools(bar), rng.randint(1, 3)))
    left = (child for n, child in enumerate(bar.children) if n not in gone or child.id in kept)
    return replace(bar, children=tuple(left))


def _moved(bar: Node, rng: random.Random) -> Node:
    """With one tool in another place."""
    children = list(bar.children)
    tool = children.pop(rng.choice(_tools(bar)))
    children.insert(rng.randint(0, len(children)), tool)
    return replace(bar, children=tuple(children))


def _sorted(bar: Node, rng: random.Random) -> Node:
    return replace(bar, children=tuple(rng.sample(bar.children, len(bar.children))))


def _swapped(body: Node, rng: random.Random) -> Node:
    """With two of its bars in each other's place."""
    bars = [n for n, child in enumerate(body.children) if child.variant == DENSE]
    if len(bars) < 2:
        return body
    one, other = rng.sample(bars, 2)
    children = list(body.children)
    children[one], children[other] = children[other], children[one]
    return replace(body, children=tuple(children))
