"""The screen as it was a moment ago: one current frame, and what the last changes painted over."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from recorder.frames import Packed
from recorder.regions import Rect, changed_rect, union
from recorder.screen import ScreenBackend

COALESCE_S = 0.03  # a repaint comes in several pieces; waiting for them halves the grabs
CYCLE_S = 0.05  # wait, grab and compare: a frame may be 100 ms old, and is half a grab old when it is new
LARGE = 0.25  # share of the screen: a film or an animation, worth a longer wait
HISTORY_NS = 1_500_000_000
HISTORY_BYTES = 96 << 20
HISTORY_BYTES_LATE = 512 << 20  # while input waits that still needs it: only on a machine out of breath
IDLE_WAIT_S = 0.25
CARET_PX = 3


@dataclass(frozen=True, slots=True)
class _Undo:
    grabbed_ns: int  # end of the grab: pixels may be as new as this
    rect: Rect
    before: Packed


class RollingScreen:
    """Follows the screen in a thread of its own; `frame_at` answers from any thread.

    `needed_ns` tells since when frames will still be asked for.
    """

    def __init__(
        self,
        backend: ScreenBackend,
        on_error: Callable[[BaseException], None],
        needed_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._backend = backend
        self._needed_ns = needed_ns
        self._on_error = on_error
        self._lock = threading.Lock()
        self._undo: deque[_Undo] = deque()
        self._undo_bytes = 0
        self._changed_ns = self._moved_ns = time.monotonic_ns()
        self._cost_s = 0.0  # of the last large grab and comparison
        self._stop = threading.Event()
        backend.wait_change(0)  # arms the watch, so that nothing is missed from here on
        self._current = backend.grab_packed()
        self._thread = threading.Thread(target=self._run, name="screen", daemon=True)

    def start(self) -> None:
        """Begins to follow the screen; the first frame is there already."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    @property
    def changed_ns(self) -> int:
        """Monotonic time at which the pixels were last seen to change."""
        return self._changed_ns

    @property
    def moved_ns(self) -> int:
        """The same, but for a caret that blinks."""
        return self._moved_ns

    def frame_at(self, t_ns: int) -> Packed:
        """The newest frame that was complete at `t_ns` (at most 1.5 s before what is needed), as a copy."""
        with self._lock:
            frame = self._current.copy()
            for undo in reversed(self._undo):
                if undo.grabbed_ns <= t_ns:
                    break
                if undo.before.shape == frame.shape and undo.rect[:2] == (0, 0):
                    frame = undo.before.copy()
                    continue
                x, y, w, h = undo.rect
                frame[y : y + h, x : x + w] = undo.before
            return frame

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                rect = self._backend.wait_change(IDLE_WAIT_S)
                if rect is None:
                    continue
                wait_s = CYCLE_S - 2 * self._cost_s if self._is_large(rect) else COALESCE_S
                self._stop.wait(max(0.0, wait_s))
                more = self._backend.wait_change(0)
                rect = rect if more is None else union(rect, more)
                begin_s = time.monotonic()
                self._take(rect)
                if self._is_large(rect):
                    self._cost_s = time.monotonic() - begin_s
        except BaseException as error:
            if not self._stop.is_set():
                self._on_error(error)

    def _take(self, rect: Rect) -> None:
        width, height = self._backend.size
        whole = self._current.shape != (height, width)
        new = self._backend.grab_packed(None if whole else rect)
        now = time.monotonic_ns()
        with self._lock:
            if whole:
                self._remember(_Undo(now, (0, 0, width, height), self._current))
                self._current = new
                self._changed_ns = self._moved_ns = now
                return
            left, top, w, h = rect
            differs = changed_rect(self._current[top : top + h, left : left + w], new)
            if differs is None:
                return
            x, y, w, h = differs
            here = self._current[top + y : top + y + h, left + x : left + x + w]
            self._remember(_Undo(now, (left + x, top + y, w, h), here.copy()))
            here[...] = new[y : y + h, x : x + w]
            self._changed_ns = now
            if w > CARET_PX:
                self._moved_ns = now

    def _remember(self, undo: _Undo) -> None:
        self._undo.append(undo)
        self._undo_bytes += undo.before.nbytes
        needed_ns = self._needed_ns()
        while len(self._undo) > 1:
            first = self._undo[0]
            late = first.grabbed_ns >= needed_ns and self._undo_bytes <= HISTORY_BYTES_LATE
            soon = first.grabbed_ns >= needed_ns - HISTORY_NS and self._undo_bytes <= HISTORY_BYTES
            if late or soon:
                return
            self._undo_bytes -= self._undo.popleft().before.nbytes

    def _is_large(self, rect: Rect) -> bool:
        width, height = self._backend.size
        return rect[2] * rect[3] > LARGE * width * height
