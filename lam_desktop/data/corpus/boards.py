"""Screens of cards and days: kanban boards, months with entries, calendars to pick from."""

from __future__ import annotations

from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.controls import control_columns
from lam_desktop.data.corpus.spec import Column, Node
from lam_desktop.data.corpus.tables import records

_DAYS = tuple(str(day) for day in range(1, 31))
_WEEK = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo Di Mi Do Fr Sa So",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "zh": "一 二 三 四 五 六 日",
    "es": "lun mar mié jue vie sáb dom",
    "it": "lun mar mer gio ven sab dom",
    "pl": "pon. wt. śr. czw. pt. sob. niedz.",
    "ru": "пн вт ср чт пт сб вс",
    "ja": "月 火 水 木 金 土 日",
    "nl": "ma di wo do vr za zo",
}


def kanban(b: Builder) -> Node:
    """Cards in lanes; what a card says stays, its lane may change."""
    rng, where = b.rng, b.uid("board")
    lanes = b.sections("list", f"{where}/lanes", 2, 5)
    columns = (
        Column("title", "", rng.choice(("subject", "name", "product", "label"))),
        *((Column("line", "", rng.choice(("user", "date", "code", "money"))),) if rng.random() < 0.8 else ()),
        *(control_columns(rng, b.words)[:1] if rng.random() < 0.5 else ()),
        Column("lane", "", "lane", "lane", lanes.option_keys),
    )
    board = Node(
        "board",
        where,
        options=lanes.options,
        option_keys=lanes.option_keys,
        columns=columns,
        records=records(b, "k", columns),
        variant=rng.choice(("", "add")),
    )
    head = b.row(b.search_field("board"), b.button("add", "board", "text primary"), variant="tight")
    return b.column(*((head,) if rng.random() < 0.5 else ()), board, variant="pad grow")


def month(b: Builder) -> Node:
    """A month of days with what happens on them."""
    rng, where = b.rng, b.uid("month")
    columns = (
        Column("title", "", rng.choice(("subject", "name", "label"))),
        Column("lane", "", "day", "lane", _DAYS),
    )
    grid = Node(
        "month",
        where,
        options=tuple(_WEEK[b.lang].split()),
        option_keys=_DAYS,
        columns=columns,
        records=records(b, "e", columns),
        variant=str(rng.randrange(7)),
    )
    steps = [Node("icon", b.uid(f"month/{key}"), icon=key, variant="tool icon") for key in ("left", "right")]
    head = b.row(*steps, b.heading("month/name"), b.button("add", "month", "text"), variant="tight")
    if rng.random() < 0.5:
        return b.column(head, grid, variant="pad grow")
    side = b.column(picker(b), b.form("month", rng.randint(1, 3), columns=1), variant="side")
    return b.row(side, b.column(head, grid, variant="pad grow"), variant="split")


def picker(b: Builder) -> Node:
    """A small month to pick a day from."""
    where = b.uid("picker")
    return Node(
        "picker",
        where,
        b.words.caption("sections", b.section()),
        options=tuple(_WEEK[b.lang].split()),
        option_keys=_DAYS,
        variant=str(b.rng.randrange(7)),
    )


def booking(b: Builder) -> Node:
    """A calendar beside a form: an appointment, a stay, a delivery."""
    rng = b.rng
    form = b.form("booking", rng.randint(2, 7), columns=1)
    parts = [picker(b), form] if rng.random() < 0.6 else [picker(b), picker(b), form]
    return b.column(b.row(*parts), b.buttons("booking", ["book", "cancel"]), variant="pad")
