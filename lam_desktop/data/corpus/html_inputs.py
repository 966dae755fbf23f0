# Long lines: markup keeps one element a line.
# ruff: noqa: E501
"""Links, buttons and inputs in HTML, each in several designs."""

from __future__ import annotations

from html import escape

from lam_desktop.data.corpus.html_base import Drawing
from lam_desktop.data.corpus.spec import Node


class Inputs(Drawing):
    """Draws what is pressed, typed into or chosen from."""

    def _link(self, node: Node) -> str:
        mark = self.mark(node.id, "link", hug=True, node=node)
        return f'<a href="#"><span {mark}>{escape(node.text)}</span></a>'

    def _button(self, node: Node) -> str:
        style = node.variant
        inner = self.caption(node.text)
        if "both" in style or "under" in style:
            inner = self.icon(node.icon) + f"<span>{inner}</span>"
        return self._press(node, inner, "button", node.text)

    def _icon(self, node: Node) -> str:
        return self._press(node, self.icon(node.icon), "icon", "")

    def _press(self, node: Node, inner: str, kind: str, text: str) -> str:
        hover = "hov" if node.hovered else ""
        off = "" if node.enabled else "disabled"
        styled = (
            "" if "tool" in node.variant else self.cls("primary" if "primary" in node.variant else "button")
        )
        return f'<button class="{node.variant} {hover} {styled}" {off} {self.mark(node.id, kind, text=text, node=node)}>{inner}</button>'

    def _field(self, node: Node) -> str:
        kind, value, shown = "text", node.value, node.value or node.placeholder
        if node.variant == "password":
            kind, value = "password", "x" * len(node.value)
        elif node.variant == "search":
            kind = self.rng.choice(("search", "text"))
        elif node.variant in ("date", "time") and self.native:
            kind = node.variant
            value, shown = self._native_time(kind, bool(node.value))
        if kind == "text" and self.fields == "adorned" and "display" not in node.variant:
            return self._adorned(node, shown)
        off = "" if node.enabled else "disabled"
        width = (
            "short"
            if "line" in node.variant and "display" not in node.variant and self.rng.random() < 0.15
            else ""
        )
        return (
            f'<input class="f {self.cls("input")} {width} {"display" if "display" in node.variant else ""}" type="{kind}" value="{escape(value)}" '
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
        styled = self.cls("area") or self.cls("input")
        area = f'<textarea class="{node.variant} {styled}" rows="{rows}" placeholder="{escape(node.placeholder)}" {off} {mark}>{escape(node.value)}</textarea>'
        return f'<div class="desk0">{area}</div>' if "paper" in node.variant else area

    def _adorned(self, node: Node, shown: str) -> str:
        """A field with a glyph in front of or behind what stands in it; a calendar's can be pressed."""
        rng = self.rng
        lead = trail = ""
        if node.variant in ("date", "time"):
            press = self.mark(f"{node.id}/pick", "icon", text="", group="", record=node.record)
            trail = f'<span class="tip" {press}>{self.icon("calendar" if node.variant == "date" else "clock", 14)}</span>'
        elif rng.random() < 0.4:
            glyph = {"email": "mail", "name": "person", "phone": "phone", "url": "globe"}.get(
                node.make, "magnifier"
            )
            lead = self.icon(glyph, 14)
        elif rng.random() < 0.3:
            trail = self.icon("cross", 10)
        tone = "" if node.value else "hint"
        mark = self.mark(node.id, "field", text=shown, node=node)
        words = f'<span class="{tone}">{escape(shown) or "&nbsp;"}</span>'
        return f'<div class="f drop {self.cls("input")} {self._state(node)}" {mark}>{lead}{words}<i></i>{trail}</div>'

    def _state(self, node: Node) -> str:
        """Classes of inputs that are no real ones: disabled, focused."""
        return self._off(node) + (" foc" if node.focused and not self.prefix else "")

    def _combo(self, node: Node) -> str:
        mark = self.mark(node.id, "combo", text=node.value, node=node)
        if self.native:
            blank = "" if node.value else "<option selected></option>"
            options = "".join(
                f"<option {'selected' if o == node.value else ''}>{escape(o)}</option>" for o in node.options
            )
            return f'<select class="cb {self.cls("select")}" {"" if node.enabled else "disabled"} {mark}>{blank}{options}</select>'
        design = self.combo
        arrow = {
            "caret": "<b>▾</b>",
            "updown": '<b class="ud">▴<br>▾</b>',
            "editable": '<b class="knob">▾</b>',
            "boxed": f'<b class="knob fill">{self.icon("down", 10)}</b>',
        }.get(design, self.icon("down", 12))
        words = f"<span>{escape(node.value) or '&nbsp;'}</span>"
        return f'<div class="cb drop {design} {self.cls("input")} {self._state(node)}" {mark}>{words}{arrow}</div>'

    def _spin(self, node: Node) -> str:
        mark = self.mark(node.id, "spin", text=node.value, node=node)
        if self.spin == "native" or (self.native and self.spin == "bare"):
            off = "" if node.enabled else "disabled"
            return f'<input class="sp {self.cls("input")}" type="number" {off} value="{escape(node.value)}" {mark}>'
        number = f'<span class="num">{escape(node.value) or "&nbsp;"}</span>'
        inner = {
            "right": f"{number}<b>−</b><b>+</b>",
            "split": f"<b>−</b>{number}<b>+</b>",
            "stacked": f'{number}<b class="ud">▴<br>▾</b>',
        }.get(self.spin, f'{number}<b class="ud">⌃<br>⌄</b>')
        return f'<div class="sp pm {self.cls("input")} {self._state(node)}" {mark}>{inner}</div>'

    def _radio(self, node: Node) -> str:
        state = f"{'checked' if node.checked else ''} {'' if node.enabled else 'disabled'}"
        mark = self.mark(node.id, "radio", text="", checked=node.checked, node=node)
        return f'<input class="{self.cls("radio") or self.cls("check")}" type="radio" {state} {mark}>'

    def _check(self, node: Node) -> str:
        state = f"{'checked' if node.checked else ''} {'' if node.enabled else 'disabled'}"
        mark = self.mark(node.id, "checkbox", text="", checked=node.checked, node=node)
        box = f'<input class="{self.cls("check")}" type="checkbox" {state} {mark}>'
        if self.switches:
            box = f'<span class="switch {"on" if node.checked else ""} {self._off(node)}" {mark}></span>'
        return self._labelled(box, node, f"{node.id}/label", node.text) if node.text else box

    def _off(self, node: Node) -> str:
        return "" if node.enabled else "dis"

    def _labelled(self, box: str, node: Node, name: str, text: str) -> str:
        """A mark with its words; on some pages those of a greyed one are grey, too."""
        if node.enabled or not self.grey_labels:
            return f'<div class="chk">{box}{self.text(name, text)}</div>'
        mark = self.mark(name, "text", hug=True, enabled=False)
        return f'<div class="chk">{box}<span class="dis" {mark}>{escape(text)}</span></div>'

    def _radios(self, node: Node) -> str:
        parts = []
        for key, name in zip(node.option_keys, node.options, strict=True):
            on = name == node.value
            mark = self.mark(f"{node.id}/{key}", "radio", text="", group=node.id, checked=on, node=node)
            state = f"{'checked' if on else ''} {'' if node.enabled else 'disabled'}"
            box = f'<input class="{self.cls("radio") or self.cls("check")}" type="radio" {state} {mark}>'
            parts.append(self._labelled(box, node, f"{node.id}/{key}/label", name))
        return f'<div class="rads {node.variant}">{"".join(parts)}</div>'
