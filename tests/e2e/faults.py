"""What a page, its window or the desktop may do of its own accord in the middle of a row.

A fault is a script that the page runs once something was typed, or an act upon window or keyboard that is
done then. Each names what it touched: a question that it leads to must speak of that.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from lam_desktop.office.xdisplay import iconify
from tests.e2e.contacts import Scene

STAGES = ("load", "name", "phone")
"""When it strikes: before anything was done, or once this field was clicked and something typed into it."""
FIELDS = {"load": "Name", "name": "Phone", "phone": "Save contact"}
"""What the agent turns to next."""
PAGE = ("Contacts", "chromium")
_WHEN = """<script>
  const typed = (field, strike) => document.getElementById(field).addEventListener(
    "input", () => setTimeout(strike, 40), {once: true});
  const wake = {
    load: strike => addEventListener("load", () => setTimeout(strike, 600)),
    name: strike => typed("name", strike), phone: strike => typed("phone", strike),
  };
  wake["%s"](() => { %s });
</script>"""


@dataclass(frozen=True)
class Fault:
    """One fault at one moment."""

    kind: str
    stage: str
    touched: tuple[str, ...]
    """A question must name one of these."""
    script: str = ""
    act: Callable[[Scene], Callable[[], None] | None] | None = None
    """Done to the desktop instead; what it returns undoes it."""

    @property
    def addition(self) -> str:
        """What the page gets, so that it happens."""
        return _WHEN % (self.stage, self.script) if self.script else ""


def faults(rng: random.Random) -> list[Fault]:
    """One of each kind, at random moments and of random strength."""
    made = [make(rng, rng.choice(STAGES)) for make in (*_IN_THE_PAGE, *_ON_THE_DESKTOP)]
    rng.shuffle(made)
    return made


@contextlib.contextmanager
def struck(scene: Scene, fault: Fault, alive: Callable[[], bool], limit_s: float) -> Generator[None]:
    """Has the desktop's fault strike while the block lasts, at its moment; then undoes it."""
    undo: list[Callable[[], None]] = []

    def wait_and_act() -> None:
        assert fault.act is not None
        end = time.monotonic() + limit_s
        while fault.stage != "load" and fault.stage not in scene.shop.clicks:
            if time.monotonic() > end or not alive():
                return
            time.sleep(0.02)
        time.sleep(0.3)
        back = fault.act(scene)
        if back is not None:
            undo.append(back)

    thread = threading.Thread(target=wait_and_act, name="fault") if fault.act else None
    if thread is not None:
        thread.start()
    try:
        yield
    finally:
        if thread is not None:
            thread.join(limit_s)
        for back in undo:
            back()


def _page(kind: str, script: str, *touched: str) -> Callable[[random.Random, str], Fault]:
    def make(rng: random.Random, stage: str) -> Fault:
        return Fault(kind, stage, (*touched, *_next(stage)), script)

    return make


def _desktop(
    kind: str, act: Callable[[Scene, random.Random], Callable[[], None] | None], *touched: str
) -> Callable[[random.Random, str], Fault]:
    def make(rng: random.Random, stage: str) -> Fault:
        own = random.Random(rng.random())
        return Fault(kind, stage, (*touched, *_next(stage)), act=lambda scene: act(scene, own))

    return make


def _next(stage: str) -> tuple[str, ...]:
    """What is worked on at that stage, and what comes next: either may be the one that is touched."""
    return (FIELDS[stage],) if stage == "load" else (stage.capitalize(), FIELDS[stage])


def _slow(rng: random.Random, stage: str) -> Fault:
    script = f"const end = Date.now() + {rng.randrange(1000, 7000)}; while (Date.now() < end) {{}}"
    return Fault("slow", stage, _next(stage), script)


def _refused(rng: random.Random, stage: str) -> Fault:
    """A field takes nothing, only digits, or only its beginning: the value that was typed is not there."""
    field = "name" if stage == "load" else stage
    how = rng.choice(('""', "now.slice(0, 3)", 'now.replace(/[a-z ]/g, "")'))
    script = (
        f'const field = document.getElementById("{field}"); const refuse = () => {{ const now = field.value; '
        f"const kept = {how}; if (kept !== now) field.value = kept; }}; refuse(); "
        'field.addEventListener("input", refuse); setInterval(refuse, 50)'
    )
    return Fault("refused", stage, (field.capitalize(),), script)


