"""Whose hands are at work: the person's go first, and what was decided before they came is void."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lam_desktop.execution.machine.handing_back import HandedBack, NothingHandedBack
from lam_desktop.execution.machine.stopping import Touch
from lam_desktop.execution.runs.supervision import Supervisor
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.types import Window

TOUCHED = "You used the mouse or the keyboard."
GO_ON_CHORD = "ctrl+alt+enter"
"""Beside the key that stops a run; it lets one go on where there is no terminal and no panel to say so."""
HANDED_BACK_S = 300.0
"""So long after the person's last touch a run that can be told by the hot key only waits for it."""
NOT_HANDED_BACK = (
    "You used the mouse or the keyboard, and nobody let the run go on (Ctrl+Alt+Enter): use --resume."
)
DO_IT = "Do this step yourself, and let the agent go on."
STOOD_STILL_S = 0.5
"""A pace that took longer has let the person pause."""
QUIET_S = 1.5
"""The person has handed back once mouse and keyboard rest for so long."""
LATE_S = 0.3
"""So much later than what came of it an input may be told."""
POLL_S = 0.05


class TakenOver(Exception):  # noqa: N818 - it leaves a step early: the row is looked at afresh
    """The person had the desktop, and has handed it back."""


class Hands:
    """One a run."""

    def __init__(
        self,
        touched_since: Callable[[int], bool],
        pressed_since: Callable[[int], Sequence[Touch]],
        supervisor: Supervisor,
        record: RunRecord,
        stopped: Callable[[], bool],
        check: Callable[[], None],
        handed_back: HandedBack | None = None,
        of_task: Callable[[Window], bool] = lambda _: False,
    ) -> None:
        """`touched_since` says whether a person used mouse or keyboard since a monotonic time, ns, and
        `pressed_since` what they pressed; `of_task` whether a window is one that the task may touch."""
        self._touched_since = touched_since
        self._pressed_since = pressed_since
        self._supervisor = supervisor
        self._record = record
        self._stopped = stopped
        self._check = check
        self._handed_back = handed_back or NothingHandedBack()
        self._of_task = of_task
        self._since = time.monotonic_ns()
        self._kept = False

    def were_kept(self) -> bool:
        """Whether the desktop was not handed back, so that the run ends; no row is tried after that."""
        return self._kept

    def begin(self) -> None:
        """The person lets the run begin."""
        self.are_ours()
        self._handed_back.begins()

    def are_ours(self) -> None:
        """What the person did until now is known: they answered, or let the run begin."""
        self._since = time.monotonic_ns()
        self._handed_back.notice()

    def since(self) -> int:
        """Since when the desktop is the agent's, monotonic ns."""
        return self._since

    def touched(self) -> bool:
        """Whether the person used mouse or keyboard, so that nothing more may be done; never waits."""
        return self._touched_since(self._since)

    def turn_out_touched(self) -> bool:
        """As `touched`, after a moment: what a click brings about may be known before the click."""
        end = time.monotonic() + LATE_S
        while not self.touched() and time.monotonic() < end:
            time.sleep(POLL_S)
        return self.touched()

    def interrupted(self) -> bool:
        """Whether an action is to be broken off: somebody stopped the run, or took over."""
        return self._stopped() or self.touched()

    def pace(self, row: int, step: int) -> bool:
        """Lets the person pause and take over; returns once the desktop is handed back.

        True where it was out of our hands, so that whatever was decided before must be decided anew. Raises
        `Stopped` where they stop the run, and `RowEnded` where nobody lets it go on.
        """
        started = time.monotonic()

        def waiting() -> bool:
            if time.monotonic() - started >= STOOD_STILL_S:
                self._handed_back.over()
            return self._stopped()

        self._supervisor.pace(waiting)
        self._check()
        touched = self.touched()
        if not touched and time.monotonic() - started < STOOD_STILL_S:
            return False
        self._record.write(
            "paused", row=row, step=step, reason=TOUCHED if touched else "Paused by the person."
        )
        if touched:
            self._handed_back.over()
            self._supervisor.pause(TOUCHED)
            if self._supervisor.commanded:
                self._supervisor.pace(self._stopped)
            else:
                self._await_hot_key()
            self._check()
        self._await_quiet()
        self._handed_back.back(self._of_task)
        self._record.write("resumed", row=row, step=step, seconds=round(time.monotonic() - started, 2))
        return True

    def let_do(self, row: int, step: int, watch: Callable[[], None]) -> tuple[Touch, ...]:
        """The person does a step themself; what they pressed, once they have handed back.

        `watch` is called again and again meanwhile. Raises `Stopped` where they stop the run.
        """
        started, since = time.monotonic(), time.monotonic_ns()
        self._record.write("paused", row=row, step=step, reason=DO_IT)
        self._supervisor.pause(DO_IT)

        def watched() -> bool:
            watch()
            return self._stopped()

        self._supervisor.pace(watched)
        self._check()
        self._await_quiet(watch)
        pressed = tuple(self._pressed_since(since))  # what they press until they rest is theirs as well
        self._record.write("resumed", row=row, step=step, seconds=round(time.monotonic() - started, 2))
        return pressed

    def _await_hot_key(self) -> None:
        """Returns once the person pressed `GO_ON_CHORD`. That they rest is none: they may be reading."""
        since = seen = time.monotonic_ns()
        rests_since = time.monotonic()
        while not any(_goes_on(one) for one in self._pressed_since(since)):
            self._check()
            if self._touched_since(seen):
                seen, rests_since = time.monotonic_ns(), time.monotonic()
            if time.monotonic() - rests_since > HANDED_BACK_S:
                self._kept = True
                raise RowEnded("asked", NOT_HANDED_BACK)
            time.sleep(POLL_S)

    def _await_quiet(self, watch: Callable[[], None] = lambda: None) -> None:
        """Returns once the person has let go of mouse and keyboard; `watch` as in `let_do`."""
        self.are_ours()
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < QUIET_S:
            self._check()
            watch()
            if self.touched():
                self.are_ours()
                quiet_since = time.monotonic()
            time.sleep(POLL_S)
        self.are_ours()


def _goes_on(touch: Touch) -> bool:
    """Whether it was the hot key; the keypad's Enter is one, too."""
    *modifiers, key = touch.keys or ("",)
    *wanted, enter = GO_ON_CHORD.split("+")
    return key in (enter, f"kp_{enter}") and set(wanted) <= set(modifiers)
