from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import LamBug
from lam_desktop.execution.machine.passport import Compared
from lam_desktop.execution.machine.start_check import CheckedStep, StepState
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel import wire
from lam_desktop.types import Box

BOXES = st.builds(
    Box, st.integers(-9999, 9999), st.integers(-9999, 9999), st.integers(0, 9999), st.integers(0, 9999)
)
POINTS = st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999))
TEXTS = st.text(max_size=20)
SHARES = st.floats(0, 1)
SPOTS = st.builds(wire.Spot, BOXES, TEXTS, TEXTS, SHARES)
LOOKS = st.builds(
    wire.Look, TEXTS, st.none() | SPOTS, st.lists(SPOTS, max_size=3).map(tuple), st.none() | POINTS,
    SHARES, SHARES, TEXTS,
    st.booleans(), st.none() | BOXES, POINTS,
)  # fmt: skip
FACTS = st.builds(
    Compared, TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.booleans(), st.booleans(), TEXTS, TEXTS
)
NUMBERS = st.integers(0, 10_000)
CHECKED = st.builds(
    CheckedStep, NUMBERS, NUMBERS, TEXTS, st.sampled_from(get_args(StepState)), st.none() | SHARES, TEXTS
)
FIELDS: dict[type, tuple[st.SearchStrategy, ...]] = {
    wire.Loading: (TEXTS,),
    wire.Ready: (st.lists(NUMBERS).map(tuple), NUMBERS, st.none() | BOXES),
    wire.RowStarted: (NUMBERS,),
    wire.WentOn: (NUMBERS, NUMBERS, TEXTS),
    wire.Observed: (NUMBERS, NUMBERS, TEXTS),
    wire.Decided: (NUMBERS, NUMBERS, TEXTS, LOOKS),
    wire.Acting: (NUMBERS, NUMBERS, TEXTS),
    wire.Slower: (NUMBERS, NUMBERS, TEXTS),
    wire.PutRight: (NUMBERS, NUMBERS, TEXTS),
    wire.Verified: (NUMBERS, NUMBERS, st.booleans(), TEXTS),
    wire.Paused: (TEXTS,),
    wire.Resumed: (),
    wire.Asked: (NUMBERS, NUMBERS, TEXTS, TEXTS, LOOKS),
    wire.Answered: (),
    wire.RowFinished: (NUMBERS, TEXTS, NUMBERS, NUMBERS, st.floats(0, 1e6)),
    wire.Checked: (st.lists(FACTS, max_size=3).map(tuple), st.lists(CHECKED, max_size=3).map(tuple)),
    wire.Finished: (TEXTS, TEXTS, NUMBERS, TEXTS),
}
REPORTS = st.one_of([st.builds(kind, *fields) for kind, fields in FIELDS.items()])
COMMANDS = st.one_of(
    st.builds(
        wire.Command, st.sampled_from([name for name in get_args(wire.CommandName) if name != "answer"])
    ),
    st.builds(
        lambda answer: wire.Command("answer", answer),
        st.builds(Answer, st.just("here"), POINTS)
        | st.builds(Answer, st.sampled_from(["yes", "no", "look_again", "show", "skip_row", "stop"])),
    ),
)


@given(REPORTS)
def test_a_report_arrives_as_it_was_sent_in_one_line(report: wire.Report) -> None:
    line = wire.encode_report(report)
    assert "\n" not in line
    assert wire.decode_report(line) == report


@given(COMMANDS)
def test_a_command_arrives_as_it_was_sent_in_one_line(command: wire.Command) -> None:
    line = wire.encode_command(command)
    assert "\n" not in line
    assert wire.decode_command(line) == command


@given(st.dictionaries(st.text(), st.text(), max_size=3))
def test_secrets_arrive_as_they_were_sent_in_one_line(secrets: dict[str, str]) -> None:
    line = wire.encode_secrets(secrets)
    assert "\n" not in line
    assert wire.decode_secrets(line) == secrets


@pytest.mark.parametrize("line", ["", "[1]", "null", '{"password": "hunter2"'])
def test_what_holds_no_secrets_is_our_bug_and_not_shown(line: str) -> None:
    with pytest.raises(LamBug, match="no secrets") as caught:
        wire.decode_secrets(line)
    assert "hunter2" not in str(caught.value)


def test_every_kind_of_report_is_tried() -> None:
    assert set(FIELDS) == set(get_args(wire.Report))


@pytest.mark.parametrize(
    "line", ["", "hello", "[]", "{}", '{"report": "Nothing"}', '{"report": "RowStarted"}', "null"]
)
def test_what_is_no_report_is_our_bug(line: str) -> None:
    with pytest.raises(LamBug, match="no report"):
        wire.decode_report(line)


@pytest.mark.parametrize(
    "line", ["", "1", "{}", '{"name": "answer", "answer": {"kind": "here"}}', '{"name": "answer"}']
)
def test_what_is_no_command_is_our_bug(line: str) -> None:
    with pytest.raises(LamBug, match="no command"):
        wire.decode_command(line)
