"""The pictures of a corpus's elements in one table, where the network computes; a batch names them by number.

A batch's pictures are most of its bytes, and every page is met many times: so they are carried to the network
once for a training and not once for a step, and no process that makes batches holds them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from lam_desktop.data.corpus.reader import Page
from lam_desktop.learning.page_features import PageFeatures, features_path, load
from lam_desktop.policy.lam.network_lam import ScreenTensors

ORDERS = list(itertools.permutations(range(3)))
"""Of the three colours."""
SHADES = 2 * len(ORDERS)
"""Ways to change the colours of a whole screen: an order, and light as it is or dark; 0 changes nothing."""


@dataclass(frozen=True, eq=False)
class HeldPages:
    """Features of pages in memory."""

    pages: Mapping[str, PageFeatures]
    """By `Page.image`; their `crops` are numbers of pictures instead, (N, 2) int64."""
    pictures: Tensor
    """(T, 3, P, P) uint8; the first one is black and belongs to nobody."""

    def on(self, device: torch.device) -> HeldPages:
        """With the pictures on `device`."""
        return replace(self, pictures=self.pictures.to(device))

    def pictured(self, screen: ScreenTensors, shades: Tensor) -> ScreenTensors:
        """The screens with pictures in place of their numbers.

        | argument | shape | meaning |
        | --- | --- | --- |
        | screen.crops | (B, N, 2) int64 | numbers of pictures, 0 pads |
        | shades | (B,) int64 | how each screen's colours are changed, 0 to SHADES - 1 |
        """
        crops = self.pictures[screen.crops]  # (B, N, 2, 3, P, P)
        for row, shade in enumerate(shades.tolist()):
            if shade:
                crops[row] = shaded(crops[row], shade)
        return replace(screen, crops=crops)


def shaded(crops: Tensor, shade: int) -> Tensor:
    """(..., 3, P, P) uint8 with the colours in another order, dark for light in the upper half of shades."""
    swapped = crops[..., list(ORDERS[shade % len(ORDERS)]), :, :]
    return 255 - swapped if shade >= len(ORDERS) else swapped


def hold(pages: Iterable[Page], folder: Path) -> HeldPages:
    """The features of `pages` that `page_features` left in `folder`; 20,000 pages take 7 GB."""
    held: dict[str, PageFeatures] = {}
    pictures: list[np.ndarray] = []
    count = 1
    for page in tqdm(list(pages), desc="pages", mininterval=10):
        if page.image in held:
            continue
        features = load(features_path(folder, page))
        mine = features.crops.reshape(-1, *features.crops.shape[2:])
        numbers = np.arange(count, count + len(mine)).reshape(-1, 2)
        count += len(mine)
        pictures.append(mine)
        held[page.image] = replace(features, crops=numbers)
    black = np.zeros((1, *pictures[0].shape[1:]), np.uint8) if pictures else np.zeros((1, 3, 1, 1), np.uint8)
    return HeldPages(held, torch.from_numpy(np.concatenate([black, *pictures])))
