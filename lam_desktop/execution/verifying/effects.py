"""Did an action have the effect that the demonstration showed?

The effect is what a person would see: words that came, words that went. What was on the screen before
the action proves nothing. Values of the demonstrated row stand for those of the present one; numbers
that belong to no row (an order number, a time) may differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lam_desktop.execution.runs.proof import UNSEEN, belongs, numbers_in
from lam_desktop.execution.screen.redrawn import changed_far, changes, left_by_focus, redrawn
from lam_desktop.execution.screen.screen_texts import (
    LEAST_VALUE,
    SAME_PLACE_IOU,
    Texts,
    boxes_of,
    compared,
    folded,
    nearly,
    tells,
)  # fmt: skip
from lam_desktop.execution.verifying.marking import only_marks, text_was_lit
from lam_desktop.execution.verifying.news import Said, news_in, of_row, says_else
from lam_desktop.types import ENTRY_KINDS, Box, DemonstratedStep, Element, Observation, Verdict

LEAST_SHARE = 0.5
"""Share of the demonstrated effect that must be seen; the recogniser reads some texts wrongly."""
TIP_PX, TIP_EDGE_PX = 48, 8
"""A tool tip begins at most this far below the pointer and the icon; its edge lies this far around it."""
SHORT_CUT = re.compile(r"[(（](ctrl|strg|alt|shift|umschalt|maj|cmd|f\d)[^)）]*[)）]", re.IGNORECASE)
LEAST_ENTRIES = 2
"""Of a list that opened."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One word, or one value of the row, to look for."""

    text: str
    """Folded; numbers as `#` unless it is a value of the row."""
    of_row: bool
    """A value of the row is followed to its place: it may leave a field and come into a table."""
    said: str = field(default="", compare=False)
    """As a person reads it."""
    also: tuple[str, ...] = ()
    """Other values of the row that may stand for it as well: several columns held the demonstrated text."""
    left: int = field(default=0, compare=False)
    """Of what went: how often it still stood on the screen after that, elsewhere or in another box."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the demonstration showed after an action."""

    came: frozenset[Sign]
    went: frozenset[Sign]
    far: bool
    """Whether enough pixels changed away from the target, and from the words that came or went."""
    around: bool = False
    """Whether enough changed away from the target, the words' surroundings counted in."""
    marks: bool = False
    """Of keys: whether nothing came of them but light on what stands there, as where a field is marked.
    How much of the window that takes is as much as stands there."""
    about: bool = False
    """Of a key that only goes about, or a wheel: what had come before is not awaited once more."""
    beside: frozenset[str] = frozenset()
    """All words of the lines that came, as a person reads them: what such a line may say."""
    values: tuple[str, ...] = ()
    """The present row's values, folded."""
    numbers: frozenset[str] = frozenset()
    """What the lines that came said in figures."""

    @property
    def own(self) -> frozenset[str]:
        """What of it belongs to the row, as a person reads it."""
        signs = (sign for sign in self.came | self.went if sign.of_row)
        return frozenset(text for sign in signs for text in (sign.said, *sign.also))

    @property
    def may_say(self) -> Said:
        """What its lines may say."""
        return Said(self.beside, self.values)

    @property
    def visible(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.came or self.went or self.far)

    def of_keys(self, *, about: bool) -> Effect:
        """The same effect as that of a key: a focus ring, or a list that was scrolled, is none."""
        return replace(self, far=False, around=False, about=about)


