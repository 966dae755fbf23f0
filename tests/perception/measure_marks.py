"""How often an entry of a list or menu is read exactly, with the marks that lie within it and without them.

python -m tests.perception.measure_marks CORPUS [PAGES]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.perception.parser import LINES, LearnedScreenParser
from lam_desktop.policy.lam.wording import plain_words
from lam_desktop.types import Box

SAME_IOU, WHOLE = 0.7, 0.99


def measured(page: Page, parser: LearnedScreenParser) -> Counter[str]:
    """Of the entries of a page that were found and are not covered: which way reads them right."""
    frame = page.load()
    told: Counter[str] = Counter()
    true = [one for one in page.elements if one.kind in LINES and one.text and one.visible >= WHOLE]
    for seen in parser.parse(frame):
        if seen.kind not in LINES:
            continue
        said = next((one.text for one in true if seen.box.iou(Box(*one.box)) >= SAME_IOU), None)
        if said is None:
            continue
        with_marks, _ = parser.read(frame, seen.box)
        before, after = (plain_words(one) == plain_words(said) for one in (with_marks, seen.text))
        told.update(
            {"entries": 1, "read otherwise": with_marks != seen.text, "with marks": before, "without": after}
        )
        told["worse without"] += before and not after
    return told


def main() -> None:
    """Prints the table as JSON."""
    pages = list(CorpusReader(Path(sys.argv[1]).expanduser()).pages("test"))
    pages += list(CorpusReader(Path(sys.argv[1]).expanduser()).pages("validation"))
    most = int(sys.argv[2]) if len(sys.argv) > 2 else len(pages)
    parser = LearnedScreenParser.load()
    told: Counter[str] = Counter()
    for page in pages[:: max(1, len(pages) // most)]:
        parser.forget()
        told += measured(page, parser)
    print(json.dumps(dict(told)))


if __name__ == "__main__":
    main()
