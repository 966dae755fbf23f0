"""Between screenshots and the detector's maps: padding before, boxes after."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lam_desktop.perception.detector.network_detector import ElementMaps
from lam_desktop.perception.detector.settings_detector import DetectorSettings
from lam_desktop.types import Box, ElementKind, Frame

EDGE_UNIT = 4.0
"""Edge distances are learned as log(1 + pixels / EDGE_UNIT)."""
DOUBLE_IOU = 0.6
NEAR_PX = 12
"""Cells this close to an edge know it best."""
APART_PX = 2.0
"""A cell is inside of a box that another one votes for from this far within its edges on."""
SHARED_AREA = 0.25
"""Parts of one component whose boxes share this much of the smaller one were one element after all."""
LONG = 6
"""Only elements this many times as wide as high fall into pieces so."""
CLOSE: tuple[ElementKind, ...] = (
    "cell", "header", "list_item", "menu_item", "icon", "checkbox", "radio", "window_control",
)  # fmt: skip
"""Kinds of elements that stand close to others of their kind."""
CORE = 0.9
"""A gap is where the chance of being inside an element falls below this."""
GAP_PX = 24
"""From cell to cell; at wider gaps components end by themselves."""
ALONE: dict[ElementKind, int] = {"menu_item": 2, "list_item": 1}
"""Two of them, or one and another that count 2 together, do not stand side by side in one line."""
SAME_LINE = 0.75
"""Boxes share at least this much of the greater height."""
SHARED_LINE = 0.6
"""As `SHARED_AREA`, of an entry and the short cut at its other end, which was taken for a cell."""
LEAST_FILL = 0.06
"""A part of a connected component fills at least this share of the box that it votes for."""
SURE = 1.0
"""Log odds from which on a state is said; one in a hundred check boxes stays below."""
CHECKABLE = ("checkbox", "radio")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One detected element; the box in pixels of the picture that was given."""

    box: Box
    kind: ElementKind
    score: float
    checked: bool | None
    """None: nothing to check, or its state is not sure."""
    enabled: bool | None = None
    """False: surely greyed out. None: its state is not sure, or nobody looked."""


class Proposer(Protocol):
    """Whatever proposes elements of a picture."""

    def propose(self, frame: Frame) -> list[Proposal]:
        """Elements of a picture (H, W, 3); boxes in its pixels."""
        ...


