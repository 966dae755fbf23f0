"""How often a text in a field is told from one with other spaces or capitals, in real pixels.

python -m tests.execution.measure_spelling [--count 600] [--seed 1]

Draws fields of Qt in several typefaces, sizes and colours, most with a caret, and asks whether they show what
was typed: the same text, one with other spaces, and ones with other capitals.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from lam_desktop.execution.verifying.spelling import Spelling, is_spelled
from lam_desktop.execution.verifying.typed_check import other_cuts
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box, Element, Frame

FAMILIES = (
    "DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif", "DejaVu Sans Condensed", "Liberation Sans",
    "Liberation Serif", "Liberation Mono", "Liberation Sans Narrow", "Cantarell", "C059",
)  # fmt: skip
FIRST = ("Jon", "Maria", "Ruth", "Ana", "Li", "Uwe", "Will", "Jil", "Émile", "Örs", "van")
LAST = ("Castello", "Sorensen", "Nguyen", "Miller", "Till", "Ito", "Weiß", "Lopez", "Ilgin", "GmbH")
FIELD = Box(20, 12, 380, 34)
CAPITALS: dict[str, Callable[[str], str]] = {
    "all small": str.lower, "all large": str.upper, "Caps Lock": str.swapcase,
    "the first": lambda text: text[:1].swapcase() + text[1:],
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A field that shows `there`, where `typed` was typed."""

    frame: Frame
    typed: str
    there: str


def drawn(rng: random.Random, count: int) -> Iterator[Drawn]:
    """So many fields."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

    application = QApplication.instance() or QApplication(["spelling"])
    assert isinstance(application, QApplication)
    application.setCursorFlashTime(0)
    for _ in range(count):
        typed = _text(rng)
        there = typed if rng.random() < 0.6 else _spaced_otherwise(rng, typed)
        window = QWidget()
        window.resize(420, 60)
        field = QLineEdit(there, window)
        field.setGeometry(FIELD.x, FIELD.y, FIELD.w, FIELD.h)
        ink, ground = rng.choice((("#000", "#fff"), ("#444", "#f4f4f4"), ("#ddd", "#222")))
        weight = rng.choice(("normal", "normal", "normal", "bold"))
        field.setStyleSheet(
            f"color: {ink}; background: {ground}; border: 1px solid #888; font-weight: {weight};"
            f" font-family: '{rng.choice(FAMILIES)}'; font-size: {rng.randint(11, 24)}px"
        )
        window.show()
        window.activateWindow()
        if rng.random() < 0.6:
            field.setFocus()
        application.processEvents()
        image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        yield Drawn(lines[:, : 3 * image.width()].reshape(image.height(), -1, 3).copy(), typed, there)
        window.close()


def measured(rng: random.Random, count: int) -> Counter[tuple[str, bool]]:
    """How many of each sort were taken for what was typed, and how many not."""
    reader = TextReader(threads=1)

    def read(frame: Frame, box: Box) -> tuple[str, float]:
        [one] = reader.read(frame, [box])
        return one.text, one.confidence

    found: Counter[tuple[str, bool]] = Counter()
    for one in drawn(rng, count):
        first = read(one.frame, FIELD)[0]
        cuts = list(other_cuts(one.frame, read)(Element(FIELD, "field", first)))

        def said(typed: str, first: str = first, cuts: list[str] = cuts) -> bool:
            return is_spelled(typed, Spelling(), first, lambda: cuts)

        if one.there.split() != one.typed.split():
            found["other spaces", said(one.typed)] += 1
            continue
        found["as typed", said(one.typed)] += 1
        for name, change in CAPITALS.items():
            if (typed := change(one.typed)) != one.typed:
                found[f"other capitals: {name}", said(typed)] += 1
    return found


def _text(rng: random.Random) -> str:
    first, last, number = rng.choice(FIRST), rng.choice(LAST), rng.randrange(10, 99_999)
    return rng.choice(
        (
            f"{first} {last}", f"{rng.choice(FIRST)} {first} {last}", f"{last}str. {number % 200}",
            f"0{number % 900 + 100} {number}", f"+49 {number % 970 + 30} {number} {number % 90}",
            f"{last}{first}{number % 100}", f"{first[0]}{last[0]} {number} {last[1]}", f"{number}",
        )
    )  # fmt: skip


def _spaced_otherwise(rng: random.Random, typed: str) -> str:
    """The text without its spaces, with one more, or with one elsewhere."""
    bare, at = typed.replace(" ", "", rng.choice((1, -1))), rng.randrange(1, len(typed.replace(" ", "")))
    return bare if " " in typed and rng.random() < 0.6 else f"{bare[:at]} {bare[at:]}"


def main() -> None:
    """Prints a line a sort."""
    parser = argparse.ArgumentParser(prog="python -m tests.execution.measure_spelling", description=__doc__)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = measured(random.Random(f"spelling/{options.seed}"), options.count)
    for sort in sorted({name for name, _ in found}):
        taken, of = found[sort, True], found[sort, True] + found[sort, False]
        print(f"{sort}: {taken} of {of} taken for what was typed")


if __name__ == "__main__":
    main()
