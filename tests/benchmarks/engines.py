"""Which engine runs the element detector quickest on this machine, and whether it sees what was trained.

Beside torch, onnxruntime and OpenVINO are measured after `pip install onnx onnxscript openvino`. Times are
medians of runs that take turns, on two threads; a look at a change is as large as most are, a whole look is a
screen of 1280x800.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from lam_desktop.evaluation.benchmarks.latency import THREADS, screens
from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.network_detector import ElementMaps, ElementNetwork
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Frame
from tests.benchmarks import Figure

CHANGE = (384, 512)
"""Height and width of a look at a change, in pixels."""
SCREENS, ROUNDS = 6, 9
SAME_IOU = 0.8
MAPS = ("mask", "edges", "kinds", "checked")
Run = Callable[[Frame], ElementMaps]


def run(quick: bool = False) -> list[Figure]:
    """Of each engine: both times, and its share of the trained network's proposals."""
    torch.set_num_threads(THREADS)
    count, rounds = (2, 3) if quick else (SCREENS, ROUNDS)
    frames = [frame for frame, _ in screens((1280, 800), count)]
    changes = [frame[100 : 100 + CHANGE[0], 100 : 100 + CHANGE[1]] for frame in frames]
    folder = find_models() / "detector"
    trained = DetectorEngine(folder, narrow=False)
    with TemporaryDirectory() as made:
        engines = {**_torch(folder, trained), **_onnx(trained, frames, Path(made))}
        small, large = _times(engines, changes, rounds), _times(engines, frames, max(1, rounds // 3))
        return [
            figure
            for name, maps in engines.items()
            for figure in (
                Figure(f"{name}: a look at a change, median", small[name], "ms"),
                Figure(f"{name}: a whole look, median", large[name], "ms"),
                Figure(f"{name}: the trained network's proposals", _agreement(trained, maps, frames), "%"),
            )
        ]


def _times(engines: Mapping[str, Run], frames: Sequence[Frame], rounds: int) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(rounds + 1):
        for name, maps in engines.items():
            for frame in frames:
                started = time.perf_counter()
                maps(frame)
                if number:  # what an engine sets up at its first look is not measured
                    took[name].append(1000 * (time.perf_counter() - started))
    return {name: round(float(np.median(times)), 1) for name, times in took.items()}


def _agreement(trained: DetectorEngine, maps: Run, frames: Sequence[Frame]) -> float:
    """Percent of the proposals of the network as it was trained that are there with the same kind."""
    found = total = 0
    for frame in frames:
        said, theirs = (_proposals(trained, one, frame) for one in (trained.maps, maps))
        total += len(said)
        found += sum(
            any(one.kind == other.kind and one.box.iou(other.box) >= SAME_IOU for other in theirs)
            for one in said
        )
    return round(100 * found / max(1, total), 1)


def _proposals(trained: DetectorEngine, maps: Run, frame: Frame) -> list[Proposal]:
    return trained.processor.proposals(maps(frame), (frame.shape[1], frame.shape[0]))


def _torch(folder: Path, trained: DetectorEngine) -> dict[str, Run]:
    def autocast(frame: Frame) -> ElementMaps:
        with torch.autocast("cpu", torch.bfloat16):
            return trained.maps(frame)

    return {
        "torch, float32": trained.maps,
        "torch, autocast to bfloat16": autocast,
        "torch, weights in bfloat16": DetectorEngine(folder, narrow=True).maps,
    }


def _onnx(trained: DetectorEngine, frames: Sequence[Frame], folder: Path) -> dict[str, Run]:
    """The engines that read ONNX, as far as they are installed."""
    if not all(importlib.util.find_spec(name) for name in ("onnx", "onnxscript")):
        return {}
    written = folder / "detector.onnx"
    height, width = (torch.export.Dim(name, min=1, max=256) * 32 for name in ("rows", "columns"))
    shapes = ({2: height, 3: width},)
    picture = trained.processor.pixels(frames[0][: CHANGE[0], : CHANGE[1]])
    program = torch.onnx.export(
        _Maps(trained.network), (picture,), dynamo=True, dynamic_shapes=shapes,
        input_names=["pixels"], output_names=list(MAPS), verbose=False,
    )  # fmt: skip
    assert program is not None
    program.save(str(written))
    engines = {
        "onnxruntime, float32": _onnxruntime(trained, written),
        "onnxruntime, int8": _onnxruntime(trained, _quantised(trained, written, frames)),
    }
    if importlib.util.find_spec("openvino"):
        engines |= {
            f"OpenVINO, {name}": _openvino(trained, written, kind)
            for name, kind in (("float32", "f32"), ("bfloat16", "bf16"))
        }
    return engines


class _Maps(nn.Module):
    """The network with its maps as a tuple, in the order of `MAPS`."""

    def __init__(self, network: ElementNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> tuple[Any, ...]:
        """(1, 3, H, W) as the network takes it."""
        maps = self.network(pixels)
        return tuple(getattr(maps, name) for name in MAPS)


def _read(outputs: Sequence[Any]) -> ElementMaps:
    """`outputs`: arrays in the order of `MAPS`."""
    return ElementMaps(**{name: torch.from_numpy(one) for name, one in zip(MAPS, outputs, strict=True)})


def _onnxruntime(trained: DetectorEngine, model: Path) -> Run:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def maps(frame: Frame) -> ElementMaps:
        return _read(session.run(None, {"pixels": trained.processor.pixels(frame).contiguous().numpy()}))

    return maps


def _quantised(trained: DetectorEngine, model: Path, frames: Sequence[Frame]) -> Path:
    """The model in whole numbers of 8 bits, their ranges measured on parts of the screens."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, quantize_static

    class Parts(CalibrationDataReader):
        def __init__(self) -> None:
            parts = [frame[top : top + 384, :512] for frame in frames for top in (0, 384)]
            self._left = [{"pixels": trained.processor.pixels(one).contiguous().numpy()} for one in parts]

        def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:  # type: ignore[override]
            return self._left.pop() if self._left else None

    written = model.with_name("int8.onnx")
    quantize_static(str(model), str(written), Parts(), quant_format=QuantFormat.QDQ, per_channel=True)
    return written


def _openvino(trained: DetectorEngine, model: Path, kind: str) -> Run:
    import openvino  # pyright: ignore[reportMissingImports] - nothing but this benchmark uses it

    hints = {
        "INFERENCE_PRECISION_HINT": kind,
        "INFERENCE_NUM_THREADS": THREADS,
        "PERFORMANCE_HINT": "LATENCY",
    }
    compiled = openvino.Core().compile_model(str(model), "CPU", hints)

    def maps(frame: Frame) -> ElementMaps:
        outputs = compiled({"pixels": trained.processor.pixels(frame).contiguous().numpy()})
        return _read([outputs[name] for name in MAPS])

    return maps
