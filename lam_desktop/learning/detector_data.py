"""Training samples of the element detector: random cuts of generated pages and their target maps."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from lam_desktop.data.corpus.reader import Page
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.perception.detector.processing_detector import CHECKABLE, EDGE_UNIT
from lam_desktop.types import KINDS, Frame

STRIDE = 4
LARGEST_INSET_PX = 10
"""The mask of a large box stays this close to its edges."""
BACKGROUND, LEAST_INSIDE, MOST_INSIDE, MOST_BORDER = 0.5, 0.15, 3.0, 1.5
"""Weights of map cells. The border of an element keeps it apart from the next one, as in U-Net."""
WIDE_PX = 200
"""Most that is so wide is a field: without pages chosen for wide buttons, all would be taken for one."""
LIT_SHARE, DARK = 0.3, 90
"""Share of pages on which marks that stand on something darker than this are lit."""
RESCALED = 0.75, 1.7
"""Half of the pages are drawn anew so many times as large."""


@dataclass(frozen=True)
class TargetMaps:
    """What the detector should say of one cut; h, w are the cut's size over 4."""

    inside: Tensor
    """(h, w) float: 1 in the inner part of an element."""
    weight: Tensor
    """(h, w) float: cells of small elements count for more."""
    edges: Tensor
    """(4, h, w) float: log(1 + distance / 4 px) to left, top, right, bottom; valid where inside."""
    kind: Tensor
    """(h, w) int64 index into KINDS; -100 elsewhere."""
    checked: Tensor
    """(h, w) float 0 or 1; -1 where there is nothing to check."""
    owner: Tensor
    """(h, w) int64: number of the element that the cell is inside of; -1 for none, or one seen in part."""


@dataclass(frozen=True)
class DetectorCuts:
    """What a batch is made of: `per_page` square cuts of `size` pixels from each of `pages` pages."""

    pages: int = 4
    per_page: int = 3
    size: int = 448
    wide: float = 0.5
    """At least this share of the pages shows a wide button, and of their cuts it or a field as wide."""


@dataclass(frozen=True)
class Label:
    """One element of a cut: box (left, top, right, bottom) in its pixels, kind index, checked or None."""

    box: tuple[float, float, float, float]
    kind: int
    checked: bool | None


def target_maps(labels: Sequence[Label], height: int, width: int, inset: float) -> TargetMaps:
    """Paints the labels, large ones first, so that what lies inside another element stays visible."""
    h, w = height // STRIDE, width // STRIDE
    inside = np.zeros((h, w), np.float32)
    weight = np.full((h, w), BACKGROUND, np.float32)
    edges = np.zeros((4, h, w), np.float32)
    kind = np.full((h, w), -100, np.int64)
    checked = np.full((h, w), -1, np.float32)
    owner = np.full((h, w), -1, np.int64)
    for number, label in enumerate(sorted(labels, key=lambda one: -_area(one.box))):
        left, top, right, bottom = label.box
        cut = min(inset * min(right - left, bottom - top), LARGEST_INSET_PX)
        x0, x1 = _cells(left + cut, right - cut, w)
        y0, y1 = _cells(top + cut, bottom - cut, h)
        if x0 >= x1 or y0 >= y1:
            continue
        ox0, ox1 = _cells(left, right, w)
        oy0, oy1 = _cells(top, bottom, h)
        whole, region = (slice(oy0, oy1), slice(ox0, ox1)), (slice(y0, y1), slice(x0, x1))
        inside[whole] = 0
        inside[region] = 1
        small = float(np.sqrt(20 / ((x1 - x0) * (y1 - y0))))
        weight[whole] = np.clip(small, BACKGROUND, MOST_BORDER)
        weight[region] = np.clip(small, LEAST_INSIDE, MOST_INSIDE)
        xs = np.arange(x0, x1) * STRIDE + STRIDE / 2
        ys = np.arange(y0, y1) * STRIDE + STRIDE / 2
        for side, distance in enumerate((xs - left, ys - top, right - xs, bottom - ys)):
            log = np.log1p(np.maximum(distance, 0) / EDGE_UNIT)
            edges[side][region] = log[None, :] if side % 2 == 0 else log[:, None]
        kind[region] = label.kind
        checked[region] = -1 if label.checked is None else float(label.checked)
        owner[region] = number if min(left, top) >= 0 and right <= width and bottom <= height else -1
    kind[inside == 0] = -100
    checked[inside == 0] = -1
    owner[inside == 0] = -1
    return TargetMaps(*(torch.from_numpy(array) for array in (inside, weight, edges, kind, checked, owner)))


