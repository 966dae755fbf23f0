"""The wheel is turned where nothing was found to turn it over, but not over what it would change."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.execution.finding.wheel_places import at_the_same_share
from lam_desktop.types import Box, Candidate, Decision, DemonstratedStep, Element, ElementKind, Observation

FRAME = np.zeros((600, 800, 3), np.uint8)
WINDOW, NOW = Box(100, 100, 400, 300), Box(200, 50, 400, 300)
UNSURE = Decision(None, None, 0.0, 0.9, 0.0, (Candidate(Box(0, 0, 5, 5), "text", "x", 0.2),), "Not sure.")


def _decided(then: ElementKind, now: ElementKind, size: tuple[int, int]) -> Decision:
    """Turned over the window's middle, where an element stood, and stands one now."""
    before = Observation(FRAME, (Element(Box(290, 240, 20, 20), then, ""),), WINDOW)
    w, h = size
    there = Box(400 - w // 2, 200 - h // 2, w, h)
    screen = Observation(FRAME, (Element(there, now, ""),), NOW)
    return at_the_same_share(DemonstratedStep(0, before, 0, (300, 250)), NOW, screen, UNSURE)


@pytest.mark.parametrize(
    ("then", "now", "size", "turned"),
    [
        ("text", "cell", (80, 20), True),
        ("text", "spin", (80, 20), False),
        ("spin", "spin", (80, 20), True),
        ("text", "field", (380, 280), True),
    ],
    ids=["over a list", "over a number field", "as it was shown", "over what the window is full of"],
)
def test_the_wheel_changes_nothing(
    then: ElementKind, now: ElementKind, size: tuple[int, int], turned: bool
) -> None:
    decision = _decided(then, now, size)
    assert decision.accepted is turned
    assert decision.point == ((400, 200) if turned else None)
