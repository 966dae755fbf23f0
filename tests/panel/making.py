"""Tasks with a real recording of a program that is only drawn."""

from __future__ import annotations

import csv
import functools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.tasks.step import Target, TaskStep, Value, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, ElementKind, Frame
from recorder.events import InputEvent, KeyFacts, WindowFacts
from recorder.frames import pack
from recorder.recording import RecordingMeta
from recorder.recording_writer import RecordingWriter

SCREEN = (1280, 800)
WINDOW = Box(60, 70, 760, 560)
DESK = WindowName("orderdesk", "orderdesk")
COLUMNS: tuple[str, ...] = ("Customer", "Article", "Quantity")
ROWS: tuple[tuple[str, str, str], ...] = (
    ("Lindqvist Hardware", "Door hinge 80 mm", "24"),
    ("Café Amadeus", "Espresso cup, white", "120"),
    ("张伟 Trading", "Bearing 6204-2RS", "60"),
    ("Sorenson & Sons", "Hex bolt M8x40", "500"),
    ("Gärtnerei Öhlmann", "Plant pot 14 cm", "250"),
    ("Sorensen Marine", "Shackle 10 mm", "36"),
)


@dataclass(frozen=True)
class Form:
    """What the drawn program shows; boxes in screen pixels."""

    values: dict[str, str] = field(default_factory=dict[str, str])
    focus: str = ""
    saved: str = ""
    at: tuple[int, int] = (WINDOW.x, WINDOW.y)
    dark: bool = False

    def box(self, name: str) -> Box:
        """Where a field or button is."""
        x, y = self.at
        places = {column: Box(190, 110 + 62 * row, 420, 34) for row, column in enumerate(COLUMNS)}
        places["Save"] = Box(190, 330, 110, 36)
        return places[name].moved(x, y)

    def picture(self, name: str) -> Image.Image:
        """A field as it is drawn."""
        box = self.box(name)
        return Image.fromarray(self.draw()).crop((box.x, box.y, box.right, box.bottom))

    def draw(self) -> Frame:
        """(800, 1280, 3) RGB."""
        ground, paper, ink, line = ("#20242b", "#2b3038", "#e8eaee", "#4a515d") if self.dark else (
            "#5b7a99", "#fbfbfc", "#22262d", "#aab2bd",
        )  # fmt: skip
        image = Image.new("RGB", SCREEN, ground)
        draw = ImageDraw.Draw(image)
        x, y = self.at
        draw.rectangle((x, y - 30, x + WINDOW.w, y), fill="#34404e")
        draw.text((x + 12, y - 24), "Order desk", font=_font(15), fill="white")
        draw.rectangle((x, y, x + WINDOW.w, y + WINDOW.h), fill=paper, outline=line)
        draw.text((x + 30, y + 34), "New order", font=_font(24), fill=ink)
        for column in COLUMNS:
            box = self.box(column)
            draw.text((x + 36, box.y + 8), column, font=_font(16), fill=ink)
            edge = "#2f6fb5" if column == self.focus else line
            draw.rectangle((box.x, box.y, box.right, box.bottom), fill="#ffffff", outline=edge)
            draw.text((box.x + 9, box.y + 8), self.values.get(column, ""), font=_font(16), fill="#22262d")
        save = self.box("Save")
        draw.rounded_rectangle((save.x, save.y, save.right, save.bottom), 5, fill="#2f6fb5")
        draw.text((save.x + 36, save.y + 8), "Save", font=_font(16), fill="white")
        draw.text((x + 36, y + WINDOW.h - 40), self.saved, font=_font(16), fill=ink)
        return np.asarray(image, np.uint8)


