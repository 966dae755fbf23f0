"""Where on the demonstration's screens a text stood that the person then typed or chose.

Strict, for most texts on a screen say the same by chance. A part of a running text counts where it is marked
out as something that may change. What stands by itself counts where something names it (`labelled`): in the
window of another program, from which people copy by eye, or on an earlier screen of the same one. Tables and
lists of the program that is worked in hold other people's data: a list of earlier orders says most of what is
typed somewhere. Only a cell in the line that the row itself names may be meant, and that is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lam_desktop.neighbours import is_over, letters_read
from lam_desktop.tasks.provenance.captions import NOUNS, VERBS, quoted
from lam_desktop.tasks.provenance.labelled import Standing, is_common, stood_by_itself
from lam_desktop.tasks.provenance.rewriting import has_words_around, is_telling
from lam_desktop.tasks.step import Place, Recorded, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.forms import BARE, YES_NO, bare
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.texts.paragraphs import is_running, paragraphs
from lam_desktop.tasks.texts.spans import MARKS, QUOTES, Span, one_line, spans_of, words_of
from lam_desktop.tasks.texts.unexplained import IN_ITS_LINE, is_in_common
from lam_desktop.types import Box, Element, ElementKind

HOLDING: frozenset[ElementKind] = frozenset(
    {"field", "combo", "spin", "cell", "menu_item", "button", "tab", "link"}
)
"""Kinds in which a text is data or a name; what lies inside one is no running text."""
BY_PLACE: frozenset[ElementKind] = frozenset({"button", "tab", "header"})
LEAST_BARE, LEAST_FIGURES, MOST_APART = 6, 4, 4
"""A text is looked for as one with other signs between its letters from so many letters and figures on; it
then stands in at most so many words."""
LEAST_SEEN = 4
_ALIKE = str.maketrans("0OI1|58SB", "oolllsbsb")
"""Signs that look alike, each as one of them; of a text of so many letters and figures at least."""
LEAST_LETTERS = 2
"""A shorter text is read from a sentence only where that quotes it."""
PARAGRAPH = 2
"""So many lines behind the first one have paragraphs alone, and no name on a button."""
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
    beside: Callable[[TaskStep], Mapping[WindowName, Sequence[Element]]] = lambda _: {},
    cells: Collection[str] = (),
) -> TaskStep:
    """The step with its text read from the screen, if that is where it stood; else the step as it was.

    `chosen`: whether its target is one of several that the person chose by its text; what is mostly known by
    its place (`BY_PLACE`) counts as chosen where the screen quoted its text. `before` gives what stood on the
    screen before a step, `beside` what windows of other programs showed then, where the step came from one of
    them; `cells` says what the row told. The screen that the step was done on comes first, then earlier ones.
    """
    if step.kind == "type" and step.value is not None and step.value.source == "row":
        return _also_there(step, earlier, beside)
    quoted_only = not chosen and step.target is not None and step.target.kind in BY_PLACE
    text = _open_text(step, chosen or quoted_only)
    if not text or (step.doubt and not is_in_common(step.doubt)):
        return step
    form = YES_NO if step.value is not None and step.value.form == YES_NO else ""
    for prior in reversed(earlier):
        if prior.value is not None and folded(prior.value.text) == folded(text):
            # What the person entered before is echoed by the screen; what they read before is read once.
            same = replace(prior.value, form=form)
            return _reading(step, same) if prior.value.source == "screen" else step
    apart = acted_on(step, earlier)
    seen: dict[Recorded, tuple[Element, ...]] = {}
    ways = [(form, spans_of)]
    if step.kind == "type" and _may_be_bare(text):
        ways.append((BARE, bare_spans_of))
    if step.kind == "click":  # both were read: O here may be 0 there
        ways.append((form, seen_spans_of))
    for form, spans in ways:
        for shown in (step, *reversed(earlier)):
            if shown.recorded not in seen:
                seen[shown.recorded] = paragraphs(before(shown))
            found = where_it_stood(text, seen[shown.recorded], apart, quoted_only, spans)
            if found:
                places = tuple(
                    Place(shown.demonstrated, one.box, one.text, span, recording=shown.recording)
                    for one, span in found
                )
                name = label_before(places[0].span, places[0].text)
                return _reading(step, Value("screen", name, text, form, places=places))
    varying = [one.value.text for one in earlier if one.value and one.value.source in ("row", "screen")]
    return _by_itself(step, text, chosen, earlier, before, beside, {*map(folded, (*cells, *varying))})


def _by_itself(
    step: TaskStep,
    text: str,
    chosen: bool,
    earlier: Sequence[TaskStep],
    before: Callable[[TaskStep], Sequence[Element]],
    beside: Callable[[TaskStep], Mapping[WindowName, Sequence[Element]]],
    varying: Collection[str],
) -> TaskStep:
    """The step with its text read where it stood by itself, with a name; or with a doubt where that may be.

    What was chosen is looked for in other programs only: a list says its entries in its own window, too.
    `varying`: folded texts that are others in another row. A cell of the own program is read where the only
    one that says the text stands in the line of one of these, which the doubt tells as one of two readings.
    """
    if step.kind == "click" and not chosen:
        return step
    form = YES_NO if step.value is not None and step.value.form == YES_NO else ""
    for shown, window, found in _standings(step, text, earlier, before, beside):
        if step.kind == "click":
            found = [one for one in found if one.pattern is None]
        if not found or (window is None and step.kind == "click"):
            continue
        where = _where(found, window)
        in_table = window is None and any(one.record for one in found)
        in_its_line = in_table and len(found) == 1 and folded(found[0].record) in varying
        if is_common(text) or folded(text) in OURS or (in_table and not in_its_line):
            doubt = f"{quoted(text)} also stood {where}, but stays in every row as it was entered."
            return replace(step, doubt=doubt)
        if len(found) > MOST_PLACES:
            doubt = f"{quoted(text)} stood in {len(found)} places ({where}), so it stays in every row."
            return replace(step, doubt=doubt)
        places = tuple(
            Place(shown.demonstrated, one.element.box, one.element.text, one.span, window, shown.recording)
            for one in found
        )
        first = found[0]
        pattern = first.pattern
        if (
            pattern is not None
            and has_words_around(pattern)
            and not is_telling(places[0].span.of(places[0].text))
        ):
            doubt = f"{quoted(text)} has in it what stood {where}, but stays in every row as it was entered."
            return replace(step, doubt=doubt)
        if any(one.pattern != pattern for one in found):
            places, found = places[:1], found[:1]
        name = " ".join(filter(None, (first.name, first.record and f"of {first.record}")))
        value = Value("screen", name, text, "" if pattern else form, places=places, pattern=pattern)
        made = f", written as {pattern}" if pattern is not None else ""
        doubt = (
            f"{quoted(text)} stood {where} and is read from there each time{made}; where it is always the"
            " same, set its source to constant."
        )
        if in_its_line:
            doubt = f"{quoted(text)} stood {where}, and is read from there each time{made}{IN_ITS_LINE}"
        return replace(step, value=value, doubt=doubt)
    return step


def _standings(
    step: TaskStep,
    text: str,
    earlier: Sequence[TaskStep],
    before: Callable[[TaskStep], Sequence[Element]],
    beside: Callable[[TaskStep], Mapping[WindowName, Sequence[Element]]],
) -> Iterator[tuple[TaskStep, WindowName | None, list[Standing]]]:
    """Where a text stood by itself: in other programs first, the latest look before; then in this one."""
    for shown in (step, *reversed(earlier)):
        for window, elements in beside(shown).items():
            yield shown, window, stood_by_itself(text, elements, _opened_from(step, earlier, window))
    apart = acted_on(step, earlier)
    entered = {one.target.box for one in earlier if one.target is not None}
    for shown in reversed(earlier):
        other = shown.window is not None and shown.window != step.window
        yield shown, None, stood_by_itself(text, before(shown), () if other else (*apart, *entered))


def _opened_from(step: TaskStep, earlier: Sequence[TaskStep], window: WindowName) -> list[Box]:
    """The field of a program that a list was opened from, which has a window of its own: it says what was
    chosen before."""
    own = step.window
    if step.kind != "click" or own is None or own.process != window.process:
        return []
    return [one.target.box for one in earlier[-1:] if one.target is not None and one.window == window]


def _also_there(
    step: TaskStep,
    earlier: Sequence[TaskStep],
    beside: Callable[[TaskStep], Mapping[WindowName, Sequence[Element]]],
) -> TaskStep:
    """A text of the row goes by its column; that another program showed the same is told."""
    value = step.value
    if value is None or step.doubt or is_common(value.text):
        return step
    for shown in (step, *reversed(earlier)):
        for window, elements in beside(shown).items():
            found = [one for one in stood_by_itself(value.text, elements) if one.pattern is None]
            if found:
                told = " and ".join(quoted(column) for column in value.columns)
                doubt = (
                    f"{quoted(value.text)} also stood {_where(found, window)}; the column {told} was taken."
                )
                return replace(step, doubt=doubt)
    return step


def _where(found: Sequence[Standing], window: WindowName | None) -> str:
    names = dict.fromkeys(
        f"at {quoted(one.name)}{f' of {quoted(one.record)}' if one.record else ''}" for one in found
    )
    program = f" in {window.wm_class or window.process}" if window is not None else ""
    return " and ".join(list(names)[:MOST_PLACES]) + program


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


def seen_spans_of(part: str, text: str) -> tuple[Span, ...]:
    """As `spans_of`, with what a recogniser takes for each other counting as the same."""
    if sum(map(str.isalnum, part)) < LEAST_SEEN:
        return ()
    return spans_of(part.translate(_ALIKE), text.translate(_ALIKE))


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
    if not folded(text):
        return []
    quoted_only = quoted_only or folded(text) in OURS or len(folded(text)) < LEAST_LETTERS
    found: list[tuple[Element, Span]] = []
    for element in sorted(running(screen, apart), key=letters_read, reverse=True):
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


def acted_on(step: TaskStep, earlier: Sequence[TaskStep]) -> list[Box]:
    """What the step chooses, or the field that it types into: what was clicked last."""
    last = next((one for one in (step, *reversed(earlier)) if one.point is not None), None)
    if last is None or last.point is None:
        return []
    here = Box(*last.point, 1, 1)
    return [here] if last.target is None else [here, last.target.box]


def running(screen: Sequence[Element], apart: Collection[Box]) -> Iterable[Element]:
    """The sentences and labels of a screen, but for those that touch what a step acts on (`apart`)."""
    for one in screen:
        if not is_running(one) or any(one.box.overlaps(box) for box in apart):
            continue
        if not any(_holds(other, one) for other in screen):
            yield one


def _holds(other: Element, one: Element) -> bool:
    """Whether a text is what a field or a cell says; a link within a sentence holds none of it, and what says
    a whole paragraph is no button."""
    if other.kind in BY_PLACE and other.text.count("\n") >= PARAGRAPH:
        return False
    inside = other is not one and other.kind in HOLDING and other.box.contains(*one.box.center)
    return inside and 2 * other.box.area > one.box.area


def _is_quoted(span: Span, text: str) -> bool:
    """Whether a part of a text stands in quotation marks, and something beside them.

    A single sign does not count between apostrophes, which stand for feet, too, and for letters left out.
    """
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    marks = MARKS if len(folded(span.of(text))) >= LEAST_LETTERS else QUOTES
    marked = before[-1:] in marks and after[:1] in marks and bool(before and after)
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
