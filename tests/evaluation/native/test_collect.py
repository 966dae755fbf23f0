"""Real programs give pages that training's reader takes for pairs, and a second call makes nothing again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.spec import KINDS
from lam_desktop.evaluation.native.collect import collect
from lam_desktop.evaluation.native.states import Click, Program, State

pytestmark = pytest.mark.slow

CALCULATOR = Program(
    "galculator", "gtk3", ("galculator",), (State("menu", (Click("View"),)),), size=(420, 380)
)  # fmt: skip
MISSING = Program("nobody", "gtk3", ("no-such-program",), (State("start"),))
KEYS = {"7", "8", "9", "sqrt", "AC"}


@pytest.mark.e2e
def test_a_real_program_in_two_looks(tmp_path: Path) -> None:
    done = collect(tmp_path, 1, [CALCULATOR, MISSING], quiet=True)
    assert (done.pages, done.missing, done.failed) == (2, ["nobody"], [])

    [(first, second)] = CorpusReader(tmp_path).pairs()
    assert (first.toolkit, first.look, second.look) == ("gtk3", "A", "B")
    assert not np.array_equal(first.load()[:300, :300], second.load()[:300, :300]), "two looks"
    named = [{one.text: one for one in page.elements if one.text} for page in (first, second)]
    assert named[0].keys() & named[1].keys() >= KEYS
    for text in KEYS:
        assert named[0][text].id == named[1][text].id
    assert {"Scientific Mode", "Paper Mode"} <= {
        one.text for one in first.elements if one.kind == "menu_item"
    }
    for page in (first, second):
        frame = page.load()
        assert len({one.id for one in page.elements}) == len(page.elements)
        for one in page.elements:
            x, y, w, h = one.box
            assert one.kind in KINDS
            assert x >= 0 and x + w <= page.size[0] and y >= 0 and y + h <= page.size[1]
            assert one.kind == "field" or np.ptp(frame[y : y + h, x : x + w].astype(int)) > 0

    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.png")}
    assert collect(tmp_path, 1, [CALCULATOR], quiet=True).pages == 2
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.png")} == before
