"""A recording becomes a task: first what it says by itself, later what the steps acted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from lam_desktop.errors import UsageError
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.provenance.captions import caption, quoted
from lam_desktop.tasks.provenance.choices import bind_checkbox, bind_choice, bind_day, bind_lookalike
from lam_desktop.tasks.provenance.copying import NO_COMMAND, copies, pasted
from lam_desktop.tasks.provenance.counting import counted
from lam_desktop.tasks.provenance.keyed_choices import Chosen, keyed_choices
from lam_desktop.tasks.provenance.read_off import names_in, read_off
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.standing import read_there
from lam_desktop.tasks.provenance.told_record import record_told
from lam_desktop.tasks.provenance.turning import is_turn, turned
from lam_desktop.tasks.provenance.values import Bound, bind, yes_no
from lam_desktop.tasks.step import POINTED, Once, Recorded, Target, TaskStep, Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.calendars import as_day, calendar_at
from lam_desktop.tasks.texts.clipboard_words import command_called
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.types import MOUSE_BUTTONS, POPUP_KINDS, Element, ElementKind, MouseButton
from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.gestures import Step
from recorder.recording import Recording

ENTRIES: frozenset[ElementKind] = frozenset({"radio", "menu_item", "list_item", "cell", "text"})
"""Kinds whose text is what one chooses by clicking; of a list, button or tab it is a state or a name."""
NOT_ENTRIES: frozenset[ElementKind] = frozenset({"checkbox", "icon", "window_control", "spin"})
"""Kinds that are no entry of an open list either, whatever the detector made of it."""
RECORDS: frozenset[ElementKind] = frozenset({"cell", "list_item", "text"})
"""Kinds of which a record says more than what one chooses it by."""
BY_NAME: frozenset[ElementKind] = ENTRIES | frozenset[ElementKind]({"link", "checkbox"})
"""Kinds of which a text on the screen may say which one to choose."""
LOOKALIKES: frozenset[ElementKind] = frozenset({"checkbox", "button", "icon", "link"})
"""Kinds for which an entry may be mistaken; what a field or combo box says is its state."""
SHOWING: frozenset[ElementKind] = frozenset({"field", "combo", "spin", "checkbox"})
"""Kinds of which a number is a state, and no day that one chooses."""
NAVIGATION = {"back": ("alt", "left"), "forward": ("alt", "right")}
"""What the thumb's mouse buttons do, as keys: no actuator has these buttons on every system."""


class Eyes(Protocol):
    """Who looks at the recording's pictures."""

    def look(self, step: TaskStep) -> Target | None:
        """The element that a step acted on, in desktop pixels; a check box with the text of its label."""
        ...

    def checked(self, step: TaskStep) -> tuple[bool | None, bool | None]:
        """State of the step's check box before and after it, as seen; None where unsure."""
        ...

    def before(self, step: TaskStep) -> Sequence[Element]:
        """What stood on the screen before a step, in desktop pixels."""
        ...

    def came(self, step: TaskStep) -> Sequence[str]:
        """The texts that a step brought to the screen."""
        ...

    def chose(self, step: TaskStep) -> Sequence[Chosen]:
        """What a step by keys may have chosen, such as the option that it ticked."""
        ...

    def after(self, step: TaskStep) -> Sequence[Element]:
        """What stood on the screen after a step, in desktop pixels."""
        ...

    def beside(self, step: TaskStep) -> Mapping[WindowName, Sequence[Element]]:
        """What other programs showed before a step that came from one of them; desktop pixels."""
        ...


def compile_task(
    name: str,
    folder: Path,
    recording_file: Path,
    row: DemonstratedRow | None,
    others: Sequence[Row] = (),
    files: Files = PLAIN,
    once: Mapping[int, Once] | None = None,
) -> Task:
    """The task of one demonstration, with values traced to `row` but targets not yet looked for.

    `others`, the rows of the same table, tell what is doubtful about that. `once`: of a recording of several
    rows, how often each step is done, by its index, and those that it lacks are left out; None: of one row.
    Raises `UsageError` for a recording without a step, or one that cannot be read.
    """
    try:
        with Recording.open(folder / recording_file, files.seal) as recording:
            recorded, screen, day = recording.steps(), recording.meta.screen, recorded_on(recording)
    except RecorderUserError as error:
        raise UsageError(str(error)) from error
    if not recorded:
        raise UsageError(f"Nothing was recorded for «{name}»: no click and no key; record it again.")
    steps: list[TaskStep] = []
    for each in recorded:
        if once is not None and each.index not in once:
            continue
        often = once[each.index] if once is not None else ""
        bound = _typed(each, None if often else row, _used(steps), () if often else others, day)
        step = _step(each, len(steps) + 1, _owner(each, recorded), bound)
        steps.append(replace(step, once=often))
    return Task(
        name=name,
        folder=folder,
        recording=(folder / recording_file).relative_to(folder).as_posix(),
        steps=tuple(steps),
        row=row,
        windows=_windows(steps, recorded),
        screen=(screen[2], screen[3]),
        files=files,
    )


