"""A training in two processes follows the mean of their gradients, and goes on from its checkpoints."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from transformers import PreTrainedModel

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.learning import page_features, train_policy
from lam_desktop.learning.detector_data import DetectorCuts, DetectorSamples, TargetMaps
from lam_desktop.learning.losses import detector_loss, whole_kind_loss
from lam_desktop.learning.page_features import FeaturePlan
from lam_desktop.learning.picture_table import hold
from lam_desktop.learning.policy_data import PairAugmentation, PairBatch, PairSamples
from lam_desktop.learning.processes import moved
from lam_desktop.learning.progress import curve
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.engine import has_fast_bfloat16
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import ScreenTensors
from tests.drawn import drawn_corpus
from tests.learning.side_by_side import DETECTOR, FIRST, POLICY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small networks, and what two processes made of them."""
    folder = tmp_path_factory.mktemp("side-by-side")
    drawn_corpus(folder / "corpus", programs=4)
    page_features.extract_part(folder / "corpus", None, folder / "features", FeaturePlan(1.0), (0, 1))
    torch.manual_seed(1)
    LamPolicyModel(LamConfig(width=32, blocks=2, heads=2, buckets=64)).save_pretrained(folder / "policy")
    ElementDetector(ElementDetectorConfig(widths=(4, 4, 8, 8, 8), depths=(1, 1, 1))).save_pretrained(
        folder / "detector"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [_start(folder, number, port) for number in range(2)]
    try:
        told = [one.communicate(timeout=TIMEOUT_S)[0] for one in started]
    finally:
        for one in started:
            one.kill()
    assert [one.returncode for one in started] == [0, 0], "\n".join(text[-3000:] for text in told)
    assert "2 x cpu" in told[0] and "2 x cpu" not in told[1], "only the main process speaks"
    return folder


def _start(folder: Path, number: int, port: int) -> subprocess.Popen[str]:
    """As torchrun does."""
    place = {
        "RANK": number,
        "LOCAL_RANK": number,
        "WORLD_SIZE": 2,
        "LOCAL_WORLD_SIZE": 2,
        "MASTER_PORT": port,
    }
    environment = {
        **os.environ,
        **{name: str(value) for name, value in place.items()},
        "MASTER_ADDR": "127.0.0.1",
        "OMP_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",
    }
    work = [sys.executable, "-m", "tests.learning.side_by_side", str(folder)]
    return subprocess.Popen(
        work, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _one_process(
    model: PreTrainedModel,
    plan: Any,
    share: float,
    most: float,
    loss: Callable[[Any], Tensor],
    streams: Iterable[Iterable[Any]],
) -> PreTrainedModel:
    """The same training by hand: the batches of both processes, one after the other, in every step."""
    torch.set_num_threads(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=plan.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=plan.steps + 1, pct_start=share
    )
    for batches in itertools.islice(zip(*streams, strict=True), plan.steps):
        optimizer.zero_grad()
        for batch in batches:
            (loss(batch) / 2).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), most)
        optimizer.step()
        schedule.step()
    return model


def _assert_near(one: PreTrainedModel, two: PreTrainedModel) -> None:
    other = two.state_dict()
    for name, value in one.state_dict().items():
        torch.testing.assert_close(
            value, other[name], rtol=1e-4, atol=1e-6, msg=lambda m, n=name: f"{n}: {m}"
        )


def _bfloat16() -> torch.autocast:
    return torch.autocast("cpu", torch.bfloat16, enabled=has_fast_bfloat16())


def test_two_processes_train_a_policy_as_one_does_with_both_batches(folder: Path) -> None:
    model = LamPolicyModel.from_pretrained(folder / "policy", dtype=torch.float32).train()
    pairs = CorpusReader(folder / "corpus").pairs("train")
    how = PairAugmentation()
    held = hold((page for pair in pairs for page in pair), folder / "features")
    streams = [
        PairSamples(pairs, held.pages, model.config, 2, how, POLICY.seed + 1_000_000, process=process)
        for process in range(2)
    ]

    def loss(batch: PairBatch) -> Tensor:
        batch = train_policy.pictured(batch, held)
        with _bfloat16():
            scores = model.all_scores(batch.demonstrated, batch.screen)
        return torch.stack([train_policy.pair_loss(said, batch) for said in scores]).mean()

    by_hand = _one_process(model, POLICY, POLICY.warmup_share, 1.0, loss, streams)
    trained = LamPolicyModel.from_pretrained(folder / "0" / "policy", dtype=torch.float32)
    _assert_near(by_hand, trained)


