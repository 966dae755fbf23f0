"""Hot keys that steer the recorder and are no part of what it records."""

from __future__ import annotations

from dataclasses import dataclass

from recorder.errors import RecorderUserError
from recorder.events import MODIFIERS, canonical_key
from recorder.inputs import RawInput


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers and one key, such as Ctrl+Alt+Esc."""

    modifiers: frozenset[str]
    key: str

    @classmethod
    def parse(cls, text: str) -> Chord:
        """Reads 'ctrl+alt+esc' or 'f9'; raises `RecorderUserError` for anything else."""
        *modifiers, key = [part.strip().lower() for part in text.split("+")]
        if not key or key in MODIFIERS or not set(modifiers) <= set(MODIFIERS):
            raise RecorderUserError(f"«{text}» is not a hot key; write it like ctrl+alt+esc or f9.")
        return cls(frozenset(modifiers), key)

    def matches(self, raw: RawInput) -> bool:
        """True for the press that completes the chord."""
        if raw.kind != "key_press" or raw.key is None:
            return False
        return canonical_key(raw.key.name) == self.key and frozenset(raw.modifiers) == self.modifiers


class ChordWatch:
    """Finds chords in the stream, and tells which events were only their keys."""

    def __init__(self, chords: dict[str, Chord]) -> None:
        self._chords = chords
        self._held_modifiers: dict[object, int] = {}  # key -> seq of its press
        self._swallow: set[object] = set()  # keys whose release still belongs to a chord

    def feed(self, raw: RawInput, seq: int) -> tuple[str | None, bool, list[int]]:
        """Returns the action whose chord this completes, whether this event belongs to a chord, and the
        earlier events (seq) that turn out to have belonged to it."""
        if raw.key is None or raw.kind not in ("key_press", "key_release"):
            return None, False, []
        identity = raw.key.keycode if raw.key.keycode is not None else raw.key.name
        modifier = canonical_key(raw.key.name) in MODIFIERS
        if raw.kind == "key_release":
            self._held_modifiers.pop(identity, None)
            part = identity in self._swallow
            self._swallow.discard(identity)
            return None, part, []
        for action, chord in self._chords.items():
            if chord.matches(raw):
                if identity in self._swallow:
                    return None, True, []  # auto-repeat
                earlier = list(self._held_modifiers.values())
                self._swallow |= {identity, *self._held_modifiers}
                return action, True, earlier
        if modifier and identity not in self._held_modifiers:
            self._held_modifiers[identity] = seq
        return None, identity in self._swallow, []
