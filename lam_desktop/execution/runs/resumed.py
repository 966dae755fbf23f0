"""The runs that a run goes on from, each named by the journal of the one behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import Any, TypeVar

Told = TypeVar("Told", bound=list[dict[str, Any]])


def resumed_runs(folder: Path, begun: Mapping[str, Any], told: Callable[[Path], Told]) -> dict[str, Told]:
    """What is told of the runs that the one in `folder`, which began so, goes on from.

    By the names of their folders, which lie beside its own; the oldest first. `told`: a run's entries from
    `run_started` on; where there are none, neither is what it went on from.
    """
    found: dict[str, Told] = {}
    name, wanted = folder.name, _resumed(begun)
    while wanted and wanted < name:  # a journal may say anything: it never goes in circles
        entries = told(folder.parent / wanted)
        if not entries:
            break
        found[wanted] = entries
        name, wanted = wanted, _resumed(entries[0])
    return dict(reversed(found.items()))


def _resumed(begun: Mapping[str, Any]) -> str:
    """The name of the folder beside the run's own that it goes on from; empty for none."""
    name = PurePath(str(begun.get("resumes", ""))).name
    return "" if name == ".." else name
