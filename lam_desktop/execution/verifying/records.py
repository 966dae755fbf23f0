"""Whether a step brought up another record, from which the task then reads: other values beside the names.

What the demonstration's record said proves nothing about another one; that something else stands beside
«Invoice no.» than before does. The same as before means that the step had no effect, or that the record was
there already: which one, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.execution.verifying.effects import folded
from lam_desktop.tasks.provenance.labelled import UNNAMED, named
from lam_desktop.types import Box, DemonstratedStep, Frame, Observation, Verdict

LEAST_SHARE = 0.5
"""Share of the names beside which something else must stand now, of those that the screen still has."""
COVER_PX = 9
"""A black square of this side is no writing. One picture may be covered further than another: what stands
beside a name there is read otherwise for that alone."""


def another_record(shown: DemonstratedStep, before: Observation, after: Observation) -> Verdict | None:
    """Whether other values stand beside the names where some came in the demonstration; None: none did."""
    if shown.after is None or shown.before.frame.shape != shown.after.frame.shape:
        return None
    frames = shown.before.frame, shown.after.frame
    news = _news(_values(shown.before), _values(shown.after), *frames)
    came = [name for name, place in news.items() if not _covered(place, *frames)]
    if not came:
        return None
    has = _values(after)
    fresh = _news(_values(before), has, before.frame, after.frame)
    there = [name for name in came if name in has]
    other = [name for name in there if name in fresh]
    evidence: dict[str, object] = {"names": sorted(there), "other": sorted(other)}
    if not there:
        return None
    if len(other) < LEAST_SHARE * len(there):
        same = next(name for name in there if name not in other)
        return Verdict(False, f"Beside “{same}” stands the same as before this step.", evidence)
    return Verdict(
        True, f"Another record is shown: beside “{other[0]}” stands “{has[other[0]].said}”.", evidence
    )


@dataclass(frozen=True, slots=True)
class _Value:
    said: str
    box: Box


def _news(
    had: Mapping[str, _Value], has: Mapping[str, _Value], before: Frame, after: Frame
) -> dict[str, Box]:
    """The names, in order, beside which something else stands than before, and where that is.

    What looks as it did says what it did, however much of it is seen and however it is read.
    """
    places = {
        name: had[name].box.union(one.box) if name in had else one.box
        for name, one in has.items()
        if name not in had or had[name].said != one.said
    }
    if before.shape != after.shape:
        return places
    return {
        name: box for name, box in places.items() if not np.array_equal(box.crop(before), box.crop(after))
    }


def _covered(place: Box, before: Frame, after: Frame) -> bool:
    """Whether one of two pictures of a recording is black there where the other one is not."""
    parts = place.crop(before), place.crop(after)
    if not parts[0].size or not any(np.median(part) for part in parts):
        return False  # what is written on black ground moves its black, too
    one, other = map(_black, parts)
    return bool((one != other).any())


def _black(part: Frame) -> npt.NDArray[np.bool_]:
    """(h, w): what is black over more than any stroke of a letter, as what a recording covers of a secret."""
    black = np.asarray(~part.any(axis=2), np.uint8)
    square = np.ones((COVER_PX, COVER_PX), np.uint8)
    opened = cv2.morphologyEx(black, cv2.MORPH_OPEN, square, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(opened, np.bool_)


def _values(seen: Observation) -> dict[str, _Value]:
    """What stands beside each name of a screen; a name that stands there twice names nothing."""
    found: dict[str, _Value] = {}
    twice: set[str] = set()
    for one in seen.elements:
        if one.kind in UNNAMED or not one.text.strip():
            continue
        name = folded(named(one, seen.elements)[0])
        value = _Value(folded(one.text), one.box)
        if name in found and found[name].said != value.said:
            twice.add(name)
        if name:
            found[name] = value
    return {name: value for name, value in found.items() if name not in twice}
