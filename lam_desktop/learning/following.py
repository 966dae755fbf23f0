"""Training pairs in which the target follows the row: demonstrated on one value, wanted for another.

The demonstrated screen is rewritten as if it showed the present row: elements that showed the row's values
say the present ones and are marked. Either one element of a group is the choice itself (the radio button
that says «Express»), or some cells tell the record, and everything in that record moves along (the «Edit»
button in the row of Miller). Where what is wanted is missing there is often a near twin of it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lam_desktop.data.corpus.twins import near_twin
from lam_desktop.learning.page_features import PageFeatures

RECORD_SHARE, SHOWN_SHARE = 0.6, 0.15
"""Of the pairs that follow the row: by a record, as far as there is one, and by values shown in place."""
GONE_SHARE = 0.15
"""What is wanted is not there."""
MOST_CHOICES, MOST_KEYS, MOST_SHOWN = 3, 3, 5
IGNORED, ABSENT = -100, -1
MOST_TRIES, NUMBERED_SHARE = 8, 0.2


@dataclass(frozen=True, eq=False)
class Shown:
    """A page and which of its elements are shown: all below counts positions among these."""

    page: PageFeatures
    rows: list[int]

    def value(self, at: int) -> str:
        """The text by which a person would choose this element."""
        return str(self.page.value[self.rows[at]])

    def caption(self, at: int) -> int | None:
        """The words beside this element that are its label; None where it has none of its own."""
        name = f"{self.page.identity[self.rows[at]]}/label"
        return next((to for to, i in enumerate(self.rows) if self.page.identity[i] == name), None)

    def groups(self) -> list[tuple[str, int]]:
        """(group, kind) of each element; the group is empty where there is none."""
        return [(str(self.page.group[i]), int(self.page.kind[i])) for i in self.rows]

    def records(self) -> dict[str, Parts]:
        """The records by their names."""
        found: dict[str, Parts] = {}
        for at, i in enumerate(self.rows):
            record = str(self.page.record[i])
            if record:
                found.setdefault(record, {})[str(self.page.identity[i]).removeprefix(record)] = at
        return found

    def telling(self, parts: Parts) -> list[str]:
        """Parts that say something by which a record could be known."""
        return [part for part, at in parts.items() if len(self.value(at).strip()) > 1]


Parts = dict[str, int]
"""Elements of one record by their part of it (the column)."""


@dataclass(frozen=True)
class Labels:
    """Labels of a pair, -1 for ABSENT, -100 to ignore; changed in place."""

    forward: npt.NDArray[np.int64]
    """(N,) of the demonstrated elements."""
    backward: npt.NDArray[np.int64]
    """(M,) of the present ones."""


@dataclass(frozen=True)
class Followed:
    """What follows the row on the demonstrated screen."""

    texts: dict[int, str]
    """What marked elements shall say."""
    record: tuple[int, ...]
    """All elements of the followed record."""


def follow_choice(a: Shown, b: Shown, labels: Labels, rng: np.random.Generator) -> Followed:
    """For an element of some groups of `a`, another of its group in `b`.

    A value that stands twice in the group is no choice a person could make.
    """
    groups_a, groups_b = a.groups(), b.groups()
    starts = [at for at, (group, _) in enumerate(groups_a) if group and a.value(at)]
    texts: dict[int, str] = {}
    chosen = {groups_a[at][0]: int(at) for at in rng.permutation(starts)}
    for at in itertools.islice(chosen.values(), MOST_CHOICES):
        ends = [to for to, group in enumerate(groups_b) if group == groups_a[at] and b.value(to)]
        values = [b.value(to) for to in ends]
        once = [to for to, value in zip(ends, values, strict=True) if values.count(value) == 1]
        if not once:
            continue
        to = int(rng.choice(once))
        if rng.random() < GONE_SHARE:  # no look-alike will do
            texts[at] = missing_twin(b.value(to), values, rng)
            labels.forward[at] = ABSENT
            caption = ABSENT
        else:
            texts[at] = b.value(to)
            labels.forward[at] = to
            caption = b.caption(to)
        label = a.caption(at)
        if label is not None:  # words of their own beside a radio button say the value too
            texts[label] = texts[at]
            labels.forward[label] = IGNORED if caption is None else caption
    return Followed(texts, ())


def follow_record(a: Shown, b: Shown, labels: Labels, rng: np.random.Generator) -> Followed:
    """For all elements of one record of `a`, those of another record of the same table in `b`.

    Falls back on `follow_choice` where no record can be told from the others by what it shows.
    """
    here, there = a.records(), b.records()
    starts = [name for name, parts in here.items() if a.telling(parts)]
    for start in rng.permutation(starts)[:3].tolist():
        others = {name: parts for name, parts in there.items() if _table(name) == _table(start)}
        for wanted in rng.permutation(list(others))[:4].tolist():
            keys = _keys(a, b, here[start], others[wanted], list(others.values()), rng)
            if keys:
                twin, old = here.get(wanted, {}), there.get(start, {})
                labels.forward[list(twin.values())] = IGNORED  # they would stand for the same ones
                labels.backward[list(old.values())] = ABSENT  # nobody asks for these now
                texts = {here[start][part]: b.value(others[wanted][part]) for part in keys}
                if rng.random() < GONE_SHARE:
                    part = keys[int(rng.integers(len(keys)))]
                    taken = [b.value(other[part]) for other in others.values() if part in other]
                    at = here[start][part]
                    texts[at] = missing_twin(texts[at], taken, rng)
                    _label(here[start], {}, labels.forward)
                    _label(others[wanted], {}, labels.backward)
                else:
                    _label(here[start], others[wanted], labels.forward)
                    _label(others[wanted], here[start], labels.backward)
                return Followed(texts, tuple(here[start].values()))
    return follow_choice(a, b, labels, rng)


def show_values(a: Shown, b: Shown, labels: Labels, rng: np.random.Generator) -> Followed:
    """Marks some elements that show a value on both screens: a field, filled in from the row before."""
    shown = [
        at
        for at, partner in enumerate(labels.forward)
        if partner >= 0 and a.page.action[a.rows[at]] and a.value(at) and b.value(int(partner))
    ]
    filled = [at for at in shown if a.value(at) != b.value(int(labels.forward[at]))]
    chosen = rng.permutation(filled or shown)[: int(rng.integers(1, MOST_SHOWN + 1))].tolist()
    return Followed({at: b.value(int(labels.forward[at])) for at in chosen}, ())


def missing_twin(value: str, taken: Iterable[str], rng: np.random.Generator) -> str:
    """A text that is almost `value` and none of those `taken`."""
    held, source = {value, *taken}, random.Random(int(rng.integers(2**62)))
    for _ in range(MOST_TRIES):
        numbered = source.random() < NUMBERED_SHARE
        made = f"{value}{source.randrange(10)}" if numbered else near_twin(source, value)
        if made.strip() and made not in held:
            return made
    return f"{value}{source.randrange(10, 100)}"


def _table(record: str) -> str:
    return record.rpartition("/")[0]


def _keys(
    a: Shown, b: Shown, mine: Parts, wanted: Parts, others: list[Parts], rng: np.random.Generator
) -> list[str]:
    """Parts of both records whose texts together only the wanted one shows; empty where there are none."""
    shown = set(b.telling(wanted))
    parts = [part for part in a.telling(mine) if part in shown]
    rng.shuffle(parts)
    least = int(rng.integers(1, MOST_KEYS + 1))
    for count in range(min(least, len(parts)), min(MOST_KEYS, len(parts)) + 1):
        chosen = parts[:count]
        same = [
            all(part in other and b.value(other[part]) == b.value(wanted[part]) for part in chosen)
            for other in others
        ]
        if count and sum(same) == 1:
            return chosen
    return []


def _label(parts: Parts, partners: Parts, labels: npt.NDArray[np.int64]) -> None:
    for part, at in parts.items():
        labels[at] = partners.get(part, ABSENT)
