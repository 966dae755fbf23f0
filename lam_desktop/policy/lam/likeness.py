"""How alike elements of two screens are, told to the network as it is: no word or icon is known here.

Alike in themselves (`Likeness`), or in what stands around them (`Neighbourhood`): an empty field is known by
the label left of it, a cell by the names of its row and column, a record by the values that the row says.
What is learned is which of it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lam_desktop.policy.lam.settings_lam import LamSettings

LIKENESS = 16
"""Numbers that describe how alike two elements are in themselves."""
NEIGHBOURHOOD = 22
"""Numbers that describe how alike their neighbours are."""
LIKENESS_WIDTH, NEIGHBOURHOOD_WIDTH = 32, 64
SAME_LINE, SAME_COLUMN = 0.4, 0.3
"""Two elements share a line, or column, if this share of the smaller one lies beside, or below, the other."""
NEAREST, AROUND = 0.5, 1.5
"""Pairs of lines of text over which what is further away than the nearest, and than the element, fades."""
HEADED, SAME_HEADER = 0.2, 0.7
"""Share of the headers above an element from which on one heads its column; and how alike (cosine of the
n-grams) two headers are at least that say the same, perhaps misread."""
TOUCHING = 0.25
"""Pairs of lines that neighbours may overlap."""


class Planes(nn.Linear):
    """A linear layer over the planes of pairs: (B, inputs, N, M) -> (B, outputs, N, M).

    Numbers of a pair lie in planes, not side by side: planes are laid together, and taken apart for each
    block and head, without sorting every number of a hundred thousand pairs.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Shapes as above."""
        return F.conv2d(input, self.weight[:, :, None, None], self.bias)


class Biases(Planes):
    """Relations to what they add to attention; starts silent."""


@dataclass(frozen=True)
class Look:
    """What of a screen's N elements is compared with another screen's, without anything learned."""

    said: Tensor
    """(B, N, bins) float: counts of n-grams, of length 1; 0 without text."""
    words: Tensor
    """(B, N) int64: hash of the text, 0 for none and for padding."""
    pictured: Tensor
    """(B, N, pixels) float: brightness without its mean, of length 1; 0 where it does not count."""
    kind: Tensor
    """(B, N) int64."""
    marks: Tensor
    """(B, N, 2) float: follows the row, has a text."""
    place: Tensor
    """(B, N, 8) float: left, top, right, bottom and size in pairs of lines; middle as share of the window."""
    around: Around


@dataclass(frozen=True)
class Around:
    """Who stands how to whom on a screen of N elements: rows ask, columns answer; padding answers nothing."""

    texts: Tensor
    """(B, 4, N, N) float: the nearest texts to the left, to the right, above and below, adding up to 1."""
    things: Tensor
    """(B, 4, N, N) float: the same of all elements."""
    headers: Tensor
    """(B, 2, N, N) float: the nearest header to the left, and above, 1 where there is one."""
    line: Tensor
    """(B, N, N) float 0 or 1: on the same line; each is with itself."""
    column: Tensor
    """(B, N, N) float 0 or 1: in the same column."""
    near: Tensor
    """(B, N, N) float 0..1: the nearer the more."""


def around(edges: Tensor, text: Tensor, header: Tensor, valid: Tensor) -> Around:
    """Who stands how to whom.

    | argument | shape | meaning |
    | --- | --- | --- |
    | edges | (B, N, 4) float | left, top, right, bottom in pairs of lines of text |
    | text | (B, N) bool | says something |
    | header | (B, N) bool | names a row or a column |
    | valid | (B, N) bool | False pads |
    """
    low, high = edges[..., :2], edges[..., 2:]  # (B, N, 2)
    mine, theirs = (low[:, :, None], high[:, :, None]), (low[:, None], high[:, None])
    size = (high - low).clamp(min=1e-3)
    smaller = torch.minimum(size[:, :, None], size[:, None])
    common = (torch.minimum(mine[1], theirs[1]) - torch.maximum(mine[0], theirs[0])) / smaller  # (B, N, N, 2)
    there = valid[:, None]
    others = ~torch.eye(edges.shape[1], dtype=torch.bool, device=edges.device)
    column, line = (common[..., 0] > SAME_COLUMN) & there, (common[..., 1] > SAME_LINE) & there
    before, after = mine[0] - theirs[1], theirs[0] - mine[1]  # (B, N, N, 2): gaps
    gaps = torch.stack([before[..., 0], after[..., 0], before[..., 1], after[..., 1]], 1)  # (B, 4, N, N)
    beside = torch.stack([line, line, column, column], 1) & (gaps > -TOUCHING) & others
    far = torch.maximum(before, after).clamp(min=0).sum(-1)
    return Around(
        texts=_nearest(gaps, beside & text[:, None, None]),
        things=_nearest(gaps, beside),
        headers=_nearest(gaps[:, ::2], beside[:, ::2] & (text & header)[:, None, None]),
        line=line.to(edges.dtype),
        column=column.to(edges.dtype),
        near=(-far / AROUND).exp() * there,
    )


def _nearest(gaps: Tensor, beside: Tensor) -> Tensor:
    """Weights of those `beside`, the nearest ones most; rows without any are 0."""
    logits = (-gaps.clamp(min=0) / NEAREST).masked_fill(~beside, -torch.inf)
    return logits.softmax(-1).nan_to_num(0.0)


@dataclass(frozen=True)
class Alike:
    """Elements of two screens compared one by one; N and M elements."""

    same: Tensor
    """(B, N, M) float 0 or 1: the same words."""
    twins: Sequence[Tensor]
    """Two (B, N, M): `same` by how often the words stand on the first, and on the second screen."""
    said: Tensor
    """(B, N, M): cosine of the n-grams."""
    drawn: Tensor
    """(B, N, M): cosine of the pictures."""
    numbers: Tensor
    """(B, LIKENESS, N, M): these and all else."""


def compared(a: Look, b: Look) -> Alike:
    """Every element of one screen with every element of the other."""
    same = _same_words(a, b).to(a.said.dtype)  # (B, N, M)
    twins = [same / same.sum(axis, keepdim=True).clamp(min=1) for axis in (1, 2)]
    said, drawn = a.said @ b.said.transpose(1, 2), a.pictured @ b.pictured.transpose(1, 2)
    mine, theirs = a.place.transpose(1, 2), b.place.transpose(1, 2)  # (B, 8, N), (B, 8, M)
    apart = theirs[:, :, None] - mine[..., None]  # (B, 8, N, M)
    apart[:, :6] = apart[:, :6].sign() * apart[:, :6].abs().log1p()
    marks = a.marks.transpose(1, 2)[..., None] + b.marks.transpose(1, 2)[:, :, None]  # (B, 2, N, M)
    kind = (a.kind[:, :, None] == b.kind[:, None]).to(same.dtype)
    numbers = torch.cat([torch.stack([same, *twins, said, drawn, kind], 1), marks, apart], 1)
    return Alike(same, twins, said, drawn, numbers)


def agreements(a: Look, b: Look, target: int) -> Tensor:
    """(M, len(AGREEMENTS)): one element of a single screen `a` compared with those of `b`."""
    [same] = _same_words(a, b)  # (N, M)
    said, drawn = b.said[0] @ a.said[0, target], b.pictured[0] @ a.pictured[0, target]
    kind = b.kind[0] == a.kind[0, target]
    marks = a.marks[0, target] + b.marks[0]  # (M, 2)
    alike = [same[target].to(said.dtype), said, drawn, kind.to(said.dtype)]
    return torch.stack([*alike, *marks.unbind(1), _only_record(a, b, same, target).to(said.dtype)], 1)


def _only_record(a: Look, b: Look, same: Tensor, target: int) -> Tensor:
    """(M,) bool: all that follows the row on the target's line is on the line of this element, by the same
    words and in the same column, and not on any other line; nowhere, where nothing there follows the row.
    """
    mine, theirs, follows = a.around.line[0, target], b.around.line[0], a.marks[0, :, 0]
    named = mine @ follows
    wanted = same & ~_in_another_column(a, b, same) & (follows > 0)[:, None]
    whole = (_on_lines(mine, wanted.to(mine.dtype), theirs) == named) & (named > 0)
    return whole & ~(whole & (theirs == 0)).any(1)


def _in_another_column(a: Look, b: Look, same: Tensor) -> Tensor:
    """(N, M) bool: the header above the first heads a column of the other screen, and not the second.

    A name may stand among the customers in one line and among the contacts in another. One header may have
    been proposed twice, in part and whole, and a letter of it misread.
    """
    above, below = ((one.around.headers[0, 1] > HEADED).float() for one in (a, b))
    alike = same | (a.said[0] @ b.said[0].T > SAME_HEADER)
    shared = above @ alike.float() @ below.T > 0  # (N, M): the same header above both
    return ~shared & shared.any(1, keepdim=True)


def _same_words(a: Look, b: Look) -> Tensor:
    """(B, N, M) bool."""
    return (a.words[:, :, None] == b.words[:, None]) & (a.words != 0)[:, :, None]


def _on_lines(mine: Tensor, wanted: Tensor, theirs: Tensor) -> Tensor:
    """How many of the `wanted` (…, N, M) of lines (…, N) of one screen are on lines (M, M) of the other."""
    return mine @ (wanted @ theirs.transpose(-1, -2)).clamp(max=1)


class Likeness(nn.Module):
    """How alike elements of two screens are: a bias for each head of each cross-attention, and for scores."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.layer = Planes(LIKENESS, LIKENESS_WIDTH)
        self.bias = Biases(LIKENESS_WIDTH, config.blocks * (config.heads + 1))

    def forward(self, alike: Alike) -> Tensor:
        """N and M elements -> (B, blocks * (heads + 1), N, M)."""
        return self.bias(F.relu(self.layer(alike.numbers)))


