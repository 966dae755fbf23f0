"""Where a row stood when its run broke off, as the journal tells it: verified steps, and the one at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lam_desktop.execution.runs.proof import MORE
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.tasks.step import Place
from lam_desktop.types import Box, Element, Observation, Window

Entry = Mapping[str, Any]
BEHIND = "behind"
"""`when` of the entry that a called task's record is there; its `step` is the last one of that task."""
SETTLED = frozenset({"already_so", "not_needed", "left_out"})
"""Entries of a step for which nothing had to be done."""


@dataclass(frozen=True, slots=True)
class Stood:
    """What the program showed just before an action."""

    window: int
    """The window at work, by its number: another X server may give another window the same."""
    size: tuple[int, int]
    """Its width and height, pixels."""
    lines: tuple[tuple[str, Box], ...]
    """The texts; boxes in pixels from the window's corner."""
    instance: str = ""
    """Which process the window is of; empty: not known."""

    @classmethod
    def seen(cls, program: Observation, window: Window, hidden: Sequence[Element]) -> Stood:
        """From a look at the program with this window at work (its box in frame pixels), without `hidden`."""
        box = window.box
        lines = [
            (one.text, one.box.moved(-box.x, -box.y))
            for one in program.elements
            if one.text.strip() and not any(one is other for other in hidden)
        ]
        return cls(window.window_id, (box.w, box.h), tuple(lines), window.instance)

    def is_of(self, window: Window) -> bool:
        """Whether this is surely the same window of the same process."""
        return bool(self.instance) and (self.window, self.instance) == (window.window_id, window.instance)

    @property
    def plain(self) -> dict[str, Any]:
        """As the journal writes it."""
        lines = [{"text": text, "box": [box.x, box.y, box.w, box.h]} for text, box in self.lines]
        return {
            "window": self.window, "size": list(self.size), "lines": lines, "instance": self.instance,
        }  # fmt: skip

    @classmethod
    def read(cls, told: Any) -> Stood | None:
        """From a journal; None where it says nothing of the kind."""
        try:
            width, height = told["size"]
            lines = tuple((str(one["text"]), Box(*one["box"])) for one in told["lines"])
            size = int(width), int(height)
            return cls(int(told["window"]), size, lines, str(told.get("instance", "")))
        except (AttributeError, TypeError, KeyError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """A value that was read from the screen."""

    shown: str
    """What stood there in the demonstration."""
    within: str
    """The whole text that it was a part of."""
    demonstrated: int | None
    """Index of the recording's step before which it stood there; None in journals that do not say it."""
    box: Box | None
    """Of that text, physical pixels of the recording's virtual desktop; None as above."""
    read: str
    recording: str = ""
    """Which recording that is; empty: the task's own."""
    call: int = 0
    """Number of the first step of the task that is called and has read it; 0: none."""
    sure: Sureness | None = None
    """How surely; None where the journal does not say it."""

    def is_of(self, place: Place) -> bool:
        """Whether that is what this place said."""
        if (self.shown, self.within) != (place.span.of(place.text), place.text):
            return False
        if self.box is None:
            return True
        told = self.recording, self.demonstrated, self.call
        return told == place.recorded and self.box == place.box


@dataclass(frozen=True, slots=True)
class BegunRow:
    """A row that did not come to its end."""

    row: int
    done: tuple[int, ...] = ()
    """Numbers of the steps that were verified, or for which nothing was to do."""
    at_work: int | None = None
    """The step that was acted for and not verified; None where nothing was under way."""
    typing: bool = False
    """Whether it was typing."""
    stood: Stood | None = None
    """What stood on the screen just before that; None where it was not written down."""
    readings: tuple[ReadBefore, ...] = field(default=())
    confirmed: tuple[tuple[str, int], ...] = ()
    """Called tasks whose checks found what they have stored, each with the number of its last step."""

    def sure(self, places: Iterable[Place]) -> dict[Place, Sureness]:
        """How surely that was read, of those places of which it is known."""
        return {place: one.sure for place in places for one in self.readings if one.is_of(place) and one.sure}

    def values(self, places: Sequence[Place]) -> dict[Place, str]:
        """What was read in these places; a place that two readings may be of is not among them."""
        found: dict[Place, str] = {}
        for place in places:
            texts = {one.read for one in self.readings if one.is_of(place)}
            same = [
                other
                for other in places
                if any(one.is_of(other) for one in self.readings if one.is_of(place))
            ]
            if len(texts) == 1 and same == [place]:
                found[place] = texts.pop()
        return found


def begun_row(entries: Sequence[Entry]) -> BegunRow | None:
    """The last row that a run began and did not end well; None where its last row ended well, or none acted.

    A row that went on from an earlier run's position is told from there.
    """
    starts = [at for at, one in enumerate(entries) if one.get("kind") == "row_started"]
    if not starts:
        return None
    row = entries[starts[-1]].get("row")
    found, acted = None, False
    if isinstance(row, int):
        found = BegunRow(row)
        for entry in entries[starts[-1] :]:
            if entry.get("row") != row:
                continue
            if entry.get("kind") == "row_finished" and entry.get("status") in ("done", "skipped"):
                return None
            acted = acted or entry.get("kind") in ("acting", "went_on")
            found = _after(found, entry)
    return found if acted else None


def row_told_by(entries: Sequence[Entry], row: int) -> BegunRow:
    """What a run tells of a row, whichever way it ended."""
    found = BegunRow(row)
    for entry in entries:
        if entry.get("row") == row:
            found = BegunRow(row) if entry.get("kind") == "row_started" else _after(found, entry)
    return found


def _after(begun: BegunRow, entry: Entry) -> BegunRow:
    """The row's state once an entry was written."""
    step, kind = entry.get("step"), entry.get("kind")
    if kind == "went_on":
        done = tuple(int(one) for one in entry.get("done", ()))
        readings = _merged(begun.readings, entry)
        return BegunRow(begun.row, done, readings=readings, confirmed=begun.confirmed)
    if not isinstance(step, int):
        return begun
    others = tuple(one for one in begun.done if one != step)
    if kind == "acting":
        action = entry.get("action")
        typing = isinstance(action, Mapping) and action.get("type") == "TypeText"
        readings = _merged(begun.readings, entry)
        stood = Stood.read(entry.get("stood"))
        return BegunRow(begun.row, others, step, typing, stood, readings, begun.confirmed)
    if kind == "decided" and entry.get("ready"):
        return replace(begun, readings=_merged(begun.readings, entry))
    if kind == "verified" and entry.get("ok") and (entry.get("evidence") or {}).get(MORE):
        return BegunRow(begun.row, others, readings=begun.readings, confirmed=begun.confirmed)
    if kind == "checked" and entry.get("ok") and entry.get("when") == BEHIND:
        return replace(begun, confirmed=(*begun.confirmed, (str(entry.get("task", "")), step)))
    if kind in SETTLED or (kind == "verified" and entry.get("ok")):
        done = (*others, step)
        return BegunRow(begun.row, done, readings=begun.readings, confirmed=begun.confirmed)
    return begun


def _merged(known: Sequence[ReadBefore], entry: Entry) -> tuple[ReadBefore, ...]:
    """What was read before, with what the entry tells in its place."""
    fresh = _readings(entry)
    places = {replace(one, read="", sure=None) for one in fresh}
    return (*(one for one in known if replace(one, read="", sure=None) not in places), *fresh)


def _readings(entry: Entry) -> tuple[ReadBefore, ...]:
    found: list[ReadBefore] = []
    for one in entry.get("readings", ()):
        at, box = one.get("demonstrated"), one.get("box")
        found.append(
            ReadBefore(
                str(one.get("shown", "")),
                str(one.get("in", "")),
                at if isinstance(at, int) else None,
                Box(*box) if box else None,
                str(one.get("read", "")),
                str(one.get("recording", "")),
                int(one.get("call", 0)),
                Sureness.read(one),
            )
        )
    return tuple(found)
