"""Where in a demonstration a screen belongs, and whether an action did what it did there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
from lam_desktop.types import ENTRY_KINDS, Moment, Observation

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
        self._known: Recent[tuple[Observation, ...], ShownScreens] = Recent(2)

    def moment(self, shown: Sequence[Observation], screen: Observation, done: int | None) -> Moment | None:
        """Which of some demonstrated screens this is; None from weights that were not taught to tell."""
        pointer = self._config.pointer
        if pointer is None:
            return None
        frames = tuple(shown)
        with torch.inference_mode():
            known = self._known.get(frames, lambda: self._compared(frames))
            code = self._present(screen)
            present = [self._chances(self._shown(one), code) for one in frames]
            said = pointer.of(signs_of(known, standing_of(screen), present).behind(done)).tolist()
        return Moment(tuple(said[:-1]), said[-1])

    def effect(self, shown: Sequence[Observation], now: Sequence[Observation]) -> float | None:
        """The probability that an action did what it did in the demonstration; None as above.

        Both are the screens before and after it.
        """
        head = self._config.effect_head
        if head is None:
            return None
        with torch.inference_mode():
            there = [self._shown(one) for one in shown]
            here = [self._present(one) for one in now]
            screens = EffectScreens(
                self._chances(*there), self._chances(*here),
                self._chances(there[0], here[0]), self._chances(there[1], here[1]),
                [standing_of(one) for one in (*shown, *now)],
            )  # fmt: skip
            return head.of(effect_signs(screens))

    def _compared(self, frames: Sequence[Observation]) -> ShownScreens:
        pairs: dict[tuple[int, int], Chances] = {}

        def compared(first: int, second: int) -> Chances:
            if (first, second) not in pairs:
                pairs[first, second] = self._chances(self._shown(frames[first]), self._shown(frames[second]))
            return pairs[first, second]

        standing = [standing_of(one) for one in frames]
        rare = rarities([len(one.elements) for one in frames], compared)
        return ShownScreens(rare, standing, varied(standing, compared))

    def _chances(self, first: EncodedScreen, second: EncodedScreen) -> Chances:
        return self._scored(first, second).chances(self._config.score_temperature)


def standing_of(screen: Observation) -> Standing:
    """How the elements of a screen stand."""
    said = [
        words_id(heard(one.text, one.kind)) if one.kind in ENTRY_KINDS else None for one in screen.elements
    ]
    return Standing.of(said, [checked_index(one.checked) for one in screen.elements])
