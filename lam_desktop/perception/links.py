"""Links within running text: words in another colour than those beside them.

The detector proposes lines and paragraphs as wholes. What is clicked in one is a link of a few words, and a
click at the same share of another text's box would land anywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.text_lines import runs
from lam_desktop.types import Box, ElementKind, Frame

WITH_LINKS: frozenset[ElementKind] = frozenset({"text", "field", "list_item", "cell", "header"})
"""Kinds for which running text may be taken."""
BLUE = (185.0, 300.0)
"""Hues of links, degrees; other colours mark errors, or the words of a programming language."""
LEAST_CHROMA, MOST_PLAIN = 70, 40
"""Largest minus smallest channel of the mean colour of a word's letters: that of a link, and of plain ink."""
LEAST_PLAIN = 0.15
"""Share of plain ink in a text that holds a link; where all is coloured, the whole is one."""
WORD_GAP, LINK_GAP = 0.18, 0.6
"""Heights of a line between two words, and, at most, between two words of one link."""
UNDER, UNDER_PX, UNDERLINED = 0.35, 3, 0.9
"""Share of a line's height, from below, and pixels below it, where a word is underlined; the least share of
its width that is so. Words that are narrower than their line is high say nothing by it alone."""
SKIPPING = 0.6
"""The same share of a longer word beside it: browsers leave the line out around letters that go below it."""
LEAST_LINE_PX = 6
SAME_COLOUR = 60
LEAST_WIDTH, MOST_FILLED = 0.7, 0.6
"""Heights of its line that a link is wide at least; the share of its box that letters fill at most."""
EDGE_PX, EDGE_SHARE = 2, 0.85
"""A row or column with more ink than this is the edge of something."""
MOST_LINKS = 12
"""Of one text; more is a picture."""
DOUBLE_IOU = 0.5
PIECE, TIGHT = 0.85, 0.8
"""Share of a piece of a link that lies in the whole; share of a link's box that its words take at least: what
is clicked is its middle."""


def with_links(proposals: Sequence[Proposal], frame: Frame) -> list[Proposal]:
    """The proposals, and the links that lie within some of them; boxes in pixels of `frame` (H, W, 3).

    What was proposed as one link is as many as are underlined apart, without plain words beside them; and
    pieces of a link are none.
    """
    proposals = [part for one in proposals for part in _parted(one, frame)]
    found: list[Proposal] = []
    for one in proposals:
        if one.kind not in WITH_LINKS or not _is_coloured(one.box.crop(frame)):
            continue
        boxes = links_in(frame, one.box)
        if len(boxes) > MOST_LINKS:
            continue
        found += [
            Proposal(box, "link", one.score, None)
            for box in boxes
            if all(box.iou(other.box) < DOUBLE_IOU for other in (*proposals, *found))
        ]
    everything = [*proposals, *found]
    links = [one for one in everything if one.kind == "link"]
    pieces = {id(one) for one in links if any(_is_piece(one, other) for other in links)}
    return [one for one in everything if id(one) not in pieces]


def _parted(one: Proposal, frame: Frame) -> list[Proposal]:
    inside = one.box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if one.kind != "link" or inside.w < 8 or inside.h < 8:
        return [one]
    below = Box(inside.x, inside.y, inside.w, min(inside.h + UNDER_PX, frame.shape[0] - inside.y))
    words = _words(below.crop(frame))
    links = _grouped(words)
    if not words:
        return [one]
    if not links or len(links[0]) == len(words):
        hull = _around(words)
        return [replace(one, box=hull.moved(inside.x, inside.y)) if hull.w <= TIGHT * inside.w else one]
    return [replace(one, box=_around(link).moved(inside.x, inside.y)) for link in links if _is_written(link)]


def _is_piece(one: Proposal, whole: Proposal) -> bool:
    """Whether a link is a part of a larger one that is as sure."""
    common = one.box.intersection(whole.box).area
    return one.box.area < whole.box.area and one.score <= whole.score and common >= PIECE * one.box.area


def links_in(frame: Frame, box: Box) -> list[Box]:
    """Boxes of the links in a text, in pixels of `frame`; none where all of it has one colour."""
    inside = box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if inside.w < 8 or inside.h < 8:
        return []
    crop = inside.crop(frame)
    words = _words(crop)
    plain = sum(word.ink for word in words if word.chroma < MOST_PLAIN)
    if plain < LEAST_PLAIN * max(1, sum(word.ink for word in words)):
        return []
    return [_around(link).moved(inside.x, inside.y) for link in _grouped(words) if _is_written(link)]


