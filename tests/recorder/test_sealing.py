"""What was sealed opens with its key, unchanged and in its place, and in no other way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recorder.sealing import MAGIC, NotGenuine, Seal, SealedLines, is_sealed

ROOT = Path("/library")
KEY = bytes(range(32))
SEAL = Seal(KEY, ROOT)
PLACE = ROOT / "tasks" / "orders" / "task.yaml"
TEXT = st.text(max_size=40).map(lambda text: (text.replace("\n", "") + "\n").encode(errors="replace"))


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


@given(st.binary(max_size=2000))
def test_it_opens_again_and_shows_nothing(data: bytes) -> None:
    sealed = SEAL.seal(PLACE, data)
    assert is_sealed(sealed) and SEAL.open(PLACE, sealed) == data
    assert len(data) < 8 or data not in sealed.split(b"\n", 1)[1]
    assert SEAL.seal(PLACE, data) != sealed, "the same text twice does not look the same"


@given(st.binary(max_size=200), st.integers(0))
def test_each_flipped_bit_is_noticed(data: bytes, bit: int) -> None:
    with pytest.raises(NotGenuine, match=r"task\.yaml (is damaged or was changed|was put there)"):
        SEAL.open(PLACE, flipped(SEAL.seal(PLACE, data), bit))


def test_no_bit_of_a_short_file_is_free() -> None:
    sealed = SEAL.seal(PLACE, b"steps: []")
    for bit in range(8 * len(sealed)):
        with pytest.raises(NotGenuine):
            SEAL.open(PLACE, flipped(sealed, bit))


@given(st.binary(max_size=200), st.integers(0), st.binary(max_size=3))
def test_each_cut_and_each_addition_is_noticed(data: bytes, at: int, more: bytes) -> None:
    sealed = SEAL.seal(PLACE, data)
    changed = sealed[: at % len(sealed)] + more
    assume(changed != sealed)
    with pytest.raises(NotGenuine):
        SEAL.open(PLACE, changed)


def test_what_lies_in_anothers_place_says_where_it_belongs() -> None:
    other = ROOT / "tasks" / "Märkte 7" / "task.yaml"
    sealed = SEAL.seal(PLACE, b"steps: []")
    with pytest.raises(NotGenuine, match=r"from another place, tasks/orders/task\.yaml; move it back"):
        SEAL.open(other, sealed)
    # Somebody who writes the new place into it does not get further.
    forged = SEAL.seal(other, b"").split(b"\n", 1)[0].split(b" ")[2]
    magic, salt, _ = sealed.split(b"\n", 1)[0].split(b" ")
    moved = b" ".join((magic, salt, forged)) + b"\n" + sealed.split(b"\n", 1)[1]
    with pytest.raises(NotGenuine, match="its content is not as it was written"):
        SEAL.open(other, moved)


def test_a_library_may_be_moved_as_a_whole() -> None:
    sealed = SEAL.seal(PLACE, b"steps: []")
    elsewhere = Path("/media/stick/library")
    assert Seal(KEY, elsewhere).open(elsewhere / PLACE.relative_to(ROOT), sealed) == b"steps: []"


def test_another_key_opens_nothing() -> None:
    sealed = SEAL.seal(PLACE, b"steps: []")
    with pytest.raises(NotGenuine):
        Seal(bytes(32), ROOT).open(PLACE, sealed)


def test_a_key_of_another_length_is_our_fault() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 16"):
        Seal(bytes(16), ROOT)


# -- lines


def written(lines: list[bytes], path: Path = PLACE) -> tuple[bytes, list[bytes]]:
    first, sealer = SEAL.new_lines(path)
    return first, [sealer.seal(line, number) for number, line in enumerate(lines, start=1)]


def opener(first: bytes, path: Path = PLACE) -> SealedLines:
    return SEAL.lines(path, first)


@given(st.lists(TEXT, max_size=6))
def test_lines_open_again(lines: list[bytes]) -> None:
    first, sealed = written(lines)
    assert first.startswith(MAGIC) and first.endswith(b"\n")
    assert all(line.count(b"\n") == 1 and line.endswith(b"\n") for line in sealed)
    found = [opener(first).open(line, number) for number, line in enumerate(sealed, start=1)]
    assert found == lines


@given(st.lists(TEXT, min_size=2, max_size=5), st.data())
def test_a_line_that_was_moved_copied_or_left_out_is_noticed(lines: list[bytes], data: st.DataObject) -> None:
    first, sealed = written(lines)
    here = data.draw(st.integers(1, len(lines)))
    there = data.draw(st.integers(1, len(lines)).filter(lambda number: number != here))
    with pytest.raises(NotGenuine, match=f"line {there} is not as it was written"):
        opener(first).open(sealed[here - 1], there)


@given(TEXT, st.integers(0))
def test_each_flipped_bit_of_a_line_is_noticed(line: bytes, bit: int) -> None:
    first, (sealed,) = written([line])
    changed = flipped(sealed.removesuffix(b"\n"), bit) + b"\n"
    with pytest.raises(NotGenuine):
        opener(first).open(changed, 1)


def test_a_line_of_another_file_is_noticed() -> None:
    other = ROOT / "tasks" / "marks" / "journal.jsonl"
    first, _ = written([b"a\n"])
    _, (sealed,) = written([b"a\n"])
    with pytest.raises(NotGenuine):  # the same place, written another time
        opener(first).open(sealed, 1)
    theirs, (line,) = written([b"a\n"], other)
    with pytest.raises(NotGenuine, match="from another place"):
        opener(theirs)
    with pytest.raises(NotGenuine):
        opener(first).open(line, 1)


@pytest.mark.parametrize(
    "change",
    [lambda head: head[:-1], lambda head: head[:20] + b"\n", lambda head: head + b"x", lambda _: b"\n"],
)
def test_a_first_line_that_was_cut_is_noticed(change: Callable[[bytes], bytes]) -> None:
    first, _ = written([])
    with pytest.raises(NotGenuine, match="its first line is not as it was written"):
        opener(change(first))


def test_links_and_dots_make_no_other_place() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        seal = Seal(KEY, root)
        assert (
            seal.place(root / "tasks" / ".." / "tasks" / "a") == seal.place(root / "tasks" / "a") == "tasks/a"
        )
