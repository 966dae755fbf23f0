"""When two texts say the same, although one was read from the screen."""

from __future__ import annotations

import difflib
import unicodedata

# The recogniser cannot tell these apart; NFKC does not unite them.
_TWINS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’‚‛´`ʼ", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        "。": ".",
        "、": ",",
    }
)
_LOOKS = dict(zip(map(ord, "АВЕКМНОРСТХУЅІЈаеорсхуѕіј"), "ABEKMHOPCTXYSIJaeopcxysij", strict=True))
"""Cyrillic letters that look like Latin ones."""
_LATIN_LOOKS = frozenset(map(chr, _LOOKS))
_CLOSE = 0.85  # «gift wrap» and «gift wraps» are, «net» and «nett price» are not


def same_text(one: str, other: str) -> bool:
    """Whether both say the same, apart from spaces, case, full-width forms and look-alike punctuation, and
    from the script of what looks the same in Cyrillic and Latin letters.

    That is what text recognition loses. Letters and digits must all be there: «Sorenson» is not
    «Sorensen», and 1 is never l or 7.
    """
    return folded(one) == folded(other)


def folded(text: str) -> str:
    """What two texts that say the same have in common."""
    composed = as_seen(unicodedata.normalize("NFKC", text).translate(_TWINS)).casefold()
    return unicodedata.normalize("NFKC", "".join(composed.split()))


def as_seen(text: str) -> str:
    """A text in Latin letters where nobody can see that some are Cyrillic, as in «АВС 12»."""
    if text.isascii():
        return text
    letters = (each for each in text if each.isalpha())
    return text.translate(_LOOKS) if all(one in _LATIN_LOOKS or one.isascii() for one in letters) else text


def resembles(name: str, label: str) -> bool:
    """Whether a column's name and a label on the screen mean the same thing: `gift_wrap`, «Gift wrap:»."""
    one, other = _letters(name), _letters(label)
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if short == long or (short in long and _says_enough(short)):
        return True
    return difflib.SequenceMatcher(None, one, other).ratio() >= _CLOSE


def _letters(text: str) -> str:
    return "".join(char for char in folded(text) if char.isalnum())


def _says_enough(part: str) -> bool:
    """Two ideographs make a word; of letters it takes four not to lie within a word by chance."""
    return len(part) >= (2 if all(unicodedata.category(char) == "Lo" for char in part) else 4)
