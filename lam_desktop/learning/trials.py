"""The policy put to the test as in use: real proposals, real reading, one question an element.

A trial takes two screens of one program, in two looks with other data. For each element that a person
could click in the first it asks where that element is on the second, and knows the answer.
"""

from __future__ import annotations

import functools
import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lam_desktop.data.corpus.records import Page
from lam_desktop.data.corpus.spec import OTHER_WINDOW, PageElement
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.confidence import Confidence, Match, Scores, match
from lam_desktop.policy.lam.modeling_lam import EncodedScreen, LamPolicyModel, ScreenTensors
from lam_desktop.policy.lam.policy import strongest, transferred_point
from lam_desktop.policy.lam.processing_lam import LamProcessor
from lam_desktop.policy.lam.wording import says
from lam_desktop.types import Box, Element, ElementKind, Observation

CLICKED_PX = 24
MOST_CLICKED = 2
"""Elements that no proposal covers are asked for, this many at once."""
FOLLOWED = 3
"""Choices that follow the row, asked for in each pair."""
RECORDED, MOST_KEYS = 3, 3
"""Elements of records, asked for in each pair, and texts that name the record."""
REGION_MARGIN = 48


@dataclass(frozen=True, eq=False)
class Question:
    """One element of the first screen, looked for on the second."""

    program: str
    toolkit: str
    kind: ElementKind
    scores: Scores
    target: int
    """Row of the element."""
    right: Tensor
    """(M,) bool: a click on this element of the second screen lands where it should."""
    present: bool
    """Whether the element is on the second screen at all."""
    allowed: Tensor | None = None
    """(M,) bool: says the wanted text; None where the choice does not follow the row."""
    stranger: bool = False
    """The second screen is of another program."""
    seen: bool = True
    """Whether a proposal covers the element on the first screen."""
    record: bool = False
    """It stands in a record that the row names, with others like it around."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the policy would do."""

    confidence: float
    """0 where it says that the element is not there."""
    right: bool
    """Whether the click would land where it should."""

    def acts(self, threshold: float) -> bool:
        """Whether the policy would act with this threshold."""
        return self.confidence >= threshold


NOTHING = Answer(0.0, False)


def answer(question: Question, confidence: Confidence) -> Answer:
    """The policy's decision; the threshold is up to the caller."""
    matched = matching(question, confidence.temperature)
    if matched is None:
        return NOTHING
    right = bool(question.right[matched.best])
    return Answer(0.0 if matched.gone else confidence.of(matched), right)


def matching(question: Question, temperature: float) -> Match | None:
    """What the scores say; None where there is nothing to choose from."""
    if not len(question.right) or (question.allowed is not None and not question.allowed.any()):
        return None
    return match(question.scores, question.target, temperature, question.allowed)


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
    elements = tuple(
        one
        for one in parser.parse(cut)
        if window.contains(*one.box.center) or any(box.contains(*one.box.center) for box in popups)
    )
    return SeenPage(page, Observation(cut, elements, window), truth)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is demonstrated to be clicked."""

    truth: PageElement
    point: tuple[int, int]
    """Where the click goes."""
    row: int
    """Row of the element that stands for it."""
    box: Box
    """That element's box."""


