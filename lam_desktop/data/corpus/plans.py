"""The bodies of programs: forms, browsers of records, letters, settings, calculators, spreadsheets…"""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.data.corpus import values
from lam_desktop.data.corpus.bare import bare, running_text
from lam_desktop.data.corpus.boards import booking, kanban, month
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.office import file_chooser, message, ribbon
from lam_desktop.data.corpus.repeating import addresses, blank_pages, compose, entry_grid
from lam_desktop.data.corpus.spec import Column, Node, Record
from lam_desktop.data.corpus.tables import cards, mails, people, table

_TABBED_SHARE = 0.18
_RIBBON_SHARE = 0.15


def _framed(b: Builder, *parts: Node, tool: float = 0.7, status: float = 0.5) -> Node:
    """Parts below a toolbar and above a status bar, each with its chance."""
    head: tuple[Node, ...] = (b.toolbar(),) if b.rng.random() < tool else ()
    if head and b.rng.random() < _RIBBON_SHARE:
        head = (ribbon(b),)
    foot = (b.status(),) if b.rng.random() < status else ()
    if b.rng.random() < _TABBED_SHARE:
        parts = (_tabbed(b, *parts),)
    return b.column(*head, *parts, *foot, variant="flush")


def _tabbed(b: Builder, *parts: Node) -> Node:
    """Parts on the open page of some tabs."""
    tabs = b.sections("tabs", "tabs", 2, 7)
    return Node("tabs", tabs.id, options=tabs.options, option_keys=tabs.option_keys, children=parts)


def _record_form(b: Builder) -> Node:
    rng = b.rng
    parts: list[Node] = [b.heading()] if rng.random() < 0.3 else []
    if rng.random() < 0.55:
        make = [b.group(lambda where: (b.form(where, rng.randint(2, 6)),)) for _ in range(rng.randint(1, 4))]
        if len(make) > 1 and rng.random() < 0.6:
            parts += [b.row(*make[i : i + 2]) for i in range(0, len(make), 2)]
        else:
            parts += make
    else:
        parts.append(b.form("form", rng.randint(3, 14)))
    if rng.random() < 0.35:
        parts.append(b.row(*(b.check("form") for _ in range(rng.randint(1, 4)))))
    if rng.random() < 0.3:
        parts.append(table(b))
    parts.append(b.buttons("footer"))
    return _framed(b, b.column(*parts, variant="pad"))


def _master_detail(b: Builder) -> Node:
    rng = b.rng
    side = rng.choice(
        (
            lambda: people(b, "people"),
            lambda: b.sections("tree", "tree"),
            lambda: b.sections("list", "sections"),
        )
    )()
    detail = [b.heading(), b.form("detail", rng.randint(3, 9))]
    if rng.random() < 0.4:
        detail.append(table(b))
    detail.append(b.buttons("detail"))
    left = b.column(*((b.search_field("side"),) if rng.random() < 0.4 else ()), side, variant="side")
    return _framed(b, b.row(left, b.column(*detail, variant="pad grow"), variant="split"))


def _table_browser(b: Builder) -> Node:
    rng = b.rng
    head: list[Node] = []
    if rng.random() < 0.6:
        parts: list[Node] = [b.search_field("filter")]
        parts += (
            [b.input("filter", rng.choice(("status", "category", "department")))]
            if rng.random() < 0.5
            else []
        )
        parts += [b.button("search", "filter", "text")] if rng.random() < 0.6 else []
        head.append(b.row(*parts, variant="tight"))
    body = b.column(
        *head,
        cards(b) if rng.random() < 0.3 else table(b),
        *((b.buttons("footer"),) if rng.random() < 0.5 else ()),
        variant="pad grow",
    )
    if rng.random() < 0.25:
        body = b.row(b.column(b.sections("tree", "tree"), variant="side"), body, variant="split")
    return _framed(b, body)


def _mail(b: Builder) -> Node:
    folders = b.column(b.sections("list", "folders", 4, 9), variant="side")
    sender = Node("para", b.uid("mail/from"), values.person(b.rng, b.lang), make="name")
    text = Node("para", b.uid("mail/text"), values.sentences(b.rng, b.lang, 6), make="sentence")
    reading = b.column(
        b.heading("mail/subject"),
        sender,
        text,
        b.buttons("mail", ["reply", "forward", "delete"]),
        variant="pad grow",
    )
    middle = mails(b)
    if b.rng.random() < 0.5:
        return _framed(b, b.row(folders, middle, reading, variant="split"))
    return _framed(b, b.row(folders, b.column(middle, reading, variant="grow flush"), variant="split"))


