"""Reads what a step needs from the screen as it is now, and says what it could not read for sure.

`comparing` finds each value; here it is looked at a second time before anybody types it. A figure that is
hard to read, a number that is none any more, and two looks that read otherwise are questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lam_desktop.execution.finding.comparing import Comparison, Reading, Unclear
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import told
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.screen.scope import is_of
from lam_desktop.execution.screen.words import Worded, box_of, in_words, lines_of
from lam_desktop.neighbours import is_over
from lam_desktop.protocols import Policy
from lam_desktop.tasks.limits import LEAST_CONFIDENCE, Limits
from lam_desktop.tasks.provenance.rewriting import no_longer_such
from lam_desktop.tasks.step import READ, Place, Value, WindowName
from lam_desktop.tasks.texts.paragraphs import paragraphs
from lam_desktop.tasks.texts.patterns.pattern import Pattern
from lam_desktop.tasks.texts.spans import one_line, spans_of, words_of
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation

CLOSER_PX = 3
"""A closer look is at a line, this much around it, and as much beside it as it is high."""
TWINS = frozenset("0Oo1lI|")
"""Signs that many fonts draw alike, or nearly so."""

Elsewhere = Observation | str
"""What a window of another program shows, or why it may not be read, without the stop."""


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


def as_said(seen: Observation, objection: str | None) -> Elsewhere:
    """What a window shows; where there is an `objection`, a sentence, that instead."""
    return seen if objection is None else f"{objection[0].lower()}{objection[1:].rstrip('.')}"


class Reader:
    """Reads the places of a step on the present screen.

    `look_closer` reads a part of a frame anew: a letter that was misread is seldom misread in the same way in
    another cut.
    """

    def __init__(
        self,
        policy: Policy,
        look_closer: Callable[[Frame, Box], tuple[str, float]],
        limits: Limits | None = None,
    ) -> None:
        """`limits`: how sure a text and its figures must be; None: as shipped."""
        self._limits = limits or Limits()
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
        elsewhere: Mapping[WindowName, Elsewhere] | None = None,
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
                if isinstance(there, str):
                    raise Unclear(there)
                step = shown if place.window is None else _in_other_program(shown, place.window)
                if place.alone or place.window is not None:
                    reading = self._read_by_itself(place, step, there, plan, history)
                else:
                    reading = self._read_in_sentence(place, whole, _with_paragraphs(there), plan, history)
                found[place] = reading
            except Unclear as unclear:
                value = next(one for one in plan.screen if place in one.places)
                why = "" if value.secret else f": {unclear}"  # that may tell signs of it
                reason = f"What the screen says for {told(value)} is not clear{why}."
                seen = there if isinstance(there, Observation) else None
                doubtful = doubtful or Doubtful(value, reason, value.places, unclear.text, unclear.box, seen)
        return found, doubtful

    def _comparison(
        self, shown: DemonstratedStep, screen: Observation, history: tuple[int, ...], plan: StepPlan
    ) -> Comparison:
        return Comparison(self._policy, shown, screen, history, plan.values, self._limits.sure_of_text)

    def _read_in_sentence(
        self,
        place: Place,
        shown: DemonstratedStep,
        screen: Observation,
        plan: StepPlan,
        history: tuple[int, ...],
    ) -> Reading:
        comparison = self._comparison(shown, screen, history, plan)
        text, here = comparison.text_of(place)
        reading = comparison.read(here, text, self._demonstrated(shown, text))
        self._confirm(reading, screen, _patterns_of(place, plan))
        least = self._limits.sure_of_figure
        return _sure_of_signs(reading, screen.elements[reading.element], here, _is_secret(place, plan), least)

    def _read_by_itself(
        self,
        place: Place,
        shown: DemonstratedStep,
        screen: Observation,
        plan: StepPlan,
        history: tuple[int, ...],
    ) -> Reading:
        comparison = self._comparison(shown, screen, history, plan)
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
        self._confirm(reading, screen, _patterns_of(place, plan))
        least = self._limits.sure_of_figure
        return _sure_of_signs(reading, screen.elements[reading.element], here, _is_secret(place, plan), least)

    def _confirm(self, reading: Reading, screen: Observation, patterns: Sequence[Pattern | None]) -> None:
        """`Unclear` where a closer look at its lines, or another text over this one, says something else.

        Of a sentence of which only a part is used, the rest may be read otherwise.
        """
        seen = screen.elements[reading.element]
        for band, piece in lines_of(seen, reading.span):
            beside = Box(band.x - band.h, band.y, band.w + 2 * band.h, band.h)  # a box may cut a word
            around = beside.expanded(CLOSER_PX)
            if screen.window is not None:  # what lies beside the window is none of its line
                around = around.intersection(screen.window)
            closer, _ = self._look_closer(screen.frame, around)
            whole = one_line(piece).strip() == one_line(reading.text).strip()
            if not spans_of(piece, closer) and not (whole and _made_alike(patterns, reading.text, closer)):
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


def _program(place: Place) -> str:
    return (place.window.wm_class or place.window.process) if place.window is not None else ""


def _in_other_program(shown: DemonstratedStep, name: WindowName) -> DemonstratedStep:
    """The step with what another program showed before it, or `Unclear`."""
    for seen in shown.beside:
        if is_of(seen.windows[0], name):
            return replace(shown, before=seen, target=None, point=None, after=None)
    program = name.wm_class or name.process
    raise Unclear(f"the demonstration does not show {program} there, so record the task again")


def _is_secret(place: Place, plan: StepPlan) -> bool:
    return any(place in one.places for one in plan.screen if one.secret)


def _patterns_of(place: Place, plan: StepPlan) -> list[Pattern | None]:
    """How each value is made of what is read at a place; None for one that is used as it stands."""
    return [value.pattern for value in plan.screen if place in value.places]


def _made_alike(patterns: Sequence[Pattern | None], one: str, other: str) -> bool:
    """Whether the same is made of two texts in each way; not where one is used as it stands."""
    for pattern in patterns:
        made = pattern.write({READ: one}) if pattern is not None else None
        if pattern is None or made is None or made != pattern.write({READ: other}):
            return False
    return bool(patterns)


def _sure_of_signs(reading: Reading, element: Element, place: Place, every: bool, least: float) -> Reading:
    """The reading, with how sure its figures are; `Unclear` where one is hard to read, or it is no longer a
    number, or a date.

    `every`: other signs count as figures do, and none may be another one by its looks: of a code no word
    tells whether an O is a 0, however sure the recogniser is. `least`: so sure each must be.
    """
    if every and (twin := _twin_in(reading.text)):
        raise Unclear(f"the sign {twin} may be another one that looks like it", reading.text, reading.box)
    if len(element.letters) == len(element.text):
        signs = [
            (element.letters[at], element.text[at])
            for at in range(reading.span.start, reading.span.end)
            if (every or element.text[at].isdigit()) and not element.text[at].isspace()
        ]
        sure, sign = min(signs, key=lambda one: one[0], default=(None, ""))
        if sure is not None and sure < least:
            why = f"the {'figure' if sign.isdigit() else 'sign'} {sign} in “{reading.text}” is hard to read"
            raise Unclear(why, reading.text, reading.box)
        reading = replace(reading, sure=Sureness(reading.sure.text, sure))
    if not every and (lost := no_longer_such(place.span.of(place.text).strip(), reading.text)):
        raise Unclear(f"“{reading.text}” is no {lost} as it was shown", reading.text, reading.box)
    return reading


def _twin_in(code: str) -> str:
    """A sign of a code that may be another one by its looks; empty for none, as in figures alone."""
    signs = [sign for sign in code if sign.isalnum() or sign in TWINS]
    return "" if all(map(str.isdigit, signs)) else next((sign for sign in signs if sign in TWINS), "")


def _with_paragraphs(seen: Observation) -> Observation:
    """The screen with the lines of a paragraph as one text: it may be broken elsewhere now."""
    whole = paragraphs(seen.elements)
    return seen if len(whole) == len(seen.elements) else seen.with_elements(whole)


def _tells_another(words: Sequence[str], around: Sequence[str], left: bool, right: bool) -> bool:
    """Whether the outer words of `around`, beside the value on its `left` and `right`, bound another one."""
    for at in range(len(words) - len(around) + 1):
        there = words[at : at + len(around)]
        same = (not left or there[0] == around[0]) and (not right or there[-1] == around[-1])
        if same and list(there) != list(around):
            return True
    return False
