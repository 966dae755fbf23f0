"""How windows, boxes and pairs of numbers stand in `task.yaml`."""

from __future__ import annotations

from typing import Any

from lam_desktop.tasks.step import WindowName
from lam_desktop.tasks.task_yaml.fields import Fields
from lam_desktop.tasks.task_yaml.plain_yaml import OneLine
from lam_desktop.types import Box


def window_tree(window: WindowName) -> dict[str, Any]:
    """A window as `read_window` reads it."""
    return {"class": window.wm_class, **filled(process=window.process, title=window.title)}


def read_window(fields: Fields) -> WindowName:
    """The window of a step or a place; raises `Problem`."""
    window = WindowName(wm_class=fields.text("class"), process=fields.text("process", default=""))
    fields.finish()
    return window


def read_allowed(fields: Fields) -> WindowName:
    """One of the windows that the task may touch; raises `Problem`."""
    title = fields.text("title") if fields.has("title") else ""
    if fields.has("title") and not title.strip():
        raise fields.problem("title", "is empty; write a part of the window's title, or remove it")
    name, process = fields.text("class"), fields.text("process", default="")
    fields.finish()
    return WindowName(name, process, title)


def box_tree(box: Box) -> OneLine:
    """A box as `read_box` reads it."""
    return OneLine([box.x, box.y, box.w, box.h])


def read_box(fields: Fields, key: str = "box") -> Box:
    """The box of a key; raises `Problem`."""
    x, y, w, h = fields.integers(key, 4)
    if w < 0 or h < 0:
        raise fields.problem(key, "has a negative width or height")
    return Box(x, y, w, h)


def pair(fields: Fields, key: str, required: bool) -> tuple[int, int] | None:
    """Two whole numbers; None where they are missing and need not be there."""
    if not (required or fields.has(key)):
        return None
    first, second = fields.integers(key, 2)
    return first, second


def seconds(fields: Fields, key: str) -> float | None:
    """A time above zero; None where it is missing."""
    return fields.positive(key, 0.0) if fields.has(key) else None


def filled(**texts: str) -> dict[str, str]:
    """Those that are not empty: only these are written."""
    return {key: text for key, text in texts.items() if text}
