"""Owns CLIPBOARD with a text from stdin until somebody else copies, or the display goes.

On X11 what was copied is asked of the program that copied it, each time: somebody has to live for that. The
text is in this process's memory alone. Usage: python _xorg_keeper.py DISPLAY < TEXT
"""

from __future__ import annotations

import os
import sys
from typing import Any

TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "TEXT")
LATIN = "STRING"
"""The only text that old programs know."""


def keep(display_name: str, text: str) -> None:
    """Says the number of the owning window on stdout, closes it, and answers whoever pastes."""
    from Xlib import X
    from Xlib.display import Display

    display = Display(display_name)
    clipboard = display.intern_atom("CLIPBOARD")
    window = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    window.set_selection_owner(clipboard, X.CurrentTime)
    display.sync()
    if display.get_selection_owner(clipboard) != window:
        return
    print(window.id, flush=True)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # nobody waits for the end of this process
    answers = _answers(display, text)
    while True:
        event: Any = display.next_event()
        if event.type == X.SelectionClear:
            return
        if event.type == X.SelectionRequest:
            _answer(display, event, answers)


def _answers(display: Any, text: str) -> dict[int, tuple[int, int, Any]]:
    """By target: the type, the bits of one unit, and the property that answers."""
    atom = display.intern_atom
    utf8 = atom("UTF8_STRING")
    known: dict[int, tuple[int, int, Any]] = {
        atom(name): (utf8 if name in ("UTF8_STRING", "TEXT") else atom(name), 8, text.encode("utf-8"))
        for name in TEXTS
    }
    known[atom(LATIN)] = atom(LATIN), 8, text.encode("latin-1", "replace")
    targets = atom("TARGETS")
    return known | {targets: (atom("ATOM"), 32, [targets, *known])}


def _answer(display: Any, event: Any, answers: dict[int, tuple[int, int, Any]]) -> None:
    from Xlib import X
    from Xlib.protocol import event as events

    place = event.property or event.target  # clients before ICCCM name none
    found = answers.get(event.target)
    if found is not None:
        kind, bits, value = found
        event.requestor.change_property(place, kind, bits, value)
    told = events.SelectionNotify(
        time=event.time, requestor=event.requestor, selection=event.selection, target=event.target,
        property=place if found is not None else X.NONE,
    )  # fmt: skip
    event.requestor.send_event(told)
    display.flush()


if __name__ == "__main__":
    wanted = sys.stdin.buffer.read().decode("utf-8")
    if os.fork():
        os._exit(0)  # whoever started us waits for us, and not for the one that stays
    try:
        keep(sys.argv[1], wanted)
    except Exception:
        sys.exit(1)  # the display went
