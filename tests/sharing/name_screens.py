"""Screens that name people: in a list of letters, in a form, in a letter, alone, in a sentence."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lam_desktop.data.corpus import lexicon, values
from lam_desktop.sharing.name_lists import IDEOGRAPHS, NameLists
from lam_desktop.sharing.painting import COLOUR
from lam_desktop.types import Box, Element, ElementKind, Frame

Where = Literal["alone", "in a sentence", "in a column", "beside a label", "in a letter"]
Draw = Callable[[random.Random], str]
SIZE = (800, 1280)
ROW_PX, WIDTH_PX, HEIGHT_PX = 30, 200, 22
COLUMN_ROWS, ALONE = 5, 3
WITHHELD = 7
"""Of so many names one is withheld from the lists."""
WORDS = {
    "en": ("From", "Dear {}", "Kind regards"),
    "de": ("Von", "Liebe {}", "Mit freundlichen Grüßen"),
    "fr": ("De", "Bonjour {}", "Cordialement"),
    "pl": ("Od", "Cześć {}", "Pozdrawiam"),
    "zh": ("发件人", "{}，您好", "此致"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A line that names somebody."""

    where: Where
    name: str
    box: Box
    text: str


class Screen:
    """A parser of one flat picture, which knows what stands where and sees what is not painted over."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.named: list[Named] = []
        self.captions: list[Element] = []

    @property
    def frame(self) -> Frame:
        """(h, w, 3): nothing is drawn on it but what is painted over."""
        return np.full((*SIZE, 3), 250, np.uint8)

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if not np.all(one.box.crop(frame) == COLOUR))

    def forget(self) -> None:
        pass

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 1.0

    def put(self, column: int, row: int, kind: ElementKind, text: str) -> Element:
        """Something in a place of its own."""
        box = Box(20 + column * (WIDTH_PX + 10), 20 + row * ROW_PX, WIDTH_PX, HEIGHT_PX)
        self.elements.append(Element(box, kind, text))
        return self.elements[-1]

    def name(self, where: Where, name: str, element: Element) -> None:
        """That this element names somebody."""
        self.named.append(Named(where, name, element.box, element.text))


def screen(rng: random.Random, language: str, draw: Draw, captions: Sequence[str]) -> Screen:
    """One screen with fourteen names, and forty captions of real programs."""
    made = Screen()
    heading, greeting, closing = WORDS[language]
    made.put(0, 0, "header", heading)
    made.put(1, 0, "header", lexicon.word("fields", "date", language))
    for row in range(1, COLUMN_ROWS + 1):
        name = draw(rng)
        made.name("in a column", name, made.put(0, row, "cell", name))
        made.put(1, row, "cell", values.date(rng, language))
    for row in range(ALONE):
        name = draw(rng)
        made.name("alone", name, made.put(2, 8 + row, "list_item", name))
    gap = "" if language == "zh" else " "
    for row in range(2):
        name = draw(rng)
        said = rng.choice(lexicon.entries("values", "sentence", language)) + gap + name
        made.name("in a sentence", name, made.put(0, 13 + row, "text", said))
    labels = [
        key for key in lexicon.keys("fields", language) if key in ("customer", "last_name", "full_name")
    ]
    for row in range(2):
        name = draw(rng)
        made.put(0, 16 + row, "text", lexicon.word("fields", rng.choice(labels), language) + ":")
        made.name("beside a label", name, made.put(1, 16 + row, "field", name))
    first, last = draw(rng), draw(rng)
    made.name("in a letter", first, made.put(0, 20, "text", greeting.format(first)))
    made.put(0, 21, "text", closing)
    made.name("in a letter", last, made.put(0, 22, "text", last))
    for at, caption in enumerate(rng.sample(list(captions), 40)):
        kind: ElementKind = rng.choice(("button", "menu_item", "text", "tab"))
        made.captions.append(made.put(3 + at % 2, 1 + at // 2, kind, caption))
    return made


def parted(lists: NameLists) -> tuple[NameLists, NameLists]:
    """The lists without a part of the names, and that part."""
    out = {word for word in lists.given | lists.family if sum(word.encode()) % WITHHELD == 0}
    kept = NameLists(lists.given - out, lists.family - out, lists.ordinary, lists.programs)
    return kept, NameLists(lists.given & out, lists.family & out, lists.ordinary, lists.programs)


def drawn_from(given: NameLists, family: NameLists, language: str) -> Draw:
    """Draws a full name of any country in the script of the language."""
    firsts, lasts = (_in_script(one, language) for one in (given.given, family.family))

    def draw(rng: random.Random) -> str:
        first, last = rng.choice(firsts), rng.choice(lasts)
        return last + first if language == "zh" else f"{first.title()} {last.title()}"

    return draw


def _in_script(words: frozenset[str], language: str) -> list[str]:
    if language == "zh":
        return sorted(word for word in words if IDEOGRAPHS.fullmatch(word) and len(word) <= 2)
    return sorted(word for word in words if word.isascii() and len(word) > 2)
