# Long lines: markup keeps one element a line.
# ruff: noqa: E501
"""Nodes as HTML: containers, menus and popups; what they hold is drawn by the classes below it."""

from __future__ import annotations

from html import escape

from lam_desktop.data.corpus.html_days import Days
from lam_desktop.data.corpus.html_inputs import Inputs
from lam_desktop.data.corpus.spec import Node, Scene


class Widgets(Days, Inputs):
    """Draws the nodes of one window."""

    def menu_bar(self, scene: Scene) -> str:
        """The menu titles; nothing where the program has none."""
        if not scene.menus:
            return ""
        parts = [
            f'<div class="mt {"on" if menu.id == scene.popup else ""}" {self.mark(menu.id, "menu_item")}>{self.caption(menu.text)}</div>'
            for menu in scene.menus
        ]
        return f'<div class="mbar">{"".join(parts)}</div>'

    def popup(self, scene: Scene) -> str:
        """The open menu or option list; a script moves it below its owner."""
        if "/day/" in scene.popup_items[0].id:
            return self._calendar(scene)
        is_menu = scene.popup_items[0].role == "menu_entry"
        context = "context" if is_menu and not scene.popup.startswith("menu/") else ""
        rng, parts = self.rng, []
        lit = rng.randrange(len(scene.popup_items)) if rng.random() < 0.5 else -1
        for n, item in enumerate(scene.popup_items):
            on = n == lit or (item.checked and not is_menu)
            kind = "menu_item" if is_menu else "list_item"
            glyph = self.icon(item.icon, 16) if is_menu and self.menu_icons else ""
            mark = self.mark(
                item.id,
                kind,
                group=scene.popup,
                checked=None if is_menu else item.checked,
                enabled=item.enabled,
            )
            look = "on" if on and item.enabled else "" if item.enabled else "dis"
            parts.append(f'<div class="mi {look}" {mark}>{glyph}<span>{escape(item.text)}</span></div>')
        owner = escape(self.prefix + scene.popup)
        return f'<div class="pop {"menu" if is_menu else "opts"} {context}" data-owner="{owner}">{"".join(parts)}</div>'

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
                    f'<div class="lab {"ra" if arrangement == "right" else ""}">{label}</div><div>{self.draw(child)}{self._error(child)}</div>'
                )
            elif arrangement == "placeholder" and child.role in ("field", "area") and item.text:
                hinted = Node(**{**vars(child), "placeholder": item.text})
                parts.append(f'<div class="above">{self.draw(hinted)}{self._error(child)}</div>')
            else:
                label = f'<div class="lab">{self.text(item.id, item.text)}</div>' if item.text else ""
                parts.append(f'<div class="above">{label}{self.draw(child)}{self._error(child)}</div>')
        return f'<div class="form" style="grid-template-columns:{track}">{"".join(parts)}</div>'

    def _error(self, node: Node) -> str:
        """What is wrong with an input, below it."""
        return f'<div class="error">{self.text(f"{node.id}/error", node.error)}</div>' if node.error else ""

    def _ribbon(self, node: Node) -> str:
        return f'<div class="rib">{self._children(node)}</div>'

    def _ribbon_group(self, node: Node) -> str:
        name = self.text(node.id, node.text)
        return (
            f'<div class="rg"><div class="rt">{self._children(node)}</div><div class="rl">{name}</div></div>'
        )

    def _picture(self, node: Node) -> str:
        return f'<div class="picture">{self.icon(node.icon, 36)}</div>'

    def _progress(self, node: Node) -> str:
        return f'<div class="prog"><div style="width:{node.value}%"></div></div>'

    def tip(self, node: Node) -> str:
        """The tool tip of a glyph; a script moves it below its owner."""
        owner = escape(self.prefix + node.id)
        return f'<div class="pop tip0" data-owner="{owner}">{self.text(f"{node.id}/tip", node.text)}</div>'

    def toast(self, text: str) -> str:
        """A note that lies over a corner of the window for a while."""
        close = (
            f'<span class="wc" {self.mark("toast/close", "icon", text="")}>{self.icon("cross", 12)}</span>'
        )
        return f'<div class="toast">{self.text("toast/text", text)}{close}</div>'

    def _toolbar(self, node: Node) -> str:
        edge = "border-bottom:1px solid var(--l)" if node.variant else ""
        return f'<div class="bar" style="{edge}">{self._children(node)}</div>'

    def _buttons(self, node: Node) -> str:
        stretched = self.look.stretched
        if stretched is None:
            return f'<div class="btns {node.variant}">{self._children(node)}</div>'
        shape = "stacked" if stretched.stacked else "beside"
        return (
            f'<div class="btns {shape}" style="max-width:{stretched.most:.0f}px">{self._children(node)}</div>'
        )

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
            enabled = key not in node.disabled
            mark = self.mark(f"{node.id}/{key}", "tab", group=node.id, checked=on, enabled=enabled)
            close = f"<small>{self.icon('cross', 9)}</small>" if self.tabs == "closable" else ""
            parts.append(
                f'<div class="tab {"on" if on else ""} {"" if enabled else "dis"} {self.cls("tab_on" if on else "tab")}" {mark}>{escape(name)}{close}</div>'
            )
        shape = "rib0" if node.variant == "ribbon" else ""
        return f'<div class="tabs {self.tabs if not self.cls("tabs") else self.cls("tabs")}">{"".join(parts)}</div><div class="pane {shape}">{self._children(node)}</div>'

    def _heading(self, node: Node) -> str:
        return f"<h2>{self.text(node.id, node.text)}</h2>"

    def _prose(self, node: Node) -> str:
        return f'<p class="para prose">{" ".join(self.draw(child) for child in node.children)}</p>'

    def _words(self, node: Node) -> str:
        return self.text(node.id, node.text)

    def _para(self, node: Node) -> str:
        return f'<p class="para">{self.text(node.id, node.text)}</p>'