def demonstrated_effect(
    shown: DemonstratedStep, values: Mapping[str, str], candidates: Mapping[str, Sequence[str]] | None = None
) -> Effect:
    """The effect of a recorded step; `values`: demonstrated text of a row value -> its present text.

    `candidates`: of a text that several columns held, all that may stand for it now.
    """
    after = shown.after
    if after is None or after.frame.shape != shown.before.frame.shape:
        return Effect(frozenset(), frozenset(), False)
    target = shown.acted_on.box if shown.acted_on is not None else None
    present: dict[str, tuple[str, ...]] = {
        folded(old): tuple(dict.fromkeys((new, *(candidates or {}).get(old, ()))))
        for old, new in values.items()
        if folded(old)
    }
    before, later = _fresh(shown.before, after, target)
    tip = [*_tip(shown, later.lines), *_floated(shown.acted_on, later.lines)]
    if tip:
        later = Texts((one for one in later.lines if one not in tip), shown.before.elements)
    left = Texts(after.elements)
    came, went = _signs(before, later, present), _signs(later, before, present)
    frames = shown.before.frame, after.frame
    tips = [one.box.expanded(TIP_EDGE_PX) for one in tip]
    if target is not None:
        tips += left_by_focus(*frames, target, shown.before.window, shown.clicked_before)
    told = [*tips, *(one.box for one in later.lines if came), *(one.box for one in before.lines if went)]
    return Effect(
        marks=target is None and only_marks(shown.before, after),
        came=came,
        went=frozenset(replace(sign, left=_left(sign, before, left, present)) for sign in went),
        far=changed_far(*frames, target, shown.before.window, told),
        around=changed_far(*frames, target, shown.before.window, tips),
        beside=frozenset(word for line in later.lines for word in line.text.split()),
        values=tuple(folded(new) for texts in present.values() for new in texts),
        numbers=numbers_in(one.text for one in later.lines),
    )


def judge(
    effect: Effect,
    before: Observation,
    after: Observation,
    target: Box | None,
    stood: Collection[str] = frozenset(),
    earlier: Collection[str] = frozenset(),
    is_old: Callable[[Box], bool] = lambda _: False,
) -> Verdict:
    """Whether `after` shows the effect and `before` did not yet.

    `stood`: what `lines_of` told of earlier screens of this row. Such a line is no news when it comes back
    from behind a dialog. `earlier`: the figures of the same step's evidence in the row before. `is_old`:
    whether a place of `after` looks as it did on an earlier screen of this row, however it is read.
    """
    if not effect.visible:
        return Verdict(True, "Nothing but the target changed in the demonstration either.", {UNSEEN: True})
    all_before = Texts(before.elements)
    had, has = _fresh(before, after, target)
    came, there_before, not_come = _sorted(effect.came, had, has, all_before)
    went, still_there, never_there = _sorted(effect.went, has, had, all_before)
    evidence = {
        "came": came, "not_come": not_come, "there_before": there_before,
        "went": went, "still_there": still_there, "never_there": never_there,
    }  # fmt: skip
    possible = len(came) + len(not_come) + len(went) + len(still_there)
    if possible:
        nothing_came = not_come and not came  # a form may be emptied by a refusal too
        enough = not nothing_came and (len(came) + len(went)) / possible >= LEAST_SHARE
        signs = [sign.text for sign in effect.came if not sign.of_row]
        news = news_in(has.lines, signs, effect.may_say, before, stood, is_old) if enough else None
        if news is not None:
            word, line = news
            evidence["news"] = [word]
            return Verdict(
                False, f"The screen says “{line}”: “{word}” is not what the demonstration showed.", evidence
            )
        if enough:
            said = f"“{came[0]}” appeared" if came else f"“{went[0]}” went away"
            lines = [line.text for line in has.lines if _tells_of(line.text, effect)]
            evidence["numbers"] = sorted(numbers_in(lines))
            if belongs(effect.own, effect.numbers, [*came, *went], lines, effect.values, earlier):
                return Verdict(True, f"As demonstrated, {said}.", evidence)
            reason = f"As demonstrated, {said}, but nothing tells that it is of this row."
            return Verdict(True, reason, {**evidence, UNSEEN: True})
        said = f"“{not_come[0]}” did not appear" if not_come else f"“{still_there[0]}” is still there"
        return Verdict(False, f"The demonstrated effect was not seen: {said}.", evidence)
    if there_before and effect.about and effect.went:
        reason = f"“{there_before[0]}” had already appeared, and what it took the place of is not here."
        return Verdict(True, reason, evidence)
    if there_before:
        reason = f"“{there_before[0]}” was on the screen before, so it proves nothing."
        return Verdict(False, reason, evidence)
    if not effect.around:
        reason = "What changed in the demonstration is not on this screen."
        return Verdict(True, reason, {**evidence, UNSEEN: True})
    if before.frame.shape != after.frame.shape:
        drawn = True
    elif effect.marks:
        drawn = text_was_lit(before, after)
    elif effect.far:
        # What says something that the demonstration did not may have come by itself, such as a banner.
        own = [
            line.box for line in has.lines if says_else(line, effect.may_say, stood) and not is_old(line.box)
        ]
        drawn = changed_far(before.frame, after.frame, target, after.window, own)
    else:  # what went stood over much of the window, and is not on this screen
        boxes = changes(before.frame, after.frame, after.window)
        drawn = any(target is None or not box.overlaps(target) for box in boxes)
    if drawn:
        evidence["pixels"] = []
        return Verdict(True, "The screen changed as it did in the demonstration.", evidence)
    return Verdict(False, "The screen did not change as it did in the demonstration.", evidence)


