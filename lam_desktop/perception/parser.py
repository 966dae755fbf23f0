"""`LearnedScreenParser`: screenshot to elements, with a memory of the last screen.

Office screens hardly change between two looks. The parser compares the frame with the last one, runs
the detector over the changed part only, and reads only crops that it has not read before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lam_desktop.differences import changed_pieces, changed_regions
from lam_desktop.models_dir import find_models
from lam_desktop.neighbours import reading_order
from lam_desktop.perception.alike_icons import with_alike_icons
from lam_desktop.perception.areas import is_large, is_piece, with_areas
from lam_desktop.perception.cut_off import LARGEST_LETTER_PX, whole_text
from lam_desktop.perception.days import with_days
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.processing_detector import Proposal, Proposer
from lam_desktop.perception.doubles import without_doubles
from lam_desktop.perception.links import with_links
from lam_desktop.perception.ocr import NOTHING, Reading, TextReader
from lam_desktop.perception.scratch import give_back
from lam_desktop.perception.sizing import GRID_PX, Size, proposed, proposed_anew
from lam_desktop.perception.told_kinds import with_told_kinds
from lam_desktop.perception.whole_texts import with_whole_texts
from lam_desktop.perception.wide_buttons import with_wide_buttons
from lam_desktop.types import ENTRY_KINDS, Box, Element, ElementKind, Frame

SIZE_PX = 128
CONTEXT_PX = 128
"""The detector sees this much around a change; elements that reach beyond cause a full look."""
LARGEST_CHANGE = 0.35
"""Share of the screen from which a full look is cheaper."""
MOST_PATCHES = 20
"""After this many looks at changes the whole is looked at again: small differences add up."""
FREE = frozenset({"text", "link"})
"""Kinds that stand free: beside them lies no edge, and no neighbour so near as the next letter."""
TEXTLESS = frozenset({"checkbox", "radio", "window_control"})
LINES: frozenset[ElementKind] = frozenset({"list_item", "menu_item", "tab"})
"""Kinds that go over icons, radio buttons and the like, which are no words of theirs."""
SURE_LETTERS = 0.8
"""What is read in an icon's picture is mostly read with a lower probability, or has no letters."""
WRITTEN_IN = ENTRY_KINDS | {"cell"}
MOST_WRITTEN_IN = 2
"""Entries that what is typed, and what was typed before, lie in."""
ENTRY_PX, BORDER_PX = 64, 2
"""Only an entry of one line, at most so high, holds no other element; a change of its border may be more."""


@dataclass(eq=False, slots=True)
class _Sight:
    """Something seen in its place, and what it says once that was read."""

    proposal: Proposal
    reading: Reading | None = None
    read_at: Box | None = None
    """The area that was read, with what the box cuts off."""

    @property
    def box(self) -> Box:
        return self.proposal.box

    @property
    def element(self) -> Element:
        one, said = self.proposal, self.reading or NOTHING
        box = one.box
        if self.read_at is not None and "\n" in said.text:  # else its lines seem to lie half a line lower
            box = Box(box.x, self.read_at.y, box.w, self.read_at.h)
        return Element(
            box, one.kind, said.text, said.confidence, one.score, one.checked, said.letters, one.enabled
        )


