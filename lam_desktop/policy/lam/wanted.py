"""What says the text that a row wants: how it is written, its twins, and the marks that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lam_desktop.neighbours import LABELLED, label_of
from lam_desktop.policy.lam.marking import LEAST_LETTERS
from lam_desktop.policy.lam.wording import same_words, with_words
from lam_desktop.types import Element, Situation

AS_LARGE = 1.25
"""How much larger than the other one of two twins is at most."""


def as_written(allowed: list[bool], elements: Sequence[Element], wanted: str) -> list[bool]:
    """Of what says the wanted text, without what says it in other capitals while one of its kind does not."""
    exactly = {
        one.kind for may, one in zip(allowed, elements, strict=True) if may and one.text.strip() == wanted
    }
    return [
        may
        and not (
            one.kind in exactly
            and one.text.strip() != wanted
            and one.text.strip().casefold() == wanted.casefold()
        )
        for may, one in zip(allowed, elements, strict=True)
    ]


def is_twin(one: Element, other: Element) -> bool:
    """Whether two elements say the same, are about as large, and are not one."""
    large = max(one.box.w, other.box.w) / max(1, min(one.box.w, other.box.w))
    high = max(one.box.h, other.box.h) / max(1, min(one.box.h, other.box.h))
    same = bool(one.text.strip()) and same_words(one.text, other.text)
    return same and max(large, high) <= AS_LARGE and not one.box.overlaps(other.box)


def held_values(sought: Element, situation: Situation) -> dict[str, str]:
    """Of a target that says more than the wanted value, the row's values in its text -> the present ones.

    All of them tell its record: the e-mail from this sender about that order. Empty without the wanted one.
    """
    held = {
        demonstrated: present
        for demonstrated, present in situation.row.items()
        if len(demonstrated.strip()) >= LEAST_LETTERS
        and not same_words(sought.text, demonstrated)
        and with_words(sought.text, demonstrated, present) is not None
    }
    return held if situation.wanted_text in held.values() else {}


def once(allowed: Sequence[bool], elements: Sequence[Element], sought: Element) -> list[bool]:
    """Of a mark and the label that names it, both of which say the wanted text, the one like the target: they
    are one choice, and its chance is not to be shared between them."""
    left = list(allowed)
    for at, one in enumerate(elements):
        if not allowed[at] or one.kind not in LABELLED or one.text.strip():
            continue
        label = label_of(one, elements)
        for other, named in enumerate(elements):
            if named is label and allowed[other]:
                left[at if sought.kind not in LABELLED else other] = False
    return left


def retold(text: str, held: Mapping[str, str]) -> str:
    """The text with the present values in the place of the demonstrated ones."""
    for demonstrated, present in held.items():
        text = with_words(text, demonstrated, present) or text
    return text
