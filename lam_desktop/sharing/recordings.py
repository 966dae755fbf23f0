"""The recordings of one task, with their pictures counted through: one text may stand in all of them."""

from __future__ import annotations

from collections.abc import Mapping

from lam_desktop.sharing.painting import Patch
from lam_desktop.types import Frame
from recorder.gestures import Step
from recorder.recording import Recording


class Recordings:
    """Open recordings by name; whoever opened them closes them."""

    def __init__(self, opened: Mapping[str, Recording]) -> None:
        self._opened = dict(opened)
        self._frames = [(name, one) for name, each in opened.items() for one in each.frame_ids()]

    def of(self, name: str) -> Recording:
        """One of them."""
        return self._opened[name]

    def steps(self) -> list[Step]:
        """The steps of all of them."""
        return [step for one in self._opened.values() for step in one.steps()]

    def frame_ids(self) -> list[int]:
        """The number of each picture among those of all recordings."""
        return list(range(len(self._frames)))

    def frame(self, number: int) -> Frame:
        """A picture by its number."""
        name, frame_id = self._frames[number]
        return self._opened[name].frame(frame_id)

    def own(self, name: str, patches: Mapping[int, list[Patch]]) -> dict[int, list[Patch]]:
        """What is painted over in the pictures of one recording, by the number that they have in it."""
        return {
            frame_id: patches[number]
            for number, (whose, frame_id) in enumerate(self._frames)
            if whose == name
        }
