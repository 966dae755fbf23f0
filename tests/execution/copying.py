"""Programs that copy and paste on a virtual desktop, for tests of the clipboard."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lam_desktop.execution.machine.clipboard import open_board
from lam_desktop.execution.machine.clipboard.persons import Board
from lam_desktop.office.virtual import VirtualDesktop
from tests.execution.stage import wait_until

HERE = Path(__file__).parent


class Desk:
    """A desktop on which programs copy."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop

    def copy(self, data: str | bytes, kind: str = "UTF8_STRING") -> None:
        """As a program does that the person, or the agent, tells to copy."""
        data = data.encode() if isinstance(data, str) else data
        owner = self._desktop.start(
            "xclip", "-selection", "clipboard", "-t", kind, "-i", stdin=subprocess.PIPE
        )
        assert owner.stdin is not None
        owner.stdin.write(data)
        owner.stdin.close()
        owner.wait(10.0)  # its child owns it, but may come to that a little later
        wait_until(lambda: self.pasted(kind) == data)

    def pasted(self, kind: str = "UTF8_STRING") -> bytes:
        """As another program gets it."""
        command = ["xclip", "-selection", "clipboard", "-t", kind, "-o"]
        done = subprocess.run(
            command, env=self._desktop.environment, check=False, capture_output=True, timeout=10.0
        )
        return done.stdout

    @property
    def display(self) -> str:
        return self._desktop.display

    def copy_with_qt(self, held: Mapping[str, bytes]) -> None:
        """As a program of Qt does; `held` as `copier.py` says."""
        program = self._desktop.start(
            sys.executable, str(HERE / "copier.py"), "copy",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert program.stdin is not None and program.stdout is not None
        program.stdin.write(json.dumps({kind: _encoded(content) for kind, content in held.items()}).encode())
        program.stdin.close()
        assert program.stdout.readline() == b"copied\n"

    def pasted_with_qt(self, *kinds: str) -> dict[str, bytes]:
        """As a program of Qt gets them."""
        done = subprocess.run(
            [sys.executable, str(HERE / "copier.py"), "paste", *kinds],
            env=self._desktop.environment, check=True, capture_output=True, timeout=60.0,
        )  # fmt: skip
        return {kind: base64.b64decode(content) for kind, content in json.loads(done.stdout).items()}

    def own_badly(self, case: str) -> None:
        """As `bad_owner.py` does."""
        owner = self._desktop.start(sys.executable, str(HERE / "bad_owner.py"), case, stdout=subprocess.PIPE)
        assert owner.stdout is not None and owner.stdout.readline() == b"owns\n"


class Requestor:
    """Somebody who pastes in the single steps that ICCCM tells, and may stop or go in between."""

    def __init__(self, display: str) -> None:
        from Xlib import X
        from Xlib.display import Display

        self._display = Display(display)
        self._window = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self.atom = self._display.intern_atom
        self._place = self.atom("PASTED")

    def ask(self, kind: str) -> None:
        """Without waiting for the answer."""
        from Xlib import X

        self._window.convert_selection(self.atom("CLIPBOARD"), self.atom(kind), self._place, X.CurrentTime)
        self._display.sync()

    def answer(self, kind: str) -> Any:
        """The property that answers; it stays there."""
        self.ask(kind)
        return self.answered()

    def answered(self) -> Any:
        from Xlib import X

        while (event := self._event()).type != X.SelectionNotify:
            pass
        assert event.property != X.NONE
        return self._property()

    def part(self) -> bytes:
        """Takes away what lies there, and gets the next part; empty at the end."""
        from Xlib import X

        self._window.delete_property(self._place)
        while True:
            event = self._event()
            if event.type == X.PropertyNotify and event.state == X.PropertyNewValue:
                return self._property().value

    def rest(self) -> bytes:
        """All parts that are still to come."""
        return b"".join(iter(self.part, b""))

    def write(self, property_name: str, kind: str, values: list[int]) -> None:
        """Onto its own window."""
        self._window.change_property(self.atom(property_name), self.atom(kind), 32, values)

    def read(self, property_name: str) -> Any:
        from Xlib import X

        return self._window.get_full_property(self.atom(property_name), X.AnyPropertyType)

    def close(self) -> None:
        """Goes, with its window."""
        self._display.close()

    def _event(self) -> Any:
        wait_until(self._display.pending_events)
        return self._display.next_event()

    def _property(self) -> Any:
        from Xlib import X

        return self._window.get_full_property(self._place, X.AnyPropertyType, 1 << 20)


def opened() -> Board:
    board = open_board()
    assert board is not None
    return board


def keepers(display: str) -> dict[int, str]:
    """The helpers that own the clipboard of a display: their command lines by their numbers."""
    told = subprocess.run(
        ["ps", "axww", "-o", "pid,stat,args"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=2) for line in told.splitlines()]
    return {
        int(number): command for number, state, command in rows
        if command.endswith(f"_xorg_keeper.py {display}") and not state.startswith("Z")
    }  # fmt: skip


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
