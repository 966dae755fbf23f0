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
        Atspi.event_main()
    return 0


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
