"""A reader of what somebody else may have written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lam_desktop.errors import LamUserError
from recorder.errors import RecorderUserError

REFUSED = (LamUserError, RecorderUserError)
"""How a file may be refused: with one sentence."""


@dataclass(frozen=True)
class Parser:
    """One kind of file."""

    read: Callable[[Path, bytes], object]
    """Reads it, as the product does, from an empty folder with this content; raises nothing but `REFUSED`."""
    sound: Callable[[], bytes]
    """One that is read."""

    def tried(self, content: bytes) -> bool:
        """Whether it is read; else it was refused with a sentence. Anything else is raised."""
        with TemporaryDirectory(prefix="lam-hostile-") as folder:
            try:
                self.read(Path(folder), content)
            except REFUSED as error:
                assert str(error).strip()
                return False
        return True
