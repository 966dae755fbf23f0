"""Run by the system's Python (it has `gi`): prints what a program's accessibility tree says, as JSON.

    /usr/bin/python3 atspi_boxes.py PID

Each showing element with its role, name, path in the tree, state and box in screen pixels.
"""

import json
import sys

import gi  # pyright: ignore[reportMissingImports]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 # pyright: ignore[reportMissingImports]

MOST = 4000


def main() -> None:
    """Finds the application of the process and walks its windows."""
    process = int(sys.argv[1])
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and application.get_process_id() == process:
            _walk(application, "", found)
    print(json.dumps(found))


def _walk(node, path, found) -> None:
    if len(found) >= MOST:
        return
    states = node.get_state_set()
    role = node.get_role_name()
    if path.count("/") > 1 and not states.contains(Atspi.StateType.SHOWING):
        return
    try:
        area = node.get_extents(Atspi.CoordType.SCREEN)
        box = [area.x, area.y, area.width, area.height]
    except Exception:  # no component interface
        box = [0, 0, 0, 0]
    found.append(
        {
            "path": path,
            "role": role,
            "name": node.get_name() or "",
            "text": _text(node),
            "box": box,
            "checked": states.contains(Atspi.StateType.CHECKED),
            "sensitive": states.contains(Atspi.StateType.SENSITIVE),
            "focused": states.contains(Atspi.StateType.FOCUSED),
            "children": node.get_child_count(),
        }
    )
    for index in range(min(node.get_child_count(), 400)):
        child = node.get_child_at_index(index)
        if child is not None:
            _walk(child, f"{path}/{child.get_role_name()}{index}", found)


def _text(node) -> str:
    if node.get_text_iface() is None:
        return ""
    try:
        return Atspi.Text.get_text(node, 0, min(200, Atspi.Text.get_character_count(node)))
    except Exception:  # it went away meanwhile
        return ""


if __name__ == "__main__":
    main()
