"""Whether the check box that a step ticks is ticked: as it is seen, and as the demonstration shows it.

The demonstration shows the box both ways, before and after its click. Where the network does not tell the
state, a mark that looks as one of the two, and not as the other, does; where both tell and contradict each
other, nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.differences import least_difference
from lam_desktop.execution.runs.proof import DOUBTFUL
from lam_desktop.execution.screen.readiness import View
from lam_desktop.neighbours import TICKS, element_at, marked, tick_box_of
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation, Verdict

INNER = 0.25
"""What is compared of a mark: all but this share of its size on each side, for its border and what glows
around it under the pointer."""
SHIFT_PX = 3
"""A box is seen so far off, at most."""
SAME_SIZE = 0.25
"""A mark is compared at its own size where the heights differ by no more than this share; and only with what
has its shape, within as much."""
LEAST_PX = 3
LIKE, UNLIKE = 12.0, 30.0
"""Root mean square of the differences of two pictures, of 0..255: alike up to here, another from here on.
What these and the shares above tell on generated programs is counted by `tests.execution.measure_ticks`."""
GROUND_PX, SAME_GROUND = 4, 12.0
"""What a mark stands on, so far around it, and how far its colours may be off: on dark ground an empty mark
may look as a ticked one does on light ground."""


def tick_verdict(wanted: bool | None, shown: DemonstratedStep, view: View, target: Box) -> Verdict:
    """That the check box at `target`, or the one that it labels, is in the wanted state after its click."""
    state = tick_state(shown, view, target)
    if state is wanted:
        return Verdict(True, f"The check box is {'ticked' if wanted else 'not ticked'}.")
    evidence: dict[str, object] = {"checked": state}
    if state is None and _box_at(view.observation, target) is not None:
        reason = "The check box was clicked, but it cannot be told whether it is ticked."
        return Verdict(False, reason, evidence | {DOUBTFUL: []})
    return Verdict(False, "The check box is not in the state that the row wants.", evidence)


def tick_state(shown: DemonstratedStep, view: View, target: Box) -> bool | None:
    """Whether the check box at `target`, or the one that it labels, is ticked; None where nobody can tell.

    `target` in frame pixels of the view. A ticked box may be taken for the first letter of its label: its
    mark is read then.
    """
    element = element_at(view.observation.elements, target.center)
    if element is None:
        return None
    box = tick_box_of(element, view.observation.elements)
    if box is None:
        mark, _ = marked(element.text)
        return True if mark in TICKS and target.center[0] < element.box.x + element.box.h else None
    looks = {
        state
        for one in (shown, *shown.others)
        if (state := state_by_picture(one, view.observation.frame, box.box)) is not None
    }
    if len(looks) != 1:
        return box.checked if not looks else None
    [by_picture] = looks
    return by_picture if box.checked in (None, by_picture) else None


@dataclass(frozen=True, eq=False)
class _Mark:
    """A check box of the demonstration: the middle of its mark, and the colour (3,) of what it stands on."""

    middle: Frame
    ground: npt.NDArray[np.float64]

    @classmethod
    def at(cls, box: Box, frame: Frame) -> _Mark:
        return cls(_middle(box).crop(frame), _ground(box, frame))


def state_by_picture(shown: DemonstratedStep, frame: Frame, box: Box) -> bool | None:
    """The demonstrated state that the check box at `box` in `frame` looks like; None for neither, or both."""
    marks = dict(_shown_marks(shown))
    if len(marks) != 2:
        return None
    off = {state: _difference(mark.middle, frame, box) for state, mark in marks.items()}
    like = min(off, key=lambda state: off[state])
    same_ground = np.abs(marks[like].ground - _ground(box, frame)).max() <= SAME_GROUND
    alone = off[not like] >= max(UNLIKE, 2 * off[like])
    return like if same_ground and alone and off[like] <= LIKE else None


def _shown_marks(shown: DemonstratedStep) -> Iterator[tuple[bool, _Mark]]:
    """The demonstrated check box in each of its states, before its click and after it.

    Nothing where one of them is not seen, or both are the same: one misread picture would turn all round.
    """
    if shown.acted_on is None or shown.after is None or shown.before.frame.shape != shown.after.frame.shape:
        return
    before = tick_box_of(shown.acted_on, shown.before.elements)
    after = _box_at(shown.after, before.box) if before is not None else None
    if before is None or after is None or None in (before.checked, after.checked):
        return
    if before.checked is not after.checked:
        yield bool(before.checked), _Mark.at(before.box, shown.before.frame)
        yield bool(after.checked), _Mark.at(before.box, shown.after.frame)


def _box_at(seen: Observation, place: Box) -> Element | None:
    element = element_at(seen.elements, place.center)
    return None if element is None else tick_box_of(element, seen.elements)


def _middle(box: Box) -> Box:
    across, down = round(INNER * box.w), round(INNER * box.h)
    return Box(box.x + across, box.y + down, box.w - 2 * across, box.h - 2 * down)


def _ground(box: Box, frame: Frame) -> npt.NDArray[np.float64]:
    """(3,) median colour of the frame around a box; what glows within a pixel of it is left out."""
    within = Box(0, 0, frame.shape[1], frame.shape[0])
    around, mark = box.expanded(GROUND_PX).intersection(within), box.expanded(1).intersection(within)
    ring = np.ones((around.h, around.w), bool)
    ring[mark.y - around.y : mark.bottom - around.y, mark.x - around.x : mark.right - around.x] = False
    seen = around.crop(frame)
    return np.median(seen[ring] if ring.any() else seen.reshape(-1, 3), axis=0)


def _difference(mark: Frame, frame: Frame, box: Box) -> float:
    """Root mean square difference of a mark's middle from that of `box`, at the place where it is least."""
    middle = _middle(box)
    seen = middle.expanded(SHIFT_PX).crop(frame)
    height, width = mark.shape[:2]
    across, down = middle.w / max(1, width), middle.h / max(1, height)
    if max(across, down) > (1 + SAME_SIZE) * min(across, down):
        return float("inf")  # a switch is no box, though a part of it may look like one
    if abs(down - 1) > SAME_SIZE:
        width, height = max(1, round(width * down)), max(1, round(height * down))
        mark = cv2.resize(mark, (width, height)).astype(np.uint8)
    if min(height, width) < LEAST_PX:
        return float("inf")
    return least_difference(mark, seen)
