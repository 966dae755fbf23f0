"""A whole little desktop in memory: one program whose pixels follow its state, for tests of the executor."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import cv2
import numpy as np

from lam_desktop.types import (
    Action,
    Box,
    Candidate,
    Click,
    Decision,
    Element,
    ElementKind,
    Frame,
    PressKeys,
    Situation,
    TypeText,
    Window,
)

WIDTH, HEIGHT = 640, 480
INSTANCE = "one process"
MAIN = Window("Orders", "orders", "orders", Box(40, 30, 520, 400), "normal", 1, 100, INSTANCE)
DIALOG = Window("Really?", "orders", "orders", Box(150, 150, 240, 120), "dialog", 2, 100, INSTANCE)
TWIN = Window("Orders 2", "orders", "orders", Box(20, 20, 600, 440), "normal", 4, 100, INSTANCE)
CHAT = Window("Chat", "chat", "chat", Box(600, 440, 40, 40), "normal", 5, 300, INSTANCE)
OTHER = Window("Mail", "mail", "mail", Box(0, 0, 640, 480), "normal", 3, 200, INSTANCE)


GROUNDS: dict[ElementKind, int] = {"field": 255, "checkbox": 255, "button": 205, "cell": 250}
"""Shades behind the texts."""
LETTER_PX = 9


@dataclass
class Widget:
    """Something to see and click; its box is relative to the window."""

    name: str
    kind: ElementKind
    box: Box
    text: str = ""
    checked: bool | None = None
    in_dialog: bool = False


@dataclass
class OrderProgram:
    """Two fields, a check box, and a Save that adds a line; misbehaves on demand."""

    at: tuple[int, int] = (MAIN.box.x, MAIN.box.y)
    save_stores: bool = True
    drop_digits: bool = False
    stuck_focus: bool = False
    caret: Literal["blinking", "steady", "none"] = "none"
    """What is drawn where the next key goes."""
    state_unseen: bool = False
    """Nobody tells whether the check box is ticked: its mark is smudged."""
    state_unsure: bool = False
    """The detector does not say it, and the mark looks as ever."""
    dialog_open: bool = False
    dialog_text: str = "OK"
    """What its button says."""
    hidden: set[str] = field(default_factory=set[str])
    greyed: set[str] = field(default_factory=set[str])
    """What looks greyed out; pressed all the same, it works."""
    saved: list[tuple[str, str, bool]] = field(default_factory=list[tuple[str, str, bool]])
    clicks: list[str] = field(default_factory=list[str])
    customer: str = ""
    quantity: str = ""
    express: bool = False
    focus: str = ""
    marked: bool = False
    """What stands in the field with the focus is marked."""
    status: str = ""
    covered: bool = False
    overlooked: bool = False
    """Nothing is seen of it until everything is looked at anew."""
    twin: Literal["", "same", "other"] = ""
    """A second window of the program: one that shows the same, or one that shows something else."""
    twin_in_front: bool = True
    misread: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By what stands in a field: how it is read at first, and then in one other cut after the other."""
    sure: float = 1.0
    """How sure what stands in a field is read."""
    put_away: bool = False
    """Its window is minimised."""
    twin_refuses: bool = False
    """The window manager does not bring the window that is behind to the front."""
    intruder: bool = False
    """A small window of another program, which covers nothing, has the keyboard."""
    intrusions: int = 0
    """After so many of the next actions it comes."""
    note: str = ""
    """A text in the window that says what is to be done."""
    blank: bool = False
    """The first window shows nothing, as while it loads."""

    def widgets(self) -> list[Widget]:
        """What is there now."""
        if self.blank and not self.twin_in_front:
            return []
        if self.twin == "other" and self.twin_in_front:
            return [Widget("close", "button", Box(20, 20, 90, 28), "Close")]
        found = [
            Widget("customer label", "text", Box(20, 20, 80, 16), "Customer"),
            Widget("customer", "field", Box(120, 16, 200, 24), self.customer),
            Widget("quantity label", "text", Box(20, 60, 80, 16), "Quantity"),
            Widget("quantity", "field", Box(120, 56, 200, 24), self.quantity),
            Widget("express", "checkbox", Box(120, 96, 18, 18), "", self.express),
            Widget("express label", "text", Box(145, 96, 80, 16), "Express"),
            Widget("save", "button", Box(120, 140, 90, 28), "Save"),
        ]
        if self.note:
            found.append(Widget("note", "text", Box(20, 340, 8 * len(self.note), 16), self.note))
        if self.status:
            found.append(Widget("status", "text", Box(20, 370, 200, 16), self.status))
        for at, (customer, quantity, _) in enumerate(self.saved[-6:]):
            found.append(Widget(f"line {at}", "cell", Box(20, 190 + 24 * at, 160, 20), customer))
            found.append(Widget(f"amount {at}", "cell", Box(190, 190 + 24 * at, 100, 20), quantity))
        if self.dialog_open:
            found.append(Widget("ok", "button", Box(80, 80, 80, 26), self.dialog_text, in_dialog=True))
        return [one for one in found if one.name not in self.hidden]

    def react(self, action: Action) -> None:
        """What the program makes of an action of the agent (desktop pixels)."""
        self.intruder = self.intrusions > 0
        self.intrusions = max(0, self.intrusions - 1)
        match action:
            case Click(point):
                self._click(*point)
            case TypeText(text):
                text = text.replace("3", "8") if self.drop_digits else text
                if self.focus == "customer":
                    self.customer += text
                elif self.focus == "quantity":
                    self.quantity += text
            case PressKeys(("shift", "home")):
                self.marked = True
            case PressKeys(("delete",)):
                if self.marked and self.focus in ("customer", "quantity"):
                    setattr(self, self.focus, "")
                self.marked = False
            case PressKeys(("esc",)):
                self.dialog_open = False
            case _:
                pass

    def box_of(self, widget: Widget) -> Box:
        """Where it is on the desktop."""
        left, top = (DIALOG.box.x, DIALOG.box.y) if widget.in_dialog else self.at
        if self.twin and self.twin_in_front:
            left, top = TWIN.box.x, TWIN.box.y
        return widget.box.moved(left, top)

    def _click(self, x: int, y: int) -> None:
        hits = [one for one in self.widgets() if self.box_of(one).contains(x, y)]
        name = hits[-1].name if hits else "background"
        if self.twin and self.twin_in_front:
            name = f"twin {name}"
        self.clicks.append(name)
        self.marked = False
        if name in ("customer", "quantity"):
            self.focus = (self.focus or name) if self.stuck_focus else name
        elif name == "express":
            self.express = not self.express
        elif name == "ok":
            self.dialog_open = False
        elif name == "save" and self.save_stores:
            self.saved.append((self.customer, self.quantity, self.express))
            self.status = f"Order {len(self.saved) + 1000} saved"
            self.customer = self.quantity = self.focus = ""
            self.express = False


