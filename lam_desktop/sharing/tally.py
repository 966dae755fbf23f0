"""How often what was masked, for the person who shares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lam_desktop.sharing.likeness import folded
from lam_desktop.sharing.patterns import KINDS, Kind
from lam_desktop.sharing.standins import WORD

SHOWN_FROM = 4
"""Of words from so many signs on the sample shows the first."""
SAMPLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Masked:
    """What was masked of one kind."""

    kind: Kind
    texts: int
    """Places in texts: of the steps, of typing, of titles, of journals."""
    pictures: int
    """Pictures in which something of the kind was painted over."""
    sample: str
    """By which the person knows it, such as «M… S…»; never the text."""


class Tally:
    """Counts while a copy is made."""

    def __init__(self) -> None:
        self._texts: defaultdict[Kind, int] = defaultdict(int)
        self._pictures: defaultdict[Kind, set[int]] = defaultdict(set)
        self._samples: dict[Kind, str] = {}
        self._seen: dict[Kind, str] = {}
        self._names: set[frozenset[str]] = set()

    def text(self, kind: Kind, original: str) -> None:
        """Something in a text."""
        self._texts[kind] += 1
        if not _tells(self._samples.get(kind, "")):
            self._samples[kind] = sample(original)

    def picture(self, kind: Kind, frame_id: int, original: str) -> None:
        """Something in a picture; of a picture each kind counts once."""
        self._pictures[kind].add(frame_id)
        if original:
            self._seen.setdefault(kind, sample(original))

    def name(self, name: str) -> None:
        """Somebody who is named; «Kowalski, Jan» is «Jan Kowalski»."""
        self._names.add(frozenset(map(folded, WORD.findall(name))))

    @property
    def names(self) -> int:
        """How many different names of people were met."""
        return len(self._names)

    def told(self) -> tuple[Masked, ...]:
        """What there was, in a fixed order."""
        return tuple(
            Masked(
                kind,
                self._texts[kind],
                len(self._pictures[kind]),
                self._samples.get(kind) or self._seen.get(kind, ""),
            )
            for kind in KINDS
            if self._texts[kind] or self._pictures[kind]
        )


def sample(text: str) -> str:
    """First signs of the first words: «M… S…» of a name; of a short word none, for it would be half of it."""
    words = WORD.findall(text)
    shown = [f"{word[0]}…" if len(word) >= SHOWN_FROM else "…" for word in words[:SAMPLE_WORDS]]
    return " ".join(shown)


def _tells(shown: str) -> bool:
    return any(map(str.isalnum, shown))