def understand(task: Task, eyes: Eyes) -> Task:
    """The task with the targets of its pointed steps, captions that name them, and choices traced to the row.

    A check box gets the state it must end in as its value (form `yes/no`), so that repeating the step does
    not toggle one that is right already. That state was seen after the click; where the picture is unclear,
    it is the opposite of the state before; where both are unclear, or the click seems to have changed
    nothing, it is what the row says in the column that the label names. Failing all, the step stays a plain
    click and says so in its doubt.

    A text that was typed or chosen is read from the screen where the row does not hold it, but a sentence
    on the screen did, or something named on another program's screen. What is pasted is what an earlier step
    copied.

    Clicks that turned a calendar to the month of a day become one step that is repeated as the date needs it.

    A text that is copied and never pasted is read under the name that stands beside it. So is the name of the
    record that a click acts in, where a sentence on the screen says it.

    What the person has edited stays: captions that are not ours, values that are there. So do steps of a
    further demonstration, of which this one's pictures show nothing. What is done once follows no row.
    """
    steps: list[TaskStep] = []
    told: dict[Recorded, tuple[TaskStep, ...]] = {}
    names = [*(task.row.cells if task.row is not None else ()), *names_in(task.steps)]
    with _opened(task) as recording:
        popups = {each.index for each in recording.steps() if each.window and each.window.kind in POPUP_KINDS}
        day = recorded_on(recording)
    for step in task.steps:
        if step.recording:
            steps.append(step)
            continue
        earlier = [one for one in steps if not one.recording and (one.once or step.once != "after")]
        ours, in_popup = step.caption == caption(step), step.demonstrated in popups
        used = _used([*steps, *task.steps[step.number - 1 :]])
        row = None if step.once else task.row
        seen = _understood(step, eyes, row, used, in_popup, day) if step.kind in POINTED else step
        if ours and step.acts:
            chosen = is_chosen(seen.target, in_popup, BY_NAME)
            seen = pasted(seen, earlier, eyes.before, eyes.came, eyes.after)
            if not copies(seen):  # «Copy» is what a menu calls it, whatever a sentence says
                cells = row.cells.values() if row is not None else ()
                seen = read_there(seen, chosen, earlier, eyes.before, eyes.beside, tuple(cells))
            if not task.conditions(step.number):
                told[step.recorded] = record_told(seen, eyes.before, _said(task.row, earlier), names)
                names += names_in(told[step.recorded])
            if not told.get(step.recorded):  # the record that is named is meant, not its number
                seen = counted(seen, earlier, eyes.before)
        steps.append(replace(seen, caption=caption(seen)) if ours else seen)
    steps = [
        one
        for step in turned(steps, eyes.before)
        for one in (*(told.get(step.recorded, ()) if not is_turn(step) else ()), step)
    ]
    steps = keyed_choices(steps, task.row, _used(steps), eyes.chose)
    steps = [replace(step, number=number) for number, step in enumerate(steps, start=1)]
    return replace(task, steps=read_off(steps, eyes.before, names), understood=True)


# -- compile


def recorded_on(recording: Recording) -> date | None:
    """The day of a recording, as its calendar said there; None where it is not known."""
    try:
        return datetime.fromisoformat(recording.meta.created_utc).astimezone().date()
    except ValueError:
        return None


def _step(recorded: Step, number: int, window: WindowName | None, bound: Bound | None) -> TaskStep:
    button: MouseButton | None = next(
        (one for one in MOUSE_BUTTONS if one == (recorded.button or "left")), None
    )
    if button is None:
        return _navigation(recorded, number, window)
    step = TaskStep(
        number=number,
        demonstrated=recorded.index,
        kind=recorded.kind,
        caption="",
        window=window,
        point=recorded.point,
        value=None if bound is None else bound.value,
        keys=recorded.keys,
        modifiers=recorded.modifiers,
        scroll=recorded.scroll,
        end_point=recorded.end_point,
        button=button if recorded.kind == "drag" else "left",
        doubt="" if bound is None else bound.doubt,
    )
    return replace(step, caption=caption(step))


def _typed(
    recorded: Step, row: DemonstratedRow | None, used: list[str], others: Sequence[Row], day: date | None
) -> Bound | None:
    if recorded.kind != "type":
        return None
    if recorded.secret is not None:
        return Bound(Value("secret", recorded.secret))
    return bind(recorded.text or "", row, used, others, day)


