"""A button as wide as the fields above it is a button, whole: what is wide need not be a field."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

import cv2
import numpy as np
import pytest

from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box, Frame

AROUND_PX = 60
"""Of bare desktop around each window."""
WHOLE_IOU = 0.75


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Frame, list[tuple[str, Box]]]]:
    """Look -> picture, and the kind and place of its fields and buttons."""
    folder = tmp_path_factory.mktemp("forms")
    subprocess.run(
        [sys.executable, "-m", "tests.perception.wide_form", str(folder)],
        check=True, timeout=120, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    places: dict[str, list[tuple[str, int, int, int, int]]] = json.loads((folder / "parts.json").read_text())
    drawn = {}
    for look, parts in places.items():
        window = cv2.cvtColor(cv2.imread(str(folder / f"{look}.png")), cv2.COLOR_BGR2RGB)  # type: ignore[arg-type]
        height, width = window.shape[:2]
        screen = np.full((height + 2 * AROUND_PX, width + 2 * AROUND_PX, 3), (58, 110, 165), np.uint8)
        screen[AROUND_PX:-AROUND_PX, AROUND_PX:-AROUND_PX] = window
        boxes = [(kind, Box(x + AROUND_PX, y + AROUND_PX, w, h)) for kind, x, y, w, h in parts]
        drawn[look] = screen, boxes
    return drawn


def _taken_for(proposals: list[Proposal], box: Box) -> str:
    """The kind of the proposal that lies there and is as large; "" for none."""
    here = max(proposals, key=lambda one: one.box.iou(box))
    return here.kind if here.box.iou(box) >= WHOLE_IOU else ""


def test_wide_buttons_are_buttons_and_the_fields_above_them_fields(
    forms: Mapping[str, tuple[Frame, list[tuple[str, Box]]]],
) -> None:
    engine = DetectorEngine(find_models() / "detector")
    said: dict[str, list[bool]] = {"button": [], "field": []}
    wrong = []
    for look, (screen, parts) in forms.items():
        proposals = engine.propose(screen)
        for kind, box in parts:
            taken = _taken_for(proposals, box)
            said[kind].append(taken == kind)
            if taken != kind:
                wrong.append((look, kind, box, taken))
    shares = {kind: np.mean(right) for kind, right in said.items()}
    assert shares["button"] >= 0.9 and shares["field"] >= 0.95, (shares, wrong)
