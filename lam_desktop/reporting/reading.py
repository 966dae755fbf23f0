"""What a run has read from the screen, as its journal tells it, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lam_desktop.execution.runs.sureness import Sureness, sure_by_name


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """A value that was read from the screen, and how surely."""

    text: str
    sure: float | None = None
    """Mean probability of the letters of its text, of a row's value the least of that and its figures; None
    where a person said it, or an older journal does not tell."""
    figure: float | None = None
    """The least of its figures."""
    name: str = ""
    """Of a row's value."""


def read_by_name(ended: Mapping[str, Any]) -> tuple[ReadFacts, ...]:
    """The values of a row, of the entry with which it ended."""
    read, sure = ended.get("read"), sure_by_name(ended.get("sure"))
    told = read.items() if isinstance(read, dict) else ()
    return tuple(ReadFacts(str(text), sure.get(name), name=name) for name, text in told)


def read_of(reading: Mapping[str, Any]) -> ReadFacts:
    """One reading of a step."""
    sure, text = Sureness.read(reading), str(reading.get("read", ""))
    return ReadFacts(text) if sure is None else ReadFacts(text, sure.text, sure.figure)
