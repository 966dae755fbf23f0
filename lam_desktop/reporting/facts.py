"""What a run did, as its journal tells it: rows, steps, questions, with their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.runs.gone_before import last_end, with_rows_before
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import JOURNAL
from lam_desktop.reporting.effort import Effort, effort_of
from lam_desktop.reporting.marked import labelled, left_out_in, odd_columns_in, with_odd
from lam_desktop.reporting.reading import ReadFacts, read_by_name, read_of
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.once import BEFORE_ROWS, TOLD, is_part
from lam_desktop.tasks.provenance.captions import key_name
from lam_desktop.tasks.texts.rows_argument import table_name

Entry = Mapping[str, Any]
BESIDE = frozenset({"went_on", "paused", "resumed"})
"""Kinds of entries that name a step, and tell of none."""
CUT_SHORT = "cut short"
"""Status of a run, row or step that has no end."""
CLICKS = {"left 2": "double-clicked", "right 1": "right-clicked", "middle 1": "middle-clicked"}
LOOKED = "looked"
"""Status of a row or step in a dry run."""


@dataclass(frozen=True, slots=True)
class Named:
    """An element that the policy considered."""

    text: str
    """What it says; its kind where it says nothing."""
    probability: float


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What the agent asked, and what it was told."""

    reason: str
    answer: str
    """`here`, `value`, `look_again`, `show`, `skip_row`, `stop`, or empty where nobody answered."""
    picture: str
    """Relative to the run's folder; empty for none."""
    said: str = ""
    """What the person said that the screen says."""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of one row."""

    number: int
    caption: str
    status: str
    """`done`, `already so`, `not needed`, `left out`, `failed`, `asked`, `looked`, or `cut short`; a dry run
    only looks."""
    verb: str = ""
    """What kind of action it was: `typed`, `pressed`, `clicked`, …; empty where it did not act."""
    did: str = ""
    """What was typed or pressed, or where; desktop pixels."""
    sure: float | None = None
    """Probability of the chosen element; None for a step of the keyboard."""
    threshold: float | None = None
    runner_up: Named | None = None
    why: str = ""
    """Why the policy chose it."""
    verdict: str = ""
    """Whether the action had its effect, and by what that was seen."""
    read: tuple[ReadFacts, ...] = ()
    """What was read from the screen."""
    put_right: tuple[str, ...] = ()
    """What the agent did of its own so that the step could be done."""
    seconds: float = 0.0
    questions: tuple[QuestionFacts, ...] = ()
    pictures: tuple[str, ...] = ()
    """Before and after; relative to the run's folder."""
    label: str = ""
    """How its number is told where it is a step of a task that the task does, such as 2.3; else empty."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row of the table, or the one time that the task was repeated."""

    index: int
    status: str
    reason: str = ""
    seconds: float = 0.0
    steps: tuple[StepFacts, ...] = ()
    read: tuple[ReadFacts, ...] = ()
    """The values of the row that were read from the screen, by name."""
    evidence: str = ""
    """`confirmed` where the task's checks found the row's record, `seen` where only the screen told of it,
    `not seen` where not even the screen did."""
    run: str = ""
    """The run before that did it, by the name of its folder; empty where the run itself did."""
    went_on: tuple[tuple[int, str], ...] = ()
    """At which step it went on that an earlier run had begun, or behind the person's hands, and why; step 0:
    nothing was left to do."""
    odd: tuple[str, ...] = ()
    """What looked odd in it before the run."""
    line: int = 0
    """Of the sheet, where that is not the one behind the row's number; else 0."""

    @property
    def standing(self) -> str:
        """The status, `confirmed` or `not seen`."""
        return self.evidence if self.evidence in ("confirmed", "not seen") else self.status

    @property
    def asked(self) -> int:
        """How often the agent asked."""
        return sum(len(step.questions) for step in self.steps)

    @property
    def told(self) -> str:
        """How the page names it: `Row {row}`, or a part of the run that is done once."""
        named = "Row {row} (line {line} of the sheet)" if self.line else "Row {row}"
        return TOLD.get(self.index, named)

    @property
    def well(self) -> bool:
        """Whether nobody needs to look at it."""
        return (
            self.status in ("done", LOOKED) and self.evidence != "not seen" and not (self.asked or self.odd)
        )

    @property
    def pictures(self) -> tuple[str, ...]:
        """Of all its steps."""
        return tuple(name for step in self.steps for name in step.pictures)

    @property
    def typed(self) -> tuple[str, ...]:
        """What was typed, in order: by that a person knows the row."""
        return tuple(step.did for step in self.steps if step.verb == "typed")


