"""The journal: on the disk at once, whole lines whatever happens, and no secret in it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.execution.runs.journal import HIDDEN, PICTURE_WIDTH, Journal, read_journal
from lam_desktop.types import Box, Candidate, Click, Decision, PressKeys, TypeText, Verdict
from tests.execution.stage import LIMIT_S

any_char = st.characters(exclude_categories=())  # halves of surrogate pairs too
SAVE = Candidate(Box(10, 20, 80, 24), "button", "Save", 0.97)
DECISION = Decision(SAVE, (50, 32), 0.97, 0.9, 0.01, (SAVE,), "It says «Save».")


def test_entries_are_numbered_dated_and_plain(tmp_path: Path) -> None:
    with Journal(tmp_path / "run") as journal:
        assert journal.write("run_started", task="orders", folder=Path("a/b")) == 1
        assert journal.write("decided", decision=DECISION, share=np.float32(0.5)) == 2
        assert journal.write("acting", action=Click((50, 32), count=2), before="pictures/1.png") == 3
        journal.write("verified", verdict=Verdict(True, "It closed.", {"rows": np.int64(3)}))
    started, decided, acting, verified = read_journal(journal.path)
    assert [entry["seq"] for entry in (started, decided, acting, verified)] == [1, 2, 3, 4]
    assert started["kind"] == "run_started"
    assert started["folder"] == "a/b"
    assert datetime.fromisoformat(started["at"]).utcoffset() is not None
    assert started["t_ns"] <= decided["t_ns"]
    assert decided["decision"]["target"]["box"] == {"x": 10, "y": 20, "w": 80, "h": 24}
    assert decided["decision"]["point"] == [50, 32]
    assert decided["share"] == 0.5
    assert acting["action"] == {
        "type": "Click", "point": [50, 32], "button": "left", "count": 2, "modifiers": [],
    }  # fmt: skip
    assert verified["verdict"]["evidence"] == {"rows": 3}


def test_what_has_no_place_in_it_is_a_bug_of_ours(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal, pytest.raises(LamBug, match="ndarray"):
        journal.write("observed", frame=np.zeros((2, 2, 3), np.uint8))
    assert read_journal(journal.path) == []


def test_a_secret_leaves_no_trace(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.keep_out("hunter2!", "Password")
        journal.keep_out("42", "PIN")
        journal.write("acting", action=TypeText("swordfish", secret=True), name="Password")
        journal.write("verified", reason="The field shows «hunter2!»", seen=["hunter2!", {"hunter2!": "42"}])
        journal.write("observed", text="42", total="4200")
    content = journal.path.read_text()
    assert "hunter2" not in content
    assert "swordfish" not in content
    acting, verified, observed = read_journal(journal.path)
    assert acting["action"] == {"type": "TypeText", "text": HIDDEN, "secret": True}
    assert verified["seen"] == ["«Password»", {"«Password»": "«PIN»"}]
    assert (observed["text"], observed["total"]) == ("«PIN»", "4200")


@given(st.dictionaries(st.text(max_size=5), st.text(any_char), max_size=3), st.text(max_size=8))
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory, facts: dict[str, str], text: str
) -> None:
    with Journal(tmp_path_factory.mktemp("run")) as journal:
        journal.write("observed", facts=facts, action=PressKeys((text,)))
    (entry,) = read_journal(journal.path)
    assert entry["facts"] == facts
    assert entry["action"]["keys"] == [text]


@pytest.mark.parametrize("cut", [1, 5, 60])
def test_a_line_cut_short_is_left_out_and_then_overwritten(tmp_path: Path, cut: int) -> None:
    with Journal(tmp_path) as journal:
        journal.write("run_started", task="orders")
        whole = journal.path.read_bytes()
        journal.write("row_started", row=7, note="x" * 80)
    os.truncate(journal.path, journal.path.stat().st_size - cut)
    assert [entry["kind"] for entry in read_journal(journal.path)] == ["run_started"]
    with Journal(tmp_path) as journal:
        assert journal.write("row_started", row=8) == 2
    assert journal.path.read_bytes().startswith(whole)
    assert [entry.get("row") for entry in read_journal(journal.path)] == [None, 8]


def test_zeros_at_the_end_after_a_power_cut_are_no_damage(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.write("run_started")
    with journal.path.open("ab") as file:
        file.write(b"\0" * 100)
    assert len(read_journal(journal.path)) == 1


def test_damage_in_the_middle_and_a_missing_journal_are_told(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.write("run_started")
        journal.write("run_finished")
    journal.path.write_bytes(b"{oops\n" + journal.path.read_bytes())
    with pytest.raises(EnvironmentFault, match="Line 1 of the journal"):
        read_journal(journal.path)
    with pytest.raises(EnvironmentFault, match="no journal"):
        read_journal(tmp_path / "elsewhere.jsonl")


def test_every_entry_is_on_the_disk_before_it_returns(tmp_path: Path) -> None:
    """The process is killed right after each write returned: the entries are all there."""
    program = """
        import os, signal, sys
        from pathlib import Path
        from lam_desktop.execution.runs.journal import Journal
        journal = Journal(Path(sys.argv[1]))
        for row in range(50):
            journal.write("row_started", row=row)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program), str(tmp_path)], timeout=LIMIT_S * 2)
    assert [entry["row"] for entry in read_journal(tmp_path / "journal.jsonl")] == list(range(50))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(tmp_path) as journal:
        journal.write("run_started")
        whole = journal.path.read_bytes()
        real = os.write

        def nearly_full(file: int, data: bytes) -> int:
            """Takes a part of a line, and the rest no more."""
            if len(data) > 50:
                return real(file, data[:50])
            full = os.open("/dev/full", os.O_WRONLY)
            try:
                return real(full, data)
            finally:
                os.close(full)

        monkeypatch.setattr(os, "write", nearly_full)
        with pytest.raises(EnvironmentFault, match="disk is full"):
            journal.write("observed", text="x" * 40)
        monkeypatch.setattr(os, "write", real)
        assert journal.path.read_bytes() == whole
        assert journal.write("run_finished") == 2
    assert len(read_journal(journal.path)) == 2


