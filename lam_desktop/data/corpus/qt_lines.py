"""Lines of text drawn by Qt in many fonts, to teach the recogniser letters that it does not know.

Words come from the CLDR (through babel), coined ones and strings of letters beside them, so that no
language's words are learned by heart.
"""

from __future__ import annotations

import os
import random
import string
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from babel import Locale
from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QRawFont,
)

from lam_desktop.data.corpus import coining
from lam_desktop.errors import EnvironmentFault
from lam_desktop.types import Frame

CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk")
OTHERS = ("en", "de", "fr", "es", "it", "pl", "nl", "cs", "sv", "tr", "el", "zh", "ja")
COINED = ("ru", "en", "de", "fr", "es", "it", "pl")
ALPHABETS = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "абвгдежзийклмнопрстуфхцчшщъьюя",
    "абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
)  # fmt: skip
"""Of the languages of `CYRILLIC`, in their order."""
LETTERS = "".join(sorted({each for one in ALPHABETS for each in one + one.upper()}))
"""Every letter that is taught."""
LIKE_LATIN = frozenset("АВЕКМНОРСТХУЅІЈаеорсухѕіј")
"""Letters that look like Latin ones: nobody can tell a line of these alone."""
IDEOGRAPHIC = frozenset({"zh", "ja"})
SYMBOLS = "▼▾▲◀▶►▸◂←→↑↓↔⟳↻×✕✓✔☰⚙★☆♥♡●○◉■□☐☑✎✉☎⌂⊕⊖⌕⋮≡∞§"
SHORT = ("и", "і", "в", "к", "на", "за", "из", "раз", "по", "не", "да", "без", "із", "й", "је", "от")
UNITS = (
    "km",
    "kg",
    "opt.",
    "min.",
    "ref.",
    "No.",
    "EUR",
    "USD",
    "mg/dl",
    "type",
    "h",
    "V",
    "%",
    "€",
    "cm",
    "IBAN",
)
SIZES = (11, 40)
"""Pixels of a font's body."""
HELD_OUT = ("Open Sans", "PT Sans", "Liberation Sans Narrow", "Ubuntu")
"""Families that are asked about, and never taught."""
SELDOM = frozenset(
    {"C059", "P052", "URW Bookman", "URW Gothic", "Nimbus Mono PS", "Nimbus Roman", "Merriweather", "Z003"}
)  # fmt: skip
OFTEN = 4
"""Families that programs are seldom drawn in; and how much oftener others are."""
MARKS = (".", ":", ",", " *", "…", "!", "?", ")", " №", "%")


@dataclass(frozen=True)
class Line:
    """A drawn line."""

    text: str
    picture: Frame
    """With some pixels of its ground around it."""
    font: str


class Drawer:
    """Draws lines, without a display."""

    def __init__(self, fonts: Path, held_out: bool) -> None:
        """`fonts`: a folder of font files beside those of the system; of all families `HELD_OUT` alone, or
        all but these. EnvironmentFault where none has the letters."""
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        self._application = QGuiApplication.instance() or QGuiApplication([])
        for path in sorted(fonts.glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        # The same family of several foundries is one.
        families = {name.split(" [")[0]: name for name in QFontDatabase.families() if _draws(name)}
        chosen = {plain: name for plain, name in families.items() if (plain in HELD_OUT) == held_out}
        self.families = [
            name for plain, name in chosen.items() for _ in range(1 if plain in SELDOM else OFTEN)
        ]
        if not self.families:
            raise EnvironmentFault(
                f"No font has Cyrillic letters (looked in {fonts}, too): `make corpus` fetches some."
            )

    def line(self, rng: random.Random, text: str) -> Line:
        """The text in some font, size and colours."""
        family = rng.choice(self.families)
        font = QFont(family)
        font.setPixelSize(round(SIZES[0] * (SIZES[1] / SIZES[0]) ** (rng.random() ** 1.8)))
        font.setBold(rng.random() < 0.2)
        font.setItalic(rng.random() < 0.06)
        font.setHintingPreference(rng.choice(list(QFont.HintingPreference)))
        if rng.random() < 0.04:
            font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
        if rng.random() < 0.1:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, rng.uniform(0.2, 1.5))
        metrics = QFontMetricsF(font)
        width, height = int(metrics.horizontalAdvance(text)) + 24, int(metrics.height()) + 12
        image = QImage(width, height, QImage.Format.Format_RGB32)
        ink, ground = _colours(rng)
        image.fill(ground)
        painter = QPainter(image)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QPointF(8 + rng.random(), 6 + rng.random() + metrics.ascent()), text)
        painter.end()
        return Line(text, _frame(image), family)


def cyrillic_text(rng: random.Random) -> str:
    """A word or a few that have letters to be taught, and none that somebody could only guess at."""
    while True:
        text = unicodedata.normalize("NFC", _some_text(rng))
        words = [word for word in text.split() if any(each in LETTERS for each in word)]
        if words and not any(_is_like_latin(word) for word in words) and len(text) < 60:
            return text


