"""What stood where a recording's pictures are black because of a secret: its sentence, with its name."""

from __future__ import annotations

from collections.abc import Iterable

from lam_desktop.tasks.task import Place, Task
from lam_desktop.types import Box, Element, Frame

SLACK_PX = 4
"""So far beside the text's box its pieces may lie that are read of what is left of it."""


def hidden_in(task: Task, recording: str) -> tuple[Place, ...]:
    """The places of secrets in a recording of the task, as a step names it."""
    places = [place for step in task.steps if step.value is not None for place in step.value.places]
    return tuple(
        one for one in places if one.hidden is not None and (one.recording or task.recording) == recording
    )


def with_hidden(
    elements: Iterable[Element], frame: Frame, places: Iterable[Place], origin: tuple[int, int]
) -> tuple[Element, ...]:
    """The elements, with the lines of places in the stead of what is read around a black part of them.

    `frame` lies at `origin` of the desktop, in whose pixels places are; elements are in frame pixels. A place
    that is not black in this picture changes nothing.
    """
    found = tuple(elements)
    for place in dict.fromkeys(places):
        if place.hidden is None:
            continue
        x, y = origin
        black, box = place.hidden.moved(-x, -y).crop(frame), place.box.moved(-x, -y)
        if not black.size or black.any() or not box.crop(frame).any():
            continue
        text, line = _line(place, box)
        rest = [one for one in found if one.text and line.holds(one.box, SLACK_PX)]
        like = max(rest, key=lambda one: one.box.area, default=None)
        whole = Element(line, like.kind if like is not None else "text", text)
        if whole not in found:  # two secrets in one line
            found = (*(one for one in found if not any(one is other for other in rest)), whole)
    return found


def _line(place: Place, box: Box) -> tuple[str, Box]:
    """The line of a place's text that says the secret, and where it stands, as `box` lies."""
    texts = place.text.split("\n")
    at = place.text.count("\n", 0, place.span.start)
    top, bottom = (box.y + round(n * box.h / len(texts)) for n in (at, at + 1))
    return texts[at], Box(box.x, top, box.w, bottom - top)
