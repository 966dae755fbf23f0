"""A word that the demonstration did not show is news; the rest of one that it showed, cut off, is none."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.execution.verifying.news import Said, news_in
from lam_desktop.types import Box, Element, Observation

BEFORE = Observation(np.zeros((10, 10, 3), np.uint8), ())
SAID = Said(["Visit", "registered", "for", "Jonas", "Lindqvist."], ["fatima rahman"])
SIGNS = ["registered", "for"]
WHOLE = Element(Box(500, 500, 270, 27), "button", "Visit registered for Fatima Rahman.")


def piece(text: str, x: int = 600, y: int = 498, w: int = 300) -> Element:
    return Element(Box(x, y, w, 31), "field", text)


def news(*lines: Element) -> str | None:
    found = news_in(lines, SIGNS, SAID, BEFORE, [], lambda _: False)
    return None if found is None else found[0]


def test_the_rest_of_a_word_that_stands_there_whole() -> None:
    assert news(WHOLE, piece("red for Fatima Rahman.")) is None
    assert news(WHOLE, piece("for Fatima Rahman. regis", x=300, w=250)) is None


@pytest.mark.parametrize(
    "lines",
    [
        (piece("red for Fatima Rahman."),),  # nothing beside it says the word
        (WHOLE, piece("red for Fatima Rahman.", y=560)),  # another line
        (WHOLE, piece("red for Fatima Rahman.", x=800)),  # it begins behind the whole
        (WHOLE, piece("for red Fatima Rahman.")),  # within its line nothing is cut
        (WHOLE, piece("old for Fatima Rahman.")),
        (Element(WHOLE.box, "button", "Visit bored for Fatima Rahman."), piece("red for Fatima Rahman.")),
    ],
)
def test_other_words_are_news(lines: tuple[Element, ...]) -> None:
    assert news(*lines) in ("red", "old", "bored")