def other_text(rng: random.Random) -> str:
    """A line without such letters: words of other languages, numbers, codes, signs that icons look like."""
    lang = rng.choices(OTHERS, [4 if each in IDEOGRAPHIC else 1 for each in OTHERS])[0]
    way = rng.random()
    if way < 0.5:
        text = rng.choice(_names(lang))
    elif way < 0.7:
        text = coining.label(rng, rng.choice(COINED[1:]))
    elif way < 0.8:
        text = "".join(rng.choices("ABCEHKMOPTXYaceopxyIJSijs036489", k=rng.randint(1, 9)))
    elif way < 0.92:
        text = _number(rng)
    else:
        text = "".join(rng.choices(SYMBOLS, k=rng.randint(1, 2)))
    if rng.random() < 0.1:
        text = f"{rng.choice(SYMBOLS)} {text}" if rng.random() < 0.7 else f"{text} {rng.choice(SYMBOLS)}"
    if rng.random() < 0.15:
        text += rng.choice(MARKS)
    return _cased(rng, text) if rng.random() < 0.3 else text


def _some_text(rng: random.Random) -> str:
    way = rng.random()
    at = rng.choices(range(len(CYRILLIC)), (6, 2, 1, 1.5, 1.5, 1))[0]
    if way < 0.35:
        text = _cased(rng, rng.choice(_names(CYRILLIC[at])))
    elif way < 0.45:
        text = _code(rng, ALPHABETS[at])
    elif way < 0.65:
        words = [coining.word(rng, "ru") for _ in range(rng.randint(1, 3))]
        text = _cased(rng, f" {rng.choice(SHORT)} ".join(words) if rng.random() < 0.5 else " ".join(words))
    else:
        count = rng.choices((1, 2, 3), (5, 3, 1))[0]
        words = ("".join(rng.choices(ALPHABETS[at], k=rng.randint(2, 11))) for _ in range(count))
        text = _cased(rng, " ".join(words))
    if rng.random() < 0.2:
        text += rng.choice(MARKS)
    for _ in range(rng.choices((0, 1, 2), (14, 5, 1))[0]):
        beside = _beside(rng)
        text = f"{text} {beside}" if rng.random() < 0.7 else f"{beside} {text}"
    return text


def _code(rng: random.Random, alphabet: str) -> str:
    """Figures among letters, as on number plates and in house numbers: «Б36Д», «12-ж», «6А»."""
    parts = ["".join(rng.choices(alphabet, k=rng.randint(1, 3))) for _ in range(2)]
    figures = [str(rng.randint(0, 999)) for _ in range(2)]
    joined = rng.choice(("", "", "-", "/", " "))
    ways = [parts[0], figures[0]], [figures[0], parts[0]], [parts[0], figures[0], parts[1]]
    text = joined.join(rng.choice(ways))
    before = f"{coining.word(rng, 'ru')} " if rng.random() < 0.4 else ""
    return _cased(rng, before) + (text.upper() if rng.random() < 0.8 else text)


def _beside(rng: random.Random) -> str:
    """What stands beside words: a number, a code, a unit, a word in Latin letters."""
    way = rng.random()
    if way < 0.2:
        return _number(rng)
    if way < 0.4:
        return str(rng.randint(0, rng.choice((9, 9, 99, 999))))
    if way < 0.6:
        unit = rng.choice(UNITS)
        return f"[{unit}]" if way < 0.47 else f"({unit})" if way < 0.53 else unit
    if way < 0.75:
        letters = "".join(rng.choices(string.ascii_uppercase, k=rng.randint(2, 4)))
        return letters + rng.choice(("", "-4", "136"))
    return _cased(rng, coining.word(rng, rng.choice(COINED[1:])))


def _is_like_latin(word: str) -> bool:
    """Whether a word may be read as Latin letters."""
    return all(each in LIKE_LATIN for each in word if each.isalpha())


def _cased(rng: random.Random, text: str) -> str:
    way = rng.random()
    if way < 0.35:
        return text[:1].upper() + text[1:]
    if way < 0.5:
        return text.upper()
    return text.title() if way < 0.6 else text


def _number(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{rng.randint(1, 31):02d}.{rng.randint(1, 12):02d}.{rng.randint(1990, 2039)}",
            f"{rng.randint(1, 99999)},{rng.randint(0, 99):02d}", str(rng.randint(1, 999999)),
            coining.code(rng), f"{rng.randint(0, 23)}:{rng.randint(0, 59):02d}", f"{rng.randint(1, 100)} %",
        )
    )  # fmt: skip


@lru_cache
def _names(lang: str) -> list[str]:
    """What the CLDR names in a language: countries, languages, currencies, months, days."""
    locale = Locale.parse("sr_Cyrl" if lang == "sr" else lang)
    said: set[str] = {*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()}
    for widths in (*locale.months.values(), *locale.days.values()):
        for named in widths.values():
            said.update(named.values())
    return sorted(one for one in said if 1 < len(one) < 44)


def _draws(family: str) -> bool:
    """Whether a family has all the letters."""
    raw = QRawFont.fromFont(QFont(family))
    return raw.familyName() == family and all(raw.supportsCharacter(ord(one)) for one in LETTERS[:64])


def _colours(rng: random.Random) -> tuple[QColor, QColor]:
    """Of the ink and the ground, so that one can be told from the other."""
    while True:
        ground = rng.choice((255, 255, 250, 240, 225, 60, 40, 30, 20, rng.randint(0, 255)))
        ink = rng.randint(0, 255)
        if abs(ground - ink) > 90:
            break
    tint = [rng.randint(-25, 25) if rng.random() < 0.4 else 0 for _ in range(6)]
    shades = [
        max(0, min(255, each))
        for each in (*(ink + one for one in tint[:3]), *(ground + one for one in tint[3:]))
    ]
    return QColor(*shades[:3]), QColor(*shades[3:])


def _frame(image: QImage) -> Frame:
    view = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return view[:, : image.width(), 2::-1].copy()
