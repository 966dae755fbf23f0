"""Entries in whose place something else is read are taken out; what cannot be read stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.evaluation.native.reading import really_shown, says_otherwise
from lam_desktop.perception.ocr import TextReader


def _element(name: str, text: str, y: int) -> PageElement:
    return PageElement(name, "list_item", text, (10, y, 220, 30), None, True, False, None, True, 1.0)


def test_what_the_pixels_contradict_is_taken_out() -> None:
    frame = np.full((160, 260, 3), 255, np.uint8)
    for text, y in (("Create Table", 32), ("Orders 2026", 72)):
        cv2.putText(frame, text, (16, y), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 2, cv2.LINE_AA)
    hidden, shown = _element("hidden", "Views (0)", 10), _element("shown", "Orders 2026", 50)
    blank = _element("blank", "Gone", 100)
    icon = PageElement("icon", "icon", "", (10, 10, 20, 20), None, True, False, None, True, 1.0)
    kept, out = really_shown([hidden, shown, blank, icon], frame, TextReader())
    assert [one.id for one in kept] == ["shown", "blank", "icon"]
    assert out == [hidden]


@pytest.mark.parametrize(
    ("read", "named", "otherwise"),
    [
        ("Create Table", "Views (0)", True),
        ("Orders 20", "Orders 2026 of all customers", False),
        ("0rders", "Orders", False),
        ("", "Orders", False),
        ("All Orders 2026", "Orders", False),
    ],
)
def test_other_words(read: str, named: str, otherwise: bool) -> None:
    assert says_otherwise(read, named) is otherwise