def opens_list(shown: DemonstratedStep, choice: str) -> bool:
    """Whether the step opened a list in which the next one chose `choice`."""
    if shown.after is None:
        return False
    target = shown.acted_on.box if shown.acted_on is not None else None
    _, came = _fresh(shown.before, shown.after, target)
    entries = [folded(line.text) for line in came.lines]
    return len(entries) >= LEAST_ENTRIES and any(nearly(folded(choice), entry) for entry in entries)


def opened(before: Observation, after: Observation, target: Box | None, choice: str | None) -> Verdict:
    """Whether a list opened, whatever its entries say now; with `choice` among them, where that is known."""
    _, has = _fresh(before, after, target)
    came = [" ".join(line.text.split()) for line in has.lines]
    held = choice is None or any(nearly(folded(choice), folded(line)) for line in came)
    if len(came) < LEAST_ENTRIES or not held:
        return Verdict(False, "No list opened as it did in the demonstration.", {"came": came})
    return Verdict(True, f"A list opened, with “{came[0]}” and {len(came) - 1} more.", {"came": came})


def lines_of(seen: Observation) -> frozenset[str]:
    """The lines of text on a screen, as they are compared."""
    return frozenset(plain for one in seen.elements if (plain := folded(one.text)))


def _tells_of(line: str, effect: Effect) -> bool:
    """Whether a line holds a word of the demonstrated effect that belongs to no row."""
    words = [compared(word) for word in line.split()]
    return any(nearly(sign.text, one) for sign in effect.came if not sign.of_row for one in words)


def _fresh(before: Observation, after: Observation, target: Box | None) -> tuple[Texts, Texts]:
    """The texts of both screens where something was drawn anew, but for the target's own.

    What was not is read once so and once otherwise, when its neighbours were; and a target that is pressed
    or lit may be read otherwise too. What reads the same in the same place is no news either, and a word that
    the other screen has there neither came nor went.
    """
    if before.frame.shape != after.frame.shape:
        return Texts(before.elements), Texts(after.elements)

    def fresh(elements: Iterable[Element], others: Iterable[Element]) -> Texts:
        return Texts(
            (
                one
                for one in elements
                if folded(one.text)
                and not (target is not None and _is_at(one, target))
                and redrawn(before.frame, after.frame, one.box)
                and not any(one.box.iou(it.box) >= SAME_PLACE_IOU and _reads_as(one, it) for it in others)
            ),
            others,
        )

    return fresh(before.elements, after.elements), fresh(after.elements, before.elements)


