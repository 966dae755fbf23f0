"""What surrounds a task and may be otherwise another time: monitors, and what its programs were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recorder.regions import Rect


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor as the system knows it."""

    geometry: Rect  # x, y, w, h in physical screen pixels
    size_mm: tuple[int, int] | None = None  # as the monitor claims; None where it does not

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {"geometry": list(self.geometry), "size_mm": None if not self.size_mm else list(self.size_mm)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Monitor:
        """What `plain` made; raises KeyError, TypeError or ValueError for anything else."""
        x, y, w, h = (int(side) for side in plain["geometry"])
        size = plain["size_mm"]
        if size is None:
            return cls((x, y, w, h))
        width, height = (int(side) for side in size)
        return cls((x, y, w, h), (width, height))


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What a program was started as. Empty or None: not known."""

    path: str = ""  # its executable; an interpreter's, where the program is a script
    build: str = ""  # size and time of that file: another one means another version
    language: str = ""  # that it was told to speak, such as de_DE; 'C' for none
    scale: float | None = None  # that it was told to draw at
    release: str = ""  # package and version that it was installed as, such as 'gnucash 1:5.0-1'
    script: str = ""  # size and time of the script that an interpreter runs; where that lies is not kept

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            "path": self.path, "build": self.build, "language": self.language, "scale": self.scale,
            "release": self.release, "script": self.script,
        }  # fmt: skip

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> ProgramFacts:
        """What `plain` made; raises KeyError, TypeError or ValueError for anything else."""
        path, build, language = (str(plain[name]) for name in ("path", "build", "language"))
        scale = plain["scale"]
        release, script = (
            str(plain.get(name, "")) for name in ("release", "script")
        )  # later than the others
        return cls(path, build, language, None if scale is None else float(scale), release, script)
