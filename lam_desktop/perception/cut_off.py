"""Texts whose box cuts letters off: where what they say can be read whole.

The detector's boxes of texts waver by a few pixels, those of paragraphs by half a line; half a letter reads
as another one.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.text_lines import runs
from lam_desktop.types import Box, Frame

LETTER, LARGEST_LETTER_PX, LETTER_GAP, EDGE_SHARE = 0.8, 40, 0.06, 0.85
"""What a letter may measure across and the gap to the next, in heights of its line; a column with a larger
share of ink is an edge."""
HIGHER_LINE = 1.3
"""Heights of the highest whole line of a paragraph that one cut off has at most with its rest."""


def whole_text(frame: Frame, box: Box) -> Box:
    """The box of a text with its first and last line, and the letters at their ends, whole."""
    return whole_letters(frame, whole_lines(frame, box))


def whole_lines(frame: Frame, box: Box) -> Box:
    """The box of a text with its first and last line whole, where it cut off their upper or lower part.

    It grows as far as rows with ink go on, and not where that would be more than the rest of a line.
    """
    inside = box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if inside.h < 6 or inside.w < 4:
        return box
    most = min(inside.h, LARGEST_LETTER_PX)
    above, below = min(most, inside.y), min(most, frame.shape[0] - inside.bottom)
    around = Box(inside.x, inside.y - above, inside.w, inside.h + above + below)
    grey = cv2.cvtColor(around.crop(frame), cv2.COLOR_RGB2GRAY).astype(np.int16)
    ink = _differs(grey, grey[above : above + inside.h])
    share = ink.mean(1)
    rows = runs(share[above : above + inside.h] > 0, gap=1, shortest=2)
    if not rows:
        return box
    whole = [end - start for start, end in rows if start > 2 and end < inside.h - 2]

    def rest(grown: int, seen: int) -> int:
        limit = round(HIGHER_LINE * max(whole)) - seen if whole else seen
        return grown if grown <= limit else 0

    first, last = rows[0], rows[-1]
    more_above = _goes_on(share[: above + 2][::-1]) if first[0] <= 1 else 0
    more_below = _goes_on(share[above + inside.h - 2 :]) if last[1] >= inside.h - 1 else 0
    more_above, more_below = rest(more_above, first[1] - first[0]), rest(more_below, last[1] - last[0])
    return Box(box.x, box.y - more_above, box.w, box.h + more_above + more_below)


def _differs(grey: npt.NDArray[np.int16], middle: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """(h, w) what stands out from the commonest level of `middle`, the part that surely is of the text."""
    background = int(np.bincount(middle.ravel(), minlength=256).argmax())
    contrast = float(np.percentile(np.abs(middle - background), 99.5))
    return np.abs(grey - background) > max(24.0, 0.3 * contrast)


def _goes_on(share: npt.NDArray[np.floating]) -> int:
    """Rows, from the third on, until one without ink; 0 where none comes, or one that is an edge."""
    if not share[:2].all():
        return 0
    for at, filled in enumerate(share[2:].tolist()):
        if filled > EDGE_SHARE:
            return 0
        if not filled:
            return at
    return 0


def whole_letters(frame: Frame, box: Box) -> Box:
    """The box of a line of text with the letters at its ends whole, where it cut them off.

    It grows as far as ink goes on without a gap wider than one between letters; what goes on further than a
    letter, or fills its whole height as an edge does, is none.
    """
    reach = round(LETTER * min(box.h, LARGEST_LETTER_PX))
    inside = box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if reach < 2 or inside.h < 6 or inside.w < 4:
        return box
    around = Box(inside.x - reach, inside.y, inside.w + 2 * reach, inside.h)
    left = max(0, -around.x)
    grey = cv2.cvtColor(around.crop(frame), cv2.COLOR_RGB2GRAY).astype(np.int16)
    first = reach - left
    middle = grey[:, first : first + inside.w]
    share = _differs(grey, middle).mean(0)
    gap = max(1, round(LETTER_GAP * inside.h))
    more_left = _letters_on(share[: first + 2][::-1], gap)
    more_right = _letters_on(share[first + inside.w - 2 :], gap)
    return Box(box.x - more_left, box.y, box.w + more_left + more_right, box.h)


def _letters_on(share: npt.NDArray[np.floating], gap: int) -> int:
    """Columns, from the third on, to where letters go on that reach there; the first two lie inside.

    `share` (columns,): how much of each column is ink.
    """
    if not share[:2].any():
        return 0
    last = blank = 0
    for at, filled in enumerate(share[2:].tolist(), start=1):
        if filled > EDGE_SHARE:
            return 0
        if filled:
            last, blank = at, 0
        elif (blank := blank + 1) > gap:
            return last + 1 if last else 0
    return 0  # it goes on
