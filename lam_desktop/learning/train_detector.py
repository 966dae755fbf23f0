"""Trains the element detector on a generated corpus.

    python -m lam_desktop.learning.train_detector --corpus ~/.cache/lam/corpus --out ~/.cache/lam/detector

Interrupted training resumes from its last checkpoint when called again with the same arguments. On a GPU
or in several processes: see `learning.processes`.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning.checkpoint import TrainingState
from lam_desktop.learning.detector_data import DetectorCuts, DetectorSamples, wide_buttons
from lam_desktop.learning.losses import detector_loss, feature_drift, mistaken, said_otherwise
from lam_desktop.learning.processes import Called, accelerator, leave, moved
from lam_desktop.learning.progress import Progress
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.modeling_detector import ElementDetector

if TYPE_CHECKING:
    from accelerate import Accelerator


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
    log_every: int = 100
    threads: int = 2
    live_norms: float = 0.5
    """Share of the steps in which batch norm follows the batches; then it keeps its statistics, as in use.

    A batch holds two pages only: once the statistics are good, they are better than those of a batch.
    """
    hold: float = 0.0
    """Weight of how far the features drift from those of `held`, which the head for the greyed out reads."""
    stay: float = 0.0
    """Weight of how far what is said drifts from what `held` rightly says, but for wide buttons."""
    wide: float = 0.5
    """See `DetectorCuts.wide`."""

    def __post_init__(self) -> None:
        if self.cut_px % 32:
            raise ValueError(f"cut_px must be a multiple of 32, got {self.cut_px}")
        if min(self.hold, self.stay) < 0:
            raise ValueError(f"hold and stay must not be negative, got {self}")
        if not (0 <= self.live_norms <= 1 and 0 <= self.wide <= 1):
            raise ValueError(f"live_norms and wide must lie in 0..1, got {self}")
        if min(self.steps, self.pages, self.cuts_a_page, self.save_every, self.log_every, self.threads) < 1:
            raise ValueError(f"counts must be positive, got {self}")


def train(
    corpus: Path, out: Path, plan: DetectorTraining, start: Path | None = None, held: Path | None = None
) -> ElementDetector:
    """Trains, or goes on training, and leaves `out/` in `save_pretrained` form.

    `start`: weights to begin with instead of random ones, for a further round; `held`: those that `hold` and
    `stay` keep near to, else `start`. Raises ValueError where there is nothing to keep near to, or no weight.
    """
    keeps = max(plan.hold, plan.stay) > 0
    kept_to = (held or start) if keeps else None
    if keeps and kept_to is None:
        raise ValueError("hold and stay need weights to keep near to: name held, or start")
    if held is not None and not keeps:
        raise ValueError("held needs a weight: give hold or stay")
    here = accelerator(plan.threads)
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    fresh = (
        ElementDetector(ElementDetectorConfig())
        if start is None
        else ElementDetector.from_pretrained(start, local_files_only=True, dtype=torch.float32)
    )
    model = fresh.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    network = here.prepare_model(Called(model, model.forward))
    teacher = _teacher(kept_to, here) if kept_to is not None else None
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=plan.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=plan.steps + 1, pct_start=plan.warmup_share
    )
    state = TrainingState(model, optimizer, schedule)
    step = state.resume(out)
    pages = CorpusReader(corpus).pages("train")
    cuts = DetectorCuts(plan.pages, plan.cuts_a_page, plan.cut_px, plan.wide)
    samples = DetectorSamples(pages, cuts, model.config.inset, plan.seed, step, here.process_index)
    loader = DataLoader(samples, None, num_workers=1, prefetch_factor=4)
    progress = Progress(out, step, "cuts", here)
    model.train()
    for pixels, target in loader:
        if step >= plan.steps:
            break
        if step >= plan.live_norms * plan.steps:
            _freeze_norms(model)
        pixels = moved(pixels, here.device).float().div_(255).contiguous(memory_format=torch.channels_last)
        maps = network(pixels)
        target = moved(target, here.device)
        loss = detector_loss(maps, target)
        parts = {name: getattr(loss, name).item() for name in loss.__dataclass_fields__}
        total = loss.total
        if teacher is not None:
            before = teacher(pixels)
            drift = feature_drift(maps, before)
            taught = wide_buttons(target) | mistaken(before, target)
            otherwise = said_otherwise(maps, before, taught, target.weight)
            total = total + plan.hold * drift + plan.stay * otherwise
            parts |= {"drift": drift.item(), "otherwise": otherwise.item()}
        _update(network, optimizer, total, here)
        schedule.step()
        step += 1
        progress.add(len(pixels), loss.total.item(), parts)
        if step % plan.log_every == 0 or step == plan.steps:
            progress.point(step, float(schedule.get_last_lr()[0]))
        if here.is_main_process and (step % plan.save_every == 0 or step == plan.steps):
            state.save(out, step, asdict(plan))
    here.wait_for_everyone()
    return model.eval()


def _freeze_norms(model: ElementDetector) -> None:
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()


def _teacher(weights: Path, here: Accelerator) -> torch.nn.Module:
    """The network whose features and words are held, without gradients."""
    teacher = ElementDetector.from_pretrained(weights, local_files_only=True, dtype=torch.float32)
    teacher.requires_grad_(False)
    teacher.eval()
    teacher.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return here.prepare_model(Called(teacher, teacher.forward), evaluation_mode=True)


def _update(
    network: torch.nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor, here: Accelerator
) -> None:
    optimizer.zero_grad(set_to_none=True)
    here.backward(loss)
    here.clip_grad_norm_(network.parameters(), 2.0)
    optimizer.step()


def main() -> None:
    """Parses the arguments and trains."""
    plan = DetectorTraining()
    parser = argparse.ArgumentParser(description="Train the element detector on a generated corpus.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for checkpoints and the trained model"
    )
    parser.add_argument("--start", type=Path, help="begin with the weights of this folder")
    parser.add_argument(
        "--held", type=Path, help="what --hold and --stay keep near to, where it is not --start"
    )
    for name, value in asdict(plan).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    corpus, out, start, held = (arguments.pop(name) for name in ("corpus", "out", "start", "held"))
    train(corpus, out, DetectorTraining(**arguments), start, held)
    leave()


if __name__ == "__main__":
    main()
