"""Rows bound later: of a task that was recorded without a table, which columns its texts may come from.

The table's row that holds what was typed and chosen is the demonstrated one; from there on each text is
traced as it would have been while recording. A column that only has the name of a step's field is never more
than a question, and so is everything else that the table leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.doubts import EXAMPLES, MeantAs, recorded_day, says
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.choices import bind_checkbox, bind_choice
from lam_desktop.tasks.provenance.compile import ENTRIES, RECORDS, is_chosen
from lam_desktop.tasks.provenance.readings import choice_readings, readings
from lam_desktop.tasks.provenance.rows import Row, RowTable
from lam_desktop.tasks.provenance.values import Bound, bind
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.tasks.texts.likeness import folded, resembles
from lam_desktop.tasks.texts.rows_argument import RowsArgument
from lam_desktop.types import POPUP_KINDS
from recorder.errors import RecorderUserError
from recorder.recording import Recording

LIKELY_ROWS = 30
"""So many rows, those that hold most of the texts, are traced in full."""
TELLING = 4
"""A text of so many letters and figures counts twice: shorter ones are in some row by chance."""
EVIDENCE = 2
"""So much must be found in the row that is taken for the demonstrated one."""
MOST_OPTIONS = 5
MOST_TIED = 8
"""Rows that are told where several say the same."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One step whose text may come from the table."""

    step: int
    caption: str
    field: str
    """What stands beside the field, or list, that the step is about; empty where that is not known."""
    text: str
    """As demonstrated."""
    meant: tuple[MeantAs[Value], ...]
    """The column that is proposed, then other readings; last, that nothing is changed."""
    why: str
    """What speaks for the first, one sentence."""
    sure: bool
    """Whether nothing is left open; else only the person can say which is meant."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table may tell about a task."""

    table: str
    row: DemonstratedRow | None
    """The row that was shown while recording; None where no row is it."""
    tied: tuple[int, ...]
    """Several rows that may be it; the person says which."""
    proposed: tuple[Proposed, ...]
    unused: tuple[str, ...]
    """Columns that no proposal uses."""


def propose(task: Task, table: RowTable, shown: int | None = None) -> Proposal:
    """What the columns of a table may mean for the steps of a task.

    `shown` is the row that was shown while recording, counted from 1; 0: none of them; None: it is looked
    for. Raises `UsageError` where the task follows columns already, or was not looked at yet.
    """
    if follows_columns(task):
        raise UsageError(
            f"The task «{task.name}» follows columns already; change them with lam edit {task.name}."
        )
    if not task.looked_at:
        raise UsageError(f"What the steps of «{task.name}» acted on is not known yet; run lam show first.")
    day, popups = recorded_day(task), _in_popups(task)
    open_steps = [step for step in task.steps if _text_of(step, popups)]
    if shown:
        row, tied = table.demonstrated(RowsArgument(table.path, shown)), ()
    else:
        row, tied = (None, ()) if shown == 0 else _shown_row(open_steps, table, popups, day)
    if tied:
        return Proposal(table.name, None, tied, (), table.columns)
    used: list[str] = []
    found: list[Proposed] = []
    for step in open_steps:
        one = _proposed(task, step, row, table, used, popups, day)
        if one is not None:
            found.append(one)
            used += one.meant[0].value.columns
    unused = tuple(column for column in table.columns if column not in used)
    return Proposal(table.name, row, tied, tuple(found), unused)


def follows_columns(task: Task) -> bool:
    """Whether what any step types, chooses or ticks comes from a column already."""
    return any(step.value is not None and step.value.columns for step in task.steps)


def bound_to(task: Task, proposal: Proposal, chosen: Mapping[int, int] | None = None) -> Task:
    """The task with its steps bound as proposed, or as `chosen`: step -> place of the reading, from 0.

    Raises `UsageError` where one that is not sure was not chosen.
    """
    chosen = chosen or {}
    if proposal.tied:
        rows = ", ".join(map(str, proposal.tied))
        raise UsageError(
            f"Rows {rows} of {proposal.table} say the same as the recording: name the one that was shown,"
            f" as in {proposal.table}:{proposal.tied[0]}."
        )
    values: dict[int, Value] = {}
    for one in proposal.proposed:
        if not one.sure and one.step not in chosen:
            raise UsageError(f"Step {one.step} may come from the table in several ways; say which is meant.")
        place = chosen.get(one.step, 0)
        if place < len(one.meant) - 1:  # the last one: as it is
            values[one.step] = one.meant[place].value
    if not any(value.columns for value in values.values()):
        raise UsageError(f"No step was to follow a column of {proposal.table}; nothing was changed.")
    steps = tuple(
        _with_value(step, values[step.number]) if step.number in values else step for step in task.steps
    )
    return replace(task, steps=steps, row=proposal.row)


