"""Where in a demonstration a screen belongs, and whether an action did what it did there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
import torch

from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.effect import EffectScreens, effect_signs
from lam_desktop.policy.lam.moment import ShownScreens, rarities, signs_of
from lam_desktop.policy.lam.network_lam import EncodedScreen
from lam_desktop.policy.lam.processing_lam import checked_index, words_id
from lam_desktop.policy.lam.recent import Recent
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.policy.lam.standing import Standing, varied
from lam_desktop.policy.lam.wording import heard
from lam_desktop.threads import threads_for
from lam_desktop.types import ENTRY_KINDS, Moment, Observation

REMEMBERED_PAIRS = 32
"""Pairs of screens whose chances are kept: those of the steps around the present one, and of an effect."""
REMEMBERED_SCREENS = 4
Encode = Callable[[Observation], EncodedScreen]


class Course:
    """Compares whole screens, all of them with elements. One instance serves one thread."""

    def __init__(
        self,
        config: LamSettings,
        shown: Encode,
        present: Encode,
        scored: Callable[[EncodedScreen, EncodedScreen], Scores],
    ) -> None:
        """`shown` and `present` encode screens of a demonstration and of now; `scored` compares two."""
        self._config = config
        self._shown = shown
        self._present = present
        self._scored = scored
        self._seen: deque[Observation] = deque(maxlen=REMEMBERED_SCREENS)
        self._chances_of: Recent[tuple[Observation, Observation], Chances] = Recent(REMEMBERED_PAIRS)
        self._known: Recent[tuple[Observation, ...], ShownScreens] = Recent(2)

    def moment(self, shown: Sequence[Observation], screen: Observation, done: int | None) -> Moment | None:
        """Which of some demonstrated screens this is; None from weights that were not taught to tell."""
        pointer = self._config.pointer
        if pointer is None:
            return None
        frames, screen = tuple(shown), self._as_seen(screen)
        with torch.inference_mode(), threads_for(_most_pairs([*frames, screen])):
            known = self._known.get(frames, lambda: self._compared(frames))
            present = [self._chances(one, screen, self._shown, self._present) for one in frames]
            said = pointer.of(signs_of(known, standing_of(screen), present).behind(done)).tolist()
        return Moment(tuple(said[:-1]), said[-1])

    def effect(self, shown: Sequence[Observation], now: Sequence[Observation]) -> float | None:
        """The probability that an action did what it did in the demonstration; None as above.

        Both are the screens before and after it.
        """
        head = self._config.effect_head
        if head is None:
            return None
        now = [self._as_seen(one) for one in now]
        with torch.inference_mode(), threads_for(_most_pairs([*shown, *now])):
            there, here = self._shown, self._present
            screens = EffectScreens(
                self._chances(shown[0], shown[1], there, there), self._chances(now[0], now[1], here, here),
                self._chances(shown[0], now[0], there, here), self._chances(shown[1], now[1], there, here),
                [standing_of(one) for one in (*shown, *now)],
            )  # fmt: skip
            return head.of(effect_signs(screens))

    def _as_seen(self, screen: Observation) -> Observation:
        """The screen itself, or an earlier look at the same: what is known of that is known of this."""
        same = next((one for one in self._seen if one is screen or _is_same(one, screen)), screen)
        if same is screen and not any(one is screen for one in self._seen):
            self._seen.append(screen)
        return same

    def _compared(self, frames: Sequence[Observation]) -> ShownScreens:
        pairs: dict[tuple[int, int], Chances] = {}

        def compared(first: int, second: int) -> Chances:
            if (first, second) not in pairs:
                pairs[first, second] = self._scores(self._shown(frames[first]), self._shown(frames[second]))
            return pairs[first, second]

        standing = [standing_of(one) for one in frames]
        rare = rarities([len(one.elements) for one in frames], compared)
        return ShownScreens(rare, standing, varied(standing, compared))

    def _chances(
        self, first: Observation, second: Observation, encode: Encode, encode_second: Encode
    ) -> Chances:
        """Kept for the last pairs: a screen that stands still is compared once."""
        return self._chances_of.get(
            (first, second), lambda: self._scores(encode(first), encode_second(second))
        )

    def _scores(self, first: EncodedScreen, second: EncodedScreen) -> Chances:
        return self._scored(first, second).chances(self._config.score_temperature)


def _most_pairs(screens: Sequence[Observation]) -> int:
    """How many pairs of elements the two largest of some screens have, at most."""
    return max(len(one.elements) for one in screens) ** 2


def standing_of(screen: Observation) -> Standing:
    """How the elements of a screen stand."""
    said = [
        words_id(heard(one.text, one.kind)) if one.kind in ENTRY_KINDS else None for one in screen.elements
    ]
    return Standing.of(said, [checked_index(one.checked) for one in screen.elements])


def _is_same(one: Observation, other: Observation) -> bool:
    """Whether two looks have seen the same, to the pixel."""
    return (
        (one.elements, one.window, one.windows, one.origin)
        == (other.elements, other.window, other.windows, other.origin)
        and one.frame.shape == other.frame.shape
        and np.array_equal(one.frame, other.frame)
    )
