"""Places that a person showed, beside the demonstration: what may lend it the certainty that it lacks.

The demonstration says where a step acts in one look of the program, an exemplar in another one. Both are
asked in the same way. An exemplar counts only where the demonstration is not sure, and only where both cannot
be about different records (`one_record`); where it finds nothing at all, only where what was shown stands
there again as it stood then (`standing_again`). Where both are sure of different elements, a person is asked,
as wherever nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lam_desktop.execution.finding.counting import Counted
from lam_desktop.execution.finding.one_record import another_record, tells_a_record
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.standing_again import stands_again
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.screen_texts import folded
from lam_desktop.protocols import Policy
from lam_desktop.tasks.storage.corrections import Correction
from lam_desktop.tasks.storage.taught import print_of_step
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.types import Candidate, Decision, DemonstratedStep, Observation, Situation

CLICKED = ("click", "double_click", "right_click", "middle_click")
MOST_KNOWN = 4
"""Exemplars of one step, the newest: each is asked at every look for it, and with the demonstration's their
screens stay encoded."""
DOUBTED = 0.5
"""Surer than this of another element, the demonstration is not overruled: then a person is asked."""


@dataclass(frozen=True, eq=False)
class Exemplar:
    """This is the target, in this look."""

    of: str
    """Of which step: `print_of_step`."""
    told: str
    """Where it was shown, in words: «row 3»."""
    place: DemonstratedStep
    """As if it had been demonstrated there."""
    values: Mapping[str, str]
    """Demonstrated text of a value -> what stood for it then."""


def exemplar_of(one: Correction, in_this_run: bool = False) -> Exemplar | None:
    """What a correction teaches; None where it has no place that tells anything of other rows."""
    place = one.place
    if place is None or place.bound:
        return None
    told = f"row {one.row}" if in_this_run else f"row {one.row} of an earlier run"
    shown = DemonstratedStep(one.step, one.before, place.target, place.point)
    return Exemplar(place.of, told, shown, place.values)


def is_bound(plan: StepPlan, counted: Counted | None = None, wanted: str | None = None) -> str:
    """Why a step's place follows the row, so that no other row's stands for it; empty where it does not."""
    step = plan.step
    if step.kind not in CLICKED:
        return "Only what is clicked has a place of its own."
    if step.value is not None and step.value.form != YES_NO:
        return "What is chosen follows the row."
    follows = (plan.wanted, plan.day, plan.month, plan.turned_at, plan.until, wanted)
    if any(one is not None for one in follows) or (counted is not None and counted.sought is not None):
        return "What is chosen follows the row."
    return ""


class Exemplars:
    """Those that one run knows."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._known: dict[str, list[Exemplar]] = {}
        self._used: set[Exemplar] = set()

    def know(self, exemplars: Iterable[Exemplar]) -> None:
        """They count from now on, oldest first; of a step the newest `MOST_KNOWN` do."""
        for one in exemplars:
            known = self._known.setdefault(one.of, [])
            known.append(one)
            del known[:-MOST_KNOWN]

    def begin_row(self) -> None:
        """Another row: none was relied on in it."""
        self._used.clear()

    def distrust(self, of: str | None = None) -> None:
        """What the row relied on counts no longer in this run; `of`: of one step alone, by `print_of_step`.

        Whether what it rests on was right, nobody has seen.
        """
        for step, known in self._known.items():
            if of in (None, step):
                known[:] = [one for one in known if one not in self._used]

    def decision(
        self,
        plan: StepPlan,
        counted: Counted,
        view: View,
        wanted: str | None,
        history: tuple[int, ...],
        decision: Decision,
    ) -> Decision:
        """The demonstration's decision, or what the exemplars of the step make of it."""
        known = self._known.get(print_of_step(plan.step), ()) if self._known else ()
        if not known or view.scope is None or view.scope.popups or is_bound(plan, counted, wanted):
            return decision
        screen = view.observation

        def sure_of(one: Exemplar) -> Decision | None:
            return is_sure(self._policy, one, counted.shown, screen, plan.values, history)

        def again(one: Exemplar, found: Decision) -> bool:
            return is_there_again(self._policy, one, counted.shown, screen, decision.before_votes, found)

        made, by = agreed(known, decision, sure_of, again)
        self._used |= set(by)
        return made


