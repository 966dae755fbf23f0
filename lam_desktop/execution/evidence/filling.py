"""`{name}` in a text of a check, replaced by the row's value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NAMED = re.compile(r"\{(\w+)\}")


def filled(text: str, values: Mapping[str, str], safe: Callable[[str], str] = str) -> str:
    """The text with its values, each made harmless by `safe`; braces around anything else stay."""
    return _NAMED.sub(lambda match: safe(values[match[1]]) if match[1] in values else match[0], text)
