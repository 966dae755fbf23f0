"""Finds how a typed text was made of the row's cells: programming by example, from one example.

After FlashFill (Gulwani 2011): all ways to make the text of pieces of cells and of plain text, the simplest
first. Simple is what takes few pieces, little plain text, and cells as they stand.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lam_desktop.tasks.texts.month_names import SPOKEN
from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern
from lam_desktop.tasks.texts.patterns.transforms import candidates, dates, is_part_of_date

CELL = 1.0
USED = 0.3
"""A column that an earlier step has typed already is a little less likely."""
FURTHER = 0.2
"""Each column after the first."""
TEXT, LETTER, SIGN = 0.3, 0.9, 0.15
"""Plain text: for each piece, each letter or digit, each other character."""
CUT = 1.5
"""A piece that begins or ends within a word, or a number, of the plain text is mostly there by chance."""
LONGEST = 120
KEPT = 24
"""Ways that are followed to each place of the text."""
TELLING = 2
"""Letters of the longest piece of a cell: a single one is in some cell by chance."""
CONVINCING, CONVINCING_ALONE = 2.0, 1.0
"""By how much a pattern must be cheaper than the constant; and one that is a single piece of a cell."""
LONE = 0.5
"""A single letter or digit that stands by itself between signs is rarely one's own word."""
NEAR = 1.2
"""Ways that cost no more than this above the simplest may be meant, too."""
DATE_LETTERS = range(6, 13)


@dataclass(frozen=True, slots=True)
class Found:
    """The simplest way, and others that are nearly as simple."""

    pattern: Pattern
    others: tuple[Pattern, ...]
    convincing: bool
    """Whether it is so much simpler than a constant that it is meant."""


@dataclass(frozen=True, slots=True)
class _Edge:
    end: int
    part: Part
    cost: float


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    pieces: tuple[str | Part, ...] = ()
    longest: int = 0
    """Letters of the longest piece of a cell."""


def synthesise(
    text: str, cells: Mapping[str, str], used: Collection[str] = (), near: float = NEAR
) -> Found | None:
    """How `text` may have been made of `cells`; None where that is no simpler than a constant.

    Others are found that cost at most `near` more than the simplest; where that is more than usual, also ways
    that are no simpler than a constant: another demonstration then says which is meant.
    """
    if sum(map(str.isalnum, text)) < TELLING or len(text) > LONGEST:
        return None
    ways = sorted(_ways(text, _edges(text, cells, used)), key=lambda way: way.cost)
    constant = TEXT + sum(map(_letter_cost, text))
    most = constant + max(0.0, near - NEAR)
    made = [way for way in ways if any(isinstance(one, Part) for one in way.pieces) and way.cost < most]
    if not made:
        return None
    like = {str(one): one for way in made if way.cost <= made[0].cost + near for one in [Pattern(way.pieces)]}
    best, *others = like.values()
    least = CONVINCING_ALONE if len(best.pieces) == 1 else CONVINCING
    convincing = made[0].longest >= TELLING and made[0].cost <= constant - least
    return Found(best, tuple(others), convincing)


def differing(found: Found, rows: Sequence[Mapping[str, str]]) -> tuple[Pattern, int, str, str] | None:
    """Of the other ways the first that would say something else in one of the rows.

    With that row's place in `rows`, what the simplest way says there, and what the other one says.
    """
    for other in found.others:
        for at, cells in enumerate(rows):
            one, two = found.pattern.write(cells), other.write(cells)
            if one is not None and two is not None and one != two:
                return other, at, one, two
    return None


def _edges(text: str, cells: Mapping[str, str], used: Collection[str]) -> dict[int, list[_Edge]]:
    """What cells, and pieces of them, stand where in the text."""
    found: dict[int, list[_Edge]] = {}
    for column, cell in cells.items():
        cell = cell.strip()
        if not cell or "|" in column or set("{}") & set(column):
            continue
        dearer = USED if column in used else 0.0
        for names, made, cost in ((), cell, CELL), *_pieces(cell):
            for start in _places(made, text):
                if _amid_figures(text, start, start + len(made)) and is_part_of_date(names):
                    continue  # a part of some other date
                edge = _Edge(start + len(made), Part(column, names), cost + dearer)
                found.setdefault(start, []).append(edge)
        for start, end in _numeric(text):
            for names, cost in dates(cell, text[start:end]):
                found.setdefault(start, []).append(_Edge(end, Part(column, names), cost + dearer))
    return found


@functools.lru_cache(maxsize=2048)
def _pieces(cell: str) -> tuple[tuple[tuple[str, ...], str, float], ...]:
    """Of the same cell every step of a task asks."""
    return tuple(candidates(cell))


def _ways(text: str, edges: Mapping[int, list[_Edge]]) -> list[_Way]:
    """The cheapest ways through the text."""
    ways: list[list[_Way]] = [[_Way(0.0)]] + [[] for _ in text]
    for at, char in enumerate(text):
        for way in _cheapest(ways[at]):
            last = way.pieces[-1] if way.pieces else None
            cost = way.cost + _letter_cost(char)
            if isinstance(last, str):
                ways[at + 1].append(_Way(cost, (*way.pieces[:-1], last + char), way.longest))
            else:
                cost += TEXT + CUT * (last is not None and _within_word(text, at))
                ways[at + 1].append(_Way(cost, (*way.pieces, char), way.longest))
            for edge in edges.get(at, ()):
                cut = CUT * (_within_number(text, at) or (isinstance(last, str) and _within_word(text, at)))
                cost, longest = way.cost + edge.cost + cut, max(way.longest, edge.end - at)
                ways[edge.end].append(_Way(cost, (*way.pieces, edge.part), longest))
    return [replace(way, cost=way.cost + _oddity(way)) for way in _cheapest(ways[-1])]


def _oddity(way: _Way) -> float:
    columns = {one.column for one in way.pieces if isinstance(one, Part)}
    lone = [one for one in way.pieces if isinstance(one, str) and sum(map(str.isalnum, one)) == 1]
    return FURTHER * max(0, len(columns) - 1) + LONE * len(lone)


def _cheapest(ways: list[_Way]) -> list[_Way]:
    return sorted(ways, key=lambda way: way.cost)[:KEPT]


def _letter_cost(char: str) -> float:
    return LETTER if char.isalnum() else SIGN


def _within_word(text: str, at: int) -> bool:
    """Between two letters, or two digits: «AB12» may well be made of two pieces."""
    if not 0 < at < len(text):
        return False
    one, other = text[at - 1], text[at]
    return (one.isalpha() and other.isalpha()) or (one.isdigit() and other.isdigit())


def _within_number(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isdigit() and text[at].isdigit()


def _amid_figures(text: str, start: int, end: int) -> bool:
    """Whether figures go on before or behind, with one sign between them."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) == 2 and before[0].isdigit() and before[1] in "./-") or (
        len(behind) == 2 and behind[1].isdigit() and behind[0] in "./-"
    )


def _places(piece: str, text: str) -> Iterator[int]:
    start = text.find(piece)
    while start >= 0:
        yield start
        start = text.find(piece, start + 1)


def _numeric(text: str) -> Iterator[tuple[int, int]]:
    """Parts of the text that may be a date: from digit to digit, or with the name of a month."""
    yield from (match.span() for match in SPOKEN.finditer(text))
    for start, char in enumerate(text):
        if char.isdigit() and not (start and text[start - 1].isdigit()):
            for end in range(start + DATE_LETTERS.start, min(len(text), start + DATE_LETTERS.stop) + 1):
                if text[end - 1].isdigit() and not (end < len(text) and text[end].isdigit()):
                    yield start, end
