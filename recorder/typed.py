"""What a text field finally holds after a run of key strokes: characters, dead keys, corrections."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from recorder.events import InputEvent, canonical_key

DEAD_KEYS = {
    "dead_grave": "\u0300", "dead_acute": "\u0301", "dead_circumflex": "\u0302", "dead_tilde": "\u0303",
    "dead_macron": "\u0304", "dead_breve": "\u0306", "dead_abovedot": "\u0307", "dead_diaeresis": "\u0308",
    "dead_abovering": "\u030a", "dead_doubleacute": "\u030b", "dead_caron": "\u030c",
    "dead_cedilla": "\u0327", "dead_ogonek": "\u0328", "dead_belowdot": "\u0323", "dead_hook": "\u0309",
    "dead_horn": "\u031b", "dead_stroke": "\u0335",
}  # fmt: skip
"""Name of a dead key -> the combining character that it puts on the next letter."""

CORRECTIONS = ("backspace", "delete", "left", "right")

_ALONE = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘", "\u0307": "˙",
    "\u0308": "¨", "\u030a": "°", "\u030b": "˝", "\u030c": "ˇ", "\u0327": "¸", "\u0328": "˛",
}  # fmt: skip
_COMPOSE_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", ",": "\u0327"}
_COMPOSE_PAIRS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "/o": "ø", "/O": "Ø",
    "=e": "€", "=E": "€", "oc": "©", "or": "®", "so": "§", "oo": "°", "<<": "«", ">>": "»", "+-": "±",
    "12": "½", "14": "¼", "34": "¾", "--": "\u00ad", "??": "¿", "!!": "¡", "th": "þ", "dh": "ð", "mu": "µ",
}  # fmt: skip


class TypedText:
    """Text with a cursor, as a field that was empty before would show it."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._cursor = 0
        self._dead = ""
        self._composing: str | None = None

    @property
    def text(self) -> str:
        """What the field holds; an unfinished dead key counts for nothing."""
        return "".join(self._chars)

    @property
    def behind_cursor(self) -> int:
        """Characters to the right of the cursor."""
        return len(self._chars) - self._cursor

    def insert(self, char: str) -> None:
        """Types one character; a dead key or compose key before it is applied."""
        if self._composing is not None:
            self._composing += char
            if len(self._composing) < 2:
                return
            first, second = self._composing
            self._composing = None
            char = _compose(first, second)
        elif self._dead:
            mark, self._dead = self._dead, ""
            char = _accented(char, mark)
        for one in char:
            self._chars.insert(self._cursor, one)
            self._cursor += 1

    def dead(self, name: str) -> None:
        """Presses a dead key; the same one twice types the accent alone."""
        mark = DEAD_KEYS[name]
        if self._dead:
            previous, self._dead = self._dead, ""
            self.insert(_ALONE.get(previous, ""))
            if previous == mark:
                return
        self._dead = mark

    def compose(self) -> None:
        """Presses the compose key: the next two characters make one."""
        self._composing = ""

    def correct(self, name: str) -> bool:
        """Applies one of `CORRECTIONS`; False where it would reach beyond the typed text."""
        if self._dead or self._composing is not None:
            self._dead, self._composing = "", None
            return True
        at = self._cursor
        if name == "left" and at > 0:
            self._cursor -= 1
        elif name == "right" and at < len(self._chars):
            self._cursor += 1
        elif name == "backspace" and at > 0:
            del self._chars[at - 1]
            self._cursor -= 1
        elif name == "delete" and at < len(self._chars):
            del self._chars[at]
        else:
            return False
        return True


def text_of_keys(events: Iterable[InputEvent]) -> str | None:
    """What keys that only type and correct leave in an empty field; None where that cannot be told."""
    typed = TypedText()
    presses = [event for event in events if event.kind == "key_press"]
    for event in sorted(presses, key=lambda one: one.seq):
        if event.key is None:
            return None
        name, char = canonical_key(event.key.name), event.key.char
        if name in DEAD_KEYS:
            typed.dead(name)
        elif name == "compose":
            typed.compose()
        elif name in CORRECTIONS:
            if not typed.correct(name):
                return None
        elif char and char.isprintable():
            typed.insert(char)
        elif name in ("home", "end"):
            return None
    return typed.text


def _accented(char: str, mark: str) -> str:
    if char == " ":
        return _ALONE.get(mark, "")
    composed = unicodedata.normalize("NFC", char + mark)
    return composed if len(composed) == 1 else _ALONE.get(mark, "") + char


def _compose(first: str, second: str) -> str:
    for accent, letter in ((first, second), (second, first)):
        if accent in _COMPOSE_ACCENTS and letter.isalpha():
            return unicodedata.normalize("NFC", letter + _COMPOSE_ACCENTS[accent])
    return _COMPOSE_PAIRS.get(first + second, _COMPOSE_PAIRS.get(second + first, ""))
