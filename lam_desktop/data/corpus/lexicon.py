"""Captions of office programs in ten languages, read from the files in `words/`.

A file has a section for each table; a line is «key caption», or «key:sort caption» where the sort is a
field's value maker or an action's glyph. Lines without a key take one from their caption. Keys that
languages share mean the same; a language need not have all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLES = ("fields", "actions", "options", "sections", "menus", "choices", "values")
_REFERENCE = "en"
"""The language that tells the sort of the keys all share."""


@dataclass(frozen=True)
class Term:
    """One caption; `sort` is a field's value maker or an action's glyph, else empty."""

    caption: str
    sort: str


@cache
def vocabulary(lang: str) -> Mapping[str, Mapping[str, Term]]:
    """Table -> key -> term of one language."""
    tables: dict[str, dict[str, Term]] = {name: {} for name in TABLES}
    table: dict[str, Term] = {}
    text = (files("lam_desktop.data.corpus") / "words" / f"{lang}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            table = tables[line.strip("[]")]
            continue
        head, caption = line.split(" ", 1)
        key, _, sort = head.partition(":")
        key = key or caption.lower().strip("…").replace(" ", "_").replace("/", "_")
        table.setdefault(key, Term(caption, sort))
    return tables


def keys(table: str, lang: str) -> list[str]:
    """The keys that have a caption in `lang`, in the order of its file."""
    return list(vocabulary(lang)[table])


def word(table: str, key: str, lang: str) -> str:
    """The caption of `key` in `lang`."""
    return vocabulary(lang)[table][key].caption


def sort(table: str, key: str, lang: str) -> str:
    """The value maker of a field, or the glyph of an action."""
    return vocabulary(lang)[table][key].sort or vocabulary(_REFERENCE)[table][key].sort


def entries(table: str, key: str, lang: str) -> tuple[str, ...]:
    """The list that a line holds, such as all cities; empty where the language has no such line."""
    term = vocabulary(lang)[table].get(key)
    return tuple(term.caption.split("|")) if term else ()


def choices(make: str, lang: str) -> tuple[str, ...]:
    """The fixed values of a maker in `lang`; empty for free values."""
    return entries("choices", make, lang)


def choice_keys(make: str) -> tuple[str, ...]:
    """What names the fixed values of a maker in every language."""
    return entries("choices", make, _REFERENCE)


def compound(first: str, second: str, lang: str) -> str:
    """Two captions as one, the way labels of `lang` do it («Billing address», «Save order»)."""
    if lang in ("zh", "ja"):
        return first + second
    plain = second if second.isupper() else second[0].lower() + second[1:]
    if lang == "en":
        return f"{first.rstrip('…')} {plain}"
    return f"{first}: {second}" if lang in ("de", "nl", "pl") else f"{first} ({plain})"
