"""Drills put to a policy."""

from __future__ import annotations

from lam_desktop.evaluation.benchmark import Finding
from lam_desktop.evaluation.grounding.measuring import drawn, judged
from lam_desktop.evaluation.twins.drills import drill
from lam_desktop.evaluation.twins.screens import TABLE, Stage
from lam_desktop.learning.trials import SeenPage, see, trial_about
from lam_desktop.models_dir import find_models
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.registry import open_policy
from lam_desktop.protocols import Policy


class Drillmaster:
    """Holds what is loaded once, and the last drill's pages."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._seed = seed
        self._parser = LearnedScreenParser.load(find_models())
        self._policies: dict[str, Policy] = {}
        self._last: tuple[str, tuple[SeenPage, SeenPage]] | None = None

    def measure(self, name: str, policy: str) -> Finding:
        """What the policy would do in the drill `ADVERSITY/NUMBER`."""
        adversity, _, number = name.partition("/")
        one = drill(adversity, self._seed, int(number))
        if self._last is None or self._last[0] != name:
            first, second = self._stage.pages(one, name)
            self._last = name, (see(first, self._parser), see(second, self._parser))
        if policy not in self._policies:
            self._policies[policy] = open_policy(policy, self._parser)
        element = f"{TABLE}/{one.shown}/{one.column}"
        partner = f"{TABLE}/{one.wanted}/{one.column}" if one.wanted else None
        asked = judged(trial_about(self._last[1], element, partner, one.row), self._policies[policy])
        decision = asked.decision
        if not decision.accepted:
            outcome = "asked" if one.wanted else "right"
        else:
            outcome = "wrong" if asked.counts[-1] else "right"
        values = {
            "present": one.wanted is not None,
            "proposed": asked.proposed,
            "confidence": round(decision.confidence, 4),
            "row": one.row,
            "column": one.column,
            "reason": decision.reason,
        }
        return Finding(outcome, values, None if outcome == "right" else drawn(self._last[1], [asked]))
