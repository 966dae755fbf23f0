"""Which record a click acted in, where a sentence on the screen says that: «delete the e-mail by Ada».

What is clicked in one line of a list or table looks the same in all others. That it was this line, and no
other, is known by a name in it, which the screen said elsewhere; a step of its own reads that each time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lam_desktop.neighbours import is_over, same_column
from lam_desktop.tasks.provenance.captions import caption, quoted
from lam_desktop.tasks.provenance.labelled import LEAST_SIGNS, UNNAMED
from lam_desktop.tasks.provenance.left_out import CLICKS
from lam_desktop.tasks.provenance.read_off import free_name
from lam_desktop.tasks.provenance.standing import where_it_stood
from lam_desktop.tasks.step import Place, TaskStep, Value
from lam_desktop.tasks.texts.forms import YES_NO, bare
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.texts.paragraphs import paragraphs
from lam_desktop.tasks.texts.spans import MARKS, Span, one_line, spans_of, words_of
from lam_desktop.types import Box, Element

ALIKE = 1.6
"""What is clicked in each record is at most so many times as large as in another one."""
RECORD = "record"
"""What a name is called that nothing else names."""
SAME_PLACE = 0.4
"""In heights: so far apart at most the same part of two records lies from where it should."""
COLONS = (":", "：")
MOST_NAMES = 2
"""So many names of one record are read; more are its whole text said again."""


def record_told(
    step: TaskStep,
    before: Callable[[TaskStep], Sequence[Element]],
    known: Collection[str],
    taken: Collection[str],
) -> tuple[TaskStep, ...]:
    """Steps to be done before a click, which read the names of its record where a sentence said them.

    None for a click on something that stands alone, on what is chosen by its own text, or whose record no
    sentence names. `before` gives what stood on the screen before a step, in desktop pixels; `known` texts
    that something else tells, such as the row; `taken` names that mean something else.
    """
    target = step.target
    if target is None or step.kind not in CLICKS or step.optional or not _is_plain(step):
        return ()
    screen = before(step)
    bands = _bands(target.box, [one.box for one in screen if one.kind == target.kind])
    mine = next((band for band in bands if band.has(target.box)), None)
    if mine is None:
        return ()
    said = [
        one for one in screen
        if one.kind not in UNNAMED and one.text.strip() and not is_over(one.box, target.box)
    ]  # fmt: skip
    elsewhere = [(band, [one for one in said if band.has(one.box)]) for band in bands if band != mine]
    inside = [one for one in said if mine.has(one.box) and _is_of_records(one, mine, elsewhere)]
    others = [one.text for _, texts in elsewhere for one in texts]
    sentences = [one for one in paragraphs(screen) if not any(band.has(one.box) for band in bands)]
    found: dict[str, TaskStep] = {}
    names = set(taken)
    for one in inside:
        for name in _names(one.text):
            stood = [] if _is_told(name, [*known, *found]) else _stood(name, sentences)
            if not stood or any(spans_of(name, other) for other in others):
                continue
            called = free_name(RECORD, names)
            names.add(called)
            found[name] = _reading(step, name, called, stood)
            break
    return tuple(found.values()) if len(found) <= MOST_NAMES else ()


def _is_plain(step: TaskStep) -> bool:
    """Whether nothing says yet what is chosen by the click; a check box's state is no choice."""
    value = step.value
    return value is None or (value.form == YES_NO and value.source == "constant")


@dataclass(frozen=True, slots=True)
class _Band:
    """The height of one record on the screen, by what stands in each of them."""

    top: float
    middle: float
    """Of what stands in each record."""
    bottom: float

    def has(self, box: Box) -> bool:
        """Whether something lies at that height."""
        return self.top <= box.center[1] < self.bottom


def _bands(target: Box, alike: Sequence[Box]) -> list[_Band]:
    """The records of a list, by what stands in all of them below each other; none for one alone."""
    column = [
        box for box in alike
        if same_column(box, target) and max(box.h, target.h) <= ALIKE * min(box.h, target.h)
    ]  # fmt: skip
    middles: list[float] = [target.center[1]]
    for box in column:
        if all(abs(box.center[1] - middle) > target.h / 2 for middle in middles):
            middles.append(box.center[1])
    middles.sort()
    if len(middles) < 2:
        return []
    between = [(one + other) / 2 for one, other in pairwise(middles)]
    first, last = 2 * middles[0] - between[0], 2 * middles[-1] - between[-1]
    edges = pairwise([first, *between, last])
    return [_Band(top, middle, bottom) for (top, bottom), middle in zip(edges, middles, strict=True)]


def _is_of_records(one: Element, mine: _Band, elsewhere: Sequence[tuple[_Band, Sequence[Element]]]) -> bool:
    """Whether most other records have a text at the same place: what lies beside a list has not."""

    def has_one(band: _Band, texts: Sequence[Element]) -> bool:
        down = one.box.center[1] - mine.middle + band.middle
        reach = SAME_PLACE * one.box.h
        return any(
            abs(other.box.center[1] - down) <= reach
            and min(abs(other.box.x - one.box.x), abs(other.box.right - one.box.right)) <= reach
            for other in texts
        )

    return 2 * sum(has_one(*each) for each in elsewhere) > len(elsewhere)


def _names(text: str) -> list[str]:
    """Words in succession that may be a name, a date or a number, the longest first."""
    plain = one_line(text)
    words = words_of(plain)
    found = [
        plain[words[first].start : words[first + count - 1].end]
        for count in range(len(words), 0, -1)
        for first in range(len(words) - count + 1)
    ]
    return [one for one in found if len(bare(one)) >= LEAST_SIGNS and not one[0].islower()]


def _is_told(name: str, known: Collection[str]) -> bool:
    return any(folded(name) in folded(one) for one in known)


def _stood(name: str, sentences: Sequence[Element]) -> list[tuple[Element, Span]]:
    """Where a sentence says the name; its first word has a capital letter, whatever it is.

    Not behind a colon: «Last saved: Ada» and «Customer: Ada» tell of what was done or is shown.
    """
    found = where_it_stood(name, sentences)
    if any(one.text[: span.start].rstrip()[-1:] in COLONS for one, span in found):
        return []
    first = [one for one, span in found if not any(map(str.isalnum, one.text[: span.start]))]
    quoted_ones = [one for one, span in found if one.text[: span.start].rstrip()[-1:] in MARKS]
    return [] if any(one not in quoted_ones for one in first) else found


def _reading(step: TaskStep, name: str, called: str, stood: Sequence[tuple[Element, Span]]) -> TaskStep:
    places = tuple(Place(step.demonstrated, one.box, one.text, span) for one, span in stood)
    doubt = (
        f"What is clicked next stood beside {quoted(name)}, which {quoted(places[0].text)} named: it is read"
        " there each time; where it is always the same, remove this step."
    )
    value = Value("screen", called, name, places=places)
    read = TaskStep(
        step.number, step.demonstrated, "read", "", step.window, value=value, doubt=doubt,
        recording=step.recording, once=step.once,
    )  # fmt: skip
    return replace(read, caption=caption(read))
