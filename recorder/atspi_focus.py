"""Prints one JSON line whenever the keyboard focus moves: {"t_ns": …, "password": …}.

Run by the system's own Python as a helper process, because `gi` exists there alone. Ends with its stdin, and
leaves accessibility switched on or off as it was.
"""

import contextlib
import json
import sys
import threading
import time
from collections.abc import Generator
from typing import Any

LOOK_LIMIT_S = 0.8
MOST_CHILDREN = 200


def main() -> int:
    """Listens until stdin closes; 3 where accessibility is not to be had."""
    try:
        import gi  # pyright: ignore[reportMissingImports]

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, Gio, GLib  # pyright: ignore[reportMissingImports]
    except (ImportError, ValueError):
        return 3
    with _switched_on(Gio, GLib):
        if Atspi.init() not in (0, 1):
            return 3

        def moved(event: Any, *_: Any) -> None:
            if event.detail1 != 1:
                return
            try:
                password = event.source.get_role() == Atspi.Role.PASSWORD_TEXT
            except GLib.Error:
                return
            print(json.dumps({"t_ns": time.monotonic_ns(), "password": password}), flush=True)

        listener = Atspi.EventListener.new(moved)
        listener.register("object:state-changed:focused")
        threading.Thread(target=_end_with_stdin, args=(Atspi,), daemon=True).start()
        print(json.dumps({"t_ns": time.monotonic_ns(), "password": None}), flush=True)
        begun_ns = time.monotonic_ns()
        if _has_password_focus(Atspi, GLib):  # from before we listened
            print(json.dumps({"t_ns": begun_ns, "password": True}), flush=True)
        Atspi.event_main()
    return 0


def _has_password_focus(atspi: Any, glib: Any) -> bool:
    """Whether a password field of an active window has the focus now, as far as that is told in time."""
    end_s = time.monotonic() + LOOK_LIMIT_S
    desktop = atspi.get_desktop(0)
    for program in range(desktop.get_child_count()):
        with contextlib.suppress(glib.Error, AttributeError):  # a program that ends, or does not answer
            windows = desktop.get_child_at_index(program)
            for at in range(windows.get_child_count()):
                window = windows.get_child_at_index(at)
                if not window.get_state_set().contains(atspi.StateType.ACTIVE):
                    continue
                waiting = [window]
                while waiting and time.monotonic() < end_s:
                    node = waiting.pop()
                    focused = node.get_state_set().contains(atspi.StateType.FOCUSED)
                    if focused and node.get_role() == atspi.Role.PASSWORD_TEXT:
                        return True
                    children = min(node.get_child_count(), MOST_CHILDREN)
                    waiting += [node.get_child_at_index(child) for child in range(children)]
    return False


@contextlib.contextmanager
def _switched_on(gio: Any, glib: Any) -> Generator[None]:
    """Tells toolkits that somebody listens: Qt and Chromium stay silent otherwise."""
    was_on = True
    # Without that service, programs that always speak accessibility still do.
    with contextlib.suppress(glib.Error):
        bus = gio.bus_get_sync(gio.BusType.SESSION, None)
        asked = glib.Variant("(ss)", ("org.a11y.Status", "IsEnabled"))
        was_on = bool(_call(gio, bus, "Get", asked).unpack()[0])
        if not was_on:
            _switch(gio, glib, bus, True)
    try:
        yield
    finally:
        if not was_on:
            with contextlib.suppress(glib.Error):
                _switch(gio, glib, gio.bus_get_sync(gio.BusType.SESSION, None), False)


def _switch(gio: Any, glib: Any, bus: Any, on: bool) -> None:
    value = glib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", glib.Variant("b", on)))
    _call(gio, bus, "Set", value)


def _call(gio: Any, bus: Any, method: str, arguments: Any) -> Any:
    return bus.call_sync(
        "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", method, arguments,
        None, gio.DBusCallFlags.NONE, 2000, None,
    )  # fmt: skip


def _end_with_stdin(atspi: Any) -> None:
    sys.stdin.read()
    atspi.event_quit()


if __name__ == "__main__":
    sys.exit(main())
