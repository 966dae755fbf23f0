"""Keeps screen saver, lock and sleep away while a run is at work, and tells whether the screen is locked."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from lam_desktop.types import Window

LOCKERS = frozenset(
    {
        "i3lock", "slock", "xsecurelock", "xscreensaver", "light-locker", "gnome-screensaver", "xtrlock",
        "cinnamon-screensaver", "mate-screensaver", "xfce4-screensaver", "kscreenlocker_greet", "physlock",
    }
)  # fmt: skip
"""Classes and programs of windows that lock a screen."""
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
"""Services, and their objects, that are asked whether the screen is locked."""
ANSWER_S = 1.0
LOCKED = "The screen is locked, or its saver is on: unlock it, and go on."


@dataclass(frozen=True, slots=True)
class Awake:
    """What keeps the screen awake."""

    by: tuple[str, ...]
    """Their names; empty: nothing does."""


@contextlib.contextmanager
def kept_awake() -> Generator[Awake]:
    """Holds off saver, lock and sleep for as long as the block lasts, and no longer than this process lives.

    Raises nothing: a screen that may go dark is still one that can be worked on.
    """
    with contextlib.ExitStack() as stack:
        by: list[str] = []
        if service := stack.enter_context(_by_the_session()):
            by.append(service)
        if _is_xorg():
            from lam_desktop.execution.machine import _xorg_saver

            if stack.enter_context(_xorg_saver.held_off()):
                by.append("the X server")
        yield Awake(tuple(by))


def is_locked(windows: Iterable[Window] = ()) -> bool:
    """Whether the screen shows nothing to work on: it is locked, or its saver is on; False where unsure."""
    names = {name.casefold() for one in windows for name in (one.wm_class, one.process)}
    if names & LOCKERS:
        return True
    if not _is_xorg():
        return False
    from lam_desktop.execution.machine import _xorg_saver

    return _xorg_saver.is_on() or any(_says_active(*saver) for saver in SAVERS)


@contextlib.contextmanager
def _by_the_session() -> Generator[str]:
    """What the session is asked by: a D-Bus service, or the system's own call; empty where none takes it."""
    from wakepy import keep

    mode = keep.presenting(on_fail="pass")
    with contextlib.ExitStack() as stack:
        named = ""
        with contextlib.suppress(Exception):  # whatever a strange session answers, the run goes on
            entered = stack.enter_context(mode)
            named = entered.method.name if entered.active and entered.method is not None else ""
        yield named
        with contextlib.suppress(Exception):  # the session may have ended; what it held off ended with it
            stack.close()


def _says_active(service: str, place: str) -> bool:
    """Whether a saver on the session's bus says that it is at work."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    try:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import unwrap_msg

        with contextlib.closing(open_dbus_connection("SESSION")) as bus:
            asked = new_method_call(DBusAddress(place, service, service), "GetActive")
            answer = unwrap_msg(bus.send_and_get_reply(asked, timeout=ANSWER_S))
            return bool(answer[0])
    except Exception:  # no bus, no such service, no answer: nothing is known
        return False


def _is_xorg() -> bool:
    return sys.platform.startswith("linux") and bool(os.environ.get("DISPLAY"))
