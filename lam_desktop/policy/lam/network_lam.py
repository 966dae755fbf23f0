"""`LamNetwork`: matches the elements of a demonstrated screen with those of the present screen.

Both screens are sets of element tokens. Self-attention lets an element know its neighbours («the field
right of "Due date"»), cross-attention lets the two screens look at each other, and a score between
every pair of elements, or ABSENT, is the result: the scheme of SuperGlue (Sarlin et al. 2020) and
LightGlue (Lindenberger et al. 2023), with pictures, text and kind of an element as its descriptor and
rotary encodings (Su et al. 2021) of the place measured in lines of text. How two elements of a screen
lie to each other, edge to edge, is added to their attention, as in relation networks (Hu et al. 2018):
a label ends just left of its field, however wide both are. How alike two elements of *different* screens
are, in words never met before and icons never seen before, and how alike their neighbours are, is told to
cross-attention and scores in the same way (`likeness`): what is learned is which likeness counts, not a list
of known words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lam_desktop.policy.lam.likeness import (
    Around,
    Biases,
    Likeness,
    Look,
    Neighbourhood,
    Planes,
    around,
    compared,
)
from lam_desktop.policy.lam.settings_lam import LamSettings

GEOMETRY = 10
"""Numbers that describe where an element lies, see `processing_lam.geometry`."""
RELATIONS = 10
"""Numbers that describe how one element lies to another."""
RELATION_WIDTH = 24
SAID, PICTURED = 1024, 16
"""Texts are compared as bags of n-grams in this many bins, pictures as squares of this side."""


@dataclass(frozen=True)
class ScreenTensors:
    """A batch of screens as the network takes them; N elements, padded.

    | field | shape | meaning |
    | --- | --- | --- |
    | crops | (B, N, 2, 3, P, P) uint8 | the element, and its surroundings |
    | grams | (B, N, G) int64 | hashed character n-grams of the text, 0 pads |
    | words | (B, N) int64 | hash of the text without case and spaces, 0 for none |
    | kind | (B, N) int64 | index of the kind |
    | checked | (B, N) int64 | 0 unknown, 1 off, 2 on |
    | follows | (B, N) int64 | 1: text replaced by the row's value, pictures hidden |
    | edges | (B, N, 4) float | left, top, right, bottom in pairs of lines of text from the window's corner |
    | geometry | (B, N, GEOMETRY) float | place and size relative to the window |
    | valid | (B, N) bool | False pads |
    """

    crops: Tensor
    grams: Tensor
    words: Tensor
    kind: Tensor
    checked: Tensor
    follows: Tensor
    edges: Tensor
    geometry: Tensor
    valid: Tensor


@dataclass
class MatchScores:
    """Scores of all correspondences; the last column stands for ABSENT.

    | field | shape | meaning |
    | --- | --- | --- |
    | forward_logits | (B, N, M + 1) | of each demonstrated element over those of the screen |
    | backward_logits | (B, M, N + 1) | of each element of the screen over the demonstrated ones |
    """

    forward_logits: Tensor | None = None
    backward_logits: Tensor | None = None


class CropEncoder(nn.Module):
    """A small picture to a vector: patches of 4 pixels, then pairs of pairs of patches, then all."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.patch = nn.Linear(3 * 4 * 4, 48)
        self.merge = nn.Linear(48 * 2 * 2, 64)
        self.whole = nn.Linear(64 * (config.crop_px // 8) ** 2, config.width)

    def forward(self, crops: Tensor) -> Tensor:
        """(K, 3, P, P) uint8 -> (K, width)."""
        x = _patches(crops, 4).to(self.patch.weight.dtype).div_(127.5).sub_(1)  # sorted while they are bytes
        x = F.relu(self.patch(x))  # (K, P/4, P/4, 48)
        x = F.relu(self.merge(_patches(x.permute(0, 3, 1, 2), 2)))  # (K, P/8, P/8, 64)
        return self.whole(x.flatten(1))


class ElementEncoder(nn.Module):
    """Picture, text, kind, state and place of an element to its token."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.near = CropEncoder(config)
        self.around = CropEncoder(config)
        self.grams = nn.Embedding(config.buckets, config.width, padding_idx=0)
        self.text = nn.Sequential(nn.LayerNorm(config.width), nn.Linear(config.width, config.width))
        self.kind = nn.Embedding(len(config.kinds), config.width)
        self.checked = nn.Embedding(3, config.width)
        self.follows = nn.Embedding(2, config.width)
        self.geometry = nn.Sequential(
            nn.Linear(GEOMETRY * 9, config.width), nn.ReLU(), nn.Linear(config.width, config.width)
        )
        self.mix = nn.Sequential(
            nn.Linear(config.width, 2 * config.width), nn.GELU(), nn.Linear(2 * config.width, config.width)
        )
        self.norm = nn.LayerNorm(config.width)

    def forward(self, screen: ScreenTensors) -> Tensor:
        """Tokens (B, N, width); see ScreenTensors for the input."""
        valid = screen.valid  # padding is left out: half of a batch can be padding
        token = self.kind(screen.kind[valid]) + self.checked(screen.checked[valid])  # (K, width)
        follows = screen.follows[valid]
        token = token + self.follows(follows)
        crops = screen.crops[valid]  # (K, 2, 3, P, P)
        picture = self.near(crops[:, 0]) + self.around(crops[:, 1])
        token = token + picture * (1 - follows)[:, None]
        grams = screen.grams[valid]
        count = (grams != 0).sum(1, keepdim=True)
        said = F.embedding_bag(grams, self.grams.weight, mode="sum", padding_idx=0)
        token = token + self.text(said / count.clamp(min=1).sqrt()) * (count > 0)
        token = token + self.geometry(_waves(screen.geometry[valid]))
        token = self.norm(token + self.mix(token)).float()
        out = token.new_zeros(*valid.shape, token.shape[-1])
        out[valid] = token
        return out


class Frequencies(nn.Linear):
    """Places to the angles of rotary encodings."""


class Relations(nn.Module):
    """How the elements of a screen lie to each other: a bias for each head of each self-attention."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.heads = config.heads
        self.layers = nn.Sequential(
            Planes(RELATIONS, RELATION_WIDTH), nn.ReLU(),
            Planes(RELATION_WIDTH, RELATION_WIDTH), nn.ReLU(),
        )  # fmt: skip
        self.bias = Biases(RELATION_WIDTH, config.blocks * config.heads)

    def forward(self, edges: Tensor) -> list[Tensor]:
        """(B, N, 4) edges as in ScreenTensors -> one (B, heads, N, N) a block: rows ask, columns answer."""
        left, top, right, bottom = edges.unsqueeze(1).unbind(-1)  # (B, 1, N): of who answers
        mine = edges.unsqueeze(2).unbind(-1)  # (B, N, 1): of who asks
        apart = torch.stack(
            [
                left - mine[0], right - mine[2], left - mine[2], mine[0] - right,
                top - mine[1], bottom - mine[3], top - mine[3], mine[1] - bottom,
                (left + right - mine[0] - mine[2]) / 2, (top + bottom - mine[1] - mine[3]) / 2,
            ],
            1,
        )  # fmt: skip
        apart = apart.sign() * (4 * apart).abs().log1p()  # near neighbours count in fractions of a line
        bias: Tensor = self.bias(self.layers(apart))  # (B, blocks * heads, N, N)
        return list(bias.split(self.heads, 1))


class Attention(nn.Module):
    """Multi-head attention of two screens, each to itself with rotary places and relations, or to the other.

    The screens lie one behind the other: what is computed of each token by itself is computed of all at once.
    """

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.heads = config.heads
        self.query = nn.Linear(config.width, config.width)
        self.key = nn.Linear(config.width, config.width)
        self.value = nn.Linear(config.width, config.width)
        self.out = nn.Linear(config.width, config.width)

    def forward(
        self, x: Tensor, y: Tensor, masks: tuple[Tensor, Tensor], rotation: tuple[Tensor, Tensor] | None
    ) -> Tensor:
        """What each token gathers: of its own screen where places are given, of the other one where not.

        | argument | shape | meaning |
        | --- | --- | --- |
        | x | (B, N + M, width) | tokens of both screens as they ask |
        | y | (B, N + M, width) | the same as they answer |
        | masks | (B, heads or 1, N or 1, N or M) float | added to the logits of the first screen's tokens |
        | | (B, heads or 1, M or 1, M or N) float | the same of the second screen's |
        | rotation | 2 x (B, 1, N + M, head) | cosines and sines of the places |
        | *result* | (B, N + M, width) | |
        """
        query, key, value = (self._split(part) for part in (self.query(x), self.key(y), self.value(y)))
        if rotation is not None:
            query, key = _rotated(query, rotation), _rotated(key, rotation)
        counts = [mask.shape[3] for mask in masks]  # of those that answer
        if rotation is None:
            counts.reverse()
        queries, keys, values = (one.split(counts, 2) for one in (query, key, value))
        if rotation is None:
            keys, values = keys[::-1], values[::-1]
        asked = zip(queries, keys, values, masks, strict=True)
        gathered = torch.cat([F.scaled_dot_product_attention(*one) for one in asked], 2)
        return self.out(gathered.transpose(1, 2).flatten(2))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)  # (B, heads, N, head)


class Layer(nn.Module):
    """Attention and a feed-forward part, each normalised before and added after."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.norm_x = nn.LayerNorm(config.width)
        self.norm_y = nn.LayerNorm(config.width)
        self.attention = Attention(config)
        self.feed = nn.Sequential(
            nn.LayerNorm(config.width),
            nn.Linear(config.width, 2 * config.width),
            nn.GELU(),
            nn.Dropout(config.dropout),
            nn.Linear(2 * config.width, config.width),
        )

    def forward(
        self, x: Tensor, masks: tuple[Tensor, Tensor], rotation: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        """As `Attention.forward`, with `x` as it asks and answers; returns the new x (B, N + M, width)."""
        x = x + self.attention(self.norm_x(x), self.norm_y(x), masks, rotation)
        return x + self.feed(x)


@dataclass(frozen=True)
class Side:
    """What a block needs of one screen besides its tokens."""

    rotation: tuple[Tensor, Tensor]
    """2 x (B, 1, N, head): cosines and sines of the places, at this block's frequencies."""
    mask: Tensor
    """(B, 1, 1, N) float: 0, and -inf where there is padding."""
    relation: Tensor
    """(B, heads, N, N) float: this block's relations, with the mask."""


@dataclass(frozen=True)
class EncodedScreen:
    """A batch of screens before it is compared with another one."""

    screen: ScreenTensors
    tokens: Tensor
    """(B, N, width), one an element."""
    sides: tuple[Side, ...]
    """One a block."""
    look: Look


class Block(nn.Module):
    """Self-attention on each screen, then cross-attention between them; both screens share weights."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.frequencies = Frequencies(2, config.width // config.heads // 2, bias=False)
        self.alone = Layer(config)
        self.across = Layer(config)
        self.joint = "joint" not in config.without

    def forward(self, x: Tensor, sides: Sequence[Side], alike: Tensor) -> Tensor:
        """Tokens (B, N + M, width) of both screens -> the same shape; alike (B, heads, N, M)."""
        first, second = sides
        cosine, sine = (torch.cat(one, 2) for one in zip(first.rotation, second.rotation, strict=True))
        x = self.alone(x, (first.relation, second.relation), (cosine, sine))
        if not self.joint:
            return x
        return self.across(x, (second.mask + alike, first.mask + alike.transpose(2, 3)))

    def rotation(self, place: Tensor) -> tuple[Tensor, Tensor]:
        """Centres (B, N, 2), as `ScreenTensors.edges`, to cosines and sines, each (B, 1, N, head)."""
        angle = self.frequencies(place).repeat_interleave(2, -1).unsqueeze(1)  # (B, 1, N, head)
        return angle.cos(), angle.sin()


class LamNetwork(nn.Module):
    """Demonstrated screen and present screen to scores of all correspondences."""

    def __init__(self, config: LamSettings) -> None:
        super().__init__()
        self.config = config
        self._build(config)

    def _build(self, config: LamSettings) -> None:
        self.encoder = ElementEncoder(config)
        self.relations = Relations(config)
        self.likeness = Likeness(config)
        self.neighbourhood = Neighbourhood(config)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.blocks))
        self.final = nn.LayerNorm(config.width)
        self.match = nn.Linear(config.width, config.width)
        self.absent = nn.Sequential(
            nn.Linear(config.width, config.width), nn.GELU(), nn.Linear(config.width, 1)
        )

    def forward(self, demonstrated: ScreenTensors, screen: ScreenTensors) -> MatchScores:
        """Scores of all pairs of elements; ABSENT is the last column.

        | argument | shape | meaning |
        | --- | --- | --- |
        | demonstrated | ScreenTensors, N elements | the screen of the demonstrated step |
        | screen | ScreenTensors, M elements | the present screen |

        Padded elements get -inf as columns; their own rows mean nothing.
        """
        return self.compare(self.encode(demonstrated), self.encode(screen))[-1]

    def all_scores(self, demonstrated: ScreenTensors, screen: ScreenTensors) -> list[MatchScores]:
        """As `forward`, after every block: each must already say what it can (LightGlue, section 3.3)."""
        return self.compare(self.encode(demonstrated), self.encode(screen), range(len(self.blocks)))

    def encode(self, screen: ScreenTensors, known: EncodedScreen | None = None) -> EncodedScreen:
        """What one screen alone gives; kept, it need not be computed for every other screen again.

        `known`: a screen that may be much the same; what did not change since is taken from it.
        """
        screen = _without(screen, self.config.without)
        if known is None or len(screen.kind) != len(known.screen.kind):
            return EncodedScreen(screen, self.encoder(screen), self._sides(screen), self._look(screen))
        alike = screen.kind.shape == known.screen.kind.shape
        was, tokens = (known.screen, known.tokens) if alike else _in_order_of(screen, known)
        same = _unchanged(screen, was)  # (B, N)
        fresh = self.encoder(replace(screen, valid=screen.valid & ~same))
        placed = alike and torch.equal(screen.edges, was.edges) and torch.equal(screen.valid, was.valid)
        named = torch.equal(screen.words != 0, was.words != 0) and torch.equal(screen.kind, was.kind)
        return EncodedScreen(
            screen,
            torch.where(same[..., None], tokens, fresh),
            known.sides if placed else self._sides(screen),
            self._look(screen, known.look.around if placed and named else None),
        )

    def _sides(self, screen: ScreenTensors) -> tuple[Side, ...]:
        relations = self.relations(screen.edges)
        mask = relations[0].new_zeros(screen.valid.shape)
        mask = mask.masked_fill(~screen.valid, -torch.inf)[:, None, None, :]
        place = (screen.edges[..., :2] + screen.edges[..., 2:]) / 2
        sides: list[Side] = []
        for block, relation in zip(self.blocks, relations, strict=True):
            assert isinstance(block, Block)
            sides.append(Side(block.rotation(place), mask, relation + mask))
        return tuple(sides)

    def _look(self, screen: ScreenTensors, beside: Around | None = None) -> Look:
        if beside is None:
            header = screen.kind == self.config.kinds.index("header")
            beside = around(screen.edges, screen.words != 0, header, screen.valid)
        return _look(screen, beside)

    def compare(
        self, demonstrated: EncodedScreen, screen: EncodedScreen, after: Collection[int] | None = None
    ) -> list[MatchScores]:
        """Scores of all pairs after the blocks of these numbers, by default after the last one."""
        after = [len(self.blocks) - 1] if after is None else after
        x = torch.cat([demonstrated.tokens, screen.tokens], 1)  # (B, N + M, width)
        said: list[MatchScores] = []
        likeness = self._likeness(demonstrated.look, screen.look)
        for depth, (block, alike, *sides) in enumerate(
            zip(self.blocks, likeness, demonstrated.sides, screen.sides, strict=True)
        ):
            x = block(x, sides, alike[:, :-1])
            if depth in after:
                said.append(self._scores(self.final(x), sides, alike[:, -1]))
        return said

    def _likeness(self, a: Look, b: Look) -> Sequence[Tensor]:
        """One (B, heads + 1, N, M) a block; the last of `heads + 1` is for the scores."""
        alike, without = compared(a, b), self.config.without
        bias: Tensor = self.likeness(alike) * ("likeness" not in without)  # (B, blocks * (heads + 1), N, M)
        if "neighbourhood" not in without:
            bias = bias + self.neighbourhood(a, b, alike)
        return bias.split(self.config.heads + 1, 1)

    def _scores(self, x: Tensor, sides: Sequence[Side], alike: Tensor) -> MatchScores:
        counts = list(alike.shape[1:])
        (a, b), (no_a, no_b) = (part(x).split(counts, 1) for part in (self.match, self.absent))
        similar = a @ b.transpose(1, 2) / self.config.width**0.5  # (B, N, M)
        similar = similar.float() + alike.float()
        forward = similar + sides[1].mask[:, 0]
        backward = similar.transpose(1, 2) + sides[0].mask[:, 0]
        return MatchScores(
            forward_logits=torch.cat([forward, no_a.float()], 2),
            backward_logits=torch.cat([backward, no_b.float()], 2),
        )

    def _init_weights(self, module: nn.Module) -> None:
        """The layers' own initialisation suits these sizes; also for those that older weights lack."""
        if isinstance(module, Frequencies):
            nn.init.normal_(module.weight, std=0.5)
        elif isinstance(module, Biases):
            nn.init.zeros_(module.weight)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Linear | nn.Embedding | nn.LayerNorm):
            module.reset_parameters()


