"""Fill a program with data for one look: the step between the grammar and the renderers."""

from __future__ import annotations

import random
from dataclasses import replace

from lam_desktop.data.corpus import lexicon, values
from lam_desktop.data.corpus.bars import DENSE, is_dense
from lam_desktop.data.corpus.bars import varied as bars_varied
from lam_desktop.data.corpus.controls import control_value
from lam_desktop.data.corpus.greying import greyed, greyed_entries
from lam_desktop.data.corpus.spec import AGAIN, LOOKS, Column, Node, Program, Record, Scene, State, walk

_TOASTS = 0.06
"""Share of pages with a note over a corner of the window."""
_COMPLAINTS = 0.05
"""Share of pages whose form complains, beside those that are about it."""
_AT_HOME = 0.6
"""Share of cards and entries that are in the lane or on the day of their own."""
_INPUTS = ("field", "area", "combo", "spin", "check", "radios", "button", "icon")


def make_scene(
    program: Program,
    state: State,
    look: str,
    neighbour: Program | None = None,
    kept: frozenset[str] = frozenset(),
) -> Scene:
    """The program in `state` with the data of `look`; `neighbour` lends its body to a second window.

    `kept`: ids of what is neither left out nor greyed out, beside what stands open.
    """
    data, look = look, LOOKS[0] if look == AGAIN else look
    rng = random.Random(f"scene/{program.id}/{state.name}/{data}")
    kept |= {state.popup} - {""}
    filler = _Filler(rng, program.lang, kept)
    body = program.body
    if is_dense(body):
        body = bars_varied(body, random.Random(f"bars/{program.id}/{state.name}/{data}"), kept)
    body = filler.fill(_focus(_vary(body, rng, kept), rng))
    if state.name == "invalid" or rng.random() < _COMPLAINTS:
        body = complaining(body, rng, program.lang)
    dialog = filler.fill(state.dialog) if state.dialog else None
    title = program.title
    if rng.random() < 0.6:
        document = values.value(rng, rng.choice(("file", "code", "name")), program.lang)
        title = rng.choice((f"{document} - {title}", f"{title}: {document}", f"{title} — {document}"))
    other = None
    if neighbour is not None:
        other = _Filler(rng, neighbour.lang).fill(neighbour.body)
    popup, items = popup_of(program, state, body, rng)
    off = random.Random(f"greyed/{program.id}/{state.name}/{data}")
    body, items = greyed(body, off, kept), greyed_entries(items, off)
    dialog, other = (greyed(one, off) if one else None for one in (dialog, other))
    return Scene(
        program.id,
        state.name,
        look,
        program.lang,
        title,
        program.menus,
        body,
        popup if items else "",
        items,
        dialog,
        other,
        neighbour.title if neighbour else "",
        values.sentences(rng, program.lang, 1) if rng.random() < _TOASTS else "",
    )


def filled(node: Node, rng: random.Random, lang: str) -> Node:
    """A part of a program with its data."""
    return _Filler(rng, lang).fill(node)


class _Filler:
    """Gives inputs their values and tables their rows; empties some."""

    def __init__(self, rng: random.Random, lang: str, kept: frozenset[str] = frozenset()) -> None:
        self.rng = rng
        self.lang = lang
        self.kept = kept
        self.empty = rng.choice((0.1, 0.3, 0.6, 0.95))

    def fill(self, node: Node) -> Node:
        rng = self.rng
        node = replace(node, children=tuple(self.fill(child) for child in node.children))
        if node.role in _INPUTS and node.id not in self.kept:
            rng.random()  # once told what is greyed out: the data of a seed stay what they were
        if node.role in ("field", "spin", "area"):
            return replace(node, value=self._input_value(node))
        if node.role == "combo":
            return replace(node, value="" if rng.random() < 0.08 else rng.choice(node.options))
        if node.role == "radios":
            return replace(node, value="" if rng.random() < 0.1 else rng.choice(node.options))
        if node.role == "check":
            return replace(node, checked=rng.random() < 0.45)
        if node.role == "tabs":
            return replace(node, value=rng.choice(node.options))
        if node.role in ("month", "picker"):
            node = replace(node, variant=str(rng.randrange(7)), value=rng.choice(node.option_keys))
            return self._rows(node) if node.role == "month" else node
        if node.role in ("list", "tree"):
            return replace(self._entries(node), value=rng.choice(node.options) if rng.random() < 0.6 else "")
        if node.role in ("table", "mails", "cards", "board"):
            return self._rows(node)
        if node.role == "para" and node.make and node.make != "sentence":
            return replace(node, text=values.value(rng, node.make, self.lang))
        return node

    def _input_value(self, node: Node) -> str:
        rng = self.rng
        if node.role == "area":
            blank = max(0.4, self.empty) if "large" in node.variant else self.empty
            if rng.random() < blank * 0.8:
                return ""
            if node.variant == "small":
                return values.sentences(rng, self.lang, rng.randint(1, 3))
            lines = [values.sentences(rng, self.lang, rng.randint(1, 5)) for _ in range(rng.randint(1, 9))]
            return rng.choice(("\n", "\n\n")).join(lines)
        if node.role == "spin":
            return values.value(rng, "count", self.lang)
        empty = 0.7 if node.variant == "search" else self.empty
        if rng.random() < empty and "display" not in node.variant:
            return ""
        return values.value(rng, node.make, self.lang)

    def _entries(self, node: Node) -> Node:
        """Data lists show some of their entries, in an order of their own."""
        if node.variant != "data":
            return node
        rng, pairs = self.rng, list(zip(node.options, node.option_keys, strict=True))
        pairs = rng.sample(pairs, max(3, int(len(pairs) * rng.uniform(0.6, 1.0))))
        if rng.random() < 0.5:
            pairs.sort()
        return replace(node, options=tuple(p[0] for p in pairs), option_keys=tuple(p[1] for p in pairs))

    def _rows(self, node: Node) -> Node:
        rng = self.rng
        if "sheet" in node.variant:
            return self._sheet(node)
        shared = list(
            node.records[:24]
        )  # looks draw from the same two dozen, so that most rows have a partner
        count = rng.choice((rng.randint(0, 4), rng.randint(5, 12), rng.randint(12, 24)))
        count = min(count, len(shared))
        rows: list[Record] = shared[:count] if rng.random() < 0.4 else rng.sample(shared, count)
        if rng.random() < 0.3:
            rows.sort(key=lambda record: record.cells[0])
        value = rng.choice(rows).key if rows and rng.random() < 0.5 else ""
        if node.role == "month":
            value = node.value
        return replace(node, records=tuple(self._widgets(node, row) for row in rows), value=value)

    def _widgets(self, node: Node, record: Record) -> Record:
        """The record with what the widgets in its row show now."""
        cells = tuple(
            self._widget(node, record, column) if column.control else cell
            for column, cell in zip(node.columns, record.cells, strict=True)
        )
        return replace(record, cells=cells)

    def _widget(self, node: Node, record: Record, column: Column) -> str:
        if column.control == "lane" and self.rng.random() < _AT_HOME:
            return random.Random(f"{node.id}/{record.key}").choice(column.options)
        return control_value(self.rng, column, self.lang)

    def _sheet(self, node: Node) -> Node:
        """A spreadsheet's cells keep their place; what stands in them changes."""
        rng = self.rng
        rows, columns = rng.randint(0, len(node.records)), rng.randint(1, len(node.columns))

        def cell(row: int, column: int) -> str:
            filled = row < rows and column < columns and rng.random() < 0.85
            return values.value(rng, node.columns[column].make, self.lang) if filled else ""

        records = tuple(
            Record(record.key, tuple(cell(row, column) for column in range(len(node.columns))))
            for row, record in enumerate(node.records)
        )
        return replace(node, records=records)


