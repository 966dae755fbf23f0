"""Checkpoints of a training run that can be interrupted at any moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from lam_desktop.learning.processes import from_main


@dataclass(frozen=True, eq=False)
class TrainingState:
    """What goes on changing while a network is trained."""

    model: PreTrainedModel
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler

    def save(self, folder: Path, step: int, plan: Mapping[str, Any]) -> None:
        """Writes weights (`save_pretrained`), the plan, and all that `resume` needs, the last atomically."""
        self.model.save_pretrained(folder)
        (folder / "training.json").write_text(json.dumps({"step": step, **plan}, indent=1) + "\n")
        held = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "step": step,
        }
        part = folder / "checkpoint.part"
        torch.save(held, part)
        part.replace(folder / "checkpoint.pt")

    def resume(self, folder: Path) -> int:
        """Takes up the last checkpoint of the main process's `folder`; returns its step, 0 without one."""
        held = from_main(lambda: _read(folder / "checkpoint.pt"))
        if held is None:
            return 0
        self.model.load_state_dict(held["model"])
        self.optimizer.load_state_dict(held["optimizer"])
        self.schedule.load_state_dict(held["schedule"])
        return int(held["step"])


def _read(path: Path) -> dict[str, Any] | None:
    return torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None
