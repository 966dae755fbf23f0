"""What an accessibility tree names, read from the pixels: entries of a hidden page keep their places there.

An element stays unless something else is read in its place. What the recogniser cannot read at all stays,
too: a test set must not hold only what our own reader reads well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.evaluation.reading import letters_of
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box, Frame

READ = frozenset({"text", "button", "menu_item", "list_item", "header", "link"})
"""Kinds whose name is what they show; a cell may be named by its address, and a tab just «Tab»."""
LEAST_LETTERS, LEAST_LIKENESS, LEAST_CONFIDENCE = 3, 0.35, 0.8


def really_shown(
    elements: Sequence[PageElement], frame: Frame, reader: TextReader
) -> tuple[list[PageElement], list[PageElement]]:
    """The elements without those in whose place something else is read, and these."""
    asked = [one for one in elements if one.kind in READ and len(letters_of(one.text)) >= LEAST_LETTERS]
    readings = reader.read(frame, [Box(*one.box) for one in asked])
    other = {
        one.id
        for one, reading in zip(asked, readings, strict=True)
        if reading.confidence >= LEAST_CONFIDENCE and says_otherwise(reading.text, one.text)
    }
    kept = [one for one in elements if one.id not in other]
    return kept, [one for one in elements if one.id in other]


def says_otherwise(read: str, named: str) -> bool:
    """Whether what was read cannot be the name, or its beginning: a long text is cut off."""
    read, named = letters_of(read), letters_of(named)
    if len(read) < LEAST_LETTERS or read in named or named in read:
        return False
    beginning = named[: len(read) + 2]
    return max(SequenceMatcher(None, read, whole).ratio() for whole in (named, beginning)) < LEAST_LIKENESS


def check(folder: Path, reader: TextReader) -> int:
    """Looks through the pages collected in `folder` and returns how many elements were taken out."""
    gone = 0
    for path in sorted(folder.glob("records-*.jsonl")):
        pages: list[records.Page] = []
        for page in records.read_file(path, folder):
            kept, out = really_shown(page.elements, page.load(), reader)
            gone += len(out)
            pages.append(replace(page, elements=tuple(kept), glimpses=(*page.glimpses, *out)))
        path.write_text("".join(records.to_line(page) for page in pages), encoding="utf-8")
    return gone