def _tip(shown: DemonstratedStep, lines: Sequence[Element]) -> list[Element]:
    """What came below the pointer only because it rested there: the name of an icon, with its short cut.

    Without one it may be a message; an open menu has several.
    """
    target = shown.acted_on
    if target is None or shown.point is None or not _is_picture(target):
        return []
    x, y = shown.point
    near = [
        one
        for one in lines
        if one.box.x - TIP_PX <= x <= one.box.right + TIP_PX
        and 0 < one.box.y - y <= TIP_PX + target.box.h
        and SHORT_CUT.search(one.text)
    ]
    return near if len(near) == 1 else []


def _floated(target: Element | None, lines: Sequence[Element]) -> list[Element]:
    """A label that left the field for its upper edge when it was clicked, as in Material Design.

    It is read apart from the field on one screen and with it on the next, so it tells nothing.
    """
    if target is None or target.kind not in ENTRY_KINDS:
        return []
    said = [compared(word) for word in target.text.split()]
    edge = target.box.expanded(target.box.h // 4)
    return [
        one
        for one in lines
        if one.box.overlaps(edge)
        and one.box.center[1] < target.box.center[1]
        and all(any(nearly(compared(word), other) for other in said) for word in one.text.split())
    ]


def _is_picture(target: Element) -> bool:
    letters = sum(letter.isalnum() for letter in target.text)
    return target.kind in ("icon", "button") and letters < LEAST_VALUE and target.box.w <= 3 * target.box.h


def _is_at(element: Element, target: Box) -> bool:
    return element.box.iou(target) >= SAME_PLACE_IOU or target.contains(*element.box.center)


def _reads_as(one: Element, other: Element) -> bool:
    return nearly(folded(one.text), folded(other.text))


def _signs(before: Texts, after: Texts, present: Mapping[str, Sequence[str]]) -> frozenset[Sign]:
    """What `after` has and `before` had not. `present`: folded demonstrated value -> present value."""
    found = {
        Sign(word, False, after.said[word])
        for word in after.counts
        if tells(word) and after.count(word) > before.count(word) and not of_row(word, present)
    }
    for old, texts in present.items():
        new = [text for text in texts if len(folded(text)) >= LEAST_VALUE]
        if new and len(old) >= LEAST_VALUE and after.new_places(old, before):
            found.add(Sign(folded(new[0]), True, new[0], tuple(new[1:])))
    return frozenset(found)


def _sorted(
    wanted: Iterable[Sign], fewer: Texts, more: Texts, before: Texts
) -> tuple[list[str], list[str], list[str]]:
    """The signs that `more` has and `fewer` has not; of the others those that stood in `before`; the rest.

    A word that went may have stood elsewhere as well, and stay there.
    """
    seen: list[str] = []
    stood: list[str] = []
    rest: list[str] = []
    for sign in sorted(wanted, key=lambda one: (one.text, one.of_row)):
        said = sign.said
        if sign.of_row:
            texts = (sign.said, *sign.also)
            came = [text for text in texts if more.new_places(folded(text), fewer)]
            new, said = bool(came), (came or texts)[0]
            old = sum(len(boxes_of(before, folded(text))) for text in texts) > sign.left
        else:
            new, old = more.is_new(sign.text, fewer, before), before.count(sign.text) > sign.left
        (seen if new else stood if old else rest).append(said)
    return seen, stood, rest


def _left(sign: Sign, before: Texts, after: Texts, present: Mapping[str, Sequence[str]]) -> int:
    """How often what went still stood on the screen after that.

    A word anywhere; a value where it had stood, within a longer text.
    """
    if not sign.of_row:
        return after.count(sign.text)
    values = [old for old, texts in present.items() if sign.text in map(folded, texts)]
    stood = [box for value in values for box in boxes_of(before, value)]
    return sum(
        any(value in line for value in values) and any(box.overlaps(old) for old in stood)
        for line, boxes in after.places.items()
        for box in boxes
    )
