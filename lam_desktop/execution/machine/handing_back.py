"""What the person had when a run began, or when they let it go on, is theirs again when it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Protocol

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.clipboard.persons import PersonsClipboard
from lam_desktop.execution.machine.desktop import OWN_CLASS
from lam_desktop.execution.screen.readiness import brought_to_front
from lam_desktop.protocols import Desktop
from lam_desktop.types import Window

RAISED_S = 1.0
"""A window manager takes so long at most to raise a window."""


class HandedBack(Protocol):
    """What a run gives to the person, and takes from them again."""

    def begins(self) -> None:
        """The person lets the run begin."""
        ...

    def notice(self) -> None:
        """The person has used mouse or keyboard, and knows it."""
        ...

    def over(self) -> None:
        """The person has the desktop; harmless when called twice."""
        ...

    def back(self, of_task: Callable[[Window], bool]) -> None:
        """The run goes on; `of_task` tells the windows that it works in."""
        ...


class NothingHandedBack:
    """For desktops that are nobody's."""

    def begins(self) -> None:
        """Nothing."""

    def notice(self) -> None:
        """Nothing."""

    def over(self) -> None:
        """Nothing."""

    def back(self, of_task: Callable[[Window], bool]) -> None:
        """Nothing."""


class HandingBack:
    """The window in front and what lies on the clipboard. One a run; `end` closes it."""

    def __init__(
        self, desktop: Desktop, clipboard: PersonsClipboard | None, chose: Callable[[], bool]
    ) -> None:
        """`chose`: whether the person themself went elsewhere since the agent last did something."""
        self._desktop = desktop
        self._clipboard = clipboard
        self._chose = chose
        self._front = desktop.active_window()
        self._is_over = False

    def begins(self) -> None:
        """What is in front now is theirs: loading took its time, in which they may have gone elsewhere."""
        self._front = self._desktop.active_window() or self._front
        self.notice()

    def notice(self) -> None:
        """They may have copied something."""
        if self._clipboard is not None:
            self._clipboard.notice()

    def over(self) -> None:
        """What they had lies on the clipboard; windows are left as they are, for they use them just now."""
        if not self._is_over and self._clipboard is not None:
            self._clipboard.give()
        self._is_over = True

    def back(self, of_task: Callable[[Window], bool]) -> None:
        """What the run had copied lies on the clipboard; the next look brings its window to the front."""
        active = self._desktop.active_window()
        if active is not None and active.wm_class != OWN_CLASS and not of_task(active):
            self._front = active
        if self._is_over and self._clipboard is not None:
            self._clipboard.take()
        self._is_over = False

    def end(self) -> None:
        """The run has ended, whichever way: the person finds what they left, as far as it still exists."""
        with contextlib.suppress(EnvironmentFault):  # a display that is gone has neither
            self._raise_theirs()
        if self._clipboard is not None:
            with contextlib.suppress(EnvironmentFault):
                self._clipboard.close()

    def _raise_theirs(self) -> None:
        front, now = self._front, self._desktop.active_window()
        if front is None or (now is not None and now.window_id == front.window_id) or self._chose():
            return
        open_now = (*self._desktop.windows(), *self._desktop.minimised())
        if any((one.window_id, one.wm_class) == (front.window_id, front.wm_class) for one in open_now):
            brought_to_front(self._desktop, front, RAISED_S)