class Examiner:
    """Asks a policy network about pairs of seen pages."""

    def __init__(self, model: LamPolicyModel, seed: int) -> None:
        self._model = model.eval()
        self._processor = LamProcessor(model.config)
        self._rng = np.random.default_rng(seed)

    def pair(self, first: SeenPage, second: SeenPage) -> Iterator[Question]:
        """Questions about every clickable element of the first page, and some that follow the row."""
        stranger = first.page.program != second.page.program
        elements, targets = self._targets(first)
        if not targets or not second.observation.elements:
            return
        shown = self._processor.screen(
            Observation(first.observation.frame, elements, first.observation.window)
        )
        present = self._present(second)
        with torch.inference_mode():
            encoded = self._model.encode(self._processor.screen(present))
        scores = self._compare(shown, encoded)
        where = {} if stranger else {one.id: (one, box) for one, box in second.truth}
        for target in targets:
            truth, there = target.truth, where.get(target.truth.id)
            yield Question(
                program=first.page.program,
                toolkit=first.page.toolkit,
                kind=truth.kind,  # type: ignore[arg-type]
                scores=scores,
                target=target.row,
                right=_right(target, present.elements, there, second.truth),
                present=there is not None,
                stranger=stranger,
                seen=target.row < len(first.observation.elements),
            )
        if not stranger:
            yield from self._followed(first, second, shown, targets, present, encoded)
            yield from self._recorded(first, second, elements, shown, targets, present, encoded)

    def _recorded(
        self,
        first: SeenPage,
        second: SeenPage,
        elements: Sequence[Element],
        shown: ScreenTensors,
        targets: Sequence[_Target],
        present: Observation,
        encoded: EncodedScreen,
    ) -> Iterator[Question]:
        """The demonstration acted in one record; the row names another one that the second page shows."""
        here, there = _records(first.truth), _records(second.truth)
        inside = [one for one in targets if one.truth.record in here and _siblings(one.truth.record, there)]
        for at in self._rng.permutation(len(inside))[:RECORDED]:
            target = inside[at]
            mine = here[target.truth.record or ""]
            name = str(self._rng.choice(_siblings(target.truth.record, there)))
            wanted = there[name]
            partner = wanted.get(target.truth.id.removeprefix(target.truth.record or ""))
            texts = self._told(mine, wanted, [there[n] for n in _siblings(name, there)], elements)
            if partner is None or not texts:
                continue
            scores = self._compare(self._processor.following(shown, texts), encoded)
            yield Question(
                program=first.page.program,
                toolkit=first.page.toolkit,
                kind=target.truth.kind,  # type: ignore[arg-type]
                scores=scores,
                target=target.row,
                right=_right(target, present.elements, partner, second.truth),
                present=True,
                seen=target.row < len(first.observation.elements),
                record=True,
            )

    def _told(
        self, mine: _Parts, wanted: _Parts, others: Sequence[_Parts], elements: Sequence[Element]
    ) -> dict[int, str]:
        """What some elements of the record shall say, so that only the wanted record fits; may be empty."""
        parts = [part for part, (one, _) in mine.items() if part in wanted and len(one.text.strip()) > 1]
        self._rng.shuffle(parts)
        texts: dict[int, str] = {}
        chosen: list[str] = []
        for part in parts[:MOST_KEYS]:
            box, text = mine[part][1], wanted[part][0].text
            around = [n for n, one in enumerate(elements) if one.box.contains(*box.center)]
            if not around or len(text.strip()) < 2:
                continue
            texts[min(around, key=lambda n: elements[n].box.area)] = text
            chosen.append(part)
            fitting = [
                other
                for other in others
                if all(part in other and other[part][0].text == wanted[part][0].text for part in chosen)
            ]
            if len(fitting) == 1:
                return texts
        return {}

    def _followed(
        self,
        first: SeenPage,
        second: SeenPage,
        shown: ScreenTensors,
        targets: Sequence[_Target],
        present: Observation,
        encoded: EncodedScreen,
    ) -> Iterator[Question]:
        """The demonstration chose one of a group; the row wants another that stands on the second page."""
        labels = {
            one.id.removesuffix("/label"): one.text for one, _ in second.truth if one.id.endswith("/label")
        }
        groups: dict[tuple[str, str], list[tuple[PageElement, Box]]] = {}
        for one, box in second.truth:
            if one.group:
                groups.setdefault((one.group, one.kind), []).append((one, box))
        starts = [one for one in targets if one.truth.group and (one.truth.group, one.truth.kind) in groups]
        for at in self._rng.permutation(len(starts))[:FOLLOWED]:
            target = starts[at]
            truth = target.truth
            members = groups[truth.group or "", truth.kind]
            values = [labels.get(one.id, one.text) for one, _ in members]
            once = [n for n, value in enumerate(values) if value and values.count(value) == 1]
            if not once:
                continue
            pick = int(self._rng.choice(once))
            wanted, there = values[pick], members[pick]
            scores = self._compare(self._processor.following(shown, {target.row: wanted}), encoded)
            yield Question(
                program=first.page.program,
                toolkit=first.page.toolkit,
                kind=truth.kind,  # type: ignore[arg-type]
                scores=scores,
                target=target.row,
                right=_right(target, present.elements, there, second.truth),
                present=True,
                allowed=torch.tensor([says(one, present.elements, wanted) for one in present.elements]),
                seen=target.row < len(first.observation.elements),
            )

    def _targets(self, seen: SeenPage) -> tuple[tuple[Element, ...], list[_Target]]:
        """The first screen's elements, and every one that can be clicked.

        As in a demonstration: the smallest proposal around the click, else a box that the click makes.
        """
        elements = list(seen.observation.elements)
        kept = strongest(tuple(elements), self._model.config.max_elements - MOST_CLICKED)
        elements = [elements[i] for i in kept]
        found: list[_Target] = []
        unseen: list[tuple[PageElement, Box]] = []
        for truth, box in seen.truth:
            if not truth.action:
                continue
            around = [n for n, one in enumerate(elements) if one.box.contains(*box.center)]
            if around:
                row = min(around, key=lambda n: elements[n].box.area)
                found.append(_Target(truth, box.center, row, elements[row].box))
            else:
                unseen.append((truth, box))
        for at in self._rng.permutation(len(unseen))[:MOST_CLICKED]:
            truth, box = unseen[at]
            x, y = box.center
            half = CLICKED_PX // 2
            clicked = Box(x - half, y - half, CLICKED_PX, CLICKED_PX)
            found.append(_Target(truth, (x, y), len(elements), clicked))
            elements.append(Element(clicked, "icon"))
        return tuple(elements), found

    def _present(self, seen: SeenPage) -> Observation:
        kept = strongest(seen.observation.elements, self._model.config.max_elements)
        elements = tuple(seen.observation.elements[i] for i in kept)
        return Observation(seen.observation.frame, elements, seen.observation.window)

    def _compare(self, shown: ScreenTensors, screen: EncodedScreen) -> Scores:
        with torch.inference_mode():
            [scores] = self._model.compare(self._model.encode(shown), screen)
        assert scores.forward_logits is not None and scores.backward_logits is not None
        return Scores(scores.forward_logits[0], scores.backward_logits[0])


