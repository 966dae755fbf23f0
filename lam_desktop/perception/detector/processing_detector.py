"""Between screenshots and the detector's maps: padding before, boxes after."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.modeling_detector import ElementMaps
from lam_desktop.types import Box, ElementKind, Frame

EDGE_UNIT = 4.0
"""Edge distances are learned as log(1 + pixels / EDGE_UNIT)."""
DOUBLE_IOU = 0.6
CHECKABLE = ("checkbox", "radio")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One detected element; the box in pixels of the picture that was given."""

    box: Box
    kind: ElementKind
    score: float
    checked: bool | None


class ElementDetectorProcessor:
    """Turns frames into network input and maps into proposals."""

    def __init__(self, config: ElementDetectorConfig) -> None:
        self.config = config

    def pixels(self, frame: Frame) -> Tensor:
        """(H, W, 3) uint8 -> (1, 3, H', W') float in 0..1, H' and W' padded up to multiples of 32.

        Padding repeats the last row and column, so that no artificial edge looks like an element.
        """
        height, width = frame.shape[:2]
        multiple = self.config.multiple
        padded = np.pad(frame, ((0, -height % multiple), (0, -width % multiple), (0, 0)), mode="edge")
        tensor = torch.from_numpy(np.ascontiguousarray(padded.transpose(2, 0, 1)))
        return tensor.unsqueeze(0).float().div_(255).contiguous(memory_format=torch.channels_last)

    def proposals(self, maps: ElementMaps, size: tuple[int, int]) -> list[Proposal]:
        """Boxes of the first picture of a batch, `size` = (width, height) of it without padding.

        Each connected component of the mask is one element. Its left edge is what the cells in its
        left part say of it, and so on: near cells know an edge best.
        """
        assert maps.mask is not None and maps.edges is not None
        assert maps.kinds is not None and maps.checked is not None
        mask = maps.mask[0].sigmoid().float().numpy()
        edges = np.expm1(maps.edges[0].float().numpy()) * np.float32(EDGE_UNIT)  # (4, h, w) pixels
        kinds = maps.kinds[0].float().numpy()
        checked = maps.checked[0].float().numpy()
        inside = (mask >= self.config.mask_threshold).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=4)
        found: list[tuple[int, Proposal]] = []
        for label in range(1, count):
            x, y, w, h = (int(v) for v in stats[label, :4])
            cells = labels[y : y + h, x : x + w] == label
            score = float(mask[y : y + h, x : x + w][cells].mean())
            if score < self.config.score_threshold:
                continue
            box = self._box(cells, edges[:, y : y + h, x : x + w], (x, y), size)
            if box is None:
                continue
            index = int(kinds[:, y : y + h, x : x + w][:, cells].mean(1).argmax())
            kind: ElementKind = self.config.kinds[index]  # type: ignore[assignment]
            on = float(checked[y : y + h, x : x + w][cells].mean()) > 0 if kind in CHECKABLE else None
            found.append((int(cells.sum()), Proposal(box, kind, score, on)))
        found.sort(key=lambda one: -one[0])
        return without_doubles([proposal for _, proposal in found])

    def _box(
        self,
        cells: npt.NDArray[np.bool_],
        edges: npt.NDArray[np.float32],
        corner: tuple[int, int],
        size: tuple[int, int],
    ) -> Box | None:
        """The box that the cells (h, w) of one component vote for, None where it is empty."""
        stride = self.config.stride
        rows, columns = np.nonzero(cells)
        xs = (columns + corner[0]) * stride + stride / 2
        ys = (rows + corner[1]) * stride + stride / 2
        votes = edges[:, rows, columns]
        width, height = size
        left = _nearest_vote(xs - votes[0], xs)
        top = _nearest_vote(ys - votes[1], ys)
        right = _nearest_vote(xs + votes[2], -xs)
        bottom = _nearest_vote(ys + votes[3], -ys)
        x0, y0 = max(0, round(left)), max(0, round(top))
        x1, y1 = min(width, round(right)), min(height, round(bottom))
        return Box(x0, y0, x1 - x0, y1 - y0) if x1 - x0 >= 2 and y1 - y0 >= 2 else None


def without_doubles(proposals: list[Proposal]) -> list[Proposal]:
    """Leaves out what is almost the same box as an earlier one: an element that fell into two pieces."""
    edges = np.array([(one.box.x, one.box.y, one.box.right, one.box.bottom) for one in proposals])
    edges = edges.reshape(-1, 4)
    areas = (edges[:, 2] - edges[:, 0]) * (edges[:, 3] - edges[:, 1])
    kept: list[int] = []
    for n, (left, top, right, bottom) in enumerate(edges):
        others = edges[kept]
        wide = np.minimum(others[:, 2], right) - np.maximum(others[:, 0], left)
        high = np.minimum(others[:, 3], bottom) - np.maximum(others[:, 1], top)
        common = wide.clip(min=0) * high.clip(min=0)
        if not (common >= DOUBLE_IOU * (areas[kept] + areas[n] - common)).any():
            kept.append(n)
    return [proposals[n] for n in kept]


def _nearest_vote(votes: npt.NDArray[np.floating], along: npt.NDArray[np.floating]) -> float:
    """Median of the votes of the cells within 12 px of the smallest `along`."""
    return float(np.median(votes[along <= along.min() + 12]))
