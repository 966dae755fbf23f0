"""Whether a text is shown: yes, no, or nobody can tell, figure by figure and sign by sign.

What reads like the text but for letters of one shape (an O for a 0) is no match, and no proof that it is
missing either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lam_desktop.execution.finding.reading import CLOSER_PX
from lam_desktop.execution.screen.words import lines_of
from lam_desktop.neighbours import is_over
from lam_desktop.tasks.limits import LEAST_CONFIDENCE, LEAST_FIGURE
from lam_desktop.tasks.texts.paragraphs import paragraphs
from lam_desktop.tasks.texts.spans import Span, one_line, spans_of
from lam_desktop.types import Box, Element, Frame, Observation

ONE_SHAPE = str.maketrans("Oo0QDIl1|!iS5B8Z2G6", "ooooo111111ssbbzzgg")
"""Letters that typefaces draw alike, as one of them."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a look for a text gave."""

    shown: bool | None
    """None: it cannot be told."""
    instead: str = ""
    """What stands there that is like it; empty where nothing is."""


def sighted(text: str, seen: Observation, look_closer: Callable[[Frame, Box], tuple[str, float]]) -> Sighting:
    """Whether the text stands on a screen, as whole words of an element or paragraph; in any case."""
    wanted = " ".join(text.split()).casefold()
    like = ""
    for element in (*seen.elements, *paragraphs(seen.elements)):
        said = _as_compared(element.text)
        spans = spans_of(wanted, said)
        if spans and any(_sure(element, span, wanted, seen, look_closer) for span in spans):
            return Sighting(True, one_line(element.text))
        if spans or _may_be(wanted, said):
            like = like or one_line(element.text)
    return Sighting(None if like else False, like)


def said_on(seen: Observation, most: int = 3) -> str:
    """The first texts of a screen, to tell a person what is shown instead."""
    texts = [
        one_line(one.text).strip() for one in sorted(seen.elements, key=lambda one: (one.box.y, one.box.x))
    ]
    told = [text for text in texts if sum(map(str.isalnum, text)) > 2]
    return ", ".join(f"“{text}”" for text in told[:most])


def _may_be(wanted: str, said: str) -> bool:
    """Whether a recogniser may have made `said` of it: by letters of one shape, or spaces that it lost."""
    one, other = wanted.translate(ONE_SHAPE), said.translate(ONE_SHAPE)
    return bool(spans_of(one, other)) or "".join(one.split()) == "".join(other.split())


def _as_compared(text: str) -> str:
    """As long as it was."""
    return "".join(low if len(low := sign.casefold()) == 1 else sign for sign in one_line(text))


def _sure(
    element: Element,
    span: Span,
    wanted: str,
    seen: Observation,
    look_closer: Callable[[Frame, Box], tuple[str, float]],
) -> bool:
    """Whether what was read there may be relied on; figures are looked at once more."""
    if element.text_confidence < LEAST_CONFIDENCE:
        return False
    if not any(map(str.isdigit, wanted)):
        return True
    letters: Sequence[float] = element.letters if len(element.letters) == len(element.text) else ()
    hard = [at for at, sure in enumerate(letters) if element.text[at].isdigit() and sure < LEAST_FIGURE]
    if any(span.start <= at < span.end for at in hard):
        return False
    if not all(spans_of(piece, closer) for piece, closer in _closer(element, span, seen, look_closer)):
        return False
    return not any(
        one is not element
        and one.text_confidence >= LEAST_CONFIDENCE
        and is_over(one.box, element.box)
        and _is_another(wanted, one.text)
        for one in seen.elements
    )


def _is_another(wanted: str, text: str) -> bool:
    said = _as_compared(text)
    return not spans_of(wanted, said) and _may_be(wanted, said)


def _closer(
    element: Element,
    span: Span,
    seen: Observation,
    look_closer: Callable[[Frame, Box], tuple[str, float]],
) -> Iterator[tuple[str, str]]:
    """Each line of the text, and what it says when it is cut out by itself."""
    for band, piece in lines_of(element, span):
        around = Box(band.x - band.h, band.y, band.w + 2 * band.h, band.h).expanded(CLOSER_PX)
        if seen.window is not None:
            around = around.intersection(seen.window)
        yield piece.casefold(), _as_compared(look_closer(seen.frame, around)[0])
