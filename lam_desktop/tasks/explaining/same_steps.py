"""Whether steps of two tasks do the same on the same elements, and what one must be given for that."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lam_desktop.tasks.several.aligning import NEAR_PX, SAME_PX
from lam_desktop.tasks.step import POINTED, Target, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern
from lam_desktop.tasks.when import columns_in
from lam_desktop.types import ElementKind

Pair = tuple[TaskStep, TaskStep]
"""A step of the one task, and the one of the other that it may be."""
Given = tuple[tuple[str, str], ...]
"""Columns of the other task, each with its text, in which what the one knows stands in braces."""
STATES: frozenset[ElementKind] = frozenset({"field", "combo", "spin"})
"""Kinds of which the text is what they hold: only what stands beside them names them."""


def alike(one: TaskStep, other: TaskStep) -> bool:
    """Whether both do the same in the same window, wherever it is and whatever is typed, and neither kind nor
    words say that it is another element."""
    same = _what(one) == _what(other) and _same_window(one.window, other.window)
    return same and math.dist(_way(one), _way(other)) <= SAME_PX and not _told_apart(one, other)


def same_elements(pairs: Sequence[Pair]) -> bool:
    """Whether each pair that is `alike` acts on one element: they have the same words.

    What has none is known by where it stands from what has: a window may be elsewhere.
    """
    pointed = [(one, other) for one, other in pairs if one.kind in POINTED]
    if any(one.target is None or other.target is None for one, other in pointed):
        return False
    named: list[Pair] = []
    nameless: list[Pair] = []
    for one, other in pointed:
        (named if _words(one) and _words(other) else nameless).append((one, other))
    return all(
        any(_apart(pair, anchor) <= SAME_PX for anchor in named if anchor[0].window == pair[0].window)
        for pair in nameless
        if not _chosen_by_value(pair[0])
    )


def may_be_same_elements(pairs: Sequence[Pair]) -> bool:
    """The same of steps of which only the places are known: they lie alike within their windows."""
    first: dict[WindowName | None, Pair] = {}
    for one, other in pairs:
        if one.point is None or other.point is None:
            continue
        start, wanted = first.setdefault(one.window, (one, other))
        at, there = _from(start, one), _from(wanted, other)
        if at is None or there is None or math.dist(at, there) > NEAR_PX:
            return False
    return True


def given_for(ours: Value | None, theirs: Value | None) -> Given | None:
    """What the columns of the other task must say so that it enters what the one does; None where nothing
    makes that."""
    if ours is None or theirs is None:
        return () if ours is theirs else None
    if theirs.source == "row":
        return _columns_for(ours, theirs)
    if (ours.source, ours.is_secret) != (theirs.source, theirs.is_secret):
        return None
    match ours.source:
        case "constant":
            same = (ours.text, ours.form) == (theirs.text, theirs.form)
        case "computed":
            same = _made(ours) == _made(theirs)
        case "screen":
            same = (ours.form, ours.pattern) == (theirs.form, theirs.pattern)
        case _:  # what is copied, or kept as a secret, is as it is in each of them
            same = True
    return () if same else None


def _what(step: TaskStep) -> tuple[object, ...]:
    turned = step.scroll and tuple((notches > 0) - (notches < 0) for notches in step.scroll)
    return step.kind, step.keys, step.modifiers, step.button, turned


def _way(step: TaskStep) -> tuple[int, int]:
    """From where a drag begins to where it ends."""
    if step.point is None or step.end_point is None:
        return 0, 0
    return step.end_point[0] - step.point[0], step.end_point[1] - step.point[1]


def _same_window(one: WindowName | None, other: WindowName | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.wm_class == other.wm_class and (
        one.process == other.process or not (one.process and other.process)
    )


def _told_apart(one: TaskStep, other: TaskStep) -> bool:
    if one.target is None or other.target is None:
        return False
    words, wanted = _words(one), _words(other)
    return _kind(one) != _kind(other) or bool(words and wanted and not same_text(words, wanted))


def _kind(step: TaskStep) -> ElementKind | None:
    return None if step.target is None else step.target.kind


def _words(step: TaskStep) -> str:
    """What names the element, whatever it holds and whichever of several is chosen."""
    target = step.target
    if target is None:
        return ""
    if target.label:
        return target.label
    return "" if target.kind in STATES or _chosen_by_value(step) else target.text.strip()


def _chosen_by_value(step: TaskStep) -> bool:
    """Whether the value says which of several elements is meant; a check box has it for its state."""
    return step.value is not None and step.value.source != "constant" and _kind(step) != "checkbox"


def _apart(pair: Pair, anchor: Pair) -> float:
    """How much farther, or nearer, one element stands from an anchor than the other does."""
    one, other = (_between(start.target, step.target) for start, step in zip(anchor, pair, strict=True))
    return math.inf if one is None or other is None else math.dist(one, other)


def _between(start: Target | None, end: Target | None) -> tuple[int, int] | None:
    if start is None or end is None:
        return None
    (x, y), (to_x, to_y) = start.box.center, end.box.center
    return to_x - x, to_y - y


def _from(start: TaskStep, step: TaskStep) -> tuple[int, int] | None:
    if start.point is None or step.point is None:
        return None
    return step.point[0] - start.point[0], step.point[1] - start.point[1]


def _made(value: Value) -> tuple[object, ...]:
    return value.name, value.form, value.start, value.step, value.days


def _columns_for(ours: Value, theirs: Value) -> Given | None:
    """What each column that the other's value is made of must say."""
    if theirs.pattern is not None:
        made = ours.pattern
        if ours.source != "row" or made is None or _shape(made) != _shape(theirs.pattern):
            return None
        columns = zip(theirs.pattern.parts, made.parts, strict=True)
        return _whole([(wanted.column, _in_braces(known.column)) for wanted, known in columns])
    if theirs.form:
        alike = ours.source == "row" and (ours.form, ours.cell_form) == (theirs.form, theirs.cell_form)
        return _whole([(theirs.name, _in_braces(ours.name))]) if alike else None
    return _whole([(theirs.name, _text_for(ours))])


def _text_for(ours: Value) -> str | None:
    """What a column must say so that it is typed as it stands; None where no text says that."""
    if ours.form or ours.is_secret:
        return None
    match ours.source:
        case "row":
            return _in_braces(ours.name) if ours.pattern is None else str(ours.pattern)
        case "constant":
            plain = ours.text == ours.text.strip() != "" and not set("{}") & set(ours.text)
            return ours.text if plain else None
        case "screen":
            return _in_braces(ours.name) if ours.name and ours.pattern is None else None
        case _:
            return None


def _whole(given: Sequence[tuple[str, str | None]]) -> Given | None:
    """Each column once; None where one lacks its text, or would have to say two things."""
    found: dict[str, str] = {}
    for column, text in given:
        if text is None or found.setdefault(column, text) != text:
            return None
    return tuple(found.items())


def _in_braces(name: str) -> str | None:
    """The name as it stands in a text; None where it has signs that mean something there."""
    text = f"{{{name}}}"
    try:
        return text if columns_in(text) == (name,) else None
    except ValueError:
        return None


def _shape(pattern: Pattern) -> tuple[object, ...]:
    return tuple(one.transforms if isinstance(one, Part) else one for one in pattern.pieces)
