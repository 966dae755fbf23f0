"""What the screen counts: of several alike, the one that a sentence tells by its number.

«Enter it into the 2nd textbox» was demonstrated on the second of three; where the sentence says «3rd», the
third is meant. What is counted in the demonstration, and a number of it is found again on the present screen
as anything else is: by the policy.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace

from lam_desktop.neighbours import is_over, same_column
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.choices import has_word
from lam_desktop.tasks.provenance.left_out import CLICKS
from lam_desktop.tasks.provenance.standing import running
from lam_desktop.tasks.step import Place, TaskStep, Value
from lam_desktop.tasks.texts.forms import COUNTED, YES_NO
from lam_desktop.tasks.texts.ordinals import LISTED, ordinals_in
from lam_desktop.tasks.texts.paragraphs import SENTENCE_WORDS, paragraphs
from lam_desktop.types import Box, Element, ElementKind

SAME_IOU = 0.5
"""Boxes of one element, found twice."""
SAME_SIZE = 0.12
"""Boxes of elements alike differ by this share at most."""
NEXT = 3.0
"""In their own widths and heights: neighbours lie at most so far apart from middle to middle."""
LEAST_FOUND, FAR = 3, 2.5
"""Of so many, one that lies so many times as far from the nearest as they mostly do is none of them."""
SAME_LINE = 0.5
"""In heights: what lies so far up or down at most stands in one line."""


def counted(
    step: TaskStep, earlier: Sequence[TaskStep], before: Callable[[TaskStep], Sequence[Element]]
) -> TaskStep:
    """The step with the number of its target read from the screen, where a sentence said it there.

    The step as it was where it is told otherwise already what is clicked, or the target is not the one that
    the number says; with a doubt where it has a state to end in, of which one demonstration tells one.
    `before` gives what stood on the screen before a step, in desktop pixels.
    """
    target = step.target
    if target is None or step.kind not in CLICKS or step.doubt:
        return step
    if step.value is not None and not (step.value.form == YES_NO and step.value.source == "constant"):
        return step
    for shown in (step, *earlier[-1:]):
        if shown.window != step.window:
            continue
        places, clear = _places(shown, step, before(step), paragraphs(before(shown)))
        if not places:
            continue
        said = places[0].span.of(places[0].text)
        stood = f"{quoted(said)} stood in {quoted(places[0].text)}"
        if step.value is not None:
            return replace(step, doubt=f"{stood}, but it stays the box that you clicked.")
        if not clear:
            return replace(step, doubt=f"{stood} beside other such numbers, so it stays what you clicked.")
        doubt = (
            f"{stood} and tells which one of several is clicked: it is read from there each time; where it is"
            " always the same one, remove the value."
        )
        return replace(step, value=Value("screen", "", said, COUNTED, places=places), doubt=doubt)
    return step


def kinds_counted(value: Value) -> frozenset[ElementKind]:
    """Of what the number of a value is one; empty where its text does not say so."""
    return next(
        (
            one.kinds
            for place in value.places
            for one in ordinals_in(place.text)
            if one.span == place.span
        ),
        frozenset[ElementKind](),
    )  # fmt: skip


def alike(
    elements: Sequence[Element], box: Box, kind: ElementKind, kinds: frozenset[ElementKind]
) -> tuple[list[Element], int | None]:
    """What counts as one of several with the element in `box`, in reading order, and its place among them.

    None where no element is there, rather one of its `kind`. Of lines in a table or list, what stands in
    their column, but no sentence; what was found twice counts once. An empty field may be taken for a button:
    what is empty, as large and in its line or column counts, too.
    """
    one = max(elements, key=lambda each: (round(each.box.iou(box), 2), each.kind == kind), default=None)
    if one is None or one.box.iou(box) < SAME_IOU:
        return [], None
    known = [other for other in elements if other.kind in kinds]
    found = [
        other
        for other in elements
        if other.kind in kinds
        or (_is_another(other, one) and any(_is_next_to(other.box, each.box) for each in (one, *known)))
    ]
    if kinds == LISTED:
        found = [
            other
            for other in found
            if other.kind == one.kind
            and same_column(other.box, box)
            and len(other.text.split()) < SENTENCE_WORDS
        ]
    apart: list[Element] = [one]
    for other in sorted(found, key=lambda each: -each.score):
        if not any(is_over(other.box, known.box) for known in apart):
            apart.append(other)
    ordered = _in_reading_order(_without_outliers(apart, one))
    return ordered, next(at for at, each in enumerate(ordered) if each is one)


def _is_another(other: Element, one: Element) -> bool:
    """Whether it looks like one more of them, whatever its kind."""
    across, down = abs(other.box.w - one.box.w) / one.box.w, abs(other.box.h - one.box.h) / one.box.h
    if max(across, down) > SAME_SIZE or other.text.strip() or other.kind == "text":
        return False
    in_line = abs(other.box.center[1] - one.box.center[1]) < SAME_LINE * one.box.h
    return in_line or same_column(other.box, one.box)


def _without_outliers(found: Sequence[Element], one: Element) -> list[Element]:
    """Those of them that lie among the others: the address of a page is a field, and none of its form."""
    if len(found) < LEAST_FOUND:
        return [*found]
    nearest = [
        min(math.dist(each.box.center, other.box.center) for other in found if other is not each)
        for each in found
    ]
    most = FAR * statistics.median(nearest)
    return [each for each, away in zip(found, nearest, strict=True) if away <= most or each is one]


def _is_next_to(one: Box, other: Box) -> bool:
    """Whether they may be neighbours in a line or column: what is far away, as in a window's bar, is none."""
    (x, y), (there_x, there_y) = one.center, other.center
    return abs(x - there_x) <= NEXT * other.w and abs(y - there_y) <= NEXT * other.h


