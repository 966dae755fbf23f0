"""Widgets that stand in a record's own row or card: check boxes, «Edit» links, combo boxes, fields."""

from __future__ import annotations

import random

from lam_desktop.data.corpus import values
from lam_desktop.data.corpus.spec import Column, Node, Record
from lam_desktop.data.corpus.wording import Wording

CONTROLS = ("check", "radio", "link", "icon", "button", "combo", "field", "spin")
_GLYPHS = ("trash", "pencil", "eye", "plus", "cross", "right", "copy", "star", "download", "more", "printer")


def control_columns(rng: random.Random, words: Wording) -> tuple[Column, ...]:
    """One to three columns of widgets."""
    found: dict[str, Column] = {}
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        control = rng.choices(CONTROLS, (22, 5, 14, 22, 14, 10, 8, 5))[0]
        column = _column(rng, words, control)
        found.setdefault(column.key, column)
    return tuple(found.values())


def _column(rng: random.Random, words: Wording, control: str) -> Column:
    if control in ("check", "radio"):
        title = rng.choice(("", words.caption("options", words.key("options"))))
        return Column("pick", title if control == "check" else "", "", control)
    if control in ("link", "button"):
        key = rng.choice(("edit", "delete", "open", "remove", "preview", "print", words.key("actions")))
        return Column(f"do_{key}", "", words.caption("actions", key), control)
    if control == "icon":
        glyph = rng.choice(_GLYPHS)
        return Column(f"icon_{glyph}", "", glyph, control)
    if control == "combo":
        make = rng.choice(("status", "priority", "category", "department", "payment"))
        options, _ = words.options(make, 6)
        return Column(f"set_{make}", words.caption("fields", make), make, control, options)
    make = "count" if control == "spin" else rng.choice(("count", "money", "subject", "date", "code"))
    return Column(f"in_{make}", words.caption("fields", words.key("fields")), make, control)


def control_value(rng: random.Random, column: Column, lang: str) -> str:
    """What a widget shows in one look; "1" for a mark that is set."""
    if column.control == "check":
        return "1" if rng.random() < 0.4 else ""
    if column.control in ("combo", "lane"):
        return rng.choice(column.options)
    if column.control == "spin" or (column.control == "field" and rng.random() < 0.6):
        return values.value(rng, column.make, lang)
    return ""


def control_node(table: Node, record: Record, column: Column) -> Node:
    """The widget that `table` shows for a record in a column of widgets."""
    value = record.cells[[c.key for c in table.columns].index(column.key)]
    text = column.make if column.control in ("link", "button") else ""
    return Node(
        role=column.control,
        id=f"{table.id}/{record.key}/{column.key}",
        text=text,
        icon=column.make if column.control == "icon" else "",
        value=value,
        variant={"icon": "tool icon", "field": "line", "button": "text small"}.get(column.control, ""),
        options=column.options,
        option_keys=tuple(f"o{n}" for n in range(len(column.options))),
        checked=value == "1" or (column.control == "radio" and record.key == table.value),
        enabled=f"{record.key}/{column.key}" not in table.disabled,
        group=f"{table.id}/{column.key}",
        record=f"{table.id}/{record.key}",
    )
