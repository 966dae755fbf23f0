"""Turns an X key code and modifier state into a key's name and the character it types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recorder.events import KeyFacts

SHIFT, LOCK, CONTROL = 1, 2, 4
NO_SYMBOL = 0
MODE_SWITCH, NUM_LOCK = 0xFF7E, 0xFF7F
LEVEL3_SHIFTS = (0xFE03, 0xFE04, 0xFE05)
ALTS = (0xFFE9, 0xFFEA, 0xFFE7, 0xFFE8)
WINS = (0xFFEB, 0xFFEC)

NAMES = {
    0xFF08: "backspace", 0xFF09: "tab", 0xFE20: "tab", 0xFF0A: "enter", 0xFF0D: "enter", 0xFF8D: "enter",
    0xFF13: "pause", 0xFF14: "scrolllock", 0xFF15: "printscreen", 0xFF61: "printscreen", 0xFF1B: "esc",
    0xFFFF: "delete", 0xFF50: "home", 0xFF51: "left", 0xFF52: "up", 0xFF53: "right", 0xFF54: "down",
    0xFF55: "pageup", 0xFF56: "pagedown", 0xFF57: "end", 0xFF63: "insert", 0xFF67: "apps", 0xFF6A: "help",
    0xFF20: "compose", 0xFF7F: "numlock", 0xFFE5: "capslock", 0xFFE6: "capslock",
    0xFFE1: "shift_l", 0xFFE2: "shift_r", 0xFFE3: "ctrl_l", 0xFFE4: "ctrl_r", 0xFFE9: "alt_l",
    0xFFEA: "alt_r", 0xFFE7: "alt_l", 0xFFE8: "alt_r", 0xFFEB: "win_l", 0xFFEC: "win_r",
    0xFE03: "altgr", 0xFE04: "altgr", 0xFE05: "altgr", 0xFF7E: "altgr",
    0xFE08: "iso_next_group", 0xFE0A: "iso_prev_group", 0x20: "space",
    0xFF95: "home", 0xFF96: "left", 0xFF97: "up", 0xFF98: "right", 0xFF99: "down", 0xFF9A: "pageup",
    0xFF9B: "pagedown", 0xFF9C: "end", 0xFF9D: "clear", 0xFF9E: "insert", 0xFF9F: "delete",
    0xFE50: "dead_grave", 0xFE51: "dead_acute", 0xFE52: "dead_circumflex", 0xFE53: "dead_tilde",
    0xFE54: "dead_macron", 0xFE55: "dead_breve", 0xFE56: "dead_abovedot", 0xFE57: "dead_diaeresis",
    0xFE58: "dead_abovering", 0xFE59: "dead_doubleacute", 0xFE5A: "dead_caron", 0xFE5B: "dead_cedilla",
    0xFE5C: "dead_ogonek", 0xFE60: "dead_belowdot", 0xFE61: "dead_hook", 0xFE62: "dead_horn",
    0xFE63: "dead_stroke",
    **{0xFFBE + number: f"f{number + 1}" for number in range(35)},
}  # fmt: skip

# The old keysym pages follow national 8-bit code pages, which Python knows (X11 protocol, appendix A).
_PAGES = {
    0x01: "iso8859-2", 0x02: "iso8859-3", 0x03: "iso8859-4", 0x05: "iso8859-6", 0x06: "koi8-u",
    0x07: "iso8859-7", 0x0C: "iso8859-8", 0x0D: "tis-620", 0x13: "iso8859-15",
}  # fmt: skip
_PAGE_EXCEPTIONS = {
    0x20AC: "€", 0x0AAA: "–", 0x0AA9: "—", 0x0AD0: "‘", 0x0AD1: "’", 0x0AD2: "“", 0x0AD3: "”", 0x0AFE: "„",
    0x0AFD: "‚", 0x0AE6: "•", 0x0AAE: "…", 0x0AC9: "™",
    0x06A1: "ђ", 0x06A2: "ѓ", 0x06A5: "ѕ", 0x06A8: "ј", 0x06A9: "љ", 0x06AA: "њ", 0x06AB: "ћ", 0x06AC: "ќ",
    0x06AE: "ў", 0x06AF: "џ", 0x06B0: "№", 0x06B1: "Ђ", 0x06B2: "Ѓ", 0x06B5: "Ѕ", 0x06B8: "Ј", 0x06B9: "Љ",
    0x06BA: "Њ", 0x06BB: "Ћ", 0x06BC: "Ќ", 0x06BE: "Ў", 0x06BF: "Џ",
    0x07A1: "Ά", 0x07A2: "Έ", 0x07A3: "Ή", 0x07A4: "Ί", 0x07A5: "Ϊ", 0x07A7: "Ό", 0x07A8: "Ύ", 0x07A9: "Ϋ",
    0x07AB: "Ώ", 0x07B1: "ά", 0x07B2: "έ", 0x07B3: "ή", 0x07B4: "ί", 0x07B5: "ϊ", 0x07B6: "ΐ", 0x07B7: "ό",
    0x07B8: "ύ", 0x07B9: "ϋ", 0x07BA: "ΰ", 0x07BB: "ώ", 0x07F2: "σ", 0x07F3: "ς",
}  # fmt: skip


def char_of(keysym: int) -> str | None:
    """The character that a keysym stands for, or None for a command or dead key."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if 0x01000100 <= keysym <= 0x0110FFFF:
        return chr(keysym - 0x01000000)
    if 0xFFAA <= keysym <= 0xFFB9:  # keypad: * + , - . / 0…9
        return chr(keysym - 0xFF80)
    if keysym == 0xFFBD:
        return "="
    if keysym == 0xFF80:
        return " "
    if keysym in _PAGE_EXCEPTIONS:
        return _PAGE_EXCEPTIONS[keysym]
    page = _PAGES.get(keysym >> 8)
    if page is not None and keysym & 0xFF >= 0xA0:
        return bytes([keysym & 0xFF]).decode(page, "ignore") or None
    if keysym >> 8 == 0x04 and 0xA1 <= keysym & 0xFF <= 0xDF:
        return chr(0xFF61 + (keysym & 0xFF) - 0xA1)
    return None


@dataclass(slots=True)
class Keymap:
    """The keyboard map as the server reports it: per key code its keysyms in core order.

    Core order is levels 1 and 2 of group 1, then of group 2, then levels 3 and 4 of group 1, then of group 2.
    """

    keysyms: dict[int, tuple[int, ...]] = field(default_factory=dict)
    masks: dict[str, int] = field(default_factory=dict)  # 'alt', 'win', 'altgr', 'numlock' -> state bits

    def change(self, first: int, per_key: int, keysyms: Sequence[int]) -> None:
        """Applies one ChangeKeyboardMapping request."""
        for at in range(0, len(keysyms), per_key):
            self.keysyms[first + at // per_key] = tuple(keysyms[at : at + per_key])

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
        symbols = self.keysyms.get(keycode, ())
        candidates = [char_of(symbols[index]) for index in (0, 2) if index < len(symbols)]
        latin = [one for one in candidates if one and one.isascii()]
        plain = (latin or [one for one in candidates if one] or [char])[0]
        return (plain or "").lower()
