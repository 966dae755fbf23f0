"""Keeps a database's password out of what is told: drivers and servers may repeat what they got."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus, unquote

from lam_desktop.tasks.server_query import password_in

OF_URL = "the password"
PART = 4
"""From so many characters on it is cut out of the middle of words, too."""


def passwords_in(database: str) -> dict[str, str]:
    """A URL's password, as it is written there and as it is meant -> what it is called; empty for none."""
    written = password_in(database)
    return dict.fromkeys([written, unquote(written)], OF_URL) if written is not None else {}


def without_passwords(text: str, called: Mapping[str, str]) -> str:
    """The text with what each password is `called` in its place, however it is written."""
    forms = {
        form: f"«{name}»"
        for password, name in called.items()
        for form in (password, quote(password, safe=""), quote_plus(password), repr(password)[1:-1])
    }
    for form in sorted(forms, key=len, reverse=True):
        if len(form) >= PART:
            text = text.replace(form, forms[form])
        else:
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", lambda _, form=form: forms[form], text)
    return text
