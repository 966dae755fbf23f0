"""What the screen says now where the demonstration's screen said a value: the policy finds it, word by word.

Demonstrated: Enter “Myron” into the field        asked of the policy: where are now
Present:      Enter “Ada Byron” into the field    [Enter] [Myron] [into]?

The words beside the value bound it. Where one side has none, as many words as there were, up to the same stop
at the end of the text, are the value; else its own first word must lie at the other bound, and so must its
last one where several words stood, and stand, there. Whatever the policy is not sure of, or what does not
fit together, is not read.

A value that stands by itself (a field right of «Total», a cell) is found as targets are, and must have the name
that it had: the label beside it, or the heading and record of its cell. A figure that is hard to read, a number
that is none any more, and two looks that read otherwise are questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lam_desktop.execution.plan import StepPlan, told
from lam_desktop.execution.words import Word, Worded, box_of, in_words, lines_of
from lam_desktop.execution.effects import folded, nearly
from lam_desktop.execution.scope import is_of
from lam_desktop.neighbours import is_over
from lam_desktop.protocols import Policy
from lam_desktop.tasks.labelled import named
from lam_desktop.tasks.paragraphs import paragraphs
from lam_desktop.tasks.spans import STOPS, Span, one_line, signs_in, spans_of, words_of
from lam_desktop.tasks.rewriting import no_longer_such
from lam_desktop.tasks.task import Place, Value, WindowName
from lam_desktop.types import Box, Decision, DemonstratedStep, Element, Frame, Observation, Situation

LEAST_CONFIDENCE = 0.8
"""Mean probability of the letters from which a reading is typed: below it some letter is likely wrong."""
BOUND_CONFIDENCE, SAME_WORD_CONFIDENCE = 0.8, 0.5
"""From this confidence on a word of the value is the one that must stand at the bound, and a word that is the
same the one that is meant."""
SAME_TEXT_IOU = 0.5
"""A demonstrated text overlaps its place at least so much where another detector drew its box."""
SLACK_PX = 4
CLOSER_PX = 3
"""A closer look is at a line, this much around it, and as much beside it as it is high."""
MOST_MORE = 3
"""A value has at most so many words more than the demonstrated one."""
CANDIDATES = 3
"""So many texts of the present screen, likeliest first, are looked into."""


NAMED_CONFIDENCE = 0.5
"""From this confidence on the likeliest element is the one, if it alone has the name that was shown."""
LEAST_FIGURE = 0.75
"""Probability of a figure below which it is a question: a wrong one is another number."""


class Unclear(Exception):  # noqa: N818 - nobody outside this module sees it
    """Why a place cannot be read, as the end of a sentence; with what was read and where, if anything was."""

    def __init__(self, reason: str, text: str = "", box: Box | None = None) -> None:
        super().__init__(reason)
        self.text, self.box = text, box


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A value that could not be read for sure."""

    value: Value
    reason: str
    """One sentence."""
    places: tuple[Place, ...]
    """All places of the value: what a person says counts for each of them."""
    text: str = ""
    """What may stand there; empty where nothing was read."""
    box: Box | None = None
    """In which it may stand; frame pixels."""
    seen: Observation | None = field(default=None, compare=False, repr=False)
    """The screen on which that is."""


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


