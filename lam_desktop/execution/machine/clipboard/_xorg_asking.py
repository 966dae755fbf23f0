"""Asks the program that owns a selection of X11 what it holds, in one piece or in parts (ICCCM, 2)."""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import LamError

if TYPE_CHECKING:
    from Xlib.display import Display

MOST_BYTES = 16 << 20
"""So much is read of a selection, in all."""
MOST_KINDS = 400
"""Of a selection; each name costs a question to the server."""
SLICE_UNITS = 1 << 16
"""Of four bytes each: python-xlib copies what it has of a reply each time that more of it comes."""


class NotWhole(LamError):  # noqa: N818 - it says what the caller does not get
    """What the owner holds is more than was asked for, or was not there in time."""


@dataclass(frozen=True)
class Answer:
    """What the owner of a selection holds of one kind."""

    type: int
    """The atom of the type that the owner gives it; mostly the kind, but a text may be of another."""
    bits: int
    """Of one unit: 8, 16 or 32."""
    content: bytes
    """Its units, in this machine's order of bytes."""


class Asking:
    """One conversation with the owner of a selection, over in time. It reads its connection's events."""

    def __init__(self, connection: Display, selection: str, limit_s: float) -> None:
        """`limit_s`: for all questions together."""
        self._connection = connection
        self._selection, self._place, self._increment = (
            connection.intern_atom(name) for name in (selection, "LAM_CLIPBOARD", "INCR")
        )
        self._end = time.monotonic() + limit_s

    def kinds(self) -> tuple[str, ...]:
        """What the owner offers (TARGETS, ICCCM 2.6.2); nothing where nobody owns it, or it does not say.

        Raises `NotWhole` as `answer` does.
        """
        from Xlib import error

        offered = self.answer("TARGETS")
        names: list[str] = []
        if offered is not None and offered.bits == 32:
            for atom in memoryview(offered.content).cast("I")[:MOST_KINDS]:
                if time.monotonic() >= self._end:
                    raise NotWhole("The time was over before all kinds were named.")
                with contextlib.suppress(error.BadAtom):  # so 0, which some offer
                    names.append(self._connection.get_atom_name(atom))
        return tuple(names)

    def answer(self, kind: str, most_bytes: int = MOST_BYTES) -> Answer | None:
        """What the owner holds of a kind (ICCCM 2.2); None where nobody owns the selection, or refuses.

        Raises `NotWhole` where that is more than `most_bytes`, or the time is over.
        """
        from Xlib import X

        if time.monotonic() >= self._end:
            raise NotWhole(f"The time was over before «{kind}» was asked for.")
        if self._connection.get_selection_owner(self._selection) == X.NONE:
            return None
        window = self._connection.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        try:
            window.convert_selection(
                self._selection, self._connection.intern_atom(kind), self._place, X.CurrentTime
            )
            told = self._event(lambda one: one.type == X.SelectionNotify and one.requestor == window)
            head = self._head(window) if told.property != X.NONE else None
            if head is None:
                return None
            if head.property_type == self._increment:
                return self._parts(window, most_bytes)
            if head.bytes_after > most_bytes:
                raise NotWhole(f"«{kind}» is more than was asked for.")
            return Answer(head.property_type, head.format, self._content(window, head.bytes_after))
        finally:
            window.destroy()
            self._connection.flush()

    def _parts(self, window: Any, most_bytes: int) -> Answer:
        """What comes in parts (INCR, ICCCM 2.7.2): each is written once we have taken away the one before.

        What is too much is taken away, too, as long as there is time, for some owners (xclip) serve nobody
        else before all of it is gone.
        """
        from Xlib import X

        parts: list[bytes] = []
        got = 0
        window.delete_property(self._place)
        while True:
            self._event(lambda one: one.type == X.PropertyNotify and one.window == window)
            if (head := self._head(window)) is None:
                continue  # that was said of the part before, or of our taking it away
            got += head.bytes_after
            if got <= most_bytes:
                parts.append(self._content(window, head.bytes_after))
            window.delete_property(self._place)
            if not head.bytes_after:
                break
        if got > most_bytes:
            raise NotWhole("What came in parts is more than was asked for.")
        return Answer(head.property_type, head.format, b"".join(parts))

    def _head(self, window: Any) -> Any | None:
        """Type, format and length (`bytes_after`) of what lies in the property; None where nothing does."""
        from Xlib import X

        return window.get_property(self._place, X.AnyPropertyType, 0, 0)

    def _content(self, window: Any, length: int) -> bytes:
        from Xlib import X

        slices = (
            window.get_property(self._place, X.AnyPropertyType, at, SLICE_UNITS)
            for at in range(0, (length + 3) // 4, SLICE_UNITS)
        )
        return b"".join(bytes(found.value) for found in slices)

    def _event(self, wanted: Callable[[Any], bool]) -> Any:
        """The next event that is wanted. Raises `NotWhole` where none comes in time."""
        while (left := self._end - time.monotonic()) > 0:
            if not self._connection.pending_events():  # this also sends what is to be sent
                select.select([self._connection.fileno()], [], [], left)
            elif wanted(event := self._connection.next_event()):
                return event
        raise NotWhole("The owner did not answer in time.")