def _navigation(recorded: Step, number: int, window: WindowName | None) -> TaskStep:
    keys = NAVIGATION.get(recorded.button or "")
    if keys is None:
        raise UsageError(
            f"Step {number} of the recording presses the mouse button «{recorded.button}», which cannot be"
            " repeated; record it again without that button."
        )
    step = TaskStep(number, recorded.index, "shortcut", "", window, keys=keys)
    doubt = f"The mouse button «{recorded.button}» is repeated as these keys."
    return replace(step, caption=caption(step), doubt=doubt)


def _owner(step: Step, recorded: Sequence[Step]) -> WindowName | None:
    """The window that a step belongs to: of a popup, the one of the same program that was used last before.

    A popup may have no class, or another one, and comes and goes; its program's window is what is looked for.
    """
    if step.window is None:
        return None
    if step.window.kind in POPUP_KINDS:
        earlier = [each.window for each in reversed(recorded[: step.index]) if each.window is not None]
        for window in earlier:
            if window.kind not in POPUP_KINDS and _same_program(window, step.window):
                return _name(window)
    return _name(step.window)


def _windows(steps: Sequence[TaskStep], recorded: Sequence[Step]) -> tuple[WindowName, ...]:
    """All windows that the person used, the popups of their programs last."""
    bodies = [step.window for step in steps if step.window is not None]
    popups = [_name(each.window) for each in recorded if each.window and each.window.kind in POPUP_KINDS]
    named = dict.fromkeys([*bodies, *(popup for popup in popups if popup.wm_class)])
    return tuple(named)


def _same_program(one: WindowFacts, other: WindowFacts) -> bool:
    if one.pid is not None and other.pid is not None:
        return one.pid == other.pid
    return one.process == other.process and bool(one.process)


def _name(window: WindowFacts) -> WindowName:
    return WindowName(window.wm_class, window.process)


def _said(row: DemonstratedRow | None, steps: Sequence[TaskStep]) -> list[str]:
    """Texts that the row tells, or that were read or entered before."""
    cells = row.cells.values() if row is not None else ()
    return [text for text in (*cells, *(one.value.text for one in steps if one.value is not None)) if text]


def _used(steps: Sequence[TaskStep]) -> list[str]:
    """Columns that steps already follow."""
    return [column for step in steps if step.value is not None for column in step.value.columns]


# -- understand


def _opened(task: Task) -> Recording:
    try:
        return Recording.open(task.recording_path, task.files.seal)
    except RecorderUserError as error:
        raise UsageError(str(error)) from error


def _understood(
    step: TaskStep,
    eyes: Eyes,
    row: DemonstratedRow | None,
    used: list[str],
    in_popup: bool,
    day: date | None,
) -> TaskStep:
    target = eyes.look(step)
    if target is None:
        return step
    seen = replace(step, target=target)
    if step.kind == "click" and step.value is None:
        bound = None
        if target.kind == "checkbox":
            seen = _checkbox(seen, target, eyes, row, used)
        chosen, number = is_chosen(target, in_popup, ENTRIES), as_day(target.text)
        around = eyes.before(step) if chosen or number is not None else ()
        calendar = calendar_at(around, target.box) if number is not None else None
        if number is not None and calendar is not None:
            bound = bind_day(number, target.text, calendar, row, used, day)
        elif chosen:
            entries = [one.text for one in around]
            bound = bind_choice(target.text, row, used, in_record=target.kind in RECORDS, entries=entries)
        elif target.kind in LOOKALIKES and (seen.value is None or seen.value.source == "constant"):
            bound = bind_lookalike(target.text, row, used)
        if bound is None and number is not None and seen.value is None and target.kind not in SHOWING:
            bound = bind_day(number, target.text, None, row, used, day)
        if bound is not None:
            seen = replace(seen, value=bound.value, doubt=bound.doubt)
    if in_popup and seen.value is None and target.kind in NO_COMMAND and command_called(target.text):
        seen = replace(seen, target=replace(target, kind="menu_item"))  # a wide entry is taken for a field
    return seen


def is_chosen(target: Target | None, in_popup: bool, kinds: frozenset[ElementKind]) -> bool:
    """Whether one chooses the target by what it says: it is of such a kind, or an entry of an open list."""
    return target is not None and (target.kind in kinds or (in_popup and target.kind not in NOT_ENTRIES))


def _checkbox(
    step: TaskStep, target: Target, eyes: Eyes, row: DemonstratedRow | None, used: list[str]
) -> TaskStep:
    before, after = eyes.checked(step)
    if before is not None and before == after:
        shown = None
    elif after is None and before is not None:
        shown = not before
    else:
        shown = after
    followed = bind_checkbox(target.text, shown, row, used)
    if followed is not None:
        return replace(step, value=followed)
    if shown is not None:
        return replace(step, value=Value("constant", text=yes_no(shown), form=YES_NO))
    label = f" {quoted(target.text)}" if target.text.strip() else ""
    doubt = f"It could not be seen whether the check box{label} ended ticked; it is clicked once."
    return replace(step, doubt=doubt)
