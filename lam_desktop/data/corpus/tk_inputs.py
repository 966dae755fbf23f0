"""Links, buttons and inputs as real Tk and ttk widgets."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Any

from lam_desktop.data.corpus.spec import Node
from lam_desktop.data.corpus.tk_base import Base, Rect

_MARK_PX = 13
"""Side of what Tk itself draws in front of the words of a check box or radio button."""


class Inputs(Base):
    """Builds what is pressed, typed into or chosen from."""

    def _link(self, node: Node, master: tk.Misc) -> tk.Widget:
        made = self.label(master, node.id, node.text, kind="link", node=node)
        made.configure(foreground="#7ab4ff" if self.look.palette.dark else "#1a56c4", cursor="hand2")  # type: ignore[call-arg]
        return made

    def _button(self, node: Node, master: tk.Misc) -> tk.Widget:
        picture = self.picture(node.icon) if "both" in node.variant or "under" in node.variant else ""
        options: dict[str, Any] = {"text": node.text, "state": "normal" if node.enabled else "disabled"}
        if picture:
            options |= {"image": picture, "compound": "top" if "under" in node.variant else "left"}
        if self.themed:
            style = (
                "Toolbutton"
                if "tool" in node.variant
                else "Primary.TButton"
                if "primary" in node.variant
                else ""
            )
            made: tk.Widget = ttk.Button(master, style=style or "TButton", **options)
        else:
            flat = "flat" if "tool" in node.variant else "raised"
            default = "active" if "primary" in node.variant else "disabled"
            made = tk.Button(master, relief=flat, default=default, **options)
        self.probe(node.id, "button", node.text, made, node=node)
        return made

    def _icon(self, node: Node, master: tk.Misc) -> tk.Widget:
        state = "normal" if node.enabled else "disabled"
        picture = self.picture(node.icon)
        if self.themed:
            made: tk.Widget = ttk.Button(master, style="Toolbutton", image=picture, state=state)
        else:
            made = tk.Button(master, relief="flat", image=picture, state=state)
        self.probe(node.id, "icon", "", made, node=node)
        return made

    def _field(self, node: Node, master: tk.Misc) -> tk.Widget:
        made: Any = (ttk.Entry if self.themed else tk.Entry)(master, width=12)
        shown = node.value or node.placeholder
        made.insert(0, "x" * len(node.value) if node.variant == "password" else shown)
        if node.variant == "password":
            made.configure(show="•")
        if not node.value and node.placeholder:
            made.configure(foreground=self.look.palette.muted)
        if "display" in node.variant:
            made.configure(justify="right")
        if not node.enabled:
            made.configure(state="disabled")
        self.probe(node.id, "field", shown, made, node=node)
        return made

    def _area(self, node: Node, master: tk.Misc) -> tk.Widget:
        made = tk.Text(
            master, width=20, height=3 if node.variant == "small" else 8, wrap="word", padx=4, pady=3
        )
        made.insert("1.0", node.value)
        if not node.enabled:  # Tk itself leaves its colours as they are
            p = self.look.palette
            made.configure(state="disabled", foreground=p.faded(self.look.fading), background=p.window)
        self.probe(node.id, "field", node.value, made, node=node)
        return made

    def _combo(self, node: Node, master: tk.Misc) -> tk.Widget:
        state = "disabled" if not node.enabled else "readonly" if self.rng.random() < 0.7 else "normal"
        if self.themed or self.rng.random() < 0.6:
            made: tk.Widget = ttk.Combobox(master, values=list(node.options), width=12)
            made.set(node.value)  # type: ignore[attr-defined]
            made.configure(state=state)  # type: ignore[call-arg]
        else:
            held = tk.StringVar(master, node.value)
            made = tk.OptionMenu(master, held, *(node.options or ("",)))
            made.configure(state="normal" if node.enabled else "disabled")
            made.held = held  # type: ignore[attr-defined]  # Tk forgets a variable that nobody holds
        self.probe(node.id, "combo", node.value, made, node=node)
        return made

    def _spin(self, node: Node, master: tk.Misc) -> tk.Widget:
        made: Any = (ttk.Spinbox if self.themed else tk.Spinbox)(master, from_=0, to=10**8, width=8)
        made.delete(0, "end")
        made.insert(0, node.value)
        if not node.enabled:
            made.configure(state="disabled")
        self.probe(node.id, "spin", node.value, made, node=node)
        return made

    def _check(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = tk.IntVar(master, int(node.checked))
        state = "normal" if node.enabled else "disabled"
        make: Any = ttk.Checkbutton if self.themed else partial(tk.Checkbutton, anchor="w")
        made = make(master, text=node.text, variable=held, state=state)
        made.held = held
        self._mark(node, node.id, made, "checkbox", node.text, "", node.checked)
        return made

    def _radio(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = tk.IntVar(master, int(node.checked))
        make: Any = ttk.Radiobutton if self.themed else tk.Radiobutton
        made = make(master, text="", variable=held, value=1, state="normal" if node.enabled else "disabled")
        made.held = held
        self._mark(node, node.id, made, "radio", "", "", node.checked)
        return made

    def _radios(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        chosen = tk.StringVar(master, node.value or "\0")
        held.chosen = chosen  # type: ignore[attr-defined]
        state = "normal" if node.enabled else "disabled"
        make: Any = ttk.Radiobutton if self.themed else partial(tk.Radiobutton, anchor="w")
        for key, name in zip(node.option_keys, node.options, strict=True):
            made = make(held, text=name, variable=chosen, value=name, state=state)
            made.pack(side="left" if node.variant == "row" else "top", anchor="w", padx=2)
            self._mark(node, f"{node.id}/{key}", made, "radio", name, node.id, name == node.value)
        return held

    def _mark(
        self, node: Node, node_id: str, box: tk.Widget, kind: str, text: str, group: str, checked: bool
    ) -> None:
        """Two elements: the indicator, and the words beside it."""

        def indicator() -> Rect:
            found = _part(box, "indicator") if self.themed else None
            if found:
                return found
            gap = self.font.measure("0") // (1 if kind == "radio" else 2)
            right = words()[0] - gap if text else (box.winfo_width() + _MARK_PX) // 2
            return right - _MARK_PX, (box.winfo_height() - _MARK_PX) // 2, _MARK_PX, _MARK_PX

        def words() -> Rect:
            wide, high = self.font.measure(text), self.font.metrics("linespace")
            found = _part(box, "indicator") if self.themed else None
            left = found[0] + found[2] + 4 if found else box.winfo_reqwidth() - wide - 3
            return left, (box.winfo_height() - high) // 2, wide, high

        self.probe(node_id, kind, "", box, indicator, group=group, checked=checked, node=node)
        if text:
            self.probe(f"{node_id}/label", "text", text, box, words)


def _part(widget: Any, name: str) -> Rect | None:
    """Where a themed widget draws the part called `name`, found by asking at each place."""
    width, height = widget.winfo_width(), widget.winfo_height()
    columns = [x for x in range(width) if name in str(widget.identify(x, height // 2))]
    if not columns:
        return None
    middle = columns[len(columns) // 2]
    rows = [y for y in range(height) if name in str(widget.identify(middle, y))]
    return columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
