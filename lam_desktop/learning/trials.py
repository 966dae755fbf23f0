"""The policy put to the test as in use: real proposals, real reading, one question an element.

Two screens of one program, in two looks with other data: for each element that a person could click in the
first it is asked where that element is on the second, and the answer is known. Some questions follow a row:
another choice of the same group, the same control in another record. Some have no answer: the element is
gone, or the second screen is of another program. What no demonstration could mean is not asked: an element
under another one where the click would go, and one of which the second screen shows a mere piece.
"""

from __future__ import annotations

import functools
import itertools
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lam_desktop.data.corpus.records import Page
from lam_desktop.data.corpus.spec import DIALOG, OTHER_WINDOW, PageElement
from lam_desktop.neighbours import TICKED, clicked_on
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.wording import heard
from lam_desktop.types import Box, DemonstratedStep, Element, Observation, Situation

CLICKED_PX = 24
MOST_CLICKED = 2
"""Elements that no proposal covers are asked for, this many at once."""
FOLLOWED = 3
"""Choices that follow the row, asked for in each pair."""
RECORDED, MOST_KEYS = 3, 3
"""Elements of records, asked for in each pair, and values that name the record."""
WITHOUT_ROW = 0.5
"""Share of the pairs whose plain questions come without a row."""
STRANGERS = 10
"""Elements of each first page that are looked for in another program."""
REGION_MARGIN = 48
SLACK_PX = 2
"""Boxes are told in whole pixels: what holds another one may seem smaller by this."""
TrialSort = Literal["same", "choice", "record", "gone", "stranger"]


@dataclass(frozen=True, eq=False)
class SeenPage:
    """A page as perception sees it, and the truth; boxes in pixels of the cut around the program."""

    page: Page
    observation: Observation
    truth: tuple[tuple[PageElement, Box], ...]


def see(page: Page, parser: LearnedScreenParser) -> SeenPage:
    """Parses the part of a page where the program is."""
    frame = page.load()
    mine = [one for one in page.elements if not one.id.startswith(OTHER_WINDOW)]
    region = functools.reduce(Box.union, (Box(*one.box) for one in mine), Box(*page.window))
    region = region.expanded(REGION_MARGIN).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    x, y = region.x // 32 * 32, region.y // 32 * 32
    cut = np.ascontiguousarray(frame[y : region.bottom, x : region.right])
    window = Box(*page.window).moved(-x, -y)
    truth = tuple((one, Box(*one.box).moved(-x, -y)) for one in mine)
    popups = [box for _, box in truth if not window.contains(*box.center)]
    parser.forget()  # what was seen before must not tell
    elements = tuple(
        one
        for one in parser.parse(cut)
        if window.contains(*one.box.center) or any(box.contains(*one.box.center) for box in popups)
    )
    return SeenPage(page, Observation(cut, elements, window), truth)


