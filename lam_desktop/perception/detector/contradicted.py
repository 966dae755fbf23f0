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
"""Log odds of what surely is greyed out, or is not; how far a channel, in 0..1, is off in one colour."""


def without_contradicted(
    found: Sequence[Proposal], odds: Sequence[float], signs: npt.NDArray[np.float32]
) -> list[Proposal]:
    """The elements; one that is said to be greyed out, but is as others of its kind that surely are not, has
    no state.

    `odds` (N,) of being greyed out, `signs` (N, SIGNS) of all. Ink of the same colour on the same ground is
    as dark, whatever the font made of it. Where at least as many surely are greyed out, the others err.
    """
    colours, greyed = signs[:, INK_AND_GROUND], np.asarray(odds)
    kept: list[Proposal] = []
    for n, one in enumerate(found):
        if one.enabled is False and one.kind in WRITTEN_ON:
            alike = [m for m, other in enumerate(found) if other.kind == one.kind]
            alike = [m for m in alike if np.abs(colours[m] - colours[n]).max() <= SAME_COLOURS]
            if (greyed[alike] <= -SURELY).sum() > (greyed[alike] >= SURELY).sum():
                one = replace(one, enabled=None)
        kept.append(one)
    return kept
