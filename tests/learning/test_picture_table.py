"""Batches that name pictures by number are the batches that held them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.learning.page_features import extract, features_path, load, save
from lam_desktop.learning.picture_table import ORDERS, SHADES, HeldPages, hold, shaded
from lam_desktop.learning.policy_data import PLAIN, make_pair, pair_batch
from lam_desktop.learning.train_policy import pictured
from lam_desktop.policy.lam.settings_lam import LamSettings
from tests.drawn import drawn_corpus

CONFIG = LamSettings(crop_px=16)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return CorpusReader(drawn_corpus(tmp_path_factory.mktemp("corpus") / "drawn")).pages()[:4]


@pytest.fixture(scope="module")
def folder(pages: list[Page], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("features")
    for page in pages:
        save(extract(page, None, page.load(), CONFIG.crop_px), features_path(made, page))
    return made


@pytest.fixture(scope="module")
def held(pages: list[Page], folder: Path) -> HeldPages:
    return hold([*pages, *pages], folder)


def test_every_picture_is_held_once(pages: list[Page], folder: Path, held: HeldPages) -> None:
    assert len(held.pictures) == 1 + 2 * sum(len(one.kind) for one in held.pages.values())
    for page in pages:
        whole = load(features_path(folder, page))
        again = held.pictures[torch.from_numpy(held.pages[page.image].crops)]
        np.testing.assert_array_equal(again.numpy(), whole.crops)


def test_a_pictured_batch_is_the_one_with_pictures(pages: list[Page], folder: Path, held: HeldPages) -> None:
    first, second = pages[2:4]
    whole, numbered = (
        pair_batch([make_pair(a, b, True, CONFIG, PLAIN, np.random.default_rng(0))])
        for a, b in (
            (load(features_path(folder, first)), load(features_path(folder, second))),
            (held.pages[first.image], held.pages[second.image]),
        )
    )
    shown = pictured(numbered, held)
    assert torch.equal(shown.demonstrated.crops, whole.demonstrated.crops)  # what pads is black in both
    assert torch.equal(shown.screen.crops, whole.screen.crops)
    assert not whole.screen.crops[~whole.screen.valid].any()


def test_shades_change_every_screen_of_its_own(pages: list[Page], held: HeldPages) -> None:
    features = held.pages[pages[0].image]
    pair = make_pair(features, features, True, CONFIG, PLAIN, np.random.default_rng(0))
    batch = pair_batch([pair, pair])
    plain = held.pictured(batch.screen, torch.tensor([0, 0])).crops
    changed = held.pictured(batch.screen, torch.tensor([0, len(ORDERS)])).crops
    assert torch.equal(changed[0], plain[0])
    assert torch.equal(changed[1], 255 - plain[1])


def test_a_shade_is_reversible_and_none_is_another() -> None:
    picture = torch.from_numpy(np.random.default_rng(1).integers(0, 256, (2, 3, 4, 4), np.uint8))
    made = [shaded(picture, shade) for shade in range(SHADES)]
    assert torch.equal(made[0], picture)
    assert len({one.numpy().tobytes() for one in made}) == SHADES
    assert torch.equal(shaded(made[len(ORDERS)], len(ORDERS)), picture)
