"""The parts that programs are put together from: buttons, toolbars, forms, tables, menus."""

from __future__ import annotations

import random
from collections.abc import Callable

from lam_desktop.data.corpus import lexicon, values
from lam_desktop.data.corpus.spec import Node
from lam_desktop.data.corpus.wording import Wording


class Builder:
    """Draws parts of one program; ids stay unique because every part has its own prefix."""

    def __init__(self, rng: random.Random, lang: str) -> None:
        self.rng = rng
        self.lang = lang
        self.words = Wording(rng, lang)
        self._used: set[str] = set()

    def uid(self, wanted: str) -> str:
        """`wanted`, or with a number when an earlier part took it."""
        name, count = wanted, 2
        while name in self._used:
            name, count = f"{wanted}~{count}", count + 1
        self._used.add(name)
        return name

    def section(self) -> str:
        """The key of a random section name."""
        return self.words.key("sections")

    def button(self, key: str, where: str, variant: str = "", role: str = "button") -> Node:
        """The button of action `key`; its id says where it stands."""
        glyph = lexicon.sort("actions", key, self.lang)
        say = self.words.caption if role == "icon" else self.words.exact
        text = say("actions", key)
        return Node(role, self.uid(f"{where}/{key}"), text, icon=glyph, variant=variant)

    def buttons(self, where: str, keys: list[str] | None = None) -> Node:
        """A row of buttons; some carry icons, one is the default."""
        rng = self.rng
        if keys is None:
            keys = rng.choice(
                (
                    ["save", "cancel"],
                    ["ok", "cancel"],
                    ["ok", "cancel", "apply"],
                    ["submit", "reset"],
                    ["new", "save", "delete"],
                    ["add", "edit", "delete"],
                    ["save"],
                    ["previous", "next"],
                    ["search", "clear"],
                    ["print", "close"],
                    ["yes", "no", "cancel"],
                    ["book", "cancel"],
                    ["calculate", "clear"],
                    ["preview", "save", "cancel", "help"],
                )
            )
        style = rng.choices(("text", "both"), (75, 25))[0]
        primary = rng.randrange(len(keys)) if rng.random() < 0.6 else -1
        made = tuple(
            self.button(key, where, variant=f"{style} {'primary' if n == primary else ''}".strip())
            for n, key in enumerate(keys)
        )
        return Node(
            "buttons",
            self.uid(f"{where}/buttons"),
            variant=rng.choice(("left", "right", "right", "center")),
            children=made,
        )

    def toolbar(self) -> Node:
        """Icons, some with words, sometimes with a combo box or a search field between them."""
        rng = self.rng
        count = rng.randint(3, 8) if rng.random() < 0.5 else rng.randint(8, 16)
        keys = self.words.keys("actions", count)
        style = rng.choices(("icon", "both", "under", "text"), (60, 18, 12, 10))[0]
        if style != "icon":
            keys = keys[:8]
        parts: list[Node] = []
        for key in keys:
            if style == "icon" and rng.random() < 0.25:  # a glyph of the program's own
                name = f"own{rng.randrange(10**6)}"
                parts.append(Node("icon", self.uid(f"toolbar/{name}"), icon=name, variant="tool icon"))
                continue
            role = "icon" if style == "icon" else "button"
            parts.append(self.button(key, "toolbar", variant=f"tool {style}", role=role))
            if rng.random() < 0.2:
                parts.append(Node("separator", self.uid("toolbar/separator")))
        if rng.random() < 0.3:
            parts.append(self.input("toolbar", rng.choice(("status", "language", "category"))))
        if rng.random() < 0.3:
            parts.append(self.search_field("toolbar"))
        return Node(
            "toolbar", self.uid("toolbar"), variant=rng.choice(("", "", "boxed")), children=tuple(parts)
        )

    def search_field(self, where: str) -> Node:
        """A field to search by, with a hint in it."""
        hint = self.words.caption("actions", "search").rstrip("…")
        return Node(
            "field", self.uid(f"{where}/search"), make="subject", variant="search", placeholder=f"{hint}…"
        )

    def input(self, where: str, key: str) -> Node:
        """The input that suits field `key`: combo box, date, number, password, text area or line."""
        rng, make = self.rng, lexicon.sort("fields", key, self.lang)
        uid = self.uid(f"{where}/{key}")
        if lexicon.choices(make, self.lang) and rng.random() < 0.85:
            options, keys = self.words.options(make, rng.randint(3, 9))
            if len(options) <= 4 and rng.random() < 0.35:
                variant = rng.choice(("row", "column"))
                return Node("radios", uid, options=options, option_keys=keys, variant=variant)
            return Node("combo", uid, make=make, options=options, option_keys=keys)
        if make in ("count", "weight", "percent") and rng.random() < 0.6:
            return Node("spin", uid, make="count")
        if make == "sentence" and rng.random() < 0.6:
            return Node("area", uid, make="sentence", variant="small")
        variant = {"date": "date", "password": "password", "time": "time"}.get(make, "line")
        if variant == "date" and rng.random() < 0.5:
            variant = "line"
        hint = values.value(rng, make, self.lang) if rng.random() < 0.12 and variant == "line" else ""
        return Node("field", uid, make=make, variant=variant, placeholder=hint)

    def form(self, where: str, count: int, keys: list[str] | None = None, columns: int = 0) -> Node:
        """Labelled inputs; `variant` is «left|right|above|placeholder», a space, and the columns."""
        rng = self.rng
        keys = keys or self.words.keys("fields", count)
        items = []
        for key in keys:
            label = self.words.exact("fields", key)
            made = self.input(where, key)
            mark = rng.choices(("", " *", "?", " (opt.)"), (87, 9, 2, 2))[0]
            items.append(Node("item", f"{made.id}/label", label + mark, children=(made,)))
            if rng.random() < 0.06:
                items.append(Node("item", f"{made.id}/none", children=(self.check(where),)))
        arrangement = rng.choices(("left", "right", "above", "placeholder"), (42, 20, 25, 13))[0]
        return Node(
            "form",
            self.uid(f"{where}/form"),
            variant=f"{arrangement} {columns or rng.choice((1, 1, 2, 2, 3))}",
            children=tuple(items),
        )

    def check(self, where: str) -> Node:
        """A check box."""
        key = self.words.key("options")
        return Node("check", self.uid(f"{where}/{key}"), self.words.exact("options", key))

    def group(self, children: Callable[[str], tuple[Node, ...]]) -> Node:
        """A titled frame around what `children` makes, given the frame's key."""
        key = self.section()
        where = self.uid(key)
        return Node(
            "group",
            self.uid(f"{where}/group"),
            self.words.caption("sections", key),
            children=children(where),
        )

    def sections(self, role: str, where: str, low: int = 3, high: int = 10) -> Node:
        """A `list`, `tree` or `tabs` whose entries are section names."""
        names: dict[str, str] = {}
        for key in self.words.keys("sections", self.rng.randint(low, high)):
            names.setdefault(self.words.caption("sections", key), key)
        icons = "icons" if self.rng.random() < 0.35 else ""
        return Node(
            role, self.uid(where), options=tuple(names), option_keys=tuple(names.values()), variant=icons
        )

    def status(self) -> Node:
        """A status bar with one to three texts."""
        rng, lang = self.rng, self.lang
        texts = [lexicon.choices("status", lang)[0], f"{self.words.caption('fields', 'items')}: "]
        texts += [values.value(rng, rng.choice(("name", "date", "user", "label")), lang)]
        count = rng.randint(1, 3)
        parts = tuple(
            Node("status_text", self.uid(f"status/{n}"), text) for n, text in enumerate(texts[:count])
        )
        return Node("statusbar", self.uid("statusbar"), children=parts)

    def menus(self) -> tuple[Node, ...]:
        """A menu bar, «File» first and «Help» last."""
        rng = self.rng
        known = lexicon.keys("menus", self.lang)
        inner = rng.sample([key for key in known if key not in ("file", "help")], rng.randint(1, 5))
        keys = ["file", *sorted(inner, key=known.index), "help"]
        made = []
        for key in keys:
            entries = self.words.keys("actions", rng.randint(3, 9))
            items = tuple(self.button(entry, f"menu/{key}", role="menu_entry") for entry in entries)
            made.append(Node("menu", f"menu/{key}", self.words.caption("menus", key), children=items))
        return tuple(made)

    def column(self, *children: Node, variant: str = "") -> Node:
        """The children below one another."""
        return Node("column", self.uid("column"), children=children, variant=variant)

    def row(self, *children: Node, variant: str = "") -> Node:
        """The children beside one another."""
        return Node("row", self.uid("row"), children=children, variant=variant)

    def heading(self, where: str = "heading") -> Node:
        """A heading in large type."""
        key = self.section()
        return Node("heading", self.uid(where), self.words.caption("sections", key))

    def para(self, where: str, count: int = 1) -> Node:
        """`count` sentences."""
        return Node("para", self.uid(where), values.sentences(self.rng, self.lang, count))
