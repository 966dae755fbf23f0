"""Small pages of few, plain parts, as of a kiosk or a station in a store: codes for words, no labels."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.data.corpus import coining
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.spec import Node

_MOST_LINE = 44
"""Letters of a line of running text at most."""
_LINKED_SHARE = 0.3


def bare(b: Builder) -> Node:
    """A sentence of what to do, some parts one below the other, and perhaps a button."""
    rng = b.rng
    makers: tuple[Callable[[], Node], ...] = (
        lambda: running_text(b),
        lambda: _choices(b),
        lambda: _choices(b),
        lambda: _ticks(b),
        lambda: _unnamed_fields(b),
        lambda: _unnamed_fields(b),
        lambda: _presses(b),
        lambda: _entry(b),
    )
    parts = [b.para("told", 1)] if rng.random() < 0.6 else []
    parts += [rng.choice(makers)() for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.7:
        end = b.button(b.words.key("actions"), "end", "text")
        parts.append(end if rng.random() < 0.3 else b.row(end))
    return b.column(*parts, variant="pad small")


def running_text(b: Builder) -> Node:
    """Lines of words, some of which are links; each piece of a line is one element."""
    rng, lines = b.rng, []
    for n in range(rng.randint(1, 5)):
        pieces: list[tuple[str, str]] = []
        while sum(len(text) for _, text in pieces) < _MOST_LINE * 0.6:
            linked = rng.random() < _LINKED_SHARE
            if pieces and not linked and pieces[-1][0] == "words":
                break
            text = _said(b, rng.choices((1, 2), (80, 20))[0] if linked else rng.randint(1, 5))
            pieces.append(("link" if linked else "words", text))
        made = tuple(Node(role, b.uid(f"line{n}/{k}"), text) for k, (role, text) in enumerate(pieces))
        lines.append(Node("prose", b.uid(f"line{n}"), children=made))
    return b.column(*lines)


def _said(b: Builder, count: int) -> str:
    """Some words, with the points and commas that stand at their ends."""
    rng, joint = b.rng, "" if b.lang in ("zh", "ja") else " "
    words = [coining.word(rng, b.lang) for _ in range(count)]
    words = [word if rng.random() < 0.25 else word.lower() for word in words]
    return joint.join(word + rng.choices(("", ",", "."), (76, 12, 12))[0] for word in words)


def _sign(b: Builder) -> str:
    """What such a page calls its parts: a string, a code, a word or a number in words."""
    rng = b.rng
    sort = rng.randrange(5)
    if sort < 2:
        return coining.string(rng)
    if sort == 2:
        return coining.code(rng)
    if sort == 3:
        word = coining.word(rng, b.lang)
        return rng.choice((word, word.lower(), word.upper()))
    return b.words.caption("actions", b.words.key("actions"))


def _signs(b: Builder, least: int, most: int) -> tuple[str, ...]:
    return tuple({_sign(b): None for _ in range(b.rng.randint(least, most))})


def _choices(b: Builder) -> Node:
    names = _signs(b, 2, 7)
    keys = tuple(f"o{n}" for n in range(len(names)))
    variant = b.rng.choice(("column", "column", "row"))
    return Node("radios", b.uid("choice"), options=names, option_keys=keys, variant=variant)


def _ticks(b: Builder) -> Node:
    made = [Node("check", b.uid(f"tick{n}"), name) for n, name in enumerate(_signs(b, 1, 6))]
    return b.column(*made) if b.rng.random() < 0.7 else b.row(*made)


def _unnamed_fields(b: Builder) -> Node:
    """Fields beside or below each other that nothing names; most are empty."""
    rng = b.rng
    make = rng.choice(("name", "label", "count", "date"))
    made = [Node("field", b.uid(f"blank{n}"), make=make, variant="line") for n in range(rng.randint(1, 4))]
    return b.column(*made) if rng.random() < 0.7 else b.row(*made, variant="tight")


def _presses(b: Builder) -> Node:
    made = [
        Node("button", b.uid(f"press{n}"), name, variant="text") for n, name in enumerate(_signs(b, 1, 5))
    ]
    return b.column(*made) if b.rng.random() < 0.4 else b.row(*made)


def _entry(b: Builder) -> Node:
    """A field and what takes it."""
    rng = b.rng
    label = Node("words", b.uid("entry/label"), _sign(b))
    field = Node("field", b.uid("entry/field"), make=rng.choice(("name", "code")), variant="line")
    press = Node("button", b.uid("entry/press"), _sign(b), variant="text")
    parts = [part for part in (label, field, press) if part is field or rng.random() < 0.7]
    return b.row(*parts, variant="tight")
