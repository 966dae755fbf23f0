"""Where a secret that was typed stood readable on the screen: «Your code is 4711-22», typed as bullets.

Such a secret is another one each time, so it is read from the screen, and stays a secret. Its signs are known
in the process that recorded it, for as long as this looks for them, and are compared with what the pictures
say: of a place only the text without them is kept, with the secret's name where it stood.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lam_desktop.neighbours import is_over
from lam_desktop.tasks.provenance.captions import caption, quoted
from lam_desktop.tasks.provenance.labelled import is_common, stood_by_itself
from lam_desktop.tasks.provenance.standing import LEAST_LETTERS, MOST_PLACES, acted_on, where_it_stood
from lam_desktop.tasks.step import Place, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.texts.paragraphs import paragraphs
from lam_desktop.tasks.texts.spans import Span, one_line
from lam_desktop.types import Box, Element

MORE = 4
"""So many signs more than were typed may stand where they were read: spaces, and what reads as several."""
ONE_SHAPE = str.maketrans("i1|0", "lllo")
"""Of folded signs: no reader tells them apart in every type face."""

Before = Callable[[TaskStep], Sequence[Element]]
Beside = Callable[[TaskStep], Mapping[WindowName, Sequence[Element]]]


@dataclass(frozen=True, slots=True)
class ShownSecret:
    """A secret that stood on the screen before it was typed."""

    name: str
    shown: TaskStep
    """The step before which it stood there."""
    window: WindowName | None
    """The program that showed it; None: the one that the step worked in."""
    found: tuple[tuple[Element, Span], ...]
    """The texts that held it, as read, and where in them; desktop pixels."""
    only: bool
    """Whether it stood nowhere else on that screen."""


def shown_secrets(
    steps: Sequence[TaskStep], typed: Mapping[str, str], before: Before, beside: Beside = lambda _: {}
) -> list[ShownSecret]:
    """The secrets of the steps that stood on the screen before; `typed` has what each of them says, by name.

    What is said twice is told once, under the name under which it was typed first. `before` gives what stood
    on the screen before a step, `beside` what windows of other programs showed then, in desktop pixels.
    """
    found: dict[str, ShownSecret] = {}
    for at, step in enumerate(steps):
        value = step.value
        if step.kind != "type" or value is None or value.source != "secret" or value.name not in typed:
            continue
        text = typed[value.name]
        if not _can_be_read(text) or text in found:
            continue
        stood = itertools.groupby(_standings(step, text, steps[:at], before, beside), lambda one: one.window)
        same = next((list(one) for _, one in stood), [])
        if same:
            found[text] = replace(_to_read(same), name=value.name)
    return list(found.values())


def with_shown(
    steps: Sequence[TaskStep],
    typed: Mapping[str, str],
    shown: Sequence[ShownSecret],
    hidden: Callable[[TaskStep, Element, Span], Box],
) -> tuple[TaskStep, ...]:
    """The steps, with those secrets read from the screen.

    `hidden`: what was made black of the picture before a step for a part of a text; desktop pixels. What may
    stand there by chance is a doubt, with both readings.
    """
    found = {one.name: one for one in shown}
    names = {typed[one.name]: one.name for one in shown}
    known = {text: name for name, text in typed.items() if name in found}
    made: list[TaskStep] = []
    for step in steps:
        value = step.value
        name = names.get(typed.get(value.name, "")) if value is not None and _is_kept(step) else None
        if name is None:
            made.append(step)
            continue
        places = _places(found[name], known, hidden)
        doubt = "" if found[name].only and len(places) == 1 else _doubt(name, places)
        ours = step.caption == caption(step)
        read = replace(step, value=Value("screen", name, secret=True, places=places), doubt=doubt)
        made.append(replace(read, caption=caption(read)) if ours else read)
    return tuple(made)


def spans_of_secret(secret: str, text: str) -> tuple[Span, ...]:
    """Where a text says the secret in whole words, apart from what reading loses: case, I or l, O or 0."""
    plain, wanted = one_line(text), _shapes(secret)
    found: list[Span] = []
    start = 0
    while start < len(plain):
        ends = range(start + 1, min(len(plain), start + len(secret) + MORE) + 1)
        if plain[start].isspace() or not _is_edge(plain, start):
            start += 1
            continue
        end = next((at for at in ends if _is_edge(plain, at) and _shapes(plain[start:at]) == wanted), None)
        if end is not None:
            found.append(Span(start, end))
        start = start + 1 if end is None else end
    return tuple(found)


def without(text: str, known: Mapping[str, str]) -> tuple[str, list[tuple[str, Span]]]:
    """The text with the names of secrets (by what they say) in their places, and where each name stands."""
    spans = [(span, name) for secret, name in known.items() for span in spans_of_secret(secret, text)]
    made, at, named = "", 0, list[tuple[str, Span]]()
    for span, name in sorted(spans):
        if span.start < at:
            continue
        made += text[at : span.start]
        named.append((name, Span(len(made), len(made) + len(name))))
        made, at = made + name, span.end
    return made + text[at:], named


def _can_be_read(text: str) -> bool:
    """Whether its ends can be told from the sentence around it; a single sign stands everywhere."""
    return len(folded(text)) >= LEAST_LETTERS and text[0].isalnum() and text[-1].isalnum()


def _shapes(text: str) -> str:
    """A text by what can be told of its signs from a picture."""
    return folded(text).translate(ONE_SHAPE)


def _is_kept(step: TaskStep) -> bool:
    return step.kind == "type" and step.value is not None and step.value.source == "secret"


def _is_edge(text: str, at: int) -> bool:
    """Whether no word goes on over this place in a text."""
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())


def _to_read(stood: Sequence[ShownSecret]) -> ShownSecret:
    """Of the looks at which it stood there, the latest before first, the one at which it is read.

    The latest, for a code may change while one works; but what stands alone as early as it can be seen: no
    words around it tell before it is read that it is a secret.
    """
    if not all(span.of(element.text) == element.text.strip() for element, span in stood[0].found):
        return stood[0]
    return stood[-1]


def _standings(
    step: TaskStep, text: str, earlier: Sequence[TaskStep], before: Before, beside: Beside
) -> Iterator[ShownSecret]:
    """Where it stood, the latest look before first: in a sentence or beside a name, here or elsewhere."""
    apart = acted_on(step, earlier)
    looks = (step, *reversed(earlier))
    for shown in looks:
        yield from _of(shown, None, text, before(shown), apart)
    for shown in looks:
        for window, elements in beside(shown).items():
            yield from _of(shown, window, text, elements, ())


def _of(
    shown: TaskStep,
    window: WindowName | None,
    text: str,
    screen: Sequence[Element],
    apart: Sequence[Box],
) -> Iterator[ShownSecret]:
    found = where_it_stood(text, paragraphs(screen), apart, spans_in=spans_of_secret)
    said_as = [one.text[span.start : span.end] for one in screen for span in spans_of_secret(text, one.text)]
    for said in () if found or is_common(text) else dict.fromkeys(said_as):
        alone = [one for one in stood_by_itself(said, screen, apart) if one.pattern is None]
        if not any(one.record for one in alone):
            found = found or [(one.element, one.span) for one in alone]
    if found and len(found) <= MOST_PLACES:
        yield ShownSecret("", shown, window, tuple(found), _times(text, screen, apart) <= len(found))


def _times(text: str, screen: Iterable[Element], apart: Sequence[Box]) -> int:
    """How often a screen says it, outside of what the step acts on."""
    holding = list[Element]()
    for one in sorted(screen, key=lambda one: one.box.area):
        if any(one.box.overlaps(box) for box in apart) or not spans_of_secret(text, one.text):
            continue
        if not any(is_over(one.box, other.box) or one.box.contains(*other.box.center) for other in holding):
            holding.append(one)
    return sum(len(spans_of_secret(text, one.text)) for one in holding)


def _places(
    secret: ShownSecret, known: Mapping[str, str], hidden: Callable[[TaskStep, Element, Span], Box]
) -> tuple[Place, ...]:
    places: list[Place] = []
    own = next(text for text, name in known.items() if name == secret.name)
    for element, was in secret.found:
        text, named = without(element.text, known)
        mine = [span for name, span in named if name == secret.name]
        span = mine[spans_of_secret(own, element.text).index(was)]
        places.append(
            Place(
                secret.shown.demonstrated, element.box, text, span, secret.window, secret.shown.recording,
                hidden=hidden(secret.shown, element, was),
            )
        )  # fmt: skip
    return tuple(places)


def _doubt(name: str, places: Sequence[Place]) -> str:
    return (
        f"The secret {quoted(name)} also stood on the screen, in {quoted(places[0].text)}, and perhaps by"
        " chance: it may be read from there each time, or be the one that is kept; the first was taken."
    )
