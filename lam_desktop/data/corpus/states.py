"""The situations that a program is shown in: as it is, with something open, with a dialog in front."""

from __future__ import annotations

from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.office import file_chooser, message, progress
from lam_desktop.data.corpus.spec import Node, State, walk

_MORE_SHARE = 0.6
"""Share of programs that are shown in a second situation."""


def make_states(b: Builder, body: Node, menus: tuple[Node, ...], toolkit: str) -> tuple[State, ...]:
    """The plain state of a program, and mostly one more."""
    rng = b.rng
    base = State("base")
    combos = [node.id for node in walk(body) if node.role == "combo"]
    wanted = []
    if combos:
        wanted.append(lambda: State("combo", popup=rng.choice(combos)))
    if menus:
        wanted.append(lambda: State("menu", popup=rng.choice(menus).id))
    dates = [node.id for node in walk(body) if node.variant == "date"]
    if dates and toolkit == "chromium":
        wanted.append(lambda: State("calendar", popup=rng.choice(dates)))
    places = [node.id for node in walk(body) if node.role in ("table", "list", "area", "mails", "board")]
    if places:
        wanted.append(lambda: State("context", popup=rng.choice(places), items=_context_items(b)))
    if any(node.role == "item" for node in walk(body)):
        wanted.append(lambda: State("invalid"))
    wanted += [lambda: State("dialog", dialog=make_dialog(b))] * 2
    return (base, rng.choice(wanted)()) if rng.random() < _MORE_SHARE else (base,)


def _context_items(b: Builder) -> tuple[Node, ...]:
    keys = b.words.keys("actions", b.rng.randint(3, 9))
    return tuple(b.button(key, "context", role="menu_entry") for key in keys)


def make_dialog(b: Builder, sort: str = "") -> Node:
    """A dialog: `sort` is message, form, progress or files, mostly a message where it is left open."""
    rng = b.rng
    title = b.words.caption("actions", b.words.key("actions")).rstrip("…")
    sort = sort or rng.choices(("message", "form", "progress", "files"), (50, 30, 8, 12))[0]
    if sort == "message":
        children = message(b, "dialog")
    elif sort == "progress":
        children = progress(b, "dialog")
    elif sort == "files":
        children = (file_chooser(b, "dialog/files"),)
    else:
        keys = rng.choice((["ok", "cancel"], ["save", "cancel"], ["apply", "close"], ["search", "close"]))
        children = (b.form("dialog", rng.randint(1, 5), columns=1), b.buttons("dialog", keys))
    return Node("dialog", "dialog", title, children=children, variant="wide" if sort == "files" else "")
