"""A screen on which excluded windows and regions are black, from the first moment that anybody sees it.

Each look is taken between two snapshots of the stack of windows: what was excluded before, after, or in a
place in between, is black. So nothing that keeps frames can keep what must not be seen.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from recorder.events import WindowFacts
from recorder.exclusions import Exclusions, Region
from recorder.frames import Packed
from recorder.regions import Rect, intersection, union, without
from recorder.screen._base import ScreenBackend
from recorder.surroundings import Monitor
from recorder.windows import Stack, StackWatch, Standing

BLACK = 0
LINGER_S = 0.7  # a compositing manager lets windows fade, fly and shrink for as long
REPAINT_S = 0.15
POLL_S = 0.05  # while what is covered may change by itself
LATE_BEFORE_NS, LATE_AFTER_NS = 10_000_000_000, 1_000_000_000
"""Around the moment at which something that was shown turned out to be excluded."""
TRAIL_BEFORE_NS, TRAIL_AFTER_NS = 1_500_000_000, 500_000_000
"""Of a frame's time: where a window was then counts for what the frame may show."""
MOST_LATE = 256


class MaskedScreen(ScreenBackend):
    """Another screen behind a mask; closes that one and the watch with itself.

    With `remembers` it knows where every window has been, so that `exclude` tells of frames from before.
    """

    def __init__(
        self, screen: ScreenBackend, stack: StackWatch, exclusions: Exclusions, remembers: bool = False
    ) -> None:
        self._remembers = remembers
        self._screen = screen
        self._stack = stack
        self._exclusions = exclusions
        self._covers: tuple[Rect, ...] = ()  # now, screen pixels
        self._lingering: dict[Rect, float] = {}  # until when it is covered though it is gone
        self._whole_until_s = 0.0  # until then no window counts as hiding what is below
        self._came_and_went = False  # a window did so since the look before
        self._unsure = False  # what is covered may change though nothing is drawn
        self._black: list[Rect] = []  # in what was grabbed last, screen pixels
        self._shown: frozenset[int] = frozenset()  # windows of which all could be seen
        self._hidden: frozenset[int] = frozenset()  # windows of which not all may be seen, gone ones too
        self._late: deque[tuple[int, Rect]] = deque(maxlen=MOST_LATE)
        self._trails: dict[int, list[tuple[int, WindowFacts]]] = {}  # since when each window was where
        self._standing: tuple[Standing, ...] = ()
        self.excluded: frozenset[int] = frozenset()
        """The numbers of the excluded windows that are visible; may be asked from any thread."""
        self.areas: tuple[Rect, ...] = ()
        """What can be seen of them, screen pixels; may be asked from any thread."""
        stack.watch(self._hidden, remembers)

    @property
    def origin(self) -> tuple[int, int]:
        return self._screen.origin

    @property
    def size(self) -> tuple[int, int]:
        return self._screen.size

    @property
    def scale(self) -> float:
        return self._screen.scale

    def monitors(self) -> tuple[Monitor, ...]:
        return self._screen.monitors()

    def renew(self) -> bool:
        renewed = self._screen.renew()
        if renewed:
            self._black.clear()
        return renewed

    def grab_packed(self, rect: Rect | None = None) -> Packed:
        before = self._look()
        if self._came_and_went and not self._remembers:
            # Nobody looked while it was there: what it left is drawn over by now, or will be in a moment.
            time.sleep(REPAINT_S)
            before = self._look()
        pixels = self._screen.grab_packed(rect)
        covers = self._look(before)
        left, top = self.origin if rect is None else (self.origin[0] + rect[0], self.origin[1] + rect[1])
        seen = left, top, pixels.shape[1], pixels.shape[0]
        for cover in covers:
            blacken(pixels, cover, (left, top))
        self._black = [part for old in self._black for part in without(old, [seen])]
        self._black += [part for cover in covers if (part := intersection(cover, seen)) is not None]
        return pixels

    def wait_change(self, timeout_s: float) -> Rect | None:
        deadline = time.monotonic() + timeout_s
        while True:
            self._look()
            wrong = self._wrongly_shown()
            left_s = max(0.0, deadline - time.monotonic())
            wait_s = 0.0 if wrong is not None else min(left_s, POLL_S) if self._unsure else left_s
            changed = self._screen.wait_change(wait_s)
            if wrong is not None:
                return wrong if changed is None else union(wrong, changed)
            if changed is not None or time.monotonic() >= deadline:
                return changed

    @property
    def exclusions(self) -> Exclusions:
        """All that is left out now."""
        return self._exclusions

    def exclude(self, region: Region) -> Callable[[int], list[Rect]]:
        """Leaves out one region more, from now on; may be called from any thread.

        Returns what frames of any time before must not show for it, in frame pixels.
        """
        self._exclusions = self._exclusions.with_more(regions=[region])
        now_ns = time.monotonic_ns()
        self._late.extend((now_ns, rect) for rect in self._of_region(region, now_ns - LATE_BEFORE_NS, now_ns))
        x, y = self.origin

        def covers(t_ns: int) -> list[Rect]:
            found = self._of_region(region, t_ns - TRAIL_BEFORE_NS, t_ns + TRAIL_AFTER_NS)
            return [(left - x, top - y, w, h) for left, top, w, h in found]

        return covers

    def window_at(self, x: int, y: int) -> WindowFacts | None:
        """The window that one sees at a point of the screen; may be asked from any thread."""
        here = x, y, 1, 1
        found = (one.facts for one in reversed(self._standing) if intersection(one.facts.geometry, here))
        return next(found, None)

    def _of_region(self, region: Region, from_ns: int, until_ns: int) -> list[Rect]:
        """Where a region was in a time, screen pixels."""
        if region.window is None:
            return [region.box]
        alone, found = Exclusions((), (region,)), list[Rect]()
        for trail in list(self._trails.values()):
            ends = [since for since, _ in trail[1:]] + [until_ns + 1]
            for (since_ns, facts), end_ns in zip(list(trail), ends, strict=False):
                if since_ns <= until_ns and end_ns >= from_ns:
                    found += alone.regions_of(facts)
        return list(dict.fromkeys(found))

    def late(self, t_ns: int) -> tuple[Rect, ...]:
        """What a frame of that time may show though it must not, because it was excluded since.

        Screen pixels. May be asked from any thread, and the later the better.
        """
        around = tuple(self._late)
        return tuple(r for at_ns, r in around if at_ns - LATE_BEFORE_NS <= t_ns <= at_ns + LATE_AFTER_NS)

    def close(self) -> None:
        self._stack.close()
        self._screen.close()

    def _look(self, also: tuple[Rect, ...] = ()) -> tuple[Rect, ...]:
        """What is to be covered, by a new snapshot; `also` what an older one said."""
        stack, now = self._stack.snapshot(), time.monotonic()
        self._standing = stack.windows
        for one in stack.windows if self._remembers else ():
            trail = self._trails.setdefault(one.facts.window_id, [])
            if not trail or trail[-1][1] != one.facts:
                trail.append((time.monotonic_ns(), one.facts))
        if stack.fading and stack.moved:
            self._whole_until_s = now + LINGER_S
        excluded = self._exclusions.excluded([one.facts for one in stack.windows])
        covers = self._covers_of(stack, excluded, whole=stack.moved or now < self._whole_until_s)
        hidden = self._to_hide(stack, excluded)
        known = {one.facts.window_id for one in stack.windows} | self._shown
        passed = [area for number, area in stack.passed if number in hidden or number not in known]
        unseen = self._remembers  # it may have been one to hide; else what is below was waited for
        left = [area for number, area in stack.left if number in hidden or (unseen and number not in known)]
        self._came_and_went = any(number not in known and number not in hidden for number, _ in stack.passed)
        self._note(stack, excluded, covers, passed, now)
        lingering = [rect for rect, until_s in self._lingering.items() if until_s > now]
        now_covered = tuple(dict.fromkeys((*covers, *lingering, *left)))
        self._covers = now_covered
        if stack.moved:
            self._covers = (*self._covers_of(stack, excluded, whole=stack.fading), *lingering, *left)
        self._unsure = bool(lingering or left) or any(not one.known for one in stack.windows)
        return tuple(dict.fromkeys((*also, *now_covered, *passed)))

    def _to_hide(self, stack: Stack, excluded: frozenset[int]) -> frozenset[int]:
        """Windows whose former places must not be seen; of gone ones while something of them is left."""
        covered = {one.facts.window_id for one in stack.windows if self._areas_of(one, excluded)}
        leaving = {number for number, _ in (*stack.left, *stack.passed)}
        self._hidden = excluded | self.excluded | covered | (self._hidden & leaving)
        self._stack.watch(self._hidden, self._remembers)
        return self._hidden

    def _note(
        self,
        stack: Stack,
        excluded: frozenset[int],
        covers: list[Rect],
        passed: list[Rect],
        now: float,
    ) -> None:
        if stack.fading:
            self._lingering = {r: until_s for r, until_s in self._lingering.items() if until_s > now}
            self._lingering |= dict.fromkeys((*covers, *passed), now + LINGER_S)
        else:
            self._lingering.clear()
        self.excluded = excluded
        self.areas = tuple(self._visible(stack, excluded))
        shown: list[int] = []
        for one in stack.windows:
            areas = self._areas_of(one, excluded)
            if not areas:
                shown.append(one.facts.window_id)
            elif one.facts.window_id in self._shown:
                self._late.extend((time.monotonic_ns(), area) for area in areas)
        self._shown = frozenset(shown)

    def _covers_of(self, stack: Stack, excluded: frozenset[int], whole: bool) -> list[Rect]:
        found = list(self._exclusions.screen_regions)
        for at, one in enumerate(stack.windows):
            for area in self._areas_of(one, excluded):
                found += [area] if whole else without(area, _above(stack, at))
        return found

    def _visible(self, stack: Stack, excluded: frozenset[int]) -> list[Rect]:
        inside = [(at, one.area) for at, one in enumerate(stack.windows) if one.facts.window_id in excluded]
        return [part for at, area in inside for part in without(area, _above(stack, at))]

    def _areas_of(self, one: Standing, excluded: frozenset[int]) -> list[Rect]:
        if not one.known or one.facts.window_id in excluded:
            return [one.area]
        return self._exclusions.regions_of(one.facts)

    def _wrongly_shown(self) -> Rect | None:
        """A box around what was grabbed black and need not be, or clear and must not be; frame pixels."""
        screen = (*self.origin, *self.size)
        covers = [part for cover in self._covers if (part := intersection(cover, screen)) is not None]
        wrong = [part for old in self._black for part in without(old, covers)]
        wrong += [part for cover in covers for part in without(cover, self._black)]
        box: Rect | None = None
        for part in wrong:
            box = part if box is None else union(box, part)
        return None if box is None else (box[0] - screen[0], box[1] - screen[1], box[2], box[3])


def _above(stack: Stack, at: int) -> list[Rect]:
    return [other.opaque for other in stack.windows[at + 1 :] if other.opaque is not None]


def blacken(pixels: NDArray[Any], rect: Rect, corner: tuple[int, int]) -> bool:
    """Makes a box of the screen black in pixels, packed or RGB, whose upper left one lies at `corner`.

    Says whether any of them lay in it.
    """
    x, y = rect[0] - corner[0], rect[1] - corner[1]
    part = pixels[max(0, y) : max(0, y + rect[3]), max(0, x) : max(0, x + rect[2])]
    part[...] = BLACK
    return bool(part.size)
