"""The run's end of the pipe, driven as the executor drives it, with a panel that only speaks the wire."""

from __future__ import annotations

import contextlib
import io
import os
import select
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lam_desktop.execution.runs import supervision
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel import wire
from lam_desktop.panel.supervisor import KEPT_PICTURES, WireSupervisor
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.types import Box, Candidate, Decision, Observation
from recorder.sealing import Seal

LIMIT_S = 10.0
SAVE = Candidate(Box(10, 20, 30, 12), "button", "Save", 0.93)
OTHER = Candidate(Box(50, 20, 30, 12), "button", "Close", 0.05)


class Panel:
    """The other end: sends commands, reads reports."""

    def __init__(self, pictures: Path, files: Files = PLAIN) -> None:
        commands_read, commands_write = os.pipe()
        reports_read, reports_write = os.pipe()
        self._commands = io.TextIOWrapper(
            io.FileIO(commands_write, "w"), encoding="utf-8", write_through=True
        )
        self._reports, self._heard = reports_read, b""
        self.stops = threading.Event()
        self._stream = io.TextIOWrapper(io.FileIO(reports_write, "w"), encoding="utf-8")
        self.supervisor = WireSupervisor(
            io.TextIOWrapper(io.FileIO(commands_read), encoding="utf-8"),
            self._stream,
            pictures,
            self.stops.set,
            files,
        )

    def say(self, name: wire.CommandName, answer: Answer | None = None) -> None:
        self._commands.write(wire.encode_command(wire.Command(name, answer)) + "\n")

    def say_nonsense(self) -> None:
        self._commands.write("what?\n")

    def go_away(self) -> None:
        self._commands.close()

    def stop_listening(self) -> None:
        os.close(self._reports)
        self._reports = -1

    def hear(self) -> wire.Report:
        while b"\n" not in self._heard:
            assert select.select([self._reports], [], [], LIMIT_S)[0], "nothing is said"
            self._heard += os.read(self._reports, 65536)
        line, _, self._heard = self._heard.partition(b"\n")
        return wire.decode_report(line.decode())

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._stream.close()
        if self._reports >= 0:
            os.close(self._reports)
        if not self._commands.closed:
            self._commands.close()


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Panel]:
    panel = Panel(tmp_path)
    with panel.supervisor:
        yield panel
    panel.close()


def observation(shade: int = 90) -> Observation:
    frame = np.full((60, 100, 3), shade, np.uint8)
    frame[20:32, 10:40] = (255, 0, 0)
    return Observation(frame, (), Box(5, 6, 70, 40))


def decision() -> Decision:
    return Decision(SAVE, (25, 26), 0.93, 0.9, 0.01, (SAVE, OTHER), "It says Save.")


def question() -> supervision.Question:
    return supervision.Question(
        2, 3, "Click “Save”", "Two look alike.", observation(), decision(), "/other.png"
    )


def in_background(call) -> threading.Thread:
    thread = threading.Thread(target=call)
    thread.start()
    return thread


def test_a_decision_arrives_with_the_picture_that_it_was_made_on(panel: Panel) -> None:
    panel.supervisor.report(supervision.Decided(2, 3, "Click “Save”", observation(), decision()))
    report = panel.hear()
    assert isinstance(report, wire.Decided)
    assert (report.row, report.step, report.caption) == (2, 3, "Click “Save”")
    look = report.look
    assert np.array_equal(np.asarray(Image.open(look.picture)), observation().frame)
    assert look.target == wire.Spot(SAVE.box, "button", "Save", 0.93)
    assert look.others == (wire.Spot(OTHER.box, "button", "Close", 0.05),)
    assert (look.point, look.confidence, look.threshold, look.accepted) == ((25, 26), 0.93, 0.9, True)
    assert (look.reason, look.window) == ("It says Save.", Box(5, 6, 70, 40))


