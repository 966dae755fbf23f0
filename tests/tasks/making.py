"""Hypothesis strategies for tasks that could have been recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import (
    EMPTY_CELLS,
    NOWHERE,
    POINTED,
    STEP_KINDS,
    Place,
    Target,
    TaskStep,
    Value,
    ValueSource,
    WindowName,
)
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.secret_names import misnamed
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.texts.unseen_signs import WITHIN_A_HEADING, has_control
from lam_desktop.tasks.when import OF_SCREEN, WHEN_KINDS, When
from lam_desktop.types import KINDS, MOUSE_BUTTONS, Box

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        [
            "no",
            "007",
            "1e3",
            "2026-01-15",
            "~",
            "null",
            "a: b",
            "- x",
            "# y",
            "'",
            '"',
            "a\nb\n",
            " a ",
            "=",
            "<<",
        ]
    ),
)
NAMES = TEXTS.filter(bool)
COLUMN_NAMES = NAMES.filter(lambda name: not has_control(name, WITHIN_A_HEADING))
SECRET_NAMES = NAMES.filter(lambda name: not misnamed(name))
SHOWN = st.sampled_from(["Saved", "Order {no} saved", "ja: {a | first word}!", "7", "保存 {b}"])
"""Texts that are looked for on the screen."""
COORDINATES = st.integers(-10_000, 10_000)
POINTS = st.tuples(COORDINATES, COORDINATES)
SIZES = st.integers(0, 10_000)
EXTENTS = st.integers(1, 100_000)
WINDOWS = st.builds(WindowName, wm_class=TEXTS, process=TEXTS)
TARGETS = st.builds(
    Target,
    text=TEXTS,
    kind=st.sampled_from(KINDS),
    box=st.builds(Box, COORDINATES, COORDINATES, SIZES, SIZES),
)
FORMS = st.sampled_from(["", "yes/no", "%d.%m.%Y", "%-m/%-d/%y", "%Y年%-m月%-d日"])
OF_TEXTS: tuple[ValueSource, ...] = ("constant", "row", "screen", "secret", "computed")
"""The clipboard is only of a paste."""
CELL_FORMS = st.sampled_from(["", "%Y-%m-%d", "%d%m%Y"])


@st.composite
def places(draw: st.DrawFn, demonstrated: int) -> Place:
    text = draw(NAMES)
    start = draw(st.integers(0, len(text) - 1))
    box = draw(st.builds(Box, COORDINATES, COORDINATES, SIZES, SIZES))
    return Place(demonstrated, box, text, Span(start, draw(st.integers(start + 1, len(text)))))


@st.composite
def values(draw: st.DrawFn, demonstrated: int, typed: bool) -> Value:
    source = draw(st.sampled_from(OF_TEXTS))
    name = draw({"row": COLUMN_NAMES, "secret": SECRET_NAMES}.get(source, TEXTS))
    read = draw(st.lists(places(demonstrated), min_size=source == "screen", max_size=2))
    empty = draw(st.sampled_from(EMPTY_CELLS if typed else EMPTY_CELLS[:2])) if source == "row" else "refuse"
    text, cell_form, form = draw(TEXTS), draw(CELL_FORMS), draw(FORMS)
    if source != "computed":
        return Value(source, name, text, form, cell_form, tuple(read), empty=empty)
    numbers = st.integers(-(10**17), 10**17)
    if draw(st.booleans()):
        start = draw(st.sampled_from(["", "1", "007", "-3"]))
        return Value(source, "number", text, "", cell_form, tuple(read), start=start, step=draw(numbers))
    form = draw(FORMS.filter(lambda one: "%" in one) | st.just("%-d"))
    return Value(source, "today", text, form, cell_form, tuple(read), days=draw(numbers))


def _value(kind: str, demonstrated: int) -> st.SearchStrategy[Value | None]:
    if kind in ("wait", "task"):
        return st.none()
    if kind == "read":
        read = st.lists(places(demonstrated), min_size=1, max_size=2).map(tuple)
        return st.builds(Value, st.just("screen"), NAMES, TEXTS, places=read)
    return values(demonstrated, True) if kind == "type" else st.none() | values(demonstrated, False)


@st.composite
def whens(draw: st.DrawFn) -> When:
    kind = draw(st.sampled_from(WHEN_KINDS))
    if kind in OF_SCREEN:
        return When(kind, draw(SHOWN))
    said = st.sampled_from(["true", "false"]) if kind == "empty" else TEXTS
    return When(kind, draw(said), draw(COLUMN_NAMES))


@st.composite
def steps(draw: st.DrawFn, number: int) -> TaskStep:
    kind = draw(st.sampled_from(STEP_KINDS))
    demonstrated = draw(st.integers(0, 10_000))
    keys = st.lists(NAMES, min_size=1 if kind in ("key", "shortcut") else 0, max_size=3).map(tuple)
    waits, calls = kind == "wait", kind == "task"
    return TaskStep(
        number=number,
        demonstrated=draw(st.just(NOWHERE) | st.just(demonstrated)) if waits or calls else demonstrated,
        kind=kind,
        caption=draw(NAMES if kind in ("wait", "read", "task") else TEXTS),
        window=draw(st.none() | WINDOWS),
        point=draw(POINTS if kind in POINTED else st.none() | POINTS),
        target=draw(st.none() | TARGETS),
        value=draw(_value(kind, demonstrated)),
        keys=draw(keys),
        modifiers=draw(st.lists(NAMES, max_size=2).map(tuple)),
        scroll=draw(POINTS if kind == "scroll" else st.none() | POINTS),
        end_point=draw(POINTS if kind == "drag" else st.none() | POINTS),
        button=draw(st.sampled_from(MOUSE_BUTTONS)),
        approval=draw(st.booleans()),
        optional=draw(st.booleans()),
        doubt=draw(TEXTS),
        awaited=draw(SHOWN) if waits else "",
        gone=draw(st.booleans()) if waits else False,
        called=draw(st.sampled_from(["login", "new form", "新しい"])) if calls else "",
        given=tuple(draw(st.dictionaries(NAMES, SHOWN, max_size=2)).items()) if calls else (),
        when=draw(st.none() | whens()),
    )


@st.composite
def tasks(draw: st.DrawFn, folder: Path) -> Task:
    seconds = st.floats(min_value=1e-3, max_value=1e9, allow_nan=False)
    counts = st.integers(1, 10_000)
    of_run = [st.none() | one for one in (counts, counts, seconds)]
    rows = st.builds(
        DemonstratedRow, file=TEXTS, index=st.integers(1, 99), cells=st.dictionaries(NAMES, TEXTS, max_size=3)
    )
    numbers = range(1, draw(st.integers(0, 3)) + 1)
    made = [draw(steps(number)) for number in numbers]
    return Task(
        name=folder.name,
        folder=folder,
        recording=f"demos/{draw(st.text(st.characters(categories=['L', 'N']), min_size=1))}.lamrec",
        steps=(*made[:-1], *(replace(step, optional=False) for step in made[-1:])),
        row=draw(st.none() | rows),
        windows=tuple(draw(st.lists(WINDOWS, max_size=2))),
        understood=draw(st.booleans()),
        screen=draw(st.none() | st.tuples(EXTENTS, EXTENTS)),
        limits=draw(st.builds(Limits, counts, seconds, *of_run)),
    )