def rows_file(folder: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    """A table with these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def make_task(home: Path, name: str, rows: Path | None = None, *, understood: bool = True) -> Task:
    """A task that enters row 1 of the table, with its recording, in the library below `home`."""
    library = Library(home)
    recording = library.create(name)
    write_recording(recording)
    task = Task(
        name=name,
        folder=library.folder(name),
        recording=f"demos/{recording.name}",
        steps=task_steps(from_row=rows is not None, understood=understood),
        row=None if rows is None else DemonstratedRow(str(rows), 1, dict(zip(COLUMNS, ROWS[0], strict=True))),
        windows=(DESK,),
        understood=understood,
        screen=SCREEN,
    )
    task_file.save(task)
    return task


def make_login(home: Path) -> None:
    """A task that types the secret «pin»."""
    task = make_task(home, "login")
    typed = next(step for step in task.steps if step.kind == "type")
    steps = tuple(replace(one, value=Value("secret", "pin")) if one is typed else one for one in task.steps)
    task_file.save(replace(task, steps=steps))


def task_steps(*, from_row: bool, understood: bool) -> tuple[TaskStep, ...]:
    """The steps that enter row 1 into the form."""
    steps: list[TaskStep] = []
    for column, text in zip(COLUMNS, ROWS[0], strict=True):
        steps.append(_click(len(steps), f"Click the field “{column}”", Form().box(column), "field", ""))
        value = Value("row", column, text) if from_row else Value("constant", "", text)
        steps.append(
            TaskStep(len(steps) + 1, len(steps), "type", f"Type the {column.lower()}", DESK, value=value)
        )
    steps.append(_click(len(steps), "Click “Save”", Form().box("Save"), "button", "Save"))
    return tuple(steps if understood else [replace(step, target=None) for step in steps])


def write_recording(path: Path, steps: int | None = None) -> None:
    """Row 1 entered into the drawn form; only the first `steps` steps where given."""
    path.write_bytes(_recording(steps))


@functools.cache
def _recording(steps: int | None) -> bytes:
    """Drawn once: that takes a second, and many tests want one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.lamrec"
        writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, *SCREEN)))
        for number, (before, events) in enumerate(_acts()):
            if steps is not None and number >= steps:
                break
            frame = writer.write_frame(pack(before.draw()), events[0].t_ns)
            writer.write([(replace(events[0], frame_before=frame), None)])
            writer.write([(event, None) for event in events[1:]])
        writer.close()
        return path.read_bytes()


def _acts() -> Iterator[tuple[Form, list[InputEvent]]]:
    facts = WindowFacts(
        "Order desk", "orderdesk", "orderdesk", 77, (WINDOW.x, WINDOW.y, WINDOW.w, WINDOW.h), 5, "normal"
    )
    values: dict[str, str] = {}
    clock = 1_000_000_000
    seq = 0

    def event(kind, **more) -> InputEvent:
        nonlocal seq, clock
        seq, clock = seq + 1, clock + 60_000_000
        return InputEvent(seq, clock, kind, **{"x": 400, "y": 300, "window": facts, **more})

    for column, text in zip(COLUMNS, ROWS[0], strict=True):
        x, y = Form().box(column).center
        clock += 2_000_000_000
        press = event("press", x=x, y=y, button="left")
        yield Form(dict(values)), [press, event("release", x=x, y=y, button="left")]
        keys: list[InputEvent] = []
        clock += 500_000_000
        for char in text:
            key = KeyFacts(30 + ord(char) % 60, char.lower(), char)
            keys += [event("key_press", key=key), event("key_release", key=key)]
        yield Form(dict(values), focus=column), keys
        values[column] = text
    x, y = Form().box("Save").center
    clock += 2_000_000_000
    press = event("press", x=x, y=y, button="left")
    yield Form(dict(values), focus=COLUMNS[-1]), [press, event("release", x=x, y=y, button="left")]


def _click(done: int, caption: str, box: Box, kind: ElementKind, text: str) -> TaskStep:
    return TaskStep(done + 1, done, "click", caption, DESK, point=box.center, target=Target(text, kind, box))


def _font(size: int):
    for name in ("NotoSansCJK-Regular.ttc", "DejaVuSans.ttf", "LiberationSans-Regular.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
