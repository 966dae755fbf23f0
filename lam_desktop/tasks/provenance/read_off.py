"""Values that are read off the screen under a name: by a step of their own, which later steps refer to.

A person says so by copying a text that they never paste.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.copying import command_of
from lam_desktop.tasks.provenance.labelled import named
from lam_desktop.tasks.provenance.left_out import CLICKS, PREPARING
from lam_desktop.tasks.step import READ, Place, TaskStep, Value
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import columns_in
from lam_desktop.types import Element

NAMELESS = "value"
UNCLEAR = (
    "It copies a text that is never pasted, and it cannot be told which one: mark it by a click into its"
    " field and Ctrl+A, so that it is read in each row, or remove the step."
)


def read_off(
    steps: Sequence[TaskStep], before: Callable[[TaskStep], Sequence[Element]], taken: Collection[str]
) -> tuple[TaskStep, ...]:
    """The steps, with those that copy what is never pasted as steps that read it.

    `before` gives what stood on the screen before a step, in desktop pixels; `taken` are names that mean
    something else. What is read is known by what the step before clicked on: the whole text of that element.
    Steps of other recordings, which stood on other screens, stay as they are.
    """
    done = list(steps)
    names = set(taken)
    for at, step in enumerate(steps):
        if (
            step.recording
            or command_of(step) != "copy"  # cutting does something to the program
            or step.kind == "click"  # a menu that was opened for it must be closed again
            or step.value is not None
            or _is_pasted(steps[at + 1 :])
        ):
            continue
        ours = step.caption == caption(step)
        element = _marked([one for one in steps[:at] if not one.recording], before(step))
        if element is None:
            done[at] = step if step.doubt else replace(step, doubt=UNCLEAR)
            continue
        name = free_name(_as_name(named(element, before(step))[0]), names)
        names.add(name)
        text = element.text.strip()
        start = element.text.index(text)
        span = Span(start, start + len(text))
        place = Place(step.demonstrated, element.box, element.text, span, recording=step.recording)
        value = Value("screen", name, " ".join(text.split()), places=(place,))
        seen = replace(step, kind="read", keys=(), value=value)
        done[at] = replace(seen, caption=caption(seen)) if ours else seen
    return tuple(done)


def with_places(step: TaskStep, steps: Sequence[TaskStep]) -> TaskStep:
    """A step that says by its name alone what was read before, with the places of that."""
    value = step.value
    if value is None or value.source != "screen" or value.places or step.kind == "read":
        return step
    read = _read_before(step, steps)
    return step if read is None else replace(step, value=as_read(value, read))


def as_read(value: Value, read: Value) -> Value:
    """A value that says by its name alone what another one reads, with the places of that."""
    text = value.text or (
        read.text if value.pattern is None else value.pattern.write({READ: read.text}) or ""
    )
    return replace(value, places=read.places, text=text)


def is_returned(step: TaskStep, steps: Sequence[TaskStep]) -> bool:
    """Whether the value of a step is what a task that is done before it hands over."""
    value = step.value
    if value is None or value.source != "screen" or value.places or step.kind == "read":
        return False
    return any(value.name in dict(one.returns) for one in steps if one.number < step.number)


def names_before(step: TaskStep, steps: Sequence[TaskStep]) -> tuple[str, ...]:
    """All names under which a value is read before a step, by the task or by one that it does."""
    return names_in([one for one in steps if one.number < step.number])


def names_in(steps: Sequence[TaskStep]) -> tuple[str, ...]:
    """All names under which these steps read, or are handed, what the screen says."""
    read = [one.value.name for one in steps if one.kind == "read" and one.value is not None]
    return tuple(dict.fromkeys([*read, *(name for one in steps for name, _ in one.returns)]))


def with_handed(step: TaskStep, steps: Sequence[TaskStep], declared: Collection[str]) -> TaskStep:
    """A step that does a task, with those columns apart that are given what is read before it.

    `declared`: the columns of the task, which go before what is read under the same name.
    """
    read = [name for name in names_before(step, steps) if name not in declared]
    handed = tuple((column, text) for column, text in step.given if set(read) & set(columns_in(text)))
    given = tuple(one for one in step.given if one not in handed)
    return replace(step, given=given, handed=handed) if handed else step


def without_places(step: TaskStep, steps: Sequence[TaskStep]) -> TaskStep:
    """The step as it is written: where its name says what was read before, the places stand there alone."""
    value = step.value
    if value is None or value.source != "screen" or step.kind == "read" or not (value.name and value.text):
        return step
    read = _read_before(step, steps)
    same = read is not None and read.places == value.places
    return replace(step, value=replace(value, places=())) if same else step


def with_readers(steps: Sequence[TaskStep]) -> tuple[TaskStep, ...]:
    """The steps, of which those that depend on what was read have the number of the step that reads it."""
    return tuple(_with_reader(step, steps) for step in steps)


def _with_reader(step: TaskStep, steps: Sequence[TaskStep]) -> TaskStep:
    when = step.when
    if when is None or not when.read:
        return step
    earlier = [one for one in steps if one.number < step.number and one.kind == "read"]
    found = [one.number for one in earlier if one.value is not None and one.value.name == when.read]
    return replace(step, when=replace(when, reader=found[-1] if found else 0))


def _read_before(step: TaskStep, steps: Sequence[TaskStep]) -> Value | None:
    """What the last step before it reads under the name of its value; None where a task hands that over."""
    wanted = step.value.name if step.value is not None else ""
    for one in reversed([one for one in steps if one.number < step.number]):
        if wanted in dict(one.returns):
            return None
        value = one.value
        if one.kind == "read" and value is not None and value.places and value.name == wanted:
            return value
    return None


def _is_pasted(behind: Sequence[TaskStep]) -> bool:
    """Whether what was copied is pasted before anything else is copied."""
    commands = [command for one in behind if (command := command_of(one)) is not None]
    return commands[:1] == ["paste"]


def _marked(earlier: Sequence[TaskStep], elements: Sequence[Element]) -> Element | None:
    """The element that was clicked on before, while it still says what it said then."""
    click = next((one for one in reversed(earlier) if one.keys not in PREPARING), None)
    if click is None or click.kind not in CLICKS or click.target is None or not click.target.text.strip():
        return None
    target = click.target
    found = [
        one for one in elements if one.box.contains(*target.box.center) and same_text(one.text, target.text)
    ]
    return found[0] if len(found) == 1 else None


def _as_name(label: str) -> str:
    return re.sub(r"[\W_]+", "_", label.casefold()).strip("_") or NAMELESS


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it means something else."""
    return next(one for one in _numbered(name) if one not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
