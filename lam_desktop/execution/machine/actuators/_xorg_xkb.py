"""The two requests of the XKEYBOARD extension that python-xlib lacks: to be let in, and to lock modifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display

_CORE_KEYBOARD = 0x100


class LockedModifiers:
    """CapsLock and layout group of the whole keyboard, set without pressing a key."""

    def __init__(self, display: Display) -> None:
        from Xlib.protocol import rq

        class UseExtension(rq.ReplyRequest):
            _request = rq.Struct(
                rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("major"), rq.Card16("minor")
            )
            _reply = rq.Struct(
                rq.ReplyCode(), rq.Bool("supported"), rq.Card16("sequence_number"), rq.ReplyLength(),
                rq.Card16("major"), rq.Card16("minor"), rq.Pad(20),
            )  # fmt: skip

        class LatchLockState(rq.Request):
            _request = rq.Struct(
                rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card16("device"),
                rq.Card8("affected"), rq.Card8("locked"), rq.Bool("lock_group"), rq.Card8("group"),
                rq.Card8("affected_latches"), rq.Card8("latched"), rq.Pad(1), rq.Bool("latch_group"),
                rq.Card16("group_latch"),
            )  # fmt: skip

        self._display = display
        self._request = LatchLockState
        extension = display.query_extension("XKEYBOARD")
        self._opcode: int = extension.major_opcode if extension is not None else 0
        if self._opcode:
            UseExtension(display=display.display, opcode=self._opcode, major=1, minor=0)

    def set(self, affected: int, locked: int, group: int | None = None) -> None:
        """Locks or unlocks the modifiers in `affected`, and the group where one is given."""
        if not self._opcode:
            return
        self._request(
            display=self._display.display, opcode=self._opcode, device=_CORE_KEYBOARD,
            affected=affected, locked=locked, lock_group=group is not None, group=group or 0,
            affected_latches=0, latched=0, latch_group=False, group_latch=0,
        )  # fmt: skip
        self._display.sync()
