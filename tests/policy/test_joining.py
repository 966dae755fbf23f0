"""A value that was proposed in pieces is one element again; whatever does not say it in all stays apart."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.policy.lam.joining import joined
from lam_desktop.types import Box, Element, Observation

FRAME = np.zeros((200, 400, 3), np.uint8)


def says(text: str, x: int = 10, y: int = 10, w: int = 80) -> Element:
    return Element(Box(x, y, w, 18), "cell", text, letters=(1.0,) * len(text))


@pytest.mark.parametrize(
    ("pieces", "value"),
    [
        ([says("Rosa", y=10), says("Staubasteuwert", y=28)], "Rosa Staubasteuwert"),
        ([says("Paul", w=40), says("Seucoigail", x=52)], "Paul Seucoigail"),
        ([says("Anna", y=10), says("Maria", y=28), says("Berg", y=46)], "Anna Maria Berg"),
        ([says("Schmidt,", y=10), says("Marc", y=30)], "schmidt, marc"),
    ],
)
def test_pieces_that_say_the_value_together_are_one(pieces: list[Element], value: str) -> None:
    other = says("Open", x=300)
    whole, left = joined(Observation(FRAME, (*reversed(pieces), other)), [value]).elements
    assert "".join(whole.text.split()).casefold() == "".join(value.split()).casefold() and left is other
    assert all(whole.box.holds(one.box) for one in pieces) and whole.letters == ()


@pytest.mark.parametrize(
    "pieces",
    [
        [says("Rosa", y=10), says("Staubasteuwart", y=28)],
        [says("Rosa", y=10), says("Staubasteuwert", y=60)],
        [says("Rosa", y=10), says("Staubasteuwert", x=200, y=28)],
        [says("Staubasteuwert", y=10), says("Rosa", y=28)],
        [says("Rosa", w=40), says("Staubasteuwert", x=120)],
        [says("Rosa Staubasteuwert")],
    ],
)
def test_what_says_it_not_or_lies_elsewhere_stays_as_it_is(pieces: list[Element]) -> None:
    seen = Observation(FRAME, tuple(pieces))
    assert joined(seen, ["Rosa Staubasteuwert"]) is seen


@pytest.mark.parametrize(
    ("pieces", "value"),
    [
        ([says("20", y=10), says("24", y=30)], "2024"),
        ([says("Anna", y=10), says("Berg", y=30), says("Anna Berg", y=90)], "Anna Berg"),
        ([says(text, x, y) for text, x, y in
          (("Anna", 10, 10), ("Open", 200, 10), ("Berg", 10, 30), ("Done", 200, 30))], "Anna Berg"),
    ],
)  # fmt: skip
def test_two_rows_of_a_table_are_not_joined(pieces: list[Element], value: str) -> None:
    seen = Observation(FRAME, tuple(pieces))
    assert joined(seen, [value]) is seen


def test_two_records_in_two_lines_each_keep_their_own() -> None:
    """The last line of one cell stands right over the first one of the next."""
    names = ["Rosa", "Berg", "Rosa", "Keller"]
    lines = [says(text, y=10 + 20 * n) for n, text in enumerate(names)]
    amounts = [says("RE-1", 200, 20), says("RE-2", 200, 60)]  # in the middle of each cell
    found = joined(Observation(FRAME, (*lines, *amounts)), ["Rosa Keller"]).elements
    assert [one.text for one in found] == ["Rosa", "Berg", "Rosa Keller", "RE-1", "RE-2"]
