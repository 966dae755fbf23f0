"""What the agent must not do, whatever the policy says."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator
from dataclasses import dataclass, field

from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import is_of
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.types import DemonstratedStep, Window
from recorder.exclusions import title_fits


@dataclass
class Guard:
    """Objections to an action; one a run."""

    windows: tuple[WindowName, ...]
    """The only windows that may be touched."""
    limits: Limits
    actions: int = 0
    """Done in this row."""
    counted_from_s: float = field(default_factory=time.monotonic)
    """Since when the row's seconds count, on the monotonic clock; later by what the person took."""
    _of_step: tuple[WindowName, ...] = ()
    _of_row: bool = True
    """Whether the actions are of a row, and not of what is done once in a run."""
    _rows_before: int = 0
    """Rows of this run in which something was done, without the present one."""
    _actions_before: int = 0
    _run_from_s: float = field(default_factory=time.monotonic)
    """As `counted_from_s`, of the whole run."""
    allowances: int = 1
    """How often the limits count in this row: once, and once more each time that a person extended them."""

    def of(self, step: TaskStep | None) -> None:
        """From now on the windows of a step count, where it is of another task that has its own.

        None: those of all steps.
        """
        self._of_step = () if step is None else step.windows

    def begin_row(self, of_row: bool = True) -> None:
        """Starts counting the row anew; the run's own ceilings go on counting.

        `of_row`: whether it is one, and not a part of the run that is done once.
        """
        self._rows_before += self._of_row and self.actions > 0
        self._of_row = of_row
        self._actions_before += self.actions
        self.actions, self.counted_from_s, self.allowances = 0, time.monotonic(), 1

    @contextlib.contextmanager
    def persons_time(self) -> Generator[None]:
        """What passes meanwhile is the person's time, and none of the row's seconds."""
        started_s = time.monotonic()
        try:
            yield
        finally:
            passed_s = time.monotonic() - started_s
            self.counted_from_s += passed_s
            self._run_from_s += passed_s

    def extend(self) -> None:
        """The person wants the row to go on: it may take as much again."""
        self.allowances += 1

    def ceiling(self) -> str | None:
        """Why no further action may happen in this row, or None."""
        if self.actions >= self.allowances * self.limits.actions_per_row:
            return f"This row already took {self.actions} actions, {self._which()}."
        seconds = self.allowances * self.limits.seconds_per_row
        if time.monotonic() - self.counted_from_s > seconds:
            return f"This row already took {seconds:.0f} s, {self._which()}."
        return None

    def end_of_run(self, *, next_row: bool = False) -> str | None:
        """Why this run ends before its next action, or its next row; None where it may go on.

        Nobody extends these ceilings while the run is at work: whoever set them meant the whole run.
        """
        most, minutes = self.limits, self.limits.minutes_per_run
        if most.actions_per_run is not None and self._actions_before + self.actions >= most.actions_per_run:
            return _ended(f"«actions_per_run» of {most.actions_per_run}")
        if minutes is not None and time.monotonic() - self._run_from_s >= 60 * minutes:
            return _ended(f"«minutes_per_run» of {minutes:g}")
        rows = self._rows_before + (self._of_row and self.actions > 0)
        if next_row and most.rows_per_run is not None and rows >= most.rows_per_run:
            return _ended(f"«rows_per_run» of {most.rows_per_run}")
        return None

    def _which(self) -> str:
        return "the limit that task.yaml sets" if self.allowances == 1 else "the limit that you extended"

    def place(self, view: View, shown: DemonstratedStep) -> str | None:
        """Why the window at work is not the demonstrated one, or None."""
        if view.scope is None:
            return self._missing()
        reference = view.scope.reference
        if not self._allowed(reference):
            return self._untitled(reference) or (
                f"The window “{reference.title}” is not one that the task may touch."
            )
        demonstrated = shown.before.windows[0] if shown.before.windows else None
        if demonstrated is None:
            return None
        if reference.kind == "dialog" and demonstrated.kind != "dialog":
            return f"The dialog “{reference.title}” is open, which the demonstration did not show."
        if demonstrated.kind == "dialog" and reference.kind != "dialog":
            return "The dialog that the demonstration showed is not open."
        return None

    def point(self, view: View, point: tuple[int, int]) -> str | None:
        """Why nothing may be clicked at a point (frame pixels), or None."""
        if view.scope is None:
            return self._missing()
        top = view.scope.top_at(*point)
        if top is not None and (untitled := self._untitled(top)):
            return untitled
        if top is None or not self._allowed(top):
            name = f"the window “{top.title}”" if top is not None else "nothing that the task may touch"
            return f"At that point lies {name}."
        if not view.scope.holds(*point):
            return f"The window “{top.title}” covers it."
        return None

    def reading(self, view: View) -> str | None:
        """Why nothing that the window at work says counts, or None: it may be another one of its program."""
        return None if view.scope is None else self._untitled(view.scope.reference)

    def keyboard(self, view: View) -> str | None:
        """Why no key may be pressed, or None: keys go to the active window, whichever that is."""
        return self.typing(view, view.active)

    def typing(self, view: View, active: Window | None) -> str | None:
        """As `keyboard`, for the window that is active now rather than at the look."""
        if active is None:
            return "No window has the keyboard."
        if untitled := self._untitled(active):
            return untitled
        if not self._allowed(active):
            return f"The window “{active.title}” has the keyboard, which the task may not touch."
        if view.scope is not None and active.window_id not in view.scope.ids:
            return f"The window “{active.title}” has the keyboard, which belongs to another program."
        if view.scope is not None and view.scope.is_beside(active):
            return f"The window “{active.title}” has the keyboard, another one of the same program."
        return None

    def _missing(self) -> str:
        names = dict.fromkeys(one.wm_class or one.process for one in self.windows)
        return f"{' or '.join(names) or 'The program'} is not open: no window of it is on the screen."

    def may_touch(self, name: WindowName) -> bool:
        """Whether a program is one of those that the task names."""
        return any(
            name.wm_class == one.wm_class and (not one.process or name.process in ("", one.process))
            for one in self.windows
        )

    def may_act_in(self, window: Window) -> bool:
        """Whether a window is one of those that the task names."""
        return self._allowed(window)

    def _allowed(self, window: Window) -> bool:
        return any(is_of(window, name) and _is_titled(window, name) for name in self._of_step or self.windows)

    def _untitled(self, window: Window) -> str | None:
        """Why a window of an allowed program has the wrong title, or None."""
        wanted = [name.title for name in self._of_step or self.windows if is_of(window, name)]
        if not wanted or self._allowed(window):
            return None
        titles = " or ".join(f"“{title}”" for title in dict.fromkeys(wanted))
        return f"The window “{window.title}” does not have the title {titles}, which the task wants there."


def _is_titled(window: Window, name: WindowName) -> bool:
    """Whether its title is as a person wrote; menus and dialogs of the program have titles of their own."""
    if not name.title or window.kind != "normal":
        return True
    return title_fits(name.title, window.title)


def _ended(limit: str) -> str:
    return f"This run ended at its limit {limit}; go on with --resume, or change it in task.yaml."
