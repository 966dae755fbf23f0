"""Looks whether this machine has what the agent needs, and says how to mend what it has not."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from lam_desktop.errors import EnvironmentFault, LamError
from lam_desktop.execution.machine.actuators import open_actuator
from lam_desktop.execution.machine.desktop import LiveDesktop, open_desktop
from lam_desktop.execution.machine.wakefulness import kept_awake
from lam_desktop.tasks.storage.conversion import count_plain
from lam_desktop.tasks.storage.kept_secrets import REMEDY, keyring_name
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import exclusions_of, told
from lam_desktop.tasks.storage.unlocking import INTERRUPTED
from lam_desktop.tasks.storage.vault import Vault
from recorder import focus, inputs, screen
from recorder.errors import RecorderError
from recorder.ledger import InjectionLedger

State = Literal["ok", "note", "problem"]
SCALES = (0.9, 1.6)
"""Physical pixels per logical pixel in nearly all of what the models were taught on (`data.corpus.looks`)."""
ANSWER_LIMIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    detail: str
    """What was found; for a problem also how to mend it."""


def examine(load_parser: Callable[[], Any], load_all: Callable[[], Any], home: Path) -> list[Check]:
    """All checks, in the order in which they build on each other; `home` is the library. Raises nothing."""
    checks = [_python()]
    try:
        desktop = open_desktop()
    except LamError as error:
        checks.append(Check("display", "problem", str(error)))
    else:
        with contextlib.closing(desktop):
            checks += [_display(desktop), _screen(desktop), _scaling(), _window_manager(desktop)]
            checks += [_hooks(), _hands()]
    checks += [_ocr(load_parser), _weights(load_all), _accessibility(), _left_out(home), _secrets()]
    checks += [_encryption(home)]
    checks += [_awake()]
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
        shown = any(window.box.overlaps(desktop.box) for window in desktop.windows())
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
        return Check(
            "screen", "note",
            f"{width}x{height}{where}: small, programs may hide what they show; choose 1024x600 or more in "
            "the display settings.",
        )  # fmt: skip
    return Check("screen", "ok", f"{width}x{height} pixels{where}.")


def _scaling() -> Check:
    try:
        scale = _scale()
    except RecorderError as error:
        return Check("scaling", "problem", str(error))
    if not SCALES[0] <= scale <= SCALES[1]:
        return Check(
            "scaling", "note",
            f"Programs are drawn at {scale:.0%}, and the models know {SCALES[0]:.0%} to {SCALES[1]:.0%}: "
            "they may miss what is shown; choose 100% in the display settings, then record again.",
        )  # fmt: skip
    return Check("scaling", "ok", f"Programs are drawn at {scale:.0%}.")


def _scale() -> float:
    with contextlib.closing(screen.open_backend()) as backend:
        return backend.scale


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
    buses = (os.environ.get(name, "") for name in ("AT_SPI_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"))
    if not any(bus and not bus.startswith("disabled:") for bus in buses):
        lacking = (
            "There is no session bus: log in to a desktop session, or start this through dbus-run-session"
        )
    elif not focus.SYSTEM_PYTHON.exists() or not _atspi_answers():
        lacking = (
            "AT-SPI does not answer: install the packages at-spi2-core, python3-gi and gir1.2-atspi-2.0, "
            "and log in again"
        )
    else:
        return Check("accessibility", "ok", "Password fields are told by AT-SPI, and by their bullets.")
    return Check(
        "accessibility", "note",
        f"{lacking}. Until then password fields are known by their bullets only; "
        "Ctrl+Alt+H hides what you type.",
    )  # fmt: skip


def _left_out(home: Path) -> Check:
    try:
        if Vault(home).exists:
            shown = "What privacy.yaml says, which is encrypted: lam edit --privacy shows it."
            return Check("left out", "ok", shown)
        return Check("left out", "ok", told(exclusions_of(Library(home))))
    except LamError as error:
        return Check("left out", "problem", str(error))


def _secrets() -> Check:
    try:
        name = keyring_name()
    except EnvironmentFault as fault:
        return Check("keyring", "note", str(fault))
    if name is not None:
        return Check("keyring", "ok", f"Secrets can be kept in it: {name}.")
    return Check(
        "keyring", "note",
        f"There is none, so secrets are asked for at each run, or given with --set: {REMEDY}.",
    )  # fmt: skip


def _encryption(home: Path) -> Check:
    vault = Vault(home)
    try:
        if not vault.exists:
            return Check(
                "encryption", "note",
                f"The library {home} is not encrypted: whoever has the disk can read it; lam encrypt sets a"
                " passphrase.",
            )  # fmt: skip
        wrapped, damaged = vault.read(), vault.damaged
    except EnvironmentFault as fault:
        return Check("encryption", "problem", str(fault))
    if wrapped.state in INTERRUPTED:
        return Check("encryption", "problem", INTERRUPTED[wrapped.state].format(home=home))
    if damaged:
        return Check(
            "encryption", "problem",
            f"{home / damaged} is missing or damaged, only its copy is left: lam encrypt writes both anew.",
        )  # fmt: skip
    if plain := count_plain(home):
        files = f"{plain} file{' is' if plain == 1 else 's are'}"
        return Check(
            "encryption", "problem",
            f"The library {home} is encrypted, but {files} not: lam encrypt takes them in.",
        )  # fmt: skip
    asks = "its passphrase is in the keyring" if wrapped.keyring else "its passphrase is asked for"
    return Check("encryption", "ok", f"The library {home} is encrypted; {asks}.")


def _awake() -> Check:
    with kept_awake() as awake:
        if awake.by:
            told = (
                f"Screen saver, lock and sleep stay away while a run is at work, by {' and '.join(awake.by)}."
            )
            return Check("staying awake", "ok", told)
    return Check(
        "staying awake", "note",
        "Nothing here holds off screen saver, lock and sleep: for long runs turn them off in the settings, "
        "or log in to a desktop session.",
    )  # fmt: skip


def _atspi_answers() -> bool:
    """Whether the helper that the recorder asks for password fields comes to listen."""
    helper = subprocess.Popen(
        [str(focus.SYSTEM_PYTHON), "-I", str(Path(focus.__file__).with_name("atspi_focus.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert helper.stdin is not None and helper.stdout is not None
    with helper.stdin, helper.stdout:
        told = select.select([helper.stdout], [], [], ANSWER_LIMIT_S)[0] and helper.stdout.readline()
        helper.stdin.close()  # it ends with that
        try:
            helper.wait(1.0)
        except subprocess.TimeoutExpired:
            helper.kill()
            helper.wait()
    return bool(told)
