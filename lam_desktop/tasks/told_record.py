"""Which record a click acted in, where a sentence on the screen says that: «delete the e-mail by Ada».

What is clicked in one line of a list or table looks the same in all others. That it was this line, and no
other, is known by a name in it, which the screen said elsewhere; a step of its own reads that each time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from lam_desktop.neighbours import is_over, same_column
from lam_desktop.tasks.captions import caption, quoted
from lam_desktop.tasks.forms import YES_NO, bare
from lam_desktop.tasks.labelled import LEAST_SIGNS, UNNAMED
from lam_desktop.tasks.left_out import CLICKS
from lam_desktop.tasks.likeness import folded
from lam_desktop.tasks.paragraphs import paragraphs
from lam_desktop.tasks.read_off import free_name
from lam_desktop.tasks.spans import MARKS, Span, one_line, spans_of, words_of
from lam_desktop.tasks.standing import where_it_stood
from lam_desktop.tasks.task import Place, TaskStep, Value
from lam_desktop.types import Box, Element

ALIKE = 1.6
"""What is clicked in each record is at most so many times as large as in another one."""
RECORD = "record"
"""What a name is called that nothing else names."""
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
    if target is None or step.kind not in CLICKS or not _is_plain(step):
        return ()
    screen = before(step)
    bands = _bands(target.box, [one.box for one in screen if one.kind == target.kind])
    mine = next((band for band in bands if band[0] <= target.box.center[1] < band[1]), None)
    if mine is None:
        return ()
    said = [
        one for one in screen
        if one.kind not in UNNAMED and one.text.strip() and not is_over(one.box, target.box)
    ]  # fmt: skip
    inside = [one for one in said if _is_within(one, [mine])]
    others = [one.text for one in said if _is_within(one, bands) and not _is_within(one, [mine])]
    sentences = [one for one in paragraphs(screen) if not _is_within(one, bands)]
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


def _bands(target: Box, alike: Sequence[Box]) -> list[tuple[float, float]]:
    """Upper and lower end of each record, by what stands in all of them below each other; none for one."""
    column = [
        box for box in alike
        if same_column(box, target) and max(box.h, target.h) <= ALIKE * min(box.h, target.h)
    ]  # fmt: skip
    middles = [target.center[1]]
    for box in column:
        if all(abs(box.center[1] - middle) > target.h / 2 for middle in middles):
            middles.append(box.center[1])
    middles.sort()
    if len(middles) < 2:
        return []
    between = [(one + other) / 2 for one, other in pairwise(middles)]
    first, last = middles[0] - (between[0] - middles[0]), middles[-1] + (middles[-1] - between[-1])
    return list(pairwise([first, *between, last]))


def _is_within(element: Element, bands: Sequence[tuple[float, float]]) -> bool:
    return any(top <= element.box.center[1] < bottom for top, bottom in bands)


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
    """Where a sentence says the name; its first word has a capital letter, whatever it is."""
    found = where_it_stood(name, sentences)
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
        recording=step.recording,
    )  # fmt: skip
    return replace(read, caption=caption(read))
