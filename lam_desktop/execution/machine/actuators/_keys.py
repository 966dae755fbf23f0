"""One name for every key: what the recorder calls it, what pyautogui calls it, and single characters."""

from __future__ import annotations

MODIFIERS = ("ctrl", "alt", "shift", "win", "altgr")

_ALIASES = {
    "return": "enter", "escape": "esc", "del": "delete", "ins": "insert", "pgup": "pageup",
    "pgdn": "pagedown", "page_up": "pageup", "page_down": "pagedown", "caps_lock": "capslock",
    "num_lock": "numlock", "scroll_lock": "scrolllock", "print": "printscreen", "prtsc": "printscreen",
    "prtscr": "printscreen", "prntscrn": "printscreen", "menu": "apps", "control": "ctrl", "super": "win",
    "meta": "win", "cmd": "win", "command": "win", "option": "alt", "alt_gr": "altgr",
    "ctrlleft": "ctrl_l", "ctrlright": "ctrl_r",
    "shiftleft": "shift_l", "shiftright": "shift_r", "altleft": "alt_l", "altright": "alt_r",
    "optionleft": "alt_l", "optionright": "alt_r", "winleft": "win_l", "winright": "win_r",
    "spacebar": "space", " ": "space", "\n": "enter", "\r": "enter", "\t": "tab", "\b": "backspace",
    "\x1b": "esc",
}  # fmt: skip
_PYAUTOGUI = {"ctrl_l": "ctrlleft", "ctrl_r": "ctrlright", "shift_l": "shiftleft", "shift_r": "shiftright",
              "alt_l": "altleft", "alt_r": "altright", "win_l": "winleft", "win_r": "winright",
              "altgr": "altright"}  # fmt: skip


def key_name(name: str) -> str:
    """The recorder's name of a key, whichever known name it was given; single characters stay as they are."""
    lowered = name.lower()
    if lowered in _ALIASES:
        return _ALIASES[lowered]
    return name if len(name) == 1 else lowered


def pyautogui_name(name: str) -> str:
    """pyautogui's name of a key that `key_name` named."""
    return _PYAUTOGUI.get(name, name)


def lines_of(text: str) -> str:
    """The text with every kind of line break as one «\\n»: one Enter each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
