"""The keyboard map as the XKEYBOARD extension tells it: exact for any number of layouts and levels.

The core map, which python-xlib knows, squeezes all layouts into one row a key and leaves open which level is
whose. These are the two requests that python-xlib lacks.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display

_CORE_KEYBOARD = 0x100
_TYPES, _SYMS = 1, 2
_CLAMP, _REDIRECT = 0x40, 0x80

_HEAD = struct.Struct("=7xBxBxxB19x")  # how many types, the first key, how many keys; 32 bytes in all
_TYPE = struct.Struct("=BxxxBBBx")  # mask of modifiers, levels, entries, whether some are preserved
_ENTRY = struct.Struct("=BBBxxxxx")  # whether active, modifiers, level
_KEY = struct.Struct("=4BBBH")  # type in each of four groups, groups, width, number of keysyms


@dataclass(frozen=True, slots=True)
class KeyType:
    """Which modifiers choose which level of a key."""

    mask: int
    levels: dict[int, tuple[int, int]]  # state of those modifiers -> level, modifiers it leaves to others


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The keysyms of one key."""

    types: tuple[int, int, int, int]  # index of the type in each group
    groups: int
    beyond: int  # what a group beyond these means: clamp, redirect or (0) wrap
    redirect: int
    width: int
    syms: tuple[int, ...]  # group by group, `width` levels each


@dataclass(frozen=True, slots=True)
class XkbMap:
    """All keys of the core keyboard."""

    types: list[KeyType] = field(default_factory=list[KeyType])
    keys: dict[int, KeyRow] = field(default_factory=dict[int, KeyRow])

    def look_up(self, keycode: int, state: int) -> tuple[int, int]:
        """Keysym of a key in an X state (0: none), and the modifiers that this used up."""
        row = self.keys.get(keycode)
        if row is None or not row.groups or not row.width:
            return 0, 0
        group = _within(row, (state >> 13) & 3)
        kind = self.types[row.types[group]]
        level, kept = kind.levels.get(state & kind.mask, (0, 0))
        at = group * row.width + level
        return (row.syms[at] if level < row.width and at < len(row.syms) else 0), kind.mask & ~kept

    def plain(self, keycode: int) -> list[int]:
        """The keysym that a key gives without modifiers, in each layout."""
        row = self.keys.get(keycode)
        return [] if row is None else list(row.syms[:: row.width or 1])


def read_map(connection: Display) -> XkbMap | None:
    """The present map, or None where the server does not speak XKEYBOARD.

    Needs a connection of its own: one that spoke XKEYBOARD is told of changes in another way than the rest.
    """
    from Xlib.protocol import rq

    class UseExtension(rq.ReplyRequest):
        _request = rq.Struct(
            rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("major"), rq.Card16("minor")
        )
        _reply = rq.Struct(
            rq.ReplyCode(), rq.Bool("supported"), rq.Card16("sequence_number"), rq.ReplyLength(),
            rq.Binary("body"),
        )  # fmt: skip

    class GetMap(rq.ReplyRequest):
        _request = rq.Struct(
            rq.Card8("opcode"), rq.Opcode(8), rq.RequestLength(), rq.Card16("device"), rq.Card16("full"),
            rq.Pad(20),
        )  # fmt: skip
        _reply = rq.Struct(
            rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(),
            rq.Binary("body"),
        )  # fmt: skip

    extension = connection.query_extension("XKEYBOARD")
    if extension is None:
        return None
    opcode = extension.major_opcode
    if not UseExtension(display=connection.display, opcode=opcode, major=1, minor=0).supported:
        return None
    told = GetMap(display=connection.display, opcode=opcode, device=_CORE_KEYBOARD, full=_TYPES | _SYMS)
    return parse_map(bytes(told.body))


def parse_map(body: bytes) -> XkbMap:
    """Reads the reply to GetMap, from its eighth byte on."""
    type_count, first_key, key_count = _HEAD.unpack_from(body)
    at = _HEAD.size
    types: list[KeyType] = []
    for _ in range(type_count):
        mask, _, entries, preserved = _TYPE.unpack_from(body, at)
        at += _TYPE.size
        found = [_ENTRY.unpack_from(body, at + number * _ENTRY.size) for number in range(entries)]
        at += entries * _ENTRY.size
        kept = [body[at + 4 * number] for number in range(entries)] if preserved else [0] * entries
        at += 4 * entries if preserved else 0
        levels = {
            modifiers: (level, keeps)
            for (active, modifiers, level), keeps in zip(found, kept, strict=True)
            if active
        }
        types.append(KeyType(mask, levels))
    keys: dict[int, KeyRow] = {}
    for keycode in range(first_key, first_key + key_count):
        *kinds, groups, width, count = _KEY.unpack_from(body, at)
        at += _KEY.size
        syms = struct.unpack_from(f"={count}I", body, at)
        at += 4 * count
        keys[keycode] = KeyRow(
            (kinds[0], kinds[1], kinds[2], kinds[3]),
            groups & 0x0F,
            groups & 0xC0,
            (groups >> 4) & 3,
            width,
            syms,
        )
    return XkbMap(types, keys)


def _within(row: KeyRow, group: int) -> int:
    if group < row.groups:
        return group
    if row.beyond == _CLAMP:
        return row.groups - 1
    if row.beyond == _REDIRECT:
        return row.redirect if row.redirect < row.groups else 0
    return group % row.groups
