"""Owns CLIPBOARD with what comes through stdin until somebody else copies, or the display goes.

On X11 what was copied is asked of the program that copied it, each time (ICCCM, section 2): somebody has to
live for that. It is in this process's memory alone.

Usage: python _xorg_keeper.py DISPLAY < HELD. The first line of that is JSON, the kinds and how many bytes
each has, [["UTF8_STRING", 12], ["text/html", 345]]; these bytes follow, one kind after the other.
"""

from __future__ import annotations

import json
import os
import select
import sys
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

TEXT = "UTF8_STRING"
TEXTS = ("text/plain;charset=utf-8", "text/plain", "TEXT")
"""More names of the same text."""
LATIN = "STRING"
"""The only text that old programs know."""
PART_BYTES = 200_000
"""Whatever is longer goes in parts: one request of python-xlib holds 262,140 bytes with its head."""
LEAVING_S = 10.0
"""Once somebody else has copied, whoever had begun to paste has so long to get the rest."""
MOST_PAIRS = 64
"""Of what is asked for at once."""


def keep(display_name: str, held: Mapping[str, memoryview]) -> None:
    """Says the number of the owning window on stdout, closes it, and answers whoever pastes."""
    from Xlib.display import Display

    display = Display(display_name)
    display.set_error_handler(_ignore_vanished_windows)
    keeper = _Keeper(display, held)
    if not keeper.owns():
        return
    print(keeper.window.id, flush=True)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # nobody waits for the end of this process
    keeper.serve()


class _Sending(NamedTuple):
    """What is on its way to somebody in parts."""

    requestor: Any
    type: int
    rest: memoryview