class LearnedScreenParser:
    """Our detector's proposals with their texts. One instance serves one thread."""

    def __init__(self, detector: Proposer, reader: TextReader) -> None:
        self._detector = detector
        self._reader = reader
        self._last: Frame | None = None
        self._area = Box(0, 0, 0, 0)
        self._patches = 0
        self._size = Size()
        self._sights: list[_Sight] = []

    @classmethod
    def load(cls, models: Path | None = None, threads: int = 2) -> LearnedScreenParser:
        """The parser with the shipped weights; raises EnvironmentFault where they are missing."""
        place = models or find_models()
        return cls(DetectorEngine(place / "detector"), TextReader(threads=threads, models=place))

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        """Elements of `frame` in reading order; only those whose centre lies in `region`, if given."""
        screen = Box(0, 0, frame.shape[1], frame.shape[0])
        seen = self._look(frame, screen if region is None else region.intersection(screen))
        sights = [one for one in seen if region is None or region.contains(*one.box.center)]
        sights.sort(key=lambda one: reading_order(one.box))
        if self._read_new(frame, sights, seen) and self._patches == 0:
            give_back()  # all was seen anew: what that took is not needed until the next time
        # What is no text is no link: a spot of colour was taken for one.
        seen_so = (one.element for one in sights)
        said = with_told_kinds([one for one in seen_so if one.kind != "link" or one.text], frame)
        said = with_days(with_alike_icons(said, frame), frame)
        return without_doubles(sorted(said, key=lambda one: reading_order(one.box)))

    def forget(self) -> None:
        """Looks at everything anew the next time: a look at a change alone may have missed something."""
        self._last = None

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """Text inside `box`, its lines joined by newlines, and its mean confidence."""
        [reading] = self._reader.read(frame, [box])
        return reading.text, reading.confidence

    def _read_new(self, frame: Frame, sights: Sequence[_Sight], seen: Sequence[_Sight]) -> bool:
        """Reads what some sights, of all that are seen, have not been asked yet; whether there was any.

        The marks that lie in an entry are read first: those that say nothing are no words of it.
        """
        unread = [one for one in sights if one.reading is None and one.proposal.kind not in TEXTLESS]
        lines = [one for one in unread if one.proposal.kind in LINES]
        marks = [one for one in seen if _may_be_mark(one) and any(one.box.overlaps(row.box) for row in lines)]
        first = [one for one in unread if one.proposal.kind not in LINES]
        first += [
            one
            for one in marks
            if one.reading is None and one.proposal.kind not in TEXTLESS and one not in first
        ]
        self._read(frame, first)
        self._read(frame, lines, [one.box for one in marks if not _says_something(one)])
        return bool(unread)

    def _read(self, frame: Frame, sights: Sequence[_Sight], marks: Sequence[Box] = ()) -> None:
        areas = [_text_area(one.proposal, frame) for one in sights]
        for one, area, reading in zip(sights, areas, self._reader.read(frame, areas, marks), strict=True):
            one.reading, one.read_at = reading, area

    def _look(self, frame: Frame, region: Box) -> Sequence[_Sight]:
        """What there is in an area around `region`; where little changed, only that is looked at."""
        screen = Box(0, 0, frame.shape[1], frame.shape[0])
        last, self._last = self._last, frame
        known = last is not None and last.shape == frame.shape and self._area.union(region) == self._area
        if not known or last is None:
            self._area = _aligned(region.expanded(CONTEXT_PX), screen)
            return self._anew(frame)
        corner = self._area.x, self._area.y
        changes = [
            box.moved(*corner) for box in changed_regions(self._area.crop(last), self._area.crop(frame))
        ]
        if not changes:
            return self._sights
        if (
            sum(box.area for box in changes) > LARGEST_CHANGE * self._area.area
            or self._patches >= MOST_PATCHES
        ):
            return self._anew(frame)
        for change in changes:
            written = self._written_in(changed_pieces(last, frame, change))
            for one in written:
                one.reading = None
            if written:
                continue
            patched = self._patched(frame, change)
            if patched is None:
                return self._anew(frame)
            self._sights = patched
        self._patches += 1
        return self._sights

    def _written_in(self, pieces: Sequence[Box]) -> list[_Sight]:
        """Where each piece of a change lies within an entry or cell, and touches nothing else, those: what
        was written there is read, the rest stands. Empty where more may have changed."""
        touched: list[_Sight] = []
        for piece in pieces:
            over = [one for one in self._sights if one.box.overlaps(piece)]
            if not over or not all(_is_written_in(one.proposal, piece) for one in over):
                return []
            touched += [one for one in over if one not in touched]
            if len(touched) > MOST_WRITTEN_IN:
                return []  # a person writes in one place: the program has drawn it anew
        return touched

    def _anew(self, frame: Frame) -> Sequence[_Sight]:
        self._sights = self._propose(frame, self._area)
        self._patches = 0
        return self._sights

    def _propose(self, frame: Frame, area: Box) -> list[_Sight]:
        """The detector's proposals in an area, boxes in frame pixels, nothing read yet."""
        seen = area.crop(frame)
        if area == self._area:
            proposals, self._size = proposed_anew(seen, self._detector)
        else:
            proposals = proposed(seen, self._detector, self._size)
        told = _told(area, self._area)
        proposals = with_links(with_whole_texts(proposals, seen), seen)
        whole = with_areas(with_wide_buttons(proposals, seen, told), seen, told)
        if not set(whole) <= set(proposals):  # a paragraph that was proposed in pieces has links, too
            whole = with_links(whole, seen)
        return [_Sight(replace(one, box=one.box.moved(area.x, area.y))) for one in whole]

    def _patched(self, frame: Frame, change: Box) -> list[_Sight] | None:
        """What there is, what touches `change` seen anew; None where that is too much of the area."""
        touched = change
        for one in self._sights:  # an element is seen whole or not at all
            if one.box.overlaps(change):
                touched = touched.union(one.box)
        if touched.area > LARGEST_CHANGE * self._area.area:
            return None
        around = touched.expanded(round(CONTEXT_PX / self._size.factor))
        fresh = self._propose(frame, _aligned(around, self._area, self._size.grid))
        kept = [one for one in self._sights if not one.box.overlaps(touched)]
        taken = [one for one in fresh if one.box.overlaps(touched)]
        self._take_over(taken, change)
        # What was a piece of an area is none beside the area that is seen whole now.
        areas = [one.box for one in taken if is_large(one.proposal)]
        kept = [
            one
            for one in kept
            if not (is_large(one.proposal) and any(is_piece(one.box, box) for box in areas))
        ]
        # What grew beyond the stale area may lie over something kept: the fresh look wins.
        grown = [one.box for one in taken if one.box.intersection(touched) != one.box]
        kept = [one for one in kept if all(one.box.iou(box) < 0.3 for box in grown)]
        return kept + taken

    def _take_over(self, fresh: Sequence[_Sight], change: Box) -> None:
        """What stands where it stood, and has not changed, still says what it said."""
        known = {
            one.box: one for one in self._sights if not one.box.expanded(LARGEST_LETTER_PX).overlaps(change)
        }
        for one in fresh:
            before = known.get(one.box)
            if before is not None and before.proposal.kind == one.proposal.kind:
                one.reading, one.read_at = before.reading, before.read_at


