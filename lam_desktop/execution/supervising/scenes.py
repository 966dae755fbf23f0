"""Small pictures of what was done: the screen around each action, before it and after."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.machine.overlay import mark_decision
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.result import RowResult
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.redrawn import changes
from lam_desktop.tasks.limits import Limits
from lam_desktop.types import Box, Candidate, Decision, Element, Frame, Observation

SHOWN = (720, 400)
"""Width and height of what a picture shows, pixels of a screen that is 1280 wide."""
WIDTH = 720
"""Of a picture, at most."""
COVER = (120, 128, 138)


class Scenes:
    """The pictures of one run. Secrets and other programs are covered before they reach the disk."""

    def __init__(self, journal: Journal, limits: Limits | None = None) -> None:
        """Of the first `pictured_rows` that ended well all pictures are kept, and of each whose number
        divides by `pictured_every`; of the others only the last, of those that somebody should look at all.
        """
        self._journal = journal
        self._limits = limits or Limits()
        self._row: list[tuple[str, ...]] = []
        self._whole = 0
        self._read_secretly: set[Box] = set()
        """Where secrets were read in this row, from the window's corner on."""
        self._typed_secretly: set[Box] = set()
        """Where secrets were typed, from the window's corner on; they may be seen in clear, and misread."""

    def begin_row(self) -> None:
        """Pictures from now on belong to another row."""
        self._row = []
        self._read_secretly = set()

    def read_secretly(self, boxes: Iterable[Box], view: View) -> None:
        """A secret may stand in these boxes of a look, frame pixels."""
        corner = view.observation.window or Box(0, 0, 0, 0)
        self._read_secretly |= {box.moved(-corner.x, -corner.y) for box in boxes}

    def step(self, row: int, plan: StepPlan, found: Located, after: Observation | None) -> tuple[str, ...]:
        """Keeps the place of an action before it and after it; paths relative to the run's folder.

        Fewer where the disk refuses: the verdict is written without them.
        """
        before = found.view.observation
        same = after is not None and after.frame.shape == before.frame.shape
        drawn = changes(before.frame, after.frame, after.window) if after is not None and same else []
        if plan.step.value is not None and plan.step.value.is_secret:
            corner = before.window or Box(0, 0, 0, 0)
            self._typed_secretly |= {box.moved(-corner.x, -corner.y) for box in drawn}
        region = _region(found, drawn)
        if not region.area:
            return ()
        shots = [("before", before.frame, before.elements)]
        if after is not None and same:
            shots.append(("after", after.frame, (*before.elements, *after.elements)))
        names: list[str] = []
        with contextlib.suppress(EnvironmentFault):
            for when, frame, elements in shots:
                shot = self.discreet(frame, elements, found.view, region)
                if when == "before" and found.decision is not None:
                    shot = mark_decision(shot, _moved(found.decision, -region.x, -region.y))
                name = f"row{row}-step{plan.step.number:02d}-{when}"
                names.append(self._journal.picture(name, _scaled(shot), small=True))
        self._row.append(tuple(names))
        return tuple(names)

    def discreet(
        self, frame: Frame, elements: Sequence[Element], view: View, region: Box | None = None
    ) -> Frame:
        """A frame, or a region of it, with nothing to be seen of secrets and of other programs."""
        region = region or Box(0, 0, frame.shape[1], frame.shape[0])
        scope, window = view.scope, view.observation.window
        shown = np.full_like(region.crop(frame), COVER)
        for one in scope.desktop if scope is not None else ():  # what lies in front covers what is below
            inside = one.box.intersection(region)
            ours = scope is not None and one in scope.program
            inside.moved(-region.x, -region.y).crop(shown)[:] = inside.crop(frame) if ours else COVER
        hidden = [one.box for one in elements if self._journal.gives_away(one.text)]
        if window is not None:
            hidden += [box.moved(window.x, window.y) for box in self._typed_secretly | self._read_secretly]
        for box in hidden:
            box.moved(-region.x, -region.y).crop(shown)[:] = COVER
        return shown

    def secret(self, elements: Sequence[Element], view: View) -> list[Element]:
        """Those of the elements that show a secret, or stand where one was typed."""
        window = view.observation.window
        corner = window or Box(0, 0, 0, 0)
        typed = [box.moved(corner.x, corner.y) for box in self._typed_secretly | self._read_secretly]
        return [
            one
            for one in elements
            if self._journal.gives_away(one.text) or any(one.box.overlaps(box) for box in typed)
        ]

    def end_row(self, result: RowResult) -> None:
        """Lets go of what nobody will look for: of the many rows that ended well, how they came there."""
        if result.status != "done" or result.asked or result.evidence == "not seen":
            return
        self._whole += 1
        every = self._limits.pictured_every
        drawn = every > 0 and result.index > 0 and result.index % every == 0
        if self._whole > self._limits.pictured_rows and not drawn:
            kept = self._row[-1][-1:] if self._row else ()
            for name in (name for names in self._row for name in names):
                if name not in kept:
                    with contextlib.suppress(EnvironmentFault):  # one picture too many harms nobody
                        self._journal.drop_picture(name)


def _moved(decision: Decision, dx: int, dy: int) -> Decision:
    """The decision on a picture that begins elsewhere."""

    def moved(one: Candidate) -> Candidate:
        return replace(one, box=one.box.moved(dx, dy))

    point = None if decision.point is None else (decision.point[0] + dx, decision.point[1] + dy)
    target = None if decision.target is None else moved(decision.target)
    return replace(decision, target=target, point=point, candidates=tuple(map(moved, decision.candidates)))


def _region(found: Located, drawn: Sequence[Box]) -> Box:
    """Around the target, or what changed; the whole window where neither is known or it is small enough."""
    frame = found.view.observation.frame
    screen = Box(0, 0, frame.shape[1], frame.shape[0])
    scope = found.view.scope
    whole = scope.region if scope is not None else found.view.observation.window or screen
    window = whole.intersection(screen)
    unit = max(1.0, frame.shape[1] / 1280)
    width, height = (round(side * unit) for side in SHOWN)
    target = found.target_box
    middle = target or max(drawn, key=lambda box: box.area, default=None)
    if middle is None or (window.w <= width and window.h <= height):
        around = window
    else:
        x, y = middle.center
        around = Box(x - width // 2, y - height // 2, width, height)
        # Inside the program's windows as far as they go: what lies beside them says nothing.
        around = around.moved(_into(around.x, around.right, window.x, window.right), 0)
        around = around.moved(0, _into(around.y, around.bottom, window.y, window.bottom))
    return around.intersection(window)


def _into(first: int, last: int, least: int, most: int) -> int:
    """How far a stretch must be moved to lie inside another, its beginning before its end."""
    if last > most:
        first, moved = first - (last - most), most - last
    else:
        moved = 0
    return moved + max(0, least - first)


def _scaled(shot: Frame) -> Frame:
    """No wider than a picture."""
    height, width = shot.shape[:2]
    if width <= WIDTH:
        return shot
    size = (WIDTH, max(1, round(height * WIDTH / width)))
    return cv2.resize(shot, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
