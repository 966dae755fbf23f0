"""What the agent may do without a yes: a task earns that, row by verified row, and loses it by a failure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.passport import changed_meaning, meaning
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.supervision import RowStatus, Standing
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task

ALWAYS = "The task asks for your yes before this step."


class Autonomy:
    """Whether a step waits for the person's yes; one a run."""

    def __init__(self, irreversible: Collection[int], needed: int, earned: int, since: str = "") -> None:
        """`irreversible`: numbers of steps; `needed` rows have to go well, `earned` have so far.

        `since`: after what change they are counted, in words; empty for none.
        """
        self._since = since
        self._irreversible = irreversible
        self._needed = needed
        self._earned = earned

    @property
    def final(self) -> frozenset[int]:
        """Numbers of the steps that cannot be undone."""
        return frozenset(self._irreversible)

    def question(self, step: TaskStep, shown: bool = False) -> str:
        """What to ask before the step; empty where it may just be done, or was just `shown` by the person."""
        if step.approval:
            return ALWAYS
        if shown or step.number not in self._irreversible or self._earned >= self._needed:
            return ""
        return (
            f"This step cannot be undone, and {self._earned} of {self._needed} rows went well"
            f" {f'since {self._since}' if self._since else 'so far'}: is everything right?"
        )

    def row_ended(self, status: RowStatus, evidence: Standing = "") -> None:
        """Counts a row whose end was seen; one that went wrong takes everything back."""
        if status == "done" and evidence != "not seen":
            self._earned += 1
        elif status == "failed":
            self._earned = 0

    def corrected(self) -> None:
        """The person had to show where something is: the screen is not what it was."""
        self._earned = 0


def print_of_steps(steps: Sequence[TaskStep]) -> str:
    """A fingerprint of what a task does; captions and doubts are only told."""
    plain = [asdict(replace(step, caption="", doubt="", approval=False)) for step in steps]
    for one in plain:
        for key in ("label", "windows", "instead"):  # what is offered is not done
            del one[key]
        del one["patience_s"]  # how long is waited changes nothing of what is done
        for call in one["within"]:
            del call["checks"]  # they look at what was done, and change nothing of it
            for key in ("returns", "handed"):
                if not call[key]:
                    del call[key]
        for key in ("awaited", "gone", "when", "recording", "also", "called", "given", "returns", "handed",
                    "within", "once"):  # fmt: skip
            if not one[key]:
                del one[key]  # tasks that do without keep the print that they had
        for when in (one.get("when"), *(call["when"] for call in one.get("within", ()))):
            if when and not when["read"]:
                del when["read"], when["reader"]
        if one["value"] is not None:
            del one["value"]["shift"]  # as the day of the run is
            if not one["value"]["goes_on"]:
                del one["value"]["goes_on"]
        for place in (one["value"] or {}).get("places", ()):
            for key in ("recording", "call"):
                if not place[key]:
                    del place[key]
    return hashlib.blake2b(
        json.dumps(plain, default=str, sort_keys=True).encode(), digest_size=16
    ).hexdigest()


def earned_rows(
    library: Library,
    task: Task,
    enough: int,
    now: Mapping[tuple[str, str], str] | None = None,
    taught: str = "",
) -> tuple[int, str]:
    """Rows that went well since a failure, a correction or a change; at most `enough`.

    `now`: the surroundings that count, as `passport.meaning` tells them; `taught`: what was taught, as
    `Taught.print` tells it. Beside the rows the change of the
    surroundings since which they are counted, in words; empty where none was met.
    """
    if not enough:
        return 0, ""  # no journal is read for nothing
    steps, count = print_of_steps(task.steps), 0
    for folder in reversed(library.runs(task.name)):
        entries = _entries(folder, steps, taught, library.files)
        if changed := _changed(entries, now or {}):
            return count, changed
        for entry in reversed(entries):
            if entry.get("kind") == "row_finished" and entry.get("status") == "done":
                if is_part(entry.get("row", 0)):
                    continue
                # None, where an earlier run has stored it.
                count += bool(entry.get("steps_done")) and entry.get("evidence") != "not seen"
            elif _took_back(entry):
                return count, ""
            if count >= enough:
                return count, ""
    return count, ""


def _changed(entries: Sequence[dict[str, Any]], now: Mapping[tuple[str, str], str]) -> str:
    """What is otherwise than in a run, in words; empty for nothing, or where it is not known."""
    facts = next((one.get("facts") for one in entries if one.get("kind") == "passport"), None)
    sound = [one for one in facts if isinstance(one, dict)] if isinstance(facts, list) else []
    differs = changed_meaning(meaning(sound), now)
    if differs is None:
        return ""
    program, what = differs
    return {
        **dict.fromkeys(("version", "release", "script"), f"{program} was updated"),
        "language": f"{program} speaks another language",
    }.get(what, "the keyboard layout changed")  # fmt: skip


def _took_back(entry: dict[str, Any]) -> bool:
    failed = entry.get("kind") == "row_finished" and entry.get("status") == "failed"
    pointed = entry.get("kind") == "answered" and entry.get("answer") == "here"
    # The answer alone took nothing back: `shown` is written once they have done what they then did themself.
    return failed or pointed or entry.get("kind") in ("shown", "other_steps")


def _entries(folder: Path, steps: str, taught: str, files: Files) -> list[dict[str, Any]]:
    """A run's journal; of a run that did other steps, was taught otherwise, or cannot be read, only that it
    was one."""
    try:
        kinds = ("run_started", "passport", "understood", "answered", "shown", "row_finished")
        entries = entries_of(folder, kinds, files)
    except EnvironmentFault:
        return [{"kind": "other_steps"}]
    if not entries or any(one["kind"] == "run_started" and one.get("dry_run") for one in entries):
        return []
    known = [(one.get("print"), one.get("taught", "")) for one in entries if one["kind"] == "understood"]
    return entries if not known or known == [(steps, taught)] else [{"kind": "other_steps"}]
