"""Small pictures of what was done: the screen around each action, before it and after."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lam_desktop.execution.journal import Journal
from lam_desktop.execution.locating import Located
from lam_desktop.execution.overlay import mark_decision
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.redrawn import changes
from lam_desktop.execution.supervision import RowStatus
from lam_desktop.types import Box, Element, Frame, Observation

SHOWN = (720, 400)
"""Width and height of what a picture shows, pixels of a screen that is 1280 wide."""
WIDTH = 720
"""Of a picture, at most."""
WHOLE_ROWS = 3
"""Of so many rows that ended well all pictures are kept; of the others only the last, and of those that did
not end well all."""
COVER = (120, 128, 138)


class Scenes:
    """The pictures of one run. What shows a secret is covered before it reaches the disk."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._row: list[tuple[str, ...]] = []
        self._whole = 0
        self._typed_secretly: list[Box] = []
        """What changed where a secret was typed, from the window's corner on."""

    def begin_row(self) -> None:
        """Pictures from now on belong to another row."""
        self._row, self._typed_secretly = [], []

    def step(self, row: int, plan: StepPlan, found: Located, after: Observation | None) -> tuple[str, ...]:
        """Keeps the place of an action before it and after it; paths relative to the run's folder."""
        before = found.view.observation
        same = after is not None and after.frame.shape == before.frame.shape
        drawn = changes(before.frame, after.frame, after.window) if after is not None and same else []
        region = _region(found, drawn)
        corner = before.window or Box(0, 0, 0, 0)
        if plan.step.value is not None and plan.step.value.source == "secret":
            self._typed_secretly += [box.moved(-corner.x, -corner.y) for box in drawn]
        secret = [box.moved(corner.x, corner.y) for box in self._typed_secretly]
        marked = before.frame if found.decision is None else mark_decision(before.frame, found.decision)
        shots = [("before", covered(marked, before.elements, self._journal))]
        if after is not None and same:
            frame = covered(after.frame, (*before.elements, *after.elements), self._journal)
            shots.append(("after", frame))
        name = f"row{row}-step{plan.step.number:02d}"
        names = tuple(
            self._journal.picture(f"{name}-{when}", _scaled(region.crop(_hidden(frame, secret))), small=True)
            for when, frame in shots
        )
        self._row.append(names)
        return names

    def end_row(self, status: RowStatus) -> None:
        """Lets go of what nobody will look for: of the many rows that ended well, how they came there."""
        if status != "done":
            return
        self._whole += 1
        if self._whole > WHOLE_ROWS:
            kept = self._row[-1][-1:] if self._row else ()
            for name in (name for names in self._row for name in names):
                if name not in kept:
                    self._journal.drop_picture(name)


def covered(frame: Frame, elements: Sequence[Element], journal: Journal) -> Frame:
    """The frame without what shows a secret."""
    return _hidden(frame, [one.box for one in elements if journal.gives_away(one.text)])


def _region(found: Located, drawn: Sequence[Box]) -> Box:
    """Around the target, or what changed; the whole window where neither is known or it is small enough."""
    frame = found.view.observation.frame
    screen = Box(0, 0, frame.shape[1], frame.shape[0])
    window = (found.view.observation.window or screen).intersection(screen)
    unit = max(1.0, frame.shape[1] / 1280)
    width, height = (round(side * unit) for side in SHOWN)
    target = found.decision.target.box if found.decision and found.decision.target else None
    middle = target or max(drawn, key=lambda box: box.area, default=None)
    if middle is None or (window.w <= width and window.h <= height):
        around = window
    else:
        x, y = middle.center
        around = Box(x - width // 2, y - height // 2, width, height)
        # Inside the window as far as it goes: what lies beside it says nothing.
        around = around.moved(_into(around.x, around.right, window.x, window.right), 0)
        around = around.moved(0, _into(around.y, around.bottom, window.y, window.bottom))
    return around.intersection(screen)


def _into(first: int, last: int, least: int, most: int) -> int:
    """How far a stretch must be moved to lie inside another, its beginning before its end."""
    if last > most:
        first, moved = first - (last - most), most - last
    else:
        moved = 0
    return moved + max(0, least - first)


def _hidden(frame: Frame, boxes: Sequence[Box]) -> Frame:
    if not boxes:
        return frame
    frame = frame.copy()
    for box in boxes:
        box.crop(frame)[:] = COVER
    return frame


def _scaled(shot: Frame) -> Frame:
    """No wider than a picture."""
    height, width = shot.shape[:2]
    if width <= WIDTH:
        return shot
    size = (WIDTH, max(1, round(height * WIDTH / width)))
    return cv2.resize(shot, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
