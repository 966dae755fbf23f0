"""Owns the clipboard badly: `python bad_owner.py CASE`, of `OFFERS`."""

from __future__ import annotations

import sys
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event as events

OFFERS = {
    "silent": (),
    "silent about html": ("UTF8_STRING", "text/html"),
    "silent about files": ("text/uri-list", "application/x-kde-cutselection"),
    "dies": ("UTF8_STRING", "text/html"),
    "endless": ("UTF8_STRING", "text/html"),
}
TEXT = b"said at once"
PART = b"-" * 200_000


def own(case: str) -> None:
    display = Display()
    atom = display.intern_atom
    window = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    window.set_selection_owner(atom("CLIPBOARD"), X.CurrentTime)
    display.sync()
    print("owns", flush=True)
    while True:
        event: Any = display.next_event()
        if event.type == X.SelectionClear:
            return
        if event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            event.window.change_property(event.atom, atom("text/html"), 8, PART)
            display.sync()
            if case == "dies":
                return
        if event.type != X.SelectionRequest:
            continue
        requestor, kind = event.requestor, display.get_atom_name(event.target)
        if kind == "TARGETS" and case != "silent":
            requestor.change_property(event.property, Xatom.ATOM, 32, [*map(atom, OFFERS[case])])
        elif kind in ("UTF8_STRING", "application/x-kde-cutselection"):
            requestor.change_property(event.property, event.target, 8, TEXT)
        elif kind == "text/html" and case in ("dies", "endless"):
            requestor.change_attributes(event_mask=X.PropertyChangeMask)
            requestor.change_property(event.property, atom("INCR"), 32, [1])
        else:
            continue
        told = events.SelectionNotify(
            time=event.time, requestor=requestor, selection=event.selection, target=event.target,
            property=event.property,
        )  # fmt: skip
        requestor.send_event(told)
        display.sync()


if __name__ == "__main__":
    own(sys.argv[1])