class ElementDetectorProcessor:
    """Turns frames into network input and maps into proposals."""

    def __init__(self, config: DetectorSettings) -> None:
        self.config = config

    def pixels(self, frame: Frame) -> Tensor:
        """(H, W, 3) uint8 -> (1, 3, H', W') float in 0..1, H' and W' padded up to multiples of 32.

        Padding repeats the last row and column, so that no artificial edge looks like an element.
        """
        height, width = frame.shape[:2]
        multiple = self.config.multiple
        below, beside = -height % multiple, -width % multiple
        padded = cv2.copyMakeBorder(frame, 0, below, 0, beside, cv2.BORDER_REPLICATE)
        # Row by row, colours side by side: what a picture is in memory, channels_last is already.
        return torch.from_numpy(padded)[None].permute(0, 3, 1, 2).float().div_(255)

    def enabled(self, kind: ElementKind, odds: float) -> bool | None:
        """What is said of an element whose log odds of being greyed out are `odds`."""
        bound = self.config.greyed_odds.get(kind)
        if bound is None:
            return None
        return False if odds >= bound else True if odds < 0 else None

    def proposals(self, maps: ElementMaps, size: tuple[int, int]) -> list[Proposal]:
        """Boxes of the first picture of a batch, `size` = (width, height) of it without padding.

        The cells of a connected component that vote for the same box are one element: neighbours a few
        pixels apart, as the entries of a list, run into one component. An element's left edge is what
        the cells in its left part say of it, and so on.
        """
        assert maps.mask is not None and maps.edges is not None
        assert maps.kinds is not None and maps.checked is not None
        mask = maps.mask[0].sigmoid().float().numpy()
        inside = (mask >= self.config.mask_threshold).astype(np.uint8)
        count, labels = cv2.connectedComponents(inside, connectivity=4)
        if count == 1:
            return []
        rows, columns = np.nonzero(labels)
        edges = np.expm1(maps.edges[0].float().numpy()[:, rows, columns]) * np.float32(EDGE_UNIT)
        centres = np.stack([columns + 0.5, rows + 0.5]) * self.config.stride  # (2, cells) x, y in pixels
        _, cores = cv2.connectedComponents((mask >= CORE).astype(np.uint8), connectivity=4)
        # (cells,): from 0
        components = _apart_at_gaps(labels[rows, columns] - 1, cores[rows, columns], centres, edges)
        kept = components >= 0
        rows, columns, components = rows[kept], columns[kept], components[kept]
        edges, centres = edges[:, kept], centres[:, kept]
        groups = _parts(components, centres, edges, mask[rows, columns])  # (cells,): from 0
        votes = maps.kinds[0].float().numpy()[:, rows, columns]  # (K, cells)
        if groups.max() > components.max():
            kinds = np.array(self.config.kinds)[_means(votes, groups).argmax(0)].tolist()
            groups = _rejoined(groups, components, kinds, _corners(edges, centres, groups, size))
        sizes = np.bincount(groups)  # (groups,)
        scores = _means(mask[None, rows, columns], groups)[0]
        kinds = _means(votes, groups).argmax(0)
        checked = _means(maps.checked.float().numpy()[:, rows, columns], groups)[0]
        corners = _corners(edges, centres, groups, size)
        cell_px = self.config.stride**2
        found = []
        for n in np.argsort(-sizes, kind="stable").tolist():
            left, top, right, bottom = corners[n]
            if scores[n] < self.config.score_threshold or right - left < 2 or bottom - top < 2:
                continue
            if sizes[n] * cell_px < LEAST_FILL * (right - left) * (bottom - top):
                continue
            kind: ElementKind = self.config.kinds[kinds[n]]  # type: ignore[assignment]
            sure = kind in CHECKABLE and abs(checked[n]) >= SURE
            on = bool(checked[n] > 0) if sure else None
            found.append(Proposal(Box(left, top, right - left, bottom - top), kind, float(scores[n]), on))
        return without_doubles(found)


def _apart_at_gaps(
    components: npt.NDArray[Any],
    cores: npt.NDArray[Any],
    centres: npt.NDArray[np.floating],
    edges: npt.NDArray[np.floating],
) -> npt.NDArray[np.intp]:
    """(cells,): components, from 0, with those cut at gaps on both sides of which an element ends.

    A cell in the middle of an element knows its ends badly, and would reach over a gap into the neighbour;
    those beside the gap know it well. `cores` (cells,): which part without a gap, 0 for a cell in a gap. What
    lies in the gaps of a component that is cut gets -1. The votes in `edges` are shortened to the gap.
    """
    core_of = np.zeros(cores.max() + 1, np.intp)
    core_of[cores] = components
    many = np.flatnonzero(np.bincount(core_of[1:], minlength=components.max() + 1) > 1)
    result = components.astype(np.intp)
    fresh = int(components.max()) + 1
    order = np.argsort(cores, kind="stable")
    ends = np.cumsum(np.bincount(cores, minlength=len(core_of)))
    cells = np.split(order, ends[:-1])  # of each core
    for component in many.tolist():
        names = [name for name in np.flatnonzero(core_of == component).tolist() if name]
        parts = [_Part.of(centres[:, cells[name]], edges[:, cells[name]]) for name in names]
        joined = list(range(len(parts)))
        cut = False
        for first, second in _neighbours(parts):
            facing = parts[first].facing(parts[second])
            if facing is None:
                continue
            if parts[first].ends_at(parts[second], facing):
                cut = True
                _keep_behind(edges, cells[names[first]], cells[names[second]], centres, facing)
            else:
                old, new = joined[second], joined[first]
                joined = [new if one == old else one for one in joined]
        if cut:
            result[components == component] = -1
            for name, root in zip(names, joined, strict=True):
                result[cells[name]] = fresh + root
            fresh += len(parts)
    _, dense = np.unique(result, return_inverse=True)
    return dense.astype(np.intp) - int((result < 0).any())


