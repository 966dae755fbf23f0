"""A page of MiniWoB++ in a Chromium window: real pixels; its structure only for oracle and judge."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
from collections.abc import Generator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.office.chromium import (
    FLAGS,
    PROGRAM,
    START_LIMIT_S,
    WM_CLASS,
    View,
    prepare_profile,
    window_flags,
)
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_for_popup, wait_settled
from lam_desktop.office.xdisplay import wait_for_window
from lam_desktop.types import Box

PACKAGE = "miniwob"
TASKS = (
    "click-test-2", "click-button", "click-link", "click-option", "choose-list", "enter-text", "enter-date",
    "focus-text-2", "login-user", "multi-layouts", "email-inbox-delete", "form-sequence-2",
)  # fmt: skip
VIEW = View(Box(30, 20, 640, 640), zoom=2.0)
SCREEN = (720, 700)
INTO_FIELD_PX = 14
ORACLE = Path(__file__).with_name("oracle.js")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the oracle does."""

    text: str | None
    """What it types after the click."""
    at: str
    """Where it clicks: `middle` or `left`."""
    option: int | None
    """Which entry of the opened list it chooses."""
    options: int


@dataclass(frozen=True, slots=True)
class EpisodeEnd:
    """What came of an episode."""

    reward: float | None
    """Without the share that time takes; None where the episode did not end."""
    clicks: int
    wrong: tuple[str, ...]
    """What was hit that is not the oracle's."""


class MiniwobPage:
    """One browser window, for one episode after the other."""

    def __init__(self, desktop: VirtualDesktop, driver: Any) -> None:
        self._desktop, self._driver = desktop, driver
        self._steps: tuple[Step, ...] = ()

    def begin(self, task: str, seed: str) -> None:
        """Shows a new episode, and nothing of former ones."""
        self._driver.get((pages_folder() / f"{task}.html").as_uri())
        self._driver.execute_script(ORACLE.read_text(encoding="utf-8"))
        steps = self._driver.execute_script("return lam.begin(...arguments)", task, seed)
        self._steps = tuple(Step(**step) for step in steps)
        wait_settled(self._desktop.screenshot)

    def solve(self, clerk: Clerk) -> None:
        """Does what solves the episode, with mouse and keyboard."""
        for number, step in enumerate(self._steps):
            box = self._box(number)
            x, y = box.center
            clerk.click(x if step.at == "middle" else box.x + INTO_FIELD_PX, y)
            if step.text is not None:
                clerk.type(step.text)
            if step.option is not None:
                left, top, width, height = wait_for_popup(self._desktop.display, PROGRAM).geometry
                wait_settled(self._desktop.screenshot)
                clerk.click(left + width // 3, round(top + height / step.options * (step.option + 0.5)))
        wait_settled(self._desktop.screenshot)

    def end(self) -> EpisodeEnd:
        """The episode's reward as the page gave it, and its clicks."""
        told = self._driver.execute_script("return lam.result()")
        parts = {name for number in range(len(self._steps)) for name in (str(number), f"{number}:chosen")}
        wrong = tuple(name for name in told["clicks"] if name not in parts)
        return EpisodeEnd(told["reward"], len(told["clicks"]), wrong)

    def _box(self, number: int) -> Box:
        """Where a step's element lies, screen pixels."""
        told = self._driver.execute_script("return lam.box(arguments[0])", number)
        x, y, w, h = wait_for_window(self._desktop.display, WM_CLASS).geometry
        scale, (inner_w, inner_h) = told["scale"], told["inner"]
        border = (w - inner_w * scale) / 2
        left, top = x + border, y + h - border - inner_h * scale
        box = [side * scale for side in told["box"]]
        return Box(round(left + box[0]), round(top + box[1]), round(box[2]), round(box[3]))


@contextlib.contextmanager
def open_pages(desktop: VirtualDesktop, profile: Path) -> Generator[MiniwobPage]:
    """A browser for the pages; EnvironmentFault where a program or package is missing."""
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service

    prepare_profile(profile, VIEW)
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, *window_flags(VIEW), f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.add_experimental_option("excludeSwitches", ["enable-automation"])
    options.binary_location = shutil.which(PROGRAM) or PROGRAM
    environment = {**desktop.environment, "LANGUAGE": "en_US"}
    try:
        driver = webdriver.Chrome(options, Service(shutil.which("chromedriver"), env=environment))
    except WebDriverException as fault:
        raise EnvironmentFault(f"Chromium did not start ({fault.msg}): install chromium-driver.") from fault
    try:
        wait_for_window(desktop.display, WM_CLASS, timeout_s=START_LIMIT_S)
        yield MiniwobPage(desktop, driver)
    finally:
        driver.quit()


def pages_folder() -> Path:
    """Where the installed package keeps its pages; it is found without being imported."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EnvironmentFault(
            "The package miniwob is missing: install it with «pip install lam-desktop[eval]»."
        )
    return Path(found.origin).parent / "html" / "miniwob"


def pages_version() -> str:
    """Of the pages."""
    pages_folder()
    return version(PACKAGE)
