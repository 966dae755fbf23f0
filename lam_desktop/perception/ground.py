"""How a picture stands out from the ground that it is drawn on."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.types import Frame


def from_ground(crop: Frame, inside: slice = slice(None)) -> npt.NDArray[np.int16]:
    """(h, w) grey levels, of 255, that each pixel differs from the ground of its row: what is shaded, or lit
    under the pointer, has one of its own. The ground is the commonest level of the columns `inside`."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    ground = np.array([np.bincount(row[inside], minlength=256).argmax() for row in grey], np.int16)
    return np.abs(grey.astype(np.int16) - ground[:, None])