def _may_be_mark(one: _Sight) -> bool:
    return one.proposal.kind == "icon" or one.proposal.kind in TEXTLESS


def _says_something(one: _Sight) -> bool:
    """Whether what was read in a mark is surely a letter, a figure or a sign that people type."""
    said = one.reading or NOTHING
    typed = (sign.isalnum() or sign.isascii() or unicodedata.category(sign) == "Sc" for sign in said.text)
    return said.confidence >= SURE_LETTERS and any(typed)


def _told(area: Box, of: Box) -> Box:
    """The part of a look at `area`, in its pixels, behind whose ends nothing goes on `of` what is seen."""
    left, top = int(area.x > of.x), int(area.y > of.y)
    right, bottom = area.w - int(area.right < of.right), area.h - int(area.bottom < of.bottom)
    return Box(left, top, right - left, bottom - top)


def _is_written_in(one: Proposal, change: Box) -> bool:
    """Whether a change lies within an entry, or cell, of one line that can be used."""
    within = one.box.h <= ENTRY_PX and one.box.holds(change, -BORDER_PX)
    return within and one.kind in WRITTEN_IN and one.enabled is not False


def _aligned(box: Box, bounds: Box, grid: int = GRID_PX) -> Box:
    """`box` within `bounds`, its corner on their grid: the detector's cells fall alike.

    Sizes are rounded up, as far as `bounds` go: every new size costs memory and a slower first look.
    """
    inside = box.intersection(bounds)
    x = bounds.x + (inside.x - bounds.x) // grid * grid
    y = bounds.y + (inside.y - bounds.y) // grid * grid
    w, h = (-(-length // SIZE_PX) * SIZE_PX for length in (inside.right - x, inside.bottom - y))
    return Box(x, y, min(w, bounds.right - x), min(h, bounds.bottom - y))


def _text_area(one: Proposal, frame: Frame) -> Box:
    """Where an element's text can be: without the arrow of combo boxes and the steppers of spin boxes, and
    with what its box cuts off of a text."""
    box = one.box
    if one.kind in FREE:
        return whole_text(frame, box)
    if one.kind in ("combo", "spin") and box.w > 2.5 * box.h:
        return Box(box.x, box.y, box.w - round(0.8 * box.h), box.h)
    return box
