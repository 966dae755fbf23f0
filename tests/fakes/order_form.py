"""An order form as a recorded screen: pictures that follow what is clicked and typed, and a list of orders.

A click focuses, typing draws the text, Save keeps the order, says so and empties the form. What the form
shows can be read off its pictures, or asked of it.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import itertools
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.execution.machine.workplace import Workplace
from lam_desktop.tasks.step import StepKind, TaskStep, Value, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import (
    Action,
    Box,
    Candidate,
    Click,
    Decision,
    Element,
    Frame,
    PressKeys,
    Situation,
    TypeText,
    Window,
)
from recorder.events import EventKind, InputEvent, KeyFacts, WindowFacts
from recorder.frames import pack
from recorder.recording import RecordingMeta
from recorder.recording_writer import RecordingWriter

SCREEN = (400, 236)
DESK = WindowName("orderdesk", "orderdesk")
WINDOW = Window(
    "Order desk", DESK.wm_class, DESK.process, Box(8, 30, 384, 198), "normal", 77, 5, "one process"
)
COLUMNS = ("Customer", "Quantity")
FIRST_NUMBER = 1001
SAVE = "Save"
SHOWN = ("Lindqvist Hardware", "24")
"""The row that is entered while the task is recorded."""


@dataclass(frozen=True)
class Form:
    """What stands in the form."""

    values: tuple[str, ...] = ("",) * len(COLUMNS)
    focus: str = ""
    saved: str = ""

    def typed(self, text: str) -> Form:
        """With this text in the field that has the focus."""
        at = COLUMNS.index(self.focus)
        return replace(self, values=(*self.values[:at], text, *self.values[at + 1 :]))

    def widgets(self) -> tuple[Element, ...]:
        """All there is to see, as perfect eyes would see it; boxes in screen pixels."""
        found = [_text("New order", WINDOW.box.x + 20, WINDOW.box.y + 10)]
        for column, text in zip(COLUMNS, self.values, strict=True):
            box = box_of(column)
            found += [_text(column, WINDOW.box.x + 20, box.y + 6), Element(box, "field", text)]
        found.append(Element(box_of(SAVE), "button", SAVE))
        if self.saved:
            found.append(_text(self.saved, WINDOW.box.x + 20, WINDOW.box.bottom - 26))
        return tuple(found)

    def draw(self) -> Frame:
        """(236, 400, 3) RGB."""
        image = Image.new("RGB", SCREEN, "#5b7a99")
        pen, font, frame = ImageDraw.Draw(image), _font(), WINDOW.box
        pen.rectangle((frame.x, frame.y - 24, frame.right, frame.y), fill="#34404e")
        pen.text((frame.x + 10, frame.y - 20), WINDOW.title, "white", font)
        pen.rectangle((frame.x, frame.y, frame.right, frame.bottom), "#fbfbfc", "#aab2bd")
        for one in self.widgets():
            box, left = one.box, 0
            if one.kind == "field":
                edge = "#2f6fb5" if box == box_of(self.focus or SAVE) else "#aab2bd"
                pen.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), "white", edge)
                left = 8
            elif one.kind == "button":
                pen.rounded_rectangle((box.x, box.y, box.right, box.bottom), 4, "#2f6fb5")
                left = 26
            top = box.y + (0 if one.kind == "text" else 6)
            pen.text((box.x + left, top), one.text, "white" if one.kind == "button" else "#22262d", font)
        return np.asarray(image, np.uint8)


def box_of(name: str) -> Box:
    """Where a field or the button is, screen pixels."""
    if name == SAVE:
        return Box(WINDOW.box.x + 110, WINDOW.box.y + 122, 84, 30)
    return Box(WINDOW.box.x + 110, WINDOW.box.y + 42 + 38 * COLUMNS.index(name), 254, 28)


class OrderForm:
    """The program; orders go into a table as they come, for a list of thousands would be taken for a leak."""

    def __init__(self, orders: Path) -> None:
        self._orders = orders
        self._number = FIRST_NUMBER
        self.form = Form()
        self.frame = self.form.draw()
        """The screen now; the same array as long as nothing changes."""

    def react(self, action: Action) -> None:
        """What the program makes of an action of the agent."""
        form = self.form
        match action:
            case Click(point):
                hit = next((one for one in (*COLUMNS, SAVE) if box_of(one).contains(*point)), "")
                form = self._saved() if hit == SAVE else replace(form, focus=hit)
            case TypeText(text) if form.focus:
                form = form.typed(form.values[COLUMNS.index(form.focus)] + text)
            case PressKeys(("delete",)) if form.focus:
                form = form.typed("")
            case _:
                pass
        if form != self.form:
            self.form, self.frame = form, form.draw()

    def kept(self) -> list[tuple[str, ...]]:
        """The orders, in the order in which they were saved."""
        if not self._orders.exists():
            return []
        with self._orders.open(encoding="utf-8", newline="") as file:
            return [tuple(row) for row in csv.reader(file)]

    def _saved(self) -> Form:
        with self._orders.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(self.form.values)
        self._number += 1
        return saved(self._number - 1)


def saved(number: int) -> Form:
    """What the program shows after Save."""
    return Form(saved=f"Order {number} saved")


class FormDesktop:
    """Shows the form; implements the Desktop protocol."""

    def __init__(self, program: OrderForm) -> None:
        self._program = program

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """The screen."""
        return self._program.frame, (0, 0)

    def windows(self) -> tuple[Window, ...]:
        """The only one."""
        return (WINDOW,)

    def minimised(self) -> tuple[Window, ...]:
        """None is ever put away."""
        return ()

    def active_window(self) -> Window | None:
        """The only one."""
        return WINDOW

    def activate(self, window: Window) -> None:
        """It is in front already."""


class FormHands:
    """Acts on the form and remembers nothing; implements the Actuator protocol."""

    def __init__(self, program: OrderForm) -> None:
        self._program = program

    def perform(
        self, action: Action, stopped: Callable[[], bool], lands: Callable[[], bool] | None = None
    ) -> None:
        """Does it."""
        self._program.react(action)

    def release_all(self) -> None:
        """Nothing is ever held."""


class FormEyes:
    """Knows what the form shows now, and showed in the recording; implements the ScreenParser protocol."""

    def __init__(self, program: OrderForm) -> None:
        self._program = program
        self._recorded = {_print(form.draw()): form for form, _ in demonstration()}

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        """All widgets whose centre lies in `region`."""
        now = frame is self._program.frame
        found = (self._program.form if now else self._recorded[_print(frame)]).widgets()
        return tuple(one for one in found if region is None or region.contains(*one.box.center))

    def forget(self) -> None:
        """Nothing was overlooked."""

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """The texts inside."""
        return " ".join(one.text for one in self.parse(frame, box) if one.text), 1.0


class FormMind:
    """Finds what lies at the demonstrated place: the form never moves; implements the Policy protocol."""

    name = "same-place"

    def decide(self, situation: Situation) -> Decision:
        """The smallest element at the demonstrated point."""
        point = situation.step.point
        assert point is not None
        found = [one for one in situation.screen.elements if one.box.contains(*point)]
        if not found:
            return Decision(None, None, 0.0, 0.9, 1.0, (), "It is not there.")
        one = min(found, key=lambda one: one.box.area)
        best = Candidate(one.box, one.kind, one.text, 1.0)
        return Decision(best, point, 1.0, 0.9, 0.0, (best,), "It lies where it lay.")


def workplace(program: OrderForm) -> Callable[[], contextlib.AbstractContextManager[Workplace]]:
    """Opens a place to work at that shows the form, where nobody stops anything."""

    @contextlib.contextmanager
    def opened() -> Generator[Workplace]:
        yield Workplace(
            FormDesktop(program), SCREEN, FormHands(program), stopped=lambda: False, check=lambda: None
        )

    return opened


def demonstration() -> Iterator[tuple[Form, TaskStep | None]]:
    """What the screen showed before each step in which a person entered `SHOWN`; the end has no step."""
    form = Form()
    done = 0

    def step(kind: StepKind, caption: str, point: tuple[int, int] | None, value: Value | None) -> TaskStep:
        return TaskStep(done + 1, done, kind, caption, DESK, point=point, value=value)

    for column, text in zip(COLUMNS, SHOWN, strict=True):
        yield form, step("click", f"Click the field “{column}”", box_of(column).center, None)
        form, done = replace(form, focus=column), done + 1
        yield form, step("type", f"Type the {column.lower()}", None, Value("row", column, text))
        form, done = form.typed(text), done + 1
    yield form, step("click", f"Click “{SAVE}”", box_of(SAVE).center, None)
    yield saved(FIRST_NUMBER - 1), None


def record_task(home: Path, name: str, table: Path) -> Task:
    """A task that enters the first row of the table, recorded, into the library below `home`.

    Nothing was looked for in its pictures yet.
    """
    library = Library(home)
    path = library.create(name)
    steps = _write_recording(path)
    task = Task(
        name=name,
        folder=library.folder(name),
        recording=f"demos/{path.name}",
        steps=steps,
        row=DemonstratedRow(str(table), 1, dict(zip(COLUMNS, SHOWN, strict=True))),
        windows=(DESK,),
        screen=SCREEN,
    )
    task_file.save(task)
    return task


def many_rows(count: int) -> list[tuple[str, ...]]:
    """So many rows to enter, of which no two are equal."""
    names = ("Lindqvist", "Amadeus", "Sorenson", "Sorensen", "Oehlmann", "Castellano", "Brightwater")
    trades = ("Hardware", "Trading", "Marine", "Gardens", "Logistics")
    return [(f"{names[n % 7]} {trades[n % 5]} {n + 100}", str(102 + n * 37 % 863)) for n in range(count)]


def write_table(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    """A table of `SHOWN` and these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, SHOWN, *rows])


