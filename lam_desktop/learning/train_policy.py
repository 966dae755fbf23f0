"""Trains the base policy on pairs of generated pages, by negative log-likelihood of the true match.

    python -m lam_desktop.learning.train_policy --corpus ~/.cache/lam/corpus \
        --features ~/.cache/lam/features --out ~/.cache/lam/policy

Interrupted training resumes from its last checkpoint when called again with the same arguments. On a GPU
or in several processes: see `learning.processes`.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning.checkpoint import TrainingState
from lam_desktop.learning.losses import matching_loss
from lam_desktop.learning.page_features import features_path
from lam_desktop.learning.picture_table import HeldPages, hold
from lam_desktop.learning.policy_data import IGNORED, PairAugmentation, PairBatch, PairSamples
from lam_desktop.learning.processes import Called, accelerator, leave, moved
from lam_desktop.learning.progress import Progress
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import MatchScores


@dataclass(frozen=True)
class PolicyTraining:
    """Everything that decides the outcome of one training run."""

    steps: int = 1600
    batch: int = 16
    rate: float = 1e-3
    weight_decay: float = 0.02
    warmup_share: float = 0.03
    seed: int = 1
    save_every: int = 250
    log_every: int = 50
    threads: int = 2
    workers: int = 1
    without: str = ""
    """Parts of the network that it lacks, separated by commas, see `LamConfig`; only from random weights."""

    def __post_init__(self) -> None:
        if min(self.steps, self.batch, self.save_every, self.log_every, self.threads, self.workers) < 1:
            raise ValueError(f"counts must be positive, got {self}")


def train(
    corpus: Path, features: Path, out: Path, plan: PolicyTraining, start: Path | None = None
) -> LamPolicyModel:
    """Trains, or goes on training, and leaves `out/` in `save_pretrained` form.

    `start`: weights to begin with instead of random ones, for a further round.
    """
    here = accelerator(plan.threads)
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    model = (
        LamPolicyModel(LamConfig(without=tuple(plan.without.split(",")) if plan.without else ()))
        if start is None
        else LamPolicyModel.from_pretrained(start, local_files_only=True, dtype=torch.float32)
    )
    network = here.prepare_model(Called(model, model.all_scores))
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=plan.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=plan.steps + 1, pct_start=plan.warmup_share
    )
    state = TrainingState(model, optimizer, schedule)
    step = state.resume(out)
    pairs = CorpusReader(corpus).pairs("train")
    pairs = [pair for pair in pairs if all(features_path(features, page).exists() for page in pair)]
    seed, number = plan.seed + 1_000_000, here.process_index
    held = hold((page for pair in pairs for page in pair), features).on(here.device)
    samples = PairSamples(pairs, held.pages, model.config, plan.batch, PairAugmentation(), seed, step, number)
    loader = DataLoader(samples, None, num_workers=plan.workers, prefetch_factor=4)
    progress = Progress(out, step, "pairs", here)
    model.train()
    for batch in loader:
        if step >= plan.steps:
            break
        batch = pictured(moved(batch, here.device), held)
        scores = network(batch.demonstrated, batch.screen)
        losses = torch.stack([pair_loss(said, batch) for said in scores])
        loss = losses.mean()
        optimizer.zero_grad(set_to_none=True)
        here.backward(loss)
        here.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        blocks = {f"block {number}": value for number, value in enumerate(losses.tolist(), 1)}
        hits = agreement(scores[-1].forward_logits, batch.forward_labels)
        progress.add(len(batch.forward_labels), loss.item(), blocks, *hits)
        if step % plan.log_every == 0 or step == plan.steps:
            progress.point(step, float(schedule.get_last_lr()[0]))
        if here.is_main_process and (step % plan.save_every == 0 or step == plan.steps):
            state.save(out, step, asdict(plan))
    here.wait_for_everyone()
    return model.eval()


def pictured(batch: PairBatch, held: HeldPages) -> PairBatch:
    """The batch with pictures in place of their numbers."""
    screens = (batch.demonstrated, batch.screen)
    demonstrated, screen = (held.pictured(*one) for one in zip(screens, batch.shades.T, strict=True))
    return replace(batch, demonstrated=demonstrated, screen=screen)


def pair_loss(scores: MatchScores, batch: PairBatch) -> Tensor:
    """Mean of both directions' negative log-likelihoods."""
    assert scores.forward_logits is not None and scores.backward_logits is not None
    forward = matching_loss(scores.forward_logits, batch.forward_labels, batch.forward_weight)
    backward = matching_loss(scores.backward_logits, batch.backward_labels, batch.backward_weight)
    return (forward + backward) / 2


def agreement(logits: Tensor | None, labels: Tensor) -> tuple[int, int]:
    """How many labelled rows have their label as the highest score, and how many are labelled."""
    assert logits is not None
    known = labels != IGNORED
    return int(((logits.argmax(2) == labels) & known).sum()), int(known.sum())


def main() -> None:
    """Parses the arguments and trains."""
    plan = PolicyTraining()
    parser = argparse.ArgumentParser(description="Train the base policy on a generated corpus.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--features", type=Path, required=True, help="folder made by page_features")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for checkpoints and the trained model"
    )
    parser.add_argument("--start", type=Path, help="begin with the weights of this folder")
    for name, value in asdict(plan).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    corpus, features, out, start = (given.pop(name) for name in ("corpus", "features", "out", "start"))
    train(corpus, features, out, PolicyTraining(**given), start)
    leave()


if __name__ == "__main__":
    main()
