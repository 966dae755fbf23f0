"""What every pair of hands does alike: the order of events within an action, and stopping between them."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator
from types import TracebackType

from lam_desktop.errors import ExitCode, LamUserError
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.screen.waiting import waited
from lam_desktop.types import Action, Click, Drag, MouseButton, PressKeys, Scroll, TypeText

Stop = Callable[[], bool]

HOVER_S = 0.03
"""Between arriving and pressing: some things take a click only once they lit up on hovering."""
HOLD_S = 0.03
BETWEEN_CLICKS_S = 0.06
"""Well within every system's double-click time (400 ms and more)."""
NOTCH_S = 0.02
DRAG_STEP_PX = 12
DRAG_STEP_S = 0.01
DWELL_S = 0.06
"""A dragged thing is dropped where the pointer rests, not where it flies past."""


class KeyboardLost(LamUserError):  # noqa: N818 - an event, not a fault
    """Another window took the keyboard while text was being typed; the rest was not typed."""

    exit_code = ExitCode.WRONG_EFFECT


class Missed(Exception):  # noqa: N818 - an event, not a fault
    """What was to be clicked is no longer where it was: nothing was pressed, or it went while it was."""

    def __init__(self, pressed: bool = False) -> None:
        super().__init__()
        self.pressed = pressed


class BaseActuator(ABC):
    """Performs actions through a handful of single events, which each platform implements.

    Every event is announced in the ledger before it is sent. Used as a context manager, or closed.
    """

    def __enter__(self) -> BaseActuator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def perform(self, action: Action, stopped: Stop, lands: Callable[[], bool] | None = None) -> None:
        """Does it; `Stopped` between two events once `stopped` says so. Nothing stays pressed, ever.

        `Missed` where `lands`, asked before a mouse button is pressed, and before it is released, says no.
        """
        self.release_all()
        lands = lands or _always
        try:
            match action:
                case Click():
                    self._click(action, stopped, lands)
                case Drag():
                    self._drag(action, stopped, lands)
                case Scroll():
                    self._scroll(action, stopped)
                case TypeText():
                    self._type(action.text, stopped)
                case PressKeys():
                    with self._pressed(self._chord(action.keys), stopped):
                        check(stopped)
            self._await_read(stopped)
        finally:
            self.release_all()

    def lead_back(self, x: int, y: int) -> None:
        """Puts the pointer there and does nothing else; nothing is held meanwhile."""
        self.release_all()
        self._move(x, y)

    @abstractmethod
    def release_all(self) -> None:
        """Release every modifier and mouse button; safe at any time."""

    @abstractmethod
    def pointer(self) -> tuple[int, int]:
        """Where the pointer is, desktop pixels."""

    @abstractmethod
    def close(self) -> None:
        """Releases everything and lets go of the display; harmless when called twice."""

    @abstractmethod
    def _move(self, x: int, y: int) -> None:
        """Moves the pointer there at once."""

    @abstractmethod
    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:
        """Presses or releases a mouse button; the pointer is at `at`."""

    @abstractmethod
    def _notch(self, dx: int, dy: int, at: tuple[int, int]) -> None:
        """Turns the wheel by one notch; one of dx, dy is 1 or -1, the other 0."""

    @abstractmethod
    def _key(self, name: str, down: bool) -> None:
        """Presses or releases a key by its canonical name or its character."""

    @abstractmethod
    def _type(self, text: str, stopped: Stop) -> None:
        """Types any text exactly."""

    def _chord(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys to press, where a named character needs more than its own key."""
        return keys

    def _await_read(self, stopped: Stop) -> None:  # noqa: B027 - not every platform can tell
        """Returns once the program has taken what was sent, where that can be known."""

    def _click(self, action: Click, stopped: Stop, lands: Callable[[], bool]) -> None:
        self._approach(action.point, stopped)
        with self._pressed(action.modifiers, stopped):
            check_lands(lands)
            for number in range(action.count):
                rest(BETWEEN_CLICKS_S if number else 0, stopped)
                self._button(action.button, True, action.point)
                rest(HOLD_S, stopped)
                held = lands()
                self._button(action.button, False, action.point)
                if not held:  # most programs take a click by its end
                    raise Missed(pressed=True)
            check(stopped)

    def _drag(self, action: Drag, stopped: Stop, lands: Callable[[], bool]) -> None:
        self._approach(action.start, stopped)
        with self._pressed(action.modifiers, stopped):
            check(stopped)
            check_lands(lands)
            self._button(action.button, True, action.start)
            rest(DWELL_S, stopped)
            for x, y in _path(action.start, action.end):
                self._move(x, y)
                rest(DRAG_STEP_S, stopped)
            rest(DWELL_S, stopped)
            self._button(action.button, False, action.end)
            check(stopped)

    def _scroll(self, action: Scroll, stopped: Stop) -> None:
        self._approach(action.point, stopped)
        for dx, dy in ((action.dx, 0), (0, action.dy)):
            for _ in range(abs(dx or dy)):
                self._notch(_sign(dx), _sign(dy), action.point)
                rest(NOTCH_S, stopped)

    def _approach(self, point: tuple[int, int], stopped: Stop) -> None:
        """Arrives in two steps: what lights up on hovering needs a movement inside itself."""
        check(stopped)
        x, y = point
        self._move(x - 1 if x > 0 else x + 1, y)
        check(stopped)
        self._move(x, y)
        rest(HOVER_S, stopped)

    @contextlib.contextmanager
    def _pressed(self, keys: tuple[str, ...], stopped: Stop) -> Generator[None]:
        """Keys pressed in order, released in the opposite order."""
        down: list[str] = []
        try:
            for key in keys:
                check(stopped)
                self._key(key, True)
                down.append(key)
            yield
        finally:
            for key in reversed(down):
                self._key(key, False)


def check(stopped: Stop) -> None:
    """Raises `Stopped` once `stopped` says so."""
    if stopped():
        raise Stopped


def check_lands(lands: Callable[[], bool]) -> None:
    """Raises `Missed` where `lands` says no."""
    if not lands():
        raise Missed


def _always() -> bool:
    return True


def rest(seconds: float, stopped: Stop) -> None:
    """Waits; `Stopped` within a fiftieth of a second once `stopped` says so."""
    if not waited(seconds, stopped):
        raise Stopped


def never() -> bool:
    """Nobody stops it."""
    return False


def _path(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Points from `start` (left out) to `end` (included) on a straight line."""
    (x0, y0), (x1, y1) = start, end
    steps = max(3, round(max(abs(x1 - x0), abs(y1 - y0)) / DRAG_STEP_PX))
    for step in range(1, steps + 1):
        yield round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
