"""The helper process of `tk`: builds the windows it is told to and says where their elements are.

Reads and writes pickled messages on the standard streams; its parent takes the pictures from the screen.
"""

from __future__ import annotations

import os
import pickle
import random
import sys
import tkinter as tk
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from tkinter import font as tkfont
from tkinter import ttk

from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.spec import Node
from lam_desktop.data.corpus.tk_base import Found
from lam_desktop.data.corpus.tk_widgets import Builder

_THEMES = ("clam", "clam", "alt", "default", "classic")


@dataclass(frozen=True)
class Order:
    """One window to build. Sizes are screen pixels; a height of 0 is the window's own."""

    body: Node
    menus: tuple[Node, ...]
    look: Look
    size: tuple[int, int]
    prefix: str
    pictures: Mapping[str, bytes]
    """Glyph name -> PNG."""
    entries: tuple[Node, ...] = ()
    """Entries of a menu (role `menu_entry`) or options, instead of a body."""
    owner: str = ""
    """The element that they belong to."""


@dataclass(frozen=True)
class Built:
    """What stands at the corner of the screen now."""

    size: tuple[int, int]
    elements: tuple[Found, ...]


def main() -> None:
    """Answer orders until the parent closes the stream."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what Tk prints is no answer
    root = tk.Tk()
    root.withdraw()
    window: tk.Toplevel | None = None
    while True:
        try:
            order = Order(**pickle.load(sys.stdin.buffer))
        except EOFError:
            return
        if window is not None:
            window.destroy()
        window, built = _build(root, order)
        pickle.dump(asdict(built), answers)
        answers.flush()


def _build(root: tk.Tk, order: Order) -> tuple[tk.Toplevel, Built]:
    look = order.look
    _dress(root, look)
    top = tk.Toplevel(root, background=look.palette.window)
    top.overrideredirect(True)
    builder = Builder(look, random.Random(f"tk/{look.seed}"), order.pictures, order.prefix)
    if order.entries:
        _list_entries(builder, top, order)
    else:
        if order.menus:
            builder.menu_bar(order.menus, top).pack(fill="x")
        builder.build(order.body, top).pack(fill="both", expand=True)
    top.update_idletasks()
    width = max(order.size[0], 40)
    height = order.size[1] or top.winfo_reqheight()
    if order.entries:
        width = max(order.size[0], top.winfo_reqwidth())
    top.geometry(f"{width}x{max(20, height)}+0+0")
    top.lift()
    top.update()
    if builder.focus is not None:
        builder.focus.focus_force()
    top.update()
    top.winfo_pointerxy()  # its answer comes once the server has drawn all that was asked before
    return top, Built((top.winfo_width(), top.winfo_height()), tuple(builder.found(top)))


def _list_entries(builder: Builder, top: tk.Toplevel, order: Order) -> None:
    """An open menu or option list."""
    p, rng = order.look.palette, random.Random(f"entries/{order.look.seed}")
    is_menu = order.entries[0].role == "menu_entry"
    lit = rng.randrange(len(order.entries)) if rng.random() < 0.5 else -1
    held = tk.Frame(top, relief="raised" if is_menu else "solid", borderwidth=1, background=p.base)
    held.pack(fill="both", expand=True)
    for n, entry in enumerate(order.entries):
        on = (n == lit and entry.enabled) if is_menu else entry.checked
        colours = (
            {"background": p.accent, "foreground": p.on_accent}
            if on
            else {"background": p.base, "foreground": p.text}
        )
        made = tk.Label(held, text=entry.text, anchor="w", padx=14 if is_menu else 4, pady=2, **colours)  # type: ignore[arg-type]
        if not entry.enabled:
            made.configure(state="disabled")
        made.pack(fill="x")
        kind = "menu_item" if is_menu else "list_item"
        checked = None if is_menu else entry.checked
        builder.probe(
            entry.id, kind, entry.text, made, group=order.owner, checked=checked, enabled=entry.enabled
        )


def _dress(root: tk.Tk, look: Look) -> None:
    """Theme, colours and type of everything that is built from now on."""
    p, rng = look.palette, random.Random(f"tkstyle/{look.seed}")
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkFixedFont"):
        size = -max(9, round(look.font_px * look.scale))
        tkfont.nametofont(name, root).configure(family=look.font, size=size)
    style = ttk.Style(root)
    style.theme_use(rng.choice(_THEMES))
    pad = max(1, round(look.pad * look.scale / 2))
    ink = rng.choice((p.accent, p.text))
    plain = {
        "background": p.window,
        "foreground": p.text,
        "fieldbackground": p.base,
        "bordercolor": p.border,
        "troughcolor": p.stripe,
        "lightcolor": p.window,
        "darkcolor": p.border,
        "arrowcolor": p.text,
        "selectbackground": p.accent,
        "selectforeground": p.on_accent,
        "insertcolor": p.text,
        "focuscolor": p.accent,
        "indicatorcolor": p.base,
        "indicatorbackground": p.base,
        "indicatorforeground": ink,
        "upperbordercolor": p.muted,
        "lowerbordercolor": p.muted,
        "indicatorsize": max(10, round(look.font_px * look.scale * rng.uniform(0.7, 1.0))),
    }
    style.configure(".", **plain)
    for name in ("TButton", "Toolbutton", "TMenubutton"):
        style.configure(name, background=p.button, padding=pad + (0 if name == "Toolbutton" else 1))
    style.configure("Primary.TButton", background=p.accent, foreground=p.on_accent)
    off, pale = p.faded(look.fading), p.faded(look.quiet_ink)
    style.map(".", foreground=[("disabled", off)])
    ground = random.Random(f"tkoff/{look.seed}").choice((p.window, p.button))
    style.map(
        "TButton", background=[("disabled", ground), ("active", p.stripe)], foreground=[("disabled", off)]
    )
    style.configure("TButton", foreground=pale if "buttons" in look.quiet else p.text)
    style.configure("Toolbutton", foreground=pale if "tools" in look.quiet else p.text)
    for name in ("TCheckbutton", "TRadiobutton"):
        style.configure(name, indicatorcolor=p.base, indicatorbackground=p.base, foreground=p.text)
        grey = [("disabled", "selected", off), ("disabled", p.window), ("selected", ink)]
        style.map(
            name, indicatorcolor=grey, background=[("active", p.window)], foreground=[("disabled", off)]
        )
    for name in ("TCombobox", "TEntry", "TSpinbox"):
        # Some themes have a white ground for these alone, on which pale ink is not to be read.
        style.configure(name, padding=pad, fieldbackground=p.base, foreground=p.text)
        style.map(
            name, fieldbackground=[("readonly", rng.choice((p.base, p.button))), ("disabled", p.window)]
        )
    lines = look.font_px * look.scale * rng.uniform(1.4, 1.9)
    style.configure("Treeview", background=p.base, rowheight=round(lines))
    style.map("Treeview", background=[("selected", p.accent)], foreground=[("selected", p.on_accent)])
    style.configure("Treeview.Heading", background=p.button, foreground=p.text)
    style.configure("TNotebook.Tab", background=p.stripe, padding=(pad + 5, pad + 1))
    style.map("TNotebook.Tab", background=[("selected", p.window)])
    classic = {
        "background": p.window,
        "foreground": p.text,
        "highlightBackground": p.window,
        "highlightColor": p.accent,
        "selectBackground": p.accent,
        "selectForeground": p.on_accent,
        "insertBackground": p.text,
        "activeBackground": p.stripe,
        "activeForeground": p.text,
        "selectColor": p.base,
        "disabledForeground": off,
        "disabledBackground": p.window,
        "highlightThickness": str(rng.choice((0, 0, 1))),
    }
    for name, value in classic.items():
        root.option_add(f"*{name}", value, 60)
    for name in ("Entry", "Text", "Listbox", "Spinbox"):
        root.option_add(f"*{name}.background", p.base, 61)
    root.option_add("*Button.background", p.button, 61)


if __name__ == "__main__":
    main()
