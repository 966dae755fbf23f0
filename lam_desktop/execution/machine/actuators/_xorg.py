"""Hands on X11: the mouse through pyautogui, the keyboard through key codes."""

from __future__ import annotations

import atexit
import contextlib
import time
from collections.abc import Callable, Generator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.actuators._base import Stop, never, rest
from lam_desktop.execution.machine.actuators._pyautogui import PyautoguiActuator
from lam_desktop.execution.machine.actuators._xorg_guardian import Guardian
from lam_desktop.execution.machine.actuators._xorg_keyboard import XorgKeyboard
from lam_desktop.execution.machine.desktop import environment_faults
from lam_desktop.types import Action, MouseButton
from recorder.ledger import InjectionLedger
from recorder.xorg_display import open_display

if TYPE_CHECKING:
    from Xlib.display import Display

BUTTONS: dict[MouseButton, int] = {"left": 1, "middle": 2, "right": 3}
THAW_LIMIT_S = 10.0
THAW_POLL_S = 0.002


class XorgActuator(PyautoguiActuator):
    """Mouse and keyboard of $DISPLAY. Should this process die with a key down, a helper releases it."""

    def __init__(self, ledger: InjectionLedger) -> None:
        with environment_faults():
            self._display: Display = open_display()
        try:
            if not self._display.has_extension("XTEST"):
                raise EnvironmentFault(
                    "The X server has no XTEST extension, without which the agent cannot act; enable it."
                )
            self._root = self._display.screen().root
            super().__init__(ledger)
            self._guardian = Guardian(self._display.get_display_name())
            self._keyboard = XorgKeyboard(self._display, ledger, self._guardian)
        except BaseException:
            self._display.close()
            raise
        self._stopped: Stop = never
        self._open = True
        atexit.register(self.close)

    def perform(self, action: Action, stopped: Stop, lands: Callable[[], bool] | None = None) -> None:
        self._stopped = stopped
        with _vanishing():
            super().perform(action, stopped, lands)

    def lead_back(self, x: int, y: int) -> None:
        with _vanishing():
            super().lead_back(x, y)

    def release_all(self) -> None:
        with _vanishing():
            state = self._root.query_pointer()
            for button, number in BUTTONS.items():
                if state.mask >> (7 + number) & 1:
                    super()._button(button, False, (state.root_x, state.root_y))
                    self._guardian.button(number, False)
            self._keyboard.release_modifiers()

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        atexit.unregister(self.close)
        with contextlib.suppress(EnvironmentFault):  # a display that is gone holds nothing down
            self.release_all()
            with _vanishing():
                self._keyboard.give_back()
        self._guardian.close()
        with contextlib.suppress(Exception):
            self._display.close()

    def _open_pyautogui(self) -> ModuleType:
        """pyautogui, on our display: it connects when first imported, and then to no other."""
        import pyautogui
        from Xlib.display import Display

        platform: Any = pyautogui.platformModule  # type: ignore[attr-defined]
        name = self._display.get_display_name()
        if not _is_alive(platform._display, name):
            platform._display = Display(name)
        return pyautogui

    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:
        number = BUTTONS[button]
        if down:
            self._guardian.button(number, True)
        super()._button(button, down, at)
        if not down:
            self._guardian.button(number, False)
            self._await_thaw(number)

    def _await_thaw(self, number: int) -> None:
        """Returns once the server itself takes the button for released.

        A window manager that raises the window under a click freezes the pointer until it has done so, but
        not the keyboard: keys sent too early would arrive before the click.
        """
        deadline = time.monotonic() + THAW_LIMIT_S
        while self._root.query_pointer().mask >> (7 + number) & 1:
            rest(THAW_POLL_S, self._stopped)
            if time.monotonic() > deadline:
                raise EnvironmentFault(
                    f"The window manager has held up a click for {THAW_LIMIT_S:g} s; see whether it hangs."
                )

    def _await_read(self, stopped: Stop) -> None:
        self._keyboard.await_read(stopped)

    def _key(self, name: str, down: bool) -> None:
        self._keyboard.press(name, down)

    def _chord(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return self._keyboard.chord(keys)

    def _type(self, text: str, stopped: Stop) -> None:
        self._keyboard.type(text, stopped)


def _is_alive(display: Display, name: str) -> bool:
    if display.get_display_name() != name:
        return False
    try:
        display.sync()
    except Exception:  # whatever python-xlib says of a server that is gone
        return False
    return True


@contextlib.contextmanager
def _vanishing() -> Generator[None]:
    from Xlib import error

    try:
        yield
    except (error.ConnectionClosedError, BrokenPipeError, ConnectionResetError) as fault:
        raise EnvironmentFault("The display vanished while the agent was acting; start again.") from fault
