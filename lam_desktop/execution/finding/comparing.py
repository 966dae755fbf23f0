"""What the screen says now where the demonstration's screen said a value: the policy finds it, word by word.

Demonstrated: Enter “Myron” into the field        asked of the policy: where are now
Present:      Enter “Ada Byron” into the field    [Enter] [Myron] [into]?

The words beside the value bound it. Where one side has none, as many words as there were, up to the same stop
at the end of the text, are the value; else its own first word must lie at the other bound, and so must its
last one where several words stood, and stand, there. Whatever the policy is not sure of, or what does not
fit together, is not read.

A value that stands by itself (a field right of «Total», a cell) is found as targets are, and must have the
name that it had: the label beside it, or the heading and record of its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.screen.screen_texts import folded, nearly
from lam_desktop.execution.screen.words import Word, Worded, in_words
from lam_desktop.neighbours import is_over
from lam_desktop.protocols import Policy
from lam_desktop.tasks.limits import LEAST_CONFIDENCE
from lam_desktop.tasks.provenance.labelled import UNNAMED, named, naming, same_side
from lam_desktop.tasks.step import Place
from lam_desktop.tasks.texts.spans import QUOTES, STOPS, Span, enclosing, one_line, signs_in, spans_of
from lam_desktop.types import Box, Decision, DemonstratedStep, Element, Observation, Situation

BOUND_CONFIDENCE, SAME_WORD_CONFIDENCE = 0.8, 0.5
"""From this confidence on a word of the value is the one that must stand at the bound, and a word that is the
same the one that is meant."""
SAME_TEXT_IOU = 0.5
"""A demonstrated text overlaps its place at least so much where another detector drew its box."""
SLACK_PX = 4
MOST_MORE = 3
"""A value has at most so many words more than the demonstrated one."""
CANDIDATES = 3
"""So many texts of the present screen, likeliest first, are looked into."""


NAMED_CONFIDENCE = 0.5
"""From this confidence on the likeliest element is the one, if it alone has the name that was shown."""


class Unclear(Exception):  # noqa: N818 - nobody outside this module sees it
    """Why a place cannot be read, as the end of a sentence; with what was read and where, if anything was."""

    def __init__(self, reason: str, text: str = "", box: Box | None = None) -> None:
        super().__init__(reason)
        self.text, self.box = text, box


@dataclass(frozen=True, slots=True)
class Reading:
    """What a place says now."""

    text: str
    box: Box
    """Of the text that it was read in; frame pixels of the present screen."""
    element: int
    """That text, by its index."""
    span: Span
    """The part that was read."""
    sure: Sureness
    """How surely."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """One demonstrated screen and the present one."""

    policy: Policy
    shown: DemonstratedStep
    screen: Observation
    history: tuple[int, ...]
    values: Mapping[str, str]
    least: float = LEAST_CONFIDENCE
    """So sure a text must be from which a value is read."""

    def text_of(self, place: Place) -> tuple[int, Place]:
        """The demonstrated element that holds the value, and the place in frame pixels; or `Unclear`.

        Read by other weights than before, or where a secret was made black, the same text may be read a
        little otherwise, and lines be joined that were none.
        """
        elements, (x, y) = self.shown.before.elements, self.shown.before.origin
        box, value = place.box.moved(-x, -y), place.span.of(place.text)
        found = [at for at, one in enumerate(elements) if one.box == box and one.text == place.text]
        if found:
            return found[0], replace(place, box=box)
        near = [
            at
            for at, one in enumerate(elements)
            if one.box.iou(box) >= SAME_TEXT_IOU
            or one.box.holds(box, SLACK_PX)  # a line of a paragraph now
            or box.holds(one.box, SLACK_PX)  # no paragraph any more, but one of its lines
        ]
        spans = [(at, span) for at in near for span in spans_of(value, elements[at].text)]
        if len(spans) != 1:
            raise Unclear("the demonstration is not read as it was, so record the task again")
        [(at, span)] = spans
        return at, replace(place, box=elements[at].box, text=elements[at].text, span=span)

    def read(self, place: Place, text: int, demonstrated: Worded) -> Reading:
        """What stands in the place now, or `Unclear`. `text`: index of the demonstrated element."""
        line = demonstrated.line(text)
        inside = [n for n, (_, word) in enumerate(line) if word.span.overlaps(place.span)]
        if not inside:
            raise Unclear("its text in the demonstration is no running text, so record the task again")
        first, last = inside[0], inside[-1]
        present = in_words(self.screen, self._likely_places(text))
        beside = [n for n in (first - 1, last + 1) if 0 <= n < len(line)]
        # Marks on both sides of the value tell its bounds from other words that are the same.
        sides = {n: (n < first) - (n > last) for n in beside}
        marked = len(beside) == 2 and all(demonstrated.said_once(line[n][0], sides[n]) for n in beside)
        bounds = {
            n: self._counterpart(
                demonstrated, line[n][0], present, inward=sides[n] if marked else 0, outward=-sides.get(n, 0)
            )
            for n in beside or [first]
        }
        [*others, some] = bounds.values()
        if any(word.text != some.text for word in others):
            raise Unclear("its words stand in several texts now")
        now = [word.span for _, word in present.line(some.text)]
        start = bounds[first - 1].number + 1 if first > 0 else 0
        stop = bounds[last + 1].number if last + 1 < len(line) else len(now)
        fits = 0 < stop - start <= len(inside) + MOST_MORE
        # Up to the stop at the end of its text as many words as there were are the value.
        seen = self.screen.elements[some.text]
        closed = bool(beside) and stop - start == len(inside) and _ends_alike(place.text, seen.text)
        if fits and len(beside) < 2 and not closed:
            own = bounds.get(first) or self._counterpart(demonstrated, line[first][0], present, bound=True)
            fits = own.text == some.text and own.number == start
            if fits and last > first and stop - start > 1:
                ending = self._counterpart(demonstrated, line[last][0], present, bound=bool(beside))
                fits = ending.span == now[stop - 1]
        if not fits:
            raise Unclear("it does not stand between the same words now")
        if seen.text_confidence < self.least:
            raise Unclear(f"“{one_line(seen.text)}” is hard to read", one_line(seen.text), seen.box)
        words = [word.span for _, word in line]
        shown, there = _Part(place.text, words, first, last + 1), _Part(seen.text, now, start, stop)
        span = _said(shown, place.span, there)
        return _reading(seen, some.text, span)

    def read_by_itself(self, place: Place, text: int) -> Reading:
        """What the element says now that said the value, or `Unclear`. `text`: index of the demonstrated one.

        It is the one that the policy is sure of, or finds likeliest and that alone has the name, or the one
        beside that name; either way it must have the name that it had.
        """
        demonstrated = self.shown.before.elements[text]
        name, record = named(demonstrated, self.shown.before.elements)
        pair = place.text[: place.span.start].rstrip(" :：")
        decision = self._decide(self.shown.before, text, self.screen)
        elements = self.screen.elements
        boxes = [] if decision.target is None else [decision.target.box]
        seen = next((at for at, one in enumerate(elements) if one.box in boxes), None)
        beside = None if decision.accepted else self._beside_its_name(demonstrated)
        if beside is not None:
            seen = beside
        if seen is None:
            raise Unclear(decision.reason.rstrip("."))
        element = elements[seen]
        said = one_line(element.text).strip()
        if pair:
            name, record, now = pair, "", (_before_colon(said), "")
        else:
            now = named(element, self.screen.elements)
        wanted = self._present(name), self._present(record)
        same = all(nearly(folded(one), folded(other)) for one, other in zip(now, wanted, strict=True))
        alone = same and bool(name) and self._alone(element, now)
        likely = decision.accepted or (alone and decision.confidence >= NAMED_CONFIDENCE)
        if not likely and beside is None:
            raise Unclear(decision.reason.rstrip("."), said, element.box)
        if not same:
            called = " of ".join(filter(None, now)) or "nothing"
            raise Unclear(f"“{said}” stands there, but beside it “{called}”", said, element.box)
        if not said:
            raise Unclear("nothing stands there now", box=element.box)
        start = element.text.index(said[0])
        if pair:
            value = said[len(_before_colon(said)) :].lstrip(" :：")
            start = element.text.rindex(value) if value else start
            said = value
        if not said:
            raise Unclear("nothing stands there now", box=element.box)
        if element.text_confidence < self.least:
            raise Unclear(f"“{said}” is hard to read", said, element.box)
        span = Span(start, start + len(said))
        return _reading(element, seen, span)

    def _beside_its_name(self, demonstrated: Element) -> int | None:
        """The one element beside what the policy surely finds to be the value's name, and its record.

        A value that reads otherwise than the demonstrated one may be another thing to a policy; its label,
        the same in every record, is not.
        """
        before = self.shown.before
        parts = naming(demonstrated, before.elements)
        if parts[0] is None:
            return None
        now: list[Box | None] = []
        for part in parts:
            found = None
            if part is not None:
                at = next(at for at, one in enumerate(before.elements) if one is part)
                found = self._decide(before, at, self.screen)
                if not found.accepted or found.target is None:
                    return None
            now.append(None if found is None or found.target is None else found.target.box)
        elements = self.screen.elements
        there = [
            at
            for at, one in enumerate(elements)
            if one.kind not in UNNAMED
            and one.text.strip()
            and [None if part is None else part.box for part in naming(one, elements)] == now
            and same_side(naming(one, elements)[0], one, parts[0], demonstrated)
        ]
        return there[0] if len(there) == 1 else None

    def _present(self, text: str) -> str:
        """What stands for a demonstrated text in this row."""
        return self.values.get(text, text)

    def _alone(self, element: Element, now: tuple[str, str]) -> bool:
        """Whether no other text of the screen has the same name, on the same side, and record."""
        elements = self.screen.elements
        return not any(
            one.kind not in UNNAMED
            and one.text.strip()
            and not is_over(one.box, element.box)
            and named(one, elements) == now
            and same_side(naming(one, elements)[0], one, naming(element, elements)[0], element)
            for one in elements
        )

    def _likely_places(self, text: int) -> Sequence[Box]:
        """Where the whole text may be now; no matter how sure that is, for its words decide."""
        decision = self._decide(self.shown.before, text, self.screen)
        return [one.box for one in decision.candidates[:CANDIDATES]]

    def _counterpart(
        self,
        demonstrated: Worded,
        at: int,
        present: Worded,
        bound: bool = False,
        inward: int = 0,
        outward: int = 0,
    ) -> Word:
        """The word that now stands for the demonstrated one, or `Unclear`.

        Of a word of the value itself another one may stand there now: where it is `bound` to stand beside one
        that is surely the same, it need not be as sure. Nor need a word that both texts say, and say once, or
        once with the quotation marks or brackets between it and the value, which lies `inward`, or once with
        the word on its other side, `outward`, which is no part of the value.
        """
        decision = self._decide(demonstrated.observation, at, present.observation)
        word = present.at(decision.target.box) if decision.target is not None else None
        known = word is not None and (
            any(
                (said := demonstrated.said_once(at, side)) and said == present.said_once(word, side)
                for side in {0, inward}
            )
            or (
                outward != 0
                and (beside := demonstrated.said_once_beside(at, outward)) is not None
                and beside == present.said_once_beside(word, outward)
            )
        )
        least = SAME_WORD_CONFIDENCE if known else BOUND_CONFIDENCE if bound else 1.0
        if decision.target is None or not (decision.accepted or decision.confidence >= least):
            raise Unclear(decision.reason.rstrip("."))
        if word is None:
            raise Unclear(f"“{demonstrated.observation.elements[at].text}” is no word of a text now")
        return word

    def _decide(self, before: Observation, target: int, screen: Observation) -> Decision:
        step = replace(
            self.shown, before=before, target=target, point=before.elements[target].box.center, after=None
        )
        return self.policy.decide(Situation(step, screen, None, self.history, self.values))


def _reading(element: Element, at: int, span: Span) -> Reading:
    """What a part of an element says; how sure its figures are is looked at behind that."""
    text = " ".join(span.of(element.text).split())
    return Reading(text, element.box, at, span, Sureness(element.text_confidence))


def _before_colon(said: str) -> str:
    """The name in «Total: 1.249,50 €»; empty where there is none."""
    cuts = [at for sign in (": ", "：") if (at := said.find(sign)) > 0]
    return said[: min(cuts)].rstrip() if cuts else ""


def _ends_alike(shown: str, now: str) -> bool:
    """Whether both texts end with the same stop: neither goes on somewhere else."""
    last = shown.rstrip()[-1:]
    return last in STOPS and now.rstrip()[-1:] == last


@dataclass(frozen=True, slots=True)
class _Part:
    """Some words of a text."""

    text: str
    words: Sequence[Span]
    """All words of the text."""
    start: int
    stop: int
    """The part is words[start:stop]."""

    def gaps(self, part: Span) -> tuple[str, str, str]:
        """What stands before `part`, between its words and after it, up to the words beside it."""
        left = self.words[self.start - 1].end if self.start > 0 else 0
        right = self.words[self.stop].start if self.stop < len(self.words) else len(self.text)
        own = self.words[self.start : self.stop]
        between = "".join(self.text[a.end : b.start] for a, b in pairwise(own))
        return self.text[left : part.start], between, self.text[part.end : right]


def _said(shown: _Part, value: Span, present: _Part) -> Span:
    """Where the present value stands in its text; `Unclear` where other signs than shown stand around it."""
    start, end = present.words[present.start].start, present.words[present.stop - 1].end
    head = shown.text[value.start : shown.words[shown.start].start]
    tail = shown.text[shown.words[shown.stop - 1].end : value.end]
    if head and present.text[:start].endswith(head):
        start -= len(head)
    if tail and present.text[end:].startswith(tail):
        end += len(tail)
    if (head or tail) and _is_all_quoted(shown.text, value):
        start, end = _to_quotes(present.text, start, end)
    part = Span(start, end)
    before, between, behind = shown.gaps(value)
    pair = enclosing(before + behind)  # of two marks one may have been overlooked
    known = signs_in(before) | pair, signs_in(between), signs_in(behind) | pair
    for then, now in zip(known, present.gaps(part), strict=True):
        if signs_in(now) - then:
            raise Unclear(f"“{one_line(present.text)}” has other signs around it")
    return part


def _is_all_quoted(text: str, value: Span) -> bool:
    """Whether a value is all that stands between two quotation marks."""
    return value.start > 0 and text[value.start - 1] in QUOTES and text[value.end : value.end + 1] in QUOTES


def _to_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """A part of a text up to the quotation marks around it, where nothing but stops stands between.

    Where it was quoted with its stops, as in «Click on the link "lorem.".», it is so now.
    """
    head, tail = text[:start].rstrip("".join(STOPS)), text[end:].lstrip("".join(STOPS))
    if head[-1:] in QUOTES and tail[:1] in QUOTES and head and tail:
        return len(head), len(text) - len(tail)
    return start, end
