"""Training pairs of the policy: one program in two looks, and which element is which."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from lam_desktop.data.corpus.reader import Page
from lam_desktop.learning.following import (
    RECORD_SHARE,
    SHOWN_SHARE,
    Followed,
    Labels,
    Shown,
    follow_choice,
    follow_record,
    show_values,
)
from lam_desktop.learning.page_features import PageFeatures
from lam_desktop.learning.picture_table import ORDERS
from lam_desktop.learning.reading_noise import misread
from lam_desktop.learning.spelling import spelled
from lam_desktop.policy.lam.network_lam import ScreenTensors
from lam_desktop.policy.lam.processing_lam import ElementArrays, collate, edges, geometry, gram_ids, words_id
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.policy.lam.wording import heard
from lam_desktop.types import Box

IGNORED = -100
MOST_TRIES = 500
SIMILAR, SIMILAR_OF_BATCH = 40, 5 / 16
"""A batch is drawn from the pairs this close in the order of size: a number, or more for a large batch."""


PASSIVE_WEIGHT = 0.4
"""A label counts this much for what nobody clicks on."""
FOLLOWING_WEIGHT, RECORD_WEIGHT = 6.0, 5.0
"""A choice that follows the row is one element among forty, and as often what a task is about."""
LEAST_SHARE, MOST_SHARE = 0.2, 1.5
"""A batch has this share of the usual number of pairs at least and at most."""


@dataclass(frozen=True)
class PairBatch:
    """A batch of pairs; labels index the other screen's elements, its N for ABSENT, -100 to ignore."""

    demonstrated: ScreenTensors
    screen: ScreenTensors
    forward_labels: Tensor
    """(B, N) int64."""
    backward_labels: Tensor
    """(B, M) int64."""
    forward_weight: Tensor
    """(B, N) float: how much each label counts."""
    backward_weight: Tensor
    """(B, M) float."""
    shades: Tensor
    """(B, 2) int64: how the colours of the two screens are changed, see `picture_table`."""


@dataclass(frozen=True, eq=False)
class Pair:
    """One pair before padding; labels and weights as in PairBatch, with -1 for ABSENT."""

    demonstrated: ElementArrays
    screen: ElementArrays
    forward: npt.NDArray[np.int64]
    backward: npt.NDArray[np.int64]
    forward_weight: npt.NDArray[np.float32]
    backward_weight: npt.NDArray[np.float32]
    shades: tuple[int, int]


@dataclass(frozen=True)
class PairAugmentation:
    """How often a pair is made harder; shares in 0..1."""

    dropped: float = 0.3
    """Up to this share of elements is taken away on either side."""
    strangers: float = 0.2
    """Pairs whose second screen is of another program: everything is ABSENT."""
    follows: float = 0.75
    """Pairs in which a choice, or a whole record, follows the row, see `learning.following`."""
    wrong_kind: float = 0.05
    unknown_state: float = 0.2
    jitter_lines: float = 0.15
    """Places are moved by up to this many lines of text."""
    clicked: float = 0.4
    """Pairs whose first screen shows up to two elements that only the click in the demonstration told."""
    window_lines: float = 1.5
    """The window's edges are moved by up to this many lines of text, the upper one twice as far."""
    unit_noise: float = 0.06
    """Deviation of the logarithm of a line's height."""
    crowd: int = 208
    """Screens with more elements than this are cut to those around some place, 0 never: cost is quadratic."""
    whole: float = 0.25
    """Share of batches in which they are not cut."""
    spelled: float = 0.15
    """Pairs in which texts are taken apart into words, see `learning.spelling`."""
    misread: bool = True
    """Whether texts are read with the recogniser's errors."""


PLAIN = PairAugmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, spelled=0, misread=False)
"""For measuring."""


