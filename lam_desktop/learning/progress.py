"""How a training goes: means of each interval of steps, printed, and kept in `curve.jsonl`."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from accelerate import Accelerator

CURVE = "curve.jsonl"


@dataclass(frozen=True)
class Point:
    """Means over the steps since the point before, of all processes together."""

    step: int
    """The last of these steps."""
    loss: float
    """What is minimised."""
    parts: dict[str, float]
    """What the loss is made of, each without its weight."""
    right: float | None
    """Share of the labels that the network ranks first; None where that is not counted."""
    pace: float
    """Samples a second."""
    sample: str
    """What a sample is, in the plural."""
    rate: float
    """The optimiser's rate in the last step."""

    def __str__(self) -> str:
        parts = "  ".join(f"{name} {value:.3f}" for name, value in self.parts.items())
        right = "" if self.right is None else f"  right {self.right:.3f}"
        return f"step {self.step}  loss {self.loss:.3f}  {parts}{right}  {self.pace:.1f} {self.sample}/s"


class Progress:
    """Takes every step of one process; the main one writes and prints the points of all."""

    def __init__(self, folder: Path, step: int, sample: str, here: Accelerator) -> None:
        """Goes on after `step`: points of later steps, whose weights were lost, are forgotten."""
        self._path = folder / CURVE
        self._sample = sample
        self._here = here
        if here.is_main_process and self._path.exists():
            kept = [_line(point) for point in curve(folder) if point.step <= step]
            self._path.write_text("".join(kept), encoding="utf-8")
        self._begin()

    def add(
        self, samples: int, loss: float, parts: Mapping[str, float], right: int = 0, labels: int = 0
    ) -> None:
        """One step: its batch, its loss, and how many of how many labels were ranked first."""
        taken = {"steps": 1, "samples": samples, "loss": loss, "right": right, "labels": labels}
        for name, value in taken.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        for name, value in parts.items():
            self._parts[name] = self._parts.get(name, 0.0) + value

    def point(self, step: int, rate: float) -> Point:
        """Ends an interval with `step`; every process must call this in the same step."""
        mine = [*self._sums.values(), *self._parts.values()]
        summed: Any = self._here.reduce(torch.tensor(mine, device=self._here.device), reduction="sum")
        sums = dict(zip([*self._sums, *self._parts], summed.tolist(), strict=True))
        made = Point(
            step,
            sums["loss"] / sums["steps"],
            {name: sums[name] / sums["steps"] for name in self._parts},
            sums["right"] / sums["labels"] if sums["labels"] else None,
            sums["samples"] / (time.monotonic() - self._started),
            self._sample,
            rate,
        )
        if self._here.is_main_process:
            with self._path.open("a", encoding="utf-8") as out:
                out.write(_line(made))
            print(made, flush=True)
        self._begin()
        return made

    def _begin(self) -> None:
        self._sums: dict[str, float] = {}
        self._parts: dict[str, float] = {}
        self._started = time.monotonic()


def curve(folder: Path) -> list[Point]:
    """The points of a training; a last line that was cut short is left out.

    Raises ValueError where the folder has none.
    """
    path = folder / CURVE
    if not path.exists():
        raise ValueError(f"{folder} holds no {CURVE}: name a folder that a training wrote (`--out`).")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [Point(**json.loads(line)) for line in lines if line.endswith("\n")]


def _line(point: Point) -> str:
    rounded = {
        name: float(f"{value:.6g}") if isinstance(value, float) else value
        for name, value in asdict(point).items()
    }
    return json.dumps(rounded) + "\n"