@dataclass(frozen=True, eq=False)
class Trial:
    """One question with its answer; boxes and points in pixels of the second page's cut."""

    situation: Situation
    program: str
    toolkit: str
    kind: str
    """What the element truly is."""
    sort: TrialSort
    there: Box | None
    """Where the right element is; None: nowhere."""
    over: tuple[Box, ...] = ()
    """Other elements that lie over it, or inside it."""
    label: Box | None = None
    """The words of a check box or radio button: a click on these ticks it as well."""
    seen: bool = True
    """Whether a proposal covers the element on the first screen."""

    def lands(self, point: tuple[int, int]) -> bool:
        """Whether a click there hits the right element, or its label, and nothing that lies over it."""
        if self.there is None:
            return False
        if self.label is not None and self.label.contains(*point):
            return True
        return self.there.contains(*point) and not any(box.contains(*point) for box in self.over)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is demonstrated to be clicked."""

    truth: PageElement
    point: tuple[int, int]
    """Where the click goes."""
    row: int
    """Index of the element that stands for it."""


_Parts = dict[str, tuple[PageElement, Box]]
"""Elements of one record by their part of it (the column)."""


class Examiner:
    """Asks about pairs of seen pages."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def trials(self, first: SeenPage, second: SeenPage) -> Iterator[Trial]:
        """Questions about every clickable element of the first page, and some that follow the row."""
        before, targets = self._demonstrated(first)
        if not targets or not second.observation.elements:
            return
        ask = _Asking(first, second, before)
        stranger = first.page.program != second.page.program
        row = {} if stranger else self._row_beside(first, second)
        where = {} if stranger else {one.id: (one, box) for one, box in second.truth}
        pieces = set() if stranger else {one.id for one in second.page.glimpses}
        for target in targets:
            there = where.get(target.truth.id)
            if there is None and (target.truth.id in pieces or _is_part(target, before, where)):
                continue
            sort: TrialSort = "stranger" if stranger else "same" if there is not None else "gone"
            yield ask.trial(target, sort, there, row={} if target.truth.record else row)
        if not stranger:
            yield from self._choices(ask, targets)
            yield from self._records(ask, targets)

    def _row_beside(self, first: SeenPage, second: SeenPage) -> dict[str, str]:
        """In half of the pairs a row that names one record here and another one there; else none.

        In use each step has its row with it, whether or not it has to do with a record.
        """
        here, there = _records(first.truth), _records(second.truth)
        named = sorted(name for name in here if _siblings(name, there))
        if not named or self._rng.random() < WITHOUT_ROW:
            return {}
        mine = str(self._rng.choice(named))
        siblings = _siblings(mine, there)
        wanted = there[str(self._rng.choice(siblings))]
        return self._telling(here[mine], wanted, [there[name] for name in siblings])

    def _demonstrated(self, seen: SeenPage) -> tuple[Observation, list[_Target]]:
        """The first screen, and every element that can be clicked there.

        As in a demonstration: the smallest proposal around the click, else a box that the click makes.
        """
        elements = list(seen.observation.elements)
        found: list[_Target] = []
        unseen: list[tuple[PageElement, Box]] = []
        for truth, box in seen.truth:
            if not truth.action or _is_covered(truth, box, seen.truth):
                continue
            seen_as = clicked_on(elements, box.center)
            if seen_as is not None:
                found.append(_Target(truth, box.center, elements.index(seen_as)))
            else:
                unseen.append((truth, box))
        for at in self._rng.permutation(len(unseen))[:MOST_CLICKED]:
            truth, box = unseen[at]
            found.append(_Target(truth, box.center, len(elements)))
            elements.append(_clicked(box.center))
        return Observation(seen.observation.frame, tuple(elements), seen.observation.window), found

    def _choices(self, ask: _Asking, targets: Sequence[_Target]) -> Iterator[Trial]:
        """The demonstration chose one of a group; the row wants another that stands on the second page."""
        truth = ask.second.truth
        labels = {one.id.removesuffix("/label"): one.text for one, _ in truth if one.id.endswith("/label")}
        groups: dict[tuple[str, str], list[tuple[PageElement, Box]]] = {}
        for one, box in truth:
            if one.group:
                groups.setdefault((one.group, one.kind), []).append((one, box))
        starts = [one for one in targets if (one.truth.group or "", one.truth.kind) in groups]
        for at in self._rng.permutation(len(starts))[:FOLLOWED]:
            target = starts[at]
            members = groups[target.truth.group or "", target.truth.kind]
            values = [_name(one, labels.get(one.id)) for one, _ in members]
            once = [n for n, value in enumerate(values) if value and values.count(value) == 1]
            if once:
                pick = int(self._rng.choice(once))
                shown = _name(target.truth, labels.get(target.truth.id))
                row = {shown: values[pick]} if shown else {}
                yield ask.trial(target, "choice", members[pick], wanted=values[pick], row=row)

    def _records(self, ask: _Asking, targets: Sequence[_Target]) -> Iterator[Trial]:
        """The demonstration acted in one record; the row names another one that the second page shows."""
        here, there = _records(ask.first.truth), _records(ask.second.truth)
        inside = [one for one in targets if one.truth.record in here and _siblings(one.truth.record, there)]
        for at in self._rng.permutation(len(inside))[:RECORDED]:
            target = inside[at]
            mine = here[target.truth.record or ""]
            siblings = _siblings(target.truth.record, there)
            wanted = there[str(self._rng.choice(siblings))]
            partner = wanted.get(target.truth.id.removeprefix(target.truth.record or ""))
            row = self._telling(mine, wanted, [there[name] for name in siblings])
            if partner is not None and row:
                yield ask.trial(target, "record", partner, row=row)

    def _telling(self, mine: _Parts, wanted: _Parts, others: Sequence[_Parts]) -> dict[str, str]:
        """Values of the demonstrated record -> of the wanted one, so that no other fits; may be empty."""
        parts = [
            part
            for part, (one, _) in mine.items()
            if part in wanted
            and min(len(_name(one)), len(_name(wanted[part][0]))) > 2
            and len({_name(other[part][0]) for other in others if part in other}) > 1
        ]
        self._rng.shuffle(parts)
        for count in range(1, min(MOST_KEYS, len(parts)) + 1):
            chosen = parts[:count]
            fitting = [
                other
                for other in others
                if all(part in other and _name(other[part][0]) == _name(wanted[part][0]) for part in chosen)
            ]
            if len(fitting) == 1:
                return {_name(mine[part][0]): _name(wanted[part][0]) for part in chosen}
        return {}


@dataclass(frozen=True, eq=False)
class _Asking:
    """Makes the trials of one pair."""

    first: SeenPage
    second: SeenPage
    before: Observation

    def trial(
        self,
        target: _Target,
        sort: TrialSort,
        there: tuple[PageElement, Box] | None,
        wanted: str | None = None,
        row: dict[str, str] | None = None,
    ) -> Trial:
        over, label = (), None
        if there is not None:
            mine = there[0].id
            if there[0].kind in TICKED:
                label = next((box for one, box in self.second.truth if one.id == f"{mine}/label"), None)
            over = tuple(
                box for one, box in self.second.truth if one.id != mine and _may_cover(one, box, there)
            )
        step = DemonstratedStep(0, self.before, target.row, target.point)
        return Trial(
            situation=Situation(step, self.second.observation, wanted, row=row or {}),
            program=self.first.page.program,
            toolkit=self.first.page.toolkit,
            kind=target.truth.kind,
            sort=sort,
            there=there[1] if there is not None else None,
            over=over,
            label=label,
            seen=target.row < len(self.first.observation.elements),
        )