class MemoryDesktop:
    """Shows an `OrderProgram`; implements the Desktop protocol."""

    def __init__(self, program: OrderProgram) -> None:
        self.program = program

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """Texts are drawn as letters, on a ground that tells what they stand on: as on a real screen."""
        frame = np.full((HEIGHT, WIDTH, 3), 240, np.uint8)
        for widget in self.program.widgets():
            greyed = widget.name in self.program.greyed
            ink = GREYED_INK if greyed else 20
            box = self.program.box_of(widget)
            _paint(frame, box, widget.kind, widget.text, widget.checked, ink)
            if widget.kind == "checkbox" and self.program.state_unseen:
                frame[box.y + 2 : box.bottom - 2 : 2, box.x + 2 : box.right - 2] = 90
            if widget.name == self.program.focus and self._caret_shows():
                box = self.program.box_of(widget)
                frame[box.y + 5 : box.bottom - 5, box.x + 40 : box.x + 42] = 0
        if self.program.covered:
            frame[:] = 90
        return frame, (0, 0)

    def _main(self) -> Window:
        x, y = self.program.at
        return Window(
            MAIN.title, MAIN.wm_class, MAIN.process, Box(x, y, 520, 400), "normal", 1, 100, INSTANCE
        )

    def _caret_shows(self) -> bool:
        caret = self.program.caret
        return caret == "steady" or (caret == "blinking" and time.monotonic() % 0.4 < 0.2)

    def windows(self) -> tuple[Window, ...]:
        """Bottom to top."""
        main = self._main()
        if self.program.put_away:
            return (OTHER,)
        shown = (main, DIALOG) if self.program.dialog_open else (main,)
        if self.program.twin:
            shown = (*shown, TWIN) if self.program.twin_in_front else (TWIN, *shown)
        if self.program.intruder:
            shown = (*shown, CHAT)
        return (*shown, OTHER) if self.program.covered else (OTHER, *shown)

    def minimised(self) -> tuple[Window, ...]:
        """The program's window, where it was put away."""
        return (self._main(),) if self.program.put_away else ()

    def active_window(self) -> Window | None:
        """The topmost one."""
        return self.windows()[-1]

    def activate(self, window: Window) -> None:
        """Raises a window of the program; what another program covers stays covered."""
        self.program.put_away = self.program.intruder = False
        if not self.program.twin_refuses:
            self.program.twin_in_front = window.window_id == TWIN.window_id