@dataclass(frozen=True, slots=True)
class MaskedFacts:
    """What was masked of one kind in a report that is given away."""

    kind: str
    """In words."""
    texts: int
    """Places in texts."""
    pictures: int
    """Pictures in which something of the kind was painted over."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A whole run."""

    task: str
    run: str
    """Name of its folder."""
    started: str
    """UTC, ISO 8601; empty where it never began."""
    status: str
    message: str
    seconds: float
    mode: str = ""
    policy: str = ""
    dry_run: bool = False
    table: str = ""
    """The file with the rows; empty without one."""
    shown_s: float = 0.0
    """How long the person took when they showed the task."""
    differs: tuple[str, ...] = ()
    """What was not as it was recorded, in sentences."""
    rows: tuple[RowFacts, ...] = field(default=())
    once: tuple[RowFacts, ...] = ()
    """The parts that are done once, before the rows and behind them; those alone that were begun."""
    loading_s: float = 0.0
    """From the run's beginning to its first row; in no row's time."""
    effort: Effort = field(default_factory=Effort)
    """Where the time of the rows that were done went, beside a clerk's."""
    before: tuple[str, ...] = ()
    """The runs that it goes on from and that rows are told of, by the names of their folders."""
    before_s: float = 0.0
    """How long these took for the rows that are told of them."""
    pictured: tuple[int, int] | None = None
    """Of how many first rows that went well all pictures were kept, and of each how-manieth row; None where
    the journal does not say it."""
    odd_columns: tuple[str, ...] = ()
    """What looked odd in whole columns."""
    hidden: tuple[int, ...] = ()
    """Lines of the sheet that are hidden, and so were no rows."""
    masked: tuple[MaskedFacts, ...] | None = None
    """What is masked in it; None for a report that is not masked at all."""

    @property
    def saved_s(self) -> float:
        """How much less the done rows took than at the pace of the demonstration; negative: more."""
        return self.by_hand_s - sum(row.seconds for row in self.rows if row.status == "done")

    @property
    def all_parts(self) -> tuple[RowFacts, ...]:
        """The rows with what was done once, in the order in which they were done."""
        before = tuple(one for one in self.once if one.index == BEFORE_ROWS)
        return (*before, *self.rows, *(one for one in self.once if one not in before))

    @property
    def rows_done(self) -> int:
        """Rows that ended well."""
        return sum(row.status == "done" for row in self.rows)

    @property
    def asked(self) -> int:
        """Questions of all rows."""
        return sum(row.asked for row in self.all_parts)

    @property
    def worked_s(self) -> float:
        """How long the agent worked on rows; without loading."""
        return sum(row.seconds for row in self.rows)

    @property
    def by_hand_s(self) -> float:
        """How long the rows that were done would take a person, at the pace of the demonstration."""
        return self.shown_s * self.rows_done


def facts_of(folder: Path, files: Files = PLAIN) -> RunFacts:
    """What the journal in a run's folder tells, and those of the runs that it goes on from, of their rows.

    Raises UsageError where nothing was begun, EnvironmentFault where the journal is damaged.
    """
    return facts_told(folder, with_rows_before(folder, entries_of(folder, files=files), files))


