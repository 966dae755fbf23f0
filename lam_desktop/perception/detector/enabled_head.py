"""Which elements are greyed out: a small head on the features of a trained detector, which stays as it is.

It sees an element through the detector's maps (its inside, what lies around it) and through the measures of
`ink`, by which its colours stand beside those of its neighbours.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lam_desktop.perception.detector.ink import SIGNS

FINE_STRIDE, COARSE_STRIDE = 4, 8
COLUMNS, ROWS = 6, 4
"""Places within a box at which the fine features are looked up."""
COARSE_COLUMNS, COARSE_ROWS = 4, 2
AROUND = 6
"""Places along each of its longer sides, just outside."""
AROUND_PX = 6.0


class EnabledHead(nn.Module):
    """What a detector's features and an element's colours say of its state.

    Args:
        fine, coarse: channels of the maps at strides 4 and 8.
        kinds: number of element kinds.
        hidden: width of the two hidden layers.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, fine: int, coarse: int, kinds: int, hidden: int) -> None:
        super().__init__()
        self.kinds = kinds
        self.inputs = 6 * fine + 3 * coarse + SIGNS + kinds + 2
        self.register_buffer("mean", torch.zeros(self.inputs))
        self.register_buffer("spread", torch.ones(self.inputs))
        self.layers = nn.Sequential(
            nn.Linear(self.inputs, hidden), nn.ReLU(), nn.Dropout(0.1),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.1), nn.Linear(hidden, 1),
        )  # fmt: skip

    def forward(self, seen: Tensor) -> Tensor:
        """Log odds of being greyed out.

        | argument | shape | meaning |
        | --- | --- | --- |
        | seen | (N, inputs) float | as `look` makes it |
        | *result* | (N,) | |
        """
        return self.layers((seen - self.mean) / self.spread)[:, 0]

    def look(self, fine: Tensor, coarse: Tensor, boxes: Tensor, kinds: Tensor, signs: Tensor) -> Tensor:
        """What there is to see of the elements of one picture.

        | argument | shape | meaning |
        | --- | --- | --- |
        | fine | (1, s4, H / 4, W / 4) | features of the detector |
        | coarse | (1, s8, H / 8, W / 8) | as `fine` |
        | boxes | (N, 4) float | x, y, w, h in pixels |
        | kinds | (N,) int64 | index of each element's kind |
        | signs | (N, SIGNS) float | of `InkSigns` |
        | *result* | (N, inputs) | |
        """
        inner = _looked_up(fine, boxes, _grid(COLUMNS, ROWS), FINE_STRIDE)
        around = _looked_up(fine, boxes, _border(), FINE_STRIDE)
        broad = _looked_up(coarse, boxes, _grid(COARSE_COLUMNS, COARSE_ROWS), COARSE_STRIDE)
        parts = (
            inner.mean(1), inner.std(1), inner.amax(1), inner.amin(1), around.mean(1), around.std(1),
            broad.mean(1), broad.amax(1), broad.amin(1), signs, F.one_hot(kinds, self.kinds).float(),
            boxes[:, 2:].clamp(min=1).log(),
        )  # fmt: skip
        return torch.cat(parts, 1)


def _grid(columns: int, rows: int) -> Tensor:
    """(columns * rows, 2): places in a box as shares of its width and height."""
    across, down = (torch.arange(count) / count + 0.5 / count for count in (columns, rows))
    return torch.cartesian_prod(across, down)


def _border() -> Tensor:
    """(2 * AROUND + 2, 2): places around a box; a share below 0 or above 1 is just outside."""
    along = torch.linspace(0, 1, AROUND)
    above_below = torch.cartesian_prod(along, torch.tensor((-1.0, 2.0)))
    return torch.cat((above_below, torch.tensor(((-1.0, 0.5), (2.0, 0.5)))))


def _looked_up(features: Tensor, boxes: Tensor, places: Tensor, stride: int) -> Tensor:
    """(1, C, h, w) features at P places of N boxes, between four cells each -> (N, P, C) float.

    As `grid_sample` padded by the border, which would turn the whole map to float for some hundred places.
    """
    start, extent, share = boxes[:, None, :2], boxes[:, None, 2:], places[None]
    at = torch.where(share < 0, start - AROUND_PX, start + share.clamp(max=1) * extent)
    at = (at + AROUND_PX * (share > 1)) / stride - 0.5
    height, width = features.shape[2:]
    at = torch.minimum(at.clamp(min=0), torch.tensor((width - 1.0, height - 1.0)))  # (N, P, 2) x, y in cells
    low = at.floor()
    part = at - low
    left, top = low.long().unbind(2)
    right, bottom = (left + 1).clamp(max=width - 1), (top + 1).clamp(max=height - 1)
    cells = features[0].permute(1, 2, 0).reshape(height * width, -1)  # (h * w, C)

    def corner(x: Tensor, y: Tensor) -> Tensor:
        return cells[y * width + x].float()

    across, down = part[..., :1], part[..., 1:]
    above = torch.lerp(corner(left, top), corner(right, top), across)
    below = torch.lerp(corner(left, bottom), corner(right, bottom), across)
    return torch.lerp(above, below, down)
