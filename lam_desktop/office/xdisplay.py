"""One X display looked at from outside: its windows, its picture, its bare desktop."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import numpy as np

from lam_desktop.errors import EnvironmentFault
from lam_desktop.types import Box, Frame
from recorder.events import WindowFacts

POLL_S = 0.02
PLACING_LIMIT_S = 5.0
PLACING_POLL_S = 0.2
NEAR_PX = 40  # a frame and its title bar


def wait_for_window(
    display: str,
    wm_class: str = "",
    title: str = "",
    timeout_s: float = 20.0,
    program: subprocess.Popen[Any] | None = None,
) -> WindowFacts:
    """The topmost visible window of this class whose title contains `title`, as soon as there is one.

    Raises EnvironmentFault when none appears in time, or when `program`, which should open it, has ended.
    """
    from recorder.errors import RecorderUserError
    from recorder.windows._xorg import XorgWindows

    deadline = time.monotonic() + timeout_s
    try:
        windows = XorgWindows(display)
        try:
            while True:
                for facts in reversed(windows.all()):
                    if wm_class in ("", facts.wm_class) and title in facts.title:
                        return facts
                ended = program is not None and program.poll() is not None
                if ended or time.monotonic() > deadline:
                    break
                time.sleep(POLL_S)
        finally:
            windows.close()
    except RecorderUserError as fault:
        raise EnvironmentFault(str(fault)) from fault
    wanted = f"No window of class “{wm_class}” with “{title}” in its title appeared on display {display}"
    if program is not None and program.poll() is not None:
        raise EnvironmentFault(f"{wanted}: its program ended (exit {program.returncode}); see what it wrote.")
    raise EnvironmentFault(f"{wanted} within {timeout_s:g} s: see whether its program started.")


def iconify(display: str, window_id: int) -> None:
    """Puts a window away, as its minimise button does (ICCCM 4.1.4)."""
    from Xlib import X, Xutil
    from Xlib.display import Display
    from Xlib.protocol import event

    connection = Display(display)
    try:
        window = connection.create_resource_object("window", window_id)
        state = connection.intern_atom("WM_CHANGE_STATE")
        told = event.ClientMessage(
            window=window, client_type=state, data=(32, [Xutil.IconicState, 0, 0, 0, 0])
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        connection.screen().root.send_event(told, event_mask=mask)
        connection.sync()
    finally:
        connection.close()


def place_window(display: str, window_id: int, box: Box) -> None:
    """Asks that a window's client area take up this place; the window manager has the last word.

    It asks again for a while, as a window that has just opened may still be placed by others.
    """
    from Xlib import display as xdisplay

    deadline = time.monotonic() + PLACING_LIMIT_S
    connection = xdisplay.Display(display)
    try:
        window = connection.create_resource_object("window", window_id)
        while True:
            corner = window.translate_coords(connection.screen().root, 0, 0)
            if abs(corner.x + box.x) <= NEAR_PX and abs(corner.y + box.y) <= NEAR_PX:
                return
            if time.monotonic() > deadline:
                return
            window.configure(x=box.x, y=box.y, width=box.w, height=box.h)
            connection.sync()
            time.sleep(PLACING_POLL_S)
    finally:
        connection.close()


def resize_screen(display: str, width: int, height: int) -> None:
    """Gives the screen of a virtual display another size, at most the one that it was started with."""
    name = f"{width}x{height}"
    xrandr = ("xrandr", "-display", display)
    known = subprocess.run(xrandr, check=True, capture_output=True, text=True, timeout=10).stdout
    if f" {name} " not in known:  # a mode's times do not matter where there is no monitor
        line = (width, width + 8, width + 16, width + 24, height, height + 8, height + 16, height + 24)
        _run((*xrandr, "--newmode", name, "60", *map(str, line)))
        _run((*xrandr, "--addmode", "screen", name))
    _run((*xrandr, "--output", "screen", "--mode", name))


def _run(command: tuple[str, ...]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=10)


def grab_display(display: str) -> Frame:
    """What a display shows now, (height, width, 3) uint8 RGB; EnvironmentFault where it gives no picture."""
    import mss
    from mss.exception import ScreenShotError

    try:
        with mss.MSS(display=display) as grabber:
            shot = grabber.grab(grabber.monitors[0])
    except ScreenShotError as fault:
        raise EnvironmentFault(f"The display {display} gave no picture ({fault}); is it running?") from fault
    pixels = np.frombuffer(shot.bgra, dtype=np.uint8).reshape(shot.height, shot.width, 4)
    return np.ascontiguousarray(pixels[:, :, 2::-1])


def paint_desktop(name: str, colour: str) -> None:
    """Gives the bare desktop a colour, `#rrggbb`."""
    from Xlib import display

    connection = display.Display(name)
    try:
        root = connection.screen().root
        root.change_attributes(background_pixel=int(colour.removeprefix("#"), 16))
        root.clear_area()
        connection.sync()
    finally:
        connection.close()


def is_managed(name: str) -> bool:
    """Whether a window manager has announced itself: the root names a window that names itself."""
    from Xlib import display, error

    try:
        connection = display.Display(name)
    except (error.DisplayError, error.ConnectionClosedError):
        return False
    try:
        connection.set_error_handler(lambda *_: None)
        atom = connection.intern_atom("_NET_SUPPORTING_WM_CHECK")
        named = connection.screen().root.get_full_property(atom, 0)
        if named is None:
            return False
        check = connection.create_resource_object("window", named.value[0])
        itself = check.get_full_property(atom, 0)
        return itself is not None and itself.value[0] == named.value[0]
    except error.XError:
        return False
    finally:
        connection.close()