def facts_told(folder: Path, entries: Sequence[Entry]) -> RunFacts:
    """The same of a journal that was read already, with the rows of the runs before. Raises as `facts_of`."""
    begun = _first(entries, "run_started")
    if begun is None:
        raise UsageError(f"The run {folder.name} did nothing that could be reported.")
    try:
        return _facts(folder, entries, begun)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise EnvironmentFault(
            f"The journal {folder / JOURNAL} says what no run has written; look at it with an editor."
        ) from error


def _facts(folder: Path, entries: Sequence[Entry], begun: Entry) -> RunFacts:
    own = [one for one in entries if not one.get("run")]
    ended = _first(reversed(entries), "run_finished") or {}
    shown = _first(entries, "understood") or {}
    indices = [*map(int, begun.get("rows", ())), *left_out_in(begun)]
    rows = labelled(with_odd(_rows(entries, indices, bool(begun.get("dry_run"))), begun), shown)
    return RunFacts(
        task=str(begun.get("task", folder.parent.parent.name)),
        run=folder.name,
        started=str(begun.get("at", "")),
        status=str(ended.get("status", CUT_SHORT)),
        message=str(ended.get("message", "")),
        seconds=float(ended.get("seconds", _seconds(own))),
        mode=str(begun.get("mode", "")),
        policy=str(begun.get("policy", "")),
        dry_run=bool(begun.get("dry_run")),
        table=table_name(str(begun.get("table") or ""), str(begun.get("sheet", ""))),
        shown_s=float(shown.get("seconds", 0.0)),
        differs=_differs(_first(entries, "passport") or {}),
        rows=tuple(one for one in rows if not is_part(one.index)),
        once=tuple(one for one in rows if is_part(one.index)),
        loading_s=_seconds([begun, first]) if (first := _first(own, "row_started")) else 0.0,
        effort=effort_of(entries),
        odd_columns=odd_columns_in(begun),
        hidden=tuple(map(int, begun.get("hidden", ()))),
        before=tuple(sorted({one.run for one in rows if one.run})),
        pictured=_pictured(begun.get("pictured")),
        before_s=round(sum(one.seconds for one in rows if one.run), 2),
    )


def _pictured(told: Any) -> tuple[int, int] | None:
    return (int(told["first"]), int(told["every"])) if isinstance(told, dict) else None


def _differs(passport: Entry) -> tuple[str, ...]:
    return tuple(str(one["told"]) for one in passport.get("facts", ()) if one.get("told"))


def _rows(entries: Sequence[Entry], indices: Sequence[int], dry_run: bool) -> tuple[RowFacts, ...]:
    of_row: dict[int, list[Entry]] = {index: [] for index in indices}
    for entry in entries:
        if isinstance(row := entry.get("row"), int):
            of_row.setdefault(row, []).append(entry)

    def endless(row: Sequence[Entry]) -> str:
        return LOOKED if dry_run and not any(one.get("run") for one in row) else CUT_SHORT

    return tuple(_row(index, of_row[index], endless(of_row[index])) for index in sorted(of_row))


def _row(index: int, entries: Sequence[Entry], endless: str) -> RowFacts:
    if not entries:
        return RowFacts(index, "not_started")
    ended = last_end(entries) or {}
    status = str(ended.get("status", endless))
    of_step = [one for one in entries if isinstance(one.get("step"), int) and one["kind"] not in BESIDE]
    # A later attempt at the same row comes after the first one's end: steps are taken as they follow.
    steps = [_step(number, list(parts)) for number, parts in groupby(of_step, key=lambda one: one["step"])]
    seconds = float(ended.get("seconds", _seconds(entries)))
    reason, evidence = str(ended.get("reason", "")), str(ended.get("evidence", ""))
    run = str(entries[-1].get("run", ""))
    went_on = [
        (one.get("step") or 0, str(one.get("reason", ""))) for one in entries if one["kind"] == "went_on"
    ]
    return RowFacts(
        index, status, reason, seconds, tuple(steps), read_by_name(ended), evidence, run, tuple(went_on)
    )


