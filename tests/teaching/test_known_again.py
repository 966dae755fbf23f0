"""With the shipped weights: a button that the demonstration does not find is known again in its place."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lam_desktop.execution.finding.counting import counted
from lam_desktop.execution.finding.exemplars import Exemplar, Exemplars
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import find_scope
from lam_desktop.execution.shown.demonstrations import Demonstrations
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.taught import print_of_step
from lam_desktop.types import Box, Decision, DemonstratedStep, Observation, Situation, Window
from tests.panel.making import COLUMNS, ROWS, WINDOW, Form, _font
from tests.teaching.test_teach import SAVE, Loaded, minds, task

__all__ = ["minds", "task"]
OTHERWISE = ("Keep", "Submit", "Archive", "Record entry", "Finish", "Add to book", "Confirm")
CALLED = "Record entry"
"""By the demonstration alone there is no such thing."""
ELSEWHERE = (330, 60)
"""So far away the button may stand in the same window."""


def drawn(
    minds: Loaded, row: int, words: str, moved: tuple[int, int] = (0, 0), beside: str = "", saved: str = ""
) -> tuple[Observation, Box]:
    """The form of a row, with a grey button of another size in place of Save, and where that is.

    `words`: empty, for no button; `beside`: what another one says; `saved`: what the form tells.
    """
    at = WINDOW.x + 30 * row, WINDOW.y + 10 * row
    form = Form(dict(zip(COLUMNS, ROWS[row], strict=True)), at=at, saved=saved)
    image = Image.fromarray(form.draw())
    draw, save = ImageDraw.Draw(image), form.box("Save")
    draw.rectangle((save.x - 2, save.y - 2, save.right + 2, save.bottom + 2), fill="#fbfbfc")
    place = Box(save.x, save.y + 4, 24 + 9 * len(words), 28).moved(*moved)
    for box, said in ((place, words), (place.moved(230, 0), beside)):
        if said:
            draw.rectangle((box.x, box.y, box.right, box.bottom), fill="#e4e4e4", outline="#8a8a8a")
            draw.text((box.x + 12, box.y + 5), said, font=_font(15), fill="#111111")
    frame, window = np.asarray(image, np.uint8), Box(*at, WINDOW.w, WINDOW.h)
    return Observation(frame, minds.parser.parse(frame, window), window), place


class Desk:
    """The demonstrated step, and what comes of it with the place that a person pointed at in another row."""

    def __init__(self, home: Path, minds: Loaded) -> None:
        self._minds = minds
        task = Library(home).whole("orders")
        self._step = task.steps[SAVE - 1]
        with contextlib.closing(Demonstrations(task, minds.parser, minds.weights)) as demonstrations:
            self._shown = demonstrations.step(self._step)

    def decided(self, seen: Observation, shown: str) -> tuple[Decision, Decision]:
        """By the demonstration alone, and where a person pointed at the button that was called `shown`."""
        policy = self._minds.policy
        before, box = drawn(self._minds, 1, shown)
        element = element_at(before.elements, box.center)
        assert element is not None
        place = DemonstratedStep(SAVE, before, before.elements.index(element), box.center)
        known = Exemplars(policy)
        known.know(
            [Exemplar(print_of_step(self._step), "row 2", place, dict(zip(ROWS[0], ROWS[1], strict=True)))]
        )
        values = dict(zip(ROWS[0], ROWS[2], strict=True))
        plan = StepPlan(self._step, values=values)
        alone = policy.decide(Situation(self._shown, seen, None, (), values))
        assert seen.window is not None
        window = Window("Order desk", "orderdesk", "orderdesk", seen.window)
        view = View(seen, find_scope((window,), None, window), window, seen)
        return alone, known.decision(plan, counted(plan, self._shown), view, None, (), alone)


@pytest.fixture
def desk(home: Path, task: object, minds: Loaded) -> Desk:
    return Desk(home, minds)


def test_all_of_seven_names_are_known_again(desk: Desk, minds: Loaded) -> None:
    """The demonstration takes most of them for missing, and is sure of none."""
    gone = 0
    for words in OTHERWISE:
        seen, place = drawn(minds, 2, words, saved="The order was stored.")
        alone, made = desk.decided(seen, words)
        gone += alone.target is None
        assert not alone.accepted
        assert made.accepted and made.rests_on == "row 2", (words, made.reason)
        assert made.point is not None and place.contains(*made.point)
    assert gone >= len(OTHERWISE) // 2


@pytest.mark.parametrize(
    ("words", "moved", "beside"),
    [("", (0, 0), ""), ("", (0, 0), CALLED), (CALLED, ELSEWHERE, ""), (CALLED, (0, 0), CALLED),
     (CALLED, (0, 0), "Record entries"), ("Discard it", (0, 0), "")],
)  # fmt: skip
def test_missing_moved_twins_and_other_words_are_asked_about(
    desk: Desk, minds: Loaded, words: str, moved: tuple[int, int], beside: str
) -> None:
    seen, _ = drawn(minds, 2, words, moved, beside)
    alone, made = desk.decided(seen, CALLED)
    assert not alone.accepted and not made.accepted and not made.rests_on
