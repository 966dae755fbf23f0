"""Chromium on a test's desktop, quiet: no first-run pages, no bubbles, no network but 127.0.0.1."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from lam_desktop.office.chromium import FLAGS
from recorder.events import WindowFacts
from tests.e2e.harness import Office, wait_for
from tests.e2e.programs.pages import Shop


class Browser:
    """One Chromium window with one page of the shop."""

    def __init__(self, office: Office, shop: Shop, profile: Path, page: str, title: str) -> None:
        self._office = office
        self._shop = shop
        self._profile = profile
        self._page = page
        self._title = title
        self._process: subprocess.Popen[Any] | None = None

    def open(self, x: int, y: int, width: int, height: int, *flags: str) -> WindowFacts:
        """Shows the page in a new window at that place, after closing the old one; returns once it stands."""
        self.close()
        self._shop.shown.clear()
        self._process = self._office.desktop.start(
            "chromium", *FLAGS, *flags, f"--user-data-dir={self._profile}",
            f"--window-position={x},{y}", f"--window-size={width},{height}", self._shop.address(self._page),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, extra={"LANGUAGE": "en_US"},
        )  # fmt: skip
        window = self._office.window("Chromium", self._title)
        wait_for(self._shop.shown.is_set, "the page to tell its layout")
        self._office.settled()
        return window

    @property
    def process(self) -> subprocess.Popen[Any] | None:
        """The browser, where it is open."""
        return self._process

    def close(self) -> None:
        """Ends the browser, where it is open."""
        if self._process is not None:
            self._office.desktop.stop(self._process)
            self._process = None

    def middle(self, name: str) -> tuple[int, int]:
        """The middle of a widget of the page, screen pixels."""
        x, y, w, h = self._shop.layout[name]
        return round(x + w / 2), round(y + h / 2)

    def left(self, name: str, inset: int = 14) -> tuple[int, int]:
        """A point near the left end of a widget."""
        x, y, _, h = self._shop.layout[name]
        return round(x + inset), round(y + h / 2)
