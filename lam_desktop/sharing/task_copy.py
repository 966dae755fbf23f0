"""The task of a copy: the same steps, in other words where a person is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.patterns import Kind
from lam_desktop.tasks.files import PLAIN
from lam_desktop.tasks.provenance.values import as_yes_no
from lam_desktop.tasks.step import Place, Target, TaskStep, Value, ValueSource, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.forms import COUNTED
from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern, parse_pattern
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When, columns_in

RECORDING = "demos/shared.lamrec"
"""Named by the time of its recording as yet, or by a person."""
KIND_OF: dict[ValueSource, Kind] = {
    "row": "value of the row", "screen": "read from the screen", "constant": "typed text",
    "clipboard": "read from the screen", "secret": "typed text", "computed": "typed text",
}  # fmt: skip


def masked_task(task: Task, folder: Path, masker: Masker) -> Task:
    """The task as it is written into `folder`.

    Its checks and start commands stay behind, for they name the sender's systems.

    So do further demonstrations, as far as what they told is in the steps.
    """
    used = [one for one in task.further if one.recording in task.recordings]
    names = {task.recording: RECORDING, "": "", **copies_of(task)}
    return replace(
        task,
        name=folder.name,
        folder=folder,
        recording=RECORDING,
        steps=tuple(_step(step, masker, names) for step in task.steps),
        row=_row(task.row, masker),
        windows=tuple(_window(window, masker) for window in task.windows),
        checks=(),
        starts=(),
        further=tuple(
            replace(one, recording=names[one.recording], row=_row(one.row, masker)) for one in used
        ),
        files=PLAIN,
    )


def copies_of(task: Task) -> dict[str, str]:
    """The demonstrations that the steps repeat beside the task's own -> how they are called in the copy."""
    others = [one for one in task.recordings if one != task.recording]
    return {one: f"demos/shared-{number}.lamrec" for number, one in enumerate(others, start=2)}


def file_name(path: str, masker: Masker) -> str:
    """A file without its folder, which tells whose machine it lies on."""
    return masker.text(re.split(r"[\\/]", path)[-1])


def _row(row: DemonstratedRow | None, masker: Masker) -> DemonstratedRow | None:
    if row is None:
        return None
    cells = {
        masker.name(column): _value_text(cell, "value of the row", masker)
        for column, cell in row.cells.items()
    }
    return DemonstratedRow(file_name(row.file, masker), row.index, cells, masker.text(row.sheet))


def _step(step: TaskStep, masker: Masker, recordings: Mapping[str, str]) -> TaskStep:
    return replace(
        step,
        recording=recordings[step.recording],
        also=tuple((recordings[name], index) for name, index in step.also),
        caption=masker.seen(step.caption),
        doubt=masker.seen(step.doubt),
        instead=(),  # other tasks stay behind, and so does what they are called
        awaited=_with_columns(step.awaited, masker),
        when=None if step.when is None else _when(step.when, masker),
        perhaps=tuple(_when(one, masker) for one in step.perhaps),
        window=None if step.window is None else _window(step.window, masker),
        target=None if step.target is None else _target(step.target, masker),
        value=None if step.value is None else _value(step.value, masker, recordings),
    )


def _when(when: When, masker: Masker) -> When:
    said = when.text if as_yes_no(when.text) is not None or when.kind == "empty" else None
    if when.read:
        text = said if said is not None else masker.whole(when.text, "read from the screen")
        return replace(when, text=text, read=masker.name(when.read))
    if when.on_screen:
        return replace(when, text=_with_columns(when.text, masker))
    text = said if said is not None else masker.whole(when.text, "value of the row")
    return replace(when, text=text, column=masker.name(when.column))


def _with_columns(text: str, masker: Masker) -> str:
    """What a program says, with the columns that it is made of."""
    if not columns_in(text):
        return masker.seen(text)
    pieces = parse_pattern(text).pieces
    return str(
        Pattern(
            tuple(
                replace(one, column=masker.name(one.column)) if isinstance(one, Part) else masker.seen(one)
                for one in pieces
            )
        )
    )


def _target(target: Target, masker: Masker) -> Target:
    return replace(target, text=masker.seen(target.text), label=masker.seen(target.label))


def _value(value: Value, masker: Masker, recordings: Mapping[str, str]) -> Value:
    kind = KIND_OF[value.source]
    return replace(
        value,
        name=value.name if value.source == "computed" else masker.name(value.name),
        text=value.text if value.form == COUNTED else _value_text(value.text, kind, masker),
        places=tuple(
            _place(place, masker, recordings[place.recording], value.form == COUNTED)
            for place in value.places
        ),
        pattern=value.pattern
        if value.pattern is None or value.source == "screen"  # names no column
        else _pattern(value.pattern, masker),
    )


def _value_text(text: str, kind: Kind, masker: Masker) -> str:
    """A stand-in; yes and no name nobody, and mean something to a check box."""
    return text if as_yes_no(text) is not None else masker.whole(text, kind)


def _place(place: Place, masker: Masker, recording: str, counts: bool) -> Place:
    """Its part is the value's own stand-in, as long as the value was: the part's ends stay.

    A number that only `counts` stays as it is.
    """
    start, end = place.span.start, place.span.end
    said = place.text[start:end]
    if counts:
        part = said
    else:
        part = masker.whole(said, "read from the screen") if place.hidden is None else masker.name(said)
    before = masker.seen(place.text[:start])
    text, span = before + part + masker.seen(place.text[end:]), Span(len(before), len(before) + len(part))
    return replace(place, text=text, span=span, recording=recording)


def _pattern(pattern: Pattern, masker: Masker) -> Pattern:
    return Pattern(
        tuple(
            replace(one, column=masker.name(one.column))
            if isinstance(one, Part)
            else masker.whole(one, "typed text")
            for one in pattern.pieces
        )
    )


def _window(window: WindowName, masker: Masker) -> WindowName:
    title = masker.seen(window.title) if window.title else ""
    return WindowName(masker.name(window.wm_class), masker.name(window.process), title)
