"""Nodes come to lie where the programs draw them, whatever their toolkits tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lam_desktop.evaluation.native.tree import placed
from lam_desktop.types import Box
from tests.evaluation.native.trees import WINDOW

CLIENT = replace(WINDOW, geometry=(100, 50, 610, 410), title="Orders")
POPUP = replace(WINDOW, window_id=2, geometry=(300, 90, 120, 200), title="", kind="menu")


def said(parent: int, role: str, box: tuple[int, int, int, int], **other: Any) -> dict[str, Any]:
    """What the helper process tells of one node."""
    facts = {"index": 0, "name": "", "about": "", "labelled_by": "", "text": "", "states": [], "toolkit": "",
             "actions": False, "cell": None}  # fmt: skip
    return {"parent": parent, "role": role, "screen": box, "window": box, **facts, **other}


def test_gtk_4_tells_places_inside_its_window_and_inside_its_popovers_parent() -> None:
    nodes = placed(
        [
            said(-1, "application", (0, 0, 0, 0), toolkit="GTK"),
            said(0, "frame", (0, 0, 600, 400), name="Orders", surface=True),
            said(1, "push button", (10, 20, 60, 30), name="Save"),
            said(1, "menu", (200, 30, 120, 200), name="GtkPopoverMenu", surface=True),
            said(3, "menu item", (210, 40, 100, 30), name="_Open Open"),
        ],
        [CLIENT, POPUP],
        1,
    )
    assert nodes[2].box == Box(115, 75, 60, 30)
    assert nodes[4].box == Box(310, 100, 100, 30)
    assert nodes[4].window is POPUP
    assert (nodes[3].name, nodes[4].name) == ("", "Open")


def test_a_scale_counts_for_everything() -> None:
    nodes = placed(
        [
            said(-1, "application", (0, 0, 0, 0), toolkit="gtk"),
            said(0, "frame", (50, 25, 305, 205), name="Orders"),
            said(1, "push button", (60, 40, 30, 12), name="Save"),
        ],
        [CLIENT],
        2,
    )
    assert nodes[2].box == Box(120, 80, 60, 24)


def test_libreoffice_forgets_its_menu_bar_but_not_for_widgets_of_gtk() -> None:
    nodes = placed(
        [
            said(-1, "application", (0, 0, 0, 0), toolkit="gtk"),
            said(0, "frame", (100, 50, 610, 410), name="Orders"),
            said(1, "root pane", (100, 50, 610, 385)),  # 25 too high: a menu bar lies above it
            said(2, "tool bar", (100, 50, 610, 40)),
            said(3, "push button", (110, 52, 30, 36), name="Save"),
            said(3, "text", (200, 80, 80, 30), name="Font Name"),
        ],
        [CLIENT],
        1,
    )
    assert nodes[4].box == Box(110, 77, 30, 36)
    assert nodes[5].box == Box(200, 80, 80, 30)