def _write_recording(path: Path) -> tuple[TaskStep, ...]:
    """The demonstration as the recorder leaves it; its steps."""
    x, y, w, h = WINDOW.box.x, WINDOW.box.y, WINDOW.box.w, WINDOW.box.h
    facts = WindowFacts(
        WINDOW.title, WINDOW.wm_class, WINDOW.process, WINDOW.window_id, (x, y, w, h), 5, "normal"
    )
    writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, *SCREEN)))
    shown = list(demonstration())
    steps: list[TaskStep] = []
    seq = 0
    for (before, step), (after, _) in itertools.pairwise(shown):
        assert step is not None
        point = step.point or (0, 0)
        keys = (
            [KeyFacts(30 + ord(one) % 60, one.lower(), one) for one in step.value.text] if step.value else []
        )
        pressed: list[tuple[EventKind, KeyFacts | None]] = [("key_press", key) for key in keys]
        pressed = pressed or [("press", None), ("release", None)]
        events: list[InputEvent] = []
        for kind, key in pressed:
            seq += 1
            button = None if key else "left"
            t_ns = (2 * len(steps) + 2) * 1_000_000_000 + seq * 10_000_000
            events.append(
                InputEvent(seq, t_ns, kind, x=point[0], y=point[1], button=button, key=key, window=facts)
            )
        frame = writer.write_frame(pack(before.draw()), events[0].t_ns)
        writer.write([(replace(events[0], frame_before=frame), None)])
        writer.write([(event, None) for event in events[1:]])
        writer.set_frame_after(seq, writer.write_frame(pack(after.draw()), events[-1].t_ns))
        steps.append(step)
    writer.close()
    return tuple(steps)


@functools.cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(15)


def _text(text: str, x: int, y: int) -> Element:
    return Element(Box(x, y, max(1, _width(text)), 18), "text", text)


@functools.lru_cache(maxsize=64)
def _width(text: str) -> int:
    return round(_font().getlength(text))


def _print(frame: Frame) -> int:
    return zlib.crc32(np.ascontiguousarray(frame).data)
