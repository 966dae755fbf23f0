"""A person at the terminal answers the agent's questions."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.cli import terminal
from lam_desktop.cli.main import main
from lam_desktop.cli.terminal import AtTerminal, NobodyThere, TerminalSupervisor, asked_secrets, told
from lam_desktop.errors import ExitCode
from lam_desktop.execution.runs.supervision import (
    Acting,
    Answer,
    Doubted,
    Question,
    RowFinished,
    RowStarted,
    Verified,
    WentOn,
)
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, Candidate, Decision, Observation
from tests.cli.tasks import made

SAVE = Candidate(Box(100, 200, 80, 30), "button", "Save", 0.61)
CANCEL = Candidate(Box(200, 200, 80, 30), "button", "Cancel", 0.2)
DECISION = Decision(None, None, 0.61, 0.95, 0.1, (SAVE, CANCEL), "Not sure.")
QUESTION = Question(
    row=7, step=3, caption="Click the button “Save”", reason="Not sure.",
    observation=Observation(np.zeros((300, 400, 3), np.uint8), (), origin=(-400, 0)),
    decision=DECISION, picture="/runs/question.png",
)  # fmt: skip


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer | None]:
    """What comes of a question when this is typed."""

    def ask(typed: str, question: Question = QUESTION) -> Answer | None:
        read, write = os.pipe()
        os.write(write, typed.encode())
        os.close(write)
        with os.fdopen(read) as terminal:
            monkeypatch.setattr(sys, "stdin", terminal)
            return TerminalSupervisor().ask(question, lambda: False)

    return ask


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1\n", Answer("here", SAVE.box.center)),
        ("2\n", Answer("here", CANCEL.box.center)),
        ("-260, 215\n", Answer("here", (140, 215))),
        ("l\n", Answer("look_again")),
        (" K \n", Answer("skip_row")),
        ("s\n", Answer("stop")),
        ("9\nwhat?\n1,2,3\n2\n", Answer("here", CANCEL.box.center)),
        ("", None),
    ],
)
def test_answers(typed: str, answer: Answer | None, answered: Callable[[str], Answer | None]) -> None:
    assert answered(typed) == answer


def test_only_a_question_for_approval_takes_a_yes(answered: Callable[..., Answer | None]) -> None:
    assert answered("y\n", replace(QUESTION, approving=True)) == Answer("yes")
    assert answered("y\ns\n") == Answer("stop")


def test_what_was_done_is_answered_yes_or_no_and_not_shown(answered: Callable[..., Answer | None]) -> None:
    settling = replace(QUESTION, settling=True)
    assert answered("y\n", settling) == Answer("yes")
    assert answered("1\n10,20\nn\n", settling) == Answer("no")
    assert answered("l\n", settling) == Answer("look_again")


@pytest.mark.parametrize("make", [TerminalSupervisor, AtTerminal])
def test_a_run_that_the_person_broke_into_goes_on_behind_a_line(
    make: Callable[[], AtTerminal], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read, write = os.pipe()
    os.write(write, b"\nnot for pausing\n")
    os.close(write)
    with os.fdopen(read) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        supervisor = make()
        supervisor.pace(lambda: False)
        assert capsys.readouterr().out == ""
        supervisor.pause("You used the mouse or the keyboard.")
        supervisor.pace(lambda: False)
        supervisor.pace(lambda: False)
        assert terminal.readline() == "not for pausing\n"
    said = capsys.readouterr().out
    assert said == "Paused. You used the mouse or the keyboard. Press Enter to go on.\n"


def test_a_run_that_stands_still_does_not_go_on_when_its_terminal_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raised: list[int] = []
    monkeypatch.setattr(terminal, "_line", lambda _stopped: None)
    monkeypatch.setattr(terminal.signal, "raise_signal", raised.append)
    supervisor = AtTerminal()
    supervisor.pause("You used the mouse or the keyboard.")
    supervisor.pace(lambda: True)
    assert raised == [], "it is stopped already"
    supervisor.pause("You used the mouse or the keyboard.")
    supervisor.pace(lambda: False)
    assert raised == [signal.SIGINT]


@pytest.mark.parametrize("quiet", [False, True])
def test_where_nobody_is_it_is_told_how_a_run_goes_on(
    quiet: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = NobodyThere(quiet)
    supervisor.pause("You used the mouse or the keyboard.")
    said = capsys.readouterr()
    assert said.out == "" and "Press Ctrl+Alt+Enter" in said.err and "5 minutes" in said.err
    assert not supervisor.commanded and AtTerminal().commanded


def test_the_question_says_all_that_is_needed(
    answered: Callable[[str], Answer | None], capsys: pytest.CaptureFixture[str]
) -> None:
    answered("s\n")
    said = capsys.readouterr().out
    for part in ("Row 7", "step 3", "Save", "61%", "Cancel", "/runs/question.png", "Not sure."):
        assert part in said


def test_a_secret_that_is_left_empty_was_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = {"password": "hunter2", "pin": ""}
    monkeypatch.setattr(
        "getpass.getpass", lambda prompt: next(text for name, text in typed.items() if f"«{name}»" in prompt)
    )
    assert asked_secrets(("password", "pin")) == {"password": "hunter2"}


def test_a_person_at_a_terminal_is_asked_for_a_secret_before_the_run(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    task = made(home)
    task_file.save(replace(task, steps=(replace(task.steps[0], value=Value("secret", "password")),)))
    asked: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or "hunter2")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert main(["run", "orders"]) == ExitCode.USAGE
    assert len(asked) == 1 and "«password»" in asked[0]
    assert "no recording" in capsys.readouterr().err
    for alone in (["--json"], ["--mode", "auto"]):
        assert main(["run", "orders", *alone]) == ExitCode.USAGE
        told = capsys.readouterr()
        assert "--set password=…" in told.out + told.err and len(asked) == 1


def test_a_stopped_run_waits_for_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    with os.fdopen(read) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        assert TerminalSupervisor().ask(QUESTION, lambda: True) is None
    os.close(write)


def test_nobody_is_quiet_when_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert NobodyThere(quiet=True).ask(QUESTION, lambda: False) is None
    assert capsys.readouterr().out == ""


def test_a_reader_that_has_gone_breaks_no_run_off(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        supervisor = NobodyThere()
        supervisor.report(RowStarted(1))
        supervisor.report(RowFinished(1, "done", 7, 0, 2.0))


def test_events_in_lines() -> None:
    assert told(RowStarted(2)) == "Row 2"
    assert told(Acting(2, 3, "Click the button “Save”")).strip() == "3. Click the button “Save”"
    assert told(WentOn(2, 3, "Seen.")).strip() == "Goes on at step 3 of row 2: Seen."
    assert told(Verified(2, 3, True, "As demonstrated.")) == ""
    assert told(Verified(2, 3, False, "It did not appear.")).strip() == "It did not appear."
    assert told(RowFinished(2, "failed", 2, 0, 4.26)) == "Row 2: failed (4.3 s)"
    assert told(RowFinished(2, "done", 2, 0, 4.26, "seen")) == "Row 2: done (4.3 s)"
    assert told(RowFinished(2, "done", 2, 0, 4.26, "not seen")) == "Row 2: done, not seen (4.3 s)"


def stepping(monkeypatch: pytest.MonkeyPatch, *lines: str | None) -> tuple[TerminalSupervisor, list[int]]:
    """A person who answers so before each step, and the signals that were raised."""
    given, raised = iter(lines), list[int]()
    monkeypatch.setattr(terminal, "_line", lambda _stopped: next(given))
    monkeypatch.setattr(terminal.signal, "raise_signal", raised.append)
    return TerminalSupervisor(single_steps=True), raised


def test_single_steps_wait_once_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor, raised = stepping(monkeypatch, "what?\n", "\n", "\n", "g\n")
    for step in (1, 1, 2, 3, 4):  # the first is looked at again, for the keyboard was in the terminal
        supervisor.report(Acting(7, step, "Type it"))
        supervisor.pace(lambda: False)
    assert raised == []


@pytest.mark.parametrize("line", ["s\n", None])
def test_single_steps_are_stopped_like_any_run(monkeypatch: pytest.MonkeyPatch, line: str | None) -> None:
    supervisor, raised = stepping(monkeypatch, line)
    supervisor.report(Acting(7, 1, "Type it"))
    supervisor.pace(lambda: False)
    assert raised == [signal.SIGINT]


def test_single_steps_need_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "orders", "--steps", "--json"]) == ExitCode.USAGE
    assert "at a terminal" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "text"), [("= 1.249,50 \n", "1.249,50"), ("=\n", "1.249,5O"), ("=RE-4711\n", "RE-4711")]
)
def test_a_person_says_what_the_screen_says(
    answered: Callable[..., Answer | None], capsys: pytest.CaptureFixture[str], typed: str, text: str
) -> None:
    doubted = Doubted("“950,00” (Total)", "1.249,5O", "/runs/place.png")
    assert answered(typed, replace(QUESTION, doubted=doubted)) == Answer("value", text=text)
    said = capsys.readouterr().out
    assert "“1.249,5O”" in said and "/runs/place.png" in said and "= TEXT" in said


def test_where_nothing_was_to_be_read_no_text_is_an_answer(answered: Callable[..., Answer | None]) -> None:
    assert answered("= 1.249,50\nl\n") == Answer("look_again")
    nothing = replace(QUESTION, doubted=Doubted("“950,00”", ""))
    assert answered("=\nk\n", nothing) == Answer("skip_row"), "an empty text is none"
