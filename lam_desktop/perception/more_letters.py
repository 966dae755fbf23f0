"""Letters beside those that the text recogniser knows: Cyrillic ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from lam_desktop.models_dir import load_network
from lam_desktop.perception.letter_head import LetterNetwork, LetterSettings, as_products

LEAST = np.float32(1e-35)
"""Chances below tell nothing more."""
LETTERS = "letters"
SAME = frozenset("АВЕЅІЈКМНОРСТУХЗаеѕіјорсухзб")
ALIKE = frozenset("ЧГГїкгћђпитч")
"""Letters that look like Latin ones or figures, and those that do so in some fonts: they tell a word's script
not at all, or less than others."""
LIKE_FIGURES = frozenset("ЗзбОоЧчІі")
TELLING, SURE = 2, 0.7
"""Points from which on a word is in this script: two for a letter that is as sure, one for one of `ALIKE`."""
LONG = 4
"""A word of so many letters, and none of the others, needs but one point: «заказ»."""
OTHER_SCRIPT = 0x2E80
"""From here on stand ideographs, kana and hangul."""


class MoreLetters:
    """Has a head say where its letters are, of what a recogniser says of a line."""

    def __init__(self, network: LetterNetwork, characters: Sequence[str]) -> None:
        """`characters`: the recogniser's, blank first. KeyError where the head saw another one's."""
        self._network = network
        self._characters = tuple(characters)
        places = {each: at for at, each in reversed(list(enumerate(characters)))}
        self._seen = np.array([0, *(places[each] for each in network.settings.seen)])
        self._known = np.array([places[each] for each in network.settings.known])
        self._space = len(characters) - 1
        self.letters = network.settings.letters

    @classmethod
    def load(cls, models: Path, recogniser: Path, characters: Sequence[str]) -> MoreLetters | None:
        """The head in the folder, where there is one; None beside another recogniser than it was taught on.

        Raises EnvironmentFault where the weights are missing or damaged.
        """
        if not (models / LETTERS).is_dir():
            return None
        network = load_network(
            LetterNetwork, LetterSettings.read, models / LETTERS, "The reader of more letters"
        )
        if network.settings.recogniser_bytes != recogniser.stat().st_size:
            return None
        return cls(as_products(network), characters)

    def said(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(T, 1 + seen) log probabilities, of `scores` (T, characters), of what the head sees."""
        return np.log(np.maximum(scores[:, self._seen], LEAST))

    def with_letters(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """`scores` (T, characters) as they are where no word is of these letters; else with those behind
        them, (T, characters + letters), in which the other words are as they were."""
        with torch.inference_mode():
            letters, odds = self._network(torch.from_numpy(self.said(scores))[None])
            if not bool((odds > 0).any()):
                return scores
            share = odds[0].sigmoid()[:, None].numpy()
            chances = letters[0].exp().numpy()
        count = 1 + len(self.letters)
        known = scores * (1 - share)
        known[:, :1] += share * chances[:, :1]
        known[:, self._known] += share * chances[:, count:]
        told = np.concatenate([known, share * chances[:, 1:count]], axis=1)
        words = self._words(scores, told)
        counted = [self._counted(scores[a:b], told[a:b]) for a, b in words]
        if not any(one.is_told for one in counted):
            return scores
        joined = np.concatenate([scores, np.zeros_like(chances[:, 1:count])], axis=1)
        for (start, end), word in zip(words, counted, strict=True):
            if word.is_told or word.goes_along:
                lost = self._lost(scores[start:end], told[start:end])
                joined[start:end][~lost] = told[start:end][~lost]
        return joined

    def _words(self, scores: npt.NDArray[np.float32], told: npt.NDArray[np.float32]) -> list[tuple[int, int]]:
        """Where words begin and end: between the moments at which either sees a space."""
        gaps = np.flatnonzero((scores.argmax(1) == self._space) | (told.argmax(1) == self._space)).tolist()
        ends = itertools.pairwise([-1, *gaps, len(scores)])
        return [(before + 1, after) for before, after in ends if after > before + 1]

    def _counted(self, scores: npt.NDArray[np.float32], told: npt.NDArray[np.float32]) -> _Word:
        """What a word is made of, of what is said with letters (T, characters + letters) and without."""
        others = _spelled(scores)
        if any(self._is_other_script(at) and chance >= SURE for _, at, chance in others):
            return _Word(0, 0, len(others))
        spelled = _spelled(told)
        first = len(self._characters)
        letters = [(t, self.letters[at - first], chance) for t, at, chance in spelled if at >= first]
        points = sum(
            0 if letter in SAME else 1 if letter in ALIKE else 2
            for _, letter, chance in letters
            if chance >= SURE
        )
        figures = self._sure(scores, str.isdigit)
        doubtful = sum(
            letter in LIKE_FIGURES and bool(figures[max(0, t - 1) : t + 2].any()) for t, letter, _ in letters
        )
        rest = sum(at < first and self._characters[at].isalnum() for _, at, _ in spelled)
        same = all(letter in SAME for _, letter, _ in letters)
        return _Word(points, len(letters), rest, doubtful, same)

    def _lost(self, scores: npt.NDArray[np.float32], told: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
        """(T,) where a figure or a Latin letter was surely read, of which the head says nothing."""
        silent = np.pad(told.argmax(1) == 0, 1, constant_values=True)
        sure = self._sure(scores, lambda one: one.isascii() and one.isalnum())
        return sure & silent[:-2] & silent[1:-1] & silent[2:]

    def _sure(self, scores: npt.NDArray[np.float32], sort: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """(T,) where a character of a sort was surely read."""
        best = scores.argmax(1)
        chances = scores[np.arange(len(scores)), best]
        return np.array(
            [sort(self._characters[at]) and chance >= SURE for at, chance in zip(best, chances, strict=True)],
            dtype=bool,
        )

    def _is_other_script(self, at: int) -> bool:
        return self._characters[at] >= chr(OTHER_SCRIPT)


@dataclass(frozen=True)
class _Word:
    points: int
    letters: int
    others: int
    """Letters and figures that the recogniser knows by itself."""
    doubtful: int = 0
    """Letters where it surely read a figure that looks so."""
    same: bool = False
    """Whether all letters look the same in another script."""

    @property
    def is_told(self) -> bool:
        """Whether the word is surely in this script. One letter may be an icon, or half of a thing."""
        if self.doubtful and self.letters - self.doubtful < LONG - 1:  # «Ф3» or «ФЗ»
            return False
        if self.letters >= LONG and not self.others:
            return self.points > 0
        return self.points >= TELLING and self.letters >= max(2, self.others)

    @property
    def goes_along(self) -> bool:
        """Whether it may be, in a line with words that are: such as «и» between two words."""
        if not self.letters or self.others:
            return False
        if self.doubtful:
            return self.letters - self.doubtful > 1  # «раз»
        return self.letters > 1 or not self.same


def _spelled(scores: npt.NDArray[np.float32]) -> list[tuple[int, int, float]]:
    """Greedy CTC: moment, number and chance of each character, blanks left out."""
    best = scores.argmax(1)
    return [
        (t, int(at), float(scores[t, at]))
        for t, at in enumerate(best)
        if at and (t == 0 or at != best[t - 1])
    ]
