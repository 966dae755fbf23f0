"""Presses a key until a field, or a list that shows its choice, shows what the row says."""

from __future__ import annotations

from lam_desktop.execution.asking import MOST_ANSWERS, Asking, unclear
from lam_desktop.execution.chosen_texts import chosen_texts
from lam_desktop.execution.located import Located
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.row_state import RowState
from lam_desktop.execution.stepping import Stepping
from lam_desktop.execution.telling import Telling
from lam_desktop.tasks.captions import key_name, quoted
from lam_desktop.tasks.keyed_choices import OPPOSITE
from lam_desktop.tasks.likeness import same_text
from lam_desktop.types import Verdict

MOST_PRESSES = 60
"""Either way; a list that is longer is asked about."""


class Pressing:
    """Does the steps by which keys choose what a row says. One instance serves one run."""

    def __init__(self, stepping: Stepping, asking: Asking, telling: Telling, at: RowState) -> None:
        self._stepping = stepping
        self._asking = asking
        self._telling = telling
        self._at = at

    def choose(self, plan: StepPlan, wanted: str) -> None:
        """Presses the step's key, and then the opposite one, until `wanted` is shown; or `RowEnded`.

        What is shown counts only where a press has just brought it, and nothing else that shows a choice
        changed with it. After a person's answer all is tried once more.
        """
        there = plan.step.keys[0].casefold()
        for _ in range(MOST_ANSWERS):
            last, done = self._pressed(plan, there, wanted, first=True)
            if not done:
                last, done = self._pressed(plan, OPPOSITE[there], wanted, first=False)
            if done:
                return
            self._asking.ask(plan, last, f"{key_name(there)} did not come to {quoted(wanted)}.")
        raise unclear(plan)

    def _pressed(self, plan: StepPlan, key: str, wanted: str, first: bool) -> tuple[Located, bool]:
        """The last look, and whether the key came to what is wanted before it came to an end, or round."""
        seen: set[str] = set()
        while True:
            before, behind = self._stepping.press(plan, (key,), first and not seen)
            changed = chosen_texts(before.view.observation, behind.view.observation)
            now = [one.text for one in changed if one.shown]
            if len(now) == 1 and same_text(now[0], wanted):
                self._at.at_work = None
                self._at.shown = True
                verdict = Verdict(True, f"{quoted(wanted)} is shown.", {})
                self._telling.verified(plan, before, behind.view.observation, verdict, None)
                return behind, True
            if not now or now[0] in seen or len(seen) >= MOST_PRESSES:
                return behind, False
            seen.update(now)
