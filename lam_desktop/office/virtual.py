"""A desktop of its own: an X server nobody sees, a window manager, and where wanted an accessibility bus."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from lam_desktop.errors import EnvironmentFault
from lam_desktop.office.xdisplay import grab_display, is_managed, paint_desktop, wait_for_window
from lam_desktop.types import Frame

__all__ = ["VirtualDesktop", "end_group", "wait_for_window"]

START_LIMIT_S = 15.0
STOP_LIMIT_S = 3.0
POLL_S = 0.02

_AT_SPI_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_FOREIGN = (  # what would tie a program to the desktop that we were started from
    "WAYLAND_DISPLAY", "XAUTHORITY", "SESSION_MANAGER", "DESKTOP_STARTUP_ID", "QT_QPA_PLATFORM",
    "QT_STYLE_OVERRIDE", "AT_SPI_BUS_ADDRESS", "GTK_A11Y", "NO_AT_BRIDGE", "XMODIFIERS",
    "GTK_IM_MODULE", "QT_IM_MODULE",
)  # fmt: skip


class VirtualDesktop:
    """A virtual X desktop that lives as long as the `with` block, with every program started on it.

    Raises EnvironmentFault on entry where a program it needs is missing or does not come up.
    """

    def __init__(
        self, size: tuple[int, int] = (1280, 800), window_manager: bool = True, accessibility: bool = False
    ) -> None:
        self.size = size
        self.display = ""
        """Such as `:97`; the server chooses a free number."""
        self.environment: dict[str, str] = {}
        """For programs on this desktop: ours, less what ties to another desktop, with private XDG folders."""
        self._window_manager = window_manager
        self._accessibility = accessibility
        self._folder: Path | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._servers: list[subprocess.Popen[Any]] = []
        self._programs: list[subprocess.Popen[Any]] = []

    def __enter__(self) -> VirtualDesktop:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="lam-desktop-"))  # short: sockets lie in it
            self.environment = self._private_environment(self._folder)
            self._watchdog = self._spawn(
                ("/bin/sh", "-c", _WATCHDOG, "sh", str(self._folder)), None, stdin=subprocess.PIPE
            )
            self.display = self._start_server()
            self.environment["DISPLAY"] = self.display
            if self._accessibility:
                self._start_accessibility()
            if self._window_manager:
                self._start_window_manager(self._folder)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(
        self, *argv: str, extra: Mapping[str, str] | None = None, **popen: Any
    ) -> subprocess.Popen[Any]:
        """Starts a program on this desktop, in a process group of its own; it ends with the desktop.

        `extra` adds to its environment, `popen` goes to `subprocess.Popen`.
        """
        program = self._spawn(argv, extra, **popen)
        self._programs.append(program)
        return program

    def stop(self, program: subprocess.Popen[Any]) -> None:
        """Ends one program that `start` started, with its children."""
        end_group(program)
        if program in self._programs:
            self._programs.remove(program)

    def screenshot(self) -> Frame:
        """What is on the screen now, (height, width, 3) uint8 RGB."""
        return grab_display(self.display)

    def paint(self, colour: str) -> None:
        """Gives the bare desktop a colour, `#rrggbb`."""
        paint_desktop(self.display, colour)

    def close(self) -> None:
        """Ends every program, the window manager and the server, and removes the private folders."""
        for process in reversed([*self._servers, *self._programs]):
            end_group(process)
        self._programs.clear()
        self._servers.clear()
        if self._watchdog is not None:
            end_group(self._watchdog)  # before its pipe closes: the groups it knows have gone
            if self._watchdog.stdin is not None:
                self._watchdog.stdin.close()
            self._watchdog = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _private_environment(self, folder: Path) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        for name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"):
            place = folder / name.lower()
            place.mkdir(mode=0o700)
            environment[f"XDG_{name}"] = str(place)
        # Without this, GTK starts a bus through dbus-launch, which outlives everybody.
        environment["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        environment["XDG_SESSION_TYPE"] = "x11"
        environment["GDK_BACKEND"] = "x11"
        if not self._accessibility:
            environment.update({"NO_AT_BRIDGE": "1", "GTK_A11Y": "none"})
        return environment

    def _start_server(self) -> str:
        read, write = os.pipe()
        width, height = self.size
        screen = f"{width}x{height}x24"
        try:
            server = self._serve(
                "Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-dpi", "96",
                "-nolisten", "tcp", "-noreset", package="xvfb", pass_fds=(write,),
            )  # fmt: skip
            os.close(write)
            write = -1
            number = _read_line(read, server, f"The virtual X server Xvfb ({screen})")
        finally:
            os.close(read)
            if write >= 0:
                os.close(write)
        return f":{number}"

    def _start_window_manager(self, folder: Path) -> None:
        config = folder / "openbox.xml"
        config.write_text(_OPENBOX, encoding="utf-8")
        manager = self._serve(
            "openbox", "--sm-disable", "--config-file", str(config), "--startup", "true", package="openbox"
        )
        _wait(lambda: is_managed(self.display), manager, "The window manager openbox")

    def _start_accessibility(self) -> None:
        launcher = next((path for path in _AT_SPI_LAUNCHERS if Path(path).exists()), _AT_SPI_LAUNCHERS[0])
        read, write = os.pipe()
        try:
            bus = self._serve(
                "dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={write}",
                package="dbus", pass_fds=(write,),
            )  # fmt: skip
            os.close(write)
            write = -1
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = _read_line(
                read, bus, "The message bus dbus-daemon"
            )
        finally:
            os.close(read)
            if write >= 0:
                os.close(write)
        self.environment.update({"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"})
        bridge = self._serve(launcher, "--launch-immediately", "--a11y=1", package="at-spi2-core")
        _wait(self._has_accessibility_bus, bridge, "The accessibility bus at-spi-bus-launcher")

    def _has_accessibility_bus(self) -> bool:
        # Asked by name first: a call to the service itself would have the bus start a second one.
        asked = self._call(
            "org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", "string:org.a11y.Bus"
        )
        if "true" not in asked:
            return False
        enable = ("string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true")
        self._call("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties.Set", *enable)
        return "unix:" in self._call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")

    def _call(self, service: str, path: str, method: str, *arguments: str) -> str:
        """The answer to one call on the private bus; empty where there is none."""
        command = ["dbus-send", "--session", "--print-reply", f"--dest={service}", path, method, *arguments]
        try:
            answer = subprocess.run(
                command, env=self.environment, capture_output=True, text=True, timeout=START_LIMIT_S
            )
        except subprocess.TimeoutExpired:
            return ""
        except FileNotFoundError as fault:
            raise EnvironmentFault(
                "The program dbus-send is missing: install the Debian package dbus."
            ) from fault
        return answer.stdout if answer.returncode == 0 else ""

    def _serve(self, *argv: str, package: str, **popen: Any) -> subprocess.Popen[Any]:
        try:
            server = self._spawn(argv, None, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **popen)
        except EnvironmentFault as fault:
            raise EnvironmentFault(
                f"The program {argv[0]} is missing: install the Debian package {package}."
            ) from fault
        self._servers.append(server)
        assert self._watchdog is not None and self._watchdog.stdin is not None
        self._watchdog.stdin.write(f"{server.pid}\n".encode())
        self._watchdog.stdin.flush()
        return server

    def _spawn(
        self, argv: tuple[str, ...], extra: Mapping[str, str] | None, **popen: Any
    ) -> subprocess.Popen[Any]:
        options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "start_new_session": True, **popen}
        try:
            return subprocess.Popen(argv, env={**self.environment, **(extra or {})}, **options)
        except FileNotFoundError as fault:
            raise EnvironmentFault(f"The program {argv[0]} is not installed: install it first.") from fault


class GroupLeader(Protocol):
    """What leads a process group of its own; `subprocess.Popen` is one."""

    pid: int

    def wait(self, timeout: float | None = None) -> int: ...


def end_group(process: GroupLeader) -> None:
    """Ends a process that leads a group of its own, with that group: asked first, then forced."""
    _signal_group(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_LIMIT_S)
    _signal_group(process, signal.SIGKILL)  # its children too, where it left some
    process.wait()


def _signal_group(process: GroupLeader, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _wait(ready: Callable[[], bool], process: subprocess.Popen[Any], what: str) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while not ready():
        _still_coming(process, what, deadline)
        time.sleep(POLL_S)


def _read_line(read: int, process: subprocess.Popen[Any], what: str) -> str:
    deadline = time.monotonic() + START_LIMIT_S
    line = b""
    while not line.endswith(b"\n"):
        _still_coming(process, what, deadline)
        if select.select([read], [], [], POLL_S)[0]:
            part = os.read(read, 4096)
            if not part:
                process.wait(START_LIMIT_S)  # it closed the pipe without a word: it is ending
            line += part
    return line.decode().strip()


def _still_coming(process: subprocess.Popen[Any], what: str, deadline: float) -> None:
    if process.poll() is not None:
        raise EnvironmentFault(
            f"{what} ended at once (exit {process.returncode}); start it by hand to see why."
        )
    if time.monotonic() > deadline:
        raise EnvironmentFault(f"{what} did not come up within {START_LIMIT_S:g} s; free some memory or CPU.")


# Its pipe closes when we end, also by a signal that leaves us no time: then it ends the servers.
_WATCHDOG = """
groups=
while read -r group; do groups="$groups $group"; done
for number in TERM KILL; do
    for group in $groups; do kill -$number -$group 2>/dev/null; done
    sleep 1
done
rm -rf -- "$1"
"""

_OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><raiseOnFocus>no</raiseOnFocus></focus>
  <placement><policy>Smart</policy></placement>
  <theme><name>Clearlooks</name><titleLayout>NLIMC</titleLayout></theme>
  <desktops><number>1</number></desktops>
  <keyboard></keyboard>
  <mouse>
    <dragThreshold>4</dragThreshold>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
      <mousebind button="Right" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
    <context name="Titlebar">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
      <mousebind button="Left" action="Drag"><action name="Move"/></mousebind>
      <mousebind button="Left" action="DoubleClick"><action name="ToggleMaximize"/></mousebind>
    </context>
    <context name="Close">
      <mousebind button="Left" action="Click"><action name="Close"/></mousebind>
    </context>
    <context name="Maximize">
      <mousebind button="Left" action="Click"><action name="ToggleMaximize"/></mousebind>
    </context>
    <context name="Iconify">
      <mousebind button="Left" action="Click"><action name="Iconify"/></mousebind>
    </context>
  </mouse>
</openbox_config>
"""
