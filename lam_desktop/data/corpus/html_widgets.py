# Long lines: markup keeps one element a line.
# ruff: noqa: E501
"""Nodes as HTML widgets, with the `data-*` marks that tell where each element is.

Marks: `data-i` id, `data-k` kind, `data-m="t"` box hugs the text, `data-x` text, `data-g` group,
`data-r` record, `data-c` checked (0/1), `data-d` disabled, `data-f` focused.
"""

from __future__ import annotations

import random
from html import escape

from lam_desktop.data.corpus import icons
from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.spec import Node, Scene


class Widgets:
    """Draws nodes; choices that concern the whole page (icon size, native controls…) are made once."""

    def __init__(self, look: Look, rng: random.Random, prefix: str = "") -> None:
        self.look = look
        self.rng = rng
        self.prefix = prefix
        self.icon_px = (
            rng.choice((14, 16, 16, 18, 20, 24)) if look.font_px < 16 else rng.choice((18, 20, 24, 28))
        )
        self.stroke = rng.choice((1.5, 2, 2, 2.5))
        self.coloured = rng.random() < 0.25
        self.filled = rng.random() < 0.2
        self.native = look.style == "native" or rng.random() < 0.25
        self.bold_header = rng.random() < 0.4
        self.menu_icons = rng.random() < 0.3
        self.legend = rng.choice(("", "", "bare"))
        self.stepper = rng.random() < 0.3
        self.label_end = rng.choice((":", "", ""))

    def draw(self, node: Node) -> str:
        """HTML of the node and what it contains."""
        return getattr(self, f"_{node.role}")(node)

    def mark(
        self,
        node_id: str,
        kind: str,
        *,
        text: str | None = None,
        hug: bool = False,
        group: str = "",
        record: str = "",
        checked: bool | None = None,
        node: Node | None = None,
    ) -> str:
        """The `data-*` marks of an element."""
        parts = [f'data-i="{escape(self.prefix + node_id)}" data-k="{kind}"']
        if text is not None:
            parts.append(f'data-x="{escape(text)}"')
        if hug:
            parts.append('data-m="t"')
        if group:
            parts.append(f'data-g="{escape(self.prefix + group)}"')
        if record:
            parts.append(f'data-r="{escape(self.prefix + record)}"')
        if checked is not None:
            parts.append(f'data-c="{int(checked)}"')
        if node is not None:
            parts.append("data-d" if not node.enabled else "")
            parts.append("data-f" if node.focused and not self.prefix else "")
        return " ".join(parts)

    def text(self, node_id: str, text: str) -> str:
        """A text element whose box hugs what it says."""
        return f"<span {self.mark(node_id, 'text', hug=True)}>{escape(text)}</span>"

    def icon(self, name: str, px: int = 0) -> str:
        """A glyph in this page's manner."""
        colour = random.Random(name).choice(_ICON_COLOURS) if self.coloured else "currentColor"
        fill = f"color-mix(in srgb,{colour},transparent 65%)" if self.filled else "none"
        return icons.svg(name, px or self.icon_px, random.Random(name), self.stroke, colour, fill)

    def menu_bar(self, scene: Scene) -> str:
        """The menu titles; nothing where the program has none."""
        if not scene.menus:
            return ""
        parts = [
            f'<div class="mt {"on" if menu.id == scene.popup else ""}" {self.mark(menu.id, "menu_item")}>{escape(menu.text)}</div>'
            for menu in scene.menus
        ]
        return f'<div class="mbar">{"".join(parts)}</div>'

    def popup(self, scene: Scene) -> str:
        """The open menu or option list; a script moves it below its owner."""
        if "/day/" in scene.popup_items[0].id:
            return self._calendar(scene)
        is_menu = scene.popup.startswith("menu/")
        rng, parts = self.rng, []
        lit = rng.randrange(len(scene.popup_items)) if rng.random() < 0.5 else -1
        for n, item in enumerate(scene.popup_items):
            on = n == lit or (item.checked and not is_menu)
            kind = "menu_item" if is_menu else "list_item"
            glyph = self.icon(item.icon, 16) if is_menu and self.menu_icons else ""
            mark = self.mark(item.id, kind, group=scene.popup, checked=None if is_menu else item.checked)
            parts.append(
                f'<div class="mi {"on" if on else ""}" {mark}>{glyph}<span>{escape(item.text)}</span></div>'
            )
        owner = escape(self.prefix + scene.popup)
        return f'<div class="pop {"menu" if is_menu else "opts"}" data-owner="{owner}">{"".join(parts)}</div>'

    def _calendar(self, scene: Scene) -> str:
        """A month to pick a day from."""
        rng, where = self.rng, scene.popup
        skip, today = rng.randrange(7), rng.randint(1, 30)
        days = "".join(
            f'<span class="{"on" if n == today else ""}" {self.mark(item.id, "cell", group=where)}>{item.text}</span>'
            for n, item in enumerate(scene.popup_items, 1)
        )
        month = f"{rng.choice(('January', 'May', 'July', 'Oct', '06', '12'))} {rng.randint(2020, 2028)}"
        steps = [
            f'<span class="wc" {self.mark(f"{where}/{key}", "icon", text="")}>{self.icon(key, 16)}</span>'
            for key in ("left", "right")
        ]
        head = f'<div class="calhead">{steps[0]}{self.text(f"{where}/month", month)}{steps[1]}</div>'
        blanks = "<span></span>" * skip
        return f'<div class="pop cal" data-owner="{escape(self.prefix + where)}">{head}<div class="days">{blanks}{days}</div></div>'

    def _children(self, node: Node) -> str:
        return "".join(self.draw(child) for child in node.children)

    def _column(self, node: Node) -> str:
        return f'<div class="col {node.variant}">{self._children(node)}</div>'

    def _row(self, node: Node) -> str:
        return f'<div class="row {node.variant}">{self._children(node)}</div>'

    def _group(self, node: Node) -> str:
        legend = f"<legend>{self.text(node.id, node.text)}</legend>"
        return f'<fieldset class="group {self.legend}">{legend}{self._children(node)}</fieldset>'

    def _form(self, node: Node) -> str:
        arrangement, columns = node.variant.split()
        count = min(int(columns), max(1, len(node.children)))
        above = arrangement in ("above", "placeholder")
        track = f"repeat({count},minmax(0,1fr))" if above else f"repeat({count},max-content minmax(60px,1fr))"
        parts = []
        for item in node.children:
            child = item.children[0]
            if not above:
                label = self.text(item.id, item.text + self.label_end) if item.text else ""
                parts.append(
                    f'<div class="lab {"ra" if arrangement == "right" else ""}">{label}</div><div>{self.draw(child)}</div>'
                )
            elif arrangement == "placeholder" and child.role in ("field", "area") and item.text:
                hinted = Node(**{**vars(child), "placeholder": item.text})
                parts.append(f'<div class="above">{self.draw(hinted)}</div>')
            else:
                label = f'<div class="lab">{self.text(item.id, item.text)}</div>' if item.text else ""
                parts.append(f'<div class="above">{label}{self.draw(child)}</div>')
        return f'<div class="form" style="grid-template-columns:{track}">{"".join(parts)}</div>'

    def _toolbar(self, node: Node) -> str:
        edge = "border-bottom:1px solid var(--l)" if node.variant else ""
        return f'<div class="bar" style="{edge}">{self._children(node)}</div>'

    def _buttons(self, node: Node) -> str:
        return f'<div class="btns {node.variant}">{self._children(node)}</div>'

    def _keypad(self, node: Node) -> str:
        return f'<div class="keys" style="grid-template-columns:repeat({node.variant},1fr)">{self._children(node)}</div>'

    def _statusbar(self, node: Node) -> str:
        return f'<div class="sbar">{"".join(f"<div>{self.text(c.id, c.text)}</div>" for c in node.children)}</div>'

    def _separator(self, _: Node) -> str:
        return '<div class="sepv"></div>'

    def _tabs(self, node: Node) -> str:
        parts = []
        for key, name in zip(node.option_keys, node.options, strict=True):
            on = name == node.value
            mark = self.mark(f"{node.id}/{key}", "tab", group=node.id, checked=on)
            parts.append(f'<div class="tab {"on" if on else ""}" {mark}>{escape(name)}</div>')
        return f'<div class="tabs">{"".join(parts)}</div><div class="pane">{self._children(node)}</div>'

    def _heading(self, node: Node) -> str:
        return f"<h2>{self.text(node.id, node.text)}</h2>"

    def _para(self, node: Node) -> str:
        return f'<p class="para">{self.text(node.id, node.text)}</p>'

    def _link(self, node: Node) -> str:
        return f'<a href="#"><span {self.mark(node.id, "link", hug=True)}>{escape(node.text)}</span></a>'

    def _button(self, node: Node) -> str:
        style = node.variant
        inner = escape(node.text)
        if "both" in style or "under" in style:
            inner = self.icon(node.icon) + f"<span>{inner}</span>"
        return self._press(node, inner, "button", node.text)

    def _icon(self, node: Node) -> str:
        return self._press(node, self.icon(node.icon), "icon", "")

    def _press(self, node: Node, inner: str, kind: str, text: str) -> str:
        hover = "hov" if node.hovered else ""
        off = "" if node.enabled else "disabled"
        return f'<button class="{node.variant} {hover}" {off} {self.mark(node.id, kind, text=text, node=node)}>{inner}</button>'

    def _field(self, node: Node) -> str:
        kind, value, shown = "text", node.value, node.value or node.placeholder
        if node.variant == "password":
            kind, value = "password", "x" * len(node.value)
        elif node.variant == "search":
            kind = self.rng.choice(("search", "text"))
        elif node.variant in ("date", "time") and self.native:
            kind = node.variant
            value, shown = self._native_time(kind, bool(node.value))
        off = "" if node.enabled else "disabled"
        width = (
            "short"
            if "line" in node.variant and "display" not in node.variant and self.rng.random() < 0.15
            else ""
        )
        return (
            f'<input class="f {width} {"display" if "display" in node.variant else ""}" type="{kind}" value="{escape(value)}" '
            f'placeholder="{escape(node.placeholder)}" {off} {self.mark(node.id, "field", text=shown, node=node)}>'
        )

    def _native_time(self, kind: str, filled: bool) -> tuple[str, str]:
        rng = self.rng
        if not filled:
            return "", "mm/dd/yyyy" if kind == "date" else "--:-- --"
        if kind == "time":
            hour, minute = rng.randint(0, 23), rng.randint(0, 59)
            return (
                f"{hour:02d}:{minute:02d}",
                f"{(hour - 1) % 12 + 1:02d}:{minute:02d} {'AM' if hour < 12 else 'PM'}",
            )
        year, month, day = rng.randint(1990, 2028), rng.randint(1, 12), rng.randint(1, 28)
        return f"{year}-{month:02d}-{day:02d}", f"{month:02d}/{day:02d}/{year}"

    def _area(self, node: Node) -> str:
        rows = {"small": self.rng.randint(2, 4)}.get(node.variant, 8)
        off = "" if node.enabled else "disabled"
        mark = self.mark(node.id, "field", text=node.value or node.placeholder, node=node)
        return f'<textarea class="{node.variant}" rows="{rows}" placeholder="{escape(node.placeholder)}" {off} {mark}>{escape(node.value)}</textarea>'

    def _combo(self, node: Node) -> str:
        mark = self.mark(node.id, "combo", text=node.value, node=node)
        if self.native:
            blank = "" if node.value else "<option selected></option>"
            options = "".join(
                f"<option {'selected' if o == node.value else ''}>{escape(o)}</option>" for o in node.options
            )
            return f'<select class="cb" {"" if node.enabled else "disabled"} {mark}>{blank}{options}</select>'
        arrow = self.icon("down", 12)
        state = ("" if node.enabled else "dis ") + ("foc" if node.focused and not self.prefix else "")
        return (
            f'<div class="cb drop {state}" {mark}><span>{escape(node.value) or "&nbsp;"}</span>{arrow}</div>'
        )

    def _spin(self, node: Node) -> str:
        mark = self.mark(node.id, "spin", text=node.value, node=node)
        off = "" if node.enabled else "disabled"
        if self.stepper:
            return f'<div class="sp pm" {mark}><input {off} value="{escape(node.value)}"><span>−</span><span>+</span></div>'
        return f'<input class="sp" type="number" {off} value="{escape(node.value)}" {mark}>'

    def _check(self, node: Node) -> str:
        state = f"{'checked' if node.checked else ''} {'' if node.enabled else 'disabled'}"
        mark = self.mark(node.id, "checkbox", text="", checked=node.checked, node=node)
        return f'<div class="chk"><input type="checkbox" {state} {mark}>{self.text(f"{node.id}/label", node.text)}</div>'

    def _radios(self, node: Node) -> str:
        parts = []
        for key, name in zip(node.option_keys, node.options, strict=True):
            on = name == node.value
            mark = self.mark(f"{node.id}/{key}", "radio", text="", group=node.id, checked=on, node=node)
            state = f"{'checked' if on else ''} {'' if node.enabled else 'disabled'}"
            parts.append(
                f'<div class="chk"><input type="radio" {state} {mark}>{self.text(f"{node.id}/{key}/label", name)}</div>'
            )
        return f'<div class="rads {node.variant}">{"".join(parts)}</div>'

    def _table(self, node: Node) -> str:
        head = "".join(
            f"<th {self.mark(f'{node.id}/{c.key}', 'header', group=f'{node.id}/{c.key}')}>{escape(c.title)}</th>"
            for c in node.columns
        )
        sheet = "sheet" in node.variant
        head = f"<th></th>{head}" if sheet else head
        rows = []
        for record in node.records:
            whole = f"{node.id}/{record.key}"
            cells = [f"<th {self.mark(whole, 'header', record=whole)}>{record.key}</th>"] if sheet else []
            for column, value in zip(node.columns, record.cells, strict=True):
                mark = self.mark(
                    f"{whole}/{column.key}",
                    "cell",
                    text=value,
                    group=f"{node.id}/{column.key}",
                    record=whole,
                )
                number = "num" if column.make in ("money", "count", "percent") else ""
                cells.append(f'<td class="{number}" {mark}>{escape(value)}</td>')
            rows.append(f'<tr class="{"sel" if record.key == node.value else ""}">{"".join(cells)}</tr>')
        bold = "boldh" if self.bold_header else ""
        return f'<div class="tw"><table class="{node.variant} {bold}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'

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


_ICON_COLOURS = ("#2a7de1", "#d64541", "#2e9e5b", "#e09b1a", "#8e5ad6", "#e0559b", "#1aa5b8", "#888888")