def test_pictures_are_kept_small_and_named(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    wide = rng.integers(0, 255, (300, 3200, 3), np.uint8)
    small = rng.integers(0, 255, (30, 40, 3), np.uint8)
    with Journal(tmp_path) as journal:
        first = journal.picture("row 1: «Save»/before", small)
        again = journal.picture("row 1: «Save»/before", small)
        large = journal.picture("screen", wide)
    assert first == "pictures/row-1-Save-before.png"
    assert again == "pictures/row-1-Save-before-2.png"
    assert np.array_equal(np.asarray(Image.open(tmp_path / first)), small)
    assert Image.open(tmp_path / large).size == (PICTURE_WIDTH, 150)


def test_two_journals_in_one_folder_go_on_counting(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.write("run_started")
    with Journal(tmp_path) as journal:
        assert journal.write("resumed") == 2
    assert [entry["seq"] for entry in read_journal(journal.path)] == [1, 2]


def test_some_kinds_alone_are_read_and_what_looks_like_none_is_told(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.write("run_started", rows=[1])
        journal.write("decided", row=1, policy_reason='It says "kind": "row_finished".')
        journal.write("row_finished", row=1)
    assert [entry["seq"] for entry in read_journal(journal.path, ("run_started", "row_finished"))] == [1, 3]
    with journal.path.open("ab") as file:
        file.write(b'{"kind": "decided", "row": 2}\n{"no": "kind"}\n')
    with pytest.raises(EnvironmentFault, match="Line 5 of the journal .* is no entry"):
        read_journal(journal.path)
    with pytest.raises(EnvironmentFault, match="Line 5 of the journal .* is no entry"):
        read_journal(journal.path, ("row_finished",))
