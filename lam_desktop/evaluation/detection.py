"""How many of the true elements perception proposes, by kind and by size: as in use, joined and parted.

python -m lam_desktop.evaluation.detection --corpus ~/.cache/lam/corpus --models models/base
python -m lam_desktop.evaluation.detection --corpus ~/.cache/lam/native --split all
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import KINDS, Box, Element

SIZES = ((12, "up to 12 px"), (20, "up to 20 px"), (40, "up to 40 px"))
LARGE = "over 40 px"


@dataclass
class DetectionTally:
    """Counts over many screens; `table()` makes shares of them."""

    least_iou: float = 0.5
    true: Counter[str] = field(default_factory=Counter[str])
    found: Counter[str] = field(default_factory=Counter[str])
    reachable: Counter[str] = field(default_factory=Counter[str])
    kind_right: Counter[str] = field(default_factory=Counter[str])
    proposed: Counter[str] = field(default_factory=Counter[str])
    matched: Counter[str] = field(default_factory=Counter[str])
    screens: int = 0

    def add(self, truth: Sequence[tuple[str, Box]], proposals: Sequence[Proposal | Element]) -> None:
        """Counts one screen; `truth` = (kind, box) of its elements."""
        self.screens += 1
        boxes = [box for _, box in truth]
        for kind, box in truth:
            best = max(proposals, key=lambda one: one.box.iou(box), default=None)
            found = best is not None and best.box.iou(box) >= self.least_iou
            reachable = any(_only(one.box.center, box, boxes) for one in proposals)
            for group in (kind, size_of(box)):
                self.true[group] += 1
                self.found[group] += found
                self.kind_right[group] += found and best is not None and best.kind == kind
                self.reachable[group] += reachable
        for one in proposals:
            matched = any(one.box.iou(box) >= self.least_iou for box in boxes)
            for group in (one.kind, size_of(one.box)):
                self.proposed[group] += 1
                self.matched[group] += matched

    def table(self) -> dict[str, dict[str, float]]:
        """By kind, in all and by size: recall, precision, whose action point is proposed, right kind."""
        sizes = [name for name in (*(name for _, name in SIZES), LARGE) if self.true[name]]
        kinds = sorted(set(self.true) - set(sizes), key=lambda kind: -self.true[kind])
        rows = {kind: self._row([kind]) for kind in kinds}
        rows["all"] = self._row(kinds)
        rows |= {size: self._row([size]) for size in sizes}
        proposals = sum(count for name, count in self.proposed.items() if name in KINDS)
        rows["all"]["proposals_a_screen"] = round(proposals / max(1, self.screens), 1)
        return rows

    def _row(self, kinds: Sequence[str]) -> dict[str, float]:
        def total(counts: Counter[str]) -> int:
            return sum(counts[kind] for kind in kinds)

        true, proposed = max(1, total(self.true)), max(1, total(self.proposed))
        return {
            "elements": total(self.true),
            "recall": round(total(self.found) / true, 3),
            "precision": round(total(self.matched) / proposed, 3),
            "point_proposed": round(total(self.reachable) / true, 3),
            "kind_right": round(total(self.kind_right) / max(1, total(self.found)), 3),
        }


def size_of(box: Box) -> str:
    """The class of an element's shorter side, in pixels."""
    return next((name for most, name in SIZES if min(box.w, box.h) <= most), LARGE)


def _only(point: tuple[int, int], box: Box, others: Sequence[Box]) -> bool:
    """Whether the point lies in `box` and in no smaller other box inside it."""
    if not box.contains(*point):
        return False
    return not any(other.contains(*point) and other.area < box.area for other in others)


def print_table(rows: dict[str, dict[str, float]]) -> None:
    """A plain table of `DetectionTally.table()`."""
    print(f"{'kind':16}{'elements':>9}{'recall':>8}{'precision':>10}{'point':>7}{'kind':>7}")
    for kind, row in rows.items():
        print(
            f"{kind:16}{row['elements']:>9}{row['recall']:>8.3f}{row['precision']:>10.3f}"
            f"{row['point_proposed']:>7.3f}{row['kind_right']:>7.3f}"
        )


def main() -> None:
    """Measures perception on one split of a corpus."""
    import torch

    from lam_desktop.data.corpus.reader import CorpusReader
    from lam_desktop.data.corpus.records import SPLITS
    from lam_desktop.perception.parser import LearnedScreenParser

    parser = argparse.ArgumentParser(description="Share of elements that are proposed, by kind.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models/base"))
    parser.add_argument("--split", default="test", choices=[*SPLITS, "all"])
    parser.add_argument("--pages", type=int, default=200, help="at most this many a toolkit")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    torch.set_num_threads(2)
    sees = LearnedScreenParser.load(given.models)
    result: dict[str, Any] = {}
    pages = CorpusReader(given.corpus).pages(None if given.split == "all" else given.split)
    for toolkit in sorted({page.toolkit for page in pages}):
        tally = DetectionTally()
        for page in [page for page in pages if page.toolkit == toolkit][: given.pages]:
            sees.forget()
            seen = sees.parse(page.load())
            tally.add([(one.kind, Box(*one.box)) for one in page.elements], seen)
        result[toolkit] = tally.table()
        if not given.json:
            print(f"\n{toolkit}, {tally.screens} pages ({given.split})")
            print_table(result[toolkit])
    if given.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
