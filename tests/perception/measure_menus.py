"""How many entries of open menus are whole elements, by the detector alone and by the menus' lines.

python -m tests.perception.measure_menus CORPUS

A menu's window is taken to reach as far beyond its entries as most do.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.perception.menus import ENTRIES, entry_lines, with_entries
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.types import Box, Element

AROUND_PX, SAME_PX, WHOLE, SAME_IOU = 5, 2, 0.99, 0.7


def measured(page: Page, parser: LearnedScreenParser) -> Counter[str]:
    """Counts of a page's menus and entries."""
    frame = page.load()
    told: Counter[str] = Counter()
    menus = _menus(Box(*one.box) for one in page.elements if one.kind in ENTRIES and one.visible >= WHOLE)
    if not menus:
        return told
    seen = parser.parse(frame)
    for entries in menus:
        window = entries[0].union(entries[-1]).expanded(AROUND_PX)
        lines = [line.box for line in entry_lines(frame, window)]
        after = with_entries(seen, frame, [window], parser.read)
        made = [one for one in after if not any(one is other for other in seen)]
        told.update(
            {
                "menus": 1,
                "seen as one": bool(lines),
                "entries": len(entries),
                "lines that are none": sum(not any(_same(line, box) for box in entries) for line in lines),
                "whole before": sum(_is_whole(box, seen) for box in entries),
                "whole after": sum(_is_whole(box, after) for box in entries),
                "made": len(made),
                "made of none": sum(not any(_same(one.box, box) for box in entries) for one in made),
            }
        )
    return told


def _menus(boxes: Iterable[Box]) -> list[list[Box]]:
    """Boxes of one width below each other."""
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda one: (one.x, one.y)):
        last = found[-1][-1] if found else None
        if (
            last is not None
            and abs(last.x - box.x) <= SAME_PX
            and abs(last.w - box.w) <= SAME_PX
            and 0 <= box.y - last.bottom + SAME_PX <= box.h
        ):
            found[-1].append(box)
        else:
            found.append([box])
    return [menu for menu in found if len(menu) > 1]


def _same(line: Box, entry: Box) -> bool:
    return entry.contains(*line.center) and line.contains(*entry.center)


def _is_whole(entry: Box, elements: Sequence[Element]) -> bool:
    return any(one.kind in ENTRIES and one.box.iou(entry) >= SAME_IOU for one in elements)


def main() -> None:
    """Prints the counts as JSON."""
    pages = CorpusReader(Path(sys.argv[1]).expanduser()).pages(None)
    parser = LearnedScreenParser.load()
    told: Counter[str] = Counter()
    for page in pages:
        parser.forget()
        told += measured(page, parser)
    print(json.dumps(dict(told)))


if __name__ == "__main__":
    main()
