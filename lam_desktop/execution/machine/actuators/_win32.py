"""Hands on Windows: the mouse through pyautogui, text as characters. Untested: nobody has run it yet."""

from __future__ import annotations

import ctypes
from typing import Any

from lam_desktop.execution.machine.actuators._base import Stop, check
from lam_desktop.execution.machine.actuators._keys import MODIFIERS, key_name, lines_of, pyautogui_name
from lam_desktop.execution.machine.actuators._pyautogui import PyautoguiActuator
from lam_desktop.types import MouseButton
from recorder.events import EventKind
from recorder.ledger import InjectionLedger

INPUT_KEYBOARD = 1
KEYEVENTF_KEYUP, KEYEVENTF_UNICODE = 2, 4
WHEEL_DELTA = 120


class _KeyboardInput(ctypes.Structure):
    _fields_ = (
        ("vk", ctypes.c_ushort), ("scan", ctypes.c_ushort), ("flags", ctypes.c_ulong),
        ("time", ctypes.c_ulong), ("extra", ctypes.c_void_p),
    )  # fmt: skip


class _Input(ctypes.Structure):
    _fields_ = (("type", ctypes.c_ulong), ("keyboard", _KeyboardInput), ("padding", ctypes.c_ubyte * 8))


class Win32Actuator(PyautoguiActuator):
    """Characters are sent as such, whatever the layout; shortcuts by virtual key."""

    notch_units = WHEEL_DELTA

    def __init__(self, ledger: InjectionLedger) -> None:
        self._held: dict[str, None] = {}
        super().__init__(ledger)
        self._user: Any = getattr(ctypes, "windll").user32  # noqa: B009 - exists on Windows alone

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

    def _button(self, button: MouseButton, down: bool, at: tuple[int, int]) -> None:
        self._note(button, down)
        super()._button(button, down, at)

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
            units = character.encode("utf-16-le")
            for at in range(0, len(units), 2):
                self._send_unit(character, int.from_bytes(units[at : at + 2], "little"))

    def _send_unit(self, character: str, unit: int) -> None:
        events: tuple[tuple[EventKind, int], ...] = (("key_press", 0), ("key_release", KEYEVENTF_KEYUP))
        for kind, flags in events:
            self._ledger.will_send(kind, character)
            event = _Input(INPUT_KEYBOARD, _KeyboardInput(0, unit, KEYEVENTF_UNICODE | flags, 0, None))
            self._user.SendInput(1, ctypes.byref(event), ctypes.sizeof(event))

    def _note(self, name: str, down: bool) -> None:
        if down:
            self._held[name] = None
        else:
            self._held.pop(name, None)
