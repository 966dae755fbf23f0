"""Nothing that a task, a table or a screen says is a command to the terminal that it is shown in."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Generator, Iterable
from typing import Any, TextIO, cast

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control signs but for tab and the end of a line, and those that turn the direction of writing around."""
BACK = "\r"
"""The start of the line: a bar of progress is drawn over itself."""


def shown(text: str, allowed: str = "") -> str:
    """The text with such signs as they are written in source and JSON: to be seen, and doing nothing."""
    return _COMMANDS.sub(lambda found: found[0] if found[0] in allowed else f"\\u{ord(found[0]):04x}", text)


@contextlib.contextmanager
def plain_streams() -> Generator[None]:
    """Meanwhile stdout and stderr show such signs instead of passing them on."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = cast(TextIO, _Plain(before[0])), cast(TextIO, _Plain(before[1], BACK))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _Plain:
    """A text stream; all but what is written goes straight to the one below."""

    def __init__(self, stream: TextIO, allowed: str = "") -> None:
        self._stream, self._allowed = stream, allowed

    def write(self, text: str) -> int:
        """As a stream's `write`."""
        self._stream.write(shown(text, self._allowed))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """As a stream's `writelines`."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
