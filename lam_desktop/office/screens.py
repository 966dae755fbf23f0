"""What programs and clerk need of a desktop: a virtual one, or the person's own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol

from lam_desktop.errors import EnvironmentFault
from lam_desktop.office.virtual import end_group
from lam_desktop.office.xdisplay import grab_display
from lam_desktop.types import Frame

LEAST = (1150, 760)
"""The order desk's larger window and its frame."""


class Screen(Protocol):
    """A desktop on which programs can be started and looked at."""

    display: str
    environment: dict[str, str]
    size: tuple[int, int]

    def start(
        self, *argv: str, extra: Mapping[str, str] | None = None, **popen: Any
    ) -> subprocess.Popen[Any]:
        """Starts a program there, in a process group of its own."""
        ...

    def stop(self, program: subprocess.Popen[Any]) -> None:
        """Ends a program that was started there."""
        ...

    def screenshot(self) -> Frame:
        """What is on the screen now."""
        ...

    def paint(self, colour: str) -> None:
        """Gives the bare desktop a colour, where it is ours."""
        ...


class OwnScreen:
    """The desktop that this process was started on; programs started on it end with the `with` block.

    Raises EnvironmentFault where there is none.
    """

    def __init__(self) -> None:
        self.display = os.environ.get("DISPLAY", "")
        if not self.display:
            raise EnvironmentFault(
                "There is no display to show this on: start it from a desktop, or leave out --show."
            )
        self.environment = dict(os.environ)
        height, width = self.screenshot().shape[:2]
        self.size = (width, height)
        if width < LEAST[0] or height < LEAST[1]:
            raise EnvironmentFault(
                f"This screen ({width}x{height}) is too small to show the demonstration, which needs "
                f"{LEAST[0]}x{LEAST[1]}: choose a larger resolution, or leave out --show."
            )
        self._programs: list[subprocess.Popen[Any]] = []

    def __enter__(self) -> OwnScreen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for program in reversed(self._programs):
            end_group(program)

    def start(
        self, *argv: str, extra: Mapping[str, str] | None = None, **popen: Any
    ) -> subprocess.Popen[Any]:
        """Starts a program there, in a process group of its own."""
        options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "start_new_session": True, **popen}
        program = subprocess.Popen(argv, env={**self.environment, **(extra or {})}, **options)
        self._programs.append(program)
        return program

    def stop(self, program: subprocess.Popen[Any]) -> None:
        """Ends a program that was started there."""
        end_group(program)
        self._programs.remove(program)

    def screenshot(self) -> Frame:
        """What is on the screen now."""
        return grab_display(self.display)

    def paint(self, colour: str) -> None:
        """Leaves the person's desktop as it is."""
