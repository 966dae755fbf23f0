"""Holds the state, applies events one after the other, and tells who subscribed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from lam_desktop.panel.state.events import Event
from lam_desktop.panel.state.panel import PanelState, reduce

Listener = Callable[[PanelState], None]


class Store:
    """One state, many readers. Not thread-safe: all calls come from one thread."""

    def __init__(self, state: PanelState | None = None) -> None:
        self._state = state or PanelState()
        self._listeners: list[Listener] = []
        self._pending: deque[Event] = deque()
        self._busy = False

    @property
    def state(self) -> PanelState:
        """What is known now."""
        return self._state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` with the present state and after every change, until the result is called."""
        self._listeners.append(listener)
        listener(self._state)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def dispatch(self, event: Event) -> None:
        """Applies an event. One dispatched by a listener waits until all have seen the one before."""
        self._pending.append(event)
        if self._busy:
            return
        self._busy = True
        try:
            while self._pending:
                before = self._state
                self._state = reduce(before, self._pending.popleft())
                if self._state != before:
                    for listener in tuple(self._listeners):
                        listener(self._state)
        finally:
            self._busy = False
