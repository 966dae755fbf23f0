"""What called tasks read from the screen, handed over to the task that calls them, and from there to others.

A whole is resolved once, before it is run: whoever types or chooses what was handed over reads it in the
places of the task that has read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lam_desktop.errors import LamBug
from lam_desktop.tasks.call import Call, columns_of_checks, known_as
from lam_desktop.tasks.provenance.captions import with_caption
from lam_desktop.tasks.provenance.read_off import as_read
from lam_desktop.tasks.step import READ, TaskStep, Value
from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern, parse_pattern
from lam_desktop.tasks.when import columns_in


class NotOnlyTyped(Exception):  # noqa: N818 - caught by whoever knows the line
    """A column that is given what is read from the screen is used for more than to type or choose that."""

    def __init__(self, column: str, what: str) -> None:
        """`what` goes on after the column's name."""
        super().__init__(what)
        self.column = column


def names_read(steps: Iterable[TaskStep], depth: int) -> tuple[str, ...]:
    """The names under which the task that is called at this depth has what is read from the screen."""
    found = [
        name
        for step in steps
        if step.value is not None and step.value.places
        for name in known_as(step.within[depth:], step.value.read_as)
    ]
    return tuple(dict.fromkeys(found))


def handed_in(steps: Sequence[TaskStep], call: Call, depth: int) -> list[TaskStep]:
    """The steps of a task called at this depth, some of which take a column that is given what is read.

    They read it themselves then, by the name of the column. Raises `NotOnlyTyped`.
    """
    handed = {column: parse_pattern(text) for column, text in call.handed}
    for column in handed:
        if column in (*call.check_columns, *columns_of_checks(step.within[depth:] for step in steps)):
            raise NotOnlyTyped(column, "a check needs it before it is read")
    return [_taking(step, handed, depth) for step in steps] if handed else list(steps)


def handed_over(steps: Iterable[TaskStep]) -> tuple[TaskStep, ...]:
    """The steps of a whole, where what is handed over is read in the places of the task that reads it.

    Whatever is handed over to the outermost task goes by the name that it has there.
    """
    done: list[TaskStep] = []
    known: list[tuple[tuple[Call, ...], str]] = []
    """Of each step the calls within which its value has a name, and that name."""
    for step in steps:
        value = step.value
        scope = step.within, value.read_as if value is not None else ""
        if value is not None and value.source == "screen" and not value.places:
            scope = _scope(step, value)
            step = with_caption(replace(step, value=as_read(value, _read_by(*scope, done, step))), step)
        done.append(step)
        known.append(scope)
    return tuple(_named_outside(step, *scope) for step, scope in zip(done, known, strict=True))


def _taking(step: TaskStep, handed: dict[str, Pattern], depth: int) -> TaskStep:
    within = step.within[depth:]
    used = [column for column in replace(step, within=within).columns if column in handed]
    if not used:
        return step
    column, value = used[0], step.value
    where = f"step {step.told_number} of the whole"
    if within:
        raise NotOnlyTyped(column, f"{where} is of a task that it would have to be given on to")
    beside = (*columns_in(step.awaited), *(step.when.columns if step.when is not None else ()))
    if value is None or value.columns != (column,) or value.form or column in beside:
        raise NotOnlyTyped(column, f"{where} does not only type or choose it as it stands")
    made, own = handed[column], value.pattern
    if own is not None and not _is_plain(made):
        raise NotOnlyTyped(column, f"{where} makes something else of it; keep one of both patterns")
    pattern = own if own is not None else None if _is_plain(made) else made
    renamed = None if pattern is None else _of_reading(pattern)
    return with_caption(replace(step, value=Value("screen", column, value.text, pattern=renamed)), step)


def _is_plain(pattern: Pattern) -> bool:
    return len(pattern.pieces) == 1 and pattern.pieces == (Part(pattern.columns[0]),)


def _of_reading(pattern: Pattern) -> Pattern:
    """The pattern, made of what was read in place of its only column."""
    pieces = (replace(one, column=READ) if isinstance(one, Part) else one for one in pattern.pieces)
    return Pattern(tuple(pieces))


def _scope(step: TaskStep, value: Value) -> tuple[tuple[Call, ...], str]:
    """In which task, and under which name there, a value was read that says so by its name alone."""
    if step.within:
        text = dict(step.within[-1].handed).get(value.name)
        if text is not None:
            return step.within[:-1], columns_in(text)[0]
    return step.within, value.name


def _read_by(within: tuple[Call, ...], name: str, earlier: Sequence[TaskStep], step: TaskStep) -> Value:
    """What is read last under a name in the task within these calls: by itself, or by one that it calls."""
    depth = len(within)
    for one in reversed(earlier):
        if one.value is None or not one.value.places or one.within[:depth] != within:
            continue
        if name in known_as(one.within[depth:], one.value.read_as):
            return one.value
    raise LamBug(f"step {step.told_number} has a value that nothing reads")


def _named_outside(step: TaskStep, within: tuple[Call, ...], name: str) -> TaskStep:
    value = step.value
    if value is None or not value.places or not step.within:
        return step
    names = known_as(within, name) or ((name,) if within != step.within else ())
    return with_caption(replace(step, value=replace(value, name=names[0])), step) if names else step
