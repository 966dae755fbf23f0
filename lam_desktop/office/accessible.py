"""What a program tells assistive technology: how a clerk finds widgets and a judge reads results.

The agent never looks at this. `gi` imports in Debian's own Python only, so the reading is done there.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from lam_desktop.types import Box

DEBIAN_PYTHON = "/usr/bin/python3"

READ = """
import json, sys
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

def walk(node, found):
    if node is None:
        return
    place = text = None
    if "Component" in node.get_interfaces():
        box = node.get_extents(Atspi.CoordType.SCREEN)
        place = [box.x, box.y, box.width, box.height]
    if "Text" in node.get_interfaces():
        text = Atspi.Text.get_text(node, 0, -1)
    found.append([node.get_role_name(), node.get_name() or "", text, place])
    for index in range(node.get_child_count()):
        walk(node.get_child_at_index(index), found)

desk, found = Atspi.get_desktop(0), []
for index in range(desk.get_child_count()):
    program = desk.get_child_at_index(index)
    if program is not None and program.get_name() == sys.argv[1]:
        walk(program, found)
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Widget:
    """One node of the accessibility tree."""

    role: str
    name: str
    text: str | None
    box: Box | None
    """Screen pixels; None where it is not shown."""


def widgets(environment: Mapping[str, str], program: str) -> list[Widget]:
    """All widgets of a program on the desktop with that environment."""
    done = subprocess.run(
        [DEBIAN_PYTHON, "-c", READ, program],
        env=dict(environment), capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    return [
        Widget(role, name, text, Box(*place) if place and place[0] > -10_000 and place[2] > 1 else None)
        for role, name, text, place in json.loads(done.stdout)
    ]
