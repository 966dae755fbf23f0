"""What was taught to a task: only what is as it was when it was taken, and no file of anybody else."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam_desktop.errors import EnvironmentFault, LamUserError, UsageError
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.corrections import Correction, Corrections, ShownPlace
from lam_desktop.tasks.storage.taught import MOST_BYTES, TaughtFile, print_of, print_of_step
from lam_desktop.types import Box, Element, Observation
from recorder.sealing import Seal


def one(row: int = 2) -> Correction:
    frame = np.random.default_rng(row).integers(0, 255, (40, 60, 3)).astype(np.uint8)
    button = Element(Box(3, 4, 20, 10), "button", "Keep", score=0.75)
    seen = Observation(frame, (button,), Box(1, 2, 50, 30), (-60, 0))
    place = ShownPlace(0, (8, 9), "a step", {"Miller": "Jones"})
    did = ({"pointed": [8, 9], "on": "Keep"},)
    return Correction(row, 1, "click", "?", did, "tasks/a/runs/1", seen, seen, True, None, place)


@pytest.fixture
def taught(tmp_path: Path) -> TaughtFile:
    """Two corrections, of which the first was taken up."""
    kept = Corrections(tmp_path, Files())
    kept.add(one())
    kept.add(one(3))
    file = TaughtFile(tmp_path, Files())
    file.write({"0001": kept.all()[0]})
    return file


def test_what_was_taken_up_is_read_again(taught: TaughtFile) -> None:
    read = taught.read()
    [correction] = read.corrections
    assert correction.row == 2 and read.print
    assert correction.place is not None and correction.place.values == {"Miller": "Jones"}
    assert correction.before.elements[0].score == 0.75


def test_nothing_is_taught_before(tmp_path: Path) -> None:
    read = TaughtFile(tmp_path, Files()).read()
    assert not read.corrections and read.print == "" and not (tmp_path / "policy").exists()


def test_one_that_was_removed_or_changed_counts_no_longer(taught: TaughtFile, tmp_path: Path) -> None:
    path = tmp_path / "corrections" / "0001.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["place"]["target"], held["elements"] = 1, [*held["elements"], held["elements"][0]]
    path.write_text(json.dumps(held), encoding="utf-8")
    assert not taught.read().corrections and taught.read().print == ""
    path.unlink()
    assert not taught.read().corrections


@pytest.mark.parametrize("moved", [{"window": [9, 2, 50, 30]}, {"window": None}, {"origin": [0, 0]}])
def test_one_whose_window_was_moved_counts_no_longer(
    taught: TaughtFile, tmp_path: Path, moved: dict[str, Any]
) -> None:
    """By its window's corner what was shown is known again."""
    path = tmp_path / "corrections" / "0001.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | moved), encoding="utf-8")
    assert not taught.read().corrections


def test_what_an_older_file_names_counts_still(taught: TaughtFile, tmp_path: Path) -> None:
    """Its fingerprints tell nothing of the window."""
    printed = print_of(one(), version=1)
    seen = one().before
    assert (
        print_of(replace(one(), before=replace(seen, window=None)), version=1) == printed != print_of(one())
    )
    for held, version in ((printed, 1), (printed, 2), (print_of(one()), 1)):
        told = {"version": version, "exemplars": [{"correction": "0001", "print": held}]}
        taught.path.write_text(json.dumps(told), encoding="utf-8")
        assert bool(taught.read().kept) == (held == printed and version == 1)


def test_a_picture_that_was_changed_counts_no_longer(taught: TaughtFile, tmp_path: Path) -> None:
    other = tmp_path / "corrections" / "0002-before.png"
    (tmp_path / "corrections" / "0001-before.png").write_bytes(other.read_bytes())
    assert not taught.read().corrections


@pytest.mark.parametrize(
    "held",
    [
        b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"version": 3, "exemplars": []}',
        b'{"version": true, "exemplars": []}',
        b'{"version": 1, "exemplars": {}}', b'{"version": 1, "exemplars": [7]}',
        b'{"version": 1, "exemplars": [{"correction": "../../x", "print": "a"}]}',
        b'{"version": 1, "exemplars": [{"correction": 1, "print": "a"}]}',
        b'{"version": 1, "exemplars": [{"correction": "1", "print": "a", "more": 1}]}',
        b'{"version": 1, "exemplars": [], "run": "rm"}', b" " * (MOST_BYTES + 1), b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_file_that_nobody_taught_is_refused(taught: TaughtFile, held: bytes) -> None:
    taught.path.write_bytes(held)
    with pytest.raises(UsageError, match="teach the task anew"):
        taught.read()
    assert taught.forget() and not taught.read().kept


def test_links_are_refused(taught: TaughtFile, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    taught.path.rename(elsewhere)
    taught.path.symlink_to(elsewhere)
    for act in (taught.read, taught.forget, lambda: taught.write({"0001": one()})):
        with pytest.raises(UsageError):
            act()
    assert elsewhere.exists()


def test_a_link_is_told_as_one(taught: TaughtFile, tmp_path: Path) -> None:
    taught.path.rename(tmp_path / "elsewhere.json")
    taught.path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(UsageError, match="is a link to elsewhere"):
        taught.read()


def test_a_locked_library_is_told_as_locked(taught: TaughtFile, tmp_path: Path) -> None:
    taught.path.write_bytes(
        Files(Seal(os.urandom(32), tmp_path)).encode(taught.path, taught.path.read_bytes())
    )
    with pytest.raises(LamUserError) as met:
        taught.read()
    assert "damaged, or none that lam teach wrote" not in str(met.value)


def test_too_much_is_left_out_and_told(taught: TaughtFile, monkeypatch: pytest.MonkeyPatch) -> None:
    taught.write({"0001": one(), "0002": one(3)})
    assert not taught.read().cut and len(taught.read().corrections) == 2
    monkeypatch.setattr("lam_desktop.tasks.storage.corrections.MOST_TAUGHT", 40 * 60)
    read = taught.read()
    assert read.cut and [each.row for each in read.corrections] == [3]


def test_a_disk_that_refuses_is_told(taught: TaughtFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(EnvironmentFault, match="free some space"):
        taught.write({"0002": one(3)})
    assert len(taught.read().corrections) == 1


def test_a_step_is_known_when_steps_come_before_it() -> None:
    step = TaskStep(3, 2, "click", "Click “Save”", point=(4, 5))
    assert print_of_step(replace(step, number=7, caption="Save it")) == print_of_step(step)
    for other in (
        replace(step, demonstrated=3),
        replace(step, kind="double_click"),
        replace(step, point=(4, 6)),
    ):
        assert print_of_step(other) != print_of_step(step)


def test_a_fingerprint_tells_of_all_that_teaches() -> None:
    base = one()
    assert base.place is not None
    others = [
        replace(base, done=None), replace(base, place=None), replace(base, row=9),
        replace(base, place=replace(base.place, point=(9, 9))),
        replace(base, before=replace(base.before, elements=())),
        replace(base, before=replace(base.before, window=Box(1, 2, 50, 31))),
        replace(base, before=replace(base.before, window=None)),
        replace(base, before=replace(base.before, origin=(0, 0))),
    ]  # fmt: skip
    assert len({print_of(each) for each in (base, *others)}) == 1 + len(others)
