"""Input through pynput, for the systems where its hooks are the native ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from recorder.errors import RecorderUserError
from recorder.events import MODIFIERS, EventKind, KeyFacts, canonical_key
from recorder.inputs._base import InputBackend, RawInput

NAMES = {
    "cmd": "win", "cmd_l": "win_l", "cmd_r": "win_r", "alt_gr": "altgr", "page_up": "pageup",
    "page_down": "pagedown", "caps_lock": "capslock", "num_lock": "numlock", "scroll_lock": "scrolllock",
    "print_screen": "printscreen", "menu": "apps",
}  # fmt: skip
BUTTONS = {"x1": "back", "x2": "forward"}
START_TIMEOUT_S = 5.0


class PynputInput(InputBackend):
    """One mouse and one keyboard listener, neither of which suppresses anything."""

    def __init__(self) -> None:
        self._listeners: list[Any] = []
        self._at = (0, 0)
        self._held: dict[str, None] = {}

    def start(self, on_input: Callable[[RawInput], None], on_error: Callable[[BaseException], None]) -> None:
        try:
            from pynput import keyboard, mouse
        except ImportError as error:
            raise RecorderUserError(f"Input cannot be recorded ({error}); install pynput.") from error
        self._on_input = on_input
        self._listeners = [
            mouse.Listener(on_move=self._on_move, on_click=self._on_click, on_scroll=self._on_scroll),
            keyboard.Listener(
                on_press=lambda key: self._on_key("key_press", key),
                on_release=lambda key: self._on_key("key_release", key),
            ),
        ]
        for listener in self._listeners:
            listener.start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not all(listener.running for listener in self._listeners):
            if time.monotonic() > deadline:
                self.stop()
                raise RecorderUserError("The input hooks did not start within 5 s; check the permissions.")
            time.sleep(0.01)
        for listener in self._listeners:
            threading.Thread(target=self._watch, args=(listener, on_error), daemon=True).start()

    def stop(self) -> None:
        for listener in self._listeners:
            listener.stop()
        self._listeners = []

    def _watch(self, listener: Any, on_error: Callable[[BaseException], None]) -> None:
        """Tells when a listener dies, which pynput raises only where it is joined."""
        try:
            listener.join()
        except BaseException as error:
            on_error(error)

    def _on_move(self, x: float, y: float) -> None:
        self._at = int(x), int(y)
        self._send("move")

    def _on_click(self, x: float, y: float, button: Any, pressed: bool) -> None:
        self._at = int(x), int(y)
        self._send("press" if pressed else "release", button=BUTTONS.get(button.name, button.name))

    def _on_scroll(self, x: float, y: float, dx: float, dy: float) -> None:
        self._at = int(x), int(y)
        self._send("scroll", dx=int(dx), dy=int(dy))

    def _on_key(self, kind: EventKind, key: Any) -> None:
        facts = self._facts(key)
        modifier = canonical_key(facts.name)
        self._send(kind, key=facts)
        if modifier in MODIFIERS:
            if kind == "key_press":
                self._held[modifier] = None
            else:
                self._held.pop(modifier, None)

    def _facts(self, key: Any) -> KeyFacts:
        name = getattr(key, "name", None)
        if name is not None:
            code = getattr(key.value, "vk", None)
            return KeyFacts(code, NAMES.get(str(name), str(name)), " " if name == "space" else None)
        char, code = key.char, key.vk
        if char is not None and ord(char[0]) < 0x20:  # Ctrl+A arrives as a control character
            char = chr(ord(char[0]) + 0x60)
        if char is None and code is not None and 0x60 <= code <= 0x69:
            char = str(code - 0x60)  # keypad digits come without a character
        return KeyFacts(code, (char or f"vk{code}").lower(), char)

    def _send(
        self,
        kind: EventKind,
        *,
        button: str | None = None,
        dx: int = 0,
        dy: int = 0,
        key: KeyFacts | None = None,
    ) -> None:
        held = tuple(name for name in MODIFIERS if name in self._held)
        self._on_input(RawInput(time.monotonic_ns(), kind, *self._at, button, dx, dy, key, held))
