"""How often the text reader reads a text exactly, by language and size, on corpus pages with true boxes.

python -m lam_desktop.evaluation.reading --corpus ~/.cache/lam/corpus
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lam_desktop.data.corpus.records import SPLITS, Page
from lam_desktop.evaluation.detection import size_of
from lam_desktop.models_dir import find_models
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box

LEFT_OUT = frozenset({"checkbox", "radio", "window_control", "icon", "spin"})
WHOLE = 0.99
"""Elements less visible than this are left out: part of their text is covered."""


@dataclass
class ReadingTally:
    """Counts of texts, of exact readings, and of readings right but for case, spaces and punctuation."""

    read: Counter[str] = field(default_factory=Counter[str])
    exact: Counter[str] = field(default_factory=Counter[str])
    letters: Counter[str] = field(default_factory=Counter[str])
    wrong: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """(said, read) where they differ."""

    def add(self, groups: Sequence[str], said: str, read: str) -> None:
        """Counts one text under its groups and under «all»."""
        exact, letters = _plain(said) == _plain(read), letters_of(said) == letters_of(read)
        for name in (*groups, "all"):
            self.read[name] += 1
            self.exact[name] += exact
            self.letters[name] += letters
        if not exact:
            self.wrong.append((said, read))

    def table(self) -> dict[str, dict[str, float]]:
        """By group: how many, share exact, share with the same letters and digits."""
        return {
            name: {
                "texts": count,
                "exact": round(self.exact[name] / count, 4),
                "letters": round(self.letters[name] / count, 4),
            }
            for name, count in sorted(self.read.items())
        }


def tally(pages: Sequence[Page], reader: TextReader) -> ReadingTally:
    """Reads every whole text of the pages."""
    counts = ReadingTally()
    for page in pages:
        known = [
            one
            for one in page.elements
            if one.text and one.kind not in LEFT_OUT and one.visible >= WHOLE and "•" not in one.text
        ]
        for one, reading in zip(
            known, reader.read(page.load(), [Box(*one.box) for one in known]), strict=True
        ):
            counts.add((page.lang, size_of(Box(*one.box))), one.text, reading.text)
    return counts


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("…", "...").split())


def letters_of(text: str) -> str:
    """Letters and digits alone, without case."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def main() -> None:
    """Measures the reader on one split of a corpus."""
    from lam_desktop.data.corpus.reader import CorpusReader

    parser = argparse.ArgumentParser(description="Share of texts read exactly, by language and size.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--split", default="test", choices=[*SPLITS, "all"])
    parser.add_argument("--pages", type=int, default=60, help="about this many, spread evenly")
    parser.add_argument("--wrong", type=int, default=0, help="print this many wrong readings")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pages = CorpusReader(given.corpus).pages(None if given.split == "all" else given.split)
    counts = tally(pages[:: max(1, len(pages) // given.pages)], TextReader(threads=2, models=find_models()))
    if given.json:
        print(json.dumps(counts.table()))
        return
    for name, row in counts.table().items():
        print(f"{name:12}{row['texts']:>7}{row['exact']:>9.3f}{row['letters']:>9.3f}")
    for said, read in counts.wrong[: given.wrong]:
        print(f"{said!r:50} {read!r}")


if __name__ == "__main__":
    main()
