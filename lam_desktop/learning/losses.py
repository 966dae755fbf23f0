"""Training losses of the detector and of the policy, and the fit of small regressions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from lam_desktop.learning.detector_data import TargetMaps
from lam_desktop.perception.detector.network_detector import ElementMaps
from lam_desktop.perception.detector.processing_detector import EDGE_UNIT

NEAR_PX = 16
"""From this distance on an edge counts less than half for a cell."""
BORDER_CELLS = 2
"""What a network says so near to the inner cells of an element is about that element, too."""
SURELY_ASTRAY = 0.2
"""So far beyond an even chance a cell is on the wrong side before it counts as a mistake: edges waver."""


@dataclass(frozen=True)
class DetectorLoss:
    """The parts of the detector's loss, each a scalar; `total` is what is minimised."""

    mask: Tensor
    dice: Tensor
    edges: Tensor
    kind: Tensor
    whole: Tensor
    checked: Tensor

    @property
    def total(self) -> Tensor:
        """Weighted sum of the parts."""
        return (
            self.mask
            + 0.5 * self.dice
            + 2 * self.edges
            + 0.25 * self.kind
            + 0.5 * self.whole
            + 0.2 * self.checked
        )


def detector_loss(maps: ElementMaps, target: TargetMaps) -> DetectorLoss:
    """Cross-entropy and soft Dice (Milletari et al. 2016) on the mask, Huber on the edges.

    An edge is told by the cells near it, so these count most for it. The kind is asked of each cell, and
    of an element as a whole: only its arrow tells a combo box from a field.

    `maps` and `target` have a leading batch dimension; see their classes for the shapes.
    """
    assert maps.mask is not None and maps.edges is not None
    assert maps.kinds is not None and maps.checked is not None
    weight = target.weight
    mask = (
        F.binary_cross_entropy_with_logits(maps.mask, target.inside, weight, reduction="sum") / weight.sum()
    )
    share = maps.mask.sigmoid()
    overlap = (share * target.inside * weight).sum()
    dice = 1 - (2 * overlap + 1) / ((share * weight).sum() + (target.inside * weight).sum() + 1)
    inner = target.inside * weight
    scale = inner.sum().clamp(min=1)
    distance = F.smooth_l1_loss(maps.edges, target.edges, beta=0.1, reduction="none")
    near = 1 / (1 + target.edges.expm1() * EDGE_UNIT / NEAR_PX)
    edges = (distance * near * inner.unsqueeze(1)).sum() / (near * inner.unsqueeze(1)).sum().clamp(min=1)
    kind = F.cross_entropy(maps.kinds, target.kind, ignore_index=-100, reduction="none")
    kind = (kind * inner).sum() / scale
    whole = whole_kind_loss(maps.kinds, target)
    known = (target.checked >= 0).float()
    on = F.binary_cross_entropy_with_logits(maps.checked, target.checked.clamp(min=0), reduction="none")
    checked = (on * known).sum() / known.sum().clamp(min=1)
    return DetectorLoss(mask, dice, edges, kind, whole, checked)


def whole_kind_loss(kinds: Tensor, target: TargetMaps) -> Tensor:
    """Cross-entropy of each element's mean logits, as they are decoded; every kind counts the same.

    Else the many cells and texts of a batch would drown its one combo box.

    kinds: (B, K, h, w) logits.
    """
    per_picture = int(target.owner.max()) + 1
    if per_picture == 0:
        return kinds.sum() * 0
    picture = torch.arange(len(target.owner), device=kinds.device).view(-1, 1, 1)
    cells = target.owner >= 0  # (B, h, w)
    ids = (target.owner + picture * per_picture)[cells]  # (C,)
    logits = kinds.permute(0, 2, 3, 1)[cells]  # (C, K)
    count = len(target.owner) * per_picture
    sums = logits.new_zeros(count, logits.shape[1]).index_add(0, ids, logits)
    sizes = logits.new_zeros(count).index_add(0, ids, torch.ones_like(ids, dtype=logits.dtype))
    kind = ids.new_zeros(count).scatter(0, ids, target.kind[cells])
    there = sizes > 0
    often = torch.bincount(kind[there], minlength=logits.shape[1]).clamp(min=1)
    return F.cross_entropy(sums[there] / sizes[there, None], kind[there], weight=1 / often.to(logits.dtype))


