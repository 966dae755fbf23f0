"""What a program, its window or the desktop may do of its own accord in the middle of a row.

A fault is what a program is told to do once something was typed, or an act upon window or keyboard that is
done then. Each says what it touched: a question that it leads to must name that, and what became of it.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from recorder.events import WindowFacts
from tests.e2e.harness import Office

STAGES = ("load", "name", "phone")
"""When it strikes: before anything was done, or once this field was clicked and something typed into it."""
SAVE = "save"
"""A stage of its own: once the button was clicked."""
BUTTON = "Save contact"
NEXT = {"load": "Name", "name": "Phone", "phone": BUTTON}
"""What the agent turns to next."""
AFTER_S = 0.3
"""The desktop's faults strike so long after a field was clicked: it is being typed into."""


class Scene(Protocol):
    """A desktop on which a task was recorded, with its program open."""

    task: ClassVar[str]
    program: ClassVar[tuple[str, ...]]

    @property
    def rows(self) -> Path: ...
    @property
    def office(self) -> Office: ...
    @property
    def sent(self) -> list[dict[str, str]]: ...
    @property
    def process(self) -> subprocess.Popen[Any] | None: ...
    def window(self) -> WindowFacts: ...
    def begun(self, field: str) -> bool: ...
    def close(self) -> None: ...
    def reopen(self, addition: str = "") -> None: ...


@dataclass(frozen=True)
class Fault:
    """One fault at one moment."""

    kind: str
    stage: str
    touched: tuple[str, ...]
    """A question must name one of these."""
    told: tuple[str, ...]
    """And say one of these: what became of it, because a step's caption names its element anyway."""
    addition: str = ""
    """What the program is opened with, so that it happens: to a page of a browser its script."""
    act: Callable[[Scene], Callable[[], None] | None] | None = None
    """Done to the desktop instead; what it returns undoes it."""
    after_s: float = AFTER_S
    """So long after its moment that is done."""

    def is_named_in(self, message: str) -> bool:
        """Whether a question tells a person what to look at."""
        said = message.casefold()
        named = any(one.casefold() in said for one in self.touched)
        return named and any(one.casefold() in said for one in self.told)


def at_work(stage: str) -> tuple[str, ...]:
    """What is worked on at that stage, and what comes next: either may be in the way of a fault."""
    if stage == SAVE:
        return (BUTTON,)
    return (NEXT[stage],) if stage == "load" else (stage.capitalize(), NEXT[stage])


def filled(stage: str) -> tuple[str, ...]:
    """The fields that something stands in at that stage."""
    return {"load": (), "name": ("Name",), "phone": ("Name", "Phone")}[stage]


@contextlib.contextmanager
def struck(scene: Scene, fault: Fault, alive: Callable[[], bool], limit_s: float) -> Generator[None]:
    """Has the desktop's fault strike while the block lasts, at its moment; then undoes it."""
    undo: list[Callable[[], None]] = []

    def wait_and_act() -> None:
        assert fault.act is not None
        end = time.monotonic() + limit_s
        while fault.stage != "load" and not scene.begun(fault.stage):
            if time.monotonic() > end or not alive():
                return
            time.sleep(0.02)
        time.sleep(fault.after_s)
        back = fault.act(scene)
        if back is not None:
            undo.append(back)

    thread = threading.Thread(target=wait_and_act, name="fault") if fault.act else None
    if thread is not None:
        thread.start()
    try:
        yield
    finally:
        if thread is not None:
            thread.join(limit_s)
        for back in undo:
            back()