def test_two_processes_train_a_detector_as_one_does_with_both_batches(folder: Path) -> None:
    model = ElementDetector.from_pretrained(folder / "detector", dtype=torch.float32).eval()
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    pages = CorpusReader(folder / "corpus").pages("train")
    cuts = DetectorCuts(DETECTOR.pages, DETECTOR.cuts_a_page, DETECTOR.cut_px)
    streams = [
        DetectorSamples(pages, cuts, model.config.inset, DETECTOR.seed, process=process)
        for process in range(2)
    ]

    def loss(batch: tuple[Tensor, TargetMaps]) -> Tensor:
        pixels, target = batch
        with _bfloat16():
            maps = model(pixels.float().div_(255).contiguous(memory_format=torch.channels_last))
        return detector_loss(maps, target).total

    by_hand = _one_process(model, DETECTOR, DETECTOR.warmup_share, 2.0, loss, streams)
    trained = ElementDetector.from_pretrained(folder / "0" / "detector", dtype=torch.float32)
    _assert_near(by_hand, trained)


@pytest.mark.parametrize("network", ["policy", "detector"])
def test_two_processes_go_on_from_a_checkpoint_that_only_one_of_them_holds(
    folder: Path, network: str
) -> None:
    whole, resumed = (
        torch.load(folder / "0" / f"{network}{suffix}" / "checkpoint.pt", weights_only=True)
        for suffix in ("", FIRST)
    )
    assert whole["step"] == resumed["step"] == 3
    assert all(torch.equal(whole["model"][name], resumed["model"][name]) for name in whole["model"])
    assert not [path for path in (folder / "1").rglob("*") if path.is_file()], "only the main process writes"


@pytest.mark.parametrize("network", ["policy", "detector"])
def test_the_curve_has_every_point_once_and_counts_both_processes(folder: Path, network: str) -> None:
    whole, resumed = (curve(folder / "0" / f"{network}{suffix}") for suffix in ("", FIRST))
    assert [point.step for point in whole] == [point.step for point in resumed] == [1, 2, 3]
    assert [point.loss for point in whole] == [point.loss for point in resumed]


def test_the_batches_of_the_first_process_are_those_of_a_training_alone() -> None:
    """Numpy pads a seed with zeros; on that the batches of every process depend."""
    for seed in ((1, 2), (1_000_001, 77)):
        alone, first, second = (np.random.default_rng(s).random() for s in (seed, (*seed, 0), (*seed, 1)))
        assert alone == first != second


def test_losses_stay_on_the_device_of_what_they_are_given() -> None:
    """Whatever the losses would make on their own lies on a device that cannot be computed with."""
    target = TargetMaps(
        torch.ones(2, 8, 8), torch.ones(2, 8, 8), torch.ones(2, 4, 8, 8), torch.zeros(2, 8, 8).long(),
        torch.ones(2, 8, 8), torch.zeros(2, 8, 8).long(),
    )  # fmt: skip
    kinds = torch.zeros(2, 3, 8, 8)
    with torch.device("meta"):
        assert float(whole_kind_loss(kinds, target)) == pytest.approx(np.log(3))


def test_a_batch_is_moved_with_all_that_it_holds() -> None:
    screen = ScreenTensors(*(torch.zeros(1) for _ in fields(ScreenTensors)))
    batch = moved(PairBatch(screen, screen, *(torch.zeros(1) for _ in range(5))), torch.device("meta"))
    tensors = [getattr(batch.screen, one.name) for one in fields(ScreenTensors)]
    assert all(tensor.is_meta for tensor in [*tensors, batch.forward_labels, batch.backward_weight])
    assert moved(batch, torch.device("cpu")) is batch, "on a processor nothing is copied"
