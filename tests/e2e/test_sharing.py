"""A real recording of the order desk, shared: in its bytes and on its pictures nobody is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.minds import ShippedMinds
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Conditions, Desk
from lam_desktop.office.lam import Lam
from lam_desktop.sharing.likeness import looks
from lam_desktop.sharing.reading import lines
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Box
from recorder.recording import Recording
from tests.e2e.harness import Office, write_rows
from tests.sharing.leaks import assert_nowhere

pytestmark = [pytest.mark.e2e, pytest.mark.proof]

TASK = "orders"
ROW = {
    "customer": "Maria Sorensen",
    "article": "m.sorensen@example.org",
    "note": "IBAN DE89 3704 0044 0532 0130 00",
}
ORIGINALS = (
    *ROW.values(),
    "Maria",
    "Sorensen",
    "example.org",
    "DE89 3704",
    "3704 0044",
    "DE89370400440532013000",
)
ENTERED = ("customer", "article", "note")
DESK = Conditions("light", "#2f6fb5", 10, Box(40, 60, 900, 620), "en_GB")


def test_a_recorded_order_is_given_away_without_its_names(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(tmp_path, home)
    out = tmp_path / "given"
    assert main(["share", TASK, "--out", str(out), "--json"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["message"] == f"Look at {out / 'shared.html'} before you send it."
    kinds = {one["kind"]: one for one in told["masked"]}
    assert (
        kinds["value of the row"]["pictures"] and kinds["e-mail address"]["texts"] and kinds["IBAN"]["texts"]
    )
    assert all(original not in json.dumps(told) for original in ORIGINALS)
    assert_nowhere(out, ORIGINALS)
    same_task(home, out)
    nobody_is_read(out / "demos" / "shared.lamrec")


def record(tmp_path: Path, home: Path) -> None:
    """Three fields of the order desk, filled in while it is recorded; then understood, as `lam show` does."""
    rows = write_rows(tmp_path / "orders.csv", [ROW])
    with (
        Office((1024, 720)) as office,
        Desk(office.desktop, tmp_path / "orders.sqlite", tmp_path / "clicks.log", DESK) as desk,
        Lam(office.desktop, home, tmp_path).recording(TASK, f"{rows}:1"),
        Clerk(office.display) as clerk,
    ):
        for part in ENTERED:
            clerk.click(*desk.ask().places[part].center)
            desk.wait(lambda told, part=part: told.state["focus"] == part, f"the caret in {part}")
            clerk.type(ROW[part])
            desk.wait(lambda told, part=part: told.state[part] == ROW[part], f"the text in {part}")
        clerk.click(*desk.ask().places["quantity"].center)
        office.settled()


def same_task(home: Path, out: Path) -> None:
    """The copy opens in a library, with the steps of the original."""
    original = Library(home).open(TASK)
    shutil.copytree(out, home / "tasks" / "given")
    assert main(["show", "given"]) == ExitCode.DONE
    made = Library(home).open("given")
    assert made.understood and not original.understood, "sharing does not write into the original"
    assert [step.kind for step in made.steps] == [step.kind for step in original.steps]
    with Recording.open(original.recording_path) as old, Recording.open(made.recording_path) as new:
        assert [(step.kind, step.point) for step in new.steps()] == [
            (step.kind, step.point) for step in old.steps()
        ]
    typed = [step.value.text for step in made.steps if step.kind == "type" and step.value is not None]
    assert made.row is not None and typed == [made.row.cells[part] for part in ENTERED]


def nobody_is_read(path: Path) -> None:
    """A fresh parser finds no name and no number on any picture."""
    parser, _ = ShippedMinds().load_parser()
    wanted = [
        looks("".join(text.split())) for text in (*ROW.values(), "Maria", "Sorensen", "example.org", "DE89")
    ]
    with Recording.open(path) as recording:
        ids = recording.frame_ids()
        assert len(ids) > 3
        for frame_id in ids:
            parser.forget()
            seen = looks(
                "".join("".join(line.text.split()) for line in lines(parser, recording.frame(frame_id)))
            )
            assert not [text for text in wanted if text in seen]
