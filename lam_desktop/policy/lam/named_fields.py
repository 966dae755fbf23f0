"""Whether a field that looks like the demonstrated one is called like another: forms change their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lam_desktop.neighbours import name_beside
from lam_desktop.types import ENTRY_KINDS, Element

LEAST_WORD = 3
"""Letters of a word by which a name is known."""


def is_called_like_another(
    sought: Element, before: Sequence[Element], found: Element, now: Sequence[Element]
) -> bool:
    """Whether the name of the field that was found is none of the demonstrated one's, but another field's.

    Another field of the demonstration was called so, or another one here is called as the demonstrated one
    was: then it is not renamed, but another one. False where a name is missing, or both share a word.
    """
    if not {sought.kind, found.kind} <= ENTRY_KINDS:
        return False
    then, here = _words(name_beside(sought, before)), _words(name_beside(found, now))
    if not then or not here or then & here:
        return False
    return any(here & one for one in _names(before, sought)) or any(then & one for one in _names(now, found))


def _names(elements: Sequence[Element], but: Element) -> list[frozenset[str]]:
    fields = [one for one in elements if one.kind in ENTRY_KINDS and one is not but]
    return [_words(name_beside(one, elements)) for one in fields]


def _words(name: str) -> frozenset[str]:
    found = re.findall(r"[^\W\d_]+", name.casefold())
    return frozenset(word for word in found if len(word) >= LEAST_WORD)
