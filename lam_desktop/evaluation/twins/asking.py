"""Drills put to a policy."""

from __future__ import annotations

from lam_desktop.errors import LamBug
from lam_desktop.evaluation.benchmark import Finding
from lam_desktop.evaluation.grounding.measuring import drawn, judged
from lam_desktop.evaluation.twins.drills import Drill, drill
from lam_desktop.evaluation.twins.screens import TABLE, Stage
from lam_desktop.learning.trials import SeenPage, see, trial_about
from lam_desktop.models_dir import find_models
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.registry import open_policy
from lam_desktop.protocols import Policy

REDRAWN, MOST_DRAWN = 1000, 20
"""What is added to the number of a drill to draw another one in its place, and how often."""
WHOLE = 0.95
"""A cell is seen whole if so much of it is uncovered."""


class Drillmaster:
    """Holds what is loaded once, and the last drill's pages."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._seed = seed
        self._parser = LearnedScreenParser.load(find_models())
        self._policies: dict[str, Policy] = {}
        self._last: tuple[str, Drill, tuple[SeenPage, SeenPage]] | None = None

    def measure(self, name: str, policy: str) -> Finding:
        """What the policy would do in the drill `ADVERSITY/NUMBER`."""
        adversity, _, number = name.partition("/")
        if self._last is None or self._last[0] != name:
            self._last = name, *self._drawn(adversity, int(number), name)
        _, one, pages = self._last
        if policy not in self._policies:
            self._policies[policy] = open_policy(policy, self._parser)
        element = f"{TABLE}/{one.shown}/{one.column}"
        partner = f"{TABLE}/{one.wanted}/{one.column}" if one.wanted else None
        asked = judged(trial_about(pages, element, partner, one.row), self._policies[policy])
        decision = asked.decision
        if not decision.accepted:
            outcome = "asked" if one.wanted else "right"
        else:
            outcome = "wrong" if asked.counts[-1] else "right"
        values = {
            "present": one.wanted is not None,
            "told": _tells(pages[0], one.shown, one) and _tells(pages[1], one.wanted, one),
            "proposed": asked.proposed,
            "confidence": round(decision.confidence, 4),
            "row": one.row,
            "column": one.column,
            "reason": decision.reason,
        }
        return Finding(outcome, values, None if outcome == "right" else drawn(pages, [asked]))

    def _drawn(self, adversity: str, number: int, name: str) -> tuple[Drill, tuple[SeenPage, SeenPage]]:
        """A drill as two pages; another one where the first page has no room for the control to click on."""
        for attempt in range(MOST_DRAWN):
            one = drill(adversity, self._seed, number + attempt * REDRAWN)
            first, second = self._stage.pages(one, name)
            seen = see(first, self._parser), see(second, self._parser)
            if any(shown.id == f"{TABLE}/{one.shown}/{one.column}" for shown, _ in seen[0].truth):
                return one, seen
        raise LamBug(f"no page of the drill {name} shows what is to be clicked")


def _tells(page: SeenPage, record: str | None, one: Drill) -> bool:
    """Whether a page shows a record's control, and all cells that name it, whole."""
    shown = {element.id: element.visible for element, _ in page.truth}
    whole = all(shown.get(f"{TABLE}/{record}/{column}", 0.0) >= WHOLE for column in one.telling)
    return whole and f"{TABLE}/{record}/{one.column}" in shown
