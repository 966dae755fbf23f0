"""Runs the trained element detector: one class, whatever computes beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from lam_desktop.models_dir import load_network
from lam_desktop.perception.detector.contradicted import without_contradicted
from lam_desktop.perception.detector.enabled_head import EnabledHead
from lam_desktop.perception.detector.ink import InkSigns
from lam_desktop.perception.detector.network_detector import ConvNorm, ElementMaps, ElementNetwork
from lam_desktop.perception.detector.processing_detector import ElementDetectorProcessor, Proposal
from lam_desktop.perception.detector.settings_detector import DetectorSettings
from lam_desktop.types import KINDS, Frame


class DetectorEngine:
    """Frames to proposals with the network at `folder` (a `save_pretrained` folder).

    `narrow`: in bfloat16; None means where this processor is quicker so. `python -m tests.benchmarks engines`
    compares other engines. Raises EnvironmentFault where the weights are missing or damaged.
    """

    def __init__(self, folder: Path, narrow: bool | None = None) -> None:
        model = load_network(ElementNetwork, DetectorSettings.read, folder, "The element detector")
        self.processor = ElementDetectorProcessor(model.config)
        self._model = _fused(model).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        # Not by autocast, which would narrow every weight anew at each look: that took as long as the look.
        self._model.to(
            torch.bfloat16 if narrow or (narrow is None and has_fast_bfloat16()) else torch.float32
        )
        self._ink = InkSigns()
        if self._model.enabled is not None:
            self._model.enabled.float()

    @property
    def network(self) -> ElementNetwork:
        """What computes the maps."""
        return self._model

    def propose(self, frame: Frame) -> list[Proposal]:
        """Elements of a picture (H, W, 3); boxes in its pixels."""
        maps = self.maps(frame)
        found = self.processor.proposals(maps, (frame.shape[1], frame.shape[0]))
        head = self._model.enabled
        if head is None or not found:
            return found
        signs = self.ink(frame, found)
        with torch.inference_mode():
            odds: list[float] = head(self.look(maps, found, head, signs)).tolist()
        say = self.processor.enabled
        seen = [replace(one, enabled=say(one.kind, odd)) for one, odd in zip(found, odds, strict=True)]
        return without_contradicted(seen, odds, signs)

    def ink(self, frame: Frame, found: Sequence[Proposal]) -> npt.NDArray[np.float32]:
        """(N, SIGNS) what can be measured of the elements' colours."""
        return self._ink.of(frame, [one.box for one in found], _kinds(found))

    def look(
        self, maps: ElementMaps, found: Sequence[Proposal], head: EnabledHead, ink: npt.NDArray[np.float32]
    ) -> Tensor:
        """(N, inputs) what `head` is shown of the elements of a picture; `ink` as of `ink`."""
        assert maps.fine is not None and maps.coarse is not None
        boxes = [one.box for one in found]
        kinds = torch.from_numpy(_kinds(found))
        places = torch.tensor([(box.x, box.y, box.w, box.h) for box in boxes], dtype=torch.float32)
        return head.look(maps.fine, maps.coarse, places.reshape(-1, 4), kinds, torch.from_numpy(ink))

    def maps(self, frame: Frame) -> ElementMaps:
        """What the network says of a picture (H, W, 3), as a batch of one."""
        pixels = self.processor.pixels(frame)
        with torch.inference_mode():
            maps: ElementMaps = self._model(pixels)
        return maps


def _kinds(found: Sequence[Proposal]) -> npt.NDArray[np.int64]:
    """(N,) the kinds' numbers."""
    return np.array([KINDS.index(one.kind) for one in found], np.int64)


def has_fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 faster than float32 (AVX512-BF16 or AMX)."""
    capabilities = torch.backends.cpu.get_cpu_capability()
    return "AVX512" in capabilities and bool(
        torch.cpu._is_avx512_bf16_supported()  # pyright: ignore[reportPrivateUsage] - torch has no public way
    )


def _fused(model: ElementNetwork) -> ElementNetwork:
    """The same network with each batch norm folded into its convolution."""
    for module in model.modules():
        if isinstance(module, ConvNorm):
            module.conv = fuse_conv_bn_eval(module.conv, module.norm)  # type: ignore[assignment]
            module.norm = nn.Identity()  # type: ignore[assignment]
    return model
