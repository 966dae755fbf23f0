"""Which elements of a screen are tools without words that stand beside each other in a bar."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from lam_desktop.neighbours import is_level
from lam_desktop.types import Element

LEAST_TOOLS, MOST_TOOLS = 5, 160
"""Tools of a bar at least, and of a screen at most: what shows more is no set of bars."""
MOST_SIGNS = 3
"""Letters that the recogniser may find in the picture of a tool."""
NARROWEST, WIDEST, UNEVEN = 0.4, 2.8, 1.8
"""Width of a tool in its heights, and how many times as high as another one of its bar it may be."""
PRESSED = frozenset({"icon", "button", "window_control"})
TOOLS = PRESSED | {"checkbox", "radio", "tab", "link", "text", "cell"}
"""What a tool may be taken for; most tools of a bar are rightly taken for something to press."""


def bars(elements: Sequence[Element]) -> tuple[tuple[int, ...], ...]:
    """Indices of the tools of each bar from the left, the bars from the top; none where there are too many.

    Most tools of a bar say nothing at all: a line of letters or numbers is of a keypad or a month.
    """
    left = sorted(
        (i for i, one in enumerate(elements) if _may_be_tool(one)), key=lambda i: _middle(elements[i])
    )
    found: list[tuple[int, ...]] = []
    while left:
        first = elements[left[0]].box
        line = [i for i in left if is_level(elements[i].box, first)]
        left = [i for i in left if i not in line]
        bar = _even(elements, line)
        if _is_bar([elements[i] for i in bar]):
            found.append(tuple(sorted(bar, key=lambda i: elements[i].box.center[0])))
    return tuple(found) if sum(map(len, found)) <= MOST_TOOLS else ()


def _may_be_tool(element: Element) -> bool:
    box = element.box
    shaped = min(box.w, box.h) > 0 and NARROWEST * box.h <= box.w <= WIDEST * box.h
    return shaped and element.kind in TOOLS and len(element.text.strip()) <= MOST_SIGNS


def _middle(element: Element) -> int:
    return element.box.center[1]


def _even(elements: Sequence[Element], line: Sequence[int]) -> list[int]:
    """Those of a line that are about as high as most of it."""
    usual = median(elements[i].box.h for i in line)
    return [i for i in line if usual <= UNEVEN * elements[i].box.h and elements[i].box.h <= UNEVEN * usual]


def _is_bar(tools: Sequence[Element]) -> bool:
    pressed = sum(one.kind in PRESSED for one in tools)
    wordless = sum(not one.text.strip() for one in tools)
    return len(tools) >= LEAST_TOOLS and 2 * min(pressed, wordless) >= len(tools)
