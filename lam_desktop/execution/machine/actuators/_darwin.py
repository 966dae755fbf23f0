"""Hands on macOS: the mouse through pyautogui, text as characters. Untested: nobody has run it yet."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from typing import Any

from lam_desktop.execution.machine.actuators._base import Stop, check, check_lands
from lam_desktop.execution.machine.actuators._keys import MODIFIERS, key_name, lines_of, pyautogui_name
from lam_desktop.execution.machine.actuators._pyautogui import PyautoguiActuator
from lam_desktop.execution.machine.desktop import environment_faults
from lam_desktop.types import Click, MouseButton
from recorder import screen
from recorder.events import EventKind
from recorder.ledger import InjectionLedger

KEY_GAP_S = 0.004


class DarwinActuator(PyautoguiActuator):
    """pyautogui counts in points, we in pixels: on Retina they differ."""

    def __init__(self, ledger: InjectionLedger) -> None:
        self._held: dict[str, None] = {}
        super().__init__(ledger)
        self._quartz: Any = importlib.import_module("Quartz")
        with environment_faults():
            backend = screen.open_backend()
        self._scale = backend.scale
        backend.close()

    def pointer(self) -> tuple[int, int]:
        x, y = self._mouse.position()
        return round(x * self._scale), round(y * self._scale)

    def release_all(self) -> None:
        at = self.pointer()
        for name in list(self._held):
            if name in ("left", "middle", "right"):
                self._button(name, False, at)
            else:
                self._key(name, False)
        for name in MODIFIERS:  # also those that a crashed run left down
            self._mouse.keyUp(pyautogui_name(name), _pause=False)

    def close(self) -> None:
        self.release_all()

    def _click(self, action: Click, stopped: Stop, lands: Callable[[], bool]) -> None:
        """A double click carries its count in the event, which single presses would not."""
        if action.count == 1:
            super()._click(action, stopped, lands)
            return
        self._approach(action.point, stopped)
        with self._pressed(action.modifiers, stopped):
            check_lands(lands)
            for _ in range(action.count):
                self._announce_arrival(action.point)
                self._ledger.will_send("press", (action.button, *action.point))
                self._ledger.will_send("release", (action.button, *action.point))
            x, y = self._points(action.point)
            self._mouse.click(x, y, clicks=action.count, button=action.button, _pause=False)

    def _move(self, x: int, y: int) -> None:
        self._ledger.will_send("move", (x, y))
        left, top = self._points((x, y))
        held = next((name for name in ("left", "middle", "right") if name in self._held), None)
        platform: Any = self._mouse.platformModule
        if held is None:
            platform._moveTo(left, top)
        else:
            platform._dragTo(left, top, held)

    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:
        self._note(button, down)
        self._announce_arrival(at)
        self._ledger.will_send("press" if down else "release", (button, *at))
        x, y = self._points(at)
        (self._mouse.mouseDown if down else self._mouse.mouseUp)(x, y, button=button, _pause=False)

    def _key(self, name: str, down: bool) -> None:
        name = key_name(name)
        self._note(name, down)
        self._ledger.will_send("key_press" if down else "key_release", name)
        (self._mouse.keyDown if down else self._mouse.keyUp)(pyautogui_name(name), _pause=False)

    def _type(self, text: str, stopped: Stop) -> None:
        for character in lines_of(text):
            check(stopped)
            if character in "\n\t":
                self._key(character, True)
                self._key(character, False)
                continue
            events: tuple[tuple[EventKind, bool], ...] = (("key_press", True), ("key_release", False))
            for kind, down in events:
                self._ledger.will_send(kind, character)
                event = self._quartz.CGEventCreateKeyboardEvent(None, 0, down)
                units = len(character.encode("utf-16-le")) // 2
                self._quartz.CGEventKeyboardSetUnicodeString(event, units, character)
                self._quartz.CGEventPost(self._quartz.kCGHIDEventTap, event)
            time.sleep(KEY_GAP_S)

    def _points(self, pixels: tuple[int, int]) -> tuple[int, int]:
        return round(pixels[0] / self._scale), round(pixels[1] / self._scale)

    def _note(self, name: str, down: bool) -> None:
        if down:
            self._held[name] = None
        else:
            self._held.pop(name, None)
