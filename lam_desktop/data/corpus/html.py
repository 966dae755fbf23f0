# Long lines: markup keeps one element a line.
# ruff: noqa: E501
"""A scene as one HTML document: desktop, windows, widgets."""

from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from lam_desktop.data.corpus import icons
from lam_desktop.data.corpus.css import style_sheet
from lam_desktop.data.corpus.frameworks import Framework
from lam_desktop.data.corpus.html_widgets import Widgets
from lam_desktop.data.corpus.icon_sets import IconSet
from lam_desktop.data.corpus.looks import Look, framework_palette
from lam_desktop.data.corpus.spec import OTHER_WINDOW, Node, Scene, walk


def page(scene: Scene, look: Look, icon_set: IconSet, framework: Framework | None = None) -> str:
    """The whole document; CSS pixels, the viewport is the screen."""
    rng = random.Random(f"html/{look.seed}")
    if framework is not None:
        look = replace(look, palette=framework_palette(framework.dark, framework.window, look.palette.accent))
    widgets = Widgets(look, rng, icon_set, framework)
    parts = [_desktop(rng)]
    if rng.random() < 0.25:
        parts.append(_task_bar(Widgets(look, rng, icon_set, framework, OTHER_WINDOW), scene.title))
    x, y, w, h = look.window
    main = _window(
        widgets, scene.title, widgets.menu_bar(scene) + widgets.draw(scene.body), (x, y, w, h), "main"
    )
    if scene.neighbour is not None and look.neighbour:
        screen_w, screen_h = look.screen[0] / look.scale, look.screen[1] / look.scale
        other = Widgets(look, rng, icon_set, framework, OTHER_WINDOW)
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
    if scene.toast:
        parts.append(_toast(widgets, scene, look, rng))
    if scene.dialog is not None:
        parts.append(_dialog(widgets, scene.dialog, look, rng))
    if scene.popup:
        parts.append(widgets.popup(scene))
    elif rng.random() < 0.7:
        parts += [
            widgets.tip(node)
            for node in walk(scene.body)
            if node.hovered and node.role == "icon" and node.text
        ]
    if rng.random() < 0.25:
        parts.append(_pointer(look, rng))
    dark = "dk" if look.palette.dark else ""
    style = f"<style>{style_sheet(look, framework)}</style>"
    theme = framework.attribute if framework else ""
    body = f'<body class="{dark} {widgets.cls("page")}">{"".join(parts)}</body>'
    return f'<!doctype html><html lang="{scene.lang}" {theme}><head>{style}</head>{body}</html>'


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
    share = rng.uniform(0.3, 0.6) if node.variant != "wide" else rng.uniform(0.7, 0.95)
    wide = min(max(300 * look.font_px / 14, w * share), w)
    dx, dy = rng.uniform(0, w - wide), rng.uniform(0.1, 0.45) * h
    if rng.random() < 0.5:
        dx = (w - wide) / 2
    inner = "".join(widgets.draw(child) for child in node.children)
    return _window(widgets, node.text, inner, (x + dx, y + dy, wide, 0), "dialog", dialog=True)


def _toast(widgets: Widgets, scene: Scene, look: Look, rng: random.Random) -> str:
    x, y, w, h = look.window
    wide = min(rng.uniform(180, 340), w)
    left, top = x + rng.choice((8, (w - wide) / 2, w - wide - 8)), y + rng.choice((48, h - 70))
    return f'<div class="abs over" style="left:{left:.0f}px;top:{top:.0f}px;width:{wide:.0f}px">{widgets.toast(scene.toast)}</div>'


def _desktop(rng: random.Random) -> str:
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
