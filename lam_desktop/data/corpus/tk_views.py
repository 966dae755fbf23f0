"""Tables, lists, trees, mails, cards and days in Tk."""

from __future__ import annotations

import random
import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Any

from lam_desktop.data.corpus.controls import control_node
from lam_desktop.data.corpus.spec import Node, Record
from lam_desktop.data.corpus.tk_base import Base, Rect

_MOST_ROWS = 14
"""Rows of a table made of single widgets."""


class Views(Base):
    """Builds containers of records."""

    def _table(self, node: Node, master: tk.Misc) -> tk.Widget:
        if "sheet" in node.variant or any(column.control for column in node.columns):
            return self._grid(node, master)
        made = ttk.Treeview(master, columns=[c.key for c in node.columns], show="headings", height=4)
        for column in node.columns:
            wide = self.font.measure(column.title) + 24
            made.heading(column.key, text=column.title)
            made.column(
                column.key, width=max(wide, 70), anchor="e" if column.make in ("money", "count") else "w"
            )
            rect = partial(_heading, made, column.key)
            where = f"{node.id}/{column.key}"
            self.probe(where, "header", column.title, made, rect, group=where)
        for record in node.records:
            item = made.insert("", "end", values=record.cells)
            whole = f"{node.id}/{record.key}"
            if record.key == node.value:
                made.selection_set(item)
            for column, value in zip(node.columns, record.cells, strict=True):
                rect = partial(_cell, made, item, column.key)
                self.probe(
                    f"{whole}/{column.key}",
                    "cell",
                    value,
                    made,
                    rect,
                    group=f"{node.id}/{column.key}",
                    record=whole,
                )
        return made

    def _grid(self, node: Node, master: tk.Misc) -> tk.Widget:
        """A table of single widgets: fields and buttons of their own in each row."""
        held, sheet = self.frame(master), "sheet" in node.variant
        for n, column in enumerate(node.columns[:8], 1):
            held.columnconfigure(n, weight=1)
            if column.title:
                where = f"{node.id}/{column.key}"
                head = tk.Label(held, text=column.title, relief="raised", borderwidth=1)
                head.grid(row=0, column=n, sticky="nsew")
                self.probe(where, "header", column.title, head, group=where)
        for row, record in enumerate(node.records[:_MOST_ROWS], 1):
            whole = f"{node.id}/{record.key}"
            if sheet:
                side = tk.Label(held, text=record.key, relief="raised", borderwidth=1, width=3)
                side.grid(row=row, column=0, sticky="nsew")
                self.probe(whole, "header", record.key, side, record=whole)
            for n, (column, value) in enumerate(list(zip(node.columns, record.cells, strict=True))[:8], 1):
                if column.control:
                    self.build(control_node(node, record, column), held).grid(
                        row=row, column=n, padx=2, pady=1
                    )
                    continue
                cell = tk.Label(
                    held,
                    text=value,
                    relief="groove",
                    borderwidth=1,
                    anchor="w",
                    bg=self.look.palette.base,
                    width=10,
                )
                cell.grid(row=row, column=n, sticky="nsew")
                group = f"{node.id}/{column.key}"
                self.probe(f"{whole}/{column.key}", "cell", value, cell, group=group, record=whole)
        return held

    def _list(self, node: Node, master: tk.Misc) -> tk.Widget:
        made = tk.Listbox(master, height=5, exportselection=False)
        for n, (key, name) in enumerate(zip(node.option_keys, node.options, strict=True)):
            made.insert("end", name)
            if name == node.value:
                made.selection_set(n)
            rect = partial(_line, made, n)
            where = f"{node.id}/{key}"
            self.probe(where, "list_item", name, made, rect, group=node.id, checked=name == node.value)
        return made

    def _tree(self, node: Node, master: tk.Misc) -> tk.Widget:
        made, deep = ttk.Treeview(master, show="tree", height=5), random.Random(node.id)
        parents: list[str] = []
        for key, name in zip(node.option_keys, node.options, strict=True):
            level = min(deep.choice((0, 0, 1, 1, 2)), len(parents))
            item = made.insert(parents[level - 1] if level else "", "end", text=name, open=True)
            parents[level:] = [item]
            if name == node.value:
                made.selection_set(item)
            rect = partial(_cell, made, item, "#0")
            self.probe(
                f"{node.id}/{key}", "list_item", name, made, rect, group=node.id, checked=name == node.value
            )
        return made

    def _mails(self, node: Node, master: tk.Misc) -> tk.Widget:
        made = tk.Listbox(master, height=6, exportselection=False)
        for n, record in enumerate(node.records):
            sender, subject, _ = record.cells
            made.insert("end", f"{sender} – {subject}")
            if record.key == node.value:
                made.selection_set(n)
            whole = f"{node.id}/{record.key}"
            rect = partial(_line, made, n)
            self.probe(whole, "list_item", f"{sender} {subject}", made, rect, group=node.id, record=whole)
        return made

    def _cards(self, node: Node, master: tk.Misc) -> tk.Widget:
        held = self.frame(master)
        across = 1 if node.variant == "list" else self.rng.randint(2, 3)
        for n, record in enumerate(node.records[: across * 6]):
            self._card(node, record, held).grid(
                row=n // across, column=n % across, sticky="ew", padx=3, pady=3
            )
        for n in range(across):
            held.columnconfigure(n, weight=1)
        return held

    def _card(self, node: Node, record: Record, master: tk.Misc) -> tk.Widget:
        card = tk.Frame(master, relief=self.rng.choice(("groove", "solid", "raised")), borderwidth=1)
        words, tools = self.frame(card), self.frame(card)
        words.pack(side="left", fill="both", expand=True)
        tools.pack(side="right")
        whole = f"{node.id}/{record.key}"
        for column, value in zip(node.columns, record.cells, strict=True):
            if column.control == "lane":
                continue
            if column.control:
                self.build(control_node(node, record, column), tools).pack(side="left", padx=2)
                continue
            named = Node("para", whole, group=f"{node.id}/{column.key}", record=whole)
            big = 1.05 if column.key == "title" else 1.0
            self.label(words, f"{whole}/{column.key}", value, big=big, node=named).pack(anchor="w", padx=3)
        return card

    def _board(self, node: Node, master: tk.Misc) -> tk.Widget:
        held, at = self.frame(master), [column.key for column in node.columns].index("lane")
        for n, (key, name) in enumerate(zip(node.option_keys, node.options, strict=True)):
            lane = tk.Frame(held, relief="sunken", borderwidth=1)
            lane.grid(row=0, column=n, sticky="nsew", padx=3)
            held.columnconfigure(n, weight=1, uniform="lane")
            where = f"{node.id}/{key}"
            self.label(lane, where, name, big=1.05, node=Node("para", where, group=f"{node.id}/lane")).pack(
                anchor="w"
            )
            for record in [one for one in node.records if one.cells[at] == key][:7]:
                self._card(node, record, lane).pack(fill="x", padx=3, pady=3)
        held.rowconfigure(0, weight=1)
        return held

    def _month(self, node: Node, master: tk.Misc) -> tk.Widget:
        held, at = self.frame(master), [column.key for column in node.columns].index("lane")
        p = self.look.palette
        for n, name in enumerate(node.options):
            self.label(held, f"{node.id}/week/{n}", name).grid(row=0, column=n, sticky="w")
            held.columnconfigure(n, weight=1, uniform="day")
        for n, day in enumerate(node.option_keys, int(node.variant)):
            cell = tk.Frame(held, relief="solid", borderwidth=1, bg=p.base)
            cell.grid(row=1 + n // 7, column=n % 7, sticky="nsew")
            held.rowconfigure(1 + n // 7, weight=1, uniform="week")
            tk.Label(cell, text=day, anchor="nw", bg=p.base, fg=p.text).pack(anchor="w")
            for record in [one for one in node.records if one.cells[at] == day][:2]:
                where = f"{node.id}/{record.key}"
                entry = tk.Label(cell, text=record.cells[0], bg=p.accent, fg=p.on_accent, anchor="w", width=6)
                entry.pack(fill="x", padx=1)
                self.probe(where, "list_item", record.cells[0], entry, group=f"{node.id}/entry", record=where)
            self.probe(f"{node.id}/day/{day}", "cell", day, cell, group=f"{node.id}/day")
        return held

    def _picker(self, node: Node, master: tk.Misc) -> tk.Widget:
        held, p = (
            tk.Frame(master, relief="solid", borderwidth=1, bg=self.look.palette.base),
            self.look.palette,
        )
        for at, (key, sign) in enumerate((("left", "<"), ("right", ">"))):
            step = tk.Label(held, text=sign, bg=p.base, fg=p.text)
            step.grid(row=0, column=at * 6, sticky="ew")
            self.probe(f"{node.id}/{key}", "icon", "", step)
        self.label(held, f"{node.id}/name", node.text).grid(row=0, column=1, columnspan=5)
        for n, day in enumerate(node.option_keys, int(node.variant)):
            on = day == node.value
            cell = tk.Label(
                held, text=day, bg=p.accent if on else p.base, fg=p.on_accent if on else p.text, width=3
            )
            cell.grid(row=1 + n // 7, column=n % 7, sticky="nsew")
            self.probe(f"{node.id}/day/{day}", "cell", day, cell, group=f"{node.id}/day")
        return held


def _cell(tree: Any, item: str, column: str) -> Rect | None:
    """Where a tree view draws a cell; None where it is scrolled away."""
    box = tree.bbox(item, column)
    return tuple(box) if box else None


def _line(box: tk.Listbox, n: int) -> Rect | None:
    """Where a list draws an entry: from edge to edge."""
    found = box.bbox(n)
    return (0, found[1], box.winfo_width(), found[3]) if found else None


def _heading(tree: Any, key: str) -> Rect | None:
    """Where a tree view draws a column's heading."""
    left = 0
    for name in tree["columns"]:
        wide = tree.column(name, "width")
        if name == key:
            rows = [y for y in range(80) if tree.identify_region(left + wide // 2, y) == "heading"]
            return (left, rows[0], wide, rows[-1] - rows[0] + 1) if rows else None
        left += wide
    return None