class ExactParser:
    """Sees what is really there; implements the ScreenParser protocol."""

    def __init__(self, program: OrderProgram) -> None:
        self.program = program
        self._cuts = 0

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        """All widgets whose centre lies in `region`."""
        if self.program.overlooked:
            return ()
        unsure = self.program.state_unseen or self.program.state_unsure
        found = [
            Element(
                self.program.box_of(one),
                one.kind,
                self.program.misread.get(one.text, (one.text,))[0],
                self.program.sure if one.kind == "field" else 1.0,
                checked=None if unsure else one.checked,
                enabled=one.name not in self.program.greyed,
            )
            for one in self.program.widgets()
            if one.in_dialog or not self._hidden_by_dialog(one)
        ]
        return tuple(one for one in found if region is None or region.contains(*one.box.center))

    def _hidden_by_dialog(self, widget: Widget) -> bool:
        middle = self.program.box_of(widget).center
        return self.program.dialog_open and DIALOG.box.contains(*middle)

    def forget(self) -> None:
        """What was overlooked is seen."""
        self.program.overlooked = False

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """The texts inside, each in another cut than before."""
        self._cuts += 1
        inside = [one for one in self.program.widgets() if box.contains(*self.program.box_of(one).center)]
        read = [self.program.misread.get(one.text, (one.text,)) for one in inside if one.text]
        return " ".join(cuts[self._cuts % len(cuts)] for cuts in read), 1.0


class SamePlacePolicy:
    """Finds the element at the demonstrated place of the window; sure unless told otherwise."""

    name = "same-place"

    def __init__(self, confidence: Callable[[Situation], float] = lambda _: 1.0) -> None:
        self._confidence = confidence

    def decide(self, situation: Situation) -> Decision:
        """An element of the same kind whose corner is where the demonstrated one's was."""
        step, screen = situation.step, situation.screen
        assert step.target is not None and step.before.window is not None and screen.window is not None
        sought = step.before.elements[step.target]
        place = sought.box.moved(
            screen.window.x - step.before.window.x, screen.window.y - step.before.window.y
        )
        found = [one for one in screen.elements if one.box == place and one.kind == sought.kind]
        if not found:
            return Decision(None, None, 0.0, 0.9, 1.0, (), "It is not there.")
        sure = self._confidence(situation)
        best = Candidate(found[0].box, found[0].kind, found[0].text, sure)
        return Decision(best, found[0].box.center, sure, 0.9, 1 - sure, (best,), f"Sure to {sure:.0%}.")


GREYED_INK = 170


def _paint(frame: Frame, box: Box, kind: ElementKind, text: str, checked: bool | None, ink: int) -> None:
    frame[box.y : box.bottom, box.x : box.right] = GROUNDS.get(kind, 240)
    if kind in ("field", "checkbox"):
        edge = 190 if kind == "checkbox" and ink == GREYED_INK else 120
        cv2.rectangle(frame, (box.x, box.y), (box.right - 1, box.bottom - 1), (edge, edge, edge))
    if text:
        corner = box.x + 6, box.y + (box.h + LETTER_PX) // 2
        cv2.putText(frame, text, corner, cv2.FONT_HERSHEY_SIMPLEX, 0.42, (ink, ink, ink), 1, cv2.LINE_AA)
    if checked:
        cv2.line(frame, (box.x + 4, box.y + 9), (box.x + 8, box.y + 13), (20, 20, 20), 2)
        cv2.line(frame, (box.x + 8, box.y + 13), (box.x + 14, box.y + 5), (20, 20, 20), 2)
