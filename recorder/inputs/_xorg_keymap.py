"""Turns an X key code and modifier state into a key's name and the character it types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recorder.events import KeyFacts
from recorder.inputs._xorg_keysyms import NAMES, char_of
from recorder.inputs._xorg_xkb import XkbMap

__all__ = ["NAMES", "Keymap", "char_of"]

SHIFT, LOCK, CONTROL = 1, 2, 4
NO_SYMBOL = 0
MODE_SWITCH, NUM_LOCK = 0xFF7E, 0xFF7F
LEVEL3_SHIFTS = (0xFE03, 0xFE04, 0xFE05)
ALTS = (0xFFE9, 0xFFEA, 0xFFE7, 0xFFE8)
WINS = (0xFFEB, 0xFFEC)


@dataclass(slots=True)
class Keymap:
    """The keyboard map as the server reports it: exact by XKEYBOARD, and each key's keysyms in core order.

    Core order is levels 1 and 2 of group 1, then of group 2, then levels 3 and 4 of group 1, then of group 2.
    """

    keysyms: dict[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])
    masks: dict[str, int] = field(default_factory=dict[str, int])  # 'alt', 'win', 'altgr', 'numlock' -> bits
    xkb: XkbMap | None = None  # exact, where the server has it; `keysyms` holds for keys rebound since
    rebound: set[int] = field(default_factory=set[int])

    def read(self, keysyms: dict[int, tuple[int, ...]], xkb: XkbMap | None) -> None:
        """Takes over a whole map."""
        self.keysyms, self.xkb = keysyms, xkb
        self.rebound.clear()

    def change(self, first: int, per_key: int, keysyms: Sequence[int]) -> None:
        """Applies one ChangeKeyboardMapping request."""
        for at in range(0, len(keysyms), per_key):
            self.keysyms[first + at // per_key] = tuple(keysyms[at : at + per_key])
            self.rebound.add(first + at // per_key)

    def set_modifiers(self, mapping: Sequence[Sequence[int]]) -> None:
        """Takes over which key codes drive each of the eight modifier bits."""
        groups = {"alt": ALTS, "win": WINS, "altgr": (*LEVEL3_SHIFTS, MODE_SWITCH), "numlock": (NUM_LOCK,)}
        self.masks = dict.fromkeys(groups, 0)
        for bit, codes in enumerate(mapping):
            bound = {keysym for code in codes if code for keysym in self.keysyms.get(code, ())}
            for name, wanted in groups.items():
                if bit >= 3 and bound.intersection(wanted):
                    self.masks[name] |= 1 << bit
        if self.masks["win"] & self.masks["alt"]:
            self.masks["win"] &= ~self.masks["alt"]

    def modifiers(self, state: int) -> tuple[str, ...]:
        """Canonical names of the modifiers in an X state."""
        bits = {"ctrl": CONTROL, "alt": self.masks.get("alt", 8), "shift": SHIFT,
                "win": self.masks.get("win", 64), "altgr": self.masks.get("altgr", 128)}  # fmt: skip
        return tuple(name for name, mask in bits.items() if state & mask)

    def key(self, keycode: int, state: int) -> KeyFacts:
        """Name and character of a key pressed in this state (as it was just before the press)."""
        keysym, char = self._resolve(keycode, state)
        name = NAMES.get(keysym) or self._printable_name(keycode, char) or f"keysym{keysym:x}"
        if name.startswith("dead_") or (char is None and keysym == NO_SYMBOL):
            char = None
        return KeyFacts(keycode, name, char)

    def _resolve(self, keycode: int, state: int) -> tuple[int, str | None]:
        if self.xkb is None or keycode in self.rebound:
            return self._resolve_in_core(keycode, state)
        keysym, used = self.xkb.look_up(keycode, state)
        char = char_of(keysym)
        if char and state & LOCK & ~used and len(char.upper()) == 1 and char != "ı":
            char = char.upper()
        return keysym, char

    def _resolve_in_core(self, keycode: int, state: int) -> tuple[int, str | None]:
        group = (state >> 13) & 3
        low, high = self._pair(keycode, group, bool(state & self.masks.get("altgr", 128)))
        shift, caps = bool(state & SHIFT), bool(state & LOCK)
        if state & self.masks.get("numlock", 0) and 0xFF80 <= high <= 0xFFBD:
            return (low, char_of(low)) if shift else (high, char_of(high))
        low_char, high_char = char_of(low), char_of(high)
        if high in (NO_SYMBOL, low) and low_char is not None and len(low_char.upper()) == 1:
            raised = caps or (shift and high == NO_SYMBOL)
            return low, low_char.upper() if raised else low_char
        if caps and low_char and high_char and low_char != high_char and low_char.upper() == high_char:
            shift = not shift
        if shift and high != NO_SYMBOL:
            return high, high_char
        return low, low_char

    def _pair(self, keycode: int, group: int, level3: bool) -> tuple[int, int]:
        symbols = self.keysyms.get(keycode, ())

        def at(index: int) -> int:
            return symbols[index] if index < len(symbols) else NO_SYMBOL

        if level3:
            index = 6 if group % 2 else 4
            if at(index) or at(index + 1):
                return at(index) or at(index + 1), at(index + 1)
        if group % 2 and (at(2) or at(3)):
            return at(2), at(3)
        return at(0), at(1)

    def _printable_name(self, keycode: int, char: str | None) -> str:
        """Unshifted Latin character of the key in any layout, so that Ctrl+C is 'c' on a Russian one too."""
        symbols = self.keysyms.get(keycode, ())[:3:2]
        if self.xkb is not None and keycode not in self.rebound:
            symbols = self.xkb.plain(keycode)
        candidates = [char_of(keysym) for keysym in symbols]
        latin = [one for one in candidates if one and one.isascii()]
        plain = (latin or [one for one in candidates if one] or [char])[0]
        return (plain or "").lower()
