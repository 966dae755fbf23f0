"""A menu's entry that looks as one that can be pressed is not said to be greyed out."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.perception.detector.contradicted import without_contradicted
from lam_desktop.perception.detector.ink import INK_AND_GROUND, SIGNS
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box, ElementKind

BLACK, PALE, WHITE, DARK = (0.2, 0.2, 0.2), (0.6, 0.6, 0.6), (1.0, 1.0, 1.0), (0.1, 0.1, 0.1)
Colours = tuple[tuple[float, float, float], tuple[float, float, float]]


def entry(number: int, odds: float, kind: ElementKind = "menu_item") -> Proposal:
    return Proposal(Box(10, 24 * number, 120, 20), kind, 0.9, None, enabled=odds < 0)


@pytest.mark.parametrize(
    ("colours", "odds", "kind", "said"),
    [
        ((BLACK, WHITE), -5.0, "menu_item", None),
        (((0.22, 0.2, 0.21), WHITE), -5.0, "menu_item", None),
        ((PALE, WHITE), -5.0, "menu_item", False),
        ((BLACK, DARK), -5.0, "menu_item", False),
        ((BLACK, WHITE), -1.0, "menu_item", False),
        ((BLACK, WHITE), -5.0, "button", False),
    ],
    ids=["the same", "nearly", "darker ink", "another ground", "itself not sure", "of another kind"],
)
def test_the_same_ink_as_of_a_sure_neighbour(
    colours: Colours, odds: float, kind: ElementKind, said: bool | None
) -> None:
    signs = np.zeros((2, SIGNS), np.float32)
    signs[0, INK_AND_GROUND], signs[1, INK_AND_GROUND] = (*BLACK, *WHITE), (*colours[0], *colours[1])
    found = [entry(0, 0.4), entry(1, odds, kind)]
    first, second = without_contradicted(found, [0.4, odds], signs)
    assert first.enabled is said and second == found[1]


def test_one_that_errs_contradicts_no_two_that_are_sure() -> None:
    """Of four greyed entries of one colour the network takes one for one that can be pressed."""
    odds = [3.0, 2.5, 0.4, -2.1]
    signs = np.zeros((4, SIGNS), np.float32)
    signs[:, INK_AND_GROUND] = (*PALE, *WHITE)
    found = [entry(number, odd) for number, odd in enumerate(odds)]
    assert without_contradicted(found, odds, signs) == found
