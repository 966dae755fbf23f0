"""`LamPolicyModel`: matches the elements of a demonstrated screen with those of the present screen.

Both screens are sets of element tokens. Self-attention lets an element know its neighbours («the field
right of "Due date"»), cross-attention lets the two screens look at each other, and a score between
every pair of elements, or ABSENT, is the result: the scheme of SuperGlue (Sarlin et al. 2020) and
LightGlue (Lindenberger et al. 2023), with pictures, text and kind of an element as its descriptor and
rotary encodings (Su et al. 2021) of the place measured in lines of text.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import PreTrainedModel
from transformers.utils.generic import ModelOutput

from lam_desktop.policy.lam.configuration_lam import LamConfig

ROWS = 64
GEOMETRY = 10
"""Numbers that describe where an element lies, see `processing_lam.geometry`."""


@dataclass(frozen=True)
class ScreenTensors:
    """A batch of screens as the network takes them; N elements, padded.

    | field | shape | meaning |
    | --- | --- | --- |
    | crops | (B, N, 2, 3, P, P) uint8 | the element, and its surroundings |
    | grams | (B, N, G) int64 | hashed character n-grams of the text, 0 pads |
    | kind | (B, N) int64 | index of the kind |
    | checked | (B, N) int64 | 0 unknown, 1 off, 2 on |
    | follows | (B, N) int64 | 1: text replaced by the row's value, pictures hidden |
    | place | (B, N, 2) float | centre, in lines of text from the window's corner |
    | geometry | (B, N, GEOMETRY) float | place and size relative to the window |
    | valid | (B, N) bool | False pads |
    """

    crops: Tensor
    grams: Tensor
    kind: Tensor
    checked: Tensor
    follows: Tensor
    place: Tensor
    geometry: Tensor
    valid: Tensor


@dataclass
class MatchScores(ModelOutput):
    """Scores of all correspondences; the last column stands for ABSENT.

    | field | shape | meaning |
    | --- | --- | --- |
    | forward_logits | (B, N, M + 1) | of each demonstrated element over those of the screen |
    | backward_logits | (B, M, N + 1) | of each element of the screen over the demonstrated ones |
    """

    forward_logits: Tensor | None = None
    backward_logits: Tensor | None = None


class CropEncoder(nn.Module):
    """A small picture to a vector."""

    def __init__(self, config: LamConfig) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU(),
            nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(),
            nn.Conv2d(32, 48, 3, 2, 1), nn.ReLU(),
            nn.Flatten(),
            nn.Linear(48 * (config.crop_px // 8) ** 2, config.width),
        )  # fmt: skip

    def forward(self, crops: Tensor) -> Tensor:
        """(K, 3, P, P) float in -1..1 -> (K, width)."""
        return self.layers(crops)


class ElementEncoder(nn.Module):
    """Picture, text, kind, state and place of an element to its token."""

    def __init__(self, config: LamConfig) -> None:
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
        crops = _rounded(screen.crops[valid]).float() / 127.5 - 1  # (K or more, 2, 3, P, P)
        picture = (self.near(crops[:, 0]) + self.around(crops[:, 1]))[: len(token)]
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


class Attention(nn.Module):
    """Multi-head attention, with rotary places where given."""

    def __init__(self, config: LamConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.dropout = config.dropout
        self.query = nn.Linear(config.width, config.width)
        self.key = nn.Linear(config.width, config.width)
        self.value = nn.Linear(config.width, config.width)
        self.out = nn.Linear(config.width, config.width)

    def forward(self, x: Tensor, y: Tensor, valid: Tensor, rotation: tuple[Tensor, Tensor] | None) -> Tensor:
        """What each of x gathers from y.

        | argument | shape | meaning |
        | --- | --- | --- |
        | x | (B, N, width) | tokens that ask |
        | y | (B, M, width) | tokens that answer |
        | valid | (B, M) bool | False: must not be looked at |
        | rotation | 2 x (B, 1, N, head) | cosines and sines of the places; x and y the same screen |
        """
        query, key, value = (self._split(part) for part in (self.query(x), self.key(y), self.value(y)))
        if rotation is not None:
            query, key = _rotated(query, rotation), _rotated(key, rotation)
        dropout = self.dropout if self.training else 0.0
        mask = valid[:, None, None, :]
        gathered = F.scaled_dot_product_attention(query, key, value, mask, dropout)
        return self.out(gathered.transpose(1, 2).flatten(2))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)  # (B, heads, N, head)


class Layer(nn.Module):
    """Attention and a feed-forward part, each normalised before and added after."""

    def __init__(self, config: LamConfig) -> None:
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
        self, x: Tensor, y: Tensor, valid: Tensor, rotation: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        """As `Attention.forward`; returns the new x (B, N, width)."""
        x = x + self.attention(self.norm_x(x), self.norm_y(y), valid, rotation)
        return x + self.feed(x)


class Block(nn.Module):
    """Self-attention on each screen, then cross-attention between them; both screens share weights."""

    def __init__(self, config: LamConfig) -> None:
        super().__init__()
        self.frequencies = nn.Linear(2, config.width // config.heads // 2, bias=False)
        nn.init.normal_(self.frequencies.weight, std=0.5)
        self.alone = Layer(config)
        self.across = Layer(config)

    def forward(
        self, a: Tensor, b: Tensor, screen_a: ScreenTensors, screen_b: ScreenTensors
    ) -> tuple[Tensor, Tensor]:
        """Tokens a (B, N, width) and b (B, M, width) -> the same shapes."""
        a = self.alone(a, a, screen_a.valid, self._rotation(screen_a.place))
        b = self.alone(b, b, screen_b.valid, self._rotation(screen_b.place))
        return self.across(a, b, screen_b.valid), self.across(b, a, screen_a.valid)

    def _rotation(self, place: Tensor) -> tuple[Tensor, Tensor]:
        angle = self.frequencies(place).repeat_interleave(2, -1).unsqueeze(1)  # (B, 1, N, head)
        return angle.cos(), angle.sin()


class LamPolicyModel(PreTrainedModel):
    """Demonstrated screen and present screen to scores of all correspondences."""

    config_class = LamConfig
    config: LamConfig
    base_model_prefix = "lam"
    main_input_name = "demonstrated"

    def __init__(self, config: LamConfig) -> None:
        super().__init__(config)
        self.encoder = ElementEncoder(config)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.blocks))
        self.final = nn.LayerNorm(config.width)
        self.match = nn.Linear(config.width, config.width)
        self.absent = nn.Sequential(
            nn.Linear(config.width, config.width), nn.GELU(), nn.Linear(config.width, 1)
        )
        self.post_init()

    def forward(self, demonstrated: ScreenTensors, screen: ScreenTensors) -> MatchScores:
        """Scores of all pairs of elements; ABSENT is the last column.

        | argument | shape | meaning |
        | --- | --- | --- |
        | demonstrated | ScreenTensors, N elements | the screen of the demonstrated step |
        | screen | ScreenTensors, M elements | the present screen |

        Padded elements get -inf as columns; their own rows mean nothing.
        """
        a, b = self.encoder(demonstrated), self.encoder(screen)
        for block in self.blocks:
            a, b = block(a, b, demonstrated, screen)
        a, b = self.final(a), self.final(b)
        similar = self.match(a) @ self.match(b).transpose(1, 2) / self.config.width**0.5  # (B, N, M)
        similar = similar.float()
        forward = similar.masked_fill(~screen.valid[:, None, :], -torch.inf)
        backward = similar.transpose(1, 2).masked_fill(~demonstrated.valid[:, None, :], -torch.inf)
        return MatchScores(
            forward_logits=torch.cat([forward, self.absent(a).float()], 2),
            backward_logits=torch.cat([backward, self.absent(b).float()], 2),
        )

    def _init_weights(self, module: nn.Module) -> None:
        """Keeps each layer's own initialisation: the defaults of torch suit these sizes."""


def _waves(numbers: Tensor) -> Tensor:
    """(…, K) -> (…, 9 K): the numbers with sines and cosines of four frequencies of each."""
    powers = torch.tensor([1.0, 2.0, 4.0, 8.0], device=numbers.device, dtype=numbers.dtype)
    angles = (numbers[..., None] * powers * torch.pi).flatten(-2)
    return torch.cat([numbers, angles.sin(), angles.cos()], -1)


def _rounded(crops: Tensor) -> Tensor:
    """Rows of zeros added up to a multiple of ROWS: convolutions are planned anew for every new count."""
    missing = -len(crops) % ROWS
    return torch.cat([crops, crops.new_zeros(missing, *crops.shape[1:])]) if missing else crops


def _rotated(x: Tensor, rotation: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = rotation
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = torch.stack([-odd, even], -1).flatten(-2)
    return x * cosine + turned * sine