def _settings(b: Builder) -> Node:
    rng = b.rng

    def inner(where: str) -> tuple[Node, ...]:
        parts: list[Node] = [b.check(where) for _ in range(rng.randint(1, 6))]
        if rng.random() < 0.7:
            key = rng.choice(("payment", "shipping", "priority", "gender", "language"))
            options, names = b.words.options(key, rng.randint(2, 5))
            parts.append(
                Node(
                    "radios",
                    b.uid(f"{where}/{key}"),
                    options=options,
                    option_keys=names,
                    variant=rng.choice(("row", "column")),
                )
            )
        if rng.random() < 0.7:
            parts.append(b.form(where, rng.randint(1, 4)))
        rng.shuffle(parts)
        return tuple(parts)

    groups = [b.group(inner) for _ in range(rng.randint(1, 4))]
    body = (
        b.column(*groups, variant="pad grow")
        if len(groups) < 3
        else b.column(b.row(*groups[:2]), b.row(*groups[2:]), variant="pad grow")
    )
    buttons = b.buttons(
        "footer", rng.choice((["ok", "cancel", "apply"], ["save", "reset"], ["apply", "close"]))
    )
    if rng.random() < 0.5:
        return b.column(_tabbed(b, body), buttons, variant="pad")
    side = b.column(b.sections("list", "sections"), variant="side")
    return b.column(b.row(side, body, variant="split"), buttons, variant="flush")


def _login(b: Builder) -> Node:
    keys = b.rng.choice((["user", "password"], ["email", "password"], ["server", "user", "password"]))
    parts = [b.heading(), b.form("login", 0, keys, columns=1)]
    if b.rng.random() < 0.6:
        parts.append(b.check("login"))
    parts.append(b.buttons("login", b.rng.choice((["login"], ["login", "cancel"], ["cancel", "ok"]))))
    if b.rng.random() < 0.5:
        text = b.words.caption("actions", "register")
        parts.append(Node("link", b.uid("login/register_link"), text))
    return b.column(*parts, variant="pad small")


def _message(b: Builder) -> Node:
    return b.column(*message(b, "message"), variant="pad small")


def _calculator(b: Builder) -> Node:
    rng = b.rng
    signs = rng.choice(
        (
            "7 8 9 ÷ 4 5 6 × 1 2 3 − 0 . = +",
            "C ± % / 7 8 9 * 4 5 6 - 1 2 3 + 0 , ⌫ =",
            "1 2 3 4 5 6 7 8 9 * 0 #",
            "√ x² ( ) ← 7 8 9 / C 4 5 6 * AC 1 2 3 - π 0 . = + %",
            "7 8 9 4 5 6 1 2 3 0 00 .",
            "sin cos tan ln log √ π e ( ) 7 8 9 ÷ ⌫ 4 5 6 × C 1 2 3 − % 0 . ± + =",
        )
    ).split()
    width = {16: 4, 20: 4, 12: 3, 25: 5}.get(len(signs), 5)
    keys = tuple(Node("button", b.uid(f"key/{sign}"), sign, variant="key") for sign in signs)
    display = Node("field", b.uid("display"), make="count", variant="line display")
    parts = [display, Node("keypad", b.uid("keypad"), variant=str(width), children=keys)]
    if rng.random() < 0.3:
        parts.insert(1, b.row(*(b.check("mode") for _ in range(2))))
    return b.column(*parts, variant="pad small")


def _editor(b: Builder) -> Node:
    return _framed(b, blank_pages(b), tool=0.85, status=0.7)


def _addresses(b: Builder) -> Node:
    return _framed(b, addresses(b))


def _entry_grid(b: Builder) -> Node:
    return _framed(b, entry_grid(b))


def _compose(b: Builder) -> Node:
    return _framed(b, compose(b), status=0.2)


def _kanban(b: Builder) -> Node:
    return _framed(b, kanban(b), tool=0.4)


