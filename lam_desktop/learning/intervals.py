"""How sure a share is that was counted on a few cases."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % score interval (Wilson 1927) of a share; of nothing, all is possible."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return 0.0, 1.0
    share, spread = count / of, Z_95 * Z_95 / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    low = 0.0 if count == 0 else max(0.0, middle - half)  # exactly, whatever is rounded
    return low, 1.0 if count == of else min(1.0, middle + half)
