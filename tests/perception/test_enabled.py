"""What tells greyed out elements: measures of ink, the head, and that it leaves the detector as it was."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.enabled_head import EnabledHead
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.ink import SIGNS, InkSigns
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.detector.processing_detector import ElementDetectorProcessor
from lam_desktop.types import KINDS, Box, Frame

TINY = {"widths": (4, 4, 4, 4, 4), "depths": (1, 1, 1)}
BUTTON = KINDS.index("button")
CONTRAST, BESIDE_LIKE = 0, 19
"""Columns of the signs: an element's contrast, and that less the middle one of its like."""


def _buttons(inks: tuple[int, ...], ground: int = 245) -> tuple[Frame, list[Box]]:
    """Buttons in a row, each with words in its own ink."""
    frame = np.full((80, 40 + 110 * len(inks), 3), ground, np.uint8)
    boxes = [Box(20 + 110 * n, 20, 90, 30) for n in range(len(inks))]
    for box, ink in zip(boxes, inks, strict=True):
        cv2.rectangle(frame, (box.x, box.y), (box.right - 1, box.bottom - 1), (150, 150, 150), 1)
        cv2.putText(frame, "Save", (box.x + 18, box.y + 21), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (ink,) * 3, 1)
    return frame, boxes


@pytest.mark.parametrize(("inks", "ground"), [((20, 20, 170, 20), 245), ((235, 235, 90, 235), 40)])
def test_the_palest_button_of_a_row_stands_out(inks: tuple[int, ...], ground: int) -> None:
    frame, boxes = _buttons(inks, ground)
    signs = InkSigns().of(frame, boxes, np.full(len(boxes), BUTTON))
    assert signs.shape == (len(boxes), SIGNS) and np.isfinite(signs).all()
    assert signs[:, CONTRAST].argmin() == 2
    assert signs[2, BESIDE_LIKE] < -0.5
    assert np.abs(np.delete(signs[:, BESIDE_LIKE], 2)).max() < 0.2


def test_ink_of_nothing_of_one_alone_and_at_the_edge() -> None:
    frame, boxes = _buttons((20,))
    assert InkSigns().of(frame, [], np.zeros(0, np.int64)).shape == (0, SIGNS)
    alone = InkSigns().of(frame, boxes, np.array([BUTTON]))
    assert (alone[0, -7:] == 0).all(), "there is nothing to compare it with"
    odd = [Box(-5, -5, 20, 20), Box(1000, 1000, 10, 10), Box(30, 30, 1, 1), Box(10, 10, 0, 4)]
    assert np.isfinite(InkSigns().of(frame, odd, np.full(4, BUTTON))).all()


def test_what_was_measured_before_is_found_again_unless_it_changed() -> None:
    frame, boxes = _buttons((20, 120, 60))
    # Cut off by the screen's edge, the same white pixels are another part of an element.
    frame[:30, :30] = frame[40:, :30] = 255
    boxes += [Box(0, 0, 20, 20), Box(2, 42, 20, 20)]
    signs = InkSigns()
    kinds = np.full(len(boxes), BUTTON)
    first = signs.of(frame, boxes, kinds)
    cv2.putText(frame, "x", (boxes[1].x + 5, boxes[1].y + 21), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 2)
    frame[0:3, 0:30] = 10
    again, fresh = signs.of(frame, boxes, kinds), InkSigns().of(frame, boxes, kinds)
    assert (again == fresh).all()
    assert (first[1] != again[1]).any()


