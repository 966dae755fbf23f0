"""How often a check box that looks as a demonstrated one has its state, on generated programs.

python -m tests.execution.measure_ticks CORPUS

Two check boxes of a page, one ticked and one not, stand for what a demonstration shows; every other one of
the program's pages, in the same look and in others, is compared with them. Boxes are a pixel off by chance.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.execution.verifying.ticking import state_by_picture
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation


def measured(pages: Sequence[Page], rng: np.random.Generator) -> Counter[str]:
    """How often what is told of the pages of one program is right, wrong, or nothing; by look."""
    told: Counter[str] = Counter()
    frames = {page.image: page.load() for page in pages if _boxes(page)}
    for page in pages:
        ticked = next((one for one in _boxes(page) if one.checked), None)
        empty = next((one for one in _boxes(page) if not one.checked), None)
        if ticked is None or empty is None:
            continue
        shown = _demonstrated(frames[page.image], ticked, empty, rng)
        for other in pages:
            look = "same look" if other.look == page.look else "other look"
            for one in _boxes(other):
                if other is page and one in (ticked, empty):
                    continue
                said = state_by_picture(shown, frames[other.image], _nearly(one, rng))
                told[
                    f"{look}, {'nothing' if said is None else 'right' if said is one.checked else 'wrong'}"
                ] += 1
    return told


def _boxes(page: Page) -> list[PageElement]:
    return [one for one in page.elements if one.kind == "checkbox" and one.checked is not None]


def _nearly(one: PageElement, rng: np.random.Generator) -> Box:
    x, y, w, h = (int(side + rng.integers(-1, 2)) for side in one.box)
    return Box(x, y, max(4, w), max(4, h))


def _demonstrated(
    frame: Frame, ticked: PageElement, empty: PageElement, rng: np.random.Generator
) -> DemonstratedStep:
    """A step that ticked a box: the empty one is what stood there before, the ticked one after it."""
    before, after = _nearly(empty, rng), _nearly(ticked, rng)
    dx, dy = before.x - after.x, before.y - after.y
    moved = np.roll(frame, (dy, dx), (0, 1))
    return DemonstratedStep(
        0,
        Observation(frame, (Element(before, "checkbox", checked=False),)),
        0,
        before.center,
        Observation(moved, (Element(before, "checkbox", checked=True),)),
    )


def main() -> None:
    """Prints the table as JSON."""
    corpus = CorpusReader(Path(sys.argv[1]).expanduser())
    programs: dict[str, list[Page]] = defaultdict(list)
    for split in ("validation", "test"):
        for page in corpus.pages(split):
            programs[page.program].append(page)
    rng = np.random.default_rng(1)
    told: Counter[str] = Counter()
    for pages in programs.values():
        told += measured(pages, rng)
    print(json.dumps(dict(sorted(told.items()))))


if __name__ == "__main__":
    main()
