"""`lam doctor`: what it finds on real desktops, and how it says to mend it."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.machine import health
from lam_desktop.execution.machine.health import Check, examine
from tests.execution.stage import stage
from tests.fakes.keyring import MemoryKeyring
from tests.tasks.sealed_library import encrypted

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)


class Blind:
    """A parser that sees nothing."""

    def parse(self, frame: Any) -> tuple[()]:
        return ()


def checks(home: Path) -> dict[str, Check]:
    return {check.name: check for check in examine(lambda: (Blind(), None), lambda: None, home)}


def set_resources(text: str) -> None:
    """What xrdb does."""
    from Xlib import Xatom

    from recorder.xorg_display import open_display

    connection = open_display()
    connection.screen().root.change_property(Xatom.RESOURCE_MANAGER, Xatom.STRING, 8, text.encode())
    connection.sync()
    connection.close()


def test_a_good_desktop(monkeypatch: pytest.MonkeyPatch, ring: MemoryKeyring, home: Path) -> None:
    encrypted(home)
    with stage(accessibility=True) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        found = checks(home)
    assert {check.state for check in found.values()} == {"ok"}, found
    assert "100%" in found["scaling"].detail and "AT-SPI" in found["accessibility"].detail


def test_a_small_screen_and_a_large_scale_are_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    monkeypatch.delenv("AT_SPI_BUS_ADDRESS", raising=False)
    with stage(size=(800, 600)):
        set_resources("*customization:\t-color\nXft.dpi:\t192\nXft.antialias:\t1\n")
        found = checks(home)
    assert {name for name, check in found.items() if check.state != "ok"} == {
        "screen", "scaling", "accessibility", "keyring", "encryption",
    }  # fmt: skip
    assert "800x600" in found["screen"].detail and "choose 1024x600 or more" in found["screen"].detail
    assert "200%" in found["scaling"].detail and "choose 100%" in found["scaling"].detail
    assert "install the package gnome-keyring" in found["keyring"].detail
    assert "no session bus" in found["accessibility"].detail


def test_a_usual_scale_is_well() -> None:
    with stage(window_manager=False):
        set_resources("Xft.dpi: 144\n")
        assert health._scaling() == Check("scaling", "ok", "Programs are drawn at 150%.")


def test_a_bus_that_never_answers_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ANSWER_LIMIT_S", 0.5)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "bus"))
        deaf.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        begin_s = time.monotonic()
        check = health._accessibility()
    assert time.monotonic() - begin_s < 15
    assert check.state == "note" and "AT-SPI does not answer: install" in check.detail
