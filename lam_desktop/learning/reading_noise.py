"""What a text recogniser makes of a text: the noise with which the policy is trained.

The kinds of errors are those seen when the recogniser read rendered pages: spaces lost, look-alike
characters, case, accents, clipped ends, an icon or an arrow read as a letter.
Of Cyrillic words, which the recogniser itself does not know, some are left out, or taken for Latin ones that
look so.
"""

from __future__ import annotations

import numpy as np

LOOKALIKES = {
    "l": "I1i", "I": "l1", "1": "lI", "O": "0", "0": "O", "o": "0", "5": "S", "S": "5s", "s": "S", "B": "8",
    "8": "B", "é": "e", "ü": "u", "ö": "o", "ä": "a", "ß": "B", "è": "e", "c": "C", "C": "c", "w": "W",
    "v": "V", "x": "X", "z": "Z", "-": "—", "—": "-", "…": "...", "_": " ", ".": ",", ",": ".", ":": "",
    "•": ".", "▾": "▼", "'": "’", "’": "'", "“": '"', "”": '"',
}  # fmt: skip
CYRILLIC_READ = 0.75
"""Share of Cyrillic texts that are read (`python -m lam_desktop.evaluation.reading`)."""
STRAY = ("V ", "> ", "X ", "+ ", "Q ", "√", "☆ ", "四", "▼")
LATIN = {
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T",
    "Х": "X", "Г": "F", "У": "Y", "ё": "ë", "е": "e", "о": "o", "а": "a", "р": "p", "с": "c", "х": "x",
    "у": "y", "Б": "6", "З": "3", "и": "u", "п": "n", "т": "T",
}  # fmt: skip
"""Cyrillic letters that look like others."""


def misread(text: str, rng: np.random.Generator) -> str:
    """The text as read: mostly right, sometimes with one or two of the errors seen in practice."""
    text = _without_cyrillic(text, rng)
    if not text or rng.random() < 0.75:
        return text
    letters = list(text)
    for _ in range(int(rng.integers(1, 3))):
        if not letters:
            break
        at = int(rng.integers(len(letters)))
        choice = rng.random()
        if choice < 0.45:
            twins = LOOKALIKES.get(letters[at], "")
            letters[at] = str(rng.choice(list(twins))) if twins else letters[at]
        elif choice < 0.6:
            letters = [letter for letter in letters if letter != " "]
        elif choice < 0.7:
            del letters[at]
        elif choice < 0.78:
            letters = letters[: max(1, len(letters) - int(rng.integers(1, 3)))]
    read = "".join(letters)
    chance = rng.random()
    if chance < 0.15:
        read = str(rng.choice(STRAY)) + read
    elif chance < 0.25:
        read = read + " " + str(rng.choice(STRAY)).strip()
    elif chance < 0.28:
        read = ""
    return read


def _without_cyrillic(text: str, rng: np.random.Generator) -> str:
    if not any("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in text):
        return text
    if rng.random() < CYRILLIC_READ:
        return text
    taken_for = LATIN if rng.random() < 0.4 else {}
    words = (
        "".join(taken_for.get(letter, "") if letter >= "\u0400" else letter for letter in word)
        for word in text.split()
    )
    return " ".join(word for word in words if word)
