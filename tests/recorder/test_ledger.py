"""The ledger tells announced input from a person's, in one process and across several."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder.errors import RecorderUserError
from recorder.events import KeyFacts
from recorder.inputs import RawInput
from recorder.ledger import CAPACITY, WINDOW_NS, InjectionLedger, default_path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[InjectionLedger]:
    ledger = InjectionLedger(tmp_path / "ring")
    yield ledger
    ledger.close()


@pytest.fixture
def reader(ledger: InjectionLedger) -> Iterator[InjectionLedger]:
    reader = InjectionLedger(ledger.path)
    yield reader
    reader.close()


def key(char: str, code: int = 38, t_ns: int | None = None, kind: str = "key_press") -> RawInput:
    at = time.monotonic_ns() if t_ns is None else t_ns
    return RawInput(at, kind, 5, 5, key=KeyFacts(code, char, char))  # type: ignore[arg-type]


def click(x: int, y: int, button: str = "left") -> RawInput:
    return RawInput(time.monotonic_ns(), "press", x, y, button)


def test_what_was_announced_is_ours_once(ledger: InjectionLedger, reader: InjectionLedger) -> None:
    ledger.will_send("key_press", 38)
    assert reader.is_ours(key("a"))
    assert not reader.is_ours(key("a"))


@pytest.mark.parametrize("detail", [38, "a", "A"])
def test_a_key_by_code_name_or_character(
    ledger: InjectionLedger, reader: InjectionLedger, detail: int | str
) -> None:
    ledger.will_send("key_press", detail)
    event = RawInput(time.monotonic_ns(), "key_press", 0, 0, key=KeyFacts(38, "a", "A"))
    assert reader.is_ours(event)


@pytest.mark.parametrize("detail", ["left", ("left", 100, 201)])
def test_a_button_with_or_without_place(
    ledger: InjectionLedger, reader: InjectionLedger, detail: str | tuple[str, int, int]
) -> None:
    ledger.will_send("press", detail)
    assert reader.is_ours(click(101, 200))


def test_what_differs_is_the_persons(ledger: InjectionLedger, reader: InjectionLedger) -> None:
    ledger.will_send("key_press", 38)
    ledger.will_send("press", ("left", 100, 200))
    ledger.will_send("scroll", (0, -1))
    ledger.will_send("move", (10, 10))
    assert not reader.is_ours(key("b", 56))
    assert not reader.is_ours(key("a", kind="key_release"))
    assert not reader.is_ours(click(100, 210))
    assert not reader.is_ours(click(100, 200, "right"))
    assert not reader.is_ours(RawInput(time.monotonic_ns(), "scroll", 0, 0, dy=1))
    assert reader.is_ours(RawInput(time.monotonic_ns(), "scroll", 0, 0, dy=-1))
    assert reader.is_ours(RawInput(time.monotonic_ns(), "move", 11, 9))


def test_an_announcement_is_good_for_a_second(ledger: InjectionLedger, reader: InjectionLedger) -> None:
    now = time.monotonic_ns()
    ledger.will_send("key_press", 38, t_ns=now)
    assert not reader.is_ours(key("a", t_ns=now + WINDOW_NS + 1))
    ledger.will_send("key_press", 38, t_ns=now)
    assert not reader.is_ours(key("a", t_ns=now - WINDOW_NS // 2))  # it came before it was announced


def test_each_reader_ticks_off_by_itself(ledger: InjectionLedger, reader: InjectionLedger) -> None:
    second = InjectionLedger(ledger.path)
    ledger.will_send("key_press", 38)
    assert reader.is_ours(key("a")) and second.is_ours(key("a"))
    second.close()


def test_a_new_reader_knows_nothing_of_before(ledger: InjectionLedger) -> None:
    ledger.will_send("key_press", 38)
    late = InjectionLedger(ledger.path)
    assert not late.is_ours(key("a"))
    late.close()


def test_a_ring_that_has_gone_round_keeps_the_newest(
    ledger: InjectionLedger, reader: InjectionLedger
) -> None:
    for number in range(CAPACITY + 50):
        ledger.will_send("move", (number, 0))
    now = time.monotonic_ns()
    assert reader.is_ours(RawInput(now, "move", CAPACITY + 49, 0))
    assert not reader.is_ours(RawInput(now, "move", 10, 0))


def test_several_processes_write_and_nothing_is_lost(ledger: InjectionLedger) -> None:
    context = multiprocessing.get_context("spawn")
    now = time.monotonic_ns()
    writers = [context.Process(target=_announce, args=(ledger.path, number, now)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    left = [
        (code, at) for code in range(3) for at in range(200) if not ledger.is_ours(_numbered(code, at, now))
    ]
    assert left == []
    assert not ledger.is_ours(_numbered(0, 0, now))


def test_a_trap_in_a_shared_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"precious")
    (tmp_path / "ring").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecorderUserError, match="remove that file"):
        InjectionLedger(tmp_path / "ring")
    assert (tmp_path / "elsewhere").read_bytes() == b"precious"


def test_nobody_else_may_read_it(ledger: InjectionLedger) -> None:
    assert ledger.path.stat().st_mode & 0o777 == 0o600


def test_one_ring_a_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAM_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":7")
    seven = default_path()
    monkeypatch.setenv("DISPLAY", ":7.0")
    assert default_path() == seven
    monkeypatch.setenv("DISPLAY", ":8")
    assert default_path() != seven


def _announce(path: Path, code: int, t_ns: int) -> None:
    ledger = InjectionLedger(path)
    for number in range(200):
        ledger.will_send("press", (f"b{code}", number * 10, 0), t_ns)


def _numbered(code: int, number: int, now_ns: int) -> RawInput:
    return RawInput(now_ns, "press", number * 10, 0, f"b{code}")
