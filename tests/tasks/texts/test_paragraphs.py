"""Lines of one sentence are one text; labels, lists and columns below each other stay apart."""

from __future__ import annotations

import pytest

from lam_desktop.tasks.texts.paragraphs import is_running, paragraphs
from lam_desktop.types import Box, Element, ElementKind


def lines(*texts: str, left: int = 40, gap: int = 2, kind: ElementKind = "text") -> list[Element]:
    """Below each other; every letter is nine pixels wide."""
    return [
        Element(Box(left, 100 + (20 + gap) * n, 9 * len(text), 20), kind, text)
        for n, text in enumerate(texts)
    ]


def test_a_sentence_over_three_lines_is_one_text() -> None:
    parts = lines("Please send twelve of the green", "folders to Anna Weber in Hamburg", "before Monday.")
    [whole] = paragraphs(parts)
    assert whole.text == "\n".join(part.text for part in parts)
    assert whole.box == Box(40, 100, 9 * 32, 64) and whole.kind == "text"


@pytest.mark.parametrize(
    "apart",
    [
        lines("Customer", "Article", "Quantity"),
        lines("Please send twelve of the green", "folders to Anna Weber in Hamburg", gap=30),
        lines("A first short sentence here.", "A second one that is a good deal longer than it"),
        [*lines("Please send twelve of the green"), *lines("", "folders to Anna Weber", left=300)],
        [
            *lines("Please send twelve of the green"),
            Element(Box(40, 122, 300, 44), "header", "folders to Anna Weber"),
        ],
        lines("Please send twelve of the green", "folders to Anna Weber in Hamburg", kind="cell"),
        [],
    ],
)
def test_what_does_not_go_on_stays_apart(apart: list[Element]) -> None:
    assert paragraphs(apart) == tuple(apart)


def test_other_elements_keep_their_places() -> None:
    first, second = lines("Please send twelve of the green", "folders to Anna Weber in Hamburg")
    button = Element(Box(400, 300, 80, 30), "button", "OK")
    assert [one.kind for one in paragraphs([first, button, second])] == ["text", "button"]


def test_a_sentence_may_be_taken_for_another_kind() -> None:
    assert is_running(Element(Box(0, 0, 9, 9), "menu_item", "Select Kim and click Submit."))
    assert not is_running(Element(Box(0, 0, 9, 9), "menu_item", "Save as"))
    assert not is_running(Element(Box(0, 0, 9, 9), "cell", "Select Kim and click Submit."))
