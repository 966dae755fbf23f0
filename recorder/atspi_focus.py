"""Prints one JSON line whenever the keyboard focus moves: {"t_ns": …, "password": …}.

Run by the system's own Python as a helper process, because `gi` exists there alone. Ends with its stdin.
"""

import json
import sys
import threading
import time


def main() -> int:
    """Listens until stdin closes; 3 where accessibility is not to be had."""
    try:
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, Gio, GLib
    except (ImportError, ValueError):
        return 3
    try:
        _switch_on(Gio, GLib)
    except GLib.Error:
        pass  # no session bus service; programs that always speak accessibility still do
    if Atspi.init() not in (0, 1):
        return 3

    def moved(event, *_):
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
    Atspi.event_main()
    return 0


def _switch_on(gio, glib) -> None:
    """Tells toolkits that somebody listens: Qt and Chromium stay silent otherwise."""
    bus = gio.bus_get_sync(gio.BusType.SESSION, None)
    value = glib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", glib.Variant("b", True)))
    bus.call_sync(
        "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value, None, 0, 2000, None
    )


def _end_with_stdin(atspi) -> None:
    sys.stdin.read()
    atspi.event_quit()


if __name__ == "__main__":
    sys.exit(main())
