"""The brake: by the person's hand and by nobody else's, and quickly, also while text is being typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lam_desktop.errors import EnvironmentFault, ExitCode
from lam_desktop.execution.machine.actuators import BaseActuator, open_actuator
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.execution.machine.stopping import MOST_PRESSED, EmergencyStop, Stopped
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.types import Click, Drag, TypeText
from recorder.errors import RecorderUserError
from recorder.inputs._fake import FakeInput
from recorder.ledger import InjectionLedger
from tests.execution.stage import LIMIT_S, Receiver, never, stage, wait_until

CORNERS = ((0, 0), (1279, 0), (0, 799), (1279, 799))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[InjectionLedger]:
    ledger = InjectionLedger(tmp_path / "ledger")
    yield ledger
    ledger.close()


@pytest.fixture
def person() -> FakeInput:
    return FakeInput()


def test_the_hot_key_stops(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        person.key_down("ctrl")
        person.key("esc")
        assert not stop.stopped()
        person.key_down("alt")
        person.key("esc")
        assert stop.stopped()
        assert stop.cause == "hot key"
        with pytest.raises(Stopped, match="hot key") as caught:
            stop.check()
    assert caught.value.exit_code == ExitCode.STOPPED


def test_the_wheel_is_known_and_pushes_out_no_press(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        person.click(40, 50, "right")
        for _ in range(2 * MOST_PRESSED):
            person.scroll(0, 1)
        pressed, turned = stop.pressed_since(0)
        assert (pressed.button, pressed.scrolled) == ("right", False) and turned.scrolled
        assert turned.t_ns >= pressed.t_ns and stop.chose()


def test_turning_the_wheel_chooses_no_window(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        person.scroll(0, 1)
        assert stop.touched_since(0) and not stop.chose()


def test_the_hot_key_stops_while_the_agent_holds_shift(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        for name in ("shift", "ctrl", "alt"):
            person.key_down(name)
        person.key("esc")
        assert stop.cause == "hot key"


def test_the_agents_own_keys_do_not_stop_it(ledger: InjectionLedger, person: FakeInput) -> None:
    sender = InjectionLedger(ledger.path)
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        for name in ("ctrl", "alt", "esc"):
            sender.will_send("key_press", name)
            person.key_down(name)
        assert not stop.stopped()
        assert not stop.touched_since(0)
    sender.close()


def test_another_hot_key_can_be_chosen(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(chord="f12", backend=person, ledger=ledger) as stop:
        person.key("f12")
        assert stop.cause == "hot key"
    with pytest.raises(EnvironmentFault, match="«ctrl\\+»"):
        EmergencyStop(chord="ctrl+", backend=person, ledger=ledger)


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner_stops_once_the_pointer_enters_it(
    corner: tuple[int, int], ledger: InjectionLedger, person: FakeInput
) -> None:
    with EmergencyStop(CORNERS, (600, 400), backend=person, ledger=ledger) as stop:
        person.move(corner[0], 400)  # an edge is no corner
        assert not stop.stopped()
        person.move(*corner)
        assert stop.cause == "corner"


def test_a_pointer_that_rests_in_a_corner_must_leave_it_first(
    ledger: InjectionLedger, person: FakeInput
) -> None:
    with EmergencyStop(CORNERS, (0, 0), backend=person, ledger=ledger) as stop:
        person.move(1, 1)
        assert not stop.stopped()
        person.move(50, 50)
        person.move(0, 1)
        assert stop.cause == "corner"


def test_a_corner_that_the_agent_clicks_does_not_stop_it(ledger: InjectionLedger, person: FakeInput) -> None:
    sender = InjectionLedger(ledger.path)
    with EmergencyStop(CORNERS, (600, 400), backend=person, ledger=ledger) as stop:
        sender.will_send("move", (1279, 0))
        person.move(1279, 0)
        person.move(1278, 1)  # a person's nudge: it was in the corner already
        assert not stop.stopped()
    sender.close()


def test_a_person_is_noticed_but_not_a_jolt_of_the_desk(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(CORNERS, (600, 400), backend=person, ledger=ledger) as stop:
        before = time.monotonic_ns()
        person.move(601, 400)
        person.move(603, 401)
        assert not stop.touched_since(before)
        person.move(640, 400)
        assert stop.touched_since(before)
        assert not stop.touched_since(time.monotonic_ns())
        after = time.monotonic_ns()
        person.key("a")
        assert stop.touched_since(after)


def test_the_first_cause_stays(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(CORNERS, backend=person, ledger=ledger) as stop:
        stop.request("person")
        stop.request("corner")
        assert stop.cause == "person"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_and_afterwards_means_what_it_did(
    number: signal.Signals, ledger: InjectionLedger, person: FakeInput
) -> None:
    before = signal.getsignal(number)
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        os.kill(os.getpid(), number)
        wait_until(stop.stopped)
        assert stop.cause == "signal"
    assert signal.getsignal(number) is before


def test_a_signal_that_lam_stop_sent_is_named_so(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(backend=person, ledger=ledger, by_command=lambda: True) as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        wait_until(stop.stopped)
        assert stop.cause == "command"


def test_input_that_can_be_watched_no_longer_ends_the_run(ledger: InjectionLedger, person: FakeInput) -> None:
    with EmergencyStop(backend=person, ledger=ledger) as stop:
        person.break_down(RecorderUserError("The display vanished."))
        with pytest.raises(EnvironmentFault, match="vanished"):
            stop.stopped()


if sys.platform == "linux":

    @pytest.fixture(scope="module")
    def desktop() -> Iterator[VirtualDesktop]:
        with stage() as desktop:
            yield desktop

    @pytest.fixture(scope="module")
    def receiver(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Receiver:
        return Receiver(desktop, tmp_path_factory.mktemp("receiver"))

    @pytest.fixture
    def hands(desktop: VirtualDesktop) -> Iterator[BaseActuator]:
        announcing = InjectionLedger()
        with open_actuator(announcing) as hands:
            yield hands
        announcing.close()

    @pytest.fixture
    def brake(hands: BaseActuator) -> Iterator[EmergencyStop]:
        with open_desktop() as eyes, EmergencyStop(eyes.corners, hands.pointer()) as brake:
            yield brake

    def test_acting_is_never_taken_for_a_person(
        hands: BaseActuator, brake: EmergencyStop, receiver: Receiver
    ) -> None:
        hands.perform(Click(receiver.place("area")), never)
        hands.perform(TypeText("Größe 12 €, 中文\n"), brake.stopped)
        hands.perform(Drag(receiver.place("pad"), (0, 0)), brake.stopped)  # into a corner, by its own hand
        hands.perform(Click((1279, 799)), brake.stopped)
        wait_until(lambda: receiver.state()["area"].endswith("\n"))
        assert not brake.stopped()
        assert not brake.touched_since(0)

    @pytest.mark.parametrize("how", ["hot key", "corner"])
    def test_a_person_stops_the_typing_within_200_ms(
        how: str, hands: BaseActuator, brake: EmergencyStop, receiver: Receiver, desktop: VirtualDesktop
    ) -> None:
        receiver.activate()
        hands.perform(Click(receiver.place("area")), never)
        length = len(receiver.state()["area"])
        pressed_at: list[float] = []

        def person() -> None:
            with Clerk(desktop.display, pause_s=0) as clerk:
                wait_until(lambda: len(receiver.state()["area"]) > length + 40)
                if how == "hot key":
                    pressed_at.append(time.monotonic())
                    clerk.press("ctrl", "alt", "esc")
                else:
                    clerk._send(6, 0, 300, 300)
                    pressed_at.append(time.monotonic())
                    clerk._send(6, 0, 0, 0)

        thread = threading.Thread(target=person)
        thread.start()
        with pytest.raises(Stopped):
            hands.perform(TypeText("0123456789" * 500), brake.stopped)
        stopped_at = time.monotonic()
        thread.join()
        assert brake.cause == how
        assert stopped_at - pressed_at[0] < 0.2
        wait_until(lambda: still(lambda: len(receiver.state()["area"])))
        typed = len(receiver.state()["area"]) - length
        assert 40 < typed < 2000

    def test_a_terminated_run_stops_and_leaves_nothing_down(
        desktop: VirtualDesktop, receiver: Receiver
    ) -> None:
        program = """
            from lam_desktop.execution.machine.actuators import open_actuator
            from lam_desktop.execution.machine.stopping import EmergencyStop, Stopped
            from lam_desktop.types import TypeText
            from recorder.ledger import InjectionLedger

            with open_actuator(InjectionLedger()) as hands, EmergencyStop() as stop:
                print("typing", flush=True)
                try:
                    hands.perform(TypeText("abc" * 5000), stop.stopped)
                except Stopped:
                    print(stop.cause, flush=True)
        """
        receiver.activate()
        agent = desktop.start(sys.executable, "-c", textwrap.dedent(program), stdout=subprocess.PIPE)
        assert agent.stdout is not None
        assert agent.stdout.readline() == b"typing\n"
        started = time.monotonic()
        agent.send_signal(signal.SIGTERM)
        assert agent.stdout.readline() == b"signal\n"
        assert time.monotonic() - started < 0.5
        assert agent.wait(LIMIT_S) == 0


def still(value) -> bool:
    """Whether a value does not change for a moment."""
    before = value()
    time.sleep(0.2)
    return value() == before
