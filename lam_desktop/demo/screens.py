"""What the demonstration needs of a desktop, virtual or the person's own."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from typing import Any, Protocol

from lam_desktop.types import Frame


class Screen(Protocol):
    """A desktop on which programs can be started and looked at."""

    display: str
    environment: dict[str, str]

    def start(
        self, *argv: str, extra: Mapping[str, str] | None = None, **popen: Any
    ) -> subprocess.Popen[Any]:
        """Starts a program there."""
        ...

    def stop(self, program: subprocess.Popen[Any]) -> None:
        """Ends a program that was started there."""
        ...

    def screenshot(self) -> Frame:
        """What is on the screen now."""
        ...