def _vary(node: Node, rng: random.Random, kept: frozenset[str]) -> Node:
    """Another version of the program: a few widgets gone, tools or form rows in another order."""
    drop = rng.random() < 0.35
    shuffle = rng.random() < 0.12

    def visit(part: Node) -> Node:
        children = list(part.children)
        if drop and part.role in ("toolbar", "form", "row", "buttons") and len(children) > 2:
            children = [c for c in children if rng.random() > 0.08 or any(n.id in kept for n in walk(c))]
        sortable = part.role in ("toolbar", "form", "buttons") and part.variant != DENSE  # see `bars.varied`
        if shuffle and sortable and rng.random() < 0.5:
            rng.shuffle(children)
        variant = part.variant
        if part.role == "form" and rng.random() < 0.3:
            arrangement = rng.choices(("left", "right", "above"), (45, 20, 35))[0]
            variant = f"{arrangement} {rng.choice((1, 2, 2, 3))}"
        return replace(part, children=tuple(visit(child) for child in children), variant=variant)

    return visit(node)


def _focus(body: Node, rng: random.Random) -> Node:
    """Focus on one input and the pointer over one button, sometimes."""
    focusable = [n.id for n in walk(body) if n.role in ("field", "area", "combo", "spin", "button", "check")]
    pressable = [n.id for n in walk(body) if n.role in ("button", "icon")]
    focus = rng.choice(focusable) if focusable and rng.random() < 0.5 else None
    hover = rng.choice(pressable) if pressable and rng.random() < 0.3 else None

    def visit(part: Node) -> Node:
        return replace(
            part,
            focused=part.id == focus,
            hovered=part.id == hover,
            children=tuple(visit(child) for child in part.children),
        )

    return visit(body)


def complaining(body: Node, rng: random.Random, lang: str) -> Node:
    """The body with what is wrong written under some of its inputs."""
    inputs = [item.children[0].id for item in walk(body) if item.role == "item" and item.text]
    wrong = set(rng.sample(inputs, min(len(inputs), rng.randint(1, 4))))

    def visit(part: Node) -> Node:
        error = rng.choice(lexicon.entries("values", "error", lang)) if part.id in wrong else ""
        return replace(part, error=error, children=tuple(visit(child) for child in part.children))

    return visit(body)


def popup_of(program: Program, state: State, body: Node, rng: random.Random) -> tuple[str, tuple[Node, ...]]:
    """The element that something stands open at, and what stands there; nothing where it is not shown."""
    owner = state.popup
    for menu in program.menus:
        if menu.id == owner:
            return owner, menu.children
    node = next((node for node in walk(body) if node.id == owner), None)
    if node is None:
        return "", ()
    if state.items:
        return _place_of(node, rng), state.items
    if node.role == "field":
        return owner, tuple(Node("option", f"{owner}/day/{day}", str(day)) for day in range(1, 31))
    return owner, tuple(
        Node("option", f"{owner}/option/{key}", text, checked=text == node.value)
        for key, text in zip(node.option_keys, node.options, strict=True)
    )


def _place_of(node: Node, rng: random.Random) -> str:
    """The element of a container that was clicked for its context menu."""
    if node.records:
        record = rng.choice(node.records[:4])
        plain = [column.key for column in node.columns if not column.control]
        return f"{node.id}/{record.key}" + ("" if node.role == "mails" else f"/{plain[0]}")
    return f"{node.id}/{rng.choice(node.option_keys[:4])}" if node.option_keys else node.id
