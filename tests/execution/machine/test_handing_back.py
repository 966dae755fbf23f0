"""The person takes the desktop and hands it back: nothing that was decided before happens after it."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.cli.terminal import NobodyThere
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import Answer, AnswerKind, Observed, RunEvent, Supervisor
from lam_desktop.execution.supervising import hands
from lam_desktop.execution.supervising.hands import QUIET_S, TOUCHED
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Box, Click
from tests.execution.logging_in import Login, LoginMinds, record_login
from tests.execution.stage import Receiver, stage, wait_until
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.fakes.clock import skip_waiting

pytestmark = pytest.mark.slow

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)

NAME = "Wilhelmina Oosterhuis van den Brandhof-Steenbergen the younger of Lindenhof " * 3
SECRET = "Zq7#Xv9 open"


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with stage() as desktop:
        yield desktop


@pytest.fixture
def login(desktop: VirtualDesktop, home: Path, tmp_path: Path) -> Login:
    login = Login(desktop, tmp_path, "qt")
    record_login(home, login, desktop.screenshot())
    return login


def run(home: Path, login: Login, watcher: Supervisor | None = None) -> RunResult:
    rows = home / "users.csv"
    rows.write_text(f"user\n{NAME.strip()}\n", encoding="utf-8")
    request = RunRequest("login", rows=str(rows), values={"password": SECRET}, mode="auto", wait_s=2.0)
    return run_task(Library(home), request, watcher or Watcher(), LoginMinds(login))


def told(home: Path, result: RunResult, *kinds: Any) -> list[dict[str, Any]]:
    return [one for one in entries_of(home / result.run) if one["kind"] in kinds]


@contextlib.contextmanager
def meanwhile(act: Callable[[], None]) -> Generator[None]:
    """`act` in another thread; what it raises comes out here."""
    failed: list[BaseException] = []

    def work() -> None:
        try:
            act()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()
    if failed:
        raise failed[0]


def test_typing_that_the_person_breaks_into_is_taken_back_and_done_anew(
    home: Path, login: Login, desktop: VirtualDesktop
) -> None:
    """They click into the other field and type there: had the agent typed on, it would have come there."""
    seen: list[str] = []

    def person() -> None:
        wait_until(lambda: len(login.state()["user"]) > 10, limit_s=60.0)
        with Clerk(desktop.display) as clerk:
            clerk.click(*login.box("password").center)
            wait_until(lambda: login.state()["password"] == "" and bool(login.state()["user"]))
            for _ in range(4):
                seen.append(login.state()["password"])
                clerk.move(*(end + 9 for end in login.box("user").center))
                clerk.move(*login.box("user").center)

    with meanwhile(person):
        result = run(home, login)
    assert result.status == "done", result
    login.shows("user", NAME.strip())
    login.shows("password", SECRET)
    assert set(seen) == {""}, "queued keys came where the person had put the keyboard"
    reasons = [one["reason"] for one in told(home, result, "paused")]
    assert reasons and set(reasons) == {TOUCHED}
    kinds = [one["kind"] for one in told(home, result, "paused", "resumed", "went_on", "acting")]
    assert kinds[kinds.index("paused") :][:3] == ["paused", "resumed", "went_on"]


def test_the_window_gets_the_keyboard_back_and_the_pointer_is_where_it_was_left(
    home: Path, login: Login, desktop: VirtualDesktop, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Receiver(desktop, tmp_path / "other", "other")
    place = other.place("pad")
    assert not Box(*login.window.geometry).contains(*place)
    login.activate()

    def person() -> None:
        wait_until(lambda: len(login.state()["user"]) > 10, limit_s=60.0)
        with Clerk(desktop.display) as clerk:
            clerk.click(*place)
            clerk.type("my own words")

    with meanwhile(person):
        result = run(home, login)
    assert result.status == "done", result
    login.shows("user", NAME.strip())
    login.shows("password", SECRET)
    other.shows("line", "my own words")
    assert pointer(desktop) == place


def test_the_clipboard_stays_the_persons(home: Path, login: Login, desktop: VirtualDesktop) -> None:
    """The agent types without it, whatever the script: neither clipboard nor selection changes hands."""
    from Xlib import X, Xatom
    from Xlib.display import Display

    person = Display(desktop.display)
    try:
        clipboard = person.intern_atom("CLIPBOARD")
        window = person.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        window.set_selection_owner(clipboard, X.CurrentTime)
        person.sync()
        assert person.get_selection_owner(clipboard) == window
        assert run(home, login).status == "done"
        login.shows("user", NAME.strip())
        assert person.get_selection_owner(clipboard) == window
        assert person.get_selection_owner(Xatom.PRIMARY) == X.NONE
    finally:
        person.close()


def test_where_nobody_watches_the_run_goes_on_at_the_persons_hot_key_alone(
    home: Path, login: Login, desktop: VirtualDesktop, capsys: pytest.CaptureFixture[str]
) -> None:
    rested: list[str] = []

    def person() -> None:
        wait_until(lambda: len(login.state()["user"]) > 10, limit_s=60.0)
        with Clerk(desktop.display) as clerk:
            clerk.click(*login.box("password").center)
            time.sleep(3 * QUIET_S)  # they look something up; that must not let it go on
            rested.append(login.state()["password"])
            clerk.press("ctrl", "alt", "enter")

    with meanwhile(person):
        result = run(home, login, NobodyThere(quiet=True))
    assert result.status == "done", result
    login.shows("user", NAME.strip())
    login.shows("password", SECRET)
    assert rested == [""]
    said = capsys.readouterr()
    assert said.out == "" and "Press Ctrl+Alt+Enter" in said.err
    [paused] = told(home, result, "paused")
    assert paused["reason"] == TOUCHED and len(told(home, result, "resumed")) == 1


def pointer(desktop: VirtualDesktop) -> tuple[int, int]:
    from Xlib.display import Display

    display = Display(desktop.display)
    try:
        at = display.screen().root.query_pointer()
        return at.root_x, at.root_y
    finally:
        display.close()


class Pausing(Watcher):
    """A person who pauses before one action, does something, and lets the run go on."""

    def __init__(self, at: int, does: Callable[[], None], answer: Answer | None = None) -> None:
        super().__init__(answer)
        self._left, self._does = at, does

    def pace(self, stopped: Callable[[], bool]) -> None:
        self._left -= 1
        if self._left == 0:
            time.sleep(60.0)
            self._does()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    skip_waiting(monkeypatch)
    return Desk(tmp_path)


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_desktop_that_is_not_handed_back_ends_the_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, keep_going: bool
) -> None:
    monkeypatch.setattr(hands, "HANDED_BACK_S", 0.2)
    monkeypatch.setattr(Watcher, "commanded", False)
    desk.keep_going = keep_going
    touched_ns: list[int] = []

    def touched(since: int) -> bool:
        if desk.program.customer and not touched_ns:
            touched_ns.append(time.monotonic_ns())
        return any(at >= since for at in touched_ns)

    desk.touched = touched
    result = desk.run(ROWS)
    assert result.status == "asked" and "--resume" in result.message
    assert [row.status for row in result.rows] == ["asked", *["not_started"] * (len(ROWS) - 1)]
    assert desk.program.saved == [] and not any(one["kind"] == "resumed" for one in desk.journal)


@pytest.mark.parametrize("at", range(1, 6))
def test_after_a_pause_everything_is_decided_anew(desk: Desk, at: int) -> None:
    """The window was moved, and the keyboard put elsewhere: what was decided before would miss."""

    def tidy() -> None:
        desk.program.at = 60, 44
        desk.program.focus = ""

    result = desk.run(ROWS[:1], watcher=Pausing(at, tidy))
    assert result.status == "done", result
    assert desk.program.saved == [("Smith", "30", False)]
    assert "background" not in desk.program.clicks
    assert [one["kind"] for one in desk.journal if one["kind"] in ("paused", "resumed")] == [
        "paused",
        "resumed",
    ]


class GoesElsewhere(Watcher):
    """A person who puts the window away while a step is looked for, and lets the run go on later."""

    def __init__(self, desk: Desk, at: int) -> None:
        super().__init__()
        self._desk, self._at = desk, at
        self.touched_ns = -1
        self.left_alone: bool | None = None
        """Whether the window was still away when they were told that the run waits for them."""

    def report(self, event: RunEvent) -> None:
        if isinstance(event, Observed) and event.step == self._at and self.touched_ns < 0:
            self.touched_ns = time.monotonic_ns()
            self._desk.program.put_away = True
        super().report(event)

    def pause(self, reason: str) -> None:
        super().pause(reason)
        self.left_alone = self._desk.program.put_away


@pytest.mark.parametrize("at", range(1, 6))
def test_no_window_is_brought_before_a_person_who_went_elsewhere(desk: Desk, at: int) -> None:
    watcher = GoesElsewhere(desk, at)
    desk.touched = lambda since: watcher.touched_ns >= since
    result = desk.run(ROWS[:1], watcher=watcher)
    assert watcher.left_alone is True
    assert result.status == "done", result
    assert desk.program.saved == [("Smith", "30", False)]


def test_a_pause_in_which_nothing_happened_costs_no_action(desk: Desk) -> None:
    result = desk.run(ROWS[:1], watcher=Pausing(4, lambda: None))
    assert result.status == "done"
    assert sum(one["kind"] == "acting" for one in desk.journal) == 5
    looks = [one["step"] for one in desk.journal if one["kind"] == "decided"]
    assert looks.count(4) == 2, "the screen is looked at afresh"


def test_what_the_person_did_themselves_is_not_done_once_more(desk: Desk) -> None:
    """They save the order while the run stands still before Save."""

    def save() -> None:
        desk.program.react(
            Click(
                next(desk.program.box_of(one).center for one in desk.program.widgets() if one.name == "save")
            )
        )

    watcher = Pausing(5, save)
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done" and not watcher.questions
    assert desk.program.saved == [("Smith", "30", False)], result


@pytest.mark.parametrize(("answer", "saved"), [("yes", [("Smith", "30", False)]), ("no", [])])
def test_what_they_took_away_is_entered_anew_only_if_they_say_so(
    desk: Desk, answer: AnswerKind, saved: list[tuple[str, str, bool]]
) -> None:
    """They may have stored it themselves."""

    def empty() -> None:
        desk.program.customer = desk.program.quantity = desk.program.focus = ""

    watcher = Pausing(4, empty, Answer(answer))
    result = desk.run(ROWS[:1], watcher=watcher)
    assert [one.settling for one in watcher.questions] == [True]
    assert "not on the screen any more" in watcher.questions[0].reason
    assert desk.program.saved == saved, result
