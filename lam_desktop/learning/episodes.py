"""What a corpus shows of work: screens of a demonstration, and of the same work in another look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lam_desktop.data.corpus.reader import Page
from lam_desktop.learning.page_features import features_path

MOST_ELEMENTS = 384
"""As `LamSettings.max_elements`."""


@dataclass(frozen=True)
class Episode:
    """Screens of one program in the order of a demonstration, and the same states in another look."""

    shown: tuple[Page, ...]
    present: tuple[Page, ...]
    mishaps: tuple[Page, ...] = ()
    """Other present screens; `at` is the number of the screen in `present` in whose place they come."""

    @property
    def worked(self) -> bool:
        """Whether each screen came of the one before it; else they are mere states of a program."""
        return self.shown[0].at >= 0

    def is_followed(self, at: int) -> bool:
        """Whether the next screen came by one deed: of those in between none was left out."""
        return self.worked and at + 1 < len(self.shown) and self.shown[at + 1].at == self.shown[at].at + 1


def episodes(pages: Sequence[Page], features: Path, most: int = MOST_ELEMENTS) -> list[Episode]:
    """Programs of which two screens or more have features in both looks; without episodes these are states.

    `most`: elements of a screen that the network looks at.

    Left out are screens of which the target of the next deed is out of sight in one of the looks: a person
    would have scrolled.
    """
    held: dict[str, dict[str, dict[str, Page]]] = {}
    for page in pages:
        if _can_be_asked(features_path(features, page), most):
            held.setdefault(page.program, {}).setdefault(page.state, {})[page.look] = page
    found: list[Episode] = []
    for states in held.values():
        whole = [looks for looks in states.values() if {"A", "B"} <= looks.keys()]
        whole = [looks for looks in whole if _shows_target(looks["A"]) and _shows_target(looks["B"])]
        if len(whole) > 1:
            whole.sort(key=lambda looks: looks["A"].at)
            shown, present = ([looks[look] for looks in whole] for look in "AB")
            found.append(Episode(tuple(shown), tuple(present), _mishaps(states, present)))
    return found


def _can_be_asked(path: Path, most: int) -> bool:
    """Whether a page has features, shows something, and not more than the network looks at."""
    if not path.exists():
        return False
    with np.load(path) as held:
        return 0 < int((~held["missed"]).sum()) <= most - 2


def _shows_target(page: Page) -> bool:
    return page.deed is None or any(one.id == page.deed.target for one in page.elements)


def _mishaps(states: dict[str, dict[str, Page]], present: Sequence[Page]) -> tuple[Page, ...]:
    place = {page.at: n for n, page in enumerate(present)}
    pages = [looks["B"] for looks in states.values() if "B" in looks and looks["B"].mishap]
    return tuple(replace(page, at=place[page.at]) for page in pages if page.at in place)
