"""Which kinds of what lies on the clipboard of X11 are kept, so that it can be put back."""

from __future__ import annotations

from types import MappingProxyType

from lam_desktop.execution.machine.clipboard._xorg_asking import MOST_BYTES, Asking, NotWhole
from lam_desktop.execution.machine.clipboard.persons import Held

TEXT = "UTF8_STRING"
KIN = ("text/plain;charset=utf-8", "text/plain", "STRING")
"""The same text: asked for only where `TEXT` is not offered, from which the helper makes them."""
FILES = (
    "text/uri-list", "x-special/gnome-copied-files", "x-special/nautilus-clipboard",
    "application/x-kde-cutselection",
)  # fmt: skip
RICH = ("text/html", "text/rtf", "application/rtf")
PICTURES = ("image/png", "image/svg+xml", "image/jpeg", "image/bmp", "image/tiff")
"""The last two are large. Many programs draw each of these when it is asked for, so they come last."""
NOT_OURS = "x-kde-passwordManagerHint"
"""With this a password manager marks what it lends for a moment: that must not come back."""


def held_by(asking: Asking) -> Held | None:
    """What the owner holds of the kinds above, 16 MB at most together; None where that is nothing, or it is a
    password manager's.

    Where something is missing, because it is too much or came too late, the rest counts only where it has a
    text or a picture: of files, say, the mark that they were cut tells nobody which.
    """
    found: dict[str, bytes] = {}
    whole = True
    try:
        offered = asking.kinds()
    except NotWhole:
        return None
    if NOT_OURS in offered:
        return None
    texts = (TEXT,) if TEXT in offered else KIN
    for kind in (*texts, *FILES, *RICH, *PICTURES):
        if kind not in offered:
            continue
        try:
            answer = asking.answer(kind, MOST_BYTES - sum(map(len, found.values())))
        except NotWhole:
            whole = False
            continue
        if answer is not None and answer.bits == 8:
            found[kind] = answer.content
    usable = whole or not found.keys().isdisjoint((*texts, *PICTURES))
    return MappingProxyType(found) if found and usable else None