def field_of(steps: Sequence[TaskStep], step: TaskStep) -> str:
    """What names the field that was typed into, or the list that was chosen from; empty where unknown."""
    own = step.target.label if step.target is not None else ""
    if own or (step.target is not None and step.target.kind == "checkbox"):
        return own or (step.target.text if step.target else "")
    for before in reversed([one for one in steps if one.number < step.number]):
        if before.kind == "type" or "tab" in before.keys:
            return ""
        if before.target is not None:
            return before.target.label
    return ""


def _with_value(step: TaskStep, value: Value) -> TaskStep:
    ours = step.caption == caption(step)
    step = replace(step, value=value, doubt="")
    return replace(step, caption=caption(step)) if ours else step


def _in_popups(task: Task) -> frozenset[int]:
    """The recording's steps that were done in an open list."""
    try:
        with Recording.open(task.recording_path, task.files.seal) as recording:
            steps = recording.steps()
    except RecorderUserError as error:
        raise UsageError(str(error)) from error
    return frozenset(one.index for one in steps if one.window and one.window.kind in POPUP_KINDS)


def _text_of(step: TaskStep, popups: Collection[int]) -> str:
    """What was typed or chosen, where a column may say it; empty for any other step."""
    value, target = step.value, step.target
    if step.recording or step.once:
        return ""  # it was shown with another row, or is done without one
    if step.kind == "type":
        return value.text if value is not None and value.source in ("constant", "computed", "screen") else ""
    if step.kind != "click" or target is None or (value is not None and value.source != "constant"):
        return ""
    if value is not None and value.form == YES_NO:
        return value.text
    return target.text.strip() if is_chosen(target, step.demonstrated in popups, ENTRIES) else ""


def _traced(
    step: TaskStep,
    row: DemonstratedRow,
    used: Collection[str],
    others: Sequence[Row],
    popups: Collection[int],
    day: date | None,
) -> Bound | None:
    """What the step's text is in this row, as it would have been found while recording."""
    text, target = _text_of(step, popups), step.target
    if step.kind == "type" or target is None:
        return bind(text, row, used, others, day)
    if step.value is not None and step.value.form == YES_NO:
        followed = bind_checkbox(target.text, step.value.text == "yes", row, used)
        return None if followed is None else Bound(followed)
    return bind_choice(text, row, used, in_record=target.kind in RECORDS, entries=(target.text,))


def _shown_row(
    steps: Sequence[TaskStep],
    table: RowTable,
    popups: Collection[int],
    day: date | None,
) -> tuple[DemonstratedRow | None, tuple[int, ...]]:
    """The one row that holds most of what was shown; or several that hold the same."""
    texts = {step.number: folded(_text_of(step, popups)) for step in steps}
    likely = sorted(table.rows, key=lambda row: -_holds(row, list(texts.values())))[:LIKELY_ROWS]
    best, tied = 0, list[Row]()
    for row in likely:
        evidence, used = 0, list[str]()
        shown = table.shown(row)
        for step in steps:
            bound = _traced(step, shown, used, (), popups, day)
            if bound is not None and bound.value.columns and bound.value.form != YES_NO:
                new = set(bound.value.columns) - set(used)
                used += bound.value.columns
                # A second text of the same column says nothing new about the row.
                evidence += (1 + (sum(map(str.isalnum, texts[step.number])) >= TELLING)) * bool(new)
        if evidence > best:
            best, tied = evidence, [row]
        elif evidence == best and evidence:
            tied.append(row)
    if best < EVIDENCE:
        return None, ()
    alike = [row for row in table.rows if row.cells == tied[0].cells]
    if len(tied) == 1 and len(alike) == 1:
        return table.shown(tied[0]), ()
    rows = {row.index: row for row in (*tied, *alike)}
    return None, tuple(sorted(rows)[:MOST_TIED])


def _holds(row: Row, texts: Sequence[str]) -> float:
    """How much of the texts a row seems to hold; quick, for tables of any size."""
    cells = [cell for cell in map(folded, row.cells.values()) if cell]
    digits = {made for cell in cells if len(made := "".join(filter(str.isdigit, cell))) > 1}
    score = 0.0
    for text in texts:
        if text in cells:
            score += 2
        elif any(cell in text for cell in cells if len(cell) > 2) or _has_digits(text, digits):
            score += 1
    return score


