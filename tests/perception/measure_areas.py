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
from lam_desktop.evaluation.detection import DetectionTally
from lam_desktop.models_dir import find_models
from lam_desktop.perception.areas import LEAST_HEIGHT_PX, LEAST_WIDTH_PX, with_areas
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box

WHOLE_IOU, SOME_IOU = 0.8, 0.5


def measured(page: Page, pieces: Sequence[Proposal], whole: Sequence[Proposal]) -> Counter[str]:
    """What of one page is found with areas in pieces and whole; usable: a middle lies in it."""
    true = [(one.kind, Box(*one.box)) for one in page.elements]
    large = [
        box for kind, box in true if kind == "field" and box.w >= LEAST_WIDTH_PX and box.h >= LEAST_HEIGHT_PX
    ]
    made = [one.box for one in whole if not any(one is piece for piece in pieces)]
    told = Counter({"elements": len(true), "large areas": len(large), "made": len(made)})
    for name, proposals in (("in pieces", pieces), ("whole", whole)):
        fields = [one.box for one in proposals if one.kind == "field"]
        told[f"large areas, {name}"] = sum(any(box.iou(one) >= WHOLE_IOU for one in fields) for box in large)
        tally = DetectionTally()
        tally.add(true, proposals)
        told[f"usable, {name}"] = sum(tally.reachable[kind] for kind in {kind for kind, _ in true})
    told["made where no field is"] = sum(all(one.iou(box) < SOME_IOU for box in large) for one in made)
    return told


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