_Parts = dict[str, tuple[PageElement, Box]]
"""Elements of one record by their part of it (the column)."""


def _records(truth: Sequence[tuple[PageElement, Box]]) -> dict[str, _Parts]:
    found: dict[str, _Parts] = {}
    for one, box in truth:
        if one.record:
            found.setdefault(one.record, {})[one.id.removeprefix(one.record)] = (one, box)
    return found


def _siblings(record: str | None, records: Iterable[str]) -> list[str]:
    """The records of the same table."""
    table = (record or "").rpartition("/")[0]
    return [name for name in records if name.rpartition("/")[0] == table]


def questions(
    pairs: Sequence[tuple[Page, Page]], parser: LearnedScreenParser, model: LamPolicyModel, seed: int
) -> list[Question]:
    """All questions about the pairs, and about each first page against the next pair's second one."""
    examiner = Examiner(model, seed)
    asked: list[Question] = []
    before: SeenPage | None = None
    for first, second in pairs:
        one, two = see(first, parser), see(second, parser)
        asked += examiner.pair(one, two)
        if before is not None:
            asked += itertools.islice(examiner.pair(one, before), 10)
        before = two
    return asked


def one_a_program(pairs: Sequence[tuple[Page, Page]]) -> list[tuple[Page, Page]]:
    """One pair of each program, states taking turns: dialogs, menus and open lists have their share."""
    held: dict[str, list[tuple[Page, Page]]] = {}
    for pair in pairs:
        held.setdefault(pair[0].program, []).append(pair)
    return [states[share_index(program, len(states))] for program, states in sorted(held.items())]


def share_index(program: str, count: int) -> int:
    """A number under `count` that belongs to the program."""
    return zlib.crc32(f"state/{program}".encode()) % count


def _right(
    target: _Target,
    present: Sequence[Element],
    there: tuple[PageElement, Box] | None,
    truth: Sequence[tuple[PageElement, Box]],
) -> Tensor:
    """(M,) bool: the click, carried over to each element, lands in the true one and in nothing inside it."""
    if there is None:
        return torch.zeros(len(present), dtype=torch.bool)
    mine, box = there
    inner = [other for one, other in truth if one.id != mine.id and other.area < box.area]

    def lands(element: Element) -> bool:
        point = transferred_point(target.point, target.box, element.box)
        return box.contains(*point) and not any(other.contains(*point) for other in inner)

    return torch.tensor([lands(one) for one in present])
