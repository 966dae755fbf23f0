"""Presses a key until a field, or a list that shows its choice, shows what the row says."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.execution.acting.stepping import Stepping, has_changed
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.shown.chosen_texts import chosen_texts
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, Asking, unclear
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.execution.supervising.telling import Telling
from lam_desktop.tasks.provenance.captions import key_name, quoted
from lam_desktop.tasks.provenance.keyed_choices import OPPOSITE, Chosen
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.types import DemonstratedStep, Verdict

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

        What is shown counts only where a press has just brought it, it stays, the field is called as the
        demonstrated one, and nothing else that shows a choice changed with it. Where another field changes
        nothing more is pressed. After a person's answer all is tried once more.
        """
        there = plan.step.keys[0].casefold()
        name = _demonstrated_name(self._stepping.demonstrated(plan.step), plan)
        for _ in range(MOST_ANSWERS):
            why = f"{key_name(there)} did not come to {quoted(wanted)}."
            last, ended = self._pressed(plan, there, wanted, name, first=True)
            if ended == "at its end":
                last, ended = self._pressed(plan, OPPOSITE[there], wanted, name, first=False)
            if ended == "there":
                return
            if ended == "elsewhere":
                why = f"{key_name(there)} changed something else than the list in which it chose."
            self._asking.ask(plan, last, why)
        raise unclear(plan)

    def _pressed(self, plan: StepPlan, key: str, wanted: str, name: str, first: bool) -> tuple[Located, str]:
        """The last look, and how it ended: `there`, `elsewhere`, or `at its end`."""
        came: list[str] = []
        while True:
            before, behind = self._stepping.press(plan, (key,), first and not came)
            changed = _shown(before, behind)
            if len(changed) > 1 or any(not _is_called(one, name) for one in changed):
                return behind, "elsewhere"
            if changed and same_text(changed[0].text, wanted):
                behind = self._stepping.look(plan)  # a program that is slow may still go on
                now = _shown(before, behind)
                if [one.text for one in now] == [changed[0].text]:
                    self._at.at_work = None
                    self._stepping.done(plan)
                    verdict = Verdict(True, f"{quoted(wanted)} is shown.", {})
                    self._telling.verified(plan, before, behind.view.observation, verdict, None)
                    return behind, "there"
                changed = now
            came.append(changed[0].text if changed else "")
            if len(came) >= MOST_PRESSES or not has_changed(before, behind) or _goes_round(came):
                return behind, "at its end"


def _shown(before: Located, behind: Located) -> list[Chosen]:
    """What fields and lists show since."""
    changed = chosen_texts(before.view.observation, behind.view.observation)
    return [one for one in changed if one.shown]


def _demonstrated_name(shown: DemonstratedStep, plan: StepPlan) -> str:
    """What the field was called that showed the choice in the demonstration; empty where nothing named it."""
    value = plan.step.value
    if value is None or shown.after is None:
        return ""
    found = [
        one.name
        for one in chosen_texts(shown.before, shown.after)
        if one.shown and same_text(one.text, value.text)
    ]
    return found[0] if len(found) == 1 else ""


def _is_called(one: Chosen, name: str) -> bool:
    return not name or same_text(one.name, name)


def _goes_round(came: Sequence[str]) -> bool:
    """Whether the list was gone through twice; an entry may come twice in it."""
    return any(list(came[-n:]) == list(came[-2 * n : -n]) for n in range(1, len(came) // 2 + 1) if came[-1])
