"""Input on X11 through the RECORD extension: a passive copy of the device events, never in their way.

Requests that rebind keys travel in the same stream, so that a key code rebound just before it is pressed
(xdotool does so for characters that the layout lacks) is read as it was at that moment.
"""

from __future__ import annotations

import contextlib
import struct
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from recorder.errors import RecorderUserError
from recorder.events import KeyFacts
from recorder.inputs._base import InputBackend, RawInput
from recorder.inputs._xorg_keymap import Keymap
from recorder.inputs._xorg_xkb import read_map
from recorder.xorg_display import ms_since, open_display

if TYPE_CHECKING:
    from Xlib.display import Display

KEY_PRESS, KEY_RELEASE, BUTTON_PRESS, BUTTON_RELEASE, MOTION = 2, 3, 4, 5, 6
CHANGE_KEYBOARD_MAPPING = 100
FROM_SERVER, FROM_CLIENT, START_OF_DATA = 0, 1, 4
BUTTONS = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}
WHEEL = {4: (0, 1), 5: (0, -1), 6: (-1, 0), 7: (1, 0)}  # button -> dx, dy
START_TIMEOUT_S = 5.0
STOP_TIMEOUT_S = 3.0
MAX_LATE_MS = 30_000

_EVENT = struct.Struct("=BBHIIIIhhhhHBx")  # the 32 bytes of a core device event


class XorgInput(InputBackend):
    """Mouse and keyboard of one X display."""

    def __init__(self) -> None:
        self._control = open_display()
        if not self._control.has_extension("RECORD"):
            self._control.close()
            raise RecorderUserError(
                "The X server has no RECORD extension, without which input cannot be seen; enable it in"
                ' xorg.conf (Load "record").'
            )
        self._keymap = Keymap()
        self._own_changes: dict[tuple[int, int], float] = {}  # first, count -> time of a recorded rebinding
        self._last_ns = 0
        self._live = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._context: int | None = None
        self._data: Display | None = None

    def start(self, on_input: Callable[[RawInput], None], on_error: Callable[[BaseException], None]) -> None:
        self._read_keymap()
        self._on_input, self._on_error = on_input, on_error
        self._data = open_display()
        self._context = self._control.record_create_context(0, [_ALL_CLIENTS], [_ranges()])
        self._control.sync()
        self._thread = threading.Thread(target=self._run, name="xrecord", daemon=True)
        self._thread.start()
        if not self._live.wait(START_TIMEOUT_S):
            self.stop()
            raise RecorderUserError("The X server did not start to report input within 5 s; try again.")

    def stop(self) -> None:
        self._stopping = True
        if self._thread is not None:
            with contextlib.suppress(Exception):  # the display may be gone, which ends the thread as well
                self._control.record_disable_context(self._context)
                self._control.flush()
            self._thread.join(STOP_TIMEOUT_S)
            self._thread = None
        for connection in (self._data, self._control):
            with contextlib.suppress(Exception):
                if connection is not None:
                    connection.close()
        self._data = None

    def _run(self) -> None:
        try:
            assert self._data is not None
            _enable(self._data, self._context or 0, self._on_reply)
            if not self._stopping:
                raise RecorderUserError(_VANISHED)  # nobody but a server that shuts down ends it
        except BaseException as error:
            if not self._stopping:
                self._on_error(_vanished(error))
        finally:
            self._live.set()

    def _on_reply(self, category: int, payload: bytes) -> None:
        if category == START_OF_DATA:
            self._live.set()
        elif category == FROM_SERVER:
            self._notice_new_keymap()
            for at in range(0, len(payload) - 31, 32):
                raw = self._translate(payload[at : at + 32])
                if raw is not None:
                    self._on_input(raw)
        elif category == FROM_CLIENT and payload[:1] == bytes([CHANGE_KEYBOARD_MAPPING]):
            count, first, per_key = payload[1], payload[4], payload[5]
            total = count * per_key
            self._keymap.change(first, per_key, struct.unpack(f"={total}I", payload[8 : 8 + 4 * total]))
            self._own_changes[first, count] = time.monotonic()

    def _translate(self, event: bytes) -> RawInput | None:
        code, detail, _, server_ms, _, _, _, x, y, _, _, state, _ = _EVENT.unpack(event)
        kind = code & 0x7F
        t_ns = self._last_ns = max(self._last_ns, _stamp(server_ms, time.monotonic_ns()))
        modifiers = self._keymap.modifiers(state)
        if kind == MOTION:
            return RawInput(t_ns, "move", x, y, modifiers=modifiers)
        if kind in (KEY_PRESS, KEY_RELEASE):
            key: KeyFacts = self._keymap.key(detail, state)
            return RawInput(
                t_ns, "key_press" if kind == KEY_PRESS else "key_release", x, y, key=key, modifiers=modifiers
            )
        if detail in WHEEL:
            if kind == BUTTON_RELEASE:
                return None
            dx, dy = WHEEL[detail]
            return RawInput(t_ns, "scroll", x, y, dx=dx, dy=dy, modifiers=modifiers)
        button = BUTTONS.get(detail, f"button{detail}")
        return RawInput(
            t_ns, "press" if kind == BUTTON_PRESS else "release", x, y, button, modifiers=modifiers
        )

    def _read_keymap(self) -> None:
        info = self._control.display.info
        first, count = info.min_keycode, info.max_keycode - info.min_keycode + 1
        rows = self._control.get_keyboard_mapping(first, count)
        spoken = open_display()
        try:
            exact = read_map(spoken)
        finally:
            spoken.close()
        self._keymap.read({first + at: tuple(row) for at, row in enumerate(rows)}, exact)
        self._keymap.set_modifiers([list(row) for row in self._control.get_modifier_mapping()])

    def _notice_new_keymap(self) -> None:
        """Reads the map again when another layout was set; our stream already told of single rebindings."""
        from Xlib import X

        while self._control.pending_events():
            event: Any = self._control.next_event()
            if event.type != X.MappingNotify:
                continue
            known = self._own_changes.get((event.first_keycode, event.count), 0.0)
            if event.request == X.MappingPointer or time.monotonic() - known < 2.0:
                continue
            self._read_keymap()


