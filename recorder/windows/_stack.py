"""The stack of windows as it was around a look at the screen, by which what must not be seen is covered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from recorder.events import WindowFacts
from recorder.regions import Rect
from recorder.windows._base import WindowBackend


@dataclass(frozen=True, slots=True)
class Standing:
    """One visible window in its place."""

    facts: WindowFacts
    area: Rect  # screen pixels, with what the window manager draws around it
    opaque: Rect | None = None  # the part that surely hides what is below; None: nothing
    known: bool = True  # False while it is so new that it may not have said yet what it is


@dataclass(frozen=True, slots=True)
class Stack:
    """What is known since the snapshot before."""

    windows: tuple[Standing, ...]  # bottom to top
    moved: bool = False  # something came, went, moved or changed its place in the stack
    passed: tuple[tuple[int, Rect], ...] = ()  # window and area, of places that were left again in between
    left: tuple[tuple[int, Rect], ...] = ()  # the same, of places that still show what was left there
    fading: bool = False  # something else than the server draws: what is gone may be seen a moment longer


class StackWatch(ABC):
    """Tells the stack again and again. Not thread-safe."""

    @abstractmethod
    def snapshot(self) -> Stack:
        """The stack now. What changed on the screen before this call is told in it."""

    def watch(self, windows: frozenset[int], always: bool = False) -> None:  # noqa: B027 - see below
        """Of which windows it is to be told what they leave behind; of new ones it is told anyway.

        `always`: what is drawn is followed also while there are none of these, so that nothing is missed of
        one that comes and moves between two snapshots. Not every system leaves pixels.
        """

    @abstractmethod
    def close(self) -> None:
        """Lets go of the display."""


class PolledStack(StackWatch):
    """By asking for all windows; what comes and goes between two calls is missed."""

    def __init__(self, windows: WindowBackend, keep_open: bool = False) -> None:
        self._windows = windows
        self._keep_open = keep_open
        self._last: tuple[Standing, ...] = ()

    def snapshot(self) -> Stack:
        found = tuple(Standing(facts, facts.geometry, facts.geometry) for facts in self._windows.all())
        before, self._last = self._last, found
        return Stack(found, moved=found != before)

    def close(self) -> None:
        if not self._keep_open:
            self._windows.close()
