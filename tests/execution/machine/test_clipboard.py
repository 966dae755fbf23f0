"""The clipboard is the person's: what a run copies is taken away again, and theirs put back."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from lam_desktop.execution.machine.clipboard import clipboard_text
from lam_desktop.execution.machine.clipboard.persons import PersonsClipboard
from tests.execution.copying import Desk, keepers, opened
from tests.execution.stage import stage, wait_until

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)

THEIRS, RUNS, LATER = "Grüße, 李雷\nsecond line", "RE-4711", "copied meanwhile"


class Hands:
    """Who pressed last."""

    person = True

    def by_person(self, t_ns: int) -> bool:
        # The server tells whole milliseconds.
        assert -2e6 <= time.monotonic_ns() - t_ns < 10e9, "told by the clock that presses are told by"
        return self.person


@pytest.fixture
def desk() -> Iterator[Desk]:
    with stage() as desktop:
        yield Desk(desktop)


def run_copies(desk: Desk) -> tuple[PersonsClipboard, Hands]:
    """A run begins, and copies something."""
    hands = Hands()
    clipboard = PersonsClipboard(opened(), hands.by_person)
    hands.person = False
    desk.copy(RUNS)
    return clipboard, hands


def test_what_a_run_copied_gives_way_to_the_persons_text(desk: Desk) -> None:
    desk.copy(THEIRS)
    hands = Hands()
    clipboard = PersonsClipboard(opened(), hands.by_person)
    hands.person = False
    for number in range(3):
        desk.copy(f"{RUNS}-{number}")
    clipboard.close()
    assert desk.pasted().decode() == THEIRS
    assert clipboard_text() == THEIRS
    assert b"UTF8_STRING" in desk.pasted("TARGETS")
    assert desk.pasted("text/plain;charset=utf-8").decode() == THEIRS


def test_the_next_to_copy_takes_it_and_the_helper_ends(desk: Desk) -> None:
    board = opened()
    assert board.put({"UTF8_STRING": THEIRS.encode()}) and board.changes() == [], "its own is no change"
    assert board.held() == {"UTF8_STRING": THEIRS.encode()}
    desk.copy(LATER)
    assert len(board.changes()) == 1
    assert board.held() == {"UTF8_STRING": LATER.encode()}
    board.close()


def test_what_the_person_copied_since_stays(desk: Desk) -> None:
    desk.copy(THEIRS)
    clipboard, hands = run_copies(desk)
    clipboard.notice()
    hands.person = True
    desk.copy(LATER)
    clipboard.close()
    assert desk.pasted().decode() == LATER


def test_it_changes_hands_when_the_person_takes_over_and_when_they_return(desk: Desk) -> None:
    desk.copy(THEIRS)
    clipboard, hands = run_copies(desk)
    clipboard.give()
    assert clipboard_text() == THEIRS
    hands.person = True
    desk.copy(LATER)
    clipboard.take()
    assert clipboard_text() == RUNS, "the step that pastes it finds it"
    clipboard.close()
    assert clipboard_text() == LATER


def test_a_run_that_copied_nothing_touches_nothing(desk: Desk) -> None:
    desk.copy(THEIRS)
    watching = opened()
    clipboard = PersonsClipboard(opened(), Hands().by_person)
    clipboard.give()
    clipboard.take()
    clipboard.close()
    assert watching.changes() == []
    watching.close()
    assert desk.pasted().decode() == THEIRS


def test_what_a_password_manager_lent_does_not_come_back(desk: Desk) -> None:
    desk.copy(b"secret", "x-kde-passwordManagerHint")
    clipboard, _ = run_copies(desk)
    clipboard.close()
    assert clipboard_text() == RUNS


def test_a_clipboard_that_was_empty_is_left_with_what_the_run_copied(desk: Desk) -> None:
    clipboard, _ = run_copies(desk)
    clipboard.close()
    assert clipboard_text() == RUNS


def test_the_text_is_in_no_command_line_and_the_helper_keeps_nothing_of_ours_open(desk: Desk) -> None:
    board = opened()
    assert board.put({"UTF8_STRING": THEIRS.encode()})
    board.close()
    found = keepers(desk.display)
    assert found and all("Grüße" not in line for line in found.values())
    desk.copy(LATER)
    wait_until(lambda: not keepers(desk.display))
