"""Does the screen show what was typed? Tolerant of reading errors, never of a wrong digit."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from lam_desktop.execution.effects import folded
from lam_desktop.execution.redrawn import changes
from lam_desktop.types import Box, Element, Frame

LEAST_ALIKE = 0.7
"""Share of letters that must agree; a good recogniser misses accents and punctuation, not most letters."""
LEAST_SHOWN = 0.4
"""A field too short for its text shows at least this share of it."""
LEAST_LONG = 12
"""Shorter texts fit into their fields: of those all must be seen, or a lost digit would pass."""
LOOKALIKES = frozenset({"0o", "0d", "1l", "1i", "1|", "1!", "2z", "5s", "6b", "8b", "9g", "0q", "7t"})


def shows(typed: str, seen: str) -> bool:
    """Whether `seen`, as read, can be a rendering of `typed`, whole or, where long, a part of it."""
    wanted, read = folded(typed), folded(seen)
    if not wanted:
        return True
    if not read:
        return False
    if wanted in read:
        return _digit_free_edges(wanted, read)
    if read in wanted and len(wanted) >= LEAST_LONG and len(read) >= LEAST_SHOWN * len(wanted):
        return True  # a field that scrolled
    window = _best_window(wanted, read)
    return _alike(wanted, window)


def read_back(
    typed: str, before: Frame, after: Frame, elements: Iterable[Element], window: Box | None
) -> tuple[bool, str]:
    """Whether an element on what changed shows `typed`; and what was read there, best first."""
    changed = changes(before, after, window)
    near = [one for one in elements if one.text and _touches(one.box, changed)]
    near.sort(key=lambda one: -_likeness(typed, one.text))
    if any(shows(typed, one.text) for one in near):
        return True, next(one.text for one in near if shows(typed, one.text))
    # A text may have been cut into several elements, or into several lines.
    together = " ".join(one.text for one in sorted(near, key=lambda one: (one.box.y, one.box.x)))
    if together and shows(typed, together):
        return True, together
    return False, near[0].text if near else ""


def _alike(wanted: str, read: str) -> bool:
    matcher = SequenceMatcher(None, wanted, read, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return False
    for what, a0, a1, b0, b1 in matcher.get_opcodes():
        if what != "equal" and not _harmless(wanted[a0:a1], read[b0:b1]):
            return False
    return True


def _harmless(wanted: str, read: str) -> bool:
    """Whether a difference changes no digit: `0` read as `o` is an error of reading, `3` as `8` is not."""
    if not any(letter.isdigit() for letter in wanted + read):
        return True
    if len(wanted) != len(read):
        return False
    for a, b in zip(wanted, read, strict=True):
        if (a.isdigit() or b.isdigit()) and a != b and not {a + b, b + a} & LOOKALIKES:
            return False
    return True


def _digit_free_edges(wanted: str, read: str) -> bool:
    """`12` in `312` is another number: digits must not go on beside the text."""
    at = read.find(wanted)
    while at >= 0:
        left, right = read[at - 1 : at], read[at + len(wanted) : at + len(wanted) + 1]
        free_left = not (wanted[0].isdigit() and left.isdigit())
        free_right = not (wanted[-1].isdigit() and right.isdigit())
        if free_left and free_right:
            return True
        at = read.find(wanted, at + 1)
    return False


def _best_window(wanted: str, read: str) -> str:
    """The part of `read` as long as `wanted` that resembles it most: labels may have been read along."""
    if len(read) <= len(wanted) + 2:
        return read
    matcher = SequenceMatcher(None, wanted, read, autojunk=False)
    block = matcher.find_longest_match()
    start = max(0, min(len(read) - len(wanted), block.b - block.a))
    return read[start : start + len(wanted)]


def _likeness(typed: str, seen: str) -> float:
    return SequenceMatcher(None, folded(typed), folded(seen), autojunk=False).ratio()


def _touches(box: Box, changed: Iterable[Box]) -> bool:
    return any(box.intersection(change).area for change in changed)