def _disabled(rng: random.Random, stage: str) -> Fault:
    ends = rng.choice((1500, 4000, 10**9))
    script = (
        'const button = document.querySelector("button"); button.disabled = true; '
        f"setTimeout(() => {{ button.disabled = false; }}, {ends})"
    )
    return Fault("disabled", stage, ("Save contact",), script)


def _renamed(rng: random.Random, stage: str) -> Fault:
    called = rng.choice(("Delete contact", "Store", "Cancel", "Next"))
    script = f'document.querySelector("button").textContent = "{called}"'
    return Fault("renamed", stage, ("Save contact",), script)


_OVERLAY = (
    'const over = document.createElement("div"); over.innerHTML = "<h2>What is new</h2><p>We moved '
    "things around for you.</p><button type=button>Take the tour</button> "
    '<button type=button>Not now</button>"; '
    'over.style = "position:fixed;inset:60px 6% 40px 3%;background:#fff;border:1px solid #667;padding:40px;'
    'box-shadow:0 8px 40px #0006"; document.body.append(over); '
    'over.querySelectorAll("button").forEach(one => one.onclick = () => over.remove())'
)
_DARK = (
    'document.body.style.cssText += "background:#1d2430!important;color:#e8ecf2!important"; '
    'document.querySelectorAll("input,button").forEach(one => one.style.cssText += '
    '"background:#2a3344;color:#f2f4f8;border:1px solid #66738a")'
)
_SWAPPED = (
    'const form = document.querySelector("form"); const parts = [...form.children]; '
    "form.prepend(parts[2], parts[3])"
)
_EMPTIED = 'document.querySelector("form").reset()'
_IN_THE_PAGE: tuple[Callable[[random.Random, str], Fault], ...] = (
    _page("dialog", _OVERLAY, *PAGE, "What is new"),
    _page("theme", _DARK),
    _page("swapped", _SWAPPED, "Name", "Phone"),
    _page("emptied", _EMPTIED, "Name", "Phone"),
    _page("elsewhere", 'location = "order.html"', *PAGE, "Order form"),
    _slow, _refused, _disabled, _renamed,
)  # fmt: skip


def _moved(scene: Scene, rng: random.Random) -> None:
    with contextlib.suppress(AssertionError):  # it may have gone by itself
        window = scene.office.window("Chromium", "Contacts")
        scene.office.place(window, rng.randrange(0, 420), rng.randrange(0, 180))


def _covered(scene: Scene, rng: random.Random) -> Callable[[], None]:
    other = scene.office.desktop.start(
        "mousepad", "--disable-server", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return lambda: scene.office.desktop.stop(other)


def _closed(scene: Scene, rng: random.Random) -> None:
    scene.browser.close()


def _frozen(scene: Scene, rng: random.Random) -> Callable[[], None] | None:
    """The whole program stands still for a while, as one does that waits for its disk."""
    process: subprocess.Popen[Any] | None = scene.browser._process
    if process is None:
        return None
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(rng.uniform(1.0, 6.0))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGCONT)
    return None


def _layout(scene: Scene, rng: random.Random) -> Callable[[], None]:
    def change(name: str) -> None:
        subprocess.run(("setxkbmap", "-display", scene.office.display, name), check=True, timeout=10)

    change(rng.choice(("de", "fr", "ru", "gr")))
    return lambda: change("us")


def _caps(scene: Scene, rng: random.Random) -> Callable[[], None]:
    def lock(on: bool) -> None:
        from Xlib.display import Display

        from lam_desktop.execution.actuators._xorg_xkb import LockedModifiers

        connection = Display(scene.office.display)
        try:
            LockedModifiers(connection).set(2, 2 * on)
        finally:
            connection.close()

    lock(True)
    return lambda: lock(False)


def _minimised(scene: Scene, rng: random.Random) -> None:
    with contextlib.suppress(AssertionError):
        iconify(scene.office.display, scene.office.window("Chromium", "Contacts").window_id)


_ON_THE_DESKTOP: tuple[Callable[[random.Random, str], Fault], ...] = (
    _desktop("moved", _moved, *PAGE),
    _desktop("covered", _covered, *PAGE, "mousepad"),
    _desktop("closed", _closed, *PAGE),
    _desktop("frozen", _frozen, *PAGE),
    _desktop("layout", _layout),
    _desktop("caps", _caps),
    _desktop("minimised", _minimised, *PAGE),
)
KINDS = len(_IN_THE_PAGE) + len(_ON_THE_DESKTOP)
