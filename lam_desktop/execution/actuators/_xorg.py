"""Hands on X11: the mouse through pyautogui, the keyboard through key codes."""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.actuators._base import BaseActuator, Stop
from lam_desktop.execution.actuators._xorg_keyboard import XorgKeyboard
from lam_desktop.execution.desktop import environment_faults
from lam_desktop.types import Action, MouseButton
from recorder.ledger import InjectionLedger
from recorder.xorg_display import open_display

if TYPE_CHECKING:
    from Xlib.display import Display

_BUTTON_MASKS: dict[MouseButton, int] = {"left": 1 << 8, "middle": 1 << 9, "right": 1 << 10}


class XorgActuator(BaseActuator):
    """Mouse and keyboard of $DISPLAY."""

    def __init__(self, ledger: InjectionLedger) -> None:
        with environment_faults():
            self._display: Display = open_display()
        if not self._display.has_extension("XTEST"):
            self._display.close()
            raise EnvironmentFault(
                "The X server has no XTEST extension, without which nobody can act; enable it."
            )
        self._ledger = ledger
        self._mouse = _open_pyautogui(self._display.get_display_name())
        self._keyboard = XorgKeyboard(self._display, ledger)
        self._open = True
        atexit.register(self.close)

    def perform(self, action: Action, stopped: Stop) -> None:
        with _vanishing():
            super().perform(action, stopped)

    def release_all(self) -> None:
        with _vanishing():
            at = self.pointer()
            held = self._display.screen().root.query_pointer().mask
            for button, mask in _BUTTON_MASKS.items():
                if held & mask:
                    self._button(button, False, at)
            self._keyboard.release_modifiers()

    def pointer(self) -> tuple[int, int]:
        at = self._display.screen().root.query_pointer()
        return at.root_x, at.root_y

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        atexit.unregister(self.close)
        with contextlib.suppress(Exception):  # the display may be gone, and nothing is held then
            self.release_all()
            self._keyboard.give_back()
        with contextlib.suppress(Exception):
            self._display.close()

    def _move(self, x: int, y: int) -> None:
        self._ledger.will_send("move", (x, y))
        self._mouse.moveTo(x, y, _pause=False)

    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:
        x, y = at
        for _ in range(2):  # pyautogui moves there twice before it presses
            self._ledger.will_send("move", at)
        self._ledger.will_send("press" if down else "release", (button, x, y))
        (self._mouse.mouseDown if down else self._mouse.mouseUp)(x, y, button=button, _pause=False)

    def _notch(self, dx: int, dy: int, at: tuple[int, int]) -> None:
        x, y = at
        for _ in range(2):
            self._ledger.will_send("move", at)
        self._ledger.will_send("scroll", (dx, dy))
        if dy:
            self._mouse.scroll(dy, x, y, _pause=False)
        else:
            self._mouse.hscroll(dx, x, y, _pause=False)

    def _key(self, name: str, down: bool) -> None:
        self._keyboard.press(name, down)

    def _type(self, text: str, stopped: Stop) -> None:
        self._keyboard.type(text, stopped)


def _open_pyautogui(display_name: str) -> ModuleType:
    """pyautogui, on this display. It connects when first imported, and keeps that connection for good."""
    import pyautogui
    from Xlib.display import Display

    pyautogui.FAILSAFE = False  # our own guard watches the corners, and knows who moved the pointer
    pyautogui.PAUSE = 0
    platform: Any = pyautogui.platformModule  # type: ignore[attr-defined]
    if not _is_alive(platform._display, display_name):
        platform._display = Display(display_name)
    return pyautogui


def _is_alive(display: Display, name: str) -> bool:
    if display.get_display_name() != name:
        return False
    try:
        display.sync()
    except Exception:
        return False
    return True


@contextlib.contextmanager
def _vanishing() -> Iterator[None]:
    from Xlib import error

    try:
        yield
    except (error.ConnectionClosedError, BrokenPipeError, ConnectionResetError) as fault:
        raise EnvironmentFault("The display vanished while the agent was acting; start again.") from fault