def feature_drift(maps: ElementMaps, held: ElementMaps) -> Tensor:
    """Scalar: squared difference of the features from those of `held`, as a share of their squares.

    As in learning without forgetting (Li and Hoiem 2016), of what a head was taught to read that stays.
    """
    return torch.stack(
        [_drift(maps.fine, held.fine), _drift(maps.coarse, held.coarse)],
    ).mean()


def said_otherwise(maps: ElementMaps, held: ElementMaps, taught: Tensor, weight: Tensor) -> Tensor:
    """Scalar: how far the maps are from those of `held` where nothing new is taught.

    The distillation of learning without forgetting (Li and Hoiem 2016): what `held` says is the target of
    mask, kinds, marks and, where it sees an element, of the edges.

    taught: (B, h, w) bool, inner cells of what `held` does not know; its border is left out, too.
    weight: (B, h, w), see `TargetMaps`; else large fields would be all that counts.
    """
    assert maps.mask is not None and held.mask is not None and maps.edges is not None
    assert held.edges is not None and maps.kinds is not None and held.kinds is not None
    assert maps.checked is not None and held.checked is not None
    reach = 2 * BORDER_CELLS + 1
    near = F.max_pool2d(taught.float().unsqueeze(1), reach, 1, BORDER_CELLS).squeeze(1)
    share = held.mask.float().sigmoid()
    asked = (1 - near) * weight  # (B, h, w)
    there = asked * (share > 0.5).float()
    mask = F.binary_cross_entropy_with_logits(maps.mask, share, asked, reduction="sum")
    aside = F.smooth_l1_loss(maps.edges, held.edges.float(), beta=0.1, reduction="none").mean(dim=1)
    before = held.kinds.float().softmax(1)
    kinds = F.kl_div(maps.kinds.float().log_softmax(1), before, reduction="none").sum(dim=1)
    checked = F.smooth_l1_loss(maps.checked, held.checked.float(), reduction="none")
    of_elements = ((2 * aside + kinds + 0.5 * checked) * there).sum()
    return mask / asked.sum().clamp(min=1) + of_elements / there.sum().clamp(min=1)


def mistaken(held: ElementMaps, target: TargetMaps) -> Tensor:
    """(B, h, w) bool: cells of which `held` says what is not so; there is nothing to keep near to."""
    assert held.mask is not None and held.kinds is not None
    share = held.mask.float().sigmoid()
    inside = target.inside > 0
    missed = inside & (share < 0.5 - SURELY_ASTRAY)
    invented = ~inside & (share > 0.5 + SURELY_ASTRAY)
    confused = inside & (target.kind >= 0) & (held.kinds.argmax(dim=1) != target.kind)
    return missed | invented | confused


def _drift(now: Tensor | None, held: Tensor | None) -> Tensor:
    assert now is not None and held is not None
    held = held.float()
    return (now.float() - held).square().mean() / held.square().mean().clamp(min=1e-6)


def matching_loss(logits: Tensor, labels: Tensor, weight: Tensor | None = None) -> Tensor:
    """Mean negative log-likelihood of the true correspondence.

    | argument | shape | meaning |
    | --- | --- | --- |
    | logits | (B, N, M + 1) | scores of each of M elements, the last one ABSENT |
    | labels | (B, N) int64 | index of the true element, M for ABSENT, -100 to leave out |
    | weight | (B, N) or None | weight of each row, e.g. the reward of the step |
    """
    loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100, reduction="none")
    valid = (labels.flatten() != -100).float()
    if weight is not None:
        valid = valid * weight.flatten()
    return (loss * valid).sum() / valid.sum().clamp(min=1)


def likeliest(count: int, missed: Callable[[Tensor], Tensor], shrinkage: float) -> Tensor:
    """(count,) float64 weights of a regression, the last of them a constant, by LBFGS from zero.

    `missed`: mean negative log-likelihood of given weights; `shrinkage` weighs the squares of all but the
    constant, so that the weights are small where the data leave a choice.
    """
    weights = torch.zeros(count, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        total = missed(weights) + shrinkage * weights[:-1].square().sum()
        total.backward()
        return total

    optimizer.step(loss)  # type: ignore[arg-type]
    return weights.detach()