def _places(
    shown: TaskStep, step: TaskStep, now: Sequence[Element], screen: Sequence[Element]
) -> tuple[tuple[Place, ...], bool]:
    """Where a sentence of a screen says the number that the target has on the screen of its click.

    And whether it says no other number of what the target is.

    On one screen, what stands behind a sentence counts from there on.
    """
    target = step.target
    if target is None:
        return (), True
    found: list[Place] = []
    clear = True
    for sentence in running(screen, (target.box,)):
        fitting = [one for one in ordinals_in(sentence.text) if target.kind in one.kinds]
        for said in fitting:
            number = said.span.of(sentence.text)
            label = target.label if target.label not in " ".join(sentence.text.split()) else ""
            if has_word(target.text, number) or has_word(label, number):
                continue  # a part of its name
            several, at = alike(now, target.box, target.kind, said.kinds)
            if at is None or several[at].kind != target.kind or len(several) < 2:
                continue
            before = [one for one in several if not _is_behind(one.box, sentence.box)]
            from_there = shown is step and _is_behind(several[at].box, sentence.box)
            if said.number != at + 1 - (len(before) if from_there else 0):
                continue
            if found and number != found[0].span.of(found[0].text):
                continue
            clear = clear and len(fitting) == 1
            place = Place(
                shown.demonstrated, sentence.box, sentence.text, said.span, recording=shown.recording
            )
            found.append(place)
    return tuple(found), clear


def _is_behind(box: Box, sentence: Box) -> bool:
    """Whether something stands behind a sentence, as one reads."""
    return box.center[1] > sentence.bottom or (box.center[1] > sentence.y and box.x >= sentence.right)


def _in_reading_order(elements: Sequence[Element]) -> list[Element]:
    """Line by line from above, each from the left."""
    left = sorted(elements, key=lambda one: one.box.center[1])
    ordered: list[Element] = []
    while left:
        first = left[0].box
        line = [one for one in left if one.box.center[1] - first.center[1] < SAME_LINE * first.h]
        ordered += sorted(line, key=lambda one: one.box.x)
        left = left[len(line) :]
    return ordered