def _neighbours(parts: Sequence[_Part]) -> list[tuple[int, int]]:
    """Pairs, in order, whose boxes lie at most a gap apart."""
    low, high = np.array([one.low for one in parts]), np.array([one.high for one in parts])
    apart = np.maximum(low[:, None], low[None]) - np.minimum(high[:, None], high[None])  # (n, n, 2)
    near = np.triu((apart <= GAP_PX).all(2), 1)
    return [(int(first), int(second)) for first, second in np.argwhere(near)]


def _keep_behind(
    edges: npt.NDArray[np.floating],
    first: npt.NDArray[np.intp],
    second: npt.NDArray[np.intp],
    centres: npt.NDArray[np.floating],
    axis: int,
) -> None:
    """Shortens the votes in `edges` of two parts to the middle of the gap between them along `axis`."""
    along = centres[axis]
    if along[first].min() > along[second].min():
        first, second = second, first
    middle = (along[first].max() + along[second].min()) / 2
    edges[axis + 2, first] = np.minimum(edges[axis + 2, first], middle - along[first])
    edges[axis, second] = np.minimum(edges[axis, second], along[second] - middle)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a component without a gap, by the middles of its cells; pixels."""

    low: tuple[float, float]
    high: tuple[float, float]
    start: tuple[float, float]
    """Where the cells at its left, at its top say that the element begins."""
    end: tuple[float, float]

    @classmethod
    def of(cls, centres: npt.NDArray[np.floating], edges: npt.NDArray[np.floating]) -> _Part:
        """`centres` (2, cells) and `edges` (4, cells) of its cells."""
        low, high = centres.min(1), centres.max(1)
        starts, ends = centres - edges[:2], centres + edges[2:]
        at_low, at_high = centres <= low[:, None] + NEAR_PX, centres >= high[:, None] - NEAR_PX
        x, y = 0, 1
        return cls(
            (float(low[x]), float(low[y])),
            (float(high[x]), float(high[y])),
            (float(np.median(starts[x, at_low[x]])), float(np.median(starts[y, at_low[y]]))),
            (float(np.median(ends[x, at_high[x]])), float(np.median(ends[y, at_high[y]]))),
        )

    def facing(self, other: _Part) -> int | None:
        """The axis, 0 or 1, along which they lie side by side with a narrow gap between them."""
        for axis in (0, 1):
            across = 1 - axis
            gap = max(self.low[axis], other.low[axis]) - min(self.high[axis], other.high[axis])
            common = min(self.high[across], other.high[across]) - max(self.low[across], other.low[across])
            least = min(self.high[across] - self.low[across], other.high[across] - other.low[across])
            if 0 < gap <= GAP_PX and common >= least / 2:
                return axis
        return None

    def ends_at(self, other: _Part, axis: int) -> bool:
        """Whether both elements end at the gap between them."""
        first, second = (self, other) if self.low[axis] < other.low[axis] else (other, self)
        over, back = first.end[axis] - second.low[axis], first.high[axis] - second.start[axis]
        return over <= NEAR_PX and back <= NEAR_PX


def _means(values: npt.NDArray[np.floating], groups: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """(K, cells) numbers of cells to their (K, groups) means over each group."""
    return np.stack([np.bincount(groups, one) for one in values]) / np.bincount(groups)


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


def _parts(
    components: npt.NDArray[np.intp],
    centres: npt.NDArray[np.floating],
    edges: npt.NDArray[np.floating],
    chance: npt.NDArray[np.floating],
) -> npt.NDArray[np.intp]:
    """(cells,): which group, from 0, each cell is of; components are split where their cells disagree.

    The surest cell of each component gathers all those that lie in its box, or in whose box it lies; then
    the surest of what is left, until nothing is. `centres` (2, cells), `edges` (4, cells), `chance` (cells,)
    of being inside an element.
    """
    low, high = centres - edges[:2] + APART_PX, centres + edges[2:] - APART_PX  # (2, cells)
    groups = np.zeros_like(components)
    rank = np.lexsort((-chance, components))
    count = 0
    while len(rank):
        mine = components[rank]
        first = np.flatnonzero(np.r_[True, mine[1:] != mine[:-1]])
        which = np.cumsum(np.r_[False, mine[1:] != mine[:-1]])  # (left,): number of the cell's component
        seed = rank[first][which]
        reached = ((low[:, seed] <= centres[:, rank]) & (centres[:, rank] <= high[:, seed])).all(0)
        reaches = ((low[:, rank] <= centres[:, seed]) & (centres[:, seed] <= high[:, rank])).all(0)
        member = reached | reaches | (seed == rank)
        groups[rank[member]] = count + which[member]
        count += len(first)
        rank = rank[~member]
    return groups


def _rejoined(
    groups: npt.NDArray[np.intp],
    components: npt.NDArray[np.intp],
    kinds: list[ElementKind],
    corners: list[list[int]],
) -> npt.NDArray[np.intp]:
    """The groups with the pieces of one long element made one again: their boxes lie over each other.

    Of a long line of text, or a wide button, a cell in its middle knows neither end, and what it votes for
    is a piece. Some kinds are rather neighbours: of those, only what lies in the line of a menu's entry is a
    piece of it. `kinds` (groups,), `corners` (groups, 4) as of `_corners`.
    """
    owner = np.zeros(len(corners), np.intp)
    owner[groups] = components
    order = np.argsort(owner, kind="stable")
    # Edges that are voted for may cross: that is no element, and left out later.
    boxes = [
        Box(left, top, max(0, right - left), max(0, bottom - top)) for left, top, right, bottom in corners
    ]
    name = list(range(len(corners)))

    def root(n: int) -> int:
        while name[n] != n:
            n = name[n]
        return n

    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    for part in np.split(order, starts[1:]):
        for first, second in itertools.combinations(part.tolist(), 2):
            whole, shared = boxes[first].union(boxes[second]), boxes[first].intersection(boxes[second])
            if whole.w < LONG * whole.h:
                continue
            share = SHARED_AREA
            if kinds[first] in CLOSE and kinds[second] in CLOSE:
                share = SHARED_AREA if {kinds[first], kinds[second]} <= ALONE.keys() else SHARED_LINE
                in_line = shared.h >= SAME_LINE * max(boxes[first].h, boxes[second].h)
                if not in_line or ALONE.get(kinds[first], 0) + ALONE.get(kinds[second], 0) < 2:
                    continue
            if shared.area >= share * max(1, min(boxes[first].area, boxes[second].area)):
                name[root(second)] = root(first)
    _, joined = np.unique([root(n) for n in name], return_inverse=True)
    return joined[groups].astype(np.intp)


def _corners(
    edges: npt.NDArray[np.floating],
    centres: npt.NDArray[np.floating],
    groups: npt.NDArray[np.intp],
    size: tuple[int, int],
) -> list[list[int]]:
    """Left, top, right, bottom of each group's box, in pixels of a picture of `size`.

    `edges` (4, cells) are the distances in pixels that the cells at `centres` (2, cells) vote for.
    """
    xs, ys = centres
    left, top = _nearest_votes(xs - edges[0], xs, groups), _nearest_votes(ys - edges[1], ys, groups)
    right, bottom = _nearest_votes(xs + edges[2], -xs, groups), _nearest_votes(ys + edges[3], -ys, groups)
    corners = np.stack([left, top, right, bottom], 1).round().astype(int)
    return np.clip(corners, 0, [*size, *size]).tolist()


def _nearest_votes(
    votes: npt.NDArray[np.floating], along: npt.NDArray[np.floating], groups: npt.NDArray[np.intp]
) -> npt.NDArray[np.floating]:
    """(groups,): median of a group's votes, of those within NEAR_PX of its smallest `along` only."""
    smallest = np.full(groups.max() + 1, np.inf)
    np.minimum.at(smallest, groups, along)
    near = along <= smallest[groups] + NEAR_PX
    votes, groups = votes[near], groups[near]
    ordered = votes[np.lexsort((votes, groups))]
    sizes = np.bincount(groups)
    starts = np.cumsum(sizes) - sizes
    return (ordered[starts + (sizes - 1) // 2] + ordered[starts + sizes // 2]) / 2