def _without(screen: ScreenTensors, parts: Collection[str]) -> ScreenTensors:
    """The screen without its pictures, texts or places, see `LamSettings`."""
    blank = {"crops": ("crops",), "text": ("grams", "words"), "geometry": ("edges", "geometry")}
    names = [name for part in parts for name in blank.get(part, ())]
    return replace(screen, **{name: torch.zeros_like(getattr(screen, name)) for name in names})


def _in_order_of(screen: ScreenTensors, known: EncodedScreen) -> tuple[ScreenTensors, Tensor]:
    """What is known of the elements in the places of those of `screen`, (B, N); the others are not valid."""
    there = (screen.edges[:, :, None] == known.screen.edges[:, None]).all(3)  # (B, N, M)
    at = there.int().argmax(2)  # (B, N)
    rows = torch.arange(len(at), device=at.device)[:, None]
    held = {name: getattr(known.screen, name)[rows, at] for name in ScreenTensors.__dataclass_fields__}
    held["valid"] = held["valid"] & there.any(2)
    return ScreenTensors(**held), known.tokens[rows, at]


def _unchanged(screen: ScreenTensors, known: ScreenTensors) -> Tensor:
    """(B, N) bool: elements that are to the encoder what those of their number in `known` are."""
    same = known.valid & screen.valid
    for name in ("crops", "grams", "kind", "checked", "follows", "geometry"):
        equal: Tensor = getattr(screen, name) == getattr(known, name)
        same = same & equal.flatten(2).all(2) if equal.dim() > 2 else same & equal
    return same


