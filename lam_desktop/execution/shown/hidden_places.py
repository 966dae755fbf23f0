"""What stood where a recording's pictures are black because of a secret: its sentence, with its name."""

from __future__ import annotations

from collections.abc import Iterable

from lam_desktop.tasks.step import Place
from lam_desktop.tasks.task import Task
from lam_desktop.types import Box, Element, Frame

PIECE = 0.6
"""Share of what is read of the rest of a text, around the black part, that lies within the text's box."""


def hidden_in(task: Task, recording: str) -> tuple[Place, ...]:
    """The places of secrets in a recording of the task, as a step names it."""
    places = [place for step in task.steps if step.value is not None for place in step.value.places]
    return tuple(
        one for one in places if one.hidden is not None and (one.recording or task.recording) == recording
    )


def with_hidden(
    elements: Iterable[Element], frame: Frame, places: Iterable[Place], origin: tuple[int, int]
) -> tuple[Element, ...]:
    """The elements, with the texts of places in the stead of what is read around a black part of them.

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
        rest = [one for one in found if one.text and _is_piece(one.box, box)]
        like = max(rest, key=lambda one: one.box.area, default=None)
        is_line = "\n" not in place.text
        whole = Element(box, like.kind if like is not None and is_line else "text", place.text)
        if whole not in found:  # two secrets in one text
            found = (*(one for one in found if not any(one is other for other in rest)), whole)
    return found


def _is_piece(one: Box, whole: Box) -> bool:
    return one.intersection(whole).area >= PIECE * one.area
