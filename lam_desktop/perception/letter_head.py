"""Letters that the recogniser does not know, told by what it says of those that it knows: the network.

The recogniser's last layer is linear, with 120 features for 18,710 characters: its log probabilities of
some hundred characters are these features, rotated. From them a small head tells Cyrillic letters, which are
none of its characters, and where the script is theirs.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lam_desktop.models_dir import Settings

MOST_LETTERS, MOST_SEEN, MOST_HIDDEN = 1024, 4096, 1024
"""A network is built before its weights are looked at: one of any size would take all memory."""
REACH = 5
STEPS = (1, 2, 4)
"""Width of the convolutions along the line, and how far apart what they see lies: fourteen moments of eight
pixels either way, some five letters."""


class LetterSettings(Settings):
    """Shape of the head, and what it was taught for.

    Args:
        letters: the letters that it tells.
        known: what it tells beside them, of which the recogniser says little in lines of theirs: figures,
            Latin letters and signs; some of `seen`.
        seen: the characters whose chances it sees, beside blank.
        recogniser_bytes: length of the recogniser's file that it was taught on.
        hidden: channels within.
    """

    def __init__(self, letters: Any, known: Any, seen: Any, recogniser_bytes: Any, hidden: Any = 160) -> None:
        # What stands in a file may be of any type.
        texts = (("letters", letters, MOST_LETTERS), ("known", known, MOST_SEEN), ("seen", seen, MOST_SEEN))
        for name, text, most in texts:
            if not isinstance(text, str) or not 0 < len(text) <= most or len(set(text)) < len(text):
                raise ValueError(f"{name} must be 1..{most} characters, none twice")
        for name, count, most in (
            ("recogniser_bytes", recogniser_bytes, 2**40),
            ("hidden", hidden, MOST_HIDDEN),
        ):
            if not isinstance(count, int) or not 0 < count <= most:
                raise ValueError(f"{name} must lie in 1..{most}, got {count}")
        if set(known) - set(seen):
            raise ValueError("known must be some of seen")
        self.letters: str = letters
        self.known: str = known
        self.seen: str = seen
        self.recogniser_bytes: int = recogniser_bytes
        self.hidden: int = hidden


class LetterNetwork(nn.Module):
    """What is said of known characters, told as letters of another script."""

    mean: Tensor
    spread: Tensor

    def __init__(self, settings: LetterSettings) -> None:
        super().__init__()
        self.settings = settings
        seen, hidden = 1 + len(settings.seen), settings.hidden
        self.register_buffer("mean", torch.zeros(seen))
        self.register_buffer("spread", torch.ones(seen))
        self.inner = nn.Linear(seen, hidden)
        self.along = nn.ModuleList(
            nn.Conv1d(hidden, hidden, REACH, dilation=step, padding=step * (REACH // 2)) for step in STEPS
        )
        self.outer = nn.Linear(hidden, 2 + len(settings.letters) + len(settings.known))

    def forward(self, said: Tensor) -> tuple[Tensor, Tensor]:
        """Chances of letters, and of a line of theirs being there at all.

        | argument | shape | meaning |
        | --- | --- | --- |
        | said | (B, T, 1 + seen) float | log probabilities of blank and `seen` by the recogniser |
        | *result* | (B, T, 1 + letters + known) | log probabilities of blank and these, if so |
        | | (B, T) | log odds that it is |
        """
        # Free of what the other characters take.
        seen = (said - said.mean(2, keepdim=True) - self.mean) / self.spread
        inner = torch.relu(self.inner(seen)).transpose(1, 2)
        for layer in self.along:
            inner = inner + torch.relu(layer(inner))
        told = self.outer(inner.transpose(1, 2))
        return told[..., 1:].log_softmax(2), told[..., 0]


class Product(nn.Module):
    """A convolution along the line as one product of matrices.

    Lines have some twenty moments: the library takes longer to sort a convolution's weights, anew each time,
    than to compute with them.
    """

    weight: Tensor

    def __init__(self, of: nn.Conv1d) -> None:
        super().__init__()
        self.register_buffer("weight", of.weight.detach().permute(0, 2, 1).flatten(1).contiguous())
        self.bias = of.bias
        [self.step], [self.reach] = of.dilation, of.kernel_size

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, T) -> (B, outputs, T)."""
        count = x.shape[2]
        padded = F.pad(x, [self.step * (self.reach // 2)] * 2)
        places = range(0, self.step * self.reach, self.step)
        seen = torch.cat([padded[:, :, at : at + count] for at in places], 1)  # (B, reach * inputs, T)
        return F.linear(seen.transpose(1, 2), self.weight, self.bias).transpose(1, 2)


def as_products(network: LetterNetwork) -> LetterNetwork:
    """The network, for use alone, with its convolutions as products."""
    network.along = nn.ModuleList(Product(one) for one in network.along if isinstance(one, nn.Conv1d))
    return network
