"""How many wide buttons, and fields as wide, are taken for what they are, by the detector alone and then.

python -m tests.perception.measure_wide [DETECTOR …]
python -m tests.perception.measure_wide --corpus CORPUS
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.links import with_links
from lam_desktop.perception.wide_buttons import LEAST_WIDTH, LEAST_WIDTH_PX, with_wide_buttons
from lam_desktop.types import Box, Frame

AROUND_PX = 60
"""Of bare desktop around each window."""
WHOLE_IOU, ALIKE_IOU = 0.75, 0.5


@dataclass(frozen=True, eq=False)
class Form:
    """A window in one look."""

    look: str
    screen: Frame
    parts: tuple[tuple[str, Box], ...]
    """Kind and place of its fields and buttons."""


@dataclass(frozen=True)
class Taken:
    """What a part of a form was taken for."""

    look: str
    kind: str
    box: Box
    taken: str
    """The kind of the proposal that lies there and is as large; "" for none."""


def forms() -> Iterator[Form]:
    """The forms of `wide_form`, drawn in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "tests.perception.wide_form", folder],
            check=True, timeout=120, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        places: dict[str, list[tuple[str, int, int, int, int]]] = json.loads(
            (Path(folder) / "parts.json").read_text()
        )
        for look, parts in places.items():
            window = cv2.cvtColor(cv2.imread(str(Path(folder) / f"{look}.png")), cv2.COLOR_BGR2RGB)  # type: ignore[arg-type]
            height, width = window.shape[:2]
            screen = np.full((height + 2 * AROUND_PX, width + 2 * AROUND_PX, 3), (58, 110, 165), np.uint8)
            screen[AROUND_PX:-AROUND_PX, AROUND_PX:-AROUND_PX] = window
            boxes = ((kind, Box(x + AROUND_PX, y + AROUND_PX, w, h)) for kind, x, y, w, h in parts)
            yield Form(look, screen, tuple(boxes))


def taken(detector: Path, finished: bool = True) -> list[Taken]:
    """What every part of every form is taken for; by the detector in this folder alone unless `finished`."""
    engine = DetectorEngine(detector)
    found: list[Taken] = []
    for form in forms():
        proposals = engine.propose(form.screen)
        if finished:
            proposals = with_wide_buttons(proposals, form.screen)
        for kind, box in form.parts:
            here = max(proposals, key=lambda one: one.box.iou(box))
            found.append(Taken(form.look, kind, box, here.kind if here.box.iou(box) >= WHOLE_IOU else ""))
    return found


def in_corpus(corpus: Path) -> Counter[str]:
    """Wide buttons of generated pages that are known before and after; what those are that were made."""
    engine = DetectorEngine(find_models() / "detector")
    told: Counter[str] = Counter()
    for page in CorpusReader(corpus).pages(None):
        frame = page.load()
        before = with_links(engine.propose(frame), frame)
        after = with_wide_buttons(before, frame)
        for one in page.elements:
            box = Box(*one.box)
            if (
                one.kind == "button"
                and box.w >= max(LEAST_WIDTH_PX, LEAST_WIDTH * box.h)
                and one.visible == 1
            ):
                told["wide buttons"] += 1
                told["known before"] += _is_known(box, before)
                told["known after"] += _is_known(box, after)
        for made in after:
            if not any(made is other for other in before):
                true = max(page.elements, key=lambda one: made.box.iou(Box(*one.box)))
                alike = made.box.iou(Box(*true.box)) >= ALIKE_IOU
                told[f"made of {true.kind if alike else 'nothing'}"] += 1
    return told


def _is_known(box: Box, proposals: Sequence[Proposal]) -> bool:
    return any(one.kind == "button" and one.box.iou(box) >= WHOLE_IOU for one in proposals)


def main() -> None:
    """Prints lines for each detector, or the counts of a corpus as JSON."""
    if sys.argv[1:2] == ["--corpus"]:
        print(json.dumps(in_corpus(Path(sys.argv[2]).expanduser())))
        return
    for detector in [Path(one) for one in sys.argv[1:]] or [find_models() / "detector"]:
        for finished in (False, True):
            said = taken(detector, finished)
            for kind in ("button", "field"):
                mine = [one for one in said if one.kind == kind]
                right = sum(one.taken == kind for one in mine)
                print(f"{detector}{'' if finished else ' alone'}: {right} of {len(mine)} {kind}s")


if __name__ == "__main__":
    main()
