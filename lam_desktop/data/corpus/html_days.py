# Long lines: markup keeps one element a line.
# ruff: noqa: E501
"""Boards, months and calendars in HTML."""

from __future__ import annotations

from html import escape

from lam_desktop.data.corpus.html_records import Records
from lam_desktop.data.corpus.spec import Node, Record


class Days(Records):
    """Draws cards in lanes and days in weeks."""

    def _board(self, node: Node) -> str:
        at = [column.key for column in node.columns].index("lane")
        lanes = []
        for key, name in zip(node.option_keys, node.options, strict=True):
            mine = [self._card(node, record) for record in node.records if record.cells[at] == key]
            where = f"{node.id}/{key}"
            add = f'<span class="wc" {self.mark(f"{where}/add", "icon", text="", group=f"{node.id}/add")}>{self.icon("plus", 14)}</span>'
            head = self.text(where, name, group=f"{node.id}/lane")
            lanes.append(
                f'<div class="lane"><div class="calhead">{head}{add if node.variant else ""}</div>{"".join(mine)}</div>'
            )
        return f'<div class="board">{"".join(lanes)}</div>'

    def _month(self, node: Node) -> str:
        week = "".join(
            f"<div>{self.text(f'{node.id}/week/{n}', name)}</div>" for n, name in enumerate(node.options)
        )
        cells = "<div></div>" * int(node.variant)
        cells += "".join(self._day(node, day) for day in node.option_keys)
        return f'<div class="week">{week}</div><div class="month">{cells}</div>'

    def _day(self, node: Node, day: str) -> str:
        at = [column.key for column in node.columns].index("lane")
        entries = "".join(self._entry(node, one) for one in node.records if one.cells[at] == day)
        mark = self.mark(f"{node.id}/day/{day}", "cell", text=day, group=f"{node.id}/day")
        return f'<div class="day {"today" if day == node.value else ""}" {mark}>{day}{entries}</div>'

    def _entry(self, node: Node, record: Record) -> str:
        where = f"{node.id}/{record.key}"
        mark = self.mark(where, "list_item", group=f"{node.id}/entry", record=where)
        return f'<div class="entry" {mark}>{escape(record.cells[0])}</div>'

    def _picker(self, node: Node) -> str:
        steps = [
            f'<span class="wc" {self.mark(f"{node.id}/{key}", "icon", text="")}>{self.icon(key, 14)}</span>'
            for key in ("left", "right")
        ]
        head = f'<div class="calhead">{steps[0]}{self.text(f"{node.id}/name", node.text)}{steps[1]}</div>'
        week = "".join(f"<span>{escape(name)}</span>" for name in node.options)
        days = "".join(
            f'<span class="{"on" if day == node.value else ""}" {self.mark(f"{node.id}/day/{day}", "cell", group=f"{node.id}/day")}>{day}</span>'
            for day in node.option_keys
        )
        return f'<div class="cal picker">{head}<div class="days">{week}{"<span></span>" * int(node.variant)}{days}</div></div>'
