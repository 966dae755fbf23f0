"""How a run behaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Mode = Literal["ask", "watch", "auto"]


@dataclass(frozen=True)
class Settings:
    """What was chosen for it."""

    mode: Mode = "ask"
    wait_s: float = 20.0
    secrets: Mapping[str, str] | None = None
    keep_going: bool = False
    """Whether the next row is tried after one that did not end well."""
    again: bool = False
    """Whether rows are entered whose lines a table on the screen has already."""
    once_more: frozenset[int] = frozenset()
    """Data rows of which that is so alone."""

    @property
    def attended(self) -> bool:
        """Whether somebody is there who answers questions."""
        return self.mode != "auto"
