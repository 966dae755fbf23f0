"""What `test_processes` starts twice: two trainings, each once more from its first checkpoint."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lam_desktop.learning import train_detector, train_policy
from lam_desktop.learning.checkpoint import TrainingState
from lam_desktop.learning.processes import leave
from lam_desktop.learning.train_detector import DetectorTraining
from lam_desktop.learning.train_policy import PolicyTraining

POLICY = PolicyTraining(steps=3, batch=2, save_every=1, log_every=1, threads=1)
DETECTOR = DetectorTraining(
    steps=3, pages=1, cuts_a_page=1, cut_px=64, save_every=1, log_every=1, threads=1, live_norms=0
)
FIRST = "-after-a-step"


def main(folder: Path) -> None:
    """Every process has a folder of its own, as on different machines."""
    keep_first_checkpoint()
    out = folder / os.environ["RANK"]
    for suffix in ("", FIRST):
        train_policy.train(
            folder / "corpus", folder / "features", out / f"policy{suffix}", POLICY, folder / "policy"
        )
        train_detector.train(folder / "corpus", out / f"detector{suffix}", DETECTOR, folder / "detector")
    leave()


def keep_first_checkpoint() -> None:
    """Puts a copy of what a training has written after its first step beside it."""
    save = TrainingState.save

    def save_and_copy(self: TrainingState, folder: Path, step: int, plan: Mapping[str, Any]) -> None:
        save(self, folder, step, plan)
        if step == 1:
            shutil.copytree(folder, folder.with_name(folder.name + FIRST))

    TrainingState.save = save_and_copy


if __name__ == "__main__":
    main(Path(sys.argv[1]))