def _grouped(words: Sequence[_Word]) -> list[list[_Word]]:
    """The words of each link, in order; none of plain ones."""
    found: list[list[_Word]] = []
    for word in words:
        if not word.is_link:
            continue
        last = found[-1][-1] if found else None
        if last is not None and last.goes_on(word):
            found[-1].append(word)
        else:
            found.append([word])
    return found


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters close together; pixels of the crop."""

    box: Box
    line: Box
    ink: int
    filled: float
    """Share of its box that is no ground."""
    colour: tuple[float, float, float]
    apart: bool
    """It is underlined, and the line does not go on to the word before, as it does within a link."""

    @property
    def chroma(self) -> float:
        return max(self.colour) - min(self.colour)

    @property
    def is_link(self) -> bool:
        if self.chroma < LEAST_CHROMA:
            return False
        red, green, blue = (channel / 255 for channel in self.colour)
        high, spread = max(red, green, blue), self.chroma / 255
        if high == blue:
            hue = 60 * ((red - green) / spread + 4)
        elif high == green:
            hue = 60 * ((blue - red) / spread + 2)
        else:
            hue = 60 * ((green - blue) / spread % 6)
        return BLUE[0] <= hue <= BLUE[1]

    def goes_on(self, other: _Word) -> bool:
        """Whether the other word is the next of the same link."""
        if other.apart:
            return False
        near = 0 <= other.box.x - self.box.right <= LINK_GAP * self.line.h
        alike = max(abs(a - b) for a, b in zip(self.colour, other.colour, strict=True)) <= SAME_COLOUR
        return self.line == other.line and near and alike


def _words(crop: Frame) -> list[_Word]:
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.int16)
    background = int(np.bincount(grey.ravel(), minlength=256).argmax())
    difference = np.abs(grey - background)
    ink = np.asarray(difference > max(24.0, 0.4 * float(np.percentile(difference, 99.5))), dtype=bool)
    everything = ink.copy()
    # Of a box too large, what lies beside the text fills whole rows or columns.
    ink[ink.mean(1) > EDGE_SHARE] = False
    tall = ink.sum(0) > EDGE_SHARE * max(1, int(ink.max(1).sum()))
    if len(runs(ink.max(1), gap=1, shortest=LEAST_LINE_PX)) == 1:
        letters = np.flatnonzero(~tall)  # of one line all stems are as high
        tall[letters[:1].sum() : letters[-1:].sum()] = False
    ink[:, tall] = False
    found: list[_Word] = []
    for top, bottom in runs(ink.max(1), gap=1, shortest=LEAST_LINE_PX):
        line = Box(0, top, crop.shape[1], bottom - top)
        for left, right in runs(ink[top:bottom].max(0), max(2, round(WORD_GAP * line.h)), 1):
            letters = ink[top:bottom, left:right]
            mean = crop[top:bottom, left:right][letters].mean(0)
            colour = float(mean[0]), float(mean[1]), float(mean[2])
            box = Box(left, top, right - left, bottom - top)
            filled = float(everything[top:bottom, left:right].mean())
            below = everything[bottom - round(UNDER * line.h) : bottom + UNDER_PX]
            rows = below[:, left:right].mean(1) >= UNDERLINED
            last = found[-1] if found and found[-1].line == line else None
            between = below[:, last.box.right : left] if last is not None else below[:, :0]
            is_sure = right - left >= line.h
            if last is not None and last.box.w >= line.h:
                # A narrow word is underlined as the one before is.
                before = below[:, last.box.x : last.box.right].mean(1) >= SKIPPING
                is_sure = is_sure or bool((rows & before).any())
            apart = bool(is_sure and rows.any() and not between[rows].all(1).any())
            found.append(_Word(box, line, int(letters.sum()), filled, colour, apart))
    return found


def _is_written(words: Sequence[_Word]) -> bool:
    """Whether it is letters: no sliver of an icon, and no word that is selected."""
    width = words[-1].box.right - words[0].box.x
    return width >= LEAST_WIDTH * words[0].line.h and all(word.filled <= MOST_FILLED for word in words)


def _around(words: Sequence[_Word]) -> Box:
    box = functools.reduce(Box.union, (word.box for word in words))
    return box.expanded(EDGE_PX)


def _is_coloured(crop: Frame) -> bool:
    """Whether any pixel is coloured as a link's letters may be: most texts are told by that alone."""
    if not crop.size:
        return False
    red, green, blue = cv2.split(np.ascontiguousarray(crop))
    return bool(((cv2.subtract(blue, cv2.min(red, green)) >= LEAST_CHROMA) & (blue >= green)).any())
