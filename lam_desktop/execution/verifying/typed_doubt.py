"""A typed text that no look saw right: does the screen contradict it, or can nobody tell?

A reading contradicts where it is sure and the same in every cut. Where the letters are hard to read, or the
cuts disagree about each place that differs, the screen says neither that it is right nor that it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

from lam_desktop.execution.verifying.typed_text import Difference, Typed, differences, plain
from lam_desktop.tasks.limits import LEAST_CONFIDENCE, LEAST_FIGURE
from lam_desktop.types import Element


def cannot_be_told(typed: Typed, seen: Element, cuts: Iterable[str], in_field: bool) -> tuple[str, ...]:
    """How the place was read, each reading once, where they do not tell what stands there; else empty.

    `seen`: the text most like the typed one. `cuts`: what its place says in other cuts. `in_field`: it stands
    where it must be seen, so that it counts however little it is like the typed text.
    """
    readings = tuple(dict.fromkeys(text for text in (seen.text, *cuts) if plain(text)))
    read = [plain(text) for text in readings]
    if any(one in typed.others and one not in typed.wanted for one in read):
        return ()  # it reads as another value of the table
    if _is_hard_to_read(seen):
        alike = in_field or any(differences(wanted, one) for wanted in typed.wanted for one in read)
        return readings if alike else ()
    for wanted in typed.wanted:
        found = [_apart(wanted, one, in_field) for one in read]
        if len(found) < 2 or any(not one for one in found) or any(wanted in one for one in read):
            continue  # it reads as another text, or shows the text with something beside it
        if not frozenset.intersection(*(one for one in found if one is not None)):
            return readings
    return ()


def _apart(wanted: str, read: str, in_field: bool) -> frozenset[Difference] | None:
    """Where a reading differs; None where it is another text. Of a short one few letters are left alike."""
    found = differences(wanted, read)
    if found is None and in_field and len(wanted) == len(read):
        pairs = enumerate(zip(wanted, read, strict=True))
        found = frozenset(Difference(at, one, other) for at, (one, other) in pairs if one != other)
    return found


def _is_hard_to_read(seen: Element) -> bool:
    if len(seen.letters) == len(seen.text):
        pairs = zip(seen.text, seen.letters, strict=True)
        if any(sign.isdigit() and sure < LEAST_FIGURE for sign, sure in pairs):
            return True
    return seen.text_confidence < LEAST_CONFIDENCE
