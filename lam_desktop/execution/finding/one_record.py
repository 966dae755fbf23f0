"""Whether a place that a person showed belongs to one record, and tells nothing of the next one.

The right control in the wrong record is the worst mistake. So all that may be of one record counts as that:
what stands in a line with a value of the row, what is there twice, what is called by a number, one of a list
that the demonstration calls otherwise. All of it is asked about, as if nobody had shown anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import cv2
import numpy as np

from lam_desktop.execution.screen.screen_texts import folded
from lam_desktop.neighbours import (
    LABELLED,
    is_level,
    is_over,
    label_of,
    list_around,
    name_beside,
    same_column,
)
from lam_desktop.types import (
    ENTRY_KINDS,
    LINE_KINDS,
    Box,
    DemonstratedStep,
    Element,
    ElementKind,
    Frame,
    Observation,
)

RENAMED: frozenset[ElementKind] = frozenset({"button", "icon", "tab", "window_control"})
"""Kinds of commands: only these may be called otherwise than in the demonstration. A text, an entry or a cell
that says something else is another record."""
LEAST_VALUE = 2
"""A shorter value of the row may stand in any text by chance."""
LEAST_HEAD = 3
"""Letters of what may be the head of a record: a shorter text is a mark that was misread."""
LIKE_IN_SIZE, LIKE_IN_LOOK, LOOK_PX = 1.25, 0.9, 24
"""Two wordless elements are twins that differ by this factor in size at most, and whose pictures, made so
many pixels wide and high, correlate so well at least."""


def tells_a_record(shown: DemonstratedStep, place: DemonstratedStep, values: Mapping[str, str]) -> str:
    """Why a place that a person showed for a demonstrated step tells nothing of other rows; empty: it may.

    `values`: demonstrated text of each of the row's values -> what stood for it when the place was shown.
    """
    demonstrated, target = shown.acted_on, place.acted_on
    if demonstrated is None or target is None:
        return "The step has no place of its own."
    if list_around(shown) is not None or list_around(place) is not None:
        return "It is an entry of an open list or menu."
    if is_tied(shown.before.elements, demonstrated, values.keys()):
        return "What the demonstration shows beside it names the row's record."
    if is_tied(place.before.elements, target, values.values()):
        return "What stands beside it names the row's record."
    entered = target.kind in ENTRY_KINDS and demonstrated.kind in ENTRY_KINDS
    if not entered and any(map(str.isdigit, target.text)):
        return "It is called by a number, which may be of one record."
    if not entered and name_of(target, place.before.elements) != name_of(demonstrated, shown.before.elements):
        if not {target.kind, demonstrated.kind} <= RENAMED:
            return "It says something else than in the demonstration, and may be another record."
        if _is_one_of_a_list(target, place.before.elements):
            return "It is one of several alike, and called otherwise than in the demonstration."
    if has_twin(target, place.before):
        return "The same is there twice on that screen."
    return ""


def another_record(
    place: DemonstratedStep, then_now: Mapping[str, str], screen: Observation, found: Box, now: Iterable[str]
) -> str:
    """Why what was found by such a place may be of another record than the row's; empty: it is not.

    `then_now`: what stood for each value when the place was shown -> what stands for it now; `now`: all
    values of the present row.
    """
    target = place.acted_on
    element = next((one for one in screen.elements if one.box == found), None)
    if target is None or element is None:
        return "It is no element of this screen."
    if name_of(element, screen.elements) != name_of(target, place.before.elements):
        return "It is called otherwise than what was shown."
    if is_tied(screen.elements, element, now):
        return "What stands beside it names a record."
    if has_twin(element, screen):
        return "The same is there twice."
    if _beside(screen.elements, element) - _beside(place.before.elements, target):
        return "Something stands beside it that did not when it was shown."
    was_field, over = _above(place.before.elements, target)
    is_field, over_now = _above(screen.elements, element)
    retold = _retold(over, then_now) if then_now else over
    if (was_field, folded(retold)) != (is_field, folded(over_now)):
        return "Something else stands above it than when it was shown."
    heads = {
        folded(_retold(one, then_now)) if then_now else folded(one) for one in _heads(place.before, target)
    }
    if {folded(one) for one in _heads(screen, element)} - heads:
        return "Something else stands above it than when it was shown."
    return _not_said(place.before.elements, then_now, screen.elements)


def is_tied(elements: Sequence[Element], target: Element, values: Iterable[str]) -> bool:
    """Whether the target, or what stands in its line, says one of the values. What was entered into fields
    belongs to a form, and names no record."""
    said = [one for one in values if len(one.strip()) >= LEAST_VALUE]
    entries = [one.box for one in elements if one.kind in ENTRY_KINDS]
    line = [
        one
        for one in elements
        if (is_level(one.box, target.box) or is_over(one.box, target.box))
        and not any(is_over(one.box, box) for box in entries)
    ]
    return any(is_said(one.text, value) for one in line for value in said)


def has_twin(target: Element, seen: Observation) -> bool:
    """Whether another element is called the same, or is a field without a name among others, or looks the
    same where neither has words."""
    others = [one for one in seen.elements if one is not target and not one.box.overlaps(target.box)]
    name = name_of(target, seen.elements)
    if target.kind in ENTRY_KINDS:
        fields = [one for one in others if one.kind in ENTRY_KINDS]
        return any(not name or name_of(one, seen.elements) == name for one in fields)
    if name:
        labels = [] if target.text.strip() else [label_of(target, seen.elements)]
        return any(folded(one.text) == name and one not in labels for one in others)
    return any(_looks_the_same(target.box, one.box, seen.frame) for one in others if not one.text.strip())


def name_of(element: Element, elements: Sequence[Element]) -> str:
    """What an element is called, folded: a field by what stands beside it, a mark by its label, everything
    else by what it says; empty for nothing."""
    return folded(_called(element, elements))


def _called(element: Element, elements: Sequence[Element]) -> str:
    """The same as it is written."""
    if element.kind in ENTRY_KINDS:
        return name_beside(element, elements)
    if not element.text.strip() and element.kind in LABELLED and element.kind != "icon":
        label = label_of(element, elements)
        return label.text if label is not None else ""
    return element.text


def is_said(text: str, value: str) -> bool:
    """Whether a text says a value as whole words, whatever the capitals."""
    return bool(value.strip()) and _words([value]).search(_plain(text)) is not None


def _beside(elements: Sequence[Element], target: Element) -> set[str]:
    """What else stands in its line, folded; what was entered into fields is not looked at."""
    line = [one for one in elements if one is not target and is_level(one.box, target.box)]
    entries = [one.box for one in elements if one.kind in ENTRY_KINDS]
    return {
        folded(one.text)
        for one in line
        if not is_over(one.box, target.box) and not any(is_over(one.box, box) for box in entries)
    } - {""}


def _above(elements: Sequence[Element], target: Element) -> tuple[bool, str]:
    """Whether the nearest thing above it is a field, and what that is called, as it is written: a card has a
    head, a form has fields."""
    over = [
        one
        for one in elements
        if same_column(one.box, target.box) and one.box.bottom <= target.box.center[1]
        and not one.box.overlaps(target.box)
    ]  # fmt: skip
    nearest = max(over, key=lambda one: (one.box.bottom, one.kind in ENTRY_KINDS), default=None)
    if nearest is None:
        return False, ""
    return nearest.kind in ENTRY_KINDS, _called(nearest, elements)


def _heads(seen: Observation, target: Element) -> list[str]:
    """The words that stand above it, however far: one of them may be the head of a record."""
    entries = [one.box for one in seen.elements if one.kind in ENTRY_KINDS]
    return [
        one.text
        for one in seen.elements
        if one.kind in LINE_KINDS
        and same_column(one.box, target.box)
        and one.box.bottom <= target.box.y
        and sum(map(str.isalpha, one.text)) >= LEAST_HEAD
        and not any(is_over(one.box, box) for box in entries)
    ]


def _not_said(then: Sequence[Element], then_now: Mapping[str, str], now: Sequence[Element]) -> str:
    """What named the row's record then, as a heading does, must name the present row's now."""
    here = {folded(one.text) for one in now}
    entries = [one.box for one in then if one.kind in ENTRY_KINDS]
    for one in then:
        if any(is_over(one.box, box) for box in entries):
            continue
        said = [value for value in then_now if len(value.strip()) >= LEAST_VALUE and is_said(one.text, value)]
        if said and folded(_retold(one.text, {value: then_now[value] for value in said})) not in here:
            return "What named the record then does not name this row's now."
    return ""


def _retold(text: str, then_now: Mapping[str, str]) -> str:
    """A text with what stands for its values now, all at once: one may say what another one said."""
    now = {folded(then): now for then, now in then_now.items()}
    return _words(then_now).sub(lambda found: now[folded(found[0])], _plain(text))


def _words(values: Iterable[str]) -> re.Pattern[str]:
    said = (r"\s*".join(map(re.escape, _plain(one).split())) for one in sorted(values, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_one_of_a_list(target: Element, elements: Sequence[Element]) -> bool:
    """Whether others of its kind and size stand above or below it, as the lines of a list do."""
    return any(
        one.kind == target.kind and same_column(one.box, target.box) and _as_large(one.box, target.box)
        for one in elements
        if one is not target and not one.box.overlaps(target.box)
    )


def _as_large(one: Box, other: Box) -> bool:
    wide = max(one.w, other.w) <= LIKE_IN_SIZE * min(one.w, other.w)
    return wide and max(one.h, other.h) <= LIKE_IN_SIZE * min(one.h, other.h)


def _looks_the_same(one: Box, other: Box, frame: Frame) -> bool:
    return _as_large(one, other) and looks_alike(one.crop(frame), other.crop(frame))


def looks_alike(one: Frame, other: Frame) -> bool:
    """Whether two pictures show the same, in whatever colours; RGB, of about the same size."""
    if not one.size or not other.size:
        return False
    first, second = _small(one), _small(other)
    if not first.any() or not second.any():
        return True  # one colour: nothing tells them apart
    return float((first * second).sum()) >= LIKE_IN_LOOK


def _small(picture: Frame) -> np.ndarray:
    """(LOOK_PX, LOOK_PX) float: grey, without its mean, of length 1; all 0 where it has one colour."""
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (LOOK_PX, LOOK_PX), interpolation=cv2.INTER_AREA).astype(np.float64)
    small -= small.mean()
    length = float(np.linalg.norm(small))
    return small / length if length > 1e-6 else small * 0
