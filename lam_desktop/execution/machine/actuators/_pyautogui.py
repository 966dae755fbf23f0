"""The mouse through pyautogui, which every platform's hands share."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from lam_desktop.execution.machine.actuators._base import BaseActuator
from lam_desktop.types import MouseButton
from recorder.ledger import InjectionLedger


class PyautoguiActuator(BaseActuator):
    """Announces each event of the mouse and lets pyautogui send it."""

    notch_units = 1
    """What pyautogui wants for one notch of the wheel."""

    def __init__(self, ledger: InjectionLedger) -> None:
        self._ledger = ledger
        self._mouse: Any = self._open_pyautogui()
        self._mouse.FAILSAFE = False  # our own guard watches the corners, and knows who moved the pointer
        self._mouse.PAUSE = 0

    def pointer(self) -> tuple[int, int]:
        x, y = self._mouse.position()
        return int(x), int(y)

    def _open_pyautogui(self) -> ModuleType:
        """pyautogui looks at the screen when it is imported, so that waits until somebody wants to act."""
        import pyautogui

        return pyautogui

    def _move(self, x: int, y: int) -> None:
        self._ledger.will_send("move", (x, y))
        self._mouse.moveTo(x, y, _pause=False)

    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:
        self._announce_arrival(at)
        self._ledger.will_send("press" if down else "release", (button, *at))
        (self._mouse.mouseDown if down else self._mouse.mouseUp)(*at, button=button, _pause=False)

    def _notch(self, dx: int, dy: int, at: tuple[int, int]) -> None:
        self._announce_arrival(at)
        self._ledger.will_send("scroll", (dx, dy))
        if dy:
            self._mouse.scroll(dy * self.notch_units, *at, _pause=False)
        else:
            self._mouse.hscroll(dx * self.notch_units, *at, _pause=False)

    def _announce_arrival(self, at: tuple[int, int]) -> None:
        """pyautogui moves to the place twice before it presses there."""
        self._ledger.will_send("move", at)
        self._ledger.will_send("move", at)
