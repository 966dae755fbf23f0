"""What all Tk widget builders share: probes for element rectangles, fonts, labels.

Runs in the helper process of `tk`, whose Python has tkinter; there is no torch, Qt or Pillow.
"""

from __future__ import annotations

import random
import tkinter as tk
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tkinter import font as tkfont
from tkinter import ttk
from typing import Any

from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.spec import Node

Rect = tuple[int, int, int, int]
"""x, y, w, h in pixels."""
Found = tuple[str, str, str, Rect, str | None, bool | None, bool, bool, float, str | None]
"""id, kind, text, box in the window, group, checked, enabled, focused, share inside the window, record."""


@dataclass(frozen=True)
class Probe:
    """One element: `rect` gives its rectangle in `widget` once laid out, None where it is not to be seen."""

    id: str
    kind: str
    text: str
    widget: tk.Misc
    rect: Callable[[], Rect | None]
    group: str | None
    checked: bool | None
    enabled: bool
    focused: bool
    record: str | None


class Base:
    """Choices that concern a whole window, made once, and the elements found in it."""

    def __init__(
        self, look: Look, rng: random.Random, pictures: Mapping[str, bytes], prefix: str = ""
    ) -> None:
        self.look = look
        self.rng = rng
        self.prefix = prefix
        self.probes: list[Probe] = []
        self.focus: tk.Misc | None = None
        self.gap = max(2, round(look.gap * look.scale * 0.7))
        self.themed = rng.random() < 0.75
        self.label_end = rng.choice((":", "", ""))
        self.font = tkfont.nametofont("TkDefaultFont")
        self._pictures = {name: tk.PhotoImage(data=data) for name, data in pictures.items()}

    def build(self, node: Node, master: tk.Misc) -> tk.Widget:
        """The widget of a node with everything in it; the caller lays it out."""
        widget: tk.Widget = getattr(self, f"_{node.role}")(node, master)
        if node.focused and not self.prefix:
            self.focus = widget
        return widget

    def probe(
        self,
        node_id: str,
        kind: str,
        text: str,
        widget: tk.Misc,
        rect: Callable[[], Rect | None] | None = None,
        *,
        group: str = "",
        record: str = "",
        checked: bool | None = None,
        enabled: bool = True,
        node: Node | None = None,
    ) -> None:
        """Remember an element; without `rect` it is the whole widget. `node` tells group, record, state."""
        if node is not None:
            group, record = group or node.group, record or node.record
        self.probes.append(
            Probe(
                self.prefix + node_id,
                kind,
                text,
                widget,
                rect or (lambda: whole(widget)),
                self.prefix + group if group else None,
                checked,
                enabled and (node is None or node.enabled),
                node is not None and node.focused,
                self.prefix + record if record else None,
            )
        )

    def picture(self, name: str) -> Any:
        """The glyph of a name; "" where there is none."""
        return self._pictures.get(name, "")

    def frame(self, master: tk.Misc, **options: Any) -> tk.Widget:
        """A plain box."""
        return ttk.Frame(master, **options) if self.themed else tk.Frame(master, **options)

    def label(
        self,
        master: tk.Misc,
        node_id: str,
        text: str,
        kind: str = "text",
        big: float = 1.0,
        node: Node | None = None,
    ) -> tk.Widget:
        """A label whose element hugs its words."""
        make = ttk.Label if self.themed else tk.Label
        made = make(master, text=text, anchor="w", justify="left")
        font = self.font
        if big != 1.0:
            font = tkfont.Font(
                **{**self.font.actual(), "size": round(self.font.cget("size") * big), "weight": "bold"}
            )
            made.configure(font=font)
            made.font = font  # type: ignore[attr-defined]  # Tk forgets a font that nobody holds
        self.probe(node_id, kind, text, made, lambda: _words(made, font, text), node=node)
        return made

    def fitted(self, text: str, width: int) -> str:
        """What of a text fits into so many pixels."""
        while text and self.font.measure(text) > width:
            text = text[:-1]
        return text

    def found(self, top: tk.Misc) -> list[Found]:
        """The elements inside the window, as far as they are to be seen."""
        held: list[Found] = []
        for probe in self.probes:
            rect = probe.rect() if probe.widget.winfo_viewable() else None
            if rect is None:
                continue
            box, share = _clipped(probe.widget, rect, top)
            if share < 0.5:
                continue
            text = probe.text
            if probe.kind in ("cell", "field") and "\n" not in text:
                text = self.fitted(text, box[2] - 4)
            held.append(
                (
                    probe.id,
                    probe.kind,
                    text,
                    box,
                    probe.group,
                    probe.checked,
                    probe.enabled,
                    probe.focused,
                    share,
                    probe.record,
                )
            )
        return held


def whole(widget: tk.Misc) -> Rect:
    """All of a widget."""
    return 0, 0, widget.winfo_width(), widget.winfo_height()


def _words(widget: tk.Misc, font: tkfont.Font, text: str) -> Rect:
    """Where the words of a label are: on its left, in the middle of its height; too long ones take it all."""
    width, height = widget.winfo_width(), widget.winfo_height()
    lines = text.count("\n") + 1
    wide = max(font.measure(line) for line in text.split("\n"))
    high = min(height, lines * font.metrics("linespace"))
    if wide > width:
        return 0, 0, width, height
    left = 1 if width - wide > 1 else 0
    return left, (height - high) // 2, wide, high


def _clipped(widget: tk.Misc, rect: Rect, top: tk.Misc) -> tuple[Rect, float]:
    """The part of an element inside all that holds it, in window coordinates, and its share of the whole."""
    x, y, w, h = rect
    left, upper = x + widget.winfo_rootx(), y + widget.winfo_rooty()
    right, lower = left + w, upper + h
    holder: tk.Misc | None = widget
    while holder is not None:
        hx, hy = holder.winfo_rootx(), holder.winfo_rooty()
        left, upper = max(left, hx), max(upper, hy)
        right, lower = min(right, hx + holder.winfo_width()), min(lower, hy + holder.winfo_height())
        if holder is top:
            break
        holder = holder.master
    if w <= 0 or h <= 0 or right <= left or lower <= upper:
        return (0, 0, 0, 0), 0.0
    seen = (right - left) * (lower - upper) / (w * h)
    return (left - top.winfo_rootx(), upper - top.winfo_rooty(), right - left, lower - upper), seen
