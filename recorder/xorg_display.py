"""Opens connections to the X server, and says in one sentence why that cannot work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from recorder.errors import RecorderUserError

if TYPE_CHECKING:
    from Xlib.display import Display


def open_display(name: str | None = None) -> Display:
    """A connection of its own to a display, $DISPLAY unless named; vanished windows are left to the caller.

    Raises `RecorderUserError` without a display, on one that refuses us, and on Wayland.
    """
    name = os.environ.get("DISPLAY", "") if name is None else name
    wayland = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        if wayland:
            raise RecorderUserError(_WAYLAND)
        raise RecorderUserError(
            "There is no display (DISPLAY is not set); start this from a desktop session, or under Xvfb."
        )
    from Xlib import display, error

    try:
        connection = display.Display(name)
    except (error.DisplayError, error.ConnectionClosedError, OSError, AssertionError, OverflowError) as fault:
        if wayland:
            raise RecorderUserError(_WAYLAND) from fault
        raise RecorderUserError(
            f"The display {name} cannot be opened ({str(fault).strip()}); check DISPLAY and XAUTHORITY."
        ) from fault
    connection.set_error_handler(_ignore_vanished_windows)
    if _is_xwayland(connection):
        connection.close()
        raise RecorderUserError(_WAYLAND)
    return connection


def ms_since(server_ms: int, now_ns: int) -> int:
    """Milliseconds from the time that the server stamped something with, to a time on our monotonic clock.

    A local X server stamps with the same clock, in milliseconds modulo 2**32; more than the caller can
    believe means that it is another machine's.
    """
    return (now_ns // 1_000_000 - server_ms) & 0xFFFFFFFF


def display_key() -> str:
    """Names the display for files shared between processes: ':7.0' and ':7' are one display."""
    name = os.environ.get("DISPLAY", "none")
    host, colon, number = name.rpartition(":")
    return f"{host}{colon}{number.split('.')[0]}".replace("/", "_")


def _is_xwayland(connection: Display) -> bool:
    """True for an X server that shows only the X programs of a Wayland desktop."""
    if connection.query_extension("XWAYLAND") is not None:
        return True
    # Servers before 23.1 do not name the extension, but their outputs.
    if not os.environ.get("WAYLAND_DISPLAY") or connection.query_extension("RANDR") is None:
        return False
    from Xlib.ext import randr

    resources = randr.get_screen_resources(connection.screen().root)
    stamp = resources.config_timestamp
    infos = (randr.get_output_info(connection, output, stamp) for output in resources.outputs)
    return any(str(info.name).startswith("XWAYLAND") for info in infos)


def _ignore_vanished_windows(error: object, request: object) -> None:
    """Windows close while we ask about them; whoever needs the answer sees it missing."""


_WAYLAND = (
    "This desktop runs on Wayland, which lets no program see the whole screen or the keyboard;"
    " log in again with an «Xorg» session."
)
