"""Windows without a desktop: a list that its holder keeps."""

from __future__ import annotations

from recorder.events import WindowFacts
from recorder.surroundings import ProgramFacts
from recorder.windows._base import WindowBackend


class FakeWindows(WindowBackend):
    """`stack` is bottom to top; the last normal window is active unless `activate` chose another."""

    def __init__(self, stack: list[WindowFacts] | None = None) -> None:
        self.stack = stack if stack is not None else []
        self._active_id: int | None = None
        self.programs: dict[int, ProgramFacts] = {}  # by process
        self.layout = "us"

    def under(self, x: int, y: int) -> WindowFacts | None:
        for window in reversed(self.stack):
            left, top, w, h = window.geometry
            if left <= x < left + w and top <= y < top + h:
                return window
        return None

    def active(self) -> WindowFacts | None:
        chosen = [window for window in self.stack if window.window_id == self._active_id]
        normal = [window for window in self.stack if window.kind in ("normal", "dialog")]
        return (chosen or normal or [None])[-1]

    def all(self) -> list[WindowFacts]:
        return list(self.stack)

    def program(self, pid: int) -> ProgramFacts:
        return self.programs.get(pid, ProgramFacts())

    def keyboard(self) -> str:
        return self.layout

    def activate(self, window_id: int) -> None:
        self._active_id = window_id
        self.stack.sort(key=lambda window: window.window_id == window_id)

    def close(self) -> None:
        pass
