"""The virtual desktop and the clerk, on real X servers."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from lam_desktop.errors import EnvironmentFault
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window

pytestmark = pytest.mark.slow

ECHO = textwrap.dedent(
    """
    import sys
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    app = QApplication(["echo"])
    field = QPlainTextEdit()
    field.setWindowTitle("Echo")
    field.setGeometry(200, 150, 500, 300)

    class Watch(QObject):
        def eventFilter(self, target, event):
            kind = event.type()
            if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
                at = event.globalPosition().toPoint()
                print(kind.name, event.button().name, at.x(), at.y(), flush=True)
            elif kind == QEvent.Type.Wheel:
                print("Wheel", event.angleDelta().y(), flush=True)
            return False

    watch = Watch()
    field.viewport().installEventFilter(watch)
    field.textChanged.connect(lambda: print("TEXT", ascii(field.toPlainText()), flush=True))
    field.show()
    sys.exit(app.exec())
    """
)


def read_until(program: subprocess.Popen[str], wanted: str) -> list[str]:
    """Lines of the program up to and including the wanted one; the test's own limit ends an endless wait."""
    assert program.stdout is not None
    lines: list[str] = []
    for line in program.stdout:
        lines.append(line.strip())
        if lines[-1] == wanted:
            return lines
    raise AssertionError(f"{wanted} never came: {lines[-10:]}")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_input_arrives_exactly_and_nothing_is_left_behind() -> None:
    with VirtualDesktop(size=(900, 640)) as desktop:
        assert desktop.screenshot().shape == (640, 900, 3)
        program = desktop.start(sys.executable, "-c", ECHO, stdout=subprocess.PIPE, text=True)
        window = wait_for_window(desktop.display, title="Echo")
        assert window.geometry[2:] == (500, 300)
        with Clerk(desktop.display, pause_s=0.03) as clerk:
            clerk.click(400, 300)
            assert read_until(program, "MouseButtonPress LeftButton 400 300")
            text = "Grüße, Zoë! 7×8 ≠ 54 – 数字 @~{}|\\"
            clerk.type(text)
            read_until(program, f"TEXT {text!a}")
            clerk.press("ctrl", "a")
            clerk.type("x\ny")
            read_until(program, "TEXT 'x\\ny'")
            clerk.click(420, 310, count=2)
            read_until(program, "MouseButtonDblClick LeftButton 420 310")
            clerk.scroll(400, 300, -1)
            read_until(program, "Wheel -120")
        own = [process.pid for process in (*desktop._servers, *desktop._programs)]
        folder = desktop.environment["XDG_RUNTIME_DIR"]
    assert len(own) == 3
    assert not any(is_alive(pid) for pid in own)
    assert not Path(folder).exists()


def test_more_strange_characters_than_spare_keys() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(120))
    with VirtualDesktop(size=(900, 640)) as desktop, Clerk(desktop.display, pause_s=0.01) as clerk:
        program = desktop.start(sys.executable, "-c", ECHO, stdout=subprocess.PIPE, text=True)
        wait_for_window(desktop.display, title="Echo")
        clerk.click(400, 300)
        clerk.type(text)
        read_until(program, f"TEXT {text!a}")


def test_screenshot_shows_colours_in_their_order() -> None:
    with VirtualDesktop(size=(320, 240), window_manager=False) as desktop:
        paint = (
            "from Xlib.display import Display; d = Display(); r = d.screen().root;"
            "r.change_attributes(background_pixel=0x10A0F0); r.clear_area(); d.sync()"
        )
        assert desktop.start(sys.executable, "-c", paint).wait(20) == 0
        assert desktop.screenshot()[100, 100].tolist() == [0x10, 0xA0, 0xF0]


def test_accessibility_bus_answers() -> None:
    with VirtualDesktop(size=(640, 480), accessibility=True) as desktop:
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
        ask += ["org.freedesktop.DBus.Properties.Get", "string:org.a11y.Status", "string:IsEnabled"]
        answer = subprocess.run(ask, env=desktop.environment, capture_output=True, text=True, timeout=20)
        assert "boolean true" in answer.stdout


def test_servers_end_with_a_process_that_is_killed() -> None:
    script = (
        "import time; from lam_desktop.office.virtual import VirtualDesktop\n"
        "with VirtualDesktop(size=(320, 240)) as desktop:\n"
        "    print(*(server.pid for server in desktop._servers), flush=True); time.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    servers = [int(pid) for pid in killed.stdout.readline().split()]
    assert len(servers) == 2 and all(is_alive(pid) for pid in servers)
    killed.kill()
    killed.wait()
    killed.stdout.close()
    deadline = time.monotonic() + 20
    while any(is_alive(pid) for pid in servers):
        assert time.monotonic() < deadline, "the servers outlive their owner"
        time.sleep(0.05)


def test_two_desktops_at_once_have_their_own_displays() -> None:
    with VirtualDesktop(size=(320, 240)) as one, VirtualDesktop(size=(320, 240)) as other:
        assert one.display != other.display


def test_a_missing_server_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        pytest.raises(EnvironmentFault, match=r"Xvfb is missing: install the Debian package xvfb\."),
        VirtualDesktop(),
    ):
        pass


def test_a_server_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    server = tmp_path / "Xvfb"
    server.write_text("#!/bin/sh\nexit 7\n")
    server.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(EnvironmentFault, match="exit 7"), VirtualDesktop():
        pass


def test_a_window_that_never_comes() -> None:
    with (
        VirtualDesktop(size=(320, 240)) as desktop,
        pytest.raises(EnvironmentFault, match="class “nobody”"),
    ):
        wait_for_window(desktop.display, wm_class="nobody", timeout_s=0.2)


def test_a_program_that_is_not_installed() -> None:
    with (
        VirtualDesktop(size=(320, 240), window_manager=False) as desktop,
        pytest.raises(EnvironmentFault, match="no-such-program"),
    ):
        desktop.start("no-such-program")
