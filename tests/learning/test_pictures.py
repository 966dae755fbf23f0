"""Pictures of trainings and of calibrations are drawn from what was kept, or refused in one sentence."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from accelerate import Accelerator
from PIL import Image

from lam_desktop.errors import UsageError
from lam_desktop.learning import curves, reliability
from lam_desktop.learning.progress import CURVE, Progress, curve
from lam_desktop.learning.reliability import Reliability

pytestmark = pytest.mark.slow

CALIBRATION = {
    "threshold": 0.97,
    "ece": 0.0213,
    "reliability": [
        [0.061, 0.048, 310], [0.151, 0.121, 282], [0.252, 0.241, 299], [0.349, 0.377, 316],
        [0.448, 0.42, 371], [0.552, 0.51, 455], [0.651, 0.667, 520], [0.753, 0.721, 744],
        [0.857, 0.868, 1290], [0.984, 0.991, 9120],
    ],
}  # fmt: skip


def _trained(folder: Path, steps: int, first: int = 0) -> Path:
    """A folder in which a training of so many steps has left its curve."""
    folder.mkdir(exist_ok=True)
    progress = Progress(folder, first, "pairs", Accelerator(cpu=True))
    for step in range(first + 1, steps + 1):
        loss = 3 / step**0.5
        progress.add(16, loss, {"forward": 0.8 * loss, "backward": 1.2 * loss}, right=step, labels=2 * steps)
        if step % 5 == 0:
            progress.point(step, 1e-3)
    return folder


def test_points_are_means_over_their_steps(tmp_path: Path) -> None:
    first, second = curve(_trained(tmp_path / "run", steps=10))
    assert (first.step, second.step) == (5, 10)
    assert first.loss == pytest.approx(sum(3 / step**0.5 for step in range(1, 6)) / 5, rel=1e-5)
    assert first.parts["backward"] == pytest.approx(1.2 * first.loss, rel=1e-5)
    assert first.right == pytest.approx((1 + 2 + 3 + 4 + 5) / 100)
    assert first.pace > 0


def test_a_training_that_goes_on_forgets_the_points_after_its_checkpoint(tmp_path: Path) -> None:
    run = _trained(tmp_path / "run", steps=20)
    with (run / CURVE).open("a") as out:
        out.write('{"step": 25, "lo')  # cut short as it was written
    assert [point.step for point in curve(run)] == [5, 10, 15, 20]
    assert [point.step for point in curve(_trained(run, steps=20, first=10))] == [5, 10, 15, 20]
    assert [point.step for point in curve(_trained(run, steps=5))] == [5]


@pytest.mark.parametrize("runs", [1, 3])
def test_curves_are_drawn(tmp_path: Path, runs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [str(_trained(tmp_path / f"run{n}", steps=20 + 10 * n)) for n in range(runs)]
    monkeypatch.setattr(sys, "argv", ["curves", *folders, "--out", str(tmp_path / "curves.png")])
    curves.main()
    assert _colours(tmp_path / "curves.png") > 50


def test_a_folder_without_a_curve_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["curves", str(tmp_path), "--out", str(tmp_path / "curves.png")])
    with pytest.raises(SystemExit, match="2"):
        curves.main()
    assert f"holds no {CURVE}" in capsys.readouterr().err


def test_a_reliability_diagram_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(CALIBRATION))
    found = Reliability.read(path)
    assert [one.start for one in found.tenths] == [n / 10 for n in range(10)]
    monkeypatch.setattr(sys, "argv", ["reliability", str(path), "--out", str(tmp_path / "reliability.png")])
    reliability.main()
    assert _colours(tmp_path / "reliability.png") > 50


@pytest.mark.parametrize(
    ("content", "told"), [(None, "is missing"), ("{}", "no reliability table"), ("[", "no reliability table")]
)
def test_a_calibration_without_its_table_is_refused(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "calibration.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=told):
        Reliability.read(path)


def _colours(path: Path) -> int:
    """How many there are: a blank picture has one."""
    with Image.open(path) as picture:
        return len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0))
