"""Text arrives exactly, by the programs' own account: GTK, Qt and Chromium, in several keyboard layouts."""

from __future__ import annotations

import http.server
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lam_desktop.execution.machine.actuators import BaseActuator, open_actuator
from lam_desktop.execution.machine.actuators._xorg_layout import Layout
from lam_desktop.execution.machine.actuators._xorg_xkb import LockedModifiers
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from lam_desktop.types import Click, PressKeys, TypeText
from recorder.events import WindowFacts
from recorder.inputs._xorg_keymap import Keymap
from recorder.ledger import InjectionLedger
from recorder.xorg_display import open_display
from tests.execution.stage import Receiver, never, set_layout, stage, wait_until

pytestmark = pytest.mark.slow

if sys.platform != "linux":
    pytest.skip("needs an X server", allow_module_level=True)

TEXT = (
    "Order 4711: 3 × «Größe XL» à 12,50 € (20 % off!) <a@b.de> #1 ~^`´ [x] {y} \\ | 'q' \"z\" ? ; _ "
    "naïve Ångström Łódź ñ ẞ Привет, Ёж ψυχή שלום 中文，测试。 日本 한국 ไทย e\u0301 – … 😀 👩‍💻 end"
)
LAYOUTS = {
    "us": ("us",),
    "german": ("de",),
    "us and russian, the latter in force": ("us,ru",),
    "russian alone": ("ru",),
}
LOCK = 2

PAGE = """<!doctype html><meta charset=utf-8><title>page</title>
<input id=line style="width:90%;font-size:16px;margin:20px"><script>
let number = 0
line.oninput = () => fetch("/" + ++number, {method: "POST", body: line.value})
</script>"""


TK_PROGRAM = """
    import sys, tkinter
    from pathlib import Path
    window = tkinter.Tk()
    window.title("deaf")
    value = tkinter.StringVar()
    field = tkinter.Entry(window, textvariable=value, width=60)
    field.pack()
    field.focus_force()
    value.trace_add("write", lambda *_: Path(sys.argv[1]).write_text(value.get(), encoding="utf-8"))
    window.mainloop()
"""


@dataclass(frozen=True)
class Program:
    """Something with a field that has the keyboard, and what the program says is in it."""

    window: WindowFacts
    field: tuple[int, int]
    content: Callable[[], str]


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with stage() as desktop:
        yield desktop