def agreed(
    exemplars: Sequence[Exemplar],
    decision: Decision,
    sure_of: Callable[[Exemplar], Decision | None],
    again: Callable[[Exemplar, Decision], bool],
) -> tuple[Decision, tuple[Exemplar, ...]]:
    """What demonstration and exemplars come to, and the exemplars on which that rests.

    `decision` is the demonstration's. Where it finds nothing, nothing is there, but what stands there `again`
    by all that are sure. Where it is sure, they are asked as well: one of them may contradict it.
    `sure_of`: as `is_sure`, on that screen; `again`: as `is_there_again`, for what it found.

    Whether they contradict each other is told by what each said before neighbours in a bar voted: a vote that
    makes one doubtful must not leave the other one alone to act. What is acted on is sure with votes, too.
    """
    sure = [(one, found) for one in exemplars if (found := sure_of(one)) is not None]
    before = decision.before_votes
    is_nothing = decision.target is None or before.target is None
    if not sure or (is_nothing and not all(again(one, found) for one, found in sure)):
        return decision, ()
    by, best = max(sure, key=lambda each: (each[1].accepted, each[1].before_votes.confidence))
    said = best.before_votes
    if other := next((one for one, found in sure if not same_place(said, found.before_votes)), None):
        return _unsure(decision, f"What you showed in {by.told} and in {other.told} differs here."), ()
    if before.accepted and not same_place(said, before):
        return _unsure(decision, f"What you showed in {by.told} and the demonstration differ here."), ()
    is_rather_another = before.confidence > DOUBTED and not same_place(said, before)
    if decision.accepted or is_rather_another or not best.accepted:
        return decision, ()
    reason = f"As you showed in {by.told}: {best.reason}"
    return replace(best, reason=reason, rests_on=by.told), tuple(one for one, _ in sure)


def same_place(one: Decision, other: Decision) -> bool:
    """Whether two decisions are for one element: each would click in what the other one has found."""
    return _clicks(one, other.target) and _clicks(other, one.target)


def _clicks(decision: Decision, target: Candidate | None) -> bool:
    return target is not None and decision.point is not None and target.box.contains(*decision.point)


def is_sure(
    policy: Policy,
    one: Exemplar,
    shown: DemonstratedStep,
    screen: Observation,
    values: Mapping[str, str],
    history: tuple[int, ...],
) -> Decision | None:
    """Where an exemplar surely says that a demonstrated step acts on a screen; None where it says nothing
    for sure, or may speak of another record. What was sure only before neighbours in a bar voted is told as
    well: it is not `accepted`, and contradicts others.

    `values`: demonstrated text of each of the row's values -> what stands for it in the present row.
    """
    if not one.values.keys() <= values.keys() or tells_a_record(shown, one.place, {**values, **one.values}):
        return None
    then_now = {then: values[demonstrated] for demonstrated, then in one.values.items()}
    told = {(folded(then), values[demonstrated]) for demonstrated, then in one.values.items()}
    if len(told) > len({then for then, _ in told}):
        return None  # two values that were the same then are two now: which of them is told nobody knows
    found = policy.decide(Situation(one.place, screen, None, history, then_now))
    meant = found.before_votes
    if not meant.accepted or meant.target is None:
        return None
    if another_record(one.place, then_now, screen, meant.target.box, values.values()):
        return None
    return found


def is_there_again(
    policy: Policy,
    one: Exemplar,
    shown: DemonstratedStep,
    screen: Observation,
    absent: Decision,
    found: Decision,
) -> bool:
    """Whether what an exemplar surely found is what was pointed at, though by the demonstrated step nothing
    is there (`absent`)."""
    return found.target is not None and stands_again(policy, shown, one.place, screen, absent, found.target)


def _unsure(decision: Decision, reason: str) -> Decision:
    """Not sure enough to act: nobody knows which of two is meant."""
    confidence = min(decision.confidence, DOUBTED, decision.threshold / 2)
    return replace(decision, confidence=confidence, reason=reason)