class DetectorSamples(IterableDataset[tuple[Tensor, TargetMaps]]):
    """Endless batches of random cuts of pages, (B, 3, size, size) uint8, with their target maps.

    The batch of a step depends on the seed, the step and the number of the process alone, so that training
    which was interrupted goes on exactly as if it had not been.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        cuts: DetectorCuts,
        inset: float,
        seed: int,
        first_step: int = 0,
        process: int = 0,
    ) -> None:
        self.pages = pages
        self._wide = [page for page in pages if any(_is_wide(one, "button") for one in page.elements)]
        self.cuts = cuts
        self.inset = inset
        self.seed = seed
        self.first_step = first_step
        self.process = process

    def __iter__(self) -> Iterator[tuple[Tensor, TargetMaps]]:
        worker = get_worker_info()
        first, stride = (worker.id, worker.num_workers) if worker else (0, 1)
        for step in itertools.count(self.first_step + first, stride):
            rng = np.random.default_rng((self.seed, step, self.process))
            yield collate([sample for _ in range(self.cuts.pages) for sample in self._page(rng)])

    def _page(self, rng: np.random.Generator) -> Iterator[tuple[Tensor, TargetMaps]]:
        pages = self._wide if self._wide and rng.random() < self.cuts.wide else self.pages
        page = pages[int(rng.integers(len(pages)))]
        frame, scale = _rescaled(_recoloured(lit(page, page.load(), rng), rng), rng)
        for _ in range(self.cuts.per_page):
            yield self._cut(page, frame, scale, rng)

    def _cut(
        self, page: Page, frame: Frame, scale: float, rng: np.random.Generator
    ) -> tuple[Tensor, TargetMaps]:
        height, width = frame.shape[:2]
        size = self.cuts.size
        anchor = _anchor(page, rng, self.cuts.wide)
        x = int(np.clip(anchor[0] * scale - rng.integers(size), 0, max(0, width - size)))
        y = int(np.clip(anchor[1] * scale - rng.integers(size), 0, max(0, height - size)))
        cut = frame[y : y + size, x : x + size]
        missing = size - cut.shape[0], size - cut.shape[1]
        if max(missing) > 0:
            cut = np.pad(cut, ((0, missing[0]), (0, missing[1]), (0, 0)), mode="edge")
        labels = [
            Label(
                (bx * scale - x, by * scale - y, (bx + bw) * scale - x, (by + bh) * scale - y),
                KINDS.index(element.kind),
                element.checked if element.kind in CHECKABLE else None,
            )
            for element in page.elements
            for bx, by, bw, bh in [element.box]
        ]
        pixels = torch.from_numpy(np.ascontiguousarray(cut.transpose(2, 0, 1)))
        return pixels, target_maps(labels, size, size, self.inset)


def _anchor(page: Page, rng: np.random.Generator, wide_share: float) -> tuple[int, int, int, int]:
    """An element that the cut shall show: rare sorts as often as common ones, never the bare desktop."""
    if not page.elements:
        return 0, 0, 1, 1
    wide = [element for element in page.elements if _is_wide(element, "button")]
    if wide and rng.random() < wide_share:
        if rng.random() < 0.5:  # the two are told apart by seeing both
            wide = [element for element in page.elements if _is_wide(element, "field")] or wide
        return wide[int(rng.integers(len(wide)))].box
    kinds = sorted({element.kind for element in page.elements})
    kind = kinds[int(rng.integers(len(kinds)))]
    alike = [element for element in page.elements if element.kind == kind]
    return alike[int(rng.integers(len(alike)))].box


def _is_wide(element: PageElement, kind: str) -> bool:
    return element.kind == kind and element.box[2] >= WIDE_PX


def wide_buttons(target: TargetMaps) -> Tensor:
    """(B, h, w) bool: the inner cells of buttons that are wide in the cut, however the page was scaled."""
    left, right = target.edges[:, 0], target.edges[:, 2]
    width = EDGE_UNIT * (left.expm1() + right.expm1())
    return (target.kind == KINDS.index("button")) & (width >= WIDE_PX - 0.5)  # of what was rounded


def collate(samples: Sequence[tuple[Tensor, TargetMaps]]) -> tuple[Tensor, TargetMaps]:
    """Samples to a batch: pixels (B, 3, size, size) uint8 and maps with a leading B."""
    pixels = torch.stack([sample for sample, _ in samples])
    maps = [target for _, target in samples]
    return pixels, TargetMaps(
        *(torch.stack([getattr(one, name) for one in maps]) for name in TargetMaps.__dataclass_fields__)
    )


def _cells(low: float, high: float, count: int) -> tuple[int, int]:
    """Range of cells whose centres lie in low..high; at least the one in the middle, where on the map."""
    first, last = int(np.ceil(low / STRIDE - 0.5)), int(np.floor(high / STRIDE - 0.5)) + 1
    if first >= last:
        first = int((low + high) / 2 // STRIDE)
        last = first + 1
    return max(0, first), min(count, last)


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def lit(page: Page, frame: Frame, rng: np.random.Generator) -> Frame:
    """On dark grounds the empty marks of check boxes and radio buttons, now and then, white.

    Pages that are dark by their own colours alone keep the browser's light marks: white, and yet not ticked.
    """
    if rng.random() >= LIT_SHARE:
        return frame
    frame = frame.copy()
    for element in page.elements:
        x, y, w, h = element.box
        mark = element.kind in CHECKABLE and element.checked is False and w < 1.3 * h and h < 1.3 * w
        around = frame[max(0, y - h // 2) : y + h + h // 2, max(0, x - w // 2) : x + w + w // 2]
        if not mark or around.size == 0 or around.mean() >= DARK:
            continue
        if element.kind == "radio":
            middle, radius = (x + w // 2, y + h // 2), max(2, min(w, h) // 2)
            cv2.circle(frame, middle, radius, (118, 118, 118), -1, cv2.LINE_AA)
            cv2.circle(frame, middle, radius - 1, (255, 255, 255), -1, cv2.LINE_AA)
        else:
            cv2.rectangle(frame, (x, y), (x + w - 1, y + h - 1), (255, 255, 255), -1)
            cv2.rectangle(frame, (x, y), (x + w - 1, y + h - 1), (118, 118, 118), 1)
    return frame


def _recoloured(frame: Frame, rng: np.random.Generator) -> Frame:
    """Inverted, grey, channels swapped, contrast and gamma changed: other themes for free."""
    if rng.random() < 0.08:
        frame = 255 - frame
    if rng.random() < 0.1:
        frame = np.ascontiguousarray(frame[:, :, rng.permutation(3)])
    if rng.random() < 0.08:
        frame = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)  # type: ignore[assignment]
    if rng.random() < 0.5:
        gamma, contrast = float(rng.uniform(0.7, 1.4)), float(rng.uniform(0.7, 1.1))
        tone = 255 * (np.arange(256) / 255) ** gamma
        table: npt.NDArray[np.uint8] = np.clip(128 + contrast * (tone - 128), 0, 255).astype(np.uint8)
        frame = cv2.LUT(frame, table)  # type: ignore[assignment]
    return frame


def _rescaled(frame: Frame, rng: np.random.Generator) -> tuple[Frame, float]:
    if rng.random() < 0.5:
        return frame, 1.0
    scale = float(np.exp(rng.uniform(*np.log(RESCALED))))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(frame, None, fx=scale, fy=scale, interpolation=way), scale  # type: ignore[return-value]
