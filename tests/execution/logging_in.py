"""A recorded task that logs in to the program of `login.py`, and the eyes to repeat it with."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from lam_desktop.protocols import Policy, ScreenParser
from lam_desktop.tasks.step import Target, TaskStep, Value, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, Element, Frame
from recorder.events import InputEvent, KeyFacts
from recorder.focus import SYSTEM_PYTHON
from recorder.frames import pack
from recorder.recording import RecordingMeta
from recorder.recording_writer import RecordingWriter
from tests.execution.stage import Receiver, wait_until
from tests.fakes.program import SamePlacePolicy

PROGRAM = Path(__file__).with_name("login.py")
USER = "anna"
SECRET_NAME = "password"


class Login(Receiver):
    """The program; its fields by their own account."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, toolkit: str, *more: str) -> None:
        self._state = folder / "login.json"
        python = sys.executable if toolkit == "qt" else str(SYSTEM_PYTHON)
        self.process = desktop.start(python, str(PROGRAM), toolkit, str(self._state), *more)
        self.window = wait_for_window(desktop.display, title="login")
        self.activate()
        wait_until(self._state.exists)
        places: list[Any] = []

        def stands() -> bool:
            places.append(self.state()["places"])
            return len(places) > 3 and places[-1] == places[-4]

        while not stands():
            time.sleep(0.15)

    def box(self, name: str) -> Box:
        return Box(*self.state()["places"][name])


class LoginParser:
    """Sees the two fields where they are; what stands in the second is dots to everybody."""

    def __init__(self, login: Login) -> None:
        self._login = login

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        user = Element(self._login.box("user"), "field", self._login.state()["user"])
        return (user, Element(self._login.box("password"), "field"))

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 0.0


class LoginMinds:
    """Parser and policy that need no weights."""

    def __init__(self, login: Login) -> None:
        self._login = login

    def check(self, policy: str) -> None: ...

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        return LoginParser(self._login), SamePlacePolicy(), "exact"


def record_login(home: Path, login: Login, frame: Frame) -> Task:
    """The task «login»: a click and the user's name, a click and a secret."""
    window = login.window
    library = Library(home)
    path = library.create("login")
    name = WindowName(window.wm_class, window.process)
    writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, frame.shape[1], frame.shape[0])))
    steps: list[TaskStep] = []
    seq = 0

    def act(events: list[tuple[str, dict[str, Any]]]) -> None:
        nonlocal seq
        at_ns = 1_000_000_000 * (len(steps) + 1) * 3
        shown = writer.write_frame(pack(frame), at_ns)
        for number, (kind, more) in enumerate(events):
            seq += 1
            event = InputEvent(
                seq, at_ns + 60_000_000 * number, kind,  # type: ignore[arg-type]
                **{"x": 5, "y": 5, "window": window, "frame_before": None if number else shown, **more},
            )  # fmt: skip
            writer.write([(event, None)])

    def click(field: str) -> None:
        box = login.box(field)
        where = {"x": box.center[0], "y": box.center[1], "button": "left"}
        act([("press", where), ("release", where)])
        target = Target("", "field", box)
        steps.append(
            TaskStep(
                len(steps) + 1, len(steps), "click", f"Click the {field}", name, box.center, target
            )
        )  # fmt: skip

    def typed(value: Value, events: list[tuple[str, dict[str, Any]]]) -> None:
        act(events)
        steps.append(TaskStep(len(steps) + 1, len(steps), "type", "Type", name, value=value))

    click("user")
    keys = [KeyFacts(ord(sign), sign, sign) for sign in USER]
    typed(
        Value("row", "user", USER),
        [(kind, {"key": key}) for key in keys for kind in ("key_press", "key_release")],
    )
    click("password")
    typed(
        Value("secret", SECRET_NAME),
        [("key_press", {"key": KeyFacts(None, "", None), "secret": SECRET_NAME})],
    )
    writer.close()
    task = Task(
        "login", library.folder("login"), f"demos/{path.name}", tuple(steps),
        DemonstratedRow("users.csv", 1, {"user": USER}), (name,), True,
        screen=(frame.shape[1], frame.shape[0]),
    )  # fmt: skip
    task_file.save(task)
    return library.open("login")
