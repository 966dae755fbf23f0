"""Asks policies about pairs of pages: parsed once, asked by each policy."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Sequence

import cv2
import numpy as np

from lam_desktop.data.corpus.records import Page
from lam_desktop.evaluation.benchmark import Finding
from lam_desktop.evaluation.grounding.changes import changes
from lam_desktop.evaluation.grounding.counting import Judged, count
from lam_desktop.learning.trials import STRANGERS, Examiner, SeenPage, Trial, see
from lam_desktop.models_dir import find_models
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.pointing import transferred_point
from lam_desktop.policy.registry import open_policy
from lam_desktop.protocols import Policy
from lam_desktop.types import Box, Frame

REMEMBERED = 4
"""Pages kept as they were seen; those asked about last."""
RED, GREEN, BLUE = (220, 30, 30), (20, 150, 60), (40, 90, 230)


class Measuring:
    """Holds what is loaded once, and the last pages: two cases share one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._parser = LearnedScreenParser.load(find_models())
        self._policies: dict[str, Policy] = {}
        self._pages: dict[str, SeenPage] = {}
        self._trials: dict[tuple[str, str], list[Trial]] = {}

    def measure(self, pair: tuple[Page, Page], stranger: Page | None, policy: str) -> Finding:
        """All questions about a pair, and some about its first page on another program's."""
        seen = self._see(pair[0]), self._see(pair[1])
        trials = self._asked(seen, stranger)
        if policy not in self._policies:
            self._policies[policy] = open_policy(policy, self._parser)
        answers = [judged(trial, self._policies[policy]) for trial in trials]
        wrong = [one for one in answers if one.counts[-1]]
        values = {
            "toolkit": pair[0].toolkit,
            "language": pair[0].lang,
            "frameworks": sorted({page.framework for page in pair} - {""}),
            "icons": sorted({page.icons for page in pair} - {""}),
            "look": pair[1].look,
            "changes": changes(*pair, (_window(seen[0]), _window(seen[1]))),
            "counts": count(answers),
            "wrong": "; ".join(f"{one.key}: {one.decision.reason}" for one in wrong),
        }
        return Finding("wrong" if wrong else "right", values, drawn(seen, wrong) if wrong else None)

    def _asked(self, seen: tuple[SeenPage, SeenPage], stranger: Page | None) -> list[Trial]:
        name = seen[0].page.image, seen[1].page.image
        if name not in self._trials:
            examiner = Examiner(self._seed + zlib.crc32(name[0].encode()))
            asked = list(examiner.trials(*seen))
            if stranger is not None:
                asked += itertools.islice(examiner.trials(seen[0], self._see(stranger)), STRANGERS)
            self._trials = {name: asked}
        return self._trials[name]

    def _see(self, page: Page) -> SeenPage:
        seen = self._pages.pop(page.image, None) or see(page, self._parser)
        self._pages[page.image] = seen
        while len(self._pages) > REMEMBERED:
            del self._pages[next(iter(self._pages))]
        return seen


def _window(seen: SeenPage) -> Frame:
    window = seen.observation.window
    assert window is not None
    return window.crop(seen.observation.frame)


def judged(trial: Trial, policy: Policy) -> Judged:
    """The policy's decision about a trial."""
    step = trial.situation.step
    assert step.target is not None and step.point is not None
    sought = step.before.elements[step.target].box
    proposed = any(
        trial.lands(transferred_point(step.point, sought, one.box)) for one in trial.situation.screen.elements
    )
    return Judged(trial, policy.decide(trial.situation), proposed)


def drawn(seen: tuple[SeenPage, SeenPage], wrong: Sequence[Judged]) -> Frame:
    """Both screens one above the other: what was shown (blue), where it went (red), where it is (green)."""
    first, second = (np.ascontiguousarray(one.observation.frame.copy()) for one in seen)
    for one in wrong:
        step = one.trial.situation.step
        assert step.target is not None
        _box(first, step.before.elements[step.target].box, BLUE)
        if one.decision.target is not None:
            _box(second, one.decision.target.box, RED)
        if one.trial.there is not None:
            _box(second, one.trial.there, GREEN)
    width = max(first.shape[1], second.shape[1])
    padded = [np.pad(one, ((0, 8), (0, width - one.shape[1]), (0, 0))) for one in (first, second)]
    return np.concatenate(padded)


def _box(frame: Frame, box: Box, colour: tuple[int, int, int]) -> None:
    cv2.rectangle(frame, (box.x - 2, box.y - 2), (box.right + 2, box.bottom + 2), colour, 2)
