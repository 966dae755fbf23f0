# Long lines: markup keeps one element a line.
"""What all HTML widgets share: the `data-*` marks that tell where each element is, texts, glyphs.

Marks: `data-i` id, `data-k` kind, `data-m="t"` box hugs the text, `data-x` text, `data-g` group,
`data-r` record, `data-c` checked (0/1), `data-d` disabled, `data-f` focused.
"""

from __future__ import annotations

import random
from html import escape

from lam_desktop.data.corpus.frameworks import Framework
from lam_desktop.data.corpus.icon_sets import IconSet
from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.spec import Node

_ICON_COLOURS = ("#2a7de1", "#d64541", "#2e9e5b", "#e09b1a", "#8e5ad6", "#e0559b", "#1aa5b8", "#888888")
_COMBOS = ("chevron", "chevron", "caret", "updown", "boxed", "editable", "flat")
_SPINS = ("native", "native", "right", "split", "stacked", "bare")
_FIELDS = ("plain", "plain", "plain", "adorned")
_TABS = ("", "", "", "pill", "line", "segments", "closable")


class Drawing:
    """Choices that concern the whole page (icon size, native controls…), made once, and the marks."""

    def __init__(
        self,
        look: Look,
        rng: random.Random,
        icons: IconSet,
        framework: Framework | None = None,
        prefix: str = "",
    ) -> None:
        self.look = look
        self.rng = rng
        self.icons = icons
        self.framework = framework
        self.prefix = prefix
        self.icon_px = (
            rng.choice((14, 16, 16, 18, 20, 24)) if look.font_px < 16 else rng.choice((18, 20, 24, 28))
        )
        self.stroke = rng.choice((1.5, 2, 2, 2.5))
        self.coloured = rng.random() < 0.25
        self.filled = rng.random() < 0.2
        self.native = look.style == "native" or rng.random() < 0.25
        if framework is not None:
            self.native = framework.classless or rng.random() < 0.5
        self._classes: dict[str, str] = {}
        self.bold_header = rng.random() < 0.4
        self.menu_icons = rng.random() < 0.3
        self.legend = rng.choice(("", "", "bare"))
        self.combo = rng.choice(_COMBOS)
        self.spin = rng.choice(_SPINS)
        self.fields = rng.choice(_FIELDS)
        if self.native and framework is not None:
            self.spin, self.fields = "native", "plain"
        self.switches = rng.random() < 0.15
        self.mnemonics = rng.random() < 0.25
        self.tabs = rng.choice(_TABS)
        self.label_end = rng.choice((":", "", ""))
        self.grey_labels = random.Random(f"labels/{look.seed}").random() < 0.6

    def cls(self, part: str) -> str:
        """The framework's classes for a part, the same all over the page."""
        if self.framework is None:
            return ""
        if part not in self._classes:
            self._classes[part] = self.framework.pick(part, self.rng)
        return self._classes[part]

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
        enabled: bool = True,
        node: Node | None = None,
    ) -> str:
        """The `data-*` marks of an element; group and record are those of `node` where it has any."""
        if node is not None:
            group, record = group or node.group, record or node.record
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
        parts.append("data-d" if not enabled or (node is not None and not node.enabled) else "")
        if node is not None:
            parts.append("data-f" if node.focused and not self.prefix else "")
        return " ".join(parts)

    def text(self, node_id: str, text: str, group: str = "", record: str = "") -> str:
        """A text element whose box hugs what it says."""
        mark = self.mark(node_id, "text", hug=True, group=group, record=record)
        return f"<span {mark}>{escape(text)}</span>"

    def caption(self, text: str) -> str:
        """The words on a button or menu; on some pages one letter is underlined."""
        letters = [n for n, sign in enumerate(text) if sign.isalpha() and sign.isascii()]
        if not self.mnemonics or not letters:
            return escape(text)
        at = letters[self.rng.randrange(min(4, len(letters)))]
        return f"<span>{escape(text[:at])}<u>{text[at]}</u>{escape(text[at + 1 :])}</span>"

    def icon(self, name: str, px: int = 0) -> str:
        """A glyph in this page's manner."""
        colour = random.Random(name).choice(_ICON_COLOURS) if self.coloured else "currentColor"
        fill = f"color-mix(in srgb,{colour},transparent 65%)" if self.filled else "none"
        return self.icons.svg(name, px or self.icon_px, self.stroke, colour, fill)
