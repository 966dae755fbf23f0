"""Where on the demonstration's screens a text stood that the person then typed or chose.

Strict, for most texts on a screen say the same by chance: only a part of a running text counts, and only
where it is marked out as something that may change. Tables, lists and fields hold other people's data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from lam_desktop.neighbours import is_over, letters_read
from lam_desktop.tasks.captions import NOUNS, VERBS, quoted
from lam_desktop.tasks.forms import BARE, YES_NO, bare
from lam_desktop.tasks.likeness import folded
from lam_desktop.tasks.paragraphs import is_running, paragraphs
from lam_desktop.tasks.spans import MARKS, Span, one_line, spans_of, words_of
from lam_desktop.tasks.task import Place, TaskStep, Value
from lam_desktop.types import Box, Element, ElementKind

HOLDING: frozenset[ElementKind] = frozenset(
    {"field", "combo", "spin", "cell", "menu_item", "button", "tab", "link"}
)
"""Kinds in which a text is data or a name; what lies inside one is no running text."""
BY_PLACE: frozenset[ElementKind] = frozenset({"button", "tab", "header"})
LEAST_BARE, LEAST_FIGURES, MOST_APART = 6, 4, 4
"""A text is looked for as one with other signs between its letters from so many letters and figures on; it
then stands in at most so many words."""
LEAST_LETTERS = 2
LEAST_BESIDE = 3
"""A sentence has at least this many words beside a part of it that nothing marks out."""
MOST_PLACES = 3
"""What stands in more places is a word of the program."""
OURS = frozenset(map(folded, [*VERBS.values(), *NOUNS.values(), "yes", "no"]))
"""Words of our own captions: they say little, unless quoted."""


def read_there(
    step: TaskStep,
    chosen: bool,
    earlier: Sequence[TaskStep],
    before: Callable[[TaskStep], Sequence[Element]],
) -> TaskStep:
    """The step with its text read from the screen, if that is where it stood; else the step as it was.

    `chosen`: whether its target is one of several that the person chose by its text; what is mostly known by
    its place (`BY_PLACE`) counts as chosen where the screen quoted its text. `before` gives what stood on the
    screen before a step. The screen that the step was done on comes first, then earlier ones.
    """
    quoted_only = not chosen and step.target is not None and step.target.kind in BY_PLACE
    text = _open_text(step, chosen or quoted_only)
    if not text or step.doubt:
        return step
    form = YES_NO if step.value is not None and step.value.form == YES_NO else ""
    for prior in reversed(earlier):
        if prior.value is not None and folded(prior.value.text) == folded(text):
            # What the person entered before is echoed by the screen; what they read before is read once.
            same = replace(prior.value, form=form)
            return _reading(step, same) if prior.value.source == "screen" else step
    apart = _acted_on(step, earlier)
    seen: dict[int, tuple[Element, ...]] = {}
    ways = [(form, spans_of)]
    if step.kind == "type" and _may_be_bare(text):
        ways.append((BARE, bare_spans_of))
    for form, spans in ways:
        for shown in (step, *reversed(earlier)):
            if shown.demonstrated not in seen:
                seen[shown.demonstrated] = paragraphs(before(shown))
            found = where_it_stood(text, seen[shown.demonstrated], apart, quoted_only, spans)
            if found:
                places = tuple(Place(shown.demonstrated, one.box, one.text, span) for one, span in found)
                name = label_before(places[0].span, places[0].text)
                return _reading(step, Value("screen", name, text, form, places=places))
    return step


def bare_spans_of(part: str, text: str) -> tuple[Span, ...]:
    """Where a text stands that has the letters and figures of `part`, and other signs between them."""
    plain = one_line(text)
    words = words_of(plain)
    found: list[Span] = []
    for first, start in enumerate(words):
        for end in words[first : first + MOST_APART]:
            span = Span(start.start, end.end)
            if bare(span.of(plain)) == part and span.of(plain) != part:
                found.append(span)
    return tuple(found)


def _may_be_bare(text: str) -> bool:
    """Whether it may be a date, a telephone number or an account that was typed without its signs."""
    figures = sum(sign.isdigit() for sign in text)
    return bare(text) == text and len(text) >= LEAST_BARE and figures >= LEAST_FIGURES


def where_it_stood(
    text: str,
    screen: Sequence[Element],
    apart: Collection[Box] = (),
    quoted_only: bool = False,
    spans_in: Callable[[str, str], Sequence[Span]] = spans_of,
) -> list[tuple[Element, Span]]:
    """The running texts that hold `text` as a marked part, with that part; none where that proves nothing.

    `apart`: boxes of what the step acts on; a text that touches one of them is not read from there.
    `quoted_only`: no other mark than quotation marks will do. `spans_in(text, said)`: where it stands in what
    an element says.
    """
    if len(folded(text)) < LEAST_LETTERS:
        return []
    quoted_only = quoted_only or folded(text) in OURS
    found: list[tuple[Element, Span]] = []
    for element in sorted(_running(screen, apart), key=letters_read, reverse=True):
        if any(is_over(element.box, other.box) for other, _ in found):
            continue
        spans = spans_in(text, element.text)
        listed = any(one.kind == "list_item" and one.box.contains(*element.box.center) for one in screen)
        found += [
            (element, span)
            for span in spans
            if _is_quoted(span, element.text)
            or (not quoted_only and _is_marked_out(span, element.text, listed))
        ]
    found.sort(key=lambda one: (one[0].box.y, one[0].box.x, one[1]))
    return found if len(found) <= MOST_PLACES else []


def label_before(span: Span, text: str) -> str:
    """What names a value, «Customer» in «Customer: Ada»; empty where nothing does."""
    line = one_line(text[: span.start]).rstrip()
    return line[:-1].split(". ")[-1].strip() if line[-1:] in (":", "：") else ""


def _open_text(step: TaskStep, chosen: bool) -> str:
    """The text that may have been read; empty where another source is certain."""
    value, target = step.value, step.target
    if step.kind == "type":
        constant = value is not None and value.source == "constant" and value.text == value.text.strip()
        return value.text if constant and value is not None else ""
    if step.kind != "click" or target is None or not chosen:
        return ""
    ticked = value == Value("constant", text="yes", form=YES_NO)
    return target.text.strip() if value is None or ticked else ""


def _reading(step: TaskStep, value: Value) -> TaskStep:
    doubt = (
        f"{quoted(value.text)} stood in {quoted(value.places[0].text)} and is read from there each time;"
        " where it is always the same, set its source to constant."
    )
    return replace(step, value=value, doubt=doubt)


def _acted_on(step: TaskStep, earlier: Sequence[TaskStep]) -> list[Box]:
    """What the step chooses, or the field that it types into: what was clicked last."""
    last = next((one for one in (step, *reversed(earlier)) if one.point is not None), None)
    if last is None or last.point is None:
        return []
    here = Box(*last.point, 1, 1)
    return [here] if last.target is None else [here, last.target.box]


def _running(screen: Sequence[Element], apart: Collection[Box]) -> Iterable[Element]:
    for one in screen:
        if not is_running(one) or any(one.box.intersection(box).area for box in apart):
            continue
        if not any(_holds(other, one) for other in screen):
            yield one


def _holds(other: Element, one: Element) -> bool:
    """Whether a text is what a field or a cell says; a link within a sentence holds none of it."""
    inside = other is not one and other.kind in HOLDING and other.box.contains(*one.box.center)
    return inside and 2 * other.box.area > one.box.area


def _is_quoted(span: Span, text: str) -> bool:
    """Whether a part of a text stands in quotation marks, and something beside them."""
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    marked = before[-1:] in MARKS and after[:1] in MARKS and bool(before and after)
    return marked and any(sign.isalnum() for sign in before + after)


def _is_marked_out(span: Span, text: str, listed: bool) -> bool:
    """Whether a part of a text follows a colon, or stands in a sentence of ordinary words.

    In a list (`listed`) the colon says nothing, for all entries may have one.
    """
    plain = one_line(text)
    beside = [word for word in words_of(plain) if word.end <= span.start or span.end <= word.start]
    if not beside:
        return False
    if plain[: span.start].rstrip()[-1:] in (":", "：") and not listed:
        return True
    left = [word.of(plain) for word in beside if word.end <= span.start][-1:]
    right = [word.of(plain) for word in beside if word.start >= span.end][:1]
    return len(beside) >= LEAST_BESIDE and any(_is_ordinary(word) for word in left + right)


def _is_ordinary(word: str) -> bool:
    """Whether a word is none of a record's: neither a figure nor a name."""
    return word.isalpha() and word[:1].islower()
