"""A message that has only OK to press may be closed by it; beside anything else it may agree to something."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.execution.acting.interruptions import _is_message, _loses, kept_as, words_of
from lam_desktop.tasks.storage.corrections import Interruption
from lam_desktop.types import Box, Candidate, Element, ElementKind, Observation

OK = Element(Box(200, 100, 80, 26), "button", "OK")
TEXT = Element(Box(20, 40, 300, 20), "text", "The order was stored.")


def test_a_message_has_one_button() -> None:
    assert _is_message([TEXT, OK], OK.box, [TEXT, OK])
    inner = Element(Box(225, 105, 24, 16), "text", "OK")
    assert _is_message([TEXT, OK, inner], OK.box, [TEXT, OK, inner]), "its label was proposed, too"


@pytest.mark.parametrize(
    ("kind", "text", "box"),
    [
        ("button", "Cancel", Box(100, 100, 80, 26)),
        ("button", "", Box(100, 160, 80, 26)),
        ("text", "Cancel", Box(110, 104, 50, 16)),
        ("text", "Delete all of them?", Box(20, 70, 200, 20)),
        ("checkbox", "Do not ask again", Box(20, 140, 16, 16)),
        ("link", "Learn more", Box(20, 70, 90, 20)),
    ],
)
def test_what_has_more_to_press_or_asks_is_none(kind: ElementKind, text: str, box: Box) -> None:
    other = Element(box, kind, text)
    assert not _is_message([TEXT, OK, other], OK.box, [TEXT, OK, other])
    assert not _is_message([TEXT, OK], OK.box, [TEXT, OK, other]), "it was not known to be the dialog's"


def test_what_lies_far_from_the_button_is_not_of_its_dialog() -> None:
    below = [Element(Box(40, 400, 90, 26), "button", "Save"), Element(Box(40, 360, 200, 20), "text", "Sure?")]
    assert _is_message([TEXT, OK], OK.box, [TEXT, OK, *below])


@pytest.mark.parametrize("text", ["OK, delete", "Yes", "Save", "Confirm"])
def test_only_a_bare_ok_takes_note(text: str) -> None:
    button = Element(OK.box, "button", text)
    assert not _is_message([TEXT, button], button.box, [TEXT, button])


def test_figures_and_what_the_row_says_are_no_words_of_a_dialog() -> None:
    assert words_of("12 colleagues wrote to Maria Sorensen.", ["Maria Sorensen"]) == (
        "colleagues", "wrote", "to",
    )  # fmt: skip


def test_what_is_hidden_is_not_among_the_words_that_are_kept() -> None:
    frame = np.zeros((200, 400, 3), np.uint8)
    secret = Element(Box(20, 70, 200, 20), "text", "Tulip horse")
    texts = (("ok",), ("the", "order", "was", "stored"), ("tulip", "horse"))
    met = Interruption(Observation(frame, (TEXT, secret, OK)), 2, OK.box.center, (), texts, True)
    kept = kept_as(met, Observation(frame, (TEXT, OK)), ())
    assert kept is not None and kept.target == 1
    assert kept.texts == texts[:2]


def test_what_is_not_saved_is_not_thrown_away_by_itself() -> None:
    asks = Element(Box(20, 40, 300, 20), "text", "Save the changes to this contact?")
    no, cancel = (Candidate(OK.box, "button", text, 0.99) for text in ("No", "Cancel"))
    cross = Candidate(OK.box, "window_control", "", 0.99)
    assert _loses(no, [asks]) and not _loses(cancel, [asks]) and not _loses(cross, [asks])
    assert not _loses(no, [TEXT])
