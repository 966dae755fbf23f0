"""What a program shows while a clerk works it: an episode's moment as a scene, with the row of its look."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from lam_desktop.data.corpus import values
from lam_desktop.data.corpus.greying import greyed_entries
from lam_desktop.data.corpus.scene import complaining, filled, make_scene, popup_of
from lam_desktop.data.corpus.spec import Deed, Node, Program, Scene, State, Work, walk

_EMPTY = 0.75
"""Share of fields in which nothing stands before they are filled in, and of choices not made yet."""
_TRIES = 20


def work_scene(program: Program, state: State, look: str, neighbour: Program | None = None) -> Scene:
    """The program at a moment of its episode: in one look all have the same data, but for what is done."""
    work = state.work or Work()
    base = make_scene(program, State("work"), look, neighbour, frozenset(work.touched))
    row = _Row(program, work, look)
    dialog = row.filled(state.dialog) if state.dialog is not None else None
    body = row.body(_plain(base.body))
    if work.wrong:
        told = random.Random(f"wrong/{program.id}/{state.name}/{look}")
        if dialog is not None:
            dialog = complaining(dialog, told, program.lang)
        else:
            body = complaining(body, told, program.lang)
    scene = replace(base, state=state.name, body=body, dialog=dialog, toast=row.note() if work.told else "")
    return _opened(program, scene, state, work, look) if state.popup else scene


def deed_in(scene: Scene, deed: Deed) -> Deed:
    """A deed as it is done in the scene before it: to which element, and what is written or chosen.

    The deed as it is where the scene lacks the node.
    """
    roots = [scene.body, *((scene.dialog,) if scene.dialog else ())]
    node = next((one for root in roots for one in walk(root) if one.id == deed.target), None)
    if node is None:
        return deed
    text = deed.text
    if deed.kind in ("choose", "pick", "tab") or (deed.kind == "select" and node.option_keys):
        if text not in node.options:
            return deed
        key = node.option_keys[node.options.index(text)]
        return Deed(deed.kind, f"{node.id}/option/{key}" if deed.kind == "pick" else f"{node.id}/{key}", text)
    if deed.kind == "select":
        record = next((one for one in node.records if one.key == text), None)
        if record is None:
            return deed
        if node.role == "mails":
            return Deed(deed.kind, f"{node.id}/{record.key}", record.cells[0])
        at = next(n for n, column in enumerate(node.columns) if not column.control)
        return Deed(deed.kind, f"{node.id}/{record.key}/{node.columns[at].key}", record.cells[at])
    return Deed(deed.kind, node.id, text)


def row_deed(program: Program, scene: Scene, state: State, deed: Deed, look: str) -> Deed:
    """`deed_in` with the text that the row of this look gives it."""
    roots = [scene.body, *((scene.dialog,) if scene.dialog else ())]
    node = next((one for root in roots for one in walk(root) if one.id == deed.target), None)
    if node is None or deed.kind in ("press", "menu", "entry", "confirm", "open", "tick"):
        return deed
    return deed_in(scene, replace(deed, text=_Row(program, state.work or Work(), look).wanted(node)))


class _Row:
    """The values of one look, and what of them a page shows so far."""

    def __init__(self, program: Program, work: Work, look: str) -> None:
        self._program = program
        self._work = work
        self._look = look
        self._done = {deed.target for deed in work.done}

    def filled(self, part: Node) -> Node:
        """A dialog or a tab's page with its data."""
        return self._worked(filled(part, self._rng("part", part.id + part.text), self._program.lang))

    def body(self, body: Node) -> Node:
        """What the window shows."""
        work = self._work
        if work.page is not None:
            return filled(work.page, self._rng("part", work.page.id), self._program.lang)
        chosen = next((deed.target for deed in work.done if deed.kind == "tab"), "")
        if chosen and work.pane is not None:
            pane = filled(work.pane, self._rng("part", work.pane.id), self._program.lang)
            body = _changed(body, lambda one: replace(one, children=(pane,)) if one.id == chosen else one)
        return self._worked(body)

    def note(self) -> str:
        return values.sentences(self._rng("note", ""), self._program.lang, 1)

    def wanted(self, node: Node) -> str:
        """What the row says of a node: a text, an option, the key of a record."""
        start = self._start(node)
        if node.role == "tabs":  # where the work is done is no matter of data
            at = random.Random(f"row/{self._program.id}/{node.id}").randrange(1, len(node.options))
            return node.options[at]
        rng = self._rng("row", node.id)
        for _ in range(_TRIES):
            text = self._any(node, rng)
            if text and text != start:
                return text
        return self._any(node, rng)

    def _start(self, node: Node) -> str:
        """What a node shows before its deed."""
        rng = self._rng("start", node.id)
        if node.role == "tabs":
            return node.options[0]
        empty = node.role in ("table", "mails", "list", "tree") or rng.random() < _EMPTY
        return "" if empty and node.role != "spin" else self._any(node, rng)

    def _any(self, node: Node, rng: random.Random) -> str:
        if node.role in ("table", "mails"):
            return rng.choice(node.records[:6]).key if node.records else ""
        if node.options:
            return rng.choice(node.options[:8])
        if node.role == "area":
            return values.sentences(rng, self._program.lang, rng.randint(1, 2))
        return values.value(rng, "count" if node.role == "spin" else node.make, self._program.lang)

    def _worked(self, part: Node) -> Node:
        return _without(_changed(part, self._shown), self._work.gone)

    def _shown(self, node: Node) -> Node:
        focused = bool(self._work.focus) and node.id == self._work.focus
        if node.id not in self._work.touched:
            return replace(node, focused=True) if focused else node
        done = node.id in self._done
        node = replace(node, focused=focused, enabled=True)
        if node.role == "check":
            return replace(node, checked=done)
        if node.role in ("button", "icon", "menu_entry"):
            return node
        value = self.wanted(node) if done else self._start(node)
        return replace(node, value=value, disabled=() if node.role == "tabs" else node.disabled)

    def _rng(self, what: str, name: str) -> random.Random:
        return random.Random(f"{what}/{self._program.id}/{self._look}/{name}")


def _opened(program: Program, scene: Scene, state: State, work: Work, look: str) -> Scene:
    """The scene with a menu or a list of options open; the entries that the clerk needs can be chosen."""
    rng = random.Random(f"popup/{program.id}/{state.popup}/{look}")
    owner, items = popup_of(program, state, scene.body, rng)
    items = greyed_entries(items, rng)
    items = tuple(replace(one, enabled=True) if one.id in work.touched else one for one in items)
    return replace(scene, popup=owner if items else "", popup_items=items)


def _plain(body: Node) -> Node:
    """The body without complaints, keyboard and mouse: an episode says where these are."""
    return _changed(body, lambda one: replace(one, error="", focused=False, hovered=False))


def _changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with every node changed, the outer ones first."""
    node = change(node)
    return replace(node, children=tuple(_changed(child, change) for child in node.children))


def _without(node: Node, gone: tuple[str, ...]) -> Node:
    """The tree without some nodes and the labels of these."""
    if not gone:
        return node
    kept = tuple(
        _without(child, gone)
        for child in node.children
        if child.id not in gone and not (child.role == "item" and child.children[0].id in gone)
    )
    return replace(node, children=kept)
