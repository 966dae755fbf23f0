"""An effect that did not come is told with what came instead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import Scope
from lam_desktop.execution.screen.unseen import SHOWN, explained
from lam_desktop.reporting.saying import of_runs
from lam_desktop.types import Box, Element, Observation, Verdict, Window

BOOK = Window("Contact book", "book", "book", Box(0, 0, 400, 300), window_id=1)
WARNING = Window("Warning", "book", "book", Box(100, 80, 200, 100), "dialog", window_id=2)
OTHERS = Window("Chat", "chat", "chat", Box(100, 80, 200, 100), "dialog", window_id=3)
SAYS = (
    Element(Box(110, 100, 150, 16), "text", "This number is"),
    Element(Box(110, 120, 150, 16), "text", "not valid here."),
    Element(Box(200, 150, 60, 20), "button", "OK"),
    Element(Box(10, 10, 80, 16), "text", "Name"),
)
UNSEEN = Verdict(
    False, "The demonstrated effect was not seen: “saved.” did not appear.", {"not_come": ["saved."]}
)


def _view(*windows: Window, elements: tuple[Element, ...] = SAYS, drawn: bool = False) -> View:
    frame = np.full((300, 400, 3), 250, np.uint8)
    if drawn:
        frame[80:180, 100:300] = 30
    seen = Observation(frame, elements, BOOK.box, windows=windows)
    program = tuple(one for one in windows if one.process == "book")
    return View(seen, Scope(program[-1], (), program, windows), BOOK, seen)


BEFORE = _view(BOOK).program


@pytest.mark.parametrize(
    ("view", "ending"),
    [
        (
            _view(BOOK, WARNING, drawn=True),
            ", but the dialog “Warning”, which says “This number is not valid here.”.",
        ),
        (_view(BOOK, WARNING, elements=(), drawn=True), ", but the dialog “Warning”."),
        (_view(BOOK), ", and nothing else changed."),
        (_view(BOOK, drawn=True), "."),
        (_view(BOOK, OTHERS, drawn=True), "."),
    ],
    ids=["a message", "a mute one", "nothing", "something", "another program's message"],
)
def test_what_came_instead_is_told(view: View, ending: str) -> None:
    told = explained(UNSEEN, BEFORE, view)
    assert told == replace(UNSEEN, reason=UNSEEN.reason.removesuffix(".") + ending)
    assert of_runs().chinese(told.reason)


def test_a_dialog_that_stood_there_before_is_no_answer() -> None:
    view = _view(BOOK, WARNING)
    assert explained(UNSEEN, view.program, view).reason.endswith("nothing else changed.")


def test_a_long_message_is_cut() -> None:
    long = Element(Box(110, 100, 150, 16), "text", "word " * 60)
    reason = explained(UNSEEN, BEFORE, _view(BOOK, WARNING, elements=(long,), drawn=True)).reason
    assert "…”." in reason and len(reason) < len(UNSEEN.reason) + SHOWN + 60


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(True, "As demonstrated, “saved.” appeared.", {"not_come": []}),
        Verdict(
            False,
            "The screen says “no”: “no” is not what the demonstration showed.",
            {"not_come": [], "news": []},
        ),
        Verdict(False, "The screen did not change as it did in the demonstration.", {}),
    ],
)
def test_any_other_verdict_stands(verdict: Verdict) -> None:
    assert explained(verdict, BEFORE, _view(BOOK, WARNING, drawn=True)) is verdict
