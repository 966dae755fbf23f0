"""What may be the name of a task: one folder name, in any script, that every system can hold."""

from __future__ import annotations

import unicodedata

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.unseen_signs import TURNING

MAX_CHARACTERS = 80
MAX_BYTES = 240  # file systems end at 255 bytes of UTF-8
FORBIDDEN = '/\\<>:"|?*'  # separators, and what Windows refuses: a library may be carried there
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [device + digit for device in ("com", "lpt") for digit in "0123456789¹²³"]
)
# Bidirectional controls let a name pass for another one; the joiners that Indic and Persian need stay.
HIDDEN = frozenset("\u200b\u2060\ufeff" + TURNING)


def checked_name(name: str) -> str:
    """The name in composed form (same letters, same folder); raises `UsageError` saying why it is none."""
    if not name.strip():
        raise UsageError("A task needs a name; give it one word or a few, such as orders.")
    name = unicodedata.normalize("NFC", name)
    fault = _fault(name)
    if fault:
        raise UsageError(f"«{_shown(name)}» cannot be the name of a task: it {fault}; choose another name.")
    return name


def _fault(name: str) -> str:
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in HIDDEN for char in name):
        return "holds a character that cannot be seen"
    for char in FORBIDDEN:
        if char in name:
            return f"holds the character {char}"
    if name != name.strip():
        return "begins or ends with a space"
    if name.startswith("."):
        return "begins with a dot, which hides a folder"
    if name.startswith("-"):
        return "begins with a dash, which reads as an option"
    if name.endswith("."):
        return "ends with a dot"
    if name.split(".")[0].rstrip().casefold() in RESERVED:
        return "is reserved by Windows"
    if len(name) > MAX_CHARACTERS or len(name.encode()) > MAX_BYTES:
        return f"is longer than {MAX_CHARACTERS} letters"
    return ""


def _shown(name: str) -> str:
    """The name fit for one line of a terminal."""
    short = name if len(name) <= MAX_CHARACTERS else name[:MAX_CHARACTERS] + "…"
    plain = (char if char.isprintable() and char not in HIDDEN else "�" for char in short)
    return "".join(plain)
