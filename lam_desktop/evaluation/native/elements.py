"""The elements of a screen, made from the accessibility trees and checked against the pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.evaluation.native.identity import group_of, identities
from lam_desktop.evaluation.native.kinds import ACTIVE, kind_of
from lam_desktop.evaluation.native.pixels import indicator, ink, is_drawn_on, line_of
from lam_desktop.evaluation.native.tabs import with_whole_tabs
from lam_desktop.evaluation.native.tree import Node
from lam_desktop.types import Box, Frame
from recorder.events import WindowFacts

LEAST_PX = 5
LEAST_SHARE = 0.5
SAME_PLACE = 0.6
CLIPPING = frozenset({"scroll pane", "viewport", "table", "tree table", "list"})
FOLDED = 2
"""A button with so many things to click in it is the headline of what can be folded up."""
NEAR_DATA = 2
"""Empty cells of a sheet count as far as this many rows or columns from a filled one."""
OWNERS = frozenset({"button", "icon", "tab", "menu_item", "header", "link", "cell", "combo", "spin", "field",
                    "window_control", "list_item"})  # fmt: skip
"""What keeps the words inside it as its own text."""
Held = list[tuple[Node, str, Box]]


@dataclass(frozen=True)
class Sighted:
    """What of a screen's elements can be told."""

    elements: list[PageElement]
    """Those that a person sees."""
    glimpses: list[PageElement]
    """Those of which less than half is seen, whose place does not look like them, or that are left out for
    what they are: neither surely there nor surely gone."""


def elements_of(nodes: Sequence[Node], windows: Sequence[WindowFacts], frame: Frame) -> Sighted:
    """Every element that a person sees and can tell; `windows` are the desktop's, bottom to top."""
    nodes = with_whole_tabs(nodes)
    names = identities(nodes)
    covers = {
        one.window_id: [Box(*over.geometry) for over in windows[at + 1 :]] for at, one in enumerate(windows)
    }
    held: Held = []
    shares: dict[Node, float] = {}
    glimpsed: list[tuple[Node, str, Box, float]] = []
    for node in nodes:
        kind = kind_of(node)
        if (
            kind is None
            or node.window is None
            or not node.takes_clicks
            or node.box.w < LEAST_PX
            or node.box.h < LEAST_PX
        ):
            continue
        seen = _clipped(node)
        over = [*covers.get(node.window.window_id, ()), *_popovers(node, nodes)]
        share = seen.area / node.box.area * _uncovered(seen, over)
        if share < LEAST_SHARE or not _is_believable(node, kind, seen, frame):
            if share > 0:
                glimpsed.append((node, kind, seen, share))
            continue
        shares[node] = share
        held.append((node, kind, seen))
    uncovered = _hidden_left_out(held)
    told = _far_cells_left_out(_nested_left_out(_as_headlines(uncovered)))
    found: list[PageElement] = []
    for node, kind, box in told:
        found += _described(node, kind, box, names[node], shares[node], told, frame)
    there = {one.id for one in found}
    # What is seen, and left out here for what it is, may be told of another screen: it is not gone from here.
    glimpsed += [(*one, shares[one[0]]) for one in uncovered if names[one[0]] not in there]
    glimpses = [
        PageElement(
            id=names[node],
            kind=kind,
            text="",
            box=(box.x, box.y, box.w, box.h),
            checked=None,
            enabled=True,
            focused=False,
            group=None,
            action=False,
            visible=round(min(1.0, share), 3),
        )
        for node, kind, box, share in glimpsed
        if names[node] not in there
    ]
    return Sighted(found, glimpses)


def _described(
    node: Node, kind: str, box: Box, name: str, share: float, held: Held, frame: Frame
) -> list[PageElement]:
    def element(one: str, its_kind: str, text: str, place: Box) -> PageElement:
        enabled = "sensitive" in node.states or "enabled" in node.states
        return PageElement(
            id=one,
            kind=its_kind,
            text=" ".join(text.split())[:200],
            box=(place.x, place.y, place.w, place.h),
            checked=_checked(node) if its_kind in ("checkbox", "radio", "tab") else None,
            enabled=enabled,
            focused="focused" in node.states,
            group=group_of(node, its_kind, name) if its_kind == kind else None,
            action=its_kind in ACTIVE and enabled,
            visible=round(min(1.0, share), 3),
        )

    screen = Box(0, 0, frame.shape[1], frame.shape[0])
    if kind == "text":
        tight = ink(frame, box)
        text = node.name or node.text
        return [element(name, kind, text, line_of(tight, text).intersection(screen))] if tight else []
    if kind in ("checkbox", "radio") and box.w > 1.4 * box.h and node.name and node.role != "switch":
        mark = indicator(frame, box)
        if mark is None and kind == "radio":  # one of a row of buttons, without a mark of its own
            return [element(name, "button", node.name, box)]
        if mark is None:
            return []
        found = [element(name, kind, "", mark)]
        words = ink(frame, Box(mark.right + 2, box.y, max(0, box.right - mark.right - 2), box.h))
        if words is None:
            return found
        line = line_of(words, node.name).intersection(screen)
        return [*found, element(f"{name}/label", "text", node.name, line)]
    if kind == "icon" or kind == "window_control":
        return [element(name, kind, "", box)]
    return [element(name, kind, _words(node, kind, held), box)]


