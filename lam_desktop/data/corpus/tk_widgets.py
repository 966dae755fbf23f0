"""Builds the containers of a window from nodes in Tk."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from lam_desktop.data.corpus.spec import Node
from lam_desktop.data.corpus.tk_base import Rect
from lam_desktop.data.corpus.tk_inputs import Inputs
from lam_desktop.data.corpus.tk_views import Views

_GREEDY = frozenset(
    ("table", "list", "tree", "mails", "cards", "board", "month", "tabs", "keypad", "column", "row")
)
"""Roles that take what room there is."""


class Builder(Views, Inputs):
    """Builds one window's widgets."""

    def menu_bar(self, menus: tuple[Node, ...], master: tk.Misc) -> tk.Widget:
        """The menu titles beside one another."""
        held = self.frame(master)
        for menu in menus:
            made = tk.Menubutton(held, text=menu.text, padx=self.gap + 2)
            made.pack(side="left")
            self.probe(menu.id, "menu_item", menu.text, made)
        return held

    def _column(self, node: Node, master: tk.Misc) -> tk.Widget:
        pad = self.gap if "pad" in node.variant or "side" in node.variant else 0
        held = self.frame(master)
        between = 0 if "flush" in node.variant else self.gap // 2
        # What stands at the edge keeps its place where room is short, so it is laid out first.
        last = [child for child in node.children if child.role in ("buttons", "statusbar")][-1:]
        for child in last if node.children and node.children[-1:] == tuple(last) else ():
            self.build(child, held).pack(side="bottom", fill="x", padx=pad, pady=between)
        for child in node.children:
            if last and child is last[0] and node.children[-1] is child:
                continue
            grows = (child.role in _GREEDY or "large" in child.variant) and child.variant not in (
                "tight",
                "ribbon",
            )
            made = self.build(child, held)
            made.pack(fill="both" if grows else "x", expand=grows, padx=pad, pady=between, anchor="nw")
        return held

    def _row(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        split = node.variant == "split"
        for n, child in enumerate(node.children):
            wide = 0 if child.role in ("button", "link", "icon", "picture") or "side" in child.variant else 1
            held.columnconfigure(n, weight=wide)
            stick = "nsew" if split or child.role in ("table", "list", "tree", "cards") else "new"
            if node.variant == "tight":
                stick = "ew"
            self.build(child, held).grid(row=0, column=n, sticky=stick, padx=self.gap // 2)
        held.rowconfigure(0, weight=1)
        return held

    def _group(self, node: Node, master: tk.Misc) -> tk.Widget:
        make = ttk.LabelFrame if self.themed else tk.LabelFrame
        held = make(master, text=node.text)
        for child in node.children:
            grows = child.role in _GREEDY
            made = self.build(child, held)
            made.pack(fill="both" if grows else "x", expand=grows, padx=self.gap, pady=2)

        def title() -> Rect:
            return 9, 0, self.font.measure(node.text), self.font.metrics("linespace")

        self.probe(node.id, "text", node.text, held, title)
        return held

    def _form(self, node: Node, master: tk.Misc) -> tk.Widget:
        arrangement, columns = node.variant.split()
        count = max(1, min(int(columns), len(node.children), 2 if self.look.window[2] < 800 else 3))
        held, above = self.frame(master), arrangement in ("above", "placeholder")
        side_by, over = self.gap // 2, max(1, self.gap // 3)
        for n, item in enumerate(node.children):
            row, column = divmod(n, count)
            child = item.children[0]
            hinted = arrangement == "placeholder" and child.role == "field" and item.text
            if hinted:
                child = Node(**{**vars(child), "placeholder": item.text})
            made = self._with_error(child, held)
            text = "" if hinted else item.text
            label = self.label(held, item.id, text + ("" if above else self.label_end)) if text else None
            if above:
                if label:
                    label.grid(row=row * 2, column=column, sticky="w", padx=self.gap // 2)
                made.grid(
                    row=row * 2 + 1,
                    column=column,
                    sticky="ew",
                    padx=side_by,
                    pady=over,
                )
                held.columnconfigure(column, weight=1)
            else:
                if label:
                    side = "e" if arrangement == "right" else "w"
                    label.grid(row=row, column=column * 2, sticky=side, padx=self.gap // 2)
                made.grid(
                    row=row,
                    column=column * 2 + 1,
                    sticky="ew",
                    padx=side_by,
                    pady=over,
                )
                held.columnconfigure(column * 2 + 1, weight=1)
        return held

    def _with_error(self, node: Node, master: tk.Misc) -> tk.Widget:
        if not node.error:
            return self.build(node, master)
        held = self.frame(master)
        self.build(node, held).pack(fill="x")
        words = self.label(held, f"{node.id}/error", node.error)
        words.configure(foreground=self.look.palette.warning)  # type: ignore[call-arg]
        words.pack(anchor="w")
        return held

    def _toolbar(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        for child in node.children:
            made = self.build(child, held)
            made.pack(side="left", padx=1, pady=1, fill="y" if child.role == "separator" else "none")
        return held

    def _separator(self, _: Node, master: tk.Misc) -> tk.Widget:
        return ttk.Separator(master, orient="vertical")

    def _ribbon(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        for child in node.children:
            self.build(child, held).pack(side="left", fill="y", padx=3)
        return held

    def _ribbon_group(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = tk.Frame(master, relief="groove", borderwidth=1)
        tools = self.frame(held)
        tools.pack(side="top", fill="both", expand=True)
        small = 0
        for child in node.children:
            made = self.build(child, tools)
            if "under" in child.variant:
                made.grid(row=0, column=0, rowspan=3, sticky="ns")
                continue
            made.grid(row=small % 3, column=1 + small // 3, sticky="w")
            small += 1
        self.label(held, node.id, node.text).pack(side="bottom")
        return held

    def _buttons(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        stretched = self.look.stretched
        if stretched is not None:
            columns = 1 if stretched.stacked else len(node.children)
            for n, child in enumerate(node.children):
                row, column = n // columns, 1 + n % columns
                self.build(child, held).grid(row=row, column=column, sticky="ew", padx=self.gap // 2, pady=1)
                held.columnconfigure(column, weight=round(stretched.most / columns))
            held.columnconfigure(0, minsize=round(stretched.indent * self.look.scale))
            # Tk knows no greatest width: what is left of the window's goes to an empty column.
            held.columnconfigure(1 + columns, weight=max(0, round(self.look.window[2] - stretched.most)))
            return held
        inner = self.frame(held)
        inner.pack(anchor="w" if node.variant == "left" else "e" if node.variant == "right" else "center")
        for child in node.children:
            self.build(child, inner).pack(side="left", padx=self.gap // 2)
        return held

    def _keypad(self, node: Node, master: tk.Misc) -> tk.Widget:
        held, wide = self.frame(master), int(node.variant)
        for n, child in enumerate(node.children):
            self.build(child, held).grid(row=n // wide, column=n % wide, sticky="nsew", padx=1, pady=1)
            held.rowconfigure(n // wide, weight=1)
            held.columnconfigure(n % wide, weight=1)
        return held

    def _statusbar(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = tk.Frame(master, relief="sunken", borderwidth=1)
        for child in node.children:
            self.label(held, child.id, child.text).pack(
                side="left", expand=len(node.children) > 1, anchor="w"
            )
        return held

    def _tabs(self, node: Node, master: tk.Misc) -> tk.Widget:
        book = ttk.Notebook(master)
        for n, (key, name) in enumerate(zip(node.option_keys, node.options, strict=True)):
            on = name == node.value
            page = self.frame(book)
            book.add(page, text=name)
            enabled = key not in node.disabled
            if not enabled:
                book.tab(n, state="disabled")
            if on:
                book.select(n)
                for child in node.children:
                    self.build(child, page).pack(fill="both", expand=True)
            where = f"{node.id}/{key}"
            self.probe(
                where,
                "tab",
                name,
                book,
                lambda n=n: _tab(book, n),
                group=node.id,
                checked=on,
                enabled=enabled,
            )
        return book

    def _heading(self, node: Node, master: tk.Misc) -> tk.Widget:
        return self.label(master, node.id, node.text, big=self.rng.choice((1.2, 1.4, 1.6)))

    def _para(self, node: Node, master: tk.Misc) -> tk.Widget:
        most, lines = round(self.look.window[2] * self.look.scale * 0.55), [""]
        for part in node.text.split(" "):
            longer = f"{lines[-1]} {part}".strip()
            if self.font.measure(longer) > most and lines[-1]:
                lines.append(part)
            else:
                lines[-1] = longer
        return self.label(master, node.id, "\n".join(lines))

    def _words(self, node: Node, master: tk.Misc) -> tk.Widget:
        return self.label(master, node.id, node.text)

    def _prose(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        for child in node.children:
            self.build(child, held).pack(side="left", padx=self.font.measure(" ") // 2)
        return held

    def _picture(self, node: Node, master: tk.Misc) -> tk.Widget:
        return tk.Label(master, image=self.picture(node.icon))

    def _progress(self, node: Node, master: tk.Misc) -> tk.Widget:
        return ttk.Progressbar(master, value=float(node.value))


def _tab(book: ttk.Notebook, n: int) -> Rect | None:
    """Where a notebook draws tab `n`, found by asking at each place."""
    wide = book.winfo_width()
    columns = [x for x in range(wide) if _index_at(book, x, 8) == n]
    if not columns:
        return None
    middle = columns[len(columns) // 2]
    rows = [y for y in range(70) if _index_at(book, middle, y) == n]
    return columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1


def _index_at(book: ttk.Notebook, x: int, y: int) -> int:
    try:
        return int(book.index(f"@{x},{y}"))
    except (tk.TclError, ValueError):
        return -1