def _enable(connection: Display, context: int, on_reply: Callable[[int, bytes], None]) -> None:
    """Blocks while the server sends recorded data; each reply goes to `on_reply` as category and payload."""
    from Xlib.ext import record

    class Enable(record.EnableContext):
        # The library's own parser costs a tenth of a millisecond a reply, too much for a fast mouse.
        def _parse_response(self, data: bytes) -> None:
            category = data[1]
            on_reply(category, bytes(data[32:]))
            if category == record.StartOfData:
                self.sequence_number = int.from_bytes(data[2:4], "little")
            if category == record.EndOfData:
                self._data = data  # the library's lock is for several readers; here is one
            else:
                self._display.sent_requests.insert(0, self)

    Enable(
        callback=lambda _: None,
        display=connection.display,
        opcode=connection.display.get_extension_major(record.extname),
        context=context,
    )


_ALL_CLIENTS = 3


def _ranges() -> dict[str, Any]:
    return {
        "core_requests": (CHANGE_KEYBOARD_MAPPING, CHANGE_KEYBOARD_MAPPING),
        "core_replies": (0, 0),
        "ext_requests": (0, 0, 0, 0),
        "ext_replies": (0, 0, 0, 0),
        "delivered_events": (0, 0),
        "device_events": (KEY_PRESS, MOTION),
        "errors": (0, 0),
        "client_started": False,
        "client_died": False,
    }


def _stamp(server_ms: int, now_ns: int) -> int:
    """When the server saw the event, in our clock.

    It stays right when we are woken late. A time that cannot be ours gives way to the time of arrival.
    """
    late_ms = ms_since(server_ms, now_ns)
    return now_ns - late_ms * 1_000_000 if late_ms < MAX_LATE_MS else now_ns


def _vanished(error: BaseException) -> BaseException:
    from Xlib import error as xerror

    if isinstance(error, xerror.ConnectionClosedError | OSError):
        return RecorderUserError(_VANISHED)
    return error


_VANISHED = "The display vanished while input was recorded; log in again and start again."
