"""How many wide buttons, and fields as wide, the detector takes for what they are.

python -m tests.perception.measure_wide [DETECTOR …]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.wide_buttons import with_wide_buttons
from lam_desktop.types import Box, Frame

AROUND_PX = 60
"""Of bare desktop around each window."""
WHOLE_IOU = 0.75


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


def main() -> None:
    """Prints lines for each detector."""
    for detector in [Path(one) for one in sys.argv[1:]] or [find_models() / "detector"]:
        for finished in (False, True):
            said = taken(detector, finished)
            for kind in ("button", "field"):
                mine = [one for one in said if one.kind == kind]
                right = sum(one.taken == kind for one in mine)
                print(f"{detector}{'' if finished else ' alone'}: {right} of {len(mine)} {kind}s")


if __name__ == "__main__":
    main()
