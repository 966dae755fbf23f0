"""Windows of other programs that come in front while the agent works: put behind, but never fought with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from lam_desktop.types import Window

MOST = 2
"""So often while one row is entered the same window is put behind; one that comes again wants somebody."""


class Intruding:
    """Counts how often each window came in front; one a run."""

    def __init__(self, may_act_in: Callable[[Window], bool], ours_since: Callable[[], int]) -> None:
        """`may_act_in`: whether a window is one of the task's. `ours_since`: since when the desktop is the
        agent's again, monotonic ns; what is in front then is what the person had there."""
        self._may_act_in = may_act_in
        self._ours_since = ours_since
        self._worked_since: int | None = None
        """Since when the desktop was the agent's as it acted last; None: it has not acted yet."""
        self._put_behind: Counter[tuple[int, str, str, str]] = Counter()
        """By since when the desktop is the agent's, and what is known of a window that may be made anew."""

    def begin_row(self) -> None:
        """Counts anew."""
        self._put_behind.clear()

    def works(self) -> None:
        """The agent acts: what is in front from now on has come since."""
        self._worked_since = self._ours_since()

    def put_behind(self, window: Window | None) -> str:
        """Notes that the task's window came in front of `window`, and says so; empty for one of its own, and
        for what the person had in front."""
        if window is None or self._may_act_in(window) or self._worked_since != self._ours_since():
            return ""
        self._put_behind[self._known_by(window)] += 1
        return f"{_named(window)} was in front of the program: put behind."

    def objection(self, window: Window | None) -> str | None:
        """Why the agent waits for a person rather than put `window` behind once more, or None."""
        if window is None or self._may_act_in(window) or self._put_behind[self._known_by(window)] < MOST:
            return None
        return (
            f"{_named(window)} came in front again, after it was put behind {MOST} times in this row: do what"
            " it asks for, or close it."
        )

    def _known_by(self, window: Window) -> tuple[int, str, str, str]:
        return self._ours_since(), window.wm_class, window.process, window.title


def _named(window: Window) -> str:
    return f"The window “{window.title}”" if window.title else "A window of another program"