class _Keeper:
    """Owns the clipboard from the start."""

    def __init__(self, display: Any, held: Mapping[str, memoryview]) -> None:
        from Xlib import X

        atom = display.intern_atom
        self._display = display
        self._clipboard = atom("CLIPBOARD")
        self._targets, self._timestamp, self._multiple = map(atom, ("TARGETS", "TIMESTAMP", "MULTIPLE"))
        self._increment, self._latin = atom("INCR"), atom(LATIN)
        self._contents = {atom(kind): (atom(kind), content) for kind, content in held.items()}
        """By target: the type, and what it says."""
        if TEXT in held:
            more = {atom(name): (atom(TEXT if name == "TEXT" else name), held[TEXT]) for name in TEXTS}
            self._contents = more | {self._latin: (self._latin, held[TEXT])} | self._contents
        self._makes_latin = TEXT in held and LATIN not in held
        self._sending: dict[tuple[int, int], _Sending] = {}
        """By the window that asked, and the property in which it wants it."""
        self.window = display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._since = self._server_ms()
        self.window.set_selection_owner(self._clipboard, self._since)

    def owns(self) -> bool:
        """Whether that worked: somebody may have copied something else just now."""
        return self._display.get_selection_owner(self._clipboard) == self.window

    def serve(self) -> None:
        """Answers until somebody else copies; who has begun to paste then still gets all of it."""
        from Xlib import X

        end: float | None = None
        while (event := self._event(end)) is not None:
            if event.type == X.SelectionRequest:
                self._asked(event)
            elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
                self._send_more(event.window.id, event.atom)
            elif event.type == X.DestroyNotify:
                self._sending = {at: one for at, one in self._sending.items() if at[0] != event.window.id}
            elif event.type == X.SelectionClear:
                end = time.monotonic() + LEAVING_S
            if end is not None and not self._sending:
                break
        self._display.sync()  # the last answer, too, gets to whoever asked

    def _server_ms(self) -> int:
        """The server's time (ICCCM 2.1): from then on the clipboard is ours."""
        from Xlib import X

        self.window.change_property(self._timestamp, self._latin, 8, b"")
        while (event := self._display.next_event()).type != X.PropertyNotify:
            pass
        return event.time

    def _event(self, end: float | None) -> Any | None:
        """The next event; None where none comes until `end`, on the monotonic clock."""
        self._display.sync()  # flush() would leave what the socket does not take at once
        while not self._display.pending_events():
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                return None
            select.select([self._display.fileno()], [], [], left)
        return self._display.next_event()

    def _asked(self, event: Any) -> None:
        from Xlib import X
        from Xlib.protocol import event as events

        place = event.property or event.target  # clients before ICCCM name none
        done = (
            self._answer_several(event.requestor, place)
            if event.target == self._multiple
            else self._answer(event.requestor, event.target, place)
        )
        told = events.SelectionNotify(
            time=event.time, requestor=event.requestor, selection=event.selection, target=event.target,
            property=place if done else X.NONE,
        )  # fmt: skip
        event.requestor.send_event(told)

    def _answer(self, requestor: Any, target: int, place: int) -> bool:
        """Writes what is asked for, or announces it; False where it is not here."""
        from Xlib import Xatom

        if target == self._targets:
            meta = [self._targets, self._timestamp, self._multiple]
            requestor.change_property(place, Xatom.ATOM, 32, [*meta, *self._contents])
        elif target == self._timestamp:
            requestor.change_property(place, Xatom.INTEGER, 32, [self._since])
        elif target in self._contents:
            kind, content = self._contents[target]
            if target == self._latin and self._makes_latin:
                content = memoryview(str(content, "utf-8", "replace").encode("latin-1", "replace"))
            if len(content) > PART_BYTES:
                self._announce(place, _Sending(requestor, kind, content))
            else:
                requestor.change_property(place, kind, 8, bytes(content))
        else:
            return False
        return True

    def _answer_several(self, requestor: Any, place: int) -> bool:
        """MULTIPLE (ICCCM 2.6.2): the property names pairs of target and property; what is not here is struck
        out."""
        from Xlib import X, error

        try:
            asked = requestor.get_property(place, X.AnyPropertyType, 0, 2 * MOST_PAIRS)
        except error.BadWindow:
            return False
        if asked is None or asked.format != 32 or asked.bytes_after:
            return False
        pairs = list(asked.value)
        for at in range(0, len(pairs) - 1, 2):
            if not self._answer(requestor, pairs[at], pairs[at + 1]):
                pairs[at + 1] = X.NONE
        requestor.change_property(place, asked.property_type, 32, pairs)
        return True

    def _announce(self, place: int, sending: _Sending) -> None:
        """INCR (ICCCM 2.7.2): whenever the requestor has taken away what lies there, more follows."""
        from Xlib import X, error

        requestor, gone = sending.requestor, error.CatchError(error.BadWindow)
        requestor.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask, onerror=gone)
        requestor.change_property(place, self._increment, 32, [len(sending.rest)])
        self._display.sync()
        if gone.get_error() is None:
            self._sending[requestor.id, place] = sending

    def _send_more(self, window: int, place: int) -> None:
        """The next part; an empty one is the end."""
        if (found := self._sending.pop((window, place), None)) is None:
            return
        requestor, kind, rest = found
        requestor.change_property(place, kind, 8, bytes(rest[:PART_BYTES]))
        if rest:
            self._sending[window, place] = _Sending(requestor, kind, rest[PART_BYTES:])
        elif all(at[0] != window for at in self._sending):
            requestor.change_attributes(event_mask=0)


def _ignore_vanished_windows(error: object, request: object) -> None:
    """Whoever asks may go before it is answered."""


def _parted(framed: bytes) -> dict[str, memoryview]:
    end = framed.index(b"\n")
    rest = memoryview(framed)[end + 1 :]
    held: dict[str, memoryview] = {}
    for kind, length in json.loads(framed[:end]):
        held[kind], rest = rest[:length], rest[length:]
    return held


if __name__ == "__main__":
    wanted = _parted(sys.stdin.buffer.read())
    if os.fork():
        os._exit(0)  # whoever started us waits for us, and not for the one that stays
    try:
        keep(sys.argv[1], wanted)
    except Exception:
        sys.exit(1)  # the display went
