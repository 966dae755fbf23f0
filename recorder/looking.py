"""Looks which window each input goes to, as soon as it arrives: a moment later it may be another one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.inputs import RawInput
from recorder.options import RecordingOptions
from recorder.regions import Rect
from recorder.screen import MaskedScreen
from recorder.surroundings import ProgramFacts
from recorder.windows import WindowBackend

ACTIVE_FRESH_NS = 150_000_000
OWN_FRESH_NS = 300_000_000
RESTS_S = 0.04  # a pointer that stood so long rests

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Seen:
    """Input, with the window it goes to: under the pointer for the mouse, the active one for keys."""

    raw: RawInput
    window: WindowFacts | None = None
    own_areas: tuple[Rect, ...] = ()  # where our own windows are, screen pixels
    excluded: bool = False  # it goes to an excluded window, which is not told


class WindowLooker:
    """Asks the window backend, for one thread. A vanished display is told once; the rest is seen blind."""

    def __init__(
        self,
        windows: WindowBackend,
        options: RecordingOptions,
        screen: MaskedScreen,
        on_error: Callable[[BaseException], None],
        on_program: Callable[[int, ProgramFacts], None],
    ) -> None:
        self._windows = windows
        self._options = options
        self._screen = screen
        self._on_error = on_error
        self._on_program = on_program  # told once a process, when a window of it is first worked in
        self._known: set[int] = set()
        self._blind = False
        self._active: tuple[int, WindowFacts | None] = (0, None)
        self._moved: tuple[int, int] | None = None  # where the pointer went, since nobody looked
        self._hovered: WindowFacts | None = None  # where it rested before this press
        self._own: tuple[int, tuple[Rect, ...]] = (0, ())
        self._ask(lambda: windows.active_at(time.monotonic_ns()), None)  # from now on changes are noticed

    @property
    def waits(self) -> bool:
        """True while `rest` has something to do, once the pointer stood for `RESTS_S`."""
        return self._moved is not None

    def rest(self) -> None:
        """Looks where the pointer rests."""
        if self._moved is not None:
            x, y = self._moved
            self._moved = None
            self._hovered = self._ask(lambda: self._windows.under(x, y), None)

    def see(self, raw: RawInput) -> Seen:
        """Looks where this input goes."""
        if raw.kind == "move":
            self._moved = raw.x, raw.y
            hidden = any(x <= raw.x < x + w and y <= raw.y < y + h for x, y, w, h in self._screen.areas)
            return Seen(raw, None, self._own[1], hidden)
        self._moved = None
        if raw.kind.startswith("key"):
            window = self._active_window(raw)
        else:
            window = self._pointed_at(raw)
            self._active = (0, None)
        if window is not None and self._is_excluded(window):
            return Seen(raw, None, self._own_areas(raw.t_ns), excluded=True)
        self._get_to_know(window)
        return Seen(raw, window, self._own_areas(raw.t_ns))

    def _is_excluded(self, window: WindowFacts) -> bool:
        return window.window_id in self._screen.excluded or self._options.exclusions.fits(window)

    def _get_to_know(self, window: WindowFacts | None) -> None:
        pid = window.pid if window is not None and not self._options.owns(window) else None
        if pid is not None and pid not in self._known:
            self._known.add(pid)
            self._on_program(pid, self._ask(lambda: self._windows.program(pid), ProgramFacts()))

    def _pointed_at(self, raw: RawInput) -> WindowFacts | None:
        """The window under the pointer as it was pressed: a list that a press closes may be gone by now."""
        now, hovered = self._ask(lambda: self._windows.under(raw.x, raw.y), None), self._hovered
        self._hovered = None  # after this press all may be otherwise
        if raw.kind != "press" or hovered is None or (now and now.window_id == hovered.window_id):
            return now
        x, y, w, h = hovered.geometry
        inside = x <= raw.x < x + w and y <= raw.y < y + h
        there = self._ask(self._windows.all, [hovered])
        return hovered if inside and all(one.window_id != hovered.window_id for one in there) else now

    def _active_window(self, raw: RawInput) -> WindowFacts | None:
        """The active window; asked again after 150 ms, and after what may activate another one."""
        asked_ns, window = self._active
        if not 0 <= raw.t_ns - asked_ns < ACTIVE_FRESH_NS:
            window = self._ask(lambda: self._windows.active_at(raw.t_ns), None)
        writes = raw.key is not None and raw.key.char is not None and not {"ctrl", "alt"} & set(raw.modifiers)
        # Where an excluded window may take the keyboard, not even the next key is taken for another's.
        self._active = (raw.t_ns if writes and not self._screen.excluded else 0, window)
        return window

    def _own_areas(self, t_ns: int) -> tuple[Rect, ...]:
        options = self._options
        if (options.own_classes or options.own_pids) and not 0 <= t_ns - self._own[0] < OWN_FRESH_NS:
            self._own = (t_ns, tuple(self._ask(lambda: self._windows.areas_of(options.owns), [])))
        return self._own[1]

    def _ask(self, question: Callable[[], Answer], unknown: Answer) -> Answer:
        if self._blind:
            return unknown
        try:
            return question()
        except RecorderUserError as error:
            self._blind = True
            self._on_error(error)
            return unknown
