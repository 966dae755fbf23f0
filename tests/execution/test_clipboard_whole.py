"""What the person had on the clipboard comes back whole, however much it is and whoever asks for it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from lam_desktop.execution.machine.clipboard import clipboard_text
from lam_desktop.execution.machine.clipboard.persons import PersonsClipboard
from tests.execution.copying import Desk, Requestor, keepers, opened
from tests.execution.stage import crowding, stage, wait_until

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)

RUNS, LATER = "RE-4711", "copied meanwhile"
LONG = "Grüße, 李雷, 12 €\n" * 25_000
FILES = b"file:///home/ana/invoice%201.pdf\r\nfile:///home/ana/invoice%202.pdf\r\n"
MOST_BYTES = 16 << 20
DRAWN = ("image/png", "image/bmp", "image/jpeg", "image/tiff")


@pytest.fixture
def desk() -> Iterator[Desk]:
    with stage() as desktop:
        yield Desk(desktop)


def run_copies_between(desk: Desk) -> None:
    """A run that copies something, from its beginning to its end."""
    hands = [True]
    clipboard = PersonsClipboard(opened(), lambda _: hands[0])
    hands[0] = False
    desk.copy(RUNS)
    clipboard.close()


def noise(side: int) -> bytes:
    """A picture that nothing makes smaller, as PNG."""
    pixels = np.random.default_rng(5).integers(0, 256, (side, side, 3), np.uint8)
    done, encoded = cv2.imencode(".png", pixels)
    assert done
    return encoded.tobytes()


@pytest.mark.parametrize(
    "held",
    [
        {"text/html": "<b>Grüße</b>".encode(), "text/rtf": b"{\\rtf1 x}", "text/plain": "Grüße".encode()},
        {"text/uri-list": FILES, "x-special/gnome-copied-files": b"cut\nfile:///home/ana/invoice%201.pdf"},
        {"text/uri-list": FILES, "application/x-kde-cutselection": b"1"},
        {"text/html": ("<p>" + LONG).encode(), "text/plain": LONG.encode()},
        {"image/svg+xml": b"<svg/>", "image/png": noise(620)},
    ],
)
def test_every_kind_comes_back_as_it_was(desk: Desk, held: dict[str, bytes]) -> None:
    desk.copy_with_qt(held)
    assert desk.pasted_with_qt(*held) == held
    run_copies_between(desk)
    assert desk.pasted_with_qt(*held) == held
    assert desk.pasted(next(iter(held))) == next(iter(held.values()))


def test_a_picture_comes_back_in_each_format(desk: Desk) -> None:
    desk.copy_with_qt({"picture": noise(620)})
    before = desk.pasted_with_qt(*DRAWN)
    assert len(before["image/png"]) > 1_000_000 and all(before.values())
    run_copies_between(desk)
    assert desk.pasted_with_qt(*DRAWN) == before


def test_a_long_text_is_read_and_comes_back(desk: Desk) -> None:
    assert len(LONG.encode()) > 500_000
    desk.copy(LONG)
    assert clipboard_text() == LONG
    run_copies_between(desk)
    assert clipboard_text() == LONG
    assert desk.pasted("text/plain;charset=utf-8") == LONG.encode()
    assert desk.pasted("STRING") == LONG.encode("latin-1", "replace")


def test_what_is_too_much_is_left(desk: Desk) -> None:
    board = opened()
    desk.copy(b"a" * (MOST_BYTES + 1))
    assert board.held() is None
    assert len(desk.pasted()) == MOST_BYTES + 1, "its owner lives"
    desk.copy(b"a" * MOST_BYTES)
    held = board.held()
    assert held is not None and len(held["UTF8_STRING"]) == MOST_BYTES
    assert board.put(held)
    assert desk.pasted() == held["UTF8_STRING"]
    board.close()


def test_a_text_comes_back_without_what_is_too_much_beside_it(desk: Desk) -> None:
    half = b"7" * (MOST_BYTES // 2)
    desk.copy_with_qt(
        {"text/plain": b"seven", "text/html": half, "text/rtf": half, "image/svg+xml": b"<svg/>"}
    )
    board = opened()
    held = board.held()
    assert held == {"UTF8_STRING": b"seven", "text/html": half, "image/svg+xml": b"<svg/>"}
    desk.copy_with_qt({"application/x-kde-cutselection": b"1", "text/html": b"7" * (MOST_BYTES + 1)})
    assert board.held() is None
    board.close()


@pytest.mark.parametrize(
    ("case", "held"),
    [
        ("silent", None),
        ("silent about html", {"UTF8_STRING": b"said at once"}),
        ("silent about files", None),
        ("dies", {"UTF8_STRING": b"said at once"}),
        ("endless", {"UTF8_STRING": b"said at once"}),
    ],
)
def test_a_bad_owner_holds_up_nothing(desk: Desk, case: str, held: dict[str, bytes] | None) -> None:
    desk.own_badly(case)
    board = opened()
    began = time.monotonic()
    assert board.held() == held
    assert time.monotonic() - began < 2.0 + 1.0 * crowding()
    board.close()


def test_a_password_managers_is_not_read_beside_a_text(desk: Desk) -> None:
    desk.copy_with_qt({"text/plain": b"hunter2", "x-kde-passwordManagerHint": b"secret"})
    board = opened()
    assert board.held() is None
    board.close()


def test_who_goes_amid_pasting_harms_nobody(desk: Desk) -> None:
    board = opened()
    assert board.put({"UTF8_STRING": LONG.encode()})
    for parts in range(3):
        leaving = Requestor(desk.display)
        announced = leaving.answer("UTF8_STRING")
        assert announced.property_type == leaving.atom("INCR")
        assert announced.value[0] <= len(LONG.encode())
        for _ in range(parts):
            assert 0 < len(leaving.part()) <= 200_000
        leaving.close()
    assert clipboard_text() == LONG
    leaving = Requestor(desk.display)
    leaving.answer("UTF8_STRING")
    leaving.close()
    desk.copy(LATER)
    wait_until(lambda: not keepers(desk.display), limit_s=5.0)
    board.close()


def test_who_goes_before_the_answer_harms_nobody(desk: Desk) -> None:
    board = opened()
    assert board.put({"UTF8_STRING": LONG.encode()})
    staying, hasty = Requestor(desk.display), Requestor(desk.display)
    (keeper,) = keepers(desk.display)
    os.kill(keeper, signal.SIGSTOP)
    hasty.ask("UTF8_STRING")
    hasty.close()
    os.kill(keeper, signal.SIGCONT)
    staying.answer("UTF8_STRING")
    assert staying.part() + staying.rest() == LONG.encode()
    staying.close()
    desk.copy(LATER)
    wait_until(lambda: not keepers(desk.display), limit_s=5.0)
    board.close()


def test_several_paste_at_a_time(desk: Desk) -> None:
    held = {"image/png": noise(620), "text/html": LONG.encode()}
    board = opened()
    assert board.put(held)
    slow = Requestor(desk.display)
    slow.answer("text/html")
    begun = slow.part()
    with ThreadPoolExecutor(4) as pool:
        pasted = [*pool.map(desk.pasted, [*held, *held])]
    assert pasted == [*held.values(), *held.values()]
    assert begun + slow.rest() == held["text/html"]
    assert slow.answer("text/html").property_type == slow.atom("INCR"), "it may ask again"
    assert slow.rest() == held["text/html"]
    slow.close()
    board.close()


def test_who_has_begun_to_paste_gets_the_rest_when_somebody_copies(desk: Desk) -> None:
    board = opened()
    assert board.put({"UTF8_STRING": LONG.encode()})
    requestor = Requestor(desk.display)
    requestor.answer("UTF8_STRING")
    begun = requestor.part()
    desk.copy(LATER)
    assert keepers(desk.display)
    assert begun + requestor.rest() == LONG.encode()
    wait_until(lambda: not keepers(desk.display))
    requestor.close()
    board.close()


def test_when_it_was_put_there_is_told_and_several_kinds_at_once(desk: Desk) -> None:
    board = opened()
    assert board.put({"UTF8_STRING": b"short", "text/html": LONG.encode()})
    requestor = Requestor(desk.display)
    stamp = requestor.answer("TIMESTAMP").value[0]
    assert 0 <= (time.monotonic_ns() // 1_000_000 - stamp) & 0xFFFFFFFF < 60_000
    offered = {*requestor.answer("TARGETS").value}
    names = ("TARGETS", "TIMESTAMP", "MULTIPLE", "UTF8_STRING", "STRING", "TEXT", "text/plain", "text/html")
    assert {requestor.atom(name) for name in names} <= offered
    pairs = [requestor.atom(name) for name in ("STRING", "A", "image/png", "B", "UTF8_STRING", "C")]
    requestor.write("PASTED", "ATOM_PAIR", pairs)
    assert [*requestor.answer("MULTIPLE").value] == [*pairs[:3], 0, *pairs[4:]]
    assert requestor.read("A").value == requestor.read("C").value == b"short"
    assert requestor.read("B") is None
    requestor.close()
    board.close()
