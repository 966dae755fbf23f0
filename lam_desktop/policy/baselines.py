"""What other tools do, behind the same protocol: for honest comparison, never as a fallback.

`coordinates` and `window-coordinates` replay where the click was (macro recorders), `template` looks
for the pixels of the demonstrated element (pyautogui, SikuliX), `text` for its words (OCR tools).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.errors import LamBug
from lam_desktop.types import Box, Candidate, Decision, Element, Frame, Observation, Situation

POINT_PX = 16
"""Side of the box that stands for a bare point."""


class CoordinatesPolicy:
    """Clicks where the demonstration clicked, whatever is there now."""

    name = "coordinates"

    def decide(self, situation: Situation) -> Decision:
        """The same point of the desktop."""
        _, point = _demonstrated(situation)
        (fx, fy), (tx, ty) = situation.step.before.origin, situation.screen.origin
        there = point[0] + fx - tx, point[1] + fy - ty
        return _blind(situation.screen, there, "The demonstration clicked here.")


class WindowCoordinatesPolicy:
    """Clicks as far from the window's corner as the demonstration did."""

    name = "window-coordinates"

    def decide(self, situation: Situation) -> Decision:
        """The same point of the window."""
        _, point = _demonstrated(situation)
        old, new = situation.step.before.window, situation.screen.window
        if old is None or new is None:
            return _nothing(0.0, "The window is not known, so a place in it means nothing.")
        there = point[0] - old.x + new.x, point[1] - old.y + new.y
        return _blind(situation.screen, there, "The demonstration clicked here in the window.")


@dataclass(frozen=True, slots=True)
class TemplatePolicy:
    """Looks for the pixels of the demonstrated element: normalised correlation, coarse then exact."""

    threshold: float = 0.9
    """The correlation from which it clicks, as pyautogui's users set it."""
    coarse: int = 2
    """The first search sees every this many pixels."""
    peaks: int = 5

    @property
    def name(self) -> str:
        """As in `lam run --policy`."""
        return "template"

    def decide(self, situation: Situation) -> Decision:
        """Where the picture is found best; its correlation is the confidence."""
        element, point = _demonstrated(situation)
        before, screen = situation.step.before.frame, situation.screen.frame
        area = element.box.intersection(Box(0, 0, before.shape[1], before.shape[0]))
        picture = _grey(area.crop(before))
        scene = _grey(screen)
        if min(area.w, area.h) < 4 or area.w > screen.shape[1] or area.h > screen.shape[0]:
            return _nothing(self.threshold, "The demonstrated picture does not fit into this screen.")
        if float(picture.std()) < 1:
            return _nothing(
                self.threshold, "The demonstrated picture is one plain colour and fits everywhere."
            )
        found = [
            Candidate(Box(x, y, area.w, area.h), element.kind, element.text, round(max(0.0, score), 4))
            for x, y, score in self._search(picture, scene)
        ]
        if not found:
            return _nothing(self.threshold, "The demonstrated picture was not found.")
        best = found[0]
        share = f"The demonstrated picture fits here with a correlation of {best.probability:.2f}"
        return Decision(
            target=best,
            point=(best.box.x + point[0] - area.x, best.box.y + point[1] - area.y),
            confidence=best.probability,
            threshold=self.threshold,
            absent=1 - best.probability,
            candidates=tuple(found),
            reason=f"{share}; {self.threshold:.2f} is needed to act."
            if best.probability < self.threshold
            else f"{share}.",
        )

    def _search(
        self, picture: npt.NDArray[np.uint8], scene: npt.NDArray[np.uint8]
    ) -> list[tuple[int, int, float]]:
        """(x, y, correlation) of the best places, best first, none over another."""
        step = self.coarse if min(picture.shape) >= 8 * self.coarse else 1
        small = cv2.matchTemplate(_halved(scene, step), _halved(picture, step), cv2.TM_CCOEFF_NORMED)
        small[~np.isfinite(small)] = -1
        height, width = picture.shape
        found: list[tuple[int, int, float]] = []
        for _ in range(self.peaks):
            _, score, _, (cx, cy) = cv2.minMaxLoc(small)
            if score <= 0:
                break
            x0, y0 = max(0, cx * step - step), max(0, cy * step - step)
            around = scene[y0 : y0 + height + 2 * step, x0 : x0 + width + 2 * step]
            exact = cv2.matchTemplate(around, picture, cv2.TM_CCOEFF_NORMED)
            _, sure, _, (dx, dy) = cv2.minMaxLoc(np.where(np.isfinite(exact), exact, -1))
            found.append((x0 + dx, y0 + dy, float(sure)))
            reach_x, reach_y = max(1, width // (2 * step)), max(1, height // (2 * step))
            small[max(0, cy - reach_y) : cy + reach_y + 1, max(0, cx - reach_x) : cx + reach_x + 1] = -1
        return sorted(found, key=lambda one: -one[2])


class TextPolicy:
    """Clicks the one element that says exactly what the demonstrated one said, or what the row wants."""

    name = "text"
    threshold = 0.5

    def decide(self, situation: Situation) -> Decision:
        """The only exact match; nothing where there is none or more than one."""
        element, point = _demonstrated(situation)
        wanted = " ".join((situation.wanted_text or element.text).split())
        if not wanted:
            return _nothing(
                self.threshold, "The demonstrated element says nothing, so there is no text to look for."
            )
        found = [one for one in situation.screen.elements if " ".join(one.text.split()) == wanted]
        candidates = tuple(Candidate(one.box, one.kind, one.text, 1 / len(found)) for one in found[:5])
        if len(found) != 1:
            said = "nothing" if not found else f"{len(found)} elements"
            reason = f"On this screen {said} says exactly “{wanted}”."
            return Decision(None, None, 0.0, self.threshold, float(not found), candidates, reason)
        box, old = found[0].box, element.box
        across, down = (point[0] - old.x) / max(1, old.w), (point[1] - old.y) / max(1, old.h)
        there = box.x + int(across * box.w), box.y + int(down * box.h)
        reason = f"Only this element says exactly “{wanted}”."
        return Decision(candidates[0], there, 1.0, self.threshold, 0.0, candidates, reason)


def _demonstrated(situation: Situation) -> tuple[Element, tuple[int, int]]:
    step = situation.step
    if step.target is None or step.point is None:
        raise LamBug(f"step {step.index} has no target to look for")
    return step.before.elements[step.target], step.point


def _blind(screen: Observation, point: tuple[int, int], reason: str) -> Decision:
    """A click at a point, without a look: always sure of itself, as long as the point is on the screen."""
    height, width = screen.frame.shape[:2]
    if not (0 <= point[0] < width and 0 <= point[1] < height):
        return _nothing(0.0, "The demonstrated place lies outside this screen.")
    around = [one for one in screen.elements if one.box.contains(*point)]
    half = POINT_PX // 2
    seen = min(
        around,
        key=lambda one: one.box.area,
        default=Element(Box(point[0] - half, point[1] - half, POINT_PX, POINT_PX), "icon"),
    )
    target = Candidate(seen.box, seen.kind, seen.text, 1.0)
    return Decision(target, point, 1.0, 0.0, 0.0, (target,), reason)


def _nothing(threshold: float, reason: str) -> Decision:
    return Decision(None, None, 0.0, threshold, 1.0, (), reason)


def _grey(frame: Frame) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_RGB2GRAY), np.uint8)


def _halved(grey: npt.NDArray[np.uint8], step: int) -> npt.NDArray[np.uint8]:
    if step == 1:
        return grey
    size = max(1, grey.shape[1] // step), max(1, grey.shape[0] // step)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
