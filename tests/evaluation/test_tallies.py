"""The figures count what they say they count."""

from __future__ import annotations

from lam_desktop.evaluation.detection import DetectionTally
from lam_desktop.evaluation.reading import ReadingTally
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box


def test_detection_by_kind() -> None:
    tally = DetectionTally()
    truth = [("button", Box(0, 0, 60, 20)), ("field", Box(0, 40, 200, 20)), ("text", Box(0, 80, 40, 12))]
    proposals = [
        Proposal(Box(1, 0, 60, 20), "button", 0.9, None),
        Proposal(Box(0, 40, 60, 20), "text", 0.9, None),  # too narrow, and another kind
        Proposal(Box(300, 300, 20, 20), "icon", 0.6, None),  # nothing is there
    ]
    tally.add(truth, proposals)
    rows = tally.table()
    assert rows["button"] == {
        "elements": 1, "recall": 1.0, "precision": 1.0, "point_proposed": 1.0, "kind_right": 1.0,
    }  # fmt: skip
    assert rows["field"]["recall"] == 0.0
    assert rows["text"]["precision"] == 0.0
    assert rows["all"]["recall"] == 0.333
    assert rows["all"]["proposals_a_screen"] == 3
    assert rows["up to 12 px"] == rows["text"] | {"precision": 0.0}
    assert rows["up to 20 px"]["elements"] == 2 and rows["up to 20 px"]["precision"] == 0.333


def test_a_point_in_an_inner_element_is_not_the_outer_one() -> None:
    tally = DetectionTally()
    outer, inner = Box(0, 0, 200, 100), Box(90, 40, 20, 20)
    tally.add([("field", outer), ("icon", inner)], [Proposal(inner, "icon", 0.9, None)])
    rows = tally.table()
    assert rows["field"]["point_proposed"] == 0.0
    assert rows["icon"]["point_proposed"] == 1.0


def test_reading_exact_and_by_letters() -> None:
    tally = ReadingTally()
    tally.add(("en", "up to 20 px"), "Save as…", "Save as...")
    tally.add(("en", "up to 12 px"), "Order no.", "Orderno")
    tally.add(("zh", "up to 20 px"), "普通", "普道")
    rows = tally.table()
    assert rows["en"] == {"texts": 2, "exact": 0.5, "letters": 1.0}
    assert rows["zh"]["letters"] == 0.0
    assert rows["all"]["texts"] == 3
    assert rows["up to 20 px"] == {"texts": 2, "exact": 0.5, "letters": 0.5}
    assert tally.wrong == [("Order no.", "Orderno"), ("普通", "普道")]
