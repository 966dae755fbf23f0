"""Shape of the element detector, as a run reads it.

Apart from `configuration_detector`, because what transformers loads takes a second of each start.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from lam_desktop.models_dir import Settings
from lam_desktop.types import KINDS

MOST_WIDTH, MOST_DEPTH = 1024, 32
"""A network is built before its weights are looked at: one of any size would take all memory."""


class DetectorSettings(Settings):
    """Shape of the network and how its maps are decoded.

    Args:
        widths: channels at strides 2, 4, 8, 16 and 32 of the input.
        depths: residual blocks at strides 8, 16 and 32.
        kinds: class names, in the order of the class scores.
        mask_threshold: a map cell with at least this probability belongs to an element.
        score_threshold: an element needs at least this mean mask probability.
        inset: share of the shorter side by which the mask of a box is smaller than the box, each side.
        enabled_hidden: width of the head that tells what is greyed out; 0: there is none.
        greyed_odds: by kind, the log odds from which on that head is believed: above them lie as many
            of the elements that can be pressed as was allowed. Other kinds never are greyed out.
    """

    def __init__(
        self,
        widths: tuple[int, int, int, int, int] = (16, 32, 48, 80, 112),
        depths: tuple[int, int, int] = (2, 3, 3),
        kinds: tuple[str, ...] = KINDS,
        mask_threshold: float = 0.5,
        score_threshold: float = 0.5,
        inset: float = 0.25,
        enabled_hidden: int = 0,
        greyed_odds: Mapping[str, float] | None = None,
    ) -> None:
        if len(widths) != 5 or not all(_is_size(one, 1, MOST_WIDTH) for one in widths):
            raise ValueError(f"widths needs five channel counts of 1..{MOST_WIDTH}, got {widths}")
        if len(depths) != 3 or not all(_is_size(one, 0, MOST_DEPTH) for one in depths):
            raise ValueError(f"depths needs three counts of 0..{MOST_DEPTH}, got {depths}")
        for name, share in (("mask_threshold", mask_threshold), ("score_threshold", score_threshold)):
            if not 0 < share < 1:
                raise ValueError(f"{name} must lie between 0 and 1, got {share}")
        if not 0 <= inset < 0.5:
            raise ValueError(f"inset must lie in 0..0.5, got {inset}")
        if not _is_size(enabled_hidden, 0, MOST_WIDTH):
            raise ValueError(f"enabled_hidden must lie in 0..{MOST_WIDTH}, got {enabled_hidden}")
        if unknown := set(greyed_odds or ()) - set(kinds):
            raise ValueError(f"greyed_odds has unknown kinds {sorted(unknown)}")
        if not all(map(math.isfinite, (greyed_odds or {}).values())):
            raise ValueError(f"greyed_odds must be finite, got {greyed_odds}")
        self.widths = tuple(widths)
        self.depths = tuple(depths)
        self.kinds = tuple(kinds)
        self.mask_threshold = mask_threshold
        self.score_threshold = score_threshold
        self.inset = inset
        self.enabled_hidden = enabled_hidden
        self.greyed_odds = dict(greyed_odds or {})

    @property
    def stride(self) -> int:
        """Pixels of the screenshot per cell of the output maps, each way."""
        return 4

    @property
    def multiple(self) -> int:
        """Input height and width must be multiples of this."""
        return 32


def _is_size(size: object, least: int, most: int) -> bool:
    return isinstance(size, int) and least <= size <= most
