"""Whether what a person pointed at stands on a screen again, where and as it stood then.

A button that is called otherwise than in the demonstration is, for the demonstration, not there. Nobody but
the person can know that it is the same one; what they pointed at may tell it of a later screen only where
nothing at all speaks against it, for of what is really missing another thing in its place is the worst guess.
"""

from __future__ import annotations

from lam_desktop.execution.finding.one_record import RENAMED
from lam_desktop.execution.screen.screen_texts import folded, nearly
from lam_desktop.protocols import Policy, StepPointing
from lam_desktop.types import Box, Candidate, Decision, DemonstratedStep, Element, Observation

SAME_SCREEN = 0.5
"""Likelier than not the screen must be the one on which the person pointed at it."""
SAME_PLACE_IOU = 0.6
"""So much of its box, measured from the corner of its window, must be where it was."""
RATHER = 0.05
"""Where the demonstration gives another command this chance, that one may be meant. A text is none: what came
with the row before is taken for a button that is gone.
"""


def stands_again(
    policy: Policy, shown: DemonstratedStep, place: DemonstratedStep, screen: Observation, absent: Decision,
    found: Candidate,
) -> bool:  # fmt: skip
    """Whether `found` on a screen is what a person pointed at for the demonstrated step `shown`.

    `place`: what they pointed at; `absent`: what the demonstration comes to, by which nothing is there. A
    policy that cannot tell screens apart (`StepPointing`) knows none again.
    """
    target, demonstrated = place.acted_on, shown.acted_on
    element = next((one for one in screen.elements if one.box == found.box), None)
    if target is None or demonstrated is None or element is None:
        return False
    if not {target.kind, element.kind} <= RENAMED or not target.text.strip():
        return False
    if folded(element.text) != folded(target.text) or not _in_its_place(place, screen, element.box):
        return False
    if _has_near_twin(screen, element, target, demonstrated) or _is_rather_another(absent, element):
        return False
    return _is_its_screen(policy, place, screen)


def _in_its_place(place: DemonstratedStep, screen: Observation, box: Box) -> bool:
    """Measured from the corner of the window: windows are moved, and their contents stay in them."""
    target, then, now = place.acted_on, place.before.window, screen.window
    if target is None or (then is None) != (now is None):
        return False
    across, down = (0, 0) if then is None or now is None else (now.x - then.x, now.y - then.y)
    return target.box.moved(across, down).iou(box) >= SAME_PLACE_IOU


def _has_near_twin(screen: Observation, element: Element, target: Element, demonstrated: Element) -> bool:
    """Whether another element is called nearly as it is, or as it was demonstrated, and may be meant."""
    names = [folded(one.text) for one in (target, demonstrated) if one.text.strip()]
    others = [one for one in screen.elements if one is not element and not one.box.overlaps(element.box)]
    return any(nearly(name, folded(one.text)) for one in others for name in names)


def _is_rather_another(absent: Decision, element: Element) -> bool:
    return any(
        one.probability >= RATHER and one.kind in RENAMED and not one.box.overlaps(element.box)
        for one in absent.candidates
    )


def _is_its_screen(policy: Policy, place: DemonstratedStep, screen: Observation) -> bool:
    if not isinstance(policy, StepPointing):
        return False
    moment = policy.moment((place.before,), screen)
    return moment is not None and moment.chances[0] >= SAME_SCREEN
