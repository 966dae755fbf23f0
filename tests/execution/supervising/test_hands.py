"""Whose hands are at work: what the person pressed, and that only they let a run go on that stands still."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from lam_desktop.execution.machine.stopping import EmergencyStop, Stopped, Touch
from lam_desktop.execution.runs.supervision import Supervisor
from lam_desktop.execution.supervising import hands
from lam_desktop.execution.supervising.hands import Hands
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from recorder.inputs._fake import FakeInput
from recorder.ledger import InjectionLedger


class Quiet:
    """Takes what is told, and lets go on at once."""

    commanded = True

    def write(self, kind: str, **facts: object) -> None: ...

    def pause(self, reason: str) -> None: ...

    def pace(self, stopped: object) -> None: ...


def test_what_is_pressed_until_the_hands_rest_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "QUIET_S", 0.3)
    late: list[Touch] = []
    watched: list[int] = []

    def touched_since(since: int) -> bool:
        if not late:
            late.append(Touch(time.monotonic_ns(), (3, 4)))
        return any(one.t_ns >= since for one in late)

    quiet = Quiet()
    at_work = Hands(
        touched_since, lambda since: [one for one in late if one.t_ns >= since],
        cast(Supervisor, quiet), cast(RunRecord, quiet), lambda: False, lambda: None,
    )  # fmt: skip
    pressed = at_work.let_do(1, 1, lambda: watched.append(1))
    assert [one.point for one in pressed] == [(3, 4)]
    assert watched, "the windows are watched as long as what is pressed counts"


class Nobody(Quiet):
    """A supervisor without a way to command the run; remembers what it was told."""

    commanded = False

    def __init__(self) -> None:
        self.told: list[str] = []
        self.kinds: list[str] = []

    def write(self, kind: str, **facts: object) -> None:
        self.kinds.append(kind)

    def pause(self, reason: str) -> None:
        self.told.append(reason)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[InjectionLedger]:
    ledger = InjectionLedger(tmp_path / "ledger")
    yield ledger
    ledger.close()


class Unattended:
    """Hands of a run that nobody watches, with a person's and the agent's input."""

    def __init__(self, stop: EmergencyStop, person: FakeInput, ledger: InjectionLedger) -> None:
        self.person, self.stop = person, stop
        self.sender = InjectionLedger(ledger.path)
        self.nobody = Nobody()
        self.hands = Hands(
            stop.touched_since, stop.pressed_since, cast(Supervisor, self.nobody),
            cast(RunRecord, self.nobody), stop.stopped, stop.check,
        )  # fmt: skip
        self.came: list[bool | BaseException] = []

    def paces(self) -> threading.Thread:
        """Lets the run come to its next action, in another thread."""

        def pace() -> None:
            try:
                self.came.append(self.hands.pace(1, 1))
            except BaseException as error:
                self.came.append(error)

        thread = threading.Thread(target=pace)
        thread.start()
        return thread

    def chord(self, *names: str, ours: bool = False) -> None:
        for name in names:
            if ours:
                self.sender.will_send("key_press", name)
            self.person.key_down(name)
        for name in reversed(names):
            if ours:
                self.sender.will_send("key_release", name)
            self.person.key_up(name)


@pytest.fixture
def unattended(monkeypatch: pytest.MonkeyPatch, ledger: InjectionLedger) -> Iterator[Unattended]:
    monkeypatch.setattr(hands, "QUIET_S", 0.1)
    person = FakeInput()
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        made = Unattended(stop, person, ledger)
        yield made
        made.sender.close()


def test_where_nobody_is_only_the_hot_key_lets_a_run_go_on(unattended: Unattended) -> None:
    unattended.person.click(5, 5)
    thread = unattended.paces()
    thread.join(1.0)
    assert thread.is_alive() and unattended.came == [], "rest is no command"
    assert unattended.nobody.told == [hands.TOUCHED]
    unattended.chord("enter")
    unattended.chord("ctrl", "enter")
    unattended.chord("ctrl", "alt", "enter", ours=True)
    thread.join(0.7)
    assert thread.is_alive() and unattended.came == [], "neither another key nor the agent's own"
    unattended.chord("ctrl", "alt", "enter")
    thread.join(20.0)
    assert unattended.came == [True] and unattended.nobody.kinds == ["paused", "resumed"]
    assert unattended.hands.pace(1, 1) is False, "the key itself pauses nothing once more"


def test_what_the_agent_sends_pauses_nothing(unattended: Unattended) -> None:
    unattended.chord("a", ours=True)
    assert unattended.hands.pace(1, 1) is False and unattended.nobody.kinds == []


def test_a_desktop_that_is_kept_ends_the_run(unattended: Unattended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "HANDED_BACK_S", 0.3)
    unattended.person.click(5, 5)
    unattended.paces().join(20.0)
    [came] = unattended.came
    assert isinstance(came, RowEnded) and came.status == "asked" and "--resume" in came.message
    assert unattended.hands.were_kept() and unattended.nobody.kinds == ["paused"]


def test_a_run_that_waits_for_the_hot_key_can_be_stopped(unattended: Unattended) -> None:
    unattended.person.click(5, 5)
    thread = unattended.paces()
    unattended.chord("ctrl", "alt", "esc")
    thread.join(20.0)
    assert [type(one) for one in unattended.came] == [Stopped]