class Reader:
    """Reads the places of a step on the present screen.

    `look_closer` reads a part of a frame anew: a letter that was misread is seldom misread in the same way in
    another cut.
    """

    def __init__(self, policy: Policy, look_closer: Callable[[Frame, Box], tuple[str, float]]) -> None:
        self._policy = policy
        self._look_closer = look_closer
        self._whole: dict[int, tuple[Observation, Observation]] = {}
        self._apart: dict[tuple[int, int], tuple[Observation, Worded]] = {}

    def read(
        self,
        plan: StepPlan,
        shown: DemonstratedStep,
        screen: Observation,
        history: tuple[int, ...],
        elsewhere: Mapping[WindowName, Observation] | None = None,
    ) -> tuple[dict[Place, Reading], Doubtful | None]:
        """What could be read of what is not known yet, and the first value that could not.

        `elsewhere`: the present windows of other programs of which places shall be read.
        """
        found: dict[Place, Reading] = {}
        doubtful = None
        whole = replace(shown, before=self._demonstrated_paragraphs(shown.before))
        for place in plan.reads:
            if place in plan.readings:
                continue
            there = screen if place.window is None else (elsewhere or {}).get(place.window)
            try:
                if there is None:
                    raise Unclear(f"no window of {_program(place)} is on the screen")
                step = shown if place.window is None else _in_other_program(shown, place.window)
                if place.alone or place.window is not None:
                    reading = self._read_by_itself(place, step, there, plan, history)
                else:
                    reading = self._read_in_sentence(place, whole, _with_paragraphs(there), plan, history)
                found[place] = reading
            except Unclear as unclear:
                value = next(one for one in plan.screen if place in one.places)
                reason = f"What the screen says for {told(value)} is not clear: {unclear}."
                doubtful = doubtful or Doubtful(value, reason, value.places, unclear.text, unclear.box, there)
        return found, doubtful

    def _read_in_sentence(
        self,
        place: Place,
        shown: DemonstratedStep,
        screen: Observation,
        plan: StepPlan,
        history: tuple[int, ...],
    ) -> Reading:
        comparison = _Comparison(self._policy, shown, screen, history, plan.values)
        text, here = comparison.text_of(place)
        reading = comparison.read(here, text, self._demonstrated(shown, text))
        self._confirm(reading, screen)
        return _sure_of_figures(reading, screen.elements[reading.element], here)

    def _read_by_itself(
        self,
        place: Place,
        shown: DemonstratedStep,
        screen: Observation,
        plan: StepPlan,
        history: tuple[int, ...],
    ) -> Reading:
        comparison = _Comparison(self._policy, shown, screen, history, plan.values)
        try:
            text, here = comparison.text_of(place)
            reading = comparison.read_by_itself(here, text)
        except Unclear:
            if place.alone:
                raise
            return self._read_in_sentence(  # a sentence of another program
                place,
                replace(shown, before=self._demonstrated_paragraphs(shown.before)),
                _with_paragraphs(screen),
                plan,
                history,
            )
        self._confirm(reading, screen)
        return _sure_of_figures(reading, screen.elements[reading.element], here)

    def _confirm(self, reading: Reading, screen: Observation) -> None:
        """`Unclear` where a closer look at its lines, or another text over this one, says something else."""
        seen = screen.elements[reading.element]
        for band, piece in lines_of(seen, reading.span):
            beside = Box(band.x - band.h, band.y, band.w + 2 * band.h, band.h)  # a box may cut a word
            closer, _ = self._look_closer(screen.frame, beside.expanded(CLOSER_PX))
            if not spans_of(piece, closer):
                why = f"it is read as “{piece}” and as “{one_line(closer)}”"
                raise Unclear(why, reading.text, reading.box)
        words = words_of(seen.text)
        inside = [n for n, word in enumerate(words) if word.overlaps(reading.span)]
        if not inside:
            return  # signs alone
        around = [word.of(seen.text) for word in words[max(0, inside[0] - 1) : inside[-1] + 2]]
        here = box_of(seen, reading.span)
        for other in screen.elements:
            if other.text_confidence < LEAST_CONFIDENCE or not is_over(other.box, here):
                continue
            again = [word.of(other.text) for word in words_of(other.text)]
            if _tells_another(again, around, inside[0] > 0, inside[-1] + 1 < len(words)):
                why = f"it is read as “{reading.text}” and as “{one_line(other.text)}”"
                raise Unclear(why, reading.text, reading.box)

    def _demonstrated_paragraphs(self, seen: Observation) -> Observation:
        """The same object for the same screen, as policies remember them."""
        if id(seen) not in self._whole:
            self._whole[id(seen)] = seen, _with_paragraphs(seen)
        return self._whole[id(seen)][1]

    def _demonstrated(self, shown: DemonstratedStep, text: int) -> Worded:
        """The demonstrated screen with the words around a text: one object, as policies remember them."""
        name = id(shown.before), text
        if name not in self._apart:
            box = shown.before.elements[text].box
            self._apart[name] = shown.before, in_words(shown.before, [box], keep=text)
        return self._apart[name][1]


