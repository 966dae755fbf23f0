"""Screens where words alone do not tell what is what: repeated captions, bare fields, blank pages."""

from __future__ import annotations

from lam_desktop.data.corpus import lexicon
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.controls import control_columns
from lam_desktop.data.corpus.spec import Column, Node
from lam_desktop.data.corpus.tables import records


def addresses(b: Builder) -> Node:
    """Groups with the same captions in them, some with the same buttons: customer and supplier."""
    rng = b.rng
    keys = b.words.keys("fields", rng.randint(2, 5))
    captions = [b.words.exact("fields", key) for key in keys]
    arrangement = rng.choice(("left", "right", "above"))
    buttons = rng.choice(([], [], ["edit"], ["save"], ["add", "remove"], ["search", "clear"]))
    presses = [b.words.caption("actions", key) for key in buttons]

    def inner(where: str) -> tuple[Node, ...]:
        items = []
        for key, caption in zip(keys, captions, strict=True):
            made = b.input(where, key)
            items.append(Node("item", f"{made.id}/label", caption, children=(made,)))
        form = Node("form", b.uid(f"{where}/form"), variant=f"{arrangement} 1", children=tuple(items))
        pressed = tuple(
            Node("button", b.uid(f"{where}/{key}"), caption, variant="text")
            for key, caption in zip(buttons, presses, strict=True)
        )
        return (form, b.row(*pressed, variant="tight")) if pressed else (form,)

    groups = [b.group(inner) for _ in range(rng.randint(2, 4))]
    rows = [b.row(*groups[n : n + 2]) for n in range(0, len(groups), 2)] if rng.random() < 0.7 else groups
    return b.column(*rows, b.buttons("footer"), variant="pad")


def entry_grid(b: Builder) -> Node:
    """Rows of inputs whose only labels are the headings of their columns."""
    rng, where = b.rng, b.uid("entries")
    columns: dict[str, Column] = {"no": Column("no", b.words.caption("fields", "items"), "label")}
    for _ in range(rng.randint(1, 3)):
        for column in control_columns(rng, b.words):
            columns.setdefault(column.key, column)
    made = tuple(columns.values())
    grid = Node(
        "table", where, columns=made, records=records(b, "e", made), variant=rng.choice(("", "grid", "lines"))
    )
    head = (b.form("head", rng.randint(1, 4)),) if rng.random() < 0.6 else ()
    return b.column(*head, grid, b.buttons("footer"), variant="pad grow")


def compose(b: Builder) -> Node:
    """A letter being written: a few lines above a large, often blank page."""
    rng = b.rng
    known = [key for key in ("cc", "bcc", "reply_to") if key in lexicon.keys("fields", b.lang)]
    keys = ["to", *known[: rng.randint(0, 3)], "subject"]
    items = []
    for key in keys:
        make = "subject" if key == "subject" else "email"
        made = Node("field", b.uid(f"letter/{key}"), make=make, variant="line")
        items.append(Node("item", f"{made.id}/label", b.words.caption("fields", key), children=(made,)))
    arrangement = rng.choice(("left", "right", "above", "placeholder"))
    head = Node("form", b.uid("letter/form"), variant=f"{arrangement} 1", children=tuple(items))
    page = Node("area", b.uid("letter/page"), make="sentence", variant="large")
    foot = b.buttons(
        "letter", rng.choice((["send", "discard"], ["send"], ["attach", "send"], ["save", "send"]))
    )
    parts = (foot, head, page) if rng.random() < 0.4 else (head, page, foot)
    return b.column(*parts, variant="pad grow")


def blank_pages(b: Builder) -> Node:
    """One or two large pages to write on, on paper of their own or side by side."""
    rng = b.rng
    sort = rng.choice(("whole", "whole", "paper", "paper", "two"))
    names = ("text", "second") if sort == "two" else ("text",)
    variant = "large paper" if sort == "paper" else "large"
    pages = [Node("area", b.uid(name), make="sentence", variant=variant) for name in names]
    if sort == "two":
        return b.row(*(b.column(page, variant="grow flush") for page in pages), variant="split")
    return b.column(*pages, variant="grow flush")