def _has_digits(text: str, digits: Collection[str]) -> bool:
    """Whether these may be the figures of a text, in whatever order a date has them."""
    made = "".join(filter(str.isdigit, text))
    return bool(made) and any(sorted(made) == sorted(one) for one in digits)


def _proposed(
    task: Task,
    step: TaskStep,
    row: DemonstratedRow | None,
    table: RowTable,
    used: Collection[str],
    popups: Collection[int],
    day: date | None,
) -> Proposed | None:
    text, name = _text_of(step, popups), field_of(task.steps, step)
    kept = step.value or Value("constant", text=text)
    named = [column for column in table.columns if name and _means(column, name)]
    bound = None if row is None else _traced(step, row, used, table.rows, popups, day)
    if bound is not None and bound.value.columns:
        options, why, sure = _weighed(step, text, bound, row, named, used, day)
        sure = sure and kept.source != "screen"
    else:
        options = [*_by_name(text, [column for column in named if column not in used], table.rows, step)]
        sure = False
        why = f"the column is called like the field “{name}”"
        if row is None:
            why = f"{why}; no row was found that says “{text}”"
        else:
            why = f"{why}, but says something else in row {row.index}"
    if not options:
        return None
    meant = [*dict.fromkeys(one for one in options if one != kept)][: MOST_OPTIONS - 1]
    first = table.rows if row is None else [one for one in table.rows if one.index != row.index]
    telling = (first or table.rows)[:EXAMPLES]
    told = tuple(MeantAs(value, *_said(value, telling, day)) for value in (*meant, kept))
    return Proposed(step.number, step.caption, name, text, told, why, sure)


def _weighed(
    step: TaskStep,
    text: str,
    bound: Bound,
    row: DemonstratedRow | None,
    named: Sequence[str],
    used: Collection[str],
    day: date | None,
) -> tuple[list[Value], str, bool]:
    """The readings of a text that the row holds, the likeliest first; why; and whether it is sure."""
    taken = bound.value
    columns = (*taken.columns, *bound.ambiguous)
    agreeing = [column for column in columns if column in named]
    index = 0 if row is None else row.index
    others = choice_readings(taken, row) if step.kind == "click" else readings(text, row, day, used)
    others = [one for one in others if one.columns and (step.kind == "type" or one.form == taken.form)]
    if len(agreeing) == 1 and taken.pattern is None:
        mine = [one for one in (taken, *others) if one.columns == (agreeing[0],)]
        if mine:
            why = f"row {index} says “{text}” there, and the column is called like the field"
            return [*mine[:1], *others], why, _is_plain(mine, text)
    if bound.ambiguous:
        return [taken, *others], f"row {index} says “{text}” in several columns", False
    if bound.doubt:
        return [taken, *others], bound.doubt.rstrip("."), False
    if named and not agreeing:
        why = f"row {index} says “{text}” there, but the field is called like the column {named[0]}"
        return [taken, *others], why, False
    says_it = taken.pattern is None and not taken.form
    why = f"row {index} says “{text}” there" if says_it else f"it can be made of row {index}"
    return [taken, *others], why, True


def _is_plain(mine: Sequence[Value], text: str) -> bool:
    """Whether the column that has the field's name explains the text in one way only."""
    return len({(one.form, one.cell_form, str(one.pattern)) for one in mine}) == 1 and bool(text)


def _by_name(text: str, named: Sequence[str], rows: Sequence[Row], step: TaskStep) -> Iterator[Value]:
    """Columns that are called like the field, with the form in which a date was typed."""
    if step.kind != "type" and step.value is not None and step.value.form == YES_NO:
        yield from (Value("row", column, text, YES_NO) for column in named)
        return
    typed = [one.form for one in forms.readings(text)]
    for column in named:
        cells = [row.cells[column] for row in rows if row.cells.get(column)]
        common = [{one.form for one in forms.readings(cell)} for cell in cells[:200]]
        shared = sorted(set[str].intersection(*common)) if common else []
        if typed and shared:
            for form in typed:
                yield from (Value("row", column, text, form, cell_form) for cell_form in shared)
        else:
            yield Value("row", column, text)


def _means(column: str, name: str) -> bool:
    """Whether a column may be what a field is called: `due`, «Due date:»."""
    one, other = (set(re.findall(r"[^\W_]+", text.casefold())) for text in (column, name))
    return resembles(column, name) or bool(one and other and (one <= other or other <= one))


def _said(
    value: Value, rows: Sequence[Row], day: date | None
) -> tuple[str | None, tuple[tuple[int, str | None], ...]]:
    today = day or date.today()
    examples = tuple((row.index, says(value, row, today)) for row in rows)
    return (examples[0][1] if examples else None), examples
