from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam_desktop.errors import EnvironmentFault
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage.corrections import Correction, Corrections, Interruption, ShownPlace
from lam_desktop.types import Box, Element, Observation
from recorder.sealing import Seal


def _one() -> Correction:
    frame = np.random.default_rng(5).integers(0, 255, (40, 60, 3)).astype(np.uint8)
    seen = Observation(frame, (Element(Box(3, 4, 20, 10), "button", "Later"),), Box(0, 0, 60, 40), (5, 6))
    met = Interruption(seen, 0, (8, 9), (), (("later",),), True)
    return Correction(
        2, 3, "click", "It is not there.", ({"click": [8, 9], "on": "Later"},), "tasks/orders/runs/1", seen,
        replace(seen, frame=frame[::-1].copy(), elements=()), None, met,
    )  # fmt: skip


@pytest.mark.parametrize("sealed", [False, True])
def test_what_is_kept_is_read_again_and_sealed_where_the_library_is(tmp_path: Path, sealed: bool) -> None:
    files = Files(Seal(os.urandom(32), tmp_path)) if sealed else Files()
    kept, one = Corrections(tmp_path, files), _one()
    kept.write(kept.add(one), replace(one, done=True))
    [again] = kept.all()
    assert again.done and again.step == 3 and again.did == one.did
    assert (
        np.array_equal(again.before.frame, one.before.frame) and again.before.elements == one.before.elements
    )
    assert np.array_equal(again.after.frame, one.after.frame)
    [met] = kept.interruptions()
    assert one.interruption is not None
    assert (met.target, met.point, met.texts) == (0, (8, 9), one.interruption.texts)
    held = [path.read_bytes() for path in (tmp_path / "corrections").iterdir()]
    assert len(held) == 3 and any(b"Later" in data for data in held) is not sealed


def test_a_damaged_one_is_left_out(tmp_path: Path) -> None:
    kept = Corrections(tmp_path, Files())
    kept.add(_one()).write_text("{", encoding="utf-8")
    kept.add(_one())
    assert len(kept.all()) == 1


@pytest.mark.parametrize("picture", [b"", b"no picture"])
def test_a_damaged_picture_ends_nothing(tmp_path: Path, picture: bytes) -> None:
    kept = Corrections(tmp_path, Files())
    kept.add(_one())
    (tmp_path / "corrections" / "0001-before.png").write_bytes(picture)
    kept.add(_one())
    assert len(kept.all()) == 1


def test_one_that_was_not_sealed_by_the_library_ends_nothing(tmp_path: Path) -> None:
    Corrections(tmp_path, Files()).add(_one())
    kept = Corrections(tmp_path, Files(Seal(os.urandom(32), tmp_path)))
    kept.add(_one())
    assert len(kept.all()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"point": None}, {"target": None}, {"target": None, "keys": ["alt", "f4"]}, {"target": 7},
        {"texts": []},
    ],
)  # fmt: skip
def test_an_interruption_that_nobody_could_have_shown_is_left_out(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    kept = Corrections(tmp_path, Files())
    path = kept.add(_one())
    held = json.loads(path.read_text(encoding="utf-8"))
    held["interruption"] |= changed
    path.write_text(json.dumps(held), encoding="utf-8")
    assert kept.interruptions() == []


def test_a_kind_that_there_is_not_is_left_out(tmp_path: Path) -> None:
    kept = Corrections(tmp_path, Files())
    path = kept.add(_one())
    path.write_text(path.read_text(encoding="utf-8").replace('"button"', '"lever"'), encoding="utf-8")
    assert kept.all() == []


def test_a_write_that_breaks_off_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, one = Corrections(tmp_path, Files()), _one()
    path = kept.add(one)

    def refuse(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(EnvironmentFault, match="free some space"):
        kept.write(path, replace(one, done=True))
    assert len(kept.all()) == 1 and kept.all()[0].done is None


def _pointed() -> Correction:
    did = ({"pointed": [8, 9], "on": "Later"},)
    return replace(_one(), interruption=None, did=did, place=ShownPlace(0, (8, 9), "a step", {"a": "b"}))


def test_a_place_that_was_pointed_at_is_read_again(tmp_path: Path) -> None:
    kept = Corrections(tmp_path, Files())
    kept.add(_pointed())
    [(name, again)] = kept.named()
    assert name == "0001" and again.pointed and again.place == _pointed().place
    assert again.told == "step 3 (click): pointed at by you, on “Later”, not seen to be done"
    assert replace(again, done=True).told == "step 3 (click): pointed at by you, on “Later”"


@pytest.mark.parametrize(
    "changed",
    [
        {"target": 1}, {"target": -1}, {"target": True}, {"target": "0"}, {"point": [50, 9]}, {"point": 3},
        {"of": 7}, {"values": {"a": 1}}, {"values": []}, {"values": None}, {"bound": None},
    ],
)  # fmt: skip
def test_a_place_that_nobody_could_have_pointed_at_is_left_out(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    kept = Corrections(tmp_path, Files())
    path = kept.add(_pointed())
    held = json.loads(path.read_text(encoding="utf-8"))
    held["place"] |= changed
    path.write_text(json.dumps(held), encoding="utf-8")
    assert kept.all() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"did": [5]}, {"did": {}}, {"row": "2"}, {"step": True}, {"caption": 3}, {"asked": None}, {"run": []},
        {"done": "yes"}, {"origin": [10**30, 0]}, {"window": [0, 0, 10**30, 40]},
        {"elements": [{"box": [3, 4, 10**30, 10], "kind": "button", "text": "Later"}]},
        {"elements": [{"box": [10**30, 4, 20, 10], "kind": "button", "text": "Later"}]},
    ],
)  # fmt: skip
def test_what_no_run_writes_is_left_out(tmp_path: Path, changed: dict[str, Any]) -> None:
    kept = Corrections(tmp_path, Files())
    path = kept.add(_one())
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changed), encoding="utf-8")
    kept.add(_one())
    assert [name for name, _ in kept.named()] == ["0002"]


def test_of_what_is_wanted_alone_the_screen_before_is_read(tmp_path: Path) -> None:
    kept = Corrections(tmp_path, Files())
    for one in (_one(), _pointed(), _pointed()):
        kept.add(one)
    for path in (tmp_path / "corrections").glob("*-after.png"):
        path.unlink()
    read, cut = kept.before(["0002"])
    assert [name for name, _ in read] == ["0002"] and not cut and not read[0][1].after.frame.size
    assert len(kept.interruptions()) == 1 and kept.all() == []


def test_what_is_said_of_each_is_told_without_any_picture(tmp_path: Path) -> None:
    kept = Corrections(tmp_path, Files())
    for one in (_one(), replace(_pointed(), done=True)):
        kept.add(one)
    kept.add(_one()).write_text("{", encoding="utf-8")
    whole = [one.told for one in kept.all()]
    for path in (tmp_path / "corrections").glob("*.png"):
        path.unlink()
    closed, pointed = kept.words()
    assert [closed.told, pointed.told] == whole and kept.all() == []
    assert (closed.name, closed.closed, closed.of) == ("0001", True, None)
    assert (pointed.name, pointed.closed, pointed.of, pointed.done) == ("0002", False, "a step", True)
