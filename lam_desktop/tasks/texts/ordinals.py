"""Words that say which one of several: «the 3rd textbox», «in der zweiten Zeile».

Only with what is counted beside it, and counted from the beginning: «the 1st of May» counts no fields, and
«the 2nd row from below» is another one. In English, German, French and Spanish, behind an article, so that
neither «per second» nor «Page 2. Items …» counts; scripts without spaces have no such word of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lam_desktop.tasks.texts.spans import Span, one_line, words_of
from lam_desktop.types import ElementKind

FIELDS: frozenset[ElementKind] = frozenset({"field", "combo", "spin"})
LISTED: frozenset[ElementKind] = frozenset({"cell", "list_item", "text", "link", "icon", "button"})
"""What one clicks on in a line of a table or list."""
BETWEEN = 1
"""So many words may stand between a number and what it counts: «the second empty field»."""
BEHIND = 3
"""So many words behind that may say that it is counted otherwise: «the 2nd field from the right»."""
_ARTICLES = (
    "the this that your my their der die das dem den des im ins zur zum am beim le la les au du dans"
    " el los las al del"
)
ARTICLES = frozenset(_ARTICLES.split())
"""One of these stands before a number that counts."""
_OTHERWISE = (
    "last bottom right end from by letzte letzten unten rechts von vom dernier dernière fin bas droite"
    " depuis último última abajo derecha desde"
)
OTHERWISE = frozenset(_OTHERWISE.split())
"""Where one of these stands beside it, it is not counted from the beginning, or one of somebody's things."""

_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
    "premier": 1, "première": 1, "deuxième": 2, "seconde": 2, "troisième": 3, "quatrième": 4,
    "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10,
    "primer": 1, "primera": 1, "primero": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercera": 3,
    "tercero": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5,
}  # fmt: skip
_GERMAN = {
    stem + ending: number
    for number, stem in enumerate(
        ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte"), 1
    )
    for ending in ("", "n", "r", "s", "m")
}
_FIGURES = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e|ème|º|ª|\.º|\.ª|\.)")
"""A full stop stands for the word in German: «die 3. Zeile»."""
_OF_FIELDS = "textbox textfield field input feld textfeld eingabefeld feldes champ campo casilla"
_OF_BOXES = "checkbox kästchen kontrollkästchen"
_OF_RADIOS = "radio option optionsfeld opción"
_OF_BUTTONS = "button schaltfläche knopf bouton botón"
_OF_LINKS = "link lien enlace"
_OF_TABS = "tab reiter registerkarte onglet pestaña"
_OF_ICONS = "icon symbol icône icono"
_OF_RECORDS = (
    "row line entry item record result email mail message zeile eintrag position datensatz nachricht"
    " ligne entrée élément fila línea entrada elemento"
)
_COUNTED: dict[str, frozenset[ElementKind]] = {
    noun: kinds
    for nouns, kinds in (
        (_OF_FIELDS, FIELDS),
        (_OF_BOXES, frozenset[ElementKind]({"checkbox"})),
        (_OF_RADIOS, frozenset[ElementKind]({"radio"})),
        (_OF_BUTTONS, frozenset[ElementKind]({"button"})),
        (_OF_LINKS, frozenset[ElementKind]({"link"})),
        (_OF_TABS, frozenset[ElementKind]({"tab"})),
        (_OF_ICONS, frozenset[ElementKind]({"icon"})),
        (_OF_RECORDS, LISTED),
    )
    for noun in nouns.split()
}
_TWO_WORDS = {"text box": "textbox", "text field": "field", "input box": "textbox", "check box": "checkbox"}


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A number in a text that says which one."""

    number: int
    """From 1 on."""
    span: Span
    """The number alone."""
    kinds: frozenset[ElementKind]
    """Of what it may be counted."""


def ordinal(text: str) -> int | None:
    """Which one a word says, from 1 on; None for another word."""
    word = text.strip().casefold()
    if (number := _WORDS.get(word) or _GERMAN.get(word)) is not None:
        return number
    figures = _FIGURES.fullmatch(word)
    return int(figures[1]) or None if figures else None


def ordinals_in(text: str) -> Iterator[Ordinal]:
    """The numbers in a text that say which one of something that is named right behind them."""
    plain = one_line(text)
    words = words_of(plain)
    for at, word in enumerate(words):
        span = Span(word.start, word.end + 1) if plain[word.end : word.end + 1] == "." else word
        number = next((n for one in (word, span) if (n := ordinal(one.of(plain))) is not None), None)
        if number is None or not at or words[at - 1].of(plain).casefold() not in ARTICLES:
            continue
        span = word if ordinal(word.of(plain)) is not None else span
        behind = list(_same_clause(plain, span, words[at + 1 :]))
        found = next((n for n in range(min(len(behind), BETWEEN + 1)) if _kinds(behind, n)), None)
        if found is not None and not OTHERWISE.intersection(behind[: found + 1 + BEHIND]):
            yield Ordinal(number, span, _kinds(behind, found) or frozenset())


def _same_clause(text: str, span: Span, words: tuple[Span, ...]) -> Iterator[str]:
    """The words behind a number, until another number or a sign parts them from it."""
    end = span.end
    for word in words:
        said = word.of(text)
        if text[end : word.start].strip() or any(map(str.isdigit, said)) or ordinal(said) is not None:
            return
        yield said.casefold()
        end = word.end


def _kinds(words: list[str], at: int) -> frozenset[ElementKind] | None:
    """Of what the word there speaks; None where it names nothing that one can count on a screen."""
    word = _TWO_WORDS.get(" ".join(words[at : at + 2]), words[at])
    return _COUNTED.get(word.rstrip("s")) or _COUNTED.get(word)
