"""Looks whether this machine has what the agent needs, and says how to mend what it has not."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from lam_desktop.errors import LamError
from lam_desktop.execution.actuators import open_actuator
from lam_desktop.execution.desktop import LiveDesktop, open_desktop
from recorder import inputs
from recorder.errors import RecorderError
from recorder.ledger import InjectionLedger

State = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    detail: str
    """What was found; for a problem also how to mend it."""


def examine(load_parser: Callable[[], Any], load_all: Callable[[], Any]) -> list[Check]:
    """All checks, in the order in which they build on each other. Raises nothing."""
    checks = [_python()]
    try:
        desktop = open_desktop()
    except LamError as error:
        checks.append(Check("display", "problem", str(error)))
    else:
        with contextlib.closing(desktop):
            checks += [_display(desktop), _screen(desktop), _window_manager(desktop), _hooks(), _hands()]
    checks += [_ocr(load_parser), _weights(load_all), _accessibility()]
    return checks


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", "ok", f"Python {version} on {sys.platform}.")


def _display(desktop: LiveDesktop) -> Check:
    del desktop
    name = os.environ.get("DISPLAY", "")
    beside = ", beside a Wayland session that is not used" if os.environ.get("WAYLAND_DISPLAY") else ""
    return Check("display", "ok", f"{name or 'The desktop'} can be seen{beside}.")


def _screen(desktop: LiveDesktop) -> Check:
    try:
        frame, origin = desktop.grab()
        shown = any(window.box.intersection(desktop.box).area for window in desktop.windows())
    except LamError as error:
        return Check("screen", "problem", str(error))
    height, width = frame.shape[:2]
    where = "" if origin == (0, 0) else f", origin at {origin}"
    if shown and not frame.any():  # an empty desktop may well be black
        return Check(
            "screen", "problem",
            "The screenshot is black: allow screen recording for this program, or leave Wayland.",
        )  # fmt: skip
    if width < 1024 or height < 600:
        return Check("screen", "note", f"{width}x{height}{where}: small; programs may hide what they show.")
    return Check("screen", "ok", f"{width}x{height} pixels{where}.")


def _window_manager(desktop: LiveDesktop) -> Check:
    try:
        named = desktop.window_manager()
    except LamError as error:
        return Check("window manager", "problem", str(error))
    if named is None:
        return Check(
            "window manager", "note",
            "None is running, so windows cannot be brought to the front; start one, for example openbox.",
        )  # fmt: skip
    return Check("window manager", "ok", f"{named}.")


def _hooks() -> Check:
    try:
        backend = inputs.open_backend()
        backend.start(lambda _: None, lambda _: None)
        backend.stop()
    except RecorderError as error:
        return Check("recording", "problem", str(error))
    return Check("recording", "ok", "Mouse and keyboard can be recorded.")


def _hands() -> Check:
    try:
        with contextlib.closing(InjectionLedger()) as ledger, open_actuator(ledger):
            pass
    except (LamError, RecorderError) as error:
        return Check("acting", "problem", str(error))
    return Check("acting", "ok", "Mouse and keyboard can be used.")


def _ocr(load_parser: Callable[[], Any]) -> Check:
    try:
        parser, _ = load_parser()
        parser.parse(np.full((64, 64, 3), 255, np.uint8))
    except LamError as error:
        return Check("seeing", "problem", str(error))
    return Check("seeing", "ok", "Element detector and text recogniser are there.")


def _weights(load_all: Callable[[], Any]) -> Check:
    try:
        load_all()
    except LamError as error:
        return Check("policy", "problem", str(error))
    return Check("policy", "ok", "The policy's weights are there.")


def _accessibility() -> Check:
    if sys.platform != "linux":
        return Check("accessibility", "ok", "Asked of the system.")
    bus = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if bus and importlib.util.find_spec("recorder.atspi_focus"):
        return Check(
            "accessibility", "ok", "Password fields are told by the session bus, and by their bullets."
        )
    return Check(
        "accessibility", "note",
        "There is no session bus, so password fields are known by their bullets only; "
        "Ctrl+Alt+H hides what you type.",
    )  # fmt: skip
