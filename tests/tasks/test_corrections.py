from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.tasks.corrections import Correction, Corrections, Interruption
from lam_desktop.tasks.files import Files
from lam_desktop.types import Box, Element, Observation
from recorder.sealing import Seal


def _one() -> Correction:
    frame = np.random.default_rng(5).integers(0, 255, (40, 60, 3)).astype(np.uint8)
    seen = Observation(frame, (Element(Box(3, 4, 20, 10), "button", "Later"),), Box(0, 0, 60, 40), (5, 6))
    met = Interruption(seen, 0, (8, 9), (), (("later",),), True)
    return Correction(
        2, 3, "click", "It is not there.", ({"click": [8, 9], "on": "Later"},), "tasks/orders/runs/1", seen,
        replace(seen, frame=frame[::-1].copy(), elements=()), None, met,
    )  # fmt: skip


@pytest.mark.parametrize("sealed", [False, True])
def test_what_is_kept_is_read_again_and_sealed_where_the_library_is(tmp_path: Path, sealed: bool) -> None:
    files = Files(Seal(os.urandom(32), tmp_path)) if sealed else Files()
    kept, one = Corrections(tmp_path, files), _one()
    kept.write(kept.add(one), replace(one, done=True))
    [again] = kept.all()
    assert again.done and again.step == 3 and again.did == one.did
    assert (
        np.array_equal(again.before.frame, one.before.frame) and again.before.elements == one.before.elements
    )
    assert np.array_equal(again.after.frame, one.after.frame)
    [met] = kept.interruptions()
    assert one.interruption is not None
    assert (met.target, met.point, met.texts) == (0, (8, 9), one.interruption.texts)
    held = [path.read_bytes() for path in (tmp_path / "corrections").iterdir()]
    assert len(held) == 3 and any(b"Later" in data for data in held) is not sealed


def test_a_damaged_one_is_left_out(tmp_path: Path) -> None:
    kept = Corrections(tmp_path, Files())
    kept.add(_one()).write_text("{", encoding="utf-8")
    kept.add(_one())
    assert len(kept.all()) == 1
