"""Hands without a desktop: what they did can be read afterwards."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.machine.actuators._base import BaseActuator, Stop, check
from lam_desktop.types import Action, MouseButton


class FakeActuator(BaseActuator):
    """Keeps every finished action and every single event; `on_action` plays the program that reacts."""

    def __init__(self, on_action: Callable[[Action], None] | None = None) -> None:
        self.actions: list[Action] = []
        """Finished actions, in order."""
        self.events: list[tuple[str, object]] = []
        """Single events, as ('move', (x, y)), ('down', 'left'), ('key_down', 'ctrl'), ('text', 'a')."""
        self.held: set[str] = set()
        """Keys and buttons that are down."""
        self.closed = False
        self._on_action = on_action
        self._at = (0, 0)

    def perform(self, action: Action, stopped: Stop, lands: Callable[[], bool] | None = None) -> None:
        super().perform(action, stopped, lands)
        self.actions.append(action)
        if self._on_action is not None:
            self._on_action(action)

    def release_all(self) -> None:
        for name in sorted(self.held):
            self.events.append(("up", name))
        self.held.clear()

    def pointer(self) -> tuple[int, int]:
        return self._at

    def close(self) -> None:
        self.release_all()
        self.closed = True

    def _move(self, x: int, y: int) -> None:
        self._at = x, y
        self.events.append(("move", (x, y)))

    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:  # noqa: ARG002
        self._set(button, down, "down" if down else "up")

    def _notch(self, dx: int, dy: int, at: tuple[int, int]) -> None:  # noqa: ARG002
        self.events.append(("scroll", (dx, dy)))

    def _key(self, name: str, down: bool) -> None:
        self._set(name, down, "key_down" if down else "key_up")

    def _type(self, text: str, stopped: Stop) -> None:
        for character in text:
            check(stopped)
            self.events.append(("text", character))

    def _set(self, name: str, down: bool, event: str) -> None:
        self.events.append((event, name))
        if down:
            self.held.add(name)
        else:
            self.held.discard(name)
