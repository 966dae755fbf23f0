"""What every window backend offers: which windows there are, and what they are called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from recorder.events import WindowFacts
from recorder.regions import Rect
from recorder.surroundings import ProgramFacts


class WindowBackend(ABC):
    """Top-level windows of the desktop. Not thread-safe. Points are physical screen pixels."""

    @abstractmethod
    def under(self, x: int, y: int) -> WindowFacts | None:
        """The topmost window at a point; None over the bare desktop."""

    @abstractmethod
    def active(self) -> WindowFacts | None:
        """The window that receives the keys, or None."""

    def active_at(self, t_ns: int) -> WindowFacts | None:  # noqa: ARG002
        """The window that received the keys at `t_ns` (monotonic), a moment ago; now, where nothing tells."""
        return self.active()

    @abstractmethod
    def all(self) -> list[WindowFacts]:
        """Every visible window, bottom to top, popups included."""

    def minimised(self) -> list[WindowFacts]:
        """Windows that are open and put away; none where that cannot be told."""
        return []

    def areas_of(self, is_own: Callable[[WindowFacts], bool]) -> list[Rect]:
        """Where the visible windows are that `is_own` is true of: screen pixels, client areas."""
        return [window.geometry for window in self.all() if is_own(window)]

    def manager(self) -> str | None:
        """The name of what manages the windows; None where nothing does, so that none can be raised."""
        return "the system"

    def instance(self, pid: int) -> str:  # noqa: ARG002
        """Tells a process from every other one, also of other sessions; empty where that is not known."""
        return ""

    def program(self, pid: int) -> ProgramFacts:  # noqa: ARG002
        """What is known of a window's program, without asking it."""
        return ProgramFacts()

    def keyboard(self) -> str:
        """The keyboard layout in force, such as `de` or `de(neo)`; empty where it is not known."""
        return ""

    @abstractmethod
    def activate(self, window_id: int) -> None:
        """Asks that the window be raised and given the keyboard; check `active` for the outcome."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of the display."""
