"""Lines of text that were proposed in parts, as the wholes that they are.

Of a long line no cell of the detector sees both ends; its parts overlap or touch, often within a word, and
what they say ends in the middle of it. Where no gap wider than one between words lies at the seam, they are
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.ground import from_ground
from lam_desktop.perception.text_lines import runs
from lam_desktop.perception.told_kinds import is_framed
from lam_desktop.types import Box, ElementKind, Frame

LEAST_LEVEL = 0.7
"""Share of the higher part's height that both have in common."""
TOUCHING_PX = 1
"""Parts are at most so far from each other."""
WORD_GAP = 0.7
"""Heights of the line, of letters that are all as wide; a wider gap is between columns."""
INK, LEAST_LINE_PX = 40, 4
"""Grey levels, of 255, from the ground; and rows of a line of text with ink, at least."""
LARGER, WITHIN = 1.3, 0.9
"""A text is a piece of one that is so much larger, and holds so much of it."""
TORN: frozenset[ElementKind] = frozenset(
    {"button", "field", "combo", "spin", "list_item", "cell", "header", "tab", "menu_item"}
)
"""Kinds that say their own words alone: none lies over a part of a paragraph's lines."""
PARAGRAPH, TEARS, BESIDE_PX = 1.8, 0.6, 8
"""Heights of most texts of a paragraph; what tears one has so much of itself in it, and ends so far before
its ends."""
SAME_SHARE = 0.8
"""Share of the smaller part from which it lies within the other one, and adds nothing."""


def with_whole_texts(proposals: Sequence[Proposal], frame: Frame) -> list[Proposal]:
    """The proposals, the parts of each line of text made one; boxes in pixels of `frame` (H, W, 3)."""
    texts = sorted((one for one in proposals if one.kind == "text"), key=lambda one: one.box.x)
    whole: list[Proposal] = []
    near: list[int] = []
    for one in texts:
        near = [n for n in near if one.box.x <= whole[n].box.right + TOUCHING_PX]  # others have ended
        at = next((n for n in reversed(near) if _go_on(whole[n].box, one.box, frame)), None)
        if at is None:
            near.append(len(whole))
            whole.append(one)
        else:
            before = whole[at]
            whole[at] = replace(before, box=_joined(before.box, one.box), score=max(before.score, one.score))
    if len(whole) < len(texts):
        proposals = [*(one for one in proposals if one.kind != "text"), *whole]
    gone = {id(piece) for one in whole for piece in _pieces(one, whole)}
    line = float(np.median([one.box.h for one in whole])) if whole else 0.0
    for one in whole:
        if one.box.h >= PARAGRAPH * line:
            gone |= {id(other) for other in proposals if _tears(other, one, frame)}
    return [one for one in proposals if id(one) not in gone]


def _pieces(paragraph: Proposal, texts: Sequence[Proposal]) -> list[Proposal]:
    """Texts that are a piece of a surer, larger one: the end of its lines.

    Where several stand below each other in it, these are the lines, and none is a piece.
    """
    inside = [
        one
        for one in texts
        if paragraph.box.area > LARGER * one.box.area
        and paragraph.score >= one.score
        and paragraph.box.intersection(one.box).area >= WITHIN * one.box.area
    ]
    apart = any(a.box.bottom <= b.box.y for a in inside for b in inside)
    return [] if apart else inside


def _tears(one: Proposal, paragraph: Proposal, frame: Frame) -> bool:
    """Whether a proposal without a frame cuts through the lines of a paragraph that is surer."""
    box, whole = one.box, paragraph.box
    if one.kind not in TORN or one.score >= paragraph.score:
        return False
    if box.intersection(whole).area < TEARS * box.area:
        return False
    beside = max(box.x - whole.x, whole.right - box.right) >= BESIDE_PX
    within = max(box.y - whole.y, whole.bottom - box.bottom) >= BESIDE_PX
    inside = box.intersection(Box(0, 0, frame.shape[1], frame.shape[0])).crop(frame)
    if not (beside and within and inside.size):
        return False
    ground = float(np.median(cv2.cvtColor(np.ascontiguousarray(inside), cv2.COLOR_RGB2GRAY)))
    return not is_framed(box, frame, ground)


def _go_on(left: Box, right: Box, frame: Frame) -> bool:
    """Whether the text in one box goes on in the other, which begins behind its left edge and touches it."""
    level = min(left.bottom, right.bottom) - max(left.y, right.y)
    if level < max(1.0, LEAST_LEVEL * max(left.h, right.h)):
        return False
    height = min(left.h, right.h)
    around = Box(right.x - height, max(left.y, right.y), left.right - right.x + 2 * height, level)
    seam = around.intersection(left.union(right)).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if seam.w < 1 or seam.h < 1:
        return False
    inked: npt.NDArray[np.bool_] = from_ground(seam.crop(frame)) > INK
    if len(runs(np.any(inked, axis=1), gap=1, shortest=LEAST_LINE_PX)) > 1:
        return False  # paragraphs are no parts of a line
    ink = np.flatnonzero(inked.any(0))
    # What is blank before and behind the text is no gap, but for where it goes on.
    before = [-1] if seam.x > left.x else []
    behind = [seam.w] if seam.right < max(left.right, right.right) else []
    gaps = np.diff(np.concatenate((before, ink, behind)))
    return len(ink) > 1 and int(gaps.max()) - 1 <= WORD_GAP * height


def _joined(one: Box, other: Box) -> Box:
    """Both; where one lies within the other but for an edge, no higher than that other one."""
    smaller, larger = sorted((one, other), key=lambda box: box.area)
    whole = one.union(other)
    within = one.intersection(other).area >= SAME_SHARE * smaller.area
    return Box(whole.x, larger.y, whole.w, larger.h) if within else whole
