"""Releases what the agent holds down when its process dies without a word.

The X server keeps a key down whose sender is gone: a held Ctrl would turn the person's next letters into
commands. A helper process reads from a pipe what is held; when the pipe ends without a farewell, it releases
that.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterable

FAREWELL = b"bye\n"
KEY, BUTTON, LENT = "key", "button", "lent"
CLOSE_LIMIT_S = 2.0


class Guardian:
    """The agent's end of the pipe. A helper that cannot be started or has died is done without."""

    def __init__(self, display_name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, display_name],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # what ends us from the keyboard must not end the helper
        )

    def key(self, code: int, down: bool) -> None:
        """A key goes down, or has come up."""
        self._tell(f"{KEY} {code} {int(down)}\n".encode())

    def button(self, number: int, down: bool) -> None:
        """A mouse button goes down, or has come up."""
        self._tell(f"{BUTTON} {number} {int(down)}\n".encode())

    def lent(self, code: int, lent: bool) -> None:
        """A spare key was given a character, or was emptied."""
        self._tell(f"{LENT} {code} {int(lent)}\n".encode())

    def close(self) -> None:
        """Nothing is held any more; the helper ends."""
        self._tell(FAREWELL)
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSE_LIMIT_S)

    def _tell(self, line: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(line)


def watch(lines: Iterable[bytes], display_name: str) -> None:
    """Follows what is held until the lines end; then releases what still is, unless they said farewell."""
    from Xlib.display import Display

    display = Display(display_name)
    held: dict[tuple[str, int], None] = {}
    for line in lines:
        if line == FAREWELL:
            return
        kind, number, down = line.decode().split()
        if down == "1":
            held[kind, int(number)] = None
        else:
            held.pop((kind, int(number)), None)
    _release(display, held)


def _release(display: object, held: Iterable[tuple[str, int]]) -> None:
    from Xlib import X
    from Xlib.display import Display
    from Xlib.ext.xtest import fake_input

    assert isinstance(display, Display)
    for kind, number in held:
        if kind == LENT:
            display.change_keyboard_mapping(number, [[0]])
        else:
            fake_input(display, X.KeyRelease if kind == KEY else X.ButtonRelease, number)
    display.sync()


if __name__ == "__main__":
    watch(sys.stdin.buffer, sys.argv[1])
