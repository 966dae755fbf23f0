"""The wheel carries all that an installation needs: it finds its weights without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
WEIGHTS = ("detector/config.json", "detector/model.safetensors", "policy/calibration.json",
           "policy/config.json", "policy/model.safetensors")  # fmt: skip


def test_a_wheel_brings_and_finds_its_models(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path / "dist"), versions=["standard"])
    unpacked = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    shipped = unpacked / "lam_desktop" / "_models" / "base"
    for name in WEIGHTS:
        assert (shipped / name).read_bytes() == (ROOT / "models" / "base" / name).read_bytes(), name
    assert {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"} == {
        "lam_desktop", "recorder",
    }  # fmt: skip
    for page in ("office/pages/orders.html", "office/pages/office.js", "evaluation/miniwob/oracle.js"):
        assert (unpacked / "lam_desktop" / page).is_file(), page
    environment = {name: value for name, value in os.environ.items() if name != "LAM_MODELS"}
    found = subprocess.run(
        [sys.executable, "-c", "from lam_desktop.models_dir import find_models; print(find_models())"],
        cwd=tmp_path, env={**environment, "PYTHONPATH": str(unpacked)},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert found.stdout == f"{shipped}\n", found.stderr
