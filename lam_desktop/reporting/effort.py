"""Where the time of a run's rows went, and how long a practised clerk would take for the same.

The clerk is the keystroke-level model (Card, Moran and Newell 1980): so many seconds a key, for pointing, and
for making up one's mind before a click. All of it is computed from the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from lam_desktop.tasks.once import is_part

Entry = Mapping[str, Any]
KEY_S, POINT_S, MIND_S = 0.28, 1.1, 1.35
"""Of an average typist; pointing with a mouse; getting ready for a click."""
UNNAMED = 8
"""Keys of a text that the journal does not tell, a secret."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the rows that were done, from each one's start to its end."""

    looking: float = 0.0
    """Taking in the screen on which it then acted."""
    deciding: float = 0.0
    """The policy, on all looks."""
    acting: float = 0.0
    """Mouse and keyboard."""
    waiting: float = 0.0
    """For a screen to come, and for effects to be seen."""
    verifying: float = 0.0
    """Judging what came of it, and keeping its pictures."""
    asking: float = 0.0
    """Until a person answered."""
    rest: float = 0.0
    """Pauses, checks, and what no entry tells."""

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """Name and seconds of each part."""
        return tuple((one.name, getattr(self, one.name)) for one in fields(self))

    @property
    def whole(self) -> float:
        """All of it."""
        return sum(seconds for _, seconds in self.parts)


NOTHING = Spent()


@dataclass(frozen=True, slots=True)
class Effort:
    """The rows that were done: by the agent, and by a clerk."""

    rows: int = 0
    spent: Spent = NOTHING
    clerk_s: float = 0.0
    """By the keystroke-level model."""

    @property
    def pace(self) -> float | None:
        """How many times as fast as the clerk the agent is; None where nothing was done."""
        return self.clerk_s / self.spent.whole if self.rows and self.spent.whole else None

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        pace = self.pace
        return {
            "rows": self.rows, "clerk_s": round(self.clerk_s, 1),
            "pace": None if pace is None else round(pace, 2),
            "spent_s": {name: round(seconds, 1) for name, seconds in self.spent.parts},
        }  # fmt: skip


def effort_of(entries: Iterable[Entry]) -> Effort:
    """What the rows took that ended well; loading, and rows that did not end well, count for nothing."""
    rows, clerk, spent = 0, 0.0, dict[str, float]()
    for row in _rows(entries):
        ended = row[-1]
        if ended.get("kind") != "row_finished" or ended.get("status") != "done" or is_part(ended["row"]):
            continue
        rows += 1
        clerk += sum(_by_hand(one["action"]) for one in row if one["kind"] == "acting" and "action" in one)
        for name, seconds in _spent(row):
            spent[name] = spent.get(name, 0.0) + seconds
    return Effort(rows, Spent(**spent), clerk)


def _rows(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries of each row that was begun, from its start to its end."""
    found: list[list[Entry]] = []
    open_row = False
    for entry in entries:
        if entry["kind"] == "row_started":
            found.append([])
            open_row = True
        if open_row:
            found[-1].append(entry)
        open_row = open_row and entry["kind"] != "row_finished"
    return found


def _spent(row: Sequence[Entry]) -> list[tuple[str, float]]:
    """Each stretch between two entries, by what was done in it."""
    found: list[tuple[str, float]] = []
    for before, entry in pairwise(row):
        seconds = max(0.0, (_t_ns(entry) - _t_ns(before)) / 1e9)
        kind, last = entry["kind"], before["kind"]
        if kind == "decided":
            deciding = min(seconds, float(entry.get("decide_s", 0.0)))
            looked = "looking" if entry.get("ready") else "waiting"
            found += [("deciding", deciding), (looked, seconds - deciding)]
        elif kind == "answered":
            found.append(("asking", seconds))
        elif kind == "acted" or (kind == "acting" and last == "decided"):
            found.append(("acting", seconds))
        elif kind == "slower":
            found.append(("waiting", seconds))
        elif kind == "verified":
            told = sum(gone for name, gone in found[-1:] if name == "waiting" and last == "slower")
            waited = min(seconds, max(0.0, float(entry.get("waited_s", 0.0)) - told))
            found += [("waiting", waited), ("verifying", seconds - waited)]
        else:
            found.append(("rest", seconds))
    return found


def _t_ns(entry: Entry) -> int:
    value = entry.get("t_ns", 0)
    return value if isinstance(value, int) else 0


def _by_hand(action: Entry) -> float:
    """Seconds that a clerk takes for one action."""
    keys, text = action.get("keys") or (), str(action.get("text", ""))
    match action.get("type"):
        case "TypeText":
            return KEY_S * (UNNAMED if action.get("secret") else len(text))
        case "PressKeys":
            return KEY_S * len(keys)
        case "Click":
            return MIND_S + POINT_S
        case "Drag":
            return MIND_S + 2 * POINT_S
        case "Scroll":
            return POINT_S + KEY_S * (abs(int(action.get("dx", 0))) + abs(int(action.get("dy", 0))))
        case _:
            return 0.0
