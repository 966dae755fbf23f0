"""A text that a busy program drew only behind the next click is no effect of that click."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import UNSEEN
from lam_desktop.execution.verifying.drawn_late import Typed, without_late
from lam_desktop.execution.verifying.effects import Effect, demonstrated_effect, judge
from lam_desktop.tasks.step import TaskStep, Value, WindowName
from lam_desktop.types import Box, DemonstratedStep, Element, Observation

WINDOW = Box(0, 0, 400, 300)
PLUS = Element(Box(300, 250, 40, 30), "button", "+")
CALC = WindowName("calc", "calc")
TYPING = TaskStep(1, 0, "type", "type 12.5", CALC, None, None, Value("row", "net", "12.5"))
CLICK = replace(TYPING, number=2, demonstrated=1, kind="click", point=PLUS.box.center, value=None)
TYPED = Typed(1, "12.5", "1748")


def screen(*texts: str) -> Observation:
    frame = np.full((300, 400, 3), 240, np.uint8)
    lines: list[Element] = []
    for at, text in enumerate(texts):
        box = Box(40, 30 + 40 * at, 12 * max(1, len(text)), 24)
        frame[box.y : box.y + box.h, box.x : box.x + box.w : 2 + len(text) % 3] = 10 + len(text)
        lines.append(Element(box, "text", text))
    return Observation(frame, (PLUS, *lines), WINDOW)


def effect_of(
    before: Observation, after: Observation, now: Observation, typed: Typed | None = TYPED
) -> Effect:
    shown = DemonstratedStep(1, before, 0, PLUS.box.center, after)
    whole = demonstrated_effect(shown, {"12.5": "1748"})
    return without_late(whole, typed, StepPlan(CLICK), shown, now)


def test_what_stands_there_already_was_drawn_late_when_it_was_shown() -> None:
    now = screen("1748")
    whole = effect_of(screen("0"), screen("12.5"), now, typed=None)
    assert not judge(whole, now, now, PLUS.box).ok, "so it was asked about"
    effect = effect_of(screen("0"), screen("12.5"), now)
    told = judge(effect, now, now, PLUS.box)
    assert told.ok and told.evidence[UNSEEN]


def test_what_came_beside_it_is_still_awaited() -> None:
    now = screen("1748")
    effect = effect_of(screen("0"), screen("12.5", "Pending"), now)
    assert {sign.text for sign in effect.came} == {"pending"}
    assert not judge(effect, now, now, PLUS.box).ok
    assert judge(effect, now, screen("1748", "Pending"), PLUS.box).ok


@pytest.mark.parametrize(
    ("before", "now", "typed", "why"),
    [
        (screen("12.5"), screen("1748"), TYPED, "it stood there when it was shown"),
        (screen("0"), screen("0"), TYPED, "it does not stand there now: the click brings it"),
        (screen("0"), screen("1748"), replace(TYPED, number=0), "another step typed it"),
        (screen("0"), screen("1748"), replace(TYPED, text="99"), "another text was typed"),
    ],
)  # fmt: skip
def test_what_the_click_brings_stays_its_effect(
    before: Observation, now: Observation, typed: Typed, why: str
) -> None:
    after = screen("0", "12.5")
    assert effect_of(before, after, now, typed) == effect_of(before, after, now, None), why


def test_what_closes_a_row_must_be_seen_to_come() -> None:
    shown = DemonstratedStep(1, screen("0"), 0, PLUS.box.center, screen("12.5"))
    whole = demonstrated_effect(shown, {"12.5": "1748"})
    assert without_late(whole, TYPED, StepPlan(CLICK, closes=True), shown, screen("1748")) == whole


def test_what_goes_by_the_click_must_still_go() -> None:
    before, now = screen("0", "New customer"), screen("1748", "New customer")
    effect = effect_of(before, screen("12.5"), now)
    assert {sign.text for sign in effect.went} >= {"customer"}
    assert not judge(effect, now, now, PLUS.box).ok
    assert judge(effect, now, screen("1748"), PLUS.box).ok


def test_what_a_step_typed() -> None:
    assert Typed.by(StepPlan(TYPING, text="1748")) == TYPED
    assert Typed.by(StepPlan(CLICK)) is None
    assert Typed.by(StepPlan(TYPING)) is None
