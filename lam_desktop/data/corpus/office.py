"""What office programs have above and before their pages: ribbons, file choosers, boxes with a message."""

from __future__ import annotations

from lam_desktop.data.corpus import values
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.spec import Column, Node
from lam_desktop.data.corpus.tables import records

_SIGNS = ("alert", "info", "question", "bell", "trash")
_ANSWERS = (
    ("ok",),
    ("yes", "no"),
    ("save", "discard", "cancel"),
    ("ok", "cancel"),
    ("delete", "cancel"),
    ("yes", "no", "help"),
)


def ribbon(b: Builder) -> Node:
    """Tabs with groups of tool buttons, large ones and small ones, under which the group's name stands."""
    rng = b.rng
    tabs = b.sections("tabs", "ribbon/tabs", 3, 7)
    groups = []
    for _ in range(rng.randint(2, 5)):
        where = b.uid("ribbon/group")
        keys = b.words.keys("actions", rng.randint(2, 6))
        large = keys[: rng.choice((0, 1, 1, 2))]
        tools = [b.button(key, where, variant="tool under") for key in large]
        role, variant = rng.choice((("icon", "tool icon"), ("button", "tool both")))
        tools += [b.button(key, where, variant=variant, role=role) for key in keys[len(large) :]]
        if rng.random() < 0.25:
            tools.append(b.input(where, rng.choice(("status", "category", "language"))))
        text = b.words.caption("sections", b.section())
        groups.append(Node("ribbon_group", f"{where}/name", text, children=tuple(tools)))
    held = Node("ribbon", b.uid("ribbon"), children=tuple(groups))
    return Node(
        "tabs",
        tabs.id,
        options=tabs.options,
        option_keys=tabs.option_keys,
        children=(held,),
        variant="ribbon",
    )


def file_chooser(b: Builder, where: str = "files") -> Node:
    """Places, a folder's files, a name to type, a filter."""
    rng, where = b.rng, b.uid(where)
    names = [b.words.exact("fields", key) for key in ("file", "size", "date")]
    makes = ("file", "size", "date")
    columns = tuple(Column(make, name, make) for make, name in zip(makes, names, strict=True))[
        : rng.randint(1, 3)
    ]
    files = Node("table", f"{where}/list", columns=columns, records=records(b, "f", columns), variant="")
    steps = [
        Node("icon", b.uid(f"{where}/{key}"), icon=key, variant="tool icon")
        for key in ("left", "up", "folder")
    ]
    path = Node("field", b.uid(f"{where}/path"), make="folder", variant="line")
    places = b.column(b.sections("list", f"{where}/places", 3, 8), variant="side")
    keys = b.rng.choice((["open", "cancel"], ["save", "cancel"], ["cancel", "ok"]))
    name = Node("field", b.uid(f"{where}/name"), make="file", variant="line")
    options, option_keys = b.words.options("status", 4)
    sort = Node("combo", b.uid(f"{where}/filter"), make="status", options=options, option_keys=option_keys)
    items = [
        Node("item", f"{one.id}/label", b.words.caption("fields", "file"), children=(one,))
        for one in (name, sort)
    ]
    form = Node("form", b.uid(f"{where}/form"), variant="left 1", children=tuple(items[: rng.randint(1, 2)]))
    right = b.column(b.row(*steps, path, variant="tight"), files, form, variant="pad grow")
    return b.column(b.row(places, right, variant="split"), b.buttons(where, keys), variant="flush")


def message(b: Builder, where: str) -> tuple[Node, ...]:
    """A picture beside a few sentences, as message boxes have it, with what can be answered."""
    rng = b.rng
    picture = Node(
        "picture", b.uid(f"{where}/picture"), icon=rng.choice(("alert", "info", "question", "bell", "trash"))
    )
    text = b.para(f"{where}/text", rng.randint(1, 2))
    keys = rng.choice(
        (
            ["ok"],
            ["yes", "no"],
            ["save", "discard", "cancel"],
            ["ok", "cancel"],
            ["delete", "cancel"],
            ["yes", "no", "help"],
        )
    )
    parts = (b.row(picture, text, variant="tight"),) if rng.random() < 0.7 else (text,)
    asked = (b.check(where),) if rng.random() < 0.25 else ()
    return (*parts, *asked, b.buttons(where, keys))


def progress(b: Builder, where: str) -> tuple[Node, ...]:
    """A bar that fills while one waits."""
    text = Node("para", b.uid(f"{where}/text"), f"{values.subject(b.rng, b.lang)}…")
    bar = Node("progress", b.uid(f"{where}/bar"), value=str(b.rng.randint(3, 97)))
    return (text, bar, b.buttons(where, b.rng.choice((["cancel"], ["stop"], ["cancel", "help"]))))
