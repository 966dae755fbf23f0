"""A scene as one HTML document: desktop, windows, widgets; elements carry `data-*` marks for their boxes.

Marks: `data-i` id, `data-k` kind, `data-m="t"` box hugs the text, `data-x` text, `data-g` group,
`data-c` checked (0/1), `data-d` disabled, `data-f` focused.
"""

from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from lam_desktop.data.corpus import icons
from lam_desktop.data.corpus.css import style_sheet
from lam_desktop.data.corpus.grammar import walk
from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.spec import OTHER_WINDOW, Node, Scene


def page(scene: Scene, look: Look) -> str:
    """The whole document; CSS pixels, the viewport is the screen."""
    rng = random.Random(f"html/{look.seed}")
    widgets = Widgets(look, rng)
    parts = [_desktop(look, rng)]
    if rng.random() < 0.25:
        parts.append(_task_bar(Widgets(look, rng, prefix=OTHER_WINDOW), scene.title))
    x, y, w, h = look.window
    main = _window(
        widgets, scene.title, widgets.menu_bar(scene) + widgets.draw(scene.body), (x, y, w, h), "main"
    )
    if scene.neighbour is not None and look.neighbour:
        screen_w, screen_h = look.screen[0] / look.scale, look.screen[1] / look.scale
        other = Widgets(look, rng, prefix=OTHER_WINDOW)
        nw, nh = rng.uniform(0.3, 0.6) * screen_w, rng.uniform(0.3, 0.7) * screen_h
        if look.neighbour == "front":  # covers a corner of the main window, never most of it
            nw, nh = min(nw, w * 0.45), min(nh, h * 0.5)
            nx, ny = rng.choice((x - nw / 2, x + w - nw / 2)), rng.choice((y - nh / 3, y + h - nh * 0.6))
        else:
            nx, ny = rng.uniform(-nw / 4, screen_w - nw / 2), rng.uniform(0, screen_h - nh / 2)
        second = _window(other, scene.neighbour_title, other.draw(scene.neighbour), (nx, ny, nw, nh), "")
        parts += [main, second] if look.neighbour == "front" else [second, main]
    else:
        parts.append(main)
    if scene.dialog is not None:
        parts.append(_dialog(widgets, scene.dialog, look, rng))
    if scene.popup:
        parts.append(widgets.popup(scene))
    if rng.random() < 0.25:
        parts.append(_pointer(look, rng))
    dark = "dk" if look.palette.dark else ""
    style = f"<style>{style_sheet(look)}</style>"
    return f'<!doctype html><html lang="{scene.lang}"><head>{style}</head><body class="{dark}">{"".join(parts)}</body></html>'


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

    def mark(self, node_id: str, kind: str, *, text: str | None = None, hug: bool = False, group: str = "",
             checked: bool | None = None, node: Node | None = None) -> str:  # fmt: skip
        """The `data-*` marks of an element."""
        parts = [f'data-i="{escape(self.prefix + node_id)}" data-k="{kind}"']
        if text is not None:
            parts.append(f'data-x="{escape(text)}"')
        if hug:
            parts.append('data-m="t"')
        if group:
            parts.append(f'data-g="{escape(self.prefix + group)}"')
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
        colour = random.Random(name).choice(_ICON_COLOURS) if self.coloured else "currentColor"
        fill = f"color-mix(in srgb,{colour},transparent 65%)" if self.filled else "none"
        return icons.svg(name, px or self.icon_px, random.Random(name), self.stroke, colour, fill)

    def menu_bar(self, scene: Scene) -> str:
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

    def _separator(self, node: Node) -> str:
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
            cells = (
                [f"<th {self.mark(f'{node.id}/{record.key}', 'header')}>{record.key}</th>"] if sheet else []
            )
            for column, value in zip(node.columns, record.cells, strict=True):
                mark = self.mark(
                    f"{node.id}/{record.key}/{column.key}",
                    "cell",
                    text=value,
                    group=f"{node.id}/{column.key}",
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
            mark = self.mark(
                f"{node.id}/{record.key}", "list_item", text=f"{sender} {subject}", group=node.id
            )
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


def _window(
    widgets: Widgets,
    title: str,
    content: str,
    box: tuple[float, float, float, float],
    name: str,
    dialog: bool = False,
    tools: str = "",
) -> str:
    x, y, w, h = box
    where = "window" if not dialog else "dialog/window"
    bar = _title_bar(widgets, title, where, dialog, tools)
    size = f"left:{x:.0f}px;top:{y:.0f}px;width:{w:.0f}px;" + (f"height:{h:.0f}px" if h else "")
    owner = f'data-window="{name}"' if name else ""
    return f'<div class="win {"dlg" if dialog else ""}" {owner} style="{size}">{bar}<div class="client">{content}</div></div>'


def _title_bar(widgets: Widgets, title: str, where: str, dialog: bool, tools: str) -> str:
    look, rng = widgets.look, random.Random(f"bar/{widgets.look.seed}")
    if look.decoration == "none" and not dialog:
        return ""
    high = {"thin": 22, "header": 42, "browser": 34}.get(look.decoration, rng.randint(26, 36)) * max(
        0.85, look.font_px / 14
    )
    glyphs = (
        [("close", "cross")] if dialog else [("minimise", "minus"), ("maximise", "stop"), ("close", "cross")]
    )
    dots = look.style == "mac" or rng.random() < 0.1
    side = rng.randint(16, int(min(high, 46)))
    controls = []
    for n, (name, glyph) in enumerate(glyphs):
        mark = widgets.mark(f"{where}/{name}", "window_control", text="")
        if dots:
            colour = ("#febc2e", "#28c840", "#ff5f57")[n - len(glyphs)]
            controls.append(
                f'<span class="wc" style="width:13px;height:13px;border-radius:50%;background:{colour}" {mark}></span>'
            )
        else:
            svg = icons.svg(glyph, max(9, side // 2), rng, 2, "currentColor")
            controls.append(f'<span class="wc" style="width:{side}px;height:{side}px" {mark}>{svg}</span>')
    name = f'<div class="tt" style="text-align:{rng.choice(("left", "center"))}">{widgets.text(f"{where}/title", title)}</div>'
    left = look.decoration == "left" or dots
    inner = "".join(reversed(controls)) + tools + name if left else tools + name + "".join(controls)
    weight = rng.choice((400, 400, 600, 700))
    bar = f'<div class="tbar" style="height:{high:.0f}px;background:{look.palette.title};color:{look.palette.on_title};font-weight:{weight}">{inner}</div>'
    if look.decoration == "browser" and not dialog and not widgets.prefix:
        tools = "".join(
            f'<span class="wc" style="width:26px;height:26px" {widgets.mark(f"browser/{key}", "icon", text="")}>{widgets.icon(key, 16)}</span>'
            for key in ("left", "right", "refresh")
        )
        url = f"https://{rng.choice(('intranet', 'office', 'portal'))}.example/{rng.choice(('orders', 'app', 'index', 'form'))}"
        bar += f'<div class="tbar" style="padding:4px 8px;background:var(--w);border-bottom:1px solid var(--l)">{tools}<div class="addr" {widgets.mark("browser/address", "field", text=url)}>{url}</div></div>'
    return bar


def _dialog(widgets: Widgets, node: Node, look: Look, rng: random.Random) -> str:
    x, y, w, h = look.window
    wide = min(max(300 * look.font_px / 14, w * rng.uniform(0.3, 0.6)), w)
    dx, dy = rng.uniform(0, w - wide), rng.uniform(0.1, 0.45) * h
    if rng.random() < 0.5:
        dx = (w - wide) / 2
    inner = "".join(widgets.draw(child) for child in node.children)
    return _window(widgets, node.text, inner, (x + dx, y + dy, wide, 0), "dialog", dialog=True)


def _desktop(look: Look, rng: random.Random) -> str:
    one, two = (f"hsl({rng.randint(0, 360)} {rng.randint(5, 60)}% {rng.randint(10, 85)}%)" for _ in range(2))
    fill = rng.choice(
        (
            one,
            f"linear-gradient({rng.randint(0, 180)}deg,{one},{two})",
            f"radial-gradient(circle at 30% 40%,{one},{two})",
        )
    )
    parts = []
    if rng.random() < 0.3:
        shapes = "".join(
            f'<circle cx="{rng.randint(0, 100)}%" cy="{rng.randint(0, 100)}%" r="{rng.randint(20, 260)}" fill="{rng.choice((one, two))}" opacity=".5"/>'
            for _ in range(rng.randint(3, 12))
        )
        parts.append(f'<svg width="100%" height="100%" class="abs">{shapes}</svg>')
    return f'<div id="desk" style="background:{fill}">{"".join(parts)}</div>'


def _task_bar(widgets: Widgets, title: str) -> str:
    """A panel at the screen's edge with running programs and a clock."""
    rng = widgets.rng
    apps = [title, *rng.sample(("Files", "Mail", "Terminal", "Web", "Calendar", "Music"), rng.randint(0, 3))]
    parts = "".join(
        f'<span class="app" {widgets.mark(f"taskbar/{n}", "button", text=app)}>{escape(app)}</span>'
        for n, app in enumerate(apps)
    )
    start = f'<span class="wc" style="padding:4px" {widgets.mark("taskbar/start", "icon", text="")}>{widgets.icon("home", 20)}</span>'
    clock = f'<span class="clock">{widgets.text("taskbar/clock", f"{rng.randint(7, 19)}:{rng.randint(10, 59)}")}</span>'
    edge = rng.choice(("top", "bottom", "bottom"))
    return f'<div class="task" style="{edge}:0;height:{rng.randint(30, 44)}px">{start}{parts}{clock}</div>'


def _pointer(look: Look, rng: random.Random) -> str:
    x, y, w, h = look.window
    left, top = x + rng.random() * w, y + rng.random() * h
    fill, edge = rng.choice((("#fff", "#000"), ("#000", "#fff")))
    return (
        f'<svg class="abs" style="left:{left:.0f}px;top:{top:.0f}px;z-index:99;pointer-events:none" width="18" height="24" viewBox="0 0 18 24">'
        f'<path d="M1 1v17l4-4 3 8 3-1-3-8h6z" fill="{fill}" stroke="{edge}"/></svg>'
    )


def popups_anchor(scene: Scene) -> bool:
    """Whether the popup's owner is part of this scene."""
    return any(node.id == scene.popup for node in (*walk(scene.body), *scene.menus))