def _look(screen: ScreenTensors, beside: Around) -> Look:
    """What needs no learning; pictures and texts of length 1, so that their products are cosines."""
    grams = screen.grams
    said = torch.zeros(*grams.shape[:2], SAID, device=grams.device)
    said.scatter_add_(2, grams % SAID, (grams != 0).float())
    bright = screen.crops[:, :, 0].float().mean(2)  # (B, N, P, P)
    small = F.adaptive_avg_pool2d(bright, PICTURED).flatten(2)
    small = (small - small.mean(2, keepdim=True)) * (1 - screen.follows)[..., None]
    middle = screen.geometry[..., :4].unflatten(-1, (2, 2)).mean(-2)
    size = screen.edges[..., 2:] - screen.edges[..., :2]
    return Look(
        said=F.normalize(said, dim=2),
        words=screen.words * screen.valid,
        pictured=F.normalize(small, dim=2, eps=1.0),
        kind=screen.kind,
        marks=torch.stack([screen.follows, (screen.words != 0).long()], -1).float() * screen.valid[..., None],
        place=torch.cat([screen.edges, size, middle], -1),
        around=beside,
    )


def _waves(numbers: Tensor) -> Tensor:
    """(…, K) -> (…, 9 K): the numbers with sines and cosines of four frequencies of each."""
    powers = torch.tensor([1.0, 2.0, 4.0, 8.0], device=numbers.device, dtype=numbers.dtype)
    angles = (numbers[..., None] * powers * torch.pi).flatten(-2)
    return torch.cat([numbers, angles.sin(), angles.cos()], -1)


def _patches(x: Tensor, side: int) -> Tensor:
    """(K, C, P, P) -> (K, P / side, P / side, C * side * side)."""
    count, channels, high, wide = x.shape
    x = x.reshape(count, channels, high // side, side, wide // side, side)
    return x.permute(0, 2, 4, 1, 3, 5).flatten(3)


def _rotated(x: Tensor, rotation: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = rotation
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = torch.stack([-odd, even], -1).flatten(-2)
    return x * cosine + turned * sine
