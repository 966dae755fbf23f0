"""Signs that nobody sees, and by which a text says something else than it shows, or commands a terminal."""

from __future__ import annotations

import unicodedata

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""By these a text is shown in another order than it has."""
WITHIN_A_HEADING = "\t\n\r"
"""Control signs that the name of a column may have: a spreadsheet program breaks its lines."""
HEADING_PATTERN = "^(?![\\s\\S]*[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ud800-\\udfff])"
"""Of JSON Schema: of what has no other ones."""


def has_control(text: str, allowed: str = "") -> bool:
    """Whether a control sign stands in the text, or half of a sign, but for those that are allowed."""
    return any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in allowed for sign in text)


def spelt(text: str) -> str:
    """The text with such signs as they are written in source: fit to be told."""
    return "".join(f"\\u{ord(sign):04x}" if sign in TURNING or has_control(sign) else sign for sign in text)
