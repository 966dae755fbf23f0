"""What the person marks while recording: a place of a window that no picture may show, before or after."""

from __future__ import annotations

import glob
from dataclasses import dataclass

import numpy as np

from recorder.events import InputEvent, WindowFacts
from recorder.exclusions import Exclusions, Region, WindowPattern
from recorder.frames import Packed
from recorder.regions import Rect, intersection, runs, union
from recorder.rolling import RollingScreen
from recorder.screen import MaskedScreen
from recorder.visits import writes
from recorder.writing import Marked

AGAIN_NS = 10_000_000_000  # pressed again so soon, all in between is meant
LEAST = (240, 34)  # width and height of what is marked where nothing is to be seen
REACH_X, REACH_Y = 400, 40
LINE_GAP_PX, WORD_GAP_PX = 2, 24
NEAR_PX = 14
MARGIN_PX = 8
LEAVING = frozenset({"tab", "enter", "kp_enter", "esc"})


@dataclass(frozen=True, slots=True)
class _Mark:
    t_ns: int
    window: int  # 0: the bare screen
    box: Rect  # from the window's corner


@dataclass(slots=True)
class _Typing:
    """What was typed since a click."""

    window: int
    point: tuple[int, int]  # of that click, from the window's corner
    events: list[InputEvent]


class Marks:
    """All marks of one recording; calls come from the observer's thread."""

    def __init__(self, screen: MaskedScreen, rolling: RollingScreen) -> None:
        self._screen = screen
        self._rolling = rolling
        self._marks: list[_Mark] = []
        self._typed: list[_Typing] = []

    def mark(self, x: int, y: int, t_ns: int) -> Marked:
        """Leaves out what stands at a point of the screen, from now on; what is to be told to the writer."""
        window = self._screen.window_at(x, y)
        left, top = window.geometry[:2] if window is not None else (0, 0)
        box = self._box(x, y, t_ns, window)
        box = box[0] - left, box[1] - top, box[2], box[3]
        number = window.window_id if window is not None else 0
        last = self._marks[-1] if self._marks else None
        if last is not None and last.window == number and t_ns - last.t_ns <= AGAIN_NS:
            box = union(box, last.box)
        self._marks.append(_Mark(t_ns, number, box))
        region = Region(box, None if window is None else _pattern(window))
        covers = self._screen.exclude(region)
        return Marked(covers, self._screen.exclusions.less(Exclusions()))

    def follow(self, event: InputEvent) -> bool | None:
        """Takes in an event that counts; whether what is typed from now on is secret, None: as before."""
        window = event.window
        if event.kind == "press" and window is not None:
            point = event.x - window.geometry[0], event.y - window.geometry[1]
            self._typed.append(_Typing(window.window_id, point, []))
            return any(one.window == window.window_id and _contains(one.box, point) for one in self._marks)
        if event.key is not None and event.key.name in LEAVING and event.kind == "key_press":
            self._typed.append(_Typing(0, (0, 0), []))
            return False
        if event.key is not None and self._typed:
            self._typed[-1].events.append(event)
        return None

    @property
    def is_typed_into(self) -> bool:
        """Whether the last click went into what was marked last, and nothing led out of it since."""
        mark, stay = self._marks[-1], self._typed[-1] if self._typed else None
        return stay is not None and stay.window == mark.window and _contains(mark.box, stay.point)

    def typed_there(self) -> list[list[InputEvent]]:
        """What was typed after clicks into what was marked last; each stay by itself, once."""
        mark, found = self._marks[-1], list[list[InputEvent]]()
        for stay in self._typed:
            if stay.window == mark.window and _contains(mark.box, stay.point):
                if any(event.kind == "key_press" and writes(event) for event in stay.events):
                    found.append(stay.events)
                stay.events = []
        return found

    def _box(self, x: int, y: int, t_ns: int, window: WindowFacts | None) -> Rect:
        """The line of text or the field at a point, screen pixels."""
        frame, (left, top) = self._rolling.frame_at(t_ns), self._screen.origin
        limits = (left, top, frame.shape[1], frame.shape[0])
        if window is not None:
            limits = intersection(limits, window.geometry) or limits
        around = intersection(limits, (x - REACH_X, y - REACH_Y, 2 * REACH_X, 2 * REACH_Y)) or limits
        ax, ay, aw, ah = around
        found = line_at(frame[ay - top : ay - top + ah, ax - left : ax - left + aw], (x - ax, y - ay))
        least = x - LEAST[0] // 2, y - LEAST[1] // 2, *LEAST
        box = least if found is None else union(least, (ax + found[0], ay + found[1], found[2], found[3]))
        return intersection(box, limits) or least


def line_at(pixels: Packed, point: tuple[int, int]) -> Rect | None:
    """The box around the line of text at a point of some pixels, with a margin; None where there is none."""
    x, y = point
    values, counts = np.unique(pixels, return_counts=True)
    inked = pixels != values[counts.argmax()]
    lines = [
        (top, bottom)
        for top, bottom in runs(inked[:, max(0, x - NEAR_PX * 4) : x + NEAR_PX * 4].any(axis=1), LINE_GAP_PX)
        if top - NEAR_PX <= y < bottom + NEAR_PX
    ]
    if not lines:
        return None
    top, bottom = min(lines, key=lambda line: abs(line[0] + line[1] - 2 * y))
    words = [
        (left, right)
        for left, right in runs(inked[top:bottom].any(axis=0), WORD_GAP_PX)
        if left - WORD_GAP_PX <= x < right + WORD_GAP_PX
    ]
    if not words:
        return None
    left, right = words[0][0], words[-1][1]
    return left - MARGIN_PX, top - MARGIN_PX, right - left + 2 * MARGIN_PX, bottom - top + 2 * MARGIN_PX


def _pattern(window: WindowFacts) -> WindowPattern | None:
    """This window, and those that are like it: of a dialog its title counts."""
    title = glob.escape(window.title) + "*" if window.kind == "dialog" and window.title else ""
    if not window.wm_class and not title:
        return None
    return WindowPattern(glob.escape(window.wm_class), title)


def _contains(box: Rect, point: tuple[int, int]) -> bool:
    return box[0] <= point[0] < box[0] + box[2] and box[1] <= point[1] < box[1] + box[3]