class PairSamples(IterableDataset[PairBatch]):
    """Endless batches of random pairs, those of a batch of similar size (less padding).

    The batch of a step depends on the seed, the step and the number of the process alone, so that training
    which was interrupted goes on exactly as if it had not been. `features` are by `Page.image`.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[Page, Page]],
        features: Mapping[str, PageFeatures],
        config: LamSettings,
        batch: int,
        augmentation: PairAugmentation,
        seed: int,
        first_step: int = 0,
        process: int = 0,
    ) -> None:
        self.pairs = sorted(pairs, key=_size)
        self.features = features
        self.config = config
        self.batch = batch
        self._similar = max(SIMILAR, round(batch * SIMILAR_OF_BATCH))
        self._usual = _size(self.pairs[len(self.pairs) // 2])
        self.augmentation = augmentation
        self.seed = seed
        self.first_step = first_step
        self.process = process

    def __iter__(self) -> Iterator[PairBatch]:
        worker = get_worker_info()
        first, stride = (worker.id, worker.num_workers) if worker else (0, 1)
        for step in itertools.count(self.first_step + first, stride):
            rng = np.random.default_rng((self.seed, step, self.process))
            middle = int(rng.integers(len(self.pairs)))
            how = self.augmentation
            if rng.random() < how.whole:
                how = replace(how, crowd=0)
            yield pair_batch([self._pair(middle, how, rng) for _ in range(self._count(middle, how))])

    def _count(self, middle: int, how: PairAugmentation) -> int:
        """`batch` pairs of the usual size, fewer of larger ones, so that every step costs about the same."""
        size = _size(self.pairs[middle])
        if how.crowd:
            size = min(size, 2 * how.crowd)
        share = self._usual / max(1, size)
        return max(1, round(self.batch * min(MOST_SHARE, max(LEAST_SHARE, share))))

    def _pair(self, middle: int, how: PairAugmentation, rng: np.random.Generator) -> Pair:
        for _ in range(MOST_TRIES):
            first, second = self._near(middle, rng)
            if rng.random() < 0.5:
                first, second = second, first
            if rng.random() < how.strangers:
                second = self._near(middle, rng)[0]
            a, b = self.features[first.image], self.features[second.image]
            if not a.missed.all() and not b.missed.all():
                same = first.program == second.program
                if same and rng.random() < how.spelled:
                    a, b = spelled(a, b, rng)
                return make_pair(a, b, same, self.config, how, rng)
        raise ValueError(
            f"On {MOST_TRIES} pages in a row nothing was found: train the detector longer, then remove the "
            "folder of features."
        )

    def _near(self, middle: int, rng: np.random.Generator) -> tuple[Page, Page]:
        """A random pair of about the size of the one at `middle`."""
        at = middle + int(rng.integers(-self._similar, self._similar + 1))
        return self.pairs[min(max(at, 0), len(self.pairs) - 1)]


def _size(pair: tuple[Page, Page]) -> int:
    return len(pair[0].elements) + len(pair[1].elements)


def make_pair(
    a: PageFeatures,
    b: PageFeatures,
    same: bool,
    config: LamSettings,
    how: PairAugmentation,
    rng: np.random.Generator,
) -> Pair:
    """One training pair from the features of two pages; `same`: of one program."""
    window_a, window_b = _window(a, how, rng), _window(b, how, rng)
    rows_a, rows_b = _kept(a, window_a, config, how, rng), _kept(b, window_b, config, how, rng)
    if how.crowd:
        rows_a, rows_b = _around_a_place(a, b, rows_a, rows_b, how.crowd, rng)
    if how.clicked and rng.random() < how.clicked:
        unseen = np.flatnonzero(a.missed)
        rows_a += rng.permutation(unseen)[:2].tolist()
    where = {str(b.identity[j]): at for at, j in enumerate(rows_b) if b.identity[j]}
    home = {str(a.identity[i]): at for at, i in enumerate(rows_a) if a.identity[i]}
    forward = np.array([_label(a.identity[i], where, same) for i in rows_a], np.int64)
    backward = np.array([_label(b.identity[j], home, same) for j in rows_b], np.int64)
    followed = Followed({}, ())
    if same and rng.random() < how.follows:
        by = rng.random()
        follow = (
            follow_record
            if by < RECORD_SHARE
            else show_values
            if by < RECORD_SHARE + SHOWN_SHARE
            else follow_choice
        )
        followed = follow(Shown(a, rows_a), Shown(b, rows_b), Labels(forward, backward), rng)
    forward_weight = _weights(a, rows_a)
    forward_weight[list(followed.texts)] = FOLLOWING_WEIGHT
    forward_weight[list(followed.record)] = RECORD_WEIGHT
    return Pair(
        _arrays(a, rows_a, window_a, config, how, rng, followed.texts),
        _arrays(b, rows_b, window_b, config, how, rng, {}),
        forward,
        backward,
        forward_weight,
        _weights(b, rows_b),
        (_shade(how, rng), _shade(how, rng)),
    )


def _around_a_place(
    a: PageFeatures,
    b: PageFeatures,
    rows_a: list[int],
    rows_b: list[int],
    most: int,
    rng: np.random.Generator,
) -> tuple[list[int], list[int]]:
    """At most `most` rows of each: those near some element, and their partners before any others."""
    if len(rows_a) > most:
        middle = a.box[rows_a, :2] + a.box[rows_a, 2:] / 2
        far = np.abs(middle - middle[int(rng.integers(len(rows_a)))]).sum(1)
        rows_a = sorted(np.array(rows_a)[far.argsort()[:most]].tolist())
    if len(rows_b) > most:
        partners = np.isin(b.identity[rows_b], a.identity[rows_a])
        order = np.argsort(rng.random(len(rows_b)) - partners)
        rows_b = sorted(np.array(rows_b)[order[:most]].tolist())
    return rows_a, rows_b


def _weights(page: PageFeatures, rows: list[int]) -> npt.NDArray[np.float32]:
    return np.where(page.action[rows], 1.0, PASSIVE_WEIGHT).astype(np.float32)


def pair_batch(pairs: Sequence[Pair]) -> PairBatch:
    """Pads pairs to one batch."""
    demonstrated = collate([pair.demonstrated for pair in pairs], multiple=16)
    screen = collate([pair.screen for pair in pairs], multiple=16)
    return PairBatch(
        demonstrated,
        screen,
        _labels([pair.forward for pair in pairs], demonstrated.kind.shape[1], screen.kind.shape[1]),
        _labels([pair.backward for pair in pairs], screen.kind.shape[1], demonstrated.kind.shape[1]),
        _padded([pair.forward_weight for pair in pairs], demonstrated.kind.shape[1]),
        _padded([pair.backward_weight for pair in pairs], screen.kind.shape[1]),
        torch.tensor([pair.shades for pair in pairs]),
    )


def _labels(rows: Sequence[npt.NDArray[np.int64]], width: int, absent: int) -> Tensor:
    out = torch.full((len(rows), width), IGNORED)
    for line, row in zip(out, rows, strict=True):
        line[: len(row)] = torch.from_numpy(np.where(row == -1, absent, row))
    return out


def _padded(rows: Sequence[npt.NDArray[np.float32]], width: int) -> Tensor:
    out = torch.zeros(len(rows), width)
    for line, row in zip(out, rows, strict=True):
        line[: len(row)] = torch.from_numpy(row)
    return out


def _window(page: PageFeatures, how: PairAugmentation, rng: np.random.Generator) -> Box:
    """The page's window, its edges moved: windows are told with and without title bar, frame and dialogs."""
    window = Box(*page.window.tolist())
    if not how.window_lines or rng.random() < 0.4:
        return window
    most = how.window_lines * float(page.unit)
    left, right, bottom = (int(v) for v in rng.uniform(-most, most, 3))
    top = int(rng.uniform(-most, 2 * most))
    return Box(
        window.x + left, window.y + top, max(1, window.w - left + right), max(1, window.h - top + bottom)
    )


