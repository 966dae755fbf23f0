"""Of a crowded screen, the elements that the network looks at."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.policy.lam.recent import Recent
from lam_desktop.types import Element, Observation


class Crowd:
    """Cuts screens to `most` elements, and remembers the last `capacity` ones. Serves one thread."""

    def __init__(self, most: int, capacity: int) -> None:
        self._most = most
        self._cut: Recent[Observation, Observation] = Recent(capacity)
        self._cut_blank: Recent[Observation, Observation] = Recent(capacity)

    def cut(self, screen: Observation, blank: bool = False) -> Observation:
        """The screen with its strongest elements, as many as there may be; `blank` as in `strongest`."""
        if len(screen.elements) <= self._most:
            return screen
        memory = self._cut_blank if blank else self._cut
        kept = strongest(screen.elements, self._most, blank=blank)
        return memory.get(screen, lambda: screen.with_elements(_chosen(screen, kept)))

    def cut_around(self, before: Observation, target: int, blank: bool) -> tuple[Observation, int]:
        """As `cut`, with the element of this index however weak it is, and its index there."""
        sought, cut = before.elements[target], self.cut(before, blank)
        at = next((n for n, one in enumerate(cut.elements) if one is sought), None)
        if at is not None:
            return cut, at
        rows = strongest(before.elements, self._most, target, blank)
        return before.with_elements(_chosen(before, rows)), rows.index(target)


def strongest(
    elements: tuple[Element, ...], most: int, keep: int | None = None, blank: bool = False
) -> list[int]:
    """Indices, in order, of the `most` elements with the best scores, `keep` always among them.

    Empty cells come after all others, but where a cell is looked for (`blank`): a spreadsheet shows hundreds,
    proposed more surely than the small tools above them, and none of them tells of anything else.
    """

    def place(i: int) -> tuple[bool, bool, float]:
        return i != keep, not blank and _is_blank_cell(elements[i]), -elements[i].score

    return sorted(sorted(range(len(elements)), key=place)[:most])


def _is_blank_cell(element: Element) -> bool:
    """Whether it is a cell of a table in which nothing stands."""
    return element.kind == "cell" and not element.text.strip()


def _chosen(observation: Observation, kept: Sequence[int]) -> tuple[Element, ...]:
    return tuple(observation.elements[i] for i in kept)