class Neighbourhood(nn.Module):
    """How alike the neighbours of elements are: further biases of the same kind as those of `Likeness`.

    A first step of what a matching of graphs does (Cho et al. 2010, «Reweighted random walks for graph
    matching»): a correspondence supports those of the elements beside it.
    """

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.layer = Planes(LIKENESS + NEIGHBOURHOOD, NEIGHBOURHOOD_WIDTH)
        self.bias = Biases(NEIGHBOURHOOD_WIDTH, config.blocks * (config.heads + 1))

    def forward(self, a: Look, b: Look, alike: Alike) -> Tensor:
        """N and M elements -> (B, blocks * (heads + 1), N, M)."""
        numbers = torch.cat([alike.numbers, neighbours(a, b, alike)], 1)
        return self.bias(F.relu(self.layer(numbers)))


def neighbours(a: Look, b: Look, alike: Alike) -> Tensor:
    """(B, NEIGHBOURHOOD, N, M): how alike what stands around two elements is.

    In order: the same rare words left, right, above and below; the cosine of the texts there; that of the
    pictures there; rare words of the header left, and above; whether the first one has such headers; rare
    words that their lines, and their columns, share; what follows the row on the line of the first: its share
    that is on the line of the second; what follows the row near both; how much follows the row on the line of
    the first; whether anything does.
    """
    mine, theirs = a.around, b.around
    rare = (alike.twins[0] * alike.twins[1]).sqrt()
    follows = a.marks[..., 0]  # (B, N)
    wanted = alike.same * follows[:, :, None]
    marked = mine.line @ follows[..., None]  # (B, N, 1)
    planes = [
        (mine.line @ rare @ theirs.line.transpose(1, 2)).log1p(),
        (mine.column @ rare @ theirs.column.transpose(1, 2)).log1p(),
        _on_lines(mine.line, wanted, theirs.line) / marked.clamp(min=1),
        mine.near @ wanted @ theirs.near.transpose(1, 2),
        marked.log1p().expand_as(rare),
        follows.amax(1)[:, None, None].expand_as(rare),
    ]
    return torch.cat(
        [
            _beside(mine.texts, rare, theirs.texts),
            _beside(mine.texts, alike.said, theirs.texts),
            _beside(mine.things, alike.drawn, theirs.things),
            _beside(mine.headers, rare, theirs.headers),
            mine.headers.sum(-1, keepdim=True).expand(-1, -1, -1, rare.shape[2]),
            torch.stack(planes, 1),
        ],
        1,
    )


def _beside(mine: Tensor, alike: Tensor, theirs: Tensor) -> Tensor:
    """(B, sides, N, M): how alike what stands on the same side of both is."""
    return mine @ alike[:, None] @ theirs.transpose(2, 3)
