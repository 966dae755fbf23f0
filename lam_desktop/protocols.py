"""What the executor needs of its collaborators, so that each can be replaced by a complete fake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from lam_desktop.types import Action, Box, Decision, Element, Frame, Moment, Observation, Situation, Window

Read = Callable[[Frame, Box], tuple[str, float]]
"""`ScreenParser.read`: the text inside a box, and its mean confidence."""


class ScreenParser(Protocol):
    """Screenshot to elements."""

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        """Elements of `frame` (H, W, 3 RGB), boxes in frame pixels; only those touching `region` if given."""
        ...

    def forget(self) -> None:
        """Looks at everything anew the next time, also at what seems unchanged."""
        ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """Text inside `box` (all its lines, joined by a newline) and its mean confidence, 0..1."""
        ...


class Policy(Protocol):
    """pi(target | demonstrated step, screen): where the demonstrated element is now."""

    @property
    def name(self) -> str:
        """The name under which `lam run --policy` selects it."""
        ...

    def decide(self, situation: Situation) -> Decision:
        """The target of this step on the present screen, or none."""
        ...


@runtime_checkable
class StepPointing(Protocol):
    """pi(step | screen, history): where in the demonstration the screen belongs."""

    def moment(
        self, shown: Sequence[Observation], screen: Observation, done: int | None = None
    ) -> Moment | None:
        """Which of the demonstrated screens, at least one, this is; None where it cannot be told.

        `done`: number in `shown` of the screen whose step was done last, -1 where none was; None: not known.
        """
        ...


@runtime_checkable
class EffectJudging(Protocol):
    """p(effect | screens): whether an action did what it did in the demonstration."""

    def effect(
        self, shown: tuple[Observation, Observation], now: tuple[Observation, Observation]
    ) -> float | None:
        """Probability, 0..1, by the screens before and after it, there and now; None: it cannot be told."""
        ...


class Desktop(Protocol):
    """Eyes: what is on the screen now."""

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """The virtual desktop and where its pixel (0, 0) lies; raises EnvironmentFault when it is gone."""
        ...

    def windows(self) -> tuple[Window, ...]:
        """All visible windows, bottom to top; boxes in desktop pixels."""
        ...

    def minimised(self) -> tuple[Window, ...]:
        """Windows that are open and put away."""
        ...

    def active_window(self) -> Window | None:
        """The window that has the keyboard."""
        ...

    def activate(self, window: Window) -> None:
        """Bring the window to the front and give it the keyboard; returns when the server was asked."""
        ...


class Actuator(Protocol):
    """Hands: performs one action on the desktop."""

    def perform(
        self, action: Action, stopped: Callable[[], bool], lands: Callable[[], bool] | None = None
    ) -> None:
        """Do it; between any two injected events `stopped` is asked, and `Stopped` raised when it says so.

        `lands` is asked right before a mouse button is pressed, and before it is released: where it says no,
        `Missed` is raised, which tells whether anything was pressed.
        """
        ...

    def release_all(self) -> None:
        """Release every modifier and mouse button; safe at any time."""
        ...
