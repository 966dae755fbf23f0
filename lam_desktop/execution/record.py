"""What a run leaves behind: its journal and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lam_desktop.execution.begun import Stood
from lam_desktop.execution.journal import EntryKind, Journal
from lam_desktop.execution.locating import Located
from lam_desktop.execution.overlay import draw_decision
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.readiness import View
from lam_desktop.execution.repeating import is_told_by_effect
from lam_desktop.execution.result import RowResult
from lam_desktop.execution.scenes import Scenes
from lam_desktop.tasks.task import Place
from lam_desktop.types import Action, Decision, Observation, Verdict

SHOWN_CANDIDATES = 5


class RunRecord:
    """Journal entries of one run, in the words of the executor."""

    def __init__(self, journal: Journal, folder: Path, name: str) -> None:
        self._journal = journal
        self._scenes = Scenes(journal)
        self._folder = folder
        self.name = name
        """The run's folder, relative to the library."""
        self._pictures = 0

    def write(self, kind: EntryKind, **fields: Any) -> None:
        """One entry, on the disk when this returns."""
        self._journal.write(kind, **fields)

    def decided(self, row: int, plan: StepPlan, found: Located, picture: str | None = None) -> None:
        """One look and what followed from it, with its picture if there is one."""
        self.write(
            "decided", row=row, step=plan.step.number, ready=found.ready, objection=found.objection,
            **({} if picture is None else {"picture": picture, "caption": plan.step.caption}),
            **_reading_fields(found), **decision_fields(found.decision),
        )  # fmt: skip

    def question(self, row: int, plan: StepPlan, found: Located, reason: str) -> Path:
        """A question with its picture; returns the picture's path on this machine."""
        picture = self.picture(f"question-row{row}-step{plan.step.number}", found)
        self.write(
            "asked", row=row, step=plan.step.number, caption=plan.step.caption, reason=reason,
            picture=picture, **decision_fields(found.decision),
        )  # fmt: skip
        return self._folder / picture

    def row_started(self, row: int) -> None:
        """A row begins."""
        self._scenes.begin_row()
        self.write("row_started", row=row)

    def row_finished(self, result: RowResult) -> None:
        """A row ended, whichever way."""
        self.write(
            "row_finished", row=result.index, status=result.status, reason=result.reason,
            steps_done=result.steps_done, seconds=result.seconds, evidence=result.evidence,
        )  # fmt: skip
        self._scenes.end_row(result.status)

    def acting(self, row: int, plan: StepPlan, action: Action, found: Located) -> Stood | None:
        """The intent, before the action.

        With what the program shows, where only that tells afterwards whether the action came to its effect;
        that is given back.
        """
        told: dict[str, Any] = {}
        if (stood := self.stood(plan, found.view)) is not None:
            told["stood"] = stood.plain
        if found.by_person:
            told |= _reading_fields(found)
        self.write("acting", row=row, step=plan.step.number, caption=plan.step.caption, action=action, **told)
        return stood

    def stood(self, plan: StepPlan, view: View) -> Stood | None:
        """What the program shows before a step, where only that tells afterwards what came of it."""
        scope = view.scope
        if scope is None or not is_told_by_effect(plan):
            return None
        hidden = self._scenes.secret(view.program.elements, view)
        return Stood.seen(view.program, scope.reference.window_id, scope.reference.box, hidden)

    def went_on(
        self, row: int, step: int | None, reason: str, done: Sequence[int], readings: Mapping[Place, str]
    ) -> None:
        """A row that was begun goes on at a step, or at its end (None), and why; `done` is behind it."""
        read = {"readings": plain_readings(readings)} if readings else {}
        self.write("went_on", row=row, step=step, reason=reason, done=list(done), **read)

    def left_out(self, row: int, plan: StepPlan) -> None:
        """A step that is not done in this row."""
        step = plan.step
        self.write("left_out", row=row, step=step.number, caption=step.caption, reason=plan.left_out)

    def verified(
        self, row: int, plan: StepPlan, found: Located, after: Observation | None, verdict: Verdict
    ) -> None:
        """What came of an action, with the screen around it."""
        self.write(
            "verified", row=row, step=plan.step.number, ok=verdict.ok, reason=verdict.reason,
            evidence=verdict.evidence, pictures=self._scenes.step(row, plan, found, after),
        )  # fmt: skip

    def picture(self, name: str, found: Located) -> str:
        """The screen with the decision drawn in; returns its path relative to the run's folder."""
        observation = found.view.observation
        frame = self._scenes.discreet(observation.frame, observation.elements, found.view)
        if found.decision is not None:
            frame = draw_decision(frame, self._discreet(found.decision), observation.window)
        self._pictures += 1
        return self._journal.picture(f"{self._pictures:04d}-{name}", frame)

    def _discreet(self, decision: Decision) -> Decision:
        """The decision as it may be told: without the text of a secret."""
        said = self._journal.without_secrets
        target = decision.target and replace(decision.target, text=said(decision.target.text))
        candidates = tuple(replace(one, text=said(one.text)) for one in decision.candidates)
        return replace(decision, target=target, candidates=candidates, reason=said(decision.reason))


def _reading_fields(found: Located) -> dict[str, Any]:
    """What was read from the screen, beside what stood there in the demonstration."""
    return {"readings": plain_readings(found.readings)} if found.readings else {}


def plain_readings(readings: Mapping[Place, str]) -> list[dict[str, Any]]:
    """What was read from the screen, and where it stood in the demonstration, as plain values."""
    return [
        {
            "shown": place.span.of(place.text), "read": text, "in": place.text,
            "demonstrated": place.demonstrated,
            "box": [place.box.x, place.box.y, place.box.w, place.box.h],
        }
        for place, text in readings.items()
    ]  # fmt: skip


def decision_fields(decision: Decision | None) -> dict[str, Any]:
    """A decision as plain values."""
    if decision is None:
        return {}
    return {
        "point": decision.point,
        "confidence": round(decision.confidence, 4),
        "threshold": round(decision.threshold, 4),
        "absent": round(decision.absent, 4),
        "policy_reason": decision.reason,
        "candidates": [
            {
                "box": [one.box.x, one.box.y, one.box.w, one.box.h],
                "kind": one.kind,
                "text": one.text,
                "probability": round(one.probability, 4),
            }
            for one in decision.candidates[:SHOWN_CANDIDATES]
        ],
    }
