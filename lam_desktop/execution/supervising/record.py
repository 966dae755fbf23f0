"""What a run leaves behind: its journal and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import told
from lam_desktop.execution.finding.reading import Doubtful
from lam_desktop.execution.machine.overlay import draw_decision
from lam_desktop.execution.runs.begun import Stood
from lam_desktop.execution.runs.journal import EntryKind, Journal
from lam_desktop.execution.runs.result import RowResult
from lam_desktop.execution.runs.supervision import Doubted
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.supervising.scenes import Scenes
from lam_desktop.execution.verifying.repeating import is_told_by_effect
from lam_desktop.perception.scratch import give_back, resident_mb
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import Place
from lam_desktop.types import Action, Decision, Observation, Verdict

SHOWN_CANDIDATES = 5
NO_PRINTS: Mapping[str, str] = MappingProxyType({})
PLACE_PX = 24
"""So much around a text that could not be read for sure is shown with it."""


class RunRecord:
    """Journal entries of one run, in the words of the executor."""

    def __init__(
        self, journal: Journal, folder: Path, name: str, limits: Limits | None = None, key: bytes = b""
    ) -> None:
        """`limits` say of which rows all pictures are kept; None: as shipped. `key`: of fingerprints."""
        self._journal = journal
        self._scenes = Scenes(journal, limits)
        self._folder = folder
        self.name = name
        """The run's folder, relative to the library."""
        self.key = key
        """Of the fingerprints of cells; empty: none are kept."""
        self._pictures = 0

    def write(self, kind: EntryKind, **fields: Any) -> None:
        """One entry, on the disk when this returns."""
        self._journal.write(kind, **fields)

    def learn(self, plan: StepPlan, found: Located) -> None:
        """Keeps out, from now on, the secrets that a look has read from the screen, or may have."""
        for value in (one for one in plan.screen if one.secret):
            texts = [found.readings[place] for place in value.places if place in found.readings]
            doubtful = (
                found.doubtful if found.doubtful is not None and found.doubtful.value == value else None
            )
            boxes = [*found.read_in] if texts else []
            if doubtful is not None:
                texts.append(doubtful.text)
                boxes += [] if doubtful.box is None else [doubtful.box]
            for text in texts:
                self.keep_out(text, value.name)
            self._scenes.read_secretly(boxes, found.view)

    def keep_out(self, secret: str, name: str) -> None:
        """Keeps out a secret that the screen shows."""
        self._journal.keep_out(secret, name, shown=True)

    def decided(self, row: int, plan: StepPlan, found: Located, picture: str | None = None) -> None:
        """One look and what followed from it, with its picture if there is one."""
        self.learn(plan, found)
        self.write(
            "decided", row=row, step=plan.step.number, ready=found.ready, objection=found.objection,
            **({} if picture is None else {"picture": picture, "caption": plan.step.caption}),
            **({} if found.decide_s is None else {"decide_s": round(found.decide_s, 3)}),
            **_reading_fields(found), **decision_fields(found.decision),
        )  # fmt: skip

    def question(self, row: int, plan: StepPlan, found: Located, reason: str) -> tuple[Path, Doubted | None]:
        """A question with its picture; returns the picture's path on this machine, and what is to be said."""
        self.learn(plan, found)
        name = f"question-row{row}-step{plan.step.number}"
        picture, doubtful = self.picture(name, found), found.doubtful
        doubted = None
        fields: dict[str, Any] = {}
        if doubtful is not None and doubtful.value.secret:
            doubted = Doubted(told(doubtful.value), "", secret=True)
            fields = {"doubted": {"name": doubted.name, "text": "", "picture": ""}}
        elif doubtful is not None:
            place = self._place_of(doubtful, f"{self._pictures:04d}-{name}-place")
            doubted = Doubted(
                told(doubtful.value),
                self._journal.without_secrets(doubtful.text),
                str(self._folder / place) if place else "",
            )
            fields = {"doubted": {"name": doubted.name, "text": doubted.text, "picture": place}}
        self.write(
            "asked", row=row, step=plan.step.number, caption=plan.step.caption, reason=reason,
            picture=picture, **fields, **decision_fields(found.decision),
        )  # fmt: skip
        return self._folder / picture, doubted

    def _place_of(self, doubtful: Doubtful, name: str) -> str:
        """A picture of where a text may stand, relative to the run's folder; none where a secret is by it."""
        if doubtful.box is None or doubtful.seen is None:
            return ""
        area = doubtful.box.expanded(PLACE_PX)
        around = [one.text for one in doubtful.seen.elements if one.box.overlaps(area)]
        if any(map(self._journal.gives_away, around)):
            return ""
        return self._journal.picture(name, area.crop(doubtful.seen.frame))

    def row_started(
        self, row: int, printed: str = "", prints: Mapping[str, str] = NO_PRINTS, counted: str = ""
    ) -> None:
        """A row begins; `printed`: a fingerprint of its cells, by which a later run knows it again.

        `prints`: of each cell by itself; `counted`: of that by which checks count its record.
        """
        self._scenes.begin_row()
        known = {name: said for name, said in (("print", printed), ("counted", counted)) if said}
        self.write("row_started", row=row, **known, **({"prints": dict(prints)} if prints else {}))

    def row_finished(self, result: RowResult) -> None:
        """A row ended, whichever way; with what the run holds of the machine's memory then."""
        give_back()
        held = resident_mb()
        self.write(
            "row_finished", row=result.index, status=result.status, reason=result.reason,
            steps_done=result.steps_done, seconds=result.seconds, evidence=result.evidence,
            **({"read": dict(result.read)} if result.read else {}),
            **({"sure": dict(result.sure)} if result.sure else {}),
            **({"memory_mb": round(held, 2)} if held is not None else {}),
        )  # fmt: skip
        self._scenes.end_row(result)

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
        return Stood.seen(view.program, scope.reference, hidden)

    def went_on(
        self,
        row: int,
        step: int | None,
        reason: str,
        done: Sequence[int],
        readings: Mapping[Place, str],
        sure: Mapping[Place, Sureness],
    ) -> None:
        """A row that was begun goes on at a step, or at its end (None), and why; `done` is behind it."""
        read = {"readings": plain_readings(readings, sure)} if readings else {}
        self.write("went_on", row=row, step=step, reason=reason, done=list(done), **read)

    def left_out(self, row: int, plan: StepPlan) -> None:
        """A step that is not done in this row."""
        step = plan.step
        self.write("left_out", row=row, step=step.number, caption=step.caption, reason=plan.left_out)

    def verified(
        self,
        row: int,
        plan: StepPlan,
        found: Located,
        after: Observation | None,
        verdict: Verdict,
        waited_s: float | None = None,
    ) -> None:
        """What came of an action, with the screen around it, and after how long that was seen."""
        waited = {} if waited_s is None else {"waited_s": waited_s}
        self.write(
            "verified", row=row, step=plan.step.number, ok=verdict.ok, reason=verdict.reason,
            evidence=verdict.evidence, pictures=self._scenes.step(row, plan, found, after), **waited,
        )  # fmt: skip

    def without_secrets(self, text: str) -> str:
        """The text with the names of secrets in their places."""
        return self._journal.without_secrets(text)

    def shown(self, found: Located) -> Observation:
        """What whoever watches may see of a look: nothing of secrets, nor of other programs."""
        return self.kept(found.view)

    def kept(self, view: View) -> Observation:
        """What may be kept of a look: nothing of secrets, nor of other programs."""
        seen = view.observation
        frame = self._scenes.discreet(seen.frame, seen.elements, view)
        hidden = self._scenes.secret(seen.elements, view)
        return replace(seen, frame=frame, elements=tuple(one for one in seen.elements if one not in hidden))

    def picture(self, name: str, found: Located) -> str:
        """The screen with the decision drawn in; returns its path relative to the run's folder."""
        observation = self.shown(found)
        frame = observation.frame
        if found.decision is not None:
            frame = draw_decision(frame, self.discreet(found.decision), observation.window)
        self._pictures += 1
        return self._journal.picture(f"{self._pictures:04d}-{name}", frame)

    def discreet(self, decision: Decision) -> Decision:
        """The decision as it may be told: without the text of a secret."""
        said = self._journal.without_secrets
        target = decision.target and replace(decision.target, text=said(decision.target.text))
        candidates = tuple(replace(one, text=said(one.text)) for one in decision.candidates)
        return replace(decision, target=target, candidates=candidates, reason=said(decision.reason))


def _reading_fields(found: Located) -> dict[str, Any]:
    """What was read from the screen, beside what stood there in the demonstration."""
    return {"readings": plain_readings(found.readings, found.sure)} if found.readings else {}


def plain_readings(
    readings: Mapping[Place, str], sure: Mapping[Place, Sureness] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """What was read from the screen, how surely, and where it stood in the demonstration, as plain values."""
    return [
        {
            "shown": place.span.of(place.text), "read": text, "in": place.text,
            "demonstrated": place.demonstrated,
            "box": [place.box.x, place.box.y, place.box.w, place.box.h],
            **({"recording": place.recording} if place.recording else {}),
            **({"call": place.call} if place.call else {}),
            **(sure[place].plain if place in sure else {}),
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
        **({"rests_on": decision.rests_on} if decision.rests_on else {}),
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
