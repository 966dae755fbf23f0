"""Trains the element detector on a generated corpus.

    python -m lam_desktop.learning.train_detector --corpus ~/.cache/lam/corpus --out ~/.cache/lam/detector

Interrupted training resumes from its last checkpoint when called again with the same arguments.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning.checkpoint import TrainingState
from lam_desktop.learning.detector_data import DetectorCuts, DetectorSamples, TargetMaps
from lam_desktop.learning.losses import detector_loss
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.engine import has_fast_bfloat16
from lam_desktop.perception.detector.modeling_detector import ElementDetector


@dataclass(frozen=True)
class DetectorTraining:
    """Everything that decides the outcome of one training run."""

    steps: int = 2600
    pages: int = 2
    cuts_a_page: int = 2
    cut_px: int = 416
    rate: float = 2e-3
    weight_decay: float = 0.02
    warmup_share: float = 0.05
    seed: int = 1
    save_every: int = 400
    threads: int = 2
    live_norms: float = 0.5
    """Share of the steps in which batch norm follows the batches; then it keeps its statistics, as in use.

    A batch holds two pages only: once the statistics are good, they are better than those of a batch.
    """

    def __post_init__(self) -> None:
        if self.cut_px % 32:
            raise ValueError(f"cut_px must be a multiple of 32, got {self.cut_px}")
        if not 0 <= self.live_norms <= 1:
            raise ValueError(f"live_norms must lie in 0..1, got {self.live_norms}")
        if min(self.steps, self.pages, self.cuts_a_page, self.save_every, self.threads) < 1:
            raise ValueError(f"counts must be positive, got {self}")


def train(corpus: Path, out: Path, plan: DetectorTraining, start: Path | None = None) -> ElementDetector:
    """Trains, or goes on training, and leaves `out/` in `save_pretrained` form.

    `start`: weights to begin with instead of random ones, for a further round.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    fresh = (
        ElementDetector(ElementDetectorConfig())
        if start is None
        else ElementDetector.from_pretrained(start, local_files_only=True, dtype=torch.float32)
    )
    model = fresh.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=plan.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=plan.steps + 1, pct_start=plan.warmup_share
    )
    state = TrainingState(model, optimizer, schedule)
    step = state.resume(out)
    pages = CorpusReader(corpus).pages("train")
    cuts = DetectorCuts(plan.pages, plan.cuts_a_page, plan.cut_px)
    samples = DetectorSamples(pages, cuts, model.config.inset, plan.seed, step)
    loader = DataLoader(samples, None, num_workers=1, prefetch_factor=4)
    model.train()
    started, first = time.monotonic(), step
    running: dict[str, float] = {}
    for pixels, target in loader:
        if step >= plan.steps:
            break
        if step >= plan.live_norms * plan.steps:
            _freeze_norms(model)
        loss = _update(model, optimizer, pixels, target, running)
        schedule.step()
        step += 1
        if step % 100 == 0:
            pace = (time.monotonic() - started) / (step - first)
            parts = " ".join(f"{name} {value:.3f}" for name, value in running.items())
            print(f"step {step}/{plan.steps}  loss {loss:.3f}  {parts}  {pace:.2f} s/step", flush=True)
        if step % plan.save_every == 0 or step == plan.steps:
            state.save(out, step, asdict(plan))
    return model.eval()


def _freeze_norms(model: ElementDetector) -> None:
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()


def _update(
    model: ElementDetector,
    optimizer: torch.optim.Optimizer,
    pixels: torch.Tensor,
    target: TargetMaps,
    running: dict[str, float],
) -> float:
    with torch.autocast("cpu", torch.bfloat16, enabled=has_fast_bfloat16()):
        maps = model(pixels.float().div_(255).contiguous(memory_format=torch.channels_last))
    parts = detector_loss(maps, target)
    optimizer.zero_grad(set_to_none=True)
    parts.total.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
    optimizer.step()
    for name in parts.__dataclass_fields__:
        value = float(getattr(parts, name).detach())
        running[name] = 0.98 * running.get(name, value) + 0.02 * value
    return float(parts.total.detach())


def main() -> None:
    """Parses the arguments and trains."""
    plan = DetectorTraining()
    parser = argparse.ArgumentParser(description="Train the element detector on a generated corpus.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for checkpoints and the trained model"
    )
    parser.add_argument("--start", type=Path, help="begin with the weights of this folder")
    for name, value in asdict(plan).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    corpus, out, start = (arguments.pop(name) for name in ("corpus", "out", "start"))
    train(corpus, out, DetectorTraining(**arguments), start)


if __name__ == "__main__":
    main()