def test_the_other_reports_keep_their_order_and_content(panel: Panel) -> None:
    for event in (
        supervision.Observed(1, 2, "Type the name"),
        supervision.Acting(1, 2, "Type the name"),
        supervision.Verified(1, 2, False, "Nothing changed."),
        supervision.RowFinished(1, "done", 1, 0, 2.5, "not seen"),
    ):
        panel.supervisor.report(event)
    assert [panel.hear() for _ in range(4)] == [
        wire.Observed(1, 2, "Type the name"),
        wire.Acting(1, 2, "Type the name"),
        wire.Verified(1, 2, False, "Nothing changed."),
        wire.RowFinished(1, "done", 1, 0, 2.5, "not seen"),
    ]


def test_a_sealed_picture_of_the_place_comes_as_one_that_can_be_drawn(tmp_path: Path) -> None:
    files = Files(Seal(b"j" * 32, tmp_path))
    sealed = tmp_path / "place.png"
    files.write(sealed, b"\x89PNG and so on")
    panel = Panel(tmp_path, files)
    doubted = supervision.Doubted("the number", "4711", str(sealed))
    with panel.supervisor:
        asking = in_background(
            lambda: panel.supervisor.ask(replace(question(), doubted=doubted), lambda: False)
        )
        asked = panel.hear()
        panel.say("stop")
        asking.join()
    panel.close()
    assert isinstance(asked, wire.Asked) and asked.doubted is not None
    shown = Path(asked.doubted.picture)
    assert shown != sealed and shown.parent == tmp_path and shown.read_bytes() == b"\x89PNG and so on"


def test_only_the_newest_pictures_stay(panel: Panel, tmp_path: Path) -> None:
    for shade in range(KEPT_PICTURES + 5):
        panel.supervisor.report(supervision.Decided(1, 1, "", observation(shade), decision()))
    last = [panel.hear() for _ in range(KEPT_PICTURES + 5)][-1]
    assert isinstance(last, wire.Decided)
    assert Path(last.look.picture).exists()
    assert len(list(tmp_path.glob("*.png"))) == KEPT_PICTURES


def test_a_panel_that_has_gone_leaves_no_pictures(panel: Panel, tmp_path: Path) -> None:
    panel.supervisor.report(supervision.Decided(1, 1, "", observation(), decision()))
    panel.hear()
    panel.stop_listening()
    panel.supervisor.report(supervision.Decided(1, 1, "", observation(), decision()))
    panel.supervisor.__exit__()
    assert list(tmp_path.glob("*.png")) == []


def test_a_picture_that_cannot_be_written_costs_no_report(panel: Panel, tmp_path: Path) -> None:
    tmp_path.rmdir()
    panel.supervisor.report(supervision.Decided(1, 1, "", observation(), decision()))
    report = panel.hear()
    assert isinstance(report, wire.Decided)
    assert report.look.picture == ""


def test_the_first_row_waits_until_the_panel_has_stepped_aside(panel: Panel) -> None:
    panel.supervisor.get_ready(lambda: wire.Ready((1, 2), 7, Box(0, 0, 5, 5)))
    begun = threading.Event()

    def run() -> None:
        panel.supervisor.report(supervision.RowStarted(1))
        begun.set()
        panel.supervisor.report(supervision.RowStarted(2))

    thread = in_background(run)
    assert panel.hear() == wire.Ready((1, 2), 7, Box(0, 0, 5, 5))
    assert not begun.is_set()
    panel.say("start")
    thread.join(LIMIT_S)
    assert [panel.hear(), panel.hear()] == [wire.RowStarted(1), wire.RowStarted(2)]


def test_pace_passes_unless_paused(panel: Panel) -> None:
    panel.supervisor.pace(lambda: False)
    panel.supervisor.pause("The person moved the mouse.")
    thread = in_background(lambda: panel.supervisor.pace(lambda: False))
    assert panel.hear() == wire.Paused("The person moved the mouse.")
    assert thread.is_alive()
    panel.say("resume")
    thread.join(LIMIT_S)
    assert panel.hear() == wire.Resumed()
    panel.supervisor.pace(lambda: False)


