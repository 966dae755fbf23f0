"""`lam teach`: which of the places that a person showed later runs may rely on, with held-out figures."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lam_desktop.execution.finding.exemplars import CLICKED, MOST_KNOWN, exemplar_of
from lam_desktop.execution.run import Minds
from lam_desktop.execution.shown.demonstrations import Demonstrations, check_recordings
from lam_desktop.protocols import Policy
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.corrections import Correction, Corrections, Words
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.taught import TaughtFile, print_of_step
from lam_desktop.tasks.task import Task
from lam_desktop.teaching.held_out import Candidate, Figures, judged

POLICY = "lam"
TOO_MUCH = "Newer ones are as much as a run can hold at once."


@dataclass(frozen=True)
class TaughtStep:
    """What came of one step."""

    step: int
    caption: str
    exemplars: int
    before: Figures
    """Held out: by the demonstration alone."""
    after: Figures
    """By the demonstration with the other exemplars."""
    untried: int = 0
    """How often one could not be tried on the screen of another one, for a value that is not known there."""


@dataclass(frozen=True)
class Lesson:
    """What came of teaching."""

    steps: tuple[TaughtStep, ...] = ()
    kept: tuple[str, ...] = ()
    """Names of corrections."""
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name -> why, as a sentence."""
    seconds: float = 0.0

    @property
    def message(self) -> str:
        """One sentence for a person."""
        if not self.kept and not self.left_out:
            return (
                "There is nothing to learn from yet: nobody has pointed at a place, or done a step with one"
                " click, where a run asked."
            )
        if not self.kept:
            return f"Nothing of what you showed was taken up: {list(self.left_out.values())[-1]}"
        shown = len(self.kept) + len(self.left_out)
        return f"Later runs rely on {len(self.kept)} of {shown} places that you showed."

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "message": self.message, "kept": list(self.kept), "seconds": self.seconds,
            "left_out": [{"correction": name, "why": why} for name, why in self.left_out.items()],
            "steps": [asdict(one) for one in self.steps],
        }  # fmt: skip


def teach(library: Library, name: str, minds: Minds, tell: Callable[[str], None] = lambda _: None) -> Lesson:
    """Takes up what does no harm, so that later runs rely on it; what was taken up before counts no longer
    where it is not among that.

    `tell` hears in words what takes time. Raises UsageError and EnvironmentFault as a run does.
    """
    started = time.monotonic()
    task = library.whole(name)
    steps = {print_of_step(one): one for one in reversed(task.steps)}
    corrections = Corrections(task.folder, task.files)
    wanted, left_out = _wanted(corrections.words(), steps)
    taken, by_step = _read(corrections, wanted, left_out)
    file = TaughtFile(task.folder, task.files)
    if not by_step:
        file.write({})
        return Lesson(left_out=left_out, seconds=round(time.monotonic() - started, 1))
    check_recordings(task)
    tell("Loading the model.")
    parser, policy, weights = minds.load(POLICY)
    tell("Looking at what was shown.")
    with contextlib.closing(Demonstrations(task, parser, weights)) as demonstrations:
        found, kept = _taught(task, policy, demonstrations, by_step, left_out)
    file.write({one: taken[one] for one in sorted(kept, key=int)})
    seconds = round(time.monotonic() - started, 1)
    return Lesson(tuple(found), tuple(sorted(kept, key=int)), dict(sorted(left_out.items())), seconds)


def forget(library: Library, name: str) -> bool:
    """Takes back what was taught; whether anything was. Raises UsageError where there is no such task."""
    task = library.open(name)
    return TaughtFile(task.folder, task.files).forget()


def _taught(
    task: Task,
    policy: Policy,
    demonstrations: Demonstrations,
    by_step: Mapping[str, list[Candidate]],
    left_out: dict[str, str],
) -> tuple[list[TaughtStep], list[str]]:
    """What came of each step, in order, and the names of what is kept."""
    found: list[TaughtStep] = []
    kept: list[str] = []
    for step in task.steps:
        candidates = by_step.get(print_of_step(step), ())
        if not candidates or candidates[0].name in (*kept, *left_out):
            continue
        came = judged(policy, demonstrations.step(step), candidates)
        left_out.update(came.left_out)
        kept += [one.name for one in came.kept]
        if came.kept:
            found.append(
                TaughtStep(step.number, step.caption, len(came.kept), came.before, came.after, came.untried)
            )  # fmt: skip
    return found, kept


def _wanted(shown: list[Words], steps: Mapping[str, TaskStep]) -> tuple[dict[str, str], dict[str, str]]:
    """Of which step each is that may teach, by name, and why the rest may not: the newest first.

    Closed dialogs are none of it.
    """
    of: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for one in reversed(shown):
        if one.closed:
            continue
        why = _why_not(one, steps)
        if why or one.of is None:
            left_out[one.name] = why
        else:
            of[one.name] = one.of
    return of, left_out


def _read(
    corrections: Corrections, of: Mapping[str, str], left_out: dict[str, str]
) -> tuple[dict[str, Correction], dict[str, list[Candidate]]]:
    """What may teach, by name, and by step, newest first; the screens of these alone are read."""
    read, too_much = corrections.newest(of, MOST_KNOWN)
    by_step: dict[str, list[Candidate]] = {}
    for name, one in reversed(read):
        if (exemplar := exemplar_of(one)) is not None:
            by_step.setdefault(exemplar.of, []).append(Candidate(name, exemplar))
    taken = dict(read)
    of_step = Counter[str]()
    for name in of:
        if name in taken:
            of_step[of[name]] += 1
        elif of_step[of[name]] == MOST_KNOWN:
            left_out[name] = f"There are {MOST_KNOWN} newer ones of this step."
        else:
            left_out[name] = TOO_MUCH if too_much and int(name) <= int(too_much) else "Its screen is damaged."
    return taken, by_step


def _why_not(one: Words, steps: Mapping[str, TaskStep]) -> str:
    """Why a correction teaches nothing, as a sentence; empty where it may."""
    if one.of is None:
        return "It was not done with one click on something that was recognised."
    if one.bound:
        return one.bound
    if not one.done:
        return "It was not seen that the row went on by it."
    step = steps.get(one.of)
    if step is None or step.kind not in CLICKED:
        return "The task has no such step any more."
    return ""
