"""The clipboard of Windows and macOS, through pyperclip. Untested: nobody has run it yet."""

from __future__ import annotations


def read_selection() -> str | None:
    """The text on the clipboard; None where there is none."""
    import pyperclip

    try:
        return pyperclip.paste() or None
    except pyperclip.PyperclipException:
        return None