def _words(node: Node, kind: str, held: Held) -> str:
    if kind in ("field", "spin"):
        return "" if node.role == "password text" else node.text
    if kind == "combo":
        inner = [one.text or one.name for one, _, _ in held if one is not node and one.is_below(node)]
        return node.name or node.text or " ".join(inner)
    return node.name or node.text


def _checked(node: Node) -> bool:
    return bool({"checked", "selected", "pressed"} & node.states)


def _clipped(node: Node) -> Box:
    """The part of its box that its window and the panes around it show."""
    assert node.window is not None
    box = node.box.intersection(Box(*node.window.geometry))
    if node.parent is not None and node.parent.role == "menu bar":
        box = box.intersection(node.parent.box)
    for above in node.ancestors():
        if above.window is node.window and above.role in CLIPPING and above.box.area:
            box = box.intersection(above.box)
    return box


def _popovers(node: Node, nodes: Sequence[Node]) -> list[Box]:
    """Places of what a GTK 3 window draws over its content: popovers are its later children."""
    chain = [node, *node.ancestors()]
    if len(chain) < 3 or node.toolkit != "gtk":
        return []
    top, mine = chain[-2], chain[-3]
    return [
        one.box for one in nodes
        if one.parent is top and one.order > mine.order and one.role in ("panel", "menu", "popover", "window")
        and one.box.area < 0.9 * top.box.area
    ]  # fmt: skip


def _uncovered(box: Box, over: Sequence[Box]) -> float:
    """The share of a grid of points in the box that lies under none of the others."""
    across, down = 9, 5
    points = [
        (box.x + (box.w * (2 * i + 1)) // (2 * across), box.y + (box.h * (2 * j + 1)) // (2 * down))
        for i in range(across)
        for j in range(down)
    ]
    return sum(not any(one.contains(*point) for one in over) for point in points) / len(points)


def _is_believable(node: Node, kind: str, box: Box, frame: Frame) -> bool:
    """Whether something is drawn there, except in inputs and cells, which may be empty."""
    if kind in ("text", "list_item") and not (node.name or node.text).strip() and node.role != "icon":
        return False
    if kind in ("field", "spin", "combo"):
        return True
    if kind == "cell" and not (node.name or node.text).strip():
        return False
    if kind == "cell" and _is_sheet(node):
        return True
    return is_drawn_on(frame, box)


def _is_sheet(node: Node) -> bool:
    return any(above.role == "document spreadsheet" for above in node.ancestors())


def _as_headlines(held: Held) -> Held:
    """What folds others up is as large as these in the tree, and its own line alone takes the click."""

    def headline(kind: str, box: Box) -> Box:
        inside = [other for _, of, other in held if of in ACTIVE and other != box and box.holds(other)]
        if kind != "button" or len(inside) < FOLDED:
            return box
        return replace(box, h=max(LEAST_PX, min(one.y for one in inside) - box.y))

    return [(node, kind, headline(kind, box)) for node, kind, box in held]


def _nested_left_out(held: Held) -> Held:
    """Without words that belong to what holds them, buttons around a button, and folded items."""
    kinds = {node: kind for node, kind, _ in held}
    boxes = {node: box for node, _, box in held}
    kept: Held = []
    for node, kind, box in held:
        above = [one for one in node.ancestors() if one in kinds]
        if any(kinds[one] in ("combo", "spin") for one in above):
            continue
        if kind == "text" and any(kinds[one] in OWNERS and one.box.contains(*box.center) for one in above):
            continue  # a tab, however, may have its whole page below it in the tree
        kept.append((node, kind, box))
    outer = {
        one
        for node, _, box in kept
        for one in node.ancestors()
        if one in boxes and box.iou(boxes[one]) > SAME_PLACE
    }
    return [entry for entry in kept if entry[0] not in outer]


def _hidden_left_out(held: Held) -> Held:
    """Of two in one place, neither inside the other, the one drawn first lies below: it is left out."""
    hidden: set[Node] = set()
    for at, (first, _, box) in enumerate(held):
        for second, _, other in held[at + 1 :]:
            if first.window is second.window and box.iou(other) > SAME_PLACE and not second.is_below(first):
                hidden.add(first)
    return [entry for entry in held if entry[0] not in hidden]


def _far_cells_left_out(held: Held) -> Held:
    """Of a sheet's empty cells only those near its data: hundreds of others would drown everything else."""
    filled = [
        node.cell for node, kind, _ in held if kind == "cell" and node.cell and _is_sheet(node) and node.text
    ]

    def near(node: Node) -> bool:
        if node.cell is None or not _is_sheet(node):
            return True
        row, column = node.cell
        return any(abs(row - r) <= NEAR_DATA and abs(column - c) <= NEAR_DATA for r, c in filled)

    return [entry for entry in held if entry[1] != "cell" or near(entry[0])]