def trial_about(
    pair: tuple[SeenPage, SeenPage], element: str, partner: str | None, row: dict[str, str]
) -> Trial:
    """The question about one element, by its id, under a row; `partner`: the id of the right one, if any."""
    first, second = pair
    truth, box = next((one, box) for one, box in first.truth if one.id == element)
    elements = list(first.observation.elements)
    seen_as = clicked_on(elements, box.center) or _clicked(box.center)
    if seen_as not in elements:
        elements.append(seen_as)
    at = elements.index(seen_as)
    before = Observation(first.observation.frame, tuple(elements), first.observation.window)
    there = next(((one, where) for one, where in second.truth if one.id == partner), None)
    ask = _Asking(first, second, before)
    return ask.trial(_Target(truth, box.center, at), "record" if there else "gone", there, row=row)


def all_trials(
    pairs: Sequence[tuple[Page, Page]], parser: LearnedScreenParser, seed: int, part: int = 0, parts: int = 1
) -> Iterator[list[Trial]]:
    """All questions about each pair, and some about its first page against the pair's before second one.

    `part` of `parts` asks about its share of the pairs; all parts together ask what one alone would.
    """
    start, end = (len(pairs) * n // parts for n in (part, part + 1))
    before = see(pairs[start - 1][1], parser) if 0 < start < end else None
    for first, second in pairs[start:end]:
        examiner = Examiner(seed + zlib.crc32(first.image.encode()))
        one, two = see(first, parser), see(second, parser)
        asked = list(examiner.trials(one, two))
        if before is not None:
            asked += itertools.islice(examiner.trials(one, before), STRANGERS)
        before = two
        yield asked


def one_a_program(pairs: Sequence[tuple[Page, Page]]) -> list[tuple[Page, Page]]:
    """One pair of each program, states taking turns: dialogs, menus and open lists have their share."""
    held: dict[str, list[tuple[Page, Page]]] = {}
    for pair in pairs:
        held.setdefault(pair[0].program, []).append(pair)
    return [states[share_index(program, len(states))] for program, states in sorted(held.items())]


def share_index(program: str, count: int) -> int:
    """A number under `count` that belongs to the program."""
    return zlib.crc32(f"state/{program}".encode()) % count


def _is_covered(truth: PageElement, box: Box, others: Sequence[tuple[PageElement, Box]]) -> bool:
    """Whether a click on its middle would go to something else: a dialog, an open menu, a day's entry."""
    if not truth.id.startswith(DIALOG):
        inside = [other for one, other in others if one.id.startswith(DIALOG)]
        if inside and functools.reduce(Box.union, inside).contains(*box.center):
            return True
    return any(
        one.action
        and one.id != truth.id
        and other.contains(*box.center)
        and _may_cover(one, other, (truth, box))
        for one, other in others
    )


def _may_cover(one: PageElement, box: Box, under: tuple[PageElement, Box]) -> bool:
    """Whether an element may lie over another one: it is inside, or the other one is seen in part.

    What is seen less lies below.
    """
    if one.visible < under[0].visible or box.holds(under[1], SLACK_PX):
        return False
    return box.area < under[1].area or (one.action and under[0].visible < 1)


def _is_part(target: _Target, before: Observation, present: Mapping[str, tuple[PageElement, Box]]) -> bool:
    """Whether the click was on a part of an element that perception sees whole, and that is still there.

    A browser's own date fields have such a part, and do not tell of it.
    """
    whole = present.get(target.truth.id.rpartition("/")[0])
    if whole is None:
        return False
    seen = before.elements[target.row].box
    return seen.w > 2 * seen.h and whole[0].kind in ("field", "combo", "spin")


def _clicked(point: tuple[int, int]) -> Element:
    """What a demonstration makes of a click that no proposal covers."""
    x, y = point
    return Element(Box(x - CLICKED_PX // 2, y - CLICKED_PX // 2, CLICKED_PX, CLICKED_PX), "icon")


def _records(truth: Sequence[tuple[PageElement, Box]]) -> dict[str, _Parts]:
    found: dict[str, _Parts] = {}
    for one, box in truth:
        if one.record:
            found.setdefault(one.record, {})[one.id.removeprefix(one.record)] = (one, box)
    return found


def _name(one: PageElement, label: str | None = None) -> str:
    """What a row would call it by: its label, or its words without arrows and ticks.

    Of the lines of an entry, as of an e-mail, the first words: the sender. Nothing of a text that is cut off.
    """
    words = heard(label or one.text, one.kind).split()
    if words and words[-1].endswith(("…", "..")):
        return ""
    return " ".join(words[:2] if one.kind == "list_item" and len(words) > 3 else words)


def _siblings(record: str | None, records: Iterable[str]) -> list[str]:
    """The records of the same table."""
    table = (record or "").rpartition("/")[0]
    return [name for name in records if name.rpartition("/")[0] == table]
