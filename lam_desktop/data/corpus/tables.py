"""Containers of records: tables, lists, mails, cards. Some records are near twins of others."""

from __future__ import annotations

from lam_desktop.data.corpus import lexicon, values
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.controls import control_columns
from lam_desktop.data.corpus.spec import Column, Node, Record
from lam_desktop.data.corpus.twins import near_twin, with_twins

_POOL = 40
"""Records a container can show; each look shows some of them."""


def table(b: Builder, where: str = "table") -> Node:
    """A table of records with two to eight columns, some of widgets."""
    rng, where = b.rng, b.uid(where)
    usable = [k for k in lexicon.keys("fields", b.lang) if _make(b, k) not in ("password", "sentence")]
    columns = [
        Column(k, b.words.exact("fields", k), _make(b, k)) for k in rng.sample(usable, rng.randint(2, 8))
    ]
    if rng.random() < 0.35:
        for column in control_columns(rng, b.words):
            columns.insert(0 if column.key == "pick" else len(columns), column)
    variant = rng.choice(("", "striped", "grid", "grid", "lines"))
    made = tuple(columns)
    return Node("table", where, columns=made, records=records(b, "r", made), variant=variant)


def cards(b: Builder, where: str = "cards") -> Node:
    """Records as cards: a title, one or two lines below it, widgets."""
    rng, where = b.rng, b.uid(where)
    title = rng.choice(("name", "product", "subject", "company"))
    lines = [
        Column("title", "", title),
        Column("line", "", rng.choice(("code", "date", "money", "city", "phone"))),
    ]
    if rng.random() < 0.5:
        lines.append(Column("more", "", rng.choice(("status", "user", "percent", "time"))))
    made = (*lines, *control_columns(rng, b.words))
    variant = rng.choice(("grid", "grid", "list", "list"))
    return Node("cards", where, columns=made, records=records(b, "c", made), variant=variant)


def mails(b: Builder) -> Node:
    """A list of e-mails."""
    columns = (Column("sender", "", "name"), Column("subject", "", "subject"), Column("date", "", "date"))
    variant = b.rng.choice(("one", "two"))
    return Node("mails", b.uid("mails"), columns=columns, records=records(b, "m", columns), variant=variant)


def people(b: Builder, where: str) -> Node:
    """A list of names or codes, some of them easily confused."""
    rng = b.rng
    make = rng.choice(("name", "company", "code", "subject", "product", "file", "label"))
    names: list[str] = []
    twins = rng.choice((0.0, 0.2, 0.4))
    for _ in range(rng.randint(5, 25)):
        fresh = (
            near_twin(rng, names[-1]) if names and rng.random() < twins else values.value(rng, make, b.lang)
        )
        names.append(fresh)
    shown = tuple(dict.fromkeys(names))
    return Node("list", b.uid(where), options=shown, option_keys=shown, variant="data")


def records(b: Builder, prefix: str, columns: tuple[Column, ...]) -> tuple[Record, ...]:
    """The pool that a container's looks draw from; what widgets show is filled in for each look."""
    rng = b.rng
    made = [
        Record(f"{prefix}{n}", tuple("" if c.control else values.value(rng, c.make, b.lang) for c in columns))
        for n in range(_POOL)
    ]
    return with_twins(rng, made, columns, b.lang)


def _make(b: Builder, key: str) -> str:
    return lexicon.sort("fields", key, b.lang)
