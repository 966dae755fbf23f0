# Long lines: markup keeps one element a line.
# ruff: noqa: E501
"""Tables, lists, trees, mails and cards in HTML."""

from __future__ import annotations

import random
from html import escape

from lam_desktop.data.corpus.controls import control_node
from lam_desktop.data.corpus.html_base import Drawing
from lam_desktop.data.corpus.spec import Column, Node, Record


class Records(Drawing):
    """Draws containers of records."""

    def _table(self, node: Node) -> str:
        head = "".join(self._head(node, column) for column in node.columns)
        sheet = "sheet" in node.variant
        head = f"<th></th>{head}" if sheet else head
        rows = []
        for record in node.records:
            whole = f"{node.id}/{record.key}"
            cells = [f"<th {self.mark(whole, 'header', record=whole)}>{record.key}</th>"] if sheet else []
            cells += [self._cell(node, record, n) for n in range(len(node.columns))]
            rows.append(f'<tr class="{"sel" if record.key == node.value else ""}">{"".join(cells)}</tr>')
        bold = "boldh" if self.bold_header else ""
        return f'<div class="tw"><table class="{node.variant} {bold} {self.cls("table")}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'

    def _head(self, node: Node, column: Column) -> str:
        if not column.title:
            return "<th></th>"
        return f"<th {self.mark(f'{node.id}/{column.key}', 'header', group=f'{node.id}/{column.key}')}>{escape(column.title)}</th>"

    def _cell(self, node: Node, record: Record, n: int) -> str:
        column = node.columns[n]
        if column.control:
            return f'<td class="ctl">{self.draw(control_node(node, record, column))}</td>'
        whole, value = f"{node.id}/{record.key}", record.cells[n]
        mark = self.mark(
            f"{whole}/{column.key}", "cell", text=value, group=f"{node.id}/{column.key}", record=whole
        )
        number = "num" if column.make in ("money", "count", "percent") else ""
        return f'<td class="{number}" {mark}>{escape(value)}</td>'

    def _cards(self, node: Node) -> str:
        cards = "".join(self._card(node, record) for record in node.records)
        return f'<div class="cards {node.variant}">{cards}</div>'

    def _card(self, node: Node, record: Record) -> str:
        whole, lines, tools = f"{node.id}/{record.key}", [], []
        for column, value in zip(node.columns, record.cells, strict=True):
            if column.control == "lane":
                continue
            if column.control:
                tools.append(self.draw(control_node(node, record, column)))
                continue
            text = self.text(f"{whole}/{column.key}", value, f"{node.id}/{column.key}", whole)
            lines.append(f'<div class="{"ct" if column.key == "title" else "cl"}">{text}</div>')
        on = "sel" if record.key == node.value else ""
        return f'<div class="card {on}"><div class="cb0">{"".join(lines)}</div><div class="cc">{"".join(tools)}</div></div>'

    def _list(self, node: Node, tree: bool = False) -> str:
        parts, deep = [], random.Random(node.id)
        for key, name in zip(node.option_keys, node.options, strict=True):
            on = name == node.value
            mark = self.mark(f"{node.id}/{key}", "list_item", group=node.id, checked=on)
            glyph = (
                self.icon(deep.choice(("folder", "page", "mail", "person")), 16)
                if node.variant == "icons"
                else ""
            )
            twist, indent = "", 6
            if tree:
                level = deep.choice((0, 0, 1, 1, 2))
                indent += level * 16
                twist = f"<span>{deep.choice(('▸', '▾', '&nbsp;')) if level < 2 else '&nbsp;'}</span>"
            parts.append(
                f'<div class="li {"sel" if on else ""}" style="padding-left:{indent}px" {mark}>{twist}{glyph}<span>{escape(name)}</span></div>'
            )
        return f'<div class="lst {self.rng.choice(("", "fr"))}">{"".join(parts)}</div>'

    def _tree(self, node: Node) -> str:
        return self._list(node, tree=True)

    def _mails(self, node: Node) -> str:
        parts = []
        for record in node.records:
            sender, subject, when = record.cells
            whole = f"{node.id}/{record.key}"
            mark = self.mark(whole, "list_item", text=f"{sender} {subject}", group=node.id, record=whole)
            gap = (
                f'<span class="two">{escape(subject)}</span>'
                if node.variant == "two"
                else f" &nbsp; {escape(subject)}"
            )
            date = f'<span class="when">{escape(when)}</span>' if node.variant == "two" else ""
            parts.append(
                f'<div class="li mail {"sel" if record.key == node.value else ""}" {mark}>{date}<b>{escape(sender)}</b>{gap}</div>'
            )
        return f'<div class="mails">{"".join(parts)}</div>'
