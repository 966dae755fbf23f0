"""Whether a word on a picture is one that is masked: read with a letter wrong, cut off, or grown together."""

from __future__ import annotations

import functools
import unicodedata

PART = 4
"""So many letters of a word name it still where the rest is cut off or was read as a word of its own."""
BEGUN = 3
"""So many, where they are its first: somebody was typing it."""
ONE_WRONG, TWO_WRONG = 5, 9
"""Words from so many letters on are known with one, or two, of them read wrongly."""
_LOOKS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b", "β": "b", "ı": "l"})
"""Signs that recognisers take for each other, each as one of them."""


@functools.lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@functools.lru_cache(maxsize=65536)
def looks(text: str) -> str:
    """As it looks to a recogniser, which mistakes O for 0 and I for l."""
    return folded(text).translate(_LOOKS)


def is_word(token: str, word: str) -> bool:
    """Whether a token of a text is this word, or holds it."""
    seen, known = looks(token), looks(word)
    return seen == known or (len(known) > PART and known in seen)


def may_be_word(token: str, word: str) -> bool:
    """Whether a token that was read from a picture may be this word, or a part of it."""
    if is_word(token, word):
        return True
    seen, known = looks(token), looks(word)
    if len(seen) >= PART and seen in known:
        return True
    if len(seen) >= BEGUN and known.startswith(seen):
        return True
    wrong = (len(known) >= ONE_WRONG) + (len(known) >= TWO_WRONG)
    return abs(len(seen) - len(known)) <= wrong and _distance(seen, known) <= wrong


def _distance(one: str, other: str) -> int:
    """Letters to add, take away or change (Levenshtein)."""
    before = list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        now = [at]
        for to, against in enumerate(other, start=1):
            now.append(min(before[to] + 1, now[-1] + 1, before[to - 1] + (sign != against)))
        before = now
    return before[-1]
