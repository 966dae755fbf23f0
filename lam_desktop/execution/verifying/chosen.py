"""Whether a list that has closed shows the entry that was chosen from it."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.screen_texts import folded, nearly
from lam_desktop.neighbours import list_around
from lam_desktop.types import ENTRY_KINDS, Box, DemonstratedStep, Observation, Verdict

LEAST_BEGINNING, CUT_LETTERS = 6, 2
"""Letters of an entry that a list too narrow for it shows at least; so many behind them are misread at most,
and more than that are out of sight."""


def shown_as_chosen(
    plan: StepPlan, shown: DemonstratedStep, view: View, box: Box, before: Observation, stood: str
) -> Verdict | None:
    """That a list which the step before opened has closed, and shows what was chosen; None where it does not.

    It may have shown that before: then no word comes. Of what is too long for it the beginning is seen.
    `stood`: what it showed before it was opened.
    """
    if plan.wanted is None or plan.step.kind != "click" or list_around(shown) is None:
        return None
    if view.scope is None or view.scope.popups:
        return None
    wanted = folded(plan.wanted)
    inside = [
        one for one in view.program.elements if box.contains(*one.box.center) and one.kind in ENTRY_KINDS
    ]
    known = {folded(text) for text in (stood, *(one.text for one in before.elements))}
    others = [entry for entry in known if entry and not nearly(entry, wanted)]
    for one in inside:
        seen = folded(one.text)
        is_another = seen != wanted and seen in known
        if not is_another and (nearly(seen, wanted) or _is_cut_off(seen, wanted, others)):
            return Verdict(True, f"The list shows “{one.text}”.", {"chosen": one.text})
    return None


def _is_cut_off(seen: str, wanted: str, others: Sequence[str]) -> bool:
    """Whether a list shows as much of an entry as it has room for, and no other one begins so.

    Its last letter is cut, and its arrow may be taken for one. All folded.
    """
    differ = (at for at, (one, other) in enumerate(zip(seen, wanted, strict=False)) if one != other)
    begins = wanted[: next(differ, min(len(seen), len(wanted)))]
    hidden, rest = wanted[len(begins) :], seen[len(begins) :]
    is_short = len(hidden) > CUT_LETTERS >= len(rest)
    if not is_short or len(begins) < max(LEAST_BEGINNING, len(wanted) // 2):
        return False
    if any(sign.isdigit() for sign in hidden + rest):  # by figures entries differ
        return False
    return not any(entry.startswith(begins) for entry in others)
