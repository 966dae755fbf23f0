"""The X server's own screen saver: held off for as long as a connection lives, and asked whether it is on."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from typing import Any

from Xlib import X
from Xlib.ext import screensaver
from Xlib.protocol import rq

from recorder.errors import RecorderUserError
from recorder.xorg_display import open_display

SHOWN = 1
"""State of a saver that is on; 0 is off, 3 disabled."""
HOLDING = (1, 1)
"""The extension's version from which on it can be held off."""


class _Suspend(rq.Request):
    """python-xlib has all requests of the extension but this one."""

    _request = rq.Struct(  # pyright: ignore[reportUnknownMemberType]
        rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card32("suspend")
    )


@contextlib.contextmanager
def held_off() -> Generator[bool]:
    """Holds the saver and the monitors' sleep off; whether that could be.

    The server forgets it with the connection, however that ends.
    """
    try:
        connection: Any = open_display()
    except RecorderUserError:
        yield False
        return
    try:
        yield _suspended(connection)
    finally:
        with contextlib.suppress(Exception):  # the display may be gone, and what was held off with it
            connection.close()


def is_on() -> bool:
    """Whether the saver covers the screen now; False where that is not to be known."""
    try:
        connection: Any = open_display()
    except RecorderUserError:
        return False
    try:
        if not connection.has_extension(screensaver.extname):
            return False
        root = connection.screen().root
        return bool(root.screensaver_query_info().state == SHOWN)
    except Exception:  # the display went away meanwhile, which others will say
        return False
    finally:
        with contextlib.suppress(Exception):
            connection.close()


def _suspended(connection: Any) -> bool:
    if not connection.has_extension(screensaver.extname):
        return False
    version = connection.screensaver_query_version()
    if (version.major_version, version.minor_version) < HOLDING:
        return False
    major = connection.display.get_extension_major(screensaver.extname)
    _Suspend(display=connection.display, opcode=major, suspend=1)
    connection.force_screen_saver(X.ScreenSaverReset)  # one that shows already goes, unless it locks
    connection.sync()
    return True
