"""Which exemplars of a step do no harm, each judged on screens that it was not made from.

Leave-one-out: on the screen of each exemplar the step is decided by the demonstration alone, and by the
demonstration with the other exemplars; what the person pointed at there is right. The screen of the
demonstration is one more of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lam_desktop.execution.finding.exemplars import Exemplar, agreed, is_sure, is_there_again
from lam_desktop.protocols import Policy
from lam_desktop.types import Decision, DemonstratedStep, Situation

UNTRIED = "It could not be tried on what else was shown: a value that it needs is not known there."
Outcome = Literal["right", "asked", "wrong"]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One exemplar of a step, by the name of its correction."""

    name: str
    exemplar: Exemplar


@dataclass(frozen=True)
class Figures:
    """How often what came of a step."""

    right: int = 0
    asked: int = 0
    wrong: int = 0

    @staticmethod
    def of(outcomes: Sequence[Outcome]) -> Figures:
        """Counted."""
        count = Counter(outcomes)
        return Figures(count["right"], count["asked"], count["wrong"])


@dataclass(frozen=True)
class Judged:
    """What came of trying the exemplars of one step."""

    kept: tuple[Candidate, ...]
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name -> why, as a sentence."""
    before: Figures = field(default_factory=Figures)
    """On the screens of those that are kept: by the demonstration alone."""
    after: Figures = field(default_factory=Figures)
    """By the demonstration with the others."""
    untried: int = 0
    """So many times one of those that are kept could not be tried on the screen of another one, which did not
    show a value that it needs."""


@dataclass(frozen=True, eq=False)
class _Screen:
    """One on which the step is tried; `own`: the exemplar that it is of, None for the demonstration's."""

    own: Candidate | None
    place: DemonstratedStep
    values: Mapping[str, str]
    alone: Decision
    sure: Mapping[str, Decision]
    """What each exemplar surely finds there, as `is_sure`, by name; without its own."""
    again: frozenset[str] = frozenset()
    """Names of those by which it is there though the demonstration alone finds nothing."""
    untried: frozenset[str] = frozenset()
    """Names of those that need a value which is not known there."""


def judged(policy: Policy, shown: DemonstratedStep, candidates: Sequence[Candidate]) -> Judged:
    """Keeps those that make nothing wrong that the demonstration alone had right, or asked about.

    Of exemplars that contradict each other, those go first that contradict the most.
    """
    screens = [_screen(policy, shown, each, candidates) for each in (None, *candidates)]
    kept, left_out = list(candidates), dict[str, str]()
    while harm := _harm(screens, kept):
        most = max(harm.values())
        for one in [each for each in kept if harm[each.name] == most]:
            kept.remove(one)
            left_out[one.name] = _why(one, screens)
    for one in [each for each in kept if _is_untried(each, kept, screens)]:
        kept.remove(one)
        left_out[one.name] = UNTRIED
    names = {one.name for one in kept}
    tried = [one for one in screens if one.own is not None and one.own.name in names]
    return Judged(
        tuple(kept), left_out,
        Figures.of([_outcome(one.alone, one) for one in tried]),
        Figures.of([_with_others(one, kept) for one in tried]),
        sum(len(one.untried & names) for one in tried),
    )  # fmt: skip


def _screen(
    policy: Policy, shown: DemonstratedStep, own: Candidate | None, candidates: Sequence[Candidate]
) -> _Screen:
    """A screen with everything that is decided on it, once."""
    place = shown if own is None else own.exemplar.place
    values = {} if own is None else own.exemplar.values
    if own is None:  # the demonstrated row: each value stands for itself
        values = {text: text for each in candidates for text in each.exemplar.values}
    alone = policy.decide(Situation(shown, place.before, None, (), values))
    sure = {
        one.name: found
        for one in candidates
        if one is not own
        and (found := is_sure(policy, one.exemplar, shown, place.before, values, ())) is not None
    }
    again = {
        one.name
        for one in candidates
        if None in (alone.target, alone.before_votes.target)
        and (found := sure.get(one.name)) is not None
        and is_there_again(policy, one.exemplar, shown, place.before, alone.before_votes, found)
    }
    untried = {one.name for one in candidates if not one.exemplar.values.keys() <= values.keys()}
    return _Screen(own, place, values, alone, sure, frozenset(again), frozenset(untried))


def _is_untried(one: Candidate, kept: Sequence[Candidate], screens: Sequence[_Screen]) -> bool:
    """Whether there are screens of others on which it might be tried, and it could be on none of them: in a
    run, where all values are known, it would be."""
    names = {each.name for each in kept if each is not one}
    others = [each for each in screens if each.own is not None and each.own.name in names]
    return bool(others) and all(one.name in each.untried for each in others)


def _harm(screens: Sequence[_Screen], kept: Sequence[Candidate]) -> Counter[str]:
    """How often each contradicts what a person showed, where any of them makes something wrong; else empty.

    Also one that turns what the demonstration shows of itself into a question does harm.
    """
    names = {one.name for one in kept}
    tried = [one for one in screens if one.own is None or one.own.name in names]
    worse = [one for one in tried if _is_worse(one, kept)]
    if not worse:
        return Counter()
    found = Counter[str]()
    for one in tried:
        against = [
            name for name, sure in one.sure.items() if name in names and not _hits(sure.before_votes, one)
        ]
        found.update(against)
        if one.own is not None:
            found[one.own.name] += len(against)
    return found


def _is_worse(one: _Screen, kept: Sequence[Candidate]) -> bool:
    before, after = _outcome(one.alone, one), _with_others(one, kept)
    if one.own is None:
        return after != before and after != "right"
    return after == "wrong" != before


def _with_others(one: _Screen, kept: Sequence[Candidate]) -> Outcome:
    others = [each.exemplar for each in kept if each is not one.own]
    names = {id(each.exemplar): each.name for each in kept}
    made, _ = agreed(
        others, one.alone, lambda each: one.sure.get(names[id(each)]),
        lambda each, _: names[id(each)] in one.again,
    )  # fmt: skip
    return _outcome(made, one)


def _outcome(decision: Decision, one: _Screen) -> Outcome:
    if not decision.accepted:
        return "asked"
    return "right" if _hits(decision, one) else "wrong"


def _hits(decision: Decision, one: _Screen) -> bool:
    """Whether it clicks in what the person pointed at, and has not found something far larger around it."""
    target = one.place.acted_on
    if target is None or one.place.point is None or decision.point is None or decision.target is None:
        return False
    return target.box.contains(*decision.point) and decision.target.box.contains(*one.place.point)


def _why(one: Candidate, screens: Sequence[_Screen]) -> str:
    """Why an exemplar is left out, by the first screen on which it contradicts what was shown there."""
    for screen in screens:
        sure = screen.sure.get(one.name)
        found = None if sure is None else sure.before_votes
        if found is None or found.target is None or _hits(found, screen):
            continue
        where = "the demonstration" if screen.own is None else screen.own.exemplar.told
        said = f"“{found.target.text}”" if found.target.text else f"another {found.target.kind}"
        return f"On the screen of {where} it finds {said}, which was not meant there."
    return "On its screen others find something else than what was shown there."