def test_a_head_reads_each_of_its_inputs() -> None:
    torch.manual_seed(0)
    head = EnabledHead(4, 6, len(KINDS), 8).eval()
    fine, coarse = torch.randn(1, 4, 16, 24), torch.randn(1, 6, 8, 12)
    boxes = torch.tensor([[4.0, 4.0, 40.0, 16.0], [50.0, 30.0, 20.0, 20.0]])
    kinds, signs = torch.tensor([1, 2]), torch.randn(2, SIGNS)
    look = head.look(fine, coarse, boxes, kinds, signs)
    assert look.shape == (2, head.inputs)
    said = head(look)
    assert said.shape == (2,)
    for changed in (
        head.look(fine + torch.randn_like(fine), coarse, boxes, kinds, signs),
        head.look(fine, coarse + torch.randn_like(coarse), boxes, kinds, signs),
        head.look(fine, coarse, boxes, kinds.flip(0), signs),
        head.look(fine, coarse, boxes, kinds, -signs),
        head.look(fine, coarse, boxes + 7, kinds, signs),
    ):
        assert not torch.allclose(head(changed), said)


def test_a_box_is_looked_up_where_it_lies() -> None:
    """A map that holds its own places: the mean inside a box is its middle."""
    h, w = 16, 24
    rows, columns = torch.meshgrid(torch.arange(h) * 4.0 + 2, torch.arange(w) * 4.0 + 2, indexing="ij")
    fine = torch.stack((columns, rows))[None]
    head = EnabledHead(2, 1, len(KINDS), 4)
    boxes = torch.tensor([[20.0, 12.0, 40.0, 24.0]])
    look = head.look(fine, torch.zeros(1, 1, 8, 12), boxes, torch.tensor([0]), torch.zeros(1, SIGNS))
    assert look[0, :2].tolist() == pytest.approx([40.0, 24.0])


def test_a_head_outlives_storing_and_a_detector_without_one_still_loads(tmp_path: Path) -> None:
    torch.manual_seed(3)
    plain = ElementDetector(ElementDetectorConfig(**TINY))
    plain.save_pretrained(tmp_path / "plain")
    assert DetectorEngine(tmp_path / "plain").processor.config.enabled_hidden == 0
    config = json.loads((tmp_path / "plain" / "config.json").read_text())
    del config["enabled_hidden"], config["greyed_odds"]  # as weights from before there was a head
    (tmp_path / "plain" / "config.json").write_text(json.dumps(config))
    DetectorEngine(tmp_path / "plain")

    with_head = ElementDetector(ElementDetectorConfig(**TINY, enabled_hidden=8, greyed_odds={"button": 2.0}))
    assert with_head.enabled is not None
    with_head.enabled.mean.fill_(0.5)
    with_head.save_pretrained(tmp_path / "head")
    engine = DetectorEngine(tmp_path / "head")
    assert engine.processor.config.greyed_odds == {"button": 2.0}
    kept = ElementDetector.from_pretrained(tmp_path / "head").enabled
    assert kept is not None
    for name, value in with_head.enabled.state_dict().items():
        assert torch.equal(kept.state_dict()[name], value), name


def test_unknown_kinds_and_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown kinds"):
        ElementDetectorConfig(greyed_odds={"lever": 1.0})
    with pytest.raises(ValueError, match="enabled_hidden"):
        ElementDetectorConfig(enabled_hidden=-1)


def test_only_what_is_sure_is_said() -> None:
    processor = ElementDetectorProcessor(ElementDetectorConfig(greyed_odds={"button": 2.0}))
    assert [processor.enabled("button", odds) for odds in (-0.1, 0.0, 1.9, 2.0)] == [True, None, None, False]
    assert processor.enabled("cell", 9.0) is None


def test_the_shipped_head_changes_nothing_else() -> None:
    """The same proposals with it and without it, but for what it says; and it says something."""
    engine = DetectorEngine(find_models() / "detector")
    assert engine.processor.config.enabled_hidden
    frame, boxes = _buttons((20, 20, 185, 20))
    found = engine.propose(frame)
    bare = engine.processor.proposals(engine.maps(frame), (frame.shape[1], frame.shape[0]))
    assert [(one.box, one.kind, one.score, one.checked) for one in found] == [
        (one.box, one.kind, one.score, one.checked) for one in bare
    ]
    said = [
        next((one.enabled for one in found if one.kind == "button" and one.box.iou(box) > 0.5), None)
        for box in boxes
    ]
    assert said == [True, True, False, True]
