"""Keeps a database's password out of what is told: drivers and servers may repeat what they got."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import unquote

from lam_desktop.tasks.task_yaml.server_query import password_in

OF_URL = "the password"
PART = 4
"""From so many characters on it is cut out of the middle of words, too."""


def passwords_in(database: str) -> dict[str, str]:
    """A URL's password, as it is written there and as it is meant -> what it is called; empty for none."""
    written = password_in(database)
    return dict.fromkeys([written, unquote(written)], OF_URL) if written is not None else {}


def without_passwords(text: str, called: Mapping[str, str]) -> str:
    """The text with what each password is `called` in its place, however it is written."""
    for password in sorted(called, key=len, reverse=True):
        name = f"«{called[password]}»"
        pattern = "".join(map(_written, password))
        alone = pattern if len(password) >= PART else rf"(?<!\w){pattern}(?!\w)"
        text = re.sub(alone, lambda _, name=name: name, text)
    return text


def _written(sign: str) -> str:
    """A pattern of one sign as it stands in a text, in quotes of Python and JSON, in bytes, and in a URL."""
    octets = sign.encode(errors="surrogatepass")
    in_url = "".join(f"%{octet:02x}" for octet in octets)
    quoted = (repr(sign)[1:-1], repr(octets)[2:-1], json.dumps(sign)[1:-1])
    ways = [re.escape(sign), *map(re.escape, quoted), f"(?i:{in_url})", *([r"\+"] if sign == " " else [])]
    quote = [rf"\\{sign}"] if sign in "'\"" else []
    return f"(?:{'|'.join(dict.fromkeys(sorted([*ways, *quote], key=len, reverse=True)))})"
