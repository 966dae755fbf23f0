"""The parts that programs are put together from: buttons, toolbars, forms, tables, menus."""

from __future__ import annotations

import random
from collections.abc import Callable

from lam_desktop.data.corpus import lexicon
from lam_desktop.data.corpus.spec import Column, Node, Record

_POOL = 40
"""Records a table can show; each look shows some of them."""


class Builder:
    """Draws parts of one program; ids stay unique because every part has its own prefix."""

    def __init__(self, rng: random.Random, lang: str) -> None:
        self.rng = rng
        self.lang = lang
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
        return self.rng.choice(list(lexicon.SECTIONS))

    def button(self, key: str, where: str, variant: str = "", role: str = "button") -> Node:
        """The button of action `key`; its id says where it stands."""
        glyph = lexicon.ACTIONS[key][0]
        text = lexicon.word(lexicon.ACTIONS, key, self.lang)
        if self.rng.random() < 0.12 and role != "icon":
            text = lexicon.compound(
                text, lexicon.word(lexicon.SECTIONS, self.section(), self.lang), self.lang
            )
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
        keys = rng.sample(list(lexicon.ACTIONS), count)
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

    def caption(self, key: str) -> str:
        """The label of field `key`: mostly its word, sometimes more exact, sometimes a word of the house."""
        rng, text = self.rng, lexicon.word(lexicon.FIELDS, key, self.lang)
        if rng.random() < 0.15:
            return lexicon.compound(
                lexicon.word(lexicon.SECTIONS, self.section(), self.lang), text, self.lang
            )
        return lexicon.coined(rng) if rng.random() < 0.1 else text

    def search_field(self, where: str) -> Node:
        """A field to search by, with a hint in it."""
        hint = lexicon.word(lexicon.ACTIONS, "search", self.lang)
        return Node(
            "field", self.uid(f"{where}/search"), make="subject", variant="search", placeholder=f"{hint}…"
        )

    def input(self, where: str, key: str) -> Node:
        """The input that suits field `key`: combo box, date, number, password, text area or line."""
        rng, make = self.rng, lexicon.FIELDS[key][0]
        uid = self.uid(f"{where}/{key}")
        options = lexicon.choices(make, self.lang)
        if options and rng.random() < 0.85:
            take = min(len(options), rng.randint(3, 9))
            keys = tuple(entry[0] for entry in lexicon.CHOICES[make])[:take]
            if take <= 4 and rng.random() < 0.25:
                return Node(
                    "radios",
                    uid,
                    options=options[:take],
                    option_keys=keys,
                    variant=rng.choice(("row", "column")),
                )
            return Node("combo", uid, make=make, options=options[:take], option_keys=keys)
        if make in ("count", "weight", "percent") and rng.random() < 0.6:
            return Node("spin", uid, make="count")
        if make == "sentence" and rng.random() < 0.6:
            return Node("area", uid, make="sentence", variant="small")
        variant = {"date": "date", "password": "password", "time": "time"}.get(make, "line")
        if variant == "date" and rng.random() < 0.5:
            variant = "line"
        hint = lexicon.value(rng, make, self.lang) if rng.random() < 0.12 and variant == "line" else ""
        return Node("field", uid, make=make, variant=variant, placeholder=hint)

    def form(self, where: str, count: int, keys: list[str] | None = None, columns: int = 0) -> Node:
        """Labelled inputs; `variant` is «left|right|above|placeholder», a space, and the columns."""
        rng = self.rng
        keys = keys or rng.sample(list(lexicon.FIELDS), count)
        items = []
        for key in keys:
            label = self.caption(key)
            made = self.input(where, key)
            mark = rng.choices(("", " *"), (9, 1))[0]
            items.append(Node("item", f"{made.id}/label", label + mark, children=(made,)))
            if rng.random() < 0.06:
                items.append(Node("item", f"{made.id}/none", children=(self.check(where),)))
        arrangement = rng.choices(("left", "right", "above", "placeholder"), (45, 20, 27, 8))[0]
        return Node(
            "form",
            self.uid(f"{where}/form"),
            variant=f"{arrangement} {columns or rng.choice((1, 1, 2, 2, 3))}",
            children=tuple(items),
        )

    def check(self, where: str) -> Node:
        """A check box."""
        key = self.rng.choice(list(lexicon.OPTIONS))
        return Node("check", self.uid(f"{where}/{key}"), lexicon.word(lexicon.OPTIONS, key, self.lang))

    def group(self, children: Callable[[str], tuple[Node, ...]]) -> Node:
        """A titled frame around what `children` makes, given the frame's key."""
        key = self.section()
        where = self.uid(key)
        return Node(
            "group",
            f"{where}/group",
            lexicon.word(lexicon.SECTIONS, key, self.lang),
            children=children(where),
        )

    def table(self, where: str = "table") -> Node:
        """A table of records with two to eight columns."""
        rng = self.rng
        where = self.uid(where)
        keys = rng.sample(
            [k for k in lexicon.FIELDS if lexicon.FIELDS[k][0] not in ("password", "sentence")],
            rng.randint(2, 8),
        )
        columns = tuple(
            Column(k, lexicon.word(lexicon.FIELDS, k, self.lang), lexicon.FIELDS[k][0]) for k in keys
        )
        records = tuple(
            Record(f"r{n}", tuple(lexicon.value(rng, c.make, self.lang) for c in columns))
            for n in range(_POOL)
        )
        variant = rng.choice(("", "striped", "grid", "grid", "lines"))
        return Node("table", where, columns=columns, records=records, variant=variant)

    def sections(self, role: str, where: str, low: int = 3, high: int = 10) -> Node:
        """A `list`, `tree` or `tabs` whose entries are section names."""
        keys = self.rng.sample(list(lexicon.SECTIONS), self.rng.randint(low, high))
        names = tuple(lexicon.word(lexicon.SECTIONS, key, self.lang) for key in keys)
        icons = "icons" if self.rng.random() < 0.35 else ""
        return Node(role, self.uid(where), options=names, option_keys=tuple(keys), variant=icons)

    def people(self, where: str) -> Node:
        """A list of names or codes."""
        make = self.rng.choice(("name", "company", "code", "subject", "product", "file"))
        names = list(
            dict.fromkeys(lexicon.value(self.rng, make, self.lang) for _ in range(self.rng.randint(5, 25)))
        )
        return Node("list", self.uid(where), options=tuple(names), option_keys=tuple(names), variant="data")

    def mails(self) -> Node:
        """A list of e-mails."""
        rng = self.rng
        make = lexicon.value
        columns = (Column("sender", "", "name"), Column("subject", "", "subject"), Column("date", "", "date"))
        records = tuple(
            Record(f"m{n}", tuple(make(rng, c.make, self.lang) for c in columns)) for n in range(_POOL)
        )
        return Node(
            "mails", self.uid("mails"), columns=columns, records=records, variant=rng.choice(("one", "two"))
        )

    def status(self) -> Node:
        """A status bar with one to three texts."""
        rng, lang = self.rng, self.lang
        texts = [lexicon.choices("status", lang)[0], f"{lexicon.word(lexicon.FIELDS, 'items', lang)}: "]
        texts += [lexicon.value(rng, rng.choice(("name", "date", "user", "server_", "file")[:3]), lang)]
        count = rng.randint(1, 3)
        parts = tuple(
            Node("status_text", self.uid(f"status/{n}"), text) for n, text in enumerate(texts[:count])
        )
        return Node("statusbar", self.uid("statusbar"), children=parts)

    def menus(self) -> tuple[Node, ...]:
        """A menu bar, «File» first and «Help» last."""
        rng = self.rng
        inner = rng.sample(list(lexicon.MENUS)[1:-1], rng.randint(1, 5))
        keys = ["file", *sorted(inner, key=list(lexicon.MENUS).index), "help"]
        made = []
        for key in keys:
            entries = rng.sample(list(lexicon.ACTIONS), rng.randint(3, 9))
            items = tuple(self.button(entry, f"menu/{key}", role="menu_entry") for entry in entries)
            made.append(
                Node("menu", f"menu/{key}", lexicon.word(lexicon.MENUS, key, self.lang), children=items)
            )
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
        return Node("heading", self.uid(where), lexicon.word(lexicon.SECTIONS, key, self.lang))

    def para(self, where: str, count: int = 1) -> Node:
        """`count` sentences."""
        return Node("para", self.uid(where), lexicon.sentences(self.rng, self.lang, count))
