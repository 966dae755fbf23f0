"""What stands for a text in a copy: other letters for letters, other digits for digits, as long as it was.

The same word has the same stand-in wherever it stands, so that a task can still be followed. Which one
depends on a salt that is drawn for each copy and kept nowhere.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
import secrets
import string
import unicodedata

SALT_BYTES = 32
WORD = re.compile(r"[^\W_]+")
"""Letters and digits in a row; everything else stays."""
BLOCKS = (64, 256, 4096)
"""Of other scripts: so near lie letters of the same sort."""


class StandIns:
    """The stand-ins of one copy."""

    def __init__(self, salt: bytes | None = None) -> None:
        self._salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt

    def of(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        """The text with every word replaced, but for those whose casefolded form is `kept`."""
        return WORD.sub(lambda match: match[0] if match[0].casefold() in kept else self._word(match[0]), text)

    def _word(self, word: str) -> str:
        drawn = self._drawn(unicodedata.normalize("NFC", word).casefold(), len(word))
        return "".join(_other(sign, number) for sign, number in zip(word, drawn, strict=True))

    def _drawn(self, word: str, count: int) -> list[int]:
        """Numbers that only the salt and the word decide, one for each sign."""
        octets = b""
        while len(octets) < 4 * count:
            message = f"{len(octets)}:{word}".encode(errors="surrogatepass")
            octets += hmac.digest(self._salt, message, hashlib.sha256)
        return [int.from_bytes(octets[4 * at : 4 * at + 4], "big") for at in range(count)]


def sign_class(sign: str) -> str:
    """What a stand-in keeps of a sign: its general category where it is a letter or a digit, else itself."""
    category = unicodedata.category(sign)
    return category if category[0] == "L" or category == "Nd" else sign


def _other(sign: str, number: int) -> str:
    """Another sign of the same class; the sign itself where it is neither letter nor digit."""
    if sign_class(sign) == sign:
        return sign
    choice = _choice(sign)
    return choice[number % len(choice)] if choice else sign


@functools.cache
def _choice(sign: str) -> str:
    """Signs that may stand for this one, never itself: Latin letters for Latin ones, else its neighbours."""
    category = unicodedata.category(sign)
    alphabet = {"Ll": string.ascii_lowercase, "Lu": string.ascii_uppercase}.get(category, "")
    if alphabet and unicodedata.name(sign, "").startswith("LATIN"):
        # Without the plain letter too: «é» read as «e» is no secret kept.
        plain = unicodedata.normalize("NFKD", sign)[:1]
        return "".join(one for one in alphabet if one not in (sign, plain))
    if category == "Nd":
        zero = ord(sign) - unicodedata.decimal(sign)
        return "".join(chr(zero + digit) for digit in range(10) if chr(zero + digit) != sign)
    for block in BLOCKS:
        first = ord(sign) // block * block
        near = "".join(map(chr, range(first, first + block)))
        found = "".join(one for one in near if unicodedata.category(one) == category and one != sign)
        if len(found) > 1:
            return found
    return ""
