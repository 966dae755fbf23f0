"""Releases what the agent holds down when its process dies without a word.

The X server keeps a key down whose sender is gone: a held Ctrl would turn the person's next letters into
commands. A helper process reads from a pipe what is held; when the pipe ends, it releases that.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterable

KEY, BUTTON, LENT = "key", "button", "lent"


class Guardian:
    """The agent's end of the pipe. A helper that cannot be started or has died is done without."""

    def __init__(self, display_name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, display_name],  # as a file: its package would import far more
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
        self._process.kill()  # it may still be starting, and has nothing left to do
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _tell(self, line: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(line)


def watch(lines: Iterable[bytes], display_name: str) -> None:
    """Follows what is held until the lines end; then releases what still is."""
    from Xlib.display import Display

    display = Display(display_name)
    held: dict[tuple[str, int], None] = {}
    for line in lines:
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
