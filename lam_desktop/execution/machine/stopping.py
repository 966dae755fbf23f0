"""The emergency brake: hot key, screen corner, signal, command; and whether a person touched anything."""

from __future__ import annotations

import dataclasses
import math
import signal
import threading
from collections import deque
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Literal

from lam_desktop.errors import ExitCode, LamError
from lam_desktop.execution.machine.desktop import environment_faults
from recorder import inputs
from recorder.chords import Chord
from recorder.inputs import InputBackend, RawInput
from recorder.ledger import InjectionLedger

Cause = Literal["hot key", "corner", "signal", "command", "person"]

STOP_CHORD = "ctrl+alt+esc"
CORNER_PX = 2
"""How near to a corner the pointer counts as in it."""
MOST_PRESSED = 64
"""So many of a person's clicks and keys are remembered."""
MOST_TELLING = 1024
"""Of so many presses it is remembered whose they were: more than the agent does in a second."""
HELD = frozenset({"ctrl", "alt", "cmd", "win"})
"""With one of them a key is no letter."""
JITTER_PX = 6
"""A desk that is bumped moves the mouse this far; a hand moves it further."""

_SENTENCES: dict[Cause, str] = {
    "hot key": "Stopped by the hot key.",
    "corner": "Stopped: the pointer was pushed into a corner of the screen.",
    "signal": "Stopped by a signal.",
    "command": "Stopped by «lam stop».",
    "person": "Stopped by the person.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Touch:
    """A press of a button or key, or a turn of the wheel, by the person's hand; never which letter."""

    t_ns: int
    point: tuple[int, int] | None
    """Where a button was pressed, or the wheel turned, desktop pixels; None for a key."""
    keys: tuple[str, ...] = ()
    """A key that types nothing, behind its modifiers; empty for a button, and for a letter."""
    button: str | None = None
    """Which one was pressed; None for a key, and for the wheel."""
    scrolled: bool = False
    """The wheel was turned, once or several times on end; `t_ns` is of the last time."""


class Stopped(LamError):  # noqa: N818 - not an error: somebody wanted it
    """A person stopped the run."""

    exit_code = ExitCode.STOPPED

    def __init__(self, cause: Cause = "person") -> None:
        super().__init__(_SENTENCES[cause])
        self.cause: Cause = cause


class EmergencyStop:
    """Watches mouse, keyboard and signals as long as the `with` block lasts; asking it never waits.

    `corners` are the screen's corner pixels, `pointer` is where the pointer is now: resting in a corner is
    not entering it. `ledger` tells the agent's own input from the person's; it is read in the watching thread
    and must be nobody else's. `by_command` says whether a signal came from `lam stop`.
    """

    def __init__(
        self,
        corners: tuple[tuple[int, int], ...] = (),
        pointer: tuple[int, int] | None = None,
        *,
        chord: str = STOP_CHORD,
        backend: InputBackend | None = None,
        ledger: InjectionLedger | None = None,
        by_command: Callable[[], bool] = lambda: False,
    ) -> None:
        with environment_faults():
            self._chord = Chord.parse(chord)
        self._corners = corners
        self._in_corner = pointer is not None and self._is_corner(*pointer)
        self._by_command = by_command
        self._given = backend, ledger
        self._cause: Cause | None = None
        self._fault: BaseException | None = None
        self._touched_ns = -1
        self._pressed: deque[Touch] = deque(maxlen=MOST_PRESSED)
        self._whose: deque[tuple[int, bool]] = deque(maxlen=MOST_TELLING)
        """When something was pressed, ns, and whether that was the agent."""
        self._moved_from: tuple[int, int] | None = None
        self._left_at = pointer
        self._led_away = False
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> EmergencyStop:
        backend, ledger = self._given
        with environment_faults():
            self._ledger = ledger or InjectionLedger()
            self._backend = backend or inputs.open_backend()
            self._backend.start(self._on_input, self._on_error)
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):  # set, for background shells ignore SIGINT
                self._handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._backend.stop()
        if self._given[1] is None:
            self._ledger.close()

    def watch_corners(self, corners: tuple[tuple[int, int], ...]) -> None:
        """The screen has other corner pixels from now on."""
        self._corners = corners

    def stopped(self) -> bool:
        """Whether the run must end. Raises EnvironmentFault once the input can be watched no longer."""
        if self._fault is not None:
            with environment_faults():
                raise self._fault
        return self._cause is not None

    @property
    def cause(self) -> Cause | None:
        """Who stopped it; None while nobody did."""
        if self._cause == "signal" and self._by_command():
            return "command"
        return self._cause

    def request(self, cause: Cause) -> None:
        """Stops the run; the first cause stays. Safe in any thread and in a signal handler."""
        # A plain assignment: a lock taken in a signal handler could be held by the very code it interrupts.
        if self._cause is None:
            self._cause = cause

    def check(self) -> None:
        """Raises `Stopped` where somebody wants the run to end."""
        if self.stopped():
            raise Stopped(self.cause or "person")

    def touched_since(self, t_ns: int) -> bool:
        """Whether a person used mouse or keyboard at or after that monotonic time."""
        return self._touched_ns >= t_ns

    def pressed_since(self, t_ns: int) -> tuple[Touch, ...]:
        """What a person pressed at or after that monotonic time, in order."""
        return tuple(one for one in list(self._pressed) if one.t_ns >= t_ns)

    def by_person(self, t_ns: int) -> bool:
        """Whether the last press up to that monotonic time was a person's, and not the agent's."""
        return next((not ours for at_ns, ours in reversed(list(self._whose)) if at_ns <= t_ns), True)

    def chose(self) -> bool:
        """Whether a person pressed something since the agent last did; the stop key is not meant for a
        window."""
        ours_ns = next((at_ns for at_ns, ours in reversed(list(self._whose)) if ours), -1)
        pressed = self.pressed_since(ours_ns)
        chosen = [one for one in pressed if not one.scrolled]
        return any(one.point is not None or self._cause != "hot key" for one in chosen)

    def pointer_left(self) -> tuple[int, int] | None:
        """Where the person left the pointer, if the agent has moved it since; None where it is theirs, or was
        left in a corner."""
        if not self._led_away or self._left_at is None or self._is_corner(*self._left_at):
            return None
        return self._left_at

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.request("signal")

    def _on_error(self, error: BaseException) -> None:
        self._fault = error

    def _on_input(self, raw: RawInput) -> None:
        ours = self._ledger.is_ours(raw)
        if raw.kind in ("press", "scroll", "key_press"):
            self._whose.append((raw.t_ns, ours))
        if raw.kind == "move":
            self._on_move(raw, ours)
        elif not ours and raw.kind in ("press", "scroll", "key_press"):
            self._touched_ns = raw.t_ns
            if raw.kind == "scroll" and self._pressed and self._pressed[-1].scrolled:
                self._pressed.pop()  # many of them must not push out what was pressed before
            self._pressed.append(_touch(raw))
            if self._chord.matches(_without_others(raw, self._chord)):
                self.request("hot key")

    def _on_move(self, raw: RawInput, ours: bool) -> None:
        at = raw.x, raw.y
        was_in_corner, self._in_corner = self._in_corner, self._is_corner(*at)
        self._led_away = ours
        if ours:
            self._moved_from = None
            return
        self._left_at = at
        if self._in_corner and not was_in_corner:
            self.request("corner")
        if self._moved_from is None:
            self._moved_from = at
        if math.dist(self._moved_from, at) > JITTER_PX:
            self._touched_ns = raw.t_ns

    def _is_corner(self, x: int, y: int) -> bool:
        return any(abs(x - left) <= CORNER_PX and abs(y - top) <= CORNER_PX for left, top in self._corners)


def _touch(raw: RawInput) -> Touch:
    if raw.key is None:
        return Touch(raw.t_ns, (raw.x, raw.y), (), raw.button, raw.kind == "scroll")
    typed = raw.key.char is not None and raw.key.char.isprintable() and not HELD & {*raw.modifiers}
    return Touch(raw.t_ns, None, () if typed else (*raw.modifiers, raw.key.name))


def _without_others(raw: RawInput, chord: Chord) -> RawInput:
    """The press without modifiers that the chord does not name: the agent may be holding one just now."""
    return dataclasses.replace(raw, modifiers=tuple(one for one in raw.modifiers if one in chord.modifiers))