@dataclass(frozen=True, eq=False)
class _Comparison:
    """One demonstrated screen and the present one."""

    policy: Policy
    shown: DemonstratedStep
    screen: Observation
    history: tuple[int, ...]
    values: Mapping[str, str]

    def text_of(self, place: Place) -> tuple[int, Place]:
        """The demonstrated element that holds the value, and the place in frame pixels; or `Unclear`.

        Read by other weights than before, the same text may be read a little otherwise.
        """
        elements, (x, y) = self.shown.before.elements, self.shown.before.origin
        box, value = place.box.moved(-x, -y), place.span.of(place.text)
        found = [at for at, one in enumerate(elements) if one.box == box and one.text == place.text]
        if found:
            return found[0], replace(place, box=box)
        near = [
            at
            for at, one in enumerate(elements)
            if one.box.iou(box) >= SAME_TEXT_IOU or one.box.holds(box, SLACK_PX)  # a line of a paragraph now
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
        bounds = {n: self._counterpart(demonstrated, line[n][0], present) for n in beside or [first]}
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
        if seen.text_confidence < LEAST_CONFIDENCE:
            raise Unclear(f"“{one_line(seen.text)}” is hard to read", one_line(seen.text), seen.box)
        words = [word.span for _, word in line]
        shown, there = _Part(place.text, words, first, last + 1), _Part(seen.text, now, start, stop)
        span = _said(shown, place.span, there)
        return Reading(" ".join(span.of(seen.text).split()), seen.box, some.text, span)

    def read_by_itself(self, place: Place, text: int) -> Reading:
        """What the element says now that said the value, or `Unclear`. `text`: index of the demonstrated one.

        It is the one that the policy is sure of, or finds likeliest and that alone has the name; either way it
        must have the name that it had.
        """
        demonstrated = self.shown.before.elements[text]
        name, record = named(demonstrated, self.shown.before.elements)
        pair = place.text[: place.span.start].rstrip(" :：")
        decision = self._decide(self.shown.before, text, self.screen)
        if decision.target is None:
            raise Unclear(decision.reason.rstrip("."))
        seen = next((at for at, one in enumerate(self.screen.elements) if one.box == decision.target.box), None)
        if seen is None:
            raise Unclear("what the policy found is no element now")
        element = self.screen.elements[seen]
        said = one_line(element.text).strip()
        if pair:
            name, record, now = pair, "", (_before_colon(said), "")
        else:
            now = named(element, self.screen.elements)
        wanted = self._present(name), self._present(record)
        same = all(nearly(folded(one), folded(other)) for one, other in zip(now, wanted, strict=True))
        alone = same and bool(name) and self._alone(element, now)
        if not (decision.accepted or (alone and decision.confidence >= NAMED_CONFIDENCE)):
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
        if element.text_confidence < LEAST_CONFIDENCE:
            raise Unclear(f"“{said}” is hard to read", said, element.box)
        span = Span(start, start + len(said))
        return Reading(" ".join(span.of(element.text).split()), element.box, seen, span)

    def _present(self, text: str) -> str:
        """What stands for a demonstrated text in this row."""
        return self.values.get(text, text)

    def _alone(self, element: Element, now: tuple[str, str]) -> bool:
        """Whether no other text of the screen has the same name and record."""
        return not any(
            one.kind == element.kind
            and one.text.strip()
            and not is_over(one.box, element.box)
            and named(one, self.screen.elements) == now
            for one in self.screen.elements
        )

    def _likely_places(self, text: int) -> Sequence[Box]:
        """Where the whole text may be now; no matter how sure that is, for its words decide."""
        decision = self._decide(self.shown.before, text, self.screen)
        return [one.box for one in decision.candidates[:CANDIDATES]]

    def _counterpart(self, demonstrated: Worded, at: int, present: Worded, bound: bool = False) -> Word:
        """The word that now stands for the demonstrated one, or `Unclear`.

        Of a word of the value itself another one may stand there now: where it is `bound` to stand beside one
        that is surely the same, it need not be as sure. Nor need a word that both texts say, and say once.
        """
        decision = self._decide(demonstrated.observation, at, present.observation)
        word = present.at(decision.target.box) if decision.target is not None else None
        if word is not None and (said := demonstrated.said_once(at)) and said == present.said_once(word):
            least = SAME_WORD_CONFIDENCE
        else:
            least = BOUND_CONFIDENCE if bound else 1.0
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


def _program(place: Place) -> str:
    return (place.window.wm_class or place.window.process) if place.window is not None else ""


def _in_other_program(shown: DemonstratedStep, name: WindowName) -> DemonstratedStep:
    """The step with what another program showed before it, or `Unclear`."""
    for seen in shown.beside:
        if is_of(seen.windows[0], name):
            return replace(shown, before=seen, target=None, point=None, after=None)
    program = name.wm_class or name.process
    raise Unclear(f"the demonstration does not show {program} there, so record the task again")


def _sure_of_figures(reading: Reading, element: Element, place: Place) -> Reading:
    """The reading; `Unclear` where a figure of it is hard to read, or where it is no number or date any more."""
    if len(element.letters) == len(element.text):
        for at in range(reading.span.start, reading.span.end):
            sign = element.text[at]
            if sign.isdigit() and element.letters[at] < LEAST_FIGURE:
                why = f"the figure {sign} in “{reading.text}” is hard to read"
                raise Unclear(why, reading.text, reading.box)
    if lost := no_longer_such(place.span.of(place.text).strip(), reading.text):
        raise Unclear(f"“{reading.text}” is no {lost} as it was shown", reading.text, reading.box)
    return reading


def _before_colon(said: str) -> str:
    """The name in «Total: 1.249,50 €»; empty where there is none."""
    cuts = [at for sign in (": ", "：") if (at := said.find(sign)) > 0]
    return said[: min(cuts)].rstrip() if cuts else ""


def _with_paragraphs(seen: Observation) -> Observation:
    """The screen with the lines of a paragraph as one text: it may be broken elsewhere now."""
    whole = paragraphs(seen.elements)
    return seen if len(whole) == len(seen.elements) else replace(seen, elements=whole)


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
    part = Span(start, end)
    for then, now in zip(shown.gaps(value), present.gaps(part), strict=True):
        if signs_in(now) - signs_in(then):
            raise Unclear(f"“{one_line(present.text)}” has other signs around it")
    return part


def _tells_another(words: Sequence[str], around: Sequence[str], left: bool, right: bool) -> bool:
    """Whether the outer words of `around`, beside the value on its `left` and `right`, bound another one."""
    for at in range(len(words) - len(around) + 1):
        there = words[at : at + len(around)]
        same = (not left or there[0] == around[0]) and (not right or there[-1] == around[-1])
        if same and list(there) != list(around):
            return True
    return False