def _step(number: int, entries: Sequence[Entry]) -> StepFacts:
    looks = [one for one in entries if one["kind"] == "decided"]
    look: Entry = looks[-1] if looks else {}
    acted = _first(entries, "acting")
    # A verdict may have been put right by the person.
    verified = next((one for one in reversed(entries) if one["kind"] == "verified"), {})
    left = _first(entries, "left_out") or {}
    verb, did = _did(acted.get("action") or {}) if acted else ("", "")
    named = [_named(one) for one in look.get("candidates", ())]
    caption = next((str(one["caption"]) for one in entries if one.get("caption")), "")
    return StepFacts(
        number=number,
        caption=caption,
        status=_status(entries, verified),
        verb=verb,
        did=did,
        sure=_chance(look, "confidence"),
        threshold=_chance(look, "threshold"),
        runner_up=named[1] if len(named) > 1 else None,
        why=str(look.get("policy_reason") or look.get("objection") or left.get("reason") or ""),
        verdict=str(verified.get("reason", "")),
        read=tuple(map(read_of, look.get("readings", ()))),
        put_right=tuple(str(one.get("reason", "")) for one in entries if one["kind"] == "put_right"),
        seconds=_seconds(entries),
        questions=_questions(entries),
        pictures=tuple(str(one) for one in verified.get("pictures") or filter(None, [look.get("picture")])),
    )


def _status(entries: Sequence[Entry], verified: Entry) -> str:
    kinds = {one["kind"] for one in entries}
    if verified:
        return "done" if verified.get("ok") else "failed"
    if "already_so" in kinds:
        return "already so"
    if "left_out" in kinds:
        return "left out"
    if "not_needed" in kinds:
        return "not needed"
    if "acting" in kinds:
        return CUT_SHORT
    return "asked" if "asked" in kinds else LOOKED


def _questions(entries: Sequence[Entry]) -> tuple[QuestionFacts, ...]:
    found: list[QuestionFacts] = []
    asked: Entry | None = None
    for entry in [*entries, {"kind": "asked"}]:
        if entry["kind"] not in ("asked", "answered"):
            continue
        if asked is not None:
            answer = str(entry.get("answer") or "") if entry["kind"] == "answered" else ""
            said = str(entry.get("text") or "") if answer == "value" else ""
            picture = str(asked.get("picture", ""))
            found.append(QuestionFacts(str(asked.get("reason", "")), answer, picture, said))
        asked = entry if entry["kind"] == "asked" else None
    return tuple(found)


def _did(action: Entry) -> tuple[str, str]:
    """The action as a verb, and what it was done with or where."""
    x, y = action.get("point") or action.get("start") or ("?", "?")
    match action.get("type"):
        case "TypeText":
            return "typed", f"“{action.get('text', '')}”"
        case "PressKeys":
            return "pressed", "+".join(key_name(str(key)) for key in action.get("keys", ()))
        case "Click":
            return CLICKS.get(f"{action.get('button')} {action.get('count')}", "clicked"), f"({x}, {y})"
        case "Drag":
            end = action.get("end") or ("?", "?")
            return "dragged", f"({x}, {y}) → ({end[0]}, {end[1]})"
        case "Scroll":
            return "scrolled", f"{action.get('dy', 0):+} ({x}, {y})"
        case other:
            return str(other or ""), ""


def _named(candidate: Entry) -> Named:
    text = str(candidate.get("text") or candidate.get("kind", "")).strip()
    return Named(" ".join(text.split()), float(candidate.get("probability", 0.0)))


def _chance(look: Entry, key: str) -> float | None:
    return None if look.get(key) is None else float(look[key])


def _seconds(entries: Sequence[Entry]) -> float:
    times = [one["t_ns"] for one in entries if isinstance(one.get("t_ns"), int)]
    return round((max(times) - min(times)) / 1e9, 2) if times else 0.0


def _first(entries: Iterable[Entry], kind: str) -> Entry | None:
    return next((one for one in entries if one["kind"] == kind), None)
