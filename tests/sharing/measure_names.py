"""How many people's names a shared copy masks, and how many captions of programs it masks in vain.

    python -m tests.sharing.measure_names [--screens 20] [--strict]

Names come from four sources: those of the corpus (a quarter of the family names there is made up); names of
the lists; such whose family name, or both of whose names, are withheld from the lists that the copy is made
with, as if nobody had ever listed them. Captions are those of Qt's own programs and of the panel.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lam_desktop.data.corpus import values
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.name_lists import LETTERS, NameLists, shipped
from lam_desktop.sharing.painting import patches_of
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Tally
from lam_desktop.sharing.terms import Terms
from tests.sharing.name_screens import WORDS, Draw, Screen, Where, drawn_from, parted, screen
from tests.sharing.qt_words import captions

LONGEST = 40
SEED = 20


@dataclass(slots=True)
class Count:
    """Of one language and source of names."""

    names: Counter[Where] = field(default_factory=Counter)
    masked: Counter[Where] = field(default_factory=Counter)
    texts: int = 0
    """Names of which no word stands in the masked text."""
    captions: int = 0
    captions_masked: int = 0
    words: int = 0
    words_masked: int = 0

    def add(self, other: Count) -> None:
        """Both together."""
        self.names += other.names
        self.masked += other.masked
        for name in ("texts", "captions", "captions_masked", "words", "words_masked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def measure(language: str, draw: Draw, lists: NameLists, screens: int, strict: bool) -> Count:
    """What a copy of so many screens masks, each screen made as a copy of its own."""
    rng, count = random.Random(f"{SEED} {language}"), Count()
    known = captions(language, LONGEST)
    for _ in range(screens):
        made = screen(rng, language, draw, known)
        masker = Masker(Terms(), StandIns(), Tally(), strict, lists)
        _count(made, masker, count)
    return count


def sources(language: str) -> Mapping[str, tuple[Draw, NameLists]]:
    """Where the names come from, and the lists with which they are looked for."""
    whole = shipped()
    kept, out = parted(whole)
    return {
        "of the corpus": (lambda rng: values.person(rng, language), whole),
        "listed": (drawn_from(whole, whole, language), whole),
        "family name in no list": (drawn_from(kept, out, language), kept),
        "neither in a list": (drawn_from(out, out, language), kept),
    }


def _count(made: Screen, masker: Masker, count: Count) -> None:
    found = patches_of([0], lambda _: made.frame, made, masker, lambda _: None)[0]
    boxes = [patch.box for patch in found]
    for one in made.named:
        count.names[one.where] += 1
        count.masked[one.where] += any(box.holds(one.box) for box in boxes)
        told = masker.seen(one.text)
        left = [word for word in LETTERS.findall(one.name) if word in LETTERS.findall(told)]
        count.texts += not left
    for caption in made.captions:
        words = len(LETTERS.findall(caption.text))
        masked = any(box.holds(caption.box) for box in boxes)
        left = LETTERS.findall(masker.seen(caption.text))
        count.captions += 1
        count.captions_masked += masked
        count.words += words
        count.words_masked += sum(word not in left for word in LETTERS.findall(caption.text))


def main() -> None:
    """Prints a line for each language and source."""
    parser = argparse.ArgumentParser(description="How many names a shared copy masks.")
    parser.add_argument("--screens", type=int, default=20, help="of each language and source")
    parser.add_argument("--strict", action="store_true", help="only common words stay")
    options = parser.parse_args()
    totals: dict[str, Count] = {}
    for language in WORDS:
        for source, (draw, lists) in sources(language).items():
            count = measure(language, draw, lists, options.screens, options.strict)
            totals.setdefault(source, Count()).add(count)
            totals.setdefault(f"all, {language}", Count()).add(count)
            print(f"{language} {_line(source, count)}", flush=True)
    for source, count in totals.items():
        print(f"** {_line(source, count)}")


def _line(source: str, count: Count) -> str:
    names = sum(count.names.values())
    places = ", ".join(f"{where} {_share(count.masked[where], count.names[where])}" for where in count.names)
    return (
        f"{source:24} names {names}: {_share(sum(count.masked.values()), names)} in pictures ({places}),"
        f" {_share(count.texts, names)} in texts; captions {count.captions}:"
        f" {_share(count.captions_masked, count.captions)} masked, {_share(count.words_masked, count.words)}"
        " of their words"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f} %"


if __name__ == "__main__":
    main()
