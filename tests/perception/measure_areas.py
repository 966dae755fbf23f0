"""How many large areas to write in are seen whole, on generated programs, and what that costs.

python -m tests.perception.measure_areas CORPUS
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.models_dir import find_models
from lam_desktop.perception.areas import LEAST_HEIGHT_PX, LEAST_WIDTH_PX, with_areas
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box

WHOLE_IOU, SOME_IOU = 0.8, 0.5


def measured(page: Page, pieces: Sequence[Proposal], whole: Sequence[Proposal]) -> Counter[str]:
    """What of one page is found with areas in pieces and whole; usable: a middle lies in it."""
    true = [(one.kind, Box(*one.box)) for one in page.elements]
    boxes = [box for _, box in true]
    large = [
        box for kind, box in true if kind == "field" and box.w >= LEAST_WIDTH_PX and box.h >= LEAST_HEIGHT_PX
    ]
    made = [one.box for one in whole if not any(one is piece for piece in pieces)]
    told = Counter({"elements": len(boxes), "large areas": len(large), "made": len(made)})
    for name, proposals in (("in pieces", pieces), ("whole", whole)):
        fields = [one.box for one in proposals if one.kind == "field"]
        told[f"large areas, {name}"] = sum(any(box.iou(one) >= WHOLE_IOU for one in fields) for box in large)
        told[f"usable, {name}"] = sum(_is_usable(box, boxes, proposals) for box in boxes)
    told["made where no field is"] = sum(all(one.iou(box) < SOME_IOU for box in large) for one in made)
    return told


def _is_usable(box: Box, boxes: Sequence[Box], proposals: Sequence[Proposal]) -> bool:
    """Whether a proposal's middle lies in this element, and in no smaller one."""
    smaller = [other for other in boxes if other.area < box.area and other.overlaps(box)]
    return any(
        box.contains(*one.box.center) and not any(other.contains(*one.box.center) for other in smaller)
        for one in proposals
    )


def main() -> None:
    """Prints the table as JSON."""
    corpus = CorpusReader(Path(sys.argv[1]).expanduser())
    engine = DetectorEngine(find_models() / "detector")
    told: Counter[str] = Counter()
    for split in ("validation", "test"):
        for page in corpus.pages(split):
            frame = page.load()
            pieces = engine.propose(frame)
            told += measured(page, pieces, with_areas(pieces, frame))
    print(json.dumps(dict(sorted(told.items()))))


if __name__ == "__main__":
    main()