def _kept(
    page: PageFeatures, window: Box, config: LamSettings, how: PairAugmentation, rng: np.random.Generator
) -> list[int]:
    """Rows of the elements that this screen shows; at least one."""
    seen = np.flatnonzero(~page.missed).tolist()
    share = 1 - rng.uniform(0, how.dropped) if how.dropped and rng.random() < 0.7 else 1.0
    kept = [i for i in seen if share == 1.0 or rng.random() < share]
    if window.y > page.window[1]:  # the title bar is not part of the window then
        kept = [i for i in kept if page.box[i, 1] + page.box[i, 3] / 2 >= window.y]
    kept = kept or [seen[int(rng.integers(len(seen)))]]
    if len(kept) > config.max_elements - 2:
        kept = sorted(rng.choice(kept, config.max_elements - 2, replace=False).tolist())
    return kept


def _label(identity: np.str_, where: dict[str, int], same: bool) -> int:
    if not same:
        return -1
    return where.get(str(identity), -1) if identity else IGNORED


def _arrays(
    page: PageFeatures,
    rows: list[int],
    window: Box,
    config: LamSettings,
    how: PairAugmentation,
    rng: np.random.Generator,
    wanted: dict[int, str],
) -> ElementArrays:
    kind = page.kind[rows].copy()
    kinds, buckets, most = config.kinds, config.buckets, config.max_grams  # a look-up in the config is slow
    wrong = rng.random(len(rows)) < how.wrong_kind
    kind[wrong] = rng.integers(0, len(kinds), int(wrong.sum()))
    texts = [misread(str(page.text[i]), rng) if how.misread else str(page.text[i]) for i in rows]
    texts = [
        "" if page.missed[i] else heard(text, kinds[which])
        for i, text, which in zip(rows, texts, kind.tolist(), strict=True)
    ]
    follows = np.zeros(len(rows), np.int64)
    for at, text in wanted.items():
        texts[at] = text
        follows[at] = 1
    checked = np.where(rng.random(len(rows)) < how.unknown_state, 0, page.checked[rows])
    boxes = [Box(*page.box[i].tolist()) for i in rows]
    unit = float(page.unit) * float(np.exp(rng.normal(0, how.unit_noise)))
    shift = np.tile(rng.uniform(-1, 1, (len(rows), 2)) * how.jitter_lines / 2, 2)  # (N, 4): the whole box
    return ElementArrays(
        crops=page.crops[rows],
        grams=np.stack([gram_ids(text, buckets, most) for text in texts]),
        words=np.array([words_id(text) for text in texts], np.int64),
        kind=kind,
        checked=checked.astype(np.int64),
        follows=follows,
        edges=(edges(boxes, window, unit) + shift).astype(np.float32),
        geometry=geometry(boxes, window, unit),
    )


def _shade(how: PairAugmentation, rng: np.random.Generator) -> int:
    """Now and then a whole screen's light and dark change places, or its colours do."""
    if not how.dropped:
        return 0
    chance = rng.random()
    return len(ORDERS) if chance < 0.1 else int(rng.integers(len(ORDERS))) if chance < 0.19 else 0
