"""What is said to be greyed out, though it looks as its neighbours do that are not.

The network judges by more than the colours; a thin font on a screen of another look misleads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lam_desktop.perception.detector.ink import INK_AND_GROUND
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import ElementKind

WRITTEN_ON: frozenset[ElementKind] = frozenset({"menu_item"})
"""Kinds whose words all have one colour; of buttons that are greyed out one in twenty has that of another."""
SURELY, SAME_COLOURS = 2.0, 0.06
"""Log odds of what surely can be pressed; how far a channel, in 0..1, is off in the same colour."""


def without_contradicted(
    found: Sequence[Proposal], odds: Sequence[float], signs: npt.NDArray[np.float32]
) -> list[Proposal]:
    """The elements; one that is said to be greyed out, but is as another of its kind that surely is not, has
    no state.

    `odds` (N,) of being greyed out, `signs` (N, SIGNS) of all. Ink of the same colour on the same ground is
    as dark, whatever the font made of it.
    """
    sure: dict[ElementKind, list[int]] = {}
    for n, one in enumerate(found):
        if one.kind in WRITTEN_ON and odds[n] <= -SURELY:
            sure.setdefault(one.kind, []).append(n)
    colours = signs[:, INK_AND_GROUND]
    return [
        replace(one, enabled=None)
        if one.enabled is False
        and one.kind in sure
        and np.abs(colours[sure[one.kind]] - colours[n]).max(1).min() <= SAME_COLOURS
        else one
        for n, one in enumerate(found)
    ]
