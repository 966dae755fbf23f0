"""Nothing that a task, a table or a screen says is a command to the terminal that it is shown in."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, TextIO, cast

from lam_desktop.tasks.texts.unseen_signs import TURNING

_COMMANDS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{TURNING}]")
"""Control signs but for tab and the end of a line, and those that turn the direction of writing around."""
BACK = "\r"
"""The start of the line: a bar of progress is drawn over itself."""


def shown(text: str, allowed: str = "") -> str:
    """The text with such signs as they are written in source and JSON: to be seen, and doing nothing."""
    return _COMMANDS.sub(lambda found: found[0] if found[0] in allowed else f"\\u{ord(found[0]):04x}", text)


@contextlib.contextmanager
def plain_streams() -> Generator[None]:
    """Meanwhile stdout and stderr show such signs instead of passing them on."""
    before: tuple[TextIO | None, TextIO | None] = sys.stdout, sys.stderr
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        # Python has None for a stream that was closed before it began.
        sys.stdout = cast(TextIO, _Plain(before[0] or nowhere))
        sys.stderr = cast(TextIO, _Plain(before[1] or nowhere, BACK))
        try:
            yield
        finally:
            sys.stdout, sys.stderr = cast(tuple[TextIO, TextIO], before)


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
