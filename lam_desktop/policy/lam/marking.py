"""Which elements of a demonstrated screen show the row's values, and what they say for the present row."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from lam_desktop.policy.lam.joining import right_below
from lam_desktop.policy.lam.wording import plain_words, same_words, with_words
from lam_desktop.types import Element

LEAST_LETTERS, MOST_PLACES = 3, 3
"""From this length on, and so often at most, a demonstrated text stands for a value of the row."""
LEAST_BEGINNING = 2
"""Letters of a value that was cut off."""
LEAST_MISREAD, ALMOST, ALMOST_IN_LINE = 5, 0.84, 0.7
"""From this length on, and with this likeness (Ratcliff and Obershelp 1988), a text is a value misread; in
the target's line, where what names its record stands, with the lower one."""


def row_texts(elements: Sequence[Element], row: Mapping[str, str], target: int) -> dict[int, str]:
    """What elements that show the demonstrated row's values say for the present row.

    Texts too short, or seen too often, to be the row's own are left as they are; of several places those in
    the target's line count. Where nothing says a value exactly, what alone is almost it was misread: what is
    looked for is the present value, so that this confuses no record with another one. It may be broken into
    two lines. Last, it may be some words of a longer text, as the sender is in the entry of an e-mail, or its
    beginning in a cell too narrow.
    """
    found: dict[int, str] = {}
    for demonstrated, present in row.items():
        if len(demonstrated.strip()) < LEAST_LETTERS or not present.strip():
            continue
        places = {i: present for i, one in enumerate(elements) if same_words(one.text, demonstrated)}
        places = places or dict.fromkeys(_misread(elements, demonstrated, target), present)
        places = places or dict.fromkeys(_broken(elements, demonstrated), present)
        places = places or _within(elements, demonstrated, present, found)
        places = places or dict.fromkeys(_cut_off(elements, demonstrated), present)
        places = places or dict.fromkeys(_ended(elements, demonstrated, target), present)
        if len(places) <= MOST_PLACES:
            line = {i: text for i, text in places.items() if _in_line(elements[i], elements[target])}
            found.update(line or places)
    return found


def _in_line(one: Element, other: Element) -> bool:
    apart = abs(one.box.center[1] - other.box.center[1])
    return 2 * apart < max(one.box.h, other.box.h)


def _misread(elements: Sequence[Element], demonstrated: str, target: int) -> list[int]:
    """The one element that almost says it, if there is one; in the target's own line it may be read worse."""
    wanted = plain_words(demonstrated)
    if len(wanted) < LEAST_MISREAD:
        return []
    near = [i for i, one in enumerate(elements) if _almost(plain_words(one.text), wanted)]
    if not near:
        line = [i for i, one in enumerate(elements) if i != target and _in_line(one, elements[target])]
        near = [i for i in line if _almost(plain_words(elements[i].text), wanted, ALMOST_IN_LINE)]
    return near if len(near) == 1 else []


@functools.lru_cache(maxsize=1 << 10)
def _almost(read: str, wanted: str, least: float = ALMOST) -> bool:
    if abs(len(read) - len(wanted)) > len(wanted) // LEAST_MISREAD:
        return False
    matcher = SequenceMatcher(None, read, wanted, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def _broken(elements: Sequence[Element], demonstrated: str) -> list[int]:
    """The two elements, one right below the other, over which a cell too narrow has broken the value."""
    wanted = plain_words(demonstrated)
    parts = [(i, plain_words(one.text)) for i, one in enumerate(elements)]
    firsts = [
        i for i, read in parts if LEAST_BEGINNING <= len(read) < len(wanted) and wanted.startswith(read)
    ]
    lasts = [i for i, read in parts if LEAST_BEGINNING <= len(read) < len(wanted) and wanted.endswith(read)]
    pairs = [
        (i, j)
        for i in firsts
        for j in lasts
        if plain_words(f"{elements[i].text} {elements[j].text}") == wanted
        and right_below(elements[j].box, elements[i].box)
    ]
    return list(pairs[0]) if len(pairs) == 1 else []


def _cut_off(elements: Sequence[Element], demonstrated: str) -> list[int]:
    """Elements that say no more than how the value begins, with dots behind."""
    wanted = plain_words(demonstrated)
    found: list[int] = []
    for i, one in enumerate(elements):
        read = plain_words(one.text)
        begins = read.rstrip("….")
        if begins != read and LEAST_BEGINNING <= len(begins) < len(wanted) and wanted.startswith(begins):
            found.append(i)
    return found


def _ended(elements: Sequence[Element], demonstrated: str, target: int) -> list[int]:
    """The one element of the target's line that a cell too narrow ends, without dots, amid the value."""
    wanted = plain_words(demonstrated)
    found = [
        i
        for i, one in enumerate(elements)
        if i != target
        and _in_line(one, elements[target])
        and len(read := plain_words(one.text)) >= max(LEAST_MISREAD, len(wanted) / 2)
        and wanted.startswith(read)
    ]
    return found if len(found) == 1 else []


def _within(
    elements: Sequence[Element], demonstrated: str, present: str, found: Mapping[int, str]
) -> dict[int, str]:
    """Longer texts with these whole words, the present value in their place; several values may be in one."""
    made = {i: with_words(found.get(i, one.text), demonstrated, present) for i, one in enumerate(elements)}
    return {i: text for i, text in made.items() if text is not None}
