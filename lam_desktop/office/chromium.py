"""Chromium on a virtual desktop, quiet: no first-run pages, no bubbles, no network but this machine's."""

from __future__ import annotations

import json
import math
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.office.screens import Screen
from lam_desktop.office.xdisplay import wait_for_window
from lam_desktop.types import Box
from recorder.events import WindowFacts

PROGRAM, WM_CLASS = "chromium", "Chromium"
FLAGS = (
    "--no-sandbox", "--test-type", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--password-store=basic", "--disable-features=Translate", "--lang=en-US",
)  # fmt: skip
ZOOM_STEP = 1.2
"""Chromium keeps its zoom as a power of this."""
START_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class View:
    """How a page is shown."""

    place: Box
    """Of the window, screen pixels; what does not fit on the screen is the window manager's affair."""
    zoom: float = 1.0
    """Of the page, as Ctrl and + give it."""
    device: float = 1.0
    """Screen pixels of one pixel of the whole browser."""


def prepare_profile(folder: Path, view: View) -> None:
    """A profile in this folder whose pages are shown with the view's zoom."""
    preferences = {"partition": {"default_zoom_level": {"x": math.log(view.zoom) / math.log(ZOOM_STEP)}}}
    path = folder / "Default" / "Preferences"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(preferences), encoding="utf-8")


def window_flags(view: View) -> tuple[str, ...]:
    """What the view asks of Chromium's command line, which counts in its own pixels."""
    place = view.place
    x, y, w, h = (round(side / view.device) for side in (place.x, place.y, place.w, place.h))
    scale = f"--force-device-scale-factor={view.device:g}"
    return scale, f"--window-position={x},{y}", f"--window-size={w},{h}"


def open_page(
    screen: Screen, folder: Path, address: str, title: str, view: View
) -> tuple[subprocess.Popen[Any], WindowFacts]:
    """A window with this page, with a profile of its own in `folder`, once the title is shown."""
    prepare_profile(folder, view)
    program = screen.start(
        PROGRAM, *FLAGS, *window_flags(view), f"--user-data-dir={folder}", address,
        extra={"LANGUAGE": "en_US"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return program, wait_for_window(screen.display, WM_CLASS, title, START_LIMIT_S, program)