def test_one_step_lets_one_action_pass(panel: Panel) -> None:
    panel.supervisor.pause("Look.")
    passed: list[int] = []

    def run() -> None:
        for number in range(3):
            panel.supervisor.pace(lambda: False)
            passed.append(number)

    thread = in_background(run)
    assert panel.hear() == wire.Paused("Look.")
    assert passed == []
    panel.say("step")
    assert panel.hear() == wire.Resumed()
    assert isinstance(panel.hear(), wire.Paused)
    assert passed == [0]
    panel.say("resume")
    thread.join(LIMIT_S)
    assert passed == [0, 1, 2]


def test_a_paused_run_that_is_stopped_elsewhere_goes_on_to_its_end(panel: Panel) -> None:
    panel.supervisor.pause("Look.")
    stopped = threading.Event()
    thread = in_background(lambda: panel.supervisor.pace(stopped.is_set))
    panel.hear()
    stopped.set()
    thread.join(LIMIT_S)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    "answer", [Answer("here", (7, 8)), Answer("look_again"), Answer("skip_row"), Answer("stop")]
)
def test_a_question_is_answered(panel: Panel, answer: Answer) -> None:
    answers: list[Answer | None] = []
    thread = in_background(lambda: answers.append(panel.supervisor.ask(question(), lambda: False)))
    asked = panel.hear()
    assert isinstance(asked, wire.Asked)
    assert (asked.row, asked.step, asked.reason) == (2, 3, "Two look alike.")
    assert asked.look.picture != "/other.png", "that one has the decision drawn in"
    assert np.array_equal(np.asarray(Image.open(asked.look.picture)), observation().frame)
    panel.say("answer", answer)
    thread.join(LIMIT_S)
    assert answers == [answer]
    assert panel.hear() == wire.Answered()


def test_an_answer_given_before_the_question_does_not_count(panel: Panel) -> None:
    panel.say("answer", Answer("here", (1, 1)))
    panel.say("pause")
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            panel.supervisor.pace(over.is_set)

    thread = in_background(go_on)
    assert isinstance(panel.hear(), wire.Paused)  # so what was said before was read as well
    over.set()
    thread.join(LIMIT_S)
    panel.hear()
    answers: list[Answer | None] = []
    thread = in_background(lambda: answers.append(panel.supervisor.ask(question(), lambda: False)))
    assert isinstance(panel.hear(), wire.Asked)
    panel.say("answer", Answer("skip_row"))
    thread.join(LIMIT_S)
    assert answers == [Answer("skip_row")]


def test_a_question_ends_when_the_run_is_stopped_elsewhere(panel: Panel) -> None:
    stopped = threading.Event()
    answers: list[Answer | None] = []
    thread = in_background(lambda: answers.append(panel.supervisor.ask(question(), stopped.is_set)))
    panel.hear()
    stopped.set()
    thread.join(LIMIT_S)
    assert answers == [None]


@pytest.mark.parametrize("end", ["stop", "gone", "nonsense"])
def test_stop_and_a_vanished_panel_end_everything_that_waits(panel: Panel, end: str) -> None:
    answers: list[Answer | None] = []

    def run() -> None:
        answers.append(panel.supervisor.ask(question(), lambda: False))
        panel.supervisor.pause("Look.")
        panel.supervisor.pace(lambda: False)

    thread = in_background(run)
    panel.hear()
    if end == "stop":
        panel.say("stop")
    elif end == "gone":
        panel.go_away()
    else:
        panel.say_nonsense()
    thread.join(LIMIT_S)
    assert answers == [Answer("stop")]
    assert panel.supervisor.stopped
    assert panel.stops.wait(LIMIT_S)
