"""Questions about the screens of episodes: which step's is it, and did the effect come."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lam_desktop.data.corpus.reader import Page
from lam_desktop.learning.episodes import Episode
from lam_desktop.learning.held_out import READ
from lam_desktop.learning.page_features import PageFeatures, features_path, load
from lam_desktop.learning.policy_data import make_pair
from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.effect import EffectScreens, effect_signs
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import MomentSigns, ShownScreens, rarities, signs_of
from lam_desktop.policy.lam.network_lam import EncodedScreen
from lam_desktop.policy.lam.processing_lam import collate, words_id
from lam_desktop.policy.lam.standing import Standing, varied
from lam_desktop.policy.lam.wording import heard
from lam_desktop.types import ENTRY_KINDS, KINDS

OPENING = frozenset(("open", "menu", "entry", "press", "tab"))
"""Deeds behind which a screen has a list, a dialog or a form that it had not before."""


@dataclass(frozen=True, eq=False)
class MomentQuestion:
    """What K demonstrated screens and the present one have in common, and which of them it is."""

    signs: MomentSigns
    answer: int
    """K: none of them."""
    sort: str
    done: int | None = None
    """The screen whose step was done last as the agent knows it, -1 for none yet; None: it knows nothing."""

    def asked(self, history: bool = True) -> MomentSigns:
        """The signs, with what the agent knows of the history or without."""
        return self.signs.behind(self.done if history else None)


@dataclass(frozen=True, eq=False)
class EffectQuestion:
    """How the screens of one action compare, and whether the effect came."""

    signs: Tensor
    """(len(EFFECT_SIGNS),)."""
    moment: MomentSigns
    """Of the demonstrated screens before and after the action, and the present one after it."""
    came: bool
    sort: str


class EpisodeExaminer:
    """Asks where in a demonstration the present screen is, and whether an effect came."""

    def __init__(self, model: LamPolicyModel, features: Path, seed: int) -> None:
        self._model = model
        self._features = features
        self._rng = np.random.default_rng(seed)
        self._screens: dict[str, tuple[EncodedScreen, Standing]] = {}
        self._compared: dict[tuple[str, str], Chances] = {}

    def questions(
        self, asked: Sequence[Episode]
    ) -> Iterator[tuple[list[MomentQuestion], list[EffectQuestion]]]:
        """About the screens of each episode but the first one, and about a screen of the one before it."""
        for before, episode in itertools.pairwise(asked):
            self._screens, self._compared = {}, {}  # no page comes twice, but for the other program's
            stranger, none = before.present[0], len(episode.shown)
            other = self._moment(episode.shown, stranger, none, "stranger", self._any(episode))
            effects = list(self._effects(episode))
            yield [*self._moments(episode), *self._of_two(effects), other], effects

    def _moments(self, episode: Episode) -> Iterator[MomentQuestion]:
        shown, last = episode.shown, len(episode.shown) - 1
        for at, present in enumerate(episode.present):
            sort = "done" if episode.worked and at == last else "step"
            yield self._moment(shown, present, at, sort, at - 1 if episode.worked else None)
            if not episode.worked or _is_like_no_other(episode, at):
                others = (*shown[:at], *shown[at + 1 :])
                done = at - 1 if episode.worked else None
                yield self._moment(others, present, len(others), "left out", done)
        if episode.worked:
            yield from self._astray(episode)

    def _astray(self, episode: Episode) -> Iterator[MomentQuestion]:
        """Where the history misleads, or the screen shows what nobody demonstrated."""
        shown, count = episode.shown, len(episode.shown)
        ahead = int(self._rng.integers(1, count))
        yield self._moment(shown, episode.present[ahead], ahead, "done already", ahead - 2)
        back = int(self._rng.integers(0, count - 1))
        done = int(self._rng.integers(back + 1, count))
        yield self._moment(shown, episode.present[back], back, "begun anew", done)
        for page in episode.mishaps:
            acted = page.at if self._rng.random() < 0.5 else page.at - 1
            if page.mishap in ("dialog", "loading"):
                yield self._moment(shown, page, count, page.mishap, acted)
            else:
                done = page.at - 1 if page.mishap == "gone" else page.at
                yield self._moment(shown, page, page.at, page.mishap, done)

    def _effects(self, episode: Episode) -> Iterator[EffectQuestion]:
        for at in range(len(episode.shown) - 1):
            if not episode.is_followed(at):
                continue
            yield self._effect(episode, at, episode.present[at + 1], "came")
            for page in episode.mishaps:
                if page.at == at and page.mishap != "gone":
                    yield self._effect(episode, at, page, page.mishap)

    def _of_two(self, effects: Sequence[EffectQuestion]) -> Iterator[MomentQuestion]:
        """Which of the screens before and after an action is there, as is asked behind the action."""
        for sort, answer in (("came", 1), ("still", 0)):
            mine = [one for one in effects if one.sort == sort]
            if mine:
                one = mine[int(self._rng.integers(len(mine)))]
                yield MomentQuestion(one.moment, answer, "of two")

    def _effect(self, episode: Episode, at: int, outcome: Page, sort: str) -> EffectQuestion:
        first, second = episode.shown[at : at + 2]
        before = episode.present[at]
        screens = EffectScreens(
            self._pair(first, second), self._pair(before, outcome),
            self._pair(first, before), self._pair(second, outcome),
            [self._screen(page)[1] for page in (first, second, before, outcome)],
        )  # fmt: skip
        moment = self._moment((first, second), outcome, 0, sort, None).signs
        return EffectQuestion(effect_signs(screens), moment, sort == "came", sort)

    def _any(self, episode: Episode) -> int | None:
        return int(self._rng.integers(-1, len(episode.shown))) if episode.worked else None

    def _moment(
        self, shown: Sequence[Page], present: Page, answer: int, sort: str, done: int | None
    ) -> MomentQuestion:
        standing = [self._screen(page)[1] for page in shown]

        def compared(first: int, second: int) -> Chances:
            return self._pair(shown[first], shown[second])

        held = ShownScreens(
            rarities([len(one.said) for one in standing], compared), standing, varied(standing, compared)
        )
        signs = signs_of(held, self._screen(present)[1], [self._pair(page, present) for page in shown])
        return MomentQuestion(signs, answer, sort, done)

    def _screen(self, page: Page) -> tuple[EncodedScreen, Standing]:
        if page.image not in self._screens:
            features = load(features_path(self._features, page))
            arrays = make_pair(features, features, False, self._model.config, READ, self._rng).demonstrated
            with torch.inference_mode():
                encoded = self._model.encode(collate([arrays]))
            self._screens[page.image] = encoded, standing_of(features)
        return self._screens[page.image]

    def _pair(self, first: Page, second: Page) -> Chances:
        key = first.image, second.image
        if key not in self._compared:
            with torch.inference_mode():
                [said] = self._model.compare(self._screen(first)[0], self._screen(second)[0])
            assert said.forward_logits is not None and said.backward_logits is not None
            scores = Scores(said.forward_logits[0].float(), said.backward_logits[0].float())
            self._compared[key] = scores.chances(self._model.config.score_temperature)
        return self._compared[key]


def standing_of(page: PageFeatures) -> Standing:
    """How the elements stand that `make_pair` takes of a page where nothing is made harder."""
    rows = np.flatnonzero(~page.missed).tolist()
    kinds = [KINDS[page.kind[i]] for i in rows]
    said = [
        words_id(heard(str(page.text[i]), kind)) if kind in ENTRY_KINDS else None
        for i, kind in zip(rows, kinds, strict=True)
    ]
    return Standing.of(said, [int(page.checked[i]) for i in rows])


def _is_like_no_other(episode: Episode, at: int) -> bool:
    """Whether something opened on a screen: without it in the demonstration no other one is like it."""
    deed = episode.shown[at - 1].deed if at else None
    return deed is not None and at < len(episode.shown) - 1 and deed.kind in OPENING