def _month(b: Builder) -> Node:
    return _framed(b, month(b), tool=0.4)


def _booking(b: Builder) -> Node:
    return _framed(b, booking(b), tool=0.3)


def _files(b: Builder) -> Node:
    return file_chooser(b)


def _sheet(b: Builder) -> Node:
    rng = b.rng
    letters = "ABCDEFGHIJKLMN"[: rng.randint(5, 14)]
    makes = [rng.choice(("money", "count", "name", "date", "product", "percent", "code")) for _ in letters]
    columns = tuple(Column(name, name, make) for name, make in zip(letters, makes, strict=True))
    records = tuple(Record(str(n + 1), ("",) * len(letters)) for n in range(rng.randint(12, 40)))
    bar = b.row(
        Node("field", b.uid("cell_name"), value="A1", make="code", variant="line"),
        Node("field", b.uid("formula"), make="count", variant="line"),
        variant="tight",
    )
    sheet = Node("table", b.uid("sheet"), columns=columns, records=records, variant="sheet grid")
    return _framed(b, bar, sheet, tool=0.9, status=0.7)


def _search(b: Builder) -> Node:
    rng = b.rng
    bar = b.row(b.search_field("query"), b.button("search", "query", "text primary"), variant="tight")
    hits: list[Node] = []
    for n in range(rng.randint(3, 7)):
        hits.append(Node("link", b.uid(f"hit{n}/link"), f"{values.subject(rng, b.lang)} {n + 1}"))
        hits.append(b.para(f"hit{n}/text", rng.randint(1, 2)))
    pages = b.row(
        *(Node("link", b.uid(f"page/{n}"), str(n)) for n in range(1, rng.randint(3, 7))), variant="tight"
    )
    return b.column(bar, *hits, pages, variant="pad")


def _wizard(b: Builder) -> Node:
    rng = b.rng
    parts = [b.heading(), b.para("intro", 2)]
    if rng.random() < 0.6:
        entries, names = b.words.options(rng.choice(("shipping", "payment", "priority", "product")), 6)
        parts.append(Node("radios", b.uid("choice"), options=entries, option_keys=names, variant="column"))
    parts.append(b.form("wizard", rng.randint(1, 5), columns=1))
    parts.append(
        b.buttons(
            "wizard",
            rng.choice(
                (["previous", "next", "cancel"], ["back", "finish"], ["previous", "finish", "cancel"])
            ),
        )
    )
    return b.column(*parts, variant="pad")


def _mixed(b: Builder) -> Node:
    """Anything beside anything: a dense screen."""
    rng = b.rng
    makers: tuple[Callable[[], Node], ...] = (
        lambda: b.group(lambda where: (b.form(where, rng.randint(2, 5)),)),
        lambda: b.group(lambda where: (people(b, f"{where}/people"), b.buttons(where))),
        lambda: b.group(lambda where: tuple(b.check(where) for _ in range(rng.randint(2, 6)))),
        lambda: table(b),
        lambda: cards(b),
        lambda: b.sections("tree", "tree"),
        lambda: b.form("part", rng.randint(2, 8)),
        lambda: running_text(b),
        lambda: b.group(
            lambda where: (
                Node("area", b.uid(f"{where}/text"), make="sentence", variant="small"),
                b.buttons(where),
            )
        ),
    )
    rows = [
        b.row(*(rng.choice(makers)() for _ in range(rng.randint(1, 3)))) for _ in range(rng.randint(1, 3))
    ]
    body = b.column(*rows, variant="pad grow")
    return _framed(b, body)


PLANS: tuple[tuple[Callable[[Builder], Node], float], ...] = (
    (_record_form, 24),
    (_master_detail, 12),
    (_table_browser, 12),
    (_mail, 6),
    (_settings, 10),
    (_login, 4),
    (_message, 2),
    (_calculator, 6),
    (_editor, 8),
    (_addresses, 9),
    (_entry_grid, 6),
    (_compose, 5),
    (_kanban, 5),
    (_month, 4),
    (_booking, 4),
    (_files, 4),
    (_search, 4),
    (_sheet, 6),
    (_wizard, 5),
    (_mixed, 14),
    (bare, 26),
)
SPARSE = frozenset((_login, _message, _calculator, bare))
"""Plans of small windows, which seldom have menus."""