@pytest.fixture(scope="module")
def programs(
    desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Program]]:
    folder = tmp_path_factory.mktemp("programs")
    with served_page() as (port, values):
        chromium = desktop.start(
            "chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-sync", "--test-type",
            f"--user-data-dir={folder / 'profile'}", f"--app=http://127.0.0.1:{port}/",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        qt = Receiver(desktop, folder)
        file = folder / "letter.txt"
        file.write_text("")
        desktop.start("mousepad", str(file), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        gtk = wait_for_window(desktop.display, wm_class="Mousepad")
        page = wait_for_window(desktop.display, title="page", timeout_s=60)
        x, y, w, h = gtk.geometry
        found = {
            "qt": Program(qt.window, qt.place("line"), lambda: qt.state()["line"]),
            "gtk": Program(gtk, (x + w // 2, y + h // 2), lambda: saved(file)),
            "chromium": Program(page, (page.geometry[0] + 100, page.geometry[1] + 35), lambda: values[-1]),
        }
        yield found
        desktop.stop(chromium)


@pytest.fixture(scope="module")
def hands(desktop: VirtualDesktop) -> Iterator[BaseActuator]:
    ledger = InjectionLedger()
    with open_actuator(ledger) as hands:
        yield hands
    ledger.close()


@pytest.fixture(params=[*list(LAYOUTS)[:3], pytest.param("russian alone", marks=pytest.mark.proof)])
def layout(request: pytest.FixtureRequest, desktop: VirtualDesktop) -> Iterator[str]:
    """Sets the layout, and takes CapsLock on with it."""
    set_layout(desktop, *LAYOUTS[request.param])
    display = open_display()
    locks = LockedModifiers(display)
    locks.set(LOCK, LOCK, group=1 if "in force" in request.param else 0)
    yield request.param
    assert display.screen().root.query_pointer().mask & LOCK, "CapsLock was not put back"
    locks.set(LOCK, 0, group=0)
    display.close()


@pytest.mark.parametrize("name", ["qt", "gtk", "chromium"])
def test_text_arrives_exactly(
    name: str, layout: str, hands: BaseActuator, programs: dict[str, Program]
) -> None:
    program = programs[name]
    focus(program, hands)
    whole = ("ctrl",) if name == "gtk" else ()  # no letter: a Russian keyboard alone has no Latin ones
    for keys in ((*whole, "home"), (*whole, "shift", "end"), ("delete",)):
        hands.perform(PressKeys(keys), never)
    hands.perform(TypeText(TEXT), never)
    if name == "gtk":
        hands.perform(PressKeys(("enter",)), never)
        hands.perform(TypeText("second line\tand a tab\r\n"), never)
        hands.perform(PressKeys(("ctrl", "s")), never)
    expected = TEXT + ("\nsecond line\tand a tab\n" if name == "gtk" else "")
    wait_until(lambda: program.content() == expected, lambda: f"{program.content()!r}\n{expected!r}")


def test_text_reaches_a_program_that_answers_no_pings(
    hands: BaseActuator, desktop: VirtualDesktop, tmp_path: Path
) -> None:
    pytest.importorskip("tkinter")
    set_layout(desktop, "us")
    file = tmp_path / "typed.txt"
    program = desktop.start(sys.executable, "-c", textwrap.dedent(TK_PROGRAM), str(file))
    window = wait_for_window(desktop.display, title="deaf")
    x, y = window.geometry[:2]
    hands.perform(Click((x + 40, y + 10)), never)
    text = "Größe 中文 Привет € Ångström 100000"
    for _ in range(2):  # the second time the keys are lent already
        hands.perform(TypeText(text), never)
    wait_until(lambda: file.exists() and file.read_text() == text * 2, lambda: file.read_text())
    desktop.stop(program)


@pytest.mark.parametrize("arguments", [*LAYOUTS.values(), ("ch", "fr"), ("gr,us",), ("cz",), ("jp",)])
def test_every_stroke_gives_its_character_by_the_recorders_own_reading(
    arguments: tuple[str, ...], desktop: VirtualDesktop
) -> None:
    set_layout(desktop, *arguments)
    display = open_display()
    rows = {8 + at: tuple(row) for at, row in enumerate(display.get_keyboard_mapping(8, 248))}
    modifiers = [list(row) for row in display.get_modifier_mapping()]
    display.close()
    for group in range(arguments[0].count(",") + 1):
        layout = Layout(rows, group, modifiers)
        keymap = Keymap(dict(rows))
        keymap.set_modifiers(modifiers)
        strokes = {
            char: stroke for code in range(0x20, 0x2100) if (stroke := layout.stroke(char := chr(code)))
        }
        assert len(strokes) >= (90 if group == 0 else 60)
        for character, stroke in strokes.items():
            state = stroke.shift * 1 | stroke.level_3 * keymap.masks["altgr"] | group << 13
            assert keymap.key(stroke.keycode, state).char == character


def focus(program: Program, hands: BaseActuator) -> None:
    """Gives the program's field the keyboard by a click, and waits until its window has it."""
    with open_desktop() as desktop:
        window = next(one for one in desktop.windows() if one.window_id == program.window.window_id)
        desktop.activate(window)
        wait_until(lambda: (active := desktop.active_window()) and active.window_id == window.window_id)
    hands.perform(Click(program.field), never)


def saved(file: Path) -> str:
    """The file as the editor wrote it; it adds the last line break itself."""
    return file.read_text(encoding="utf-8")


class served_page:  # noqa: N801 - reads as the statement it is
    """A local server with one page; yields its port and the values that the page's field had."""

    def __enter__(self) -> tuple[int, list[str]]:
        values = [""]
        numbers = [0]

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(PAGE.encode())

            def do_POST(self) -> None:
                value = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if int(self.path[1:]) > numbers[-1]:  # several are on their way at the same time
                    numbers.append(int(self.path[1:]))
                    values.append(value)
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self._server.server_port, values

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
