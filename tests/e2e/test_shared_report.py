"""A real run's report, given away: in its bytes and on its pictures nobody is named."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lam_desktop.minds import ShippedMinds
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Conditions, Desk
from lam_desktop.sharing.likeness import looks
from lam_desktop.sharing.reading import lines
from lam_desktop.types import Box
from tests.e2e.harness import Office, write_rows
from tests.sharing.leaks import assert_nowhere

pytestmark = [pytest.mark.e2e, pytest.mark.proof]

TASK = "orders"
ROWS = [
    {
        "customer": "Maria Sorensen",
        "article": "m.sorensen@example.org",
        "note": "DE89 3704 0044 0532 0130 00",
    },
    {"customer": "Jonas Lindgren", "article": "j.lindgren@example.org", "note": "4111 1111 1111 1111"},
]
WORDS = (
    "Maria",
    "Sorensen",
    "Jonas",
    "Lindgren",
    "example.org",
    "DE89 3704",
    "4111 1111",
    "4111111111111111",
)
ORIGINALS = (*(value for row in ROWS for value in row.values()), *WORDS)
ENTERED = ("customer", "article", "note")
DESK = Conditions("light", "#2f6fb5", 10, Box(40, 60, 900, 620), "en_GB")


def test_the_report_of_a_run_is_given_away_without_its_names(tmp_path: Path, home: Path) -> None:
    out = tmp_path / "given"
    with Office((1024, 720)) as office:
        run_second_row(office, tmp_path)
        shared = office.call("report", TASK, "--share", str(out), "--json")
    assert shared.code == 0, shared.report
    kinds = {one["kind"]: one for one in shared.report["masked"]}
    assert kinds["value of the row"]["pictures"] and kinds["e-mail address"]["texts"]
    assert kinds["card number"]["texts"] and shared.report["pictures"] >= 6
    assert_nowhere(out, ORIGINALS)
    assert all(one not in json.dumps(shared.report) for one in ORIGINALS)
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert told["rows_done"] == 1 and [step["status"] for step in told["rows"][0]["steps"]] == ["done"] * 7
    assert len(list((out / "pictures").iterdir())) == shared.report["pictures"]
    nobody_is_read(out / "pictures")


def run_second_row(office: Office, tmp_path: Path) -> None:
    """Three fields of the order desk, shown for row 1 and repeated for row 2."""
    table = write_rows(tmp_path / "orders.csv", ROWS)
    with Desk(office.desktop, tmp_path / "shown.sqlite", tmp_path / "shown.log", DESK) as desk:

        def act(clerk: Clerk) -> None:
            for part in ENTERED:
                clerk.click(*desk.ask().places[part].center)
                desk.wait(lambda told, part=part: told.state["focus"] == part, f"the caret in {part}")
                clerk.type(ROWS[0][part])
                desk.wait(lambda told, part=part: told.state[part] == ROWS[0][part], f"the text in {part}")
            clerk.click(*desk.ask().places["quantity"].center)
            office.settled()

        office.record(TASK, act, "--rows", f"{table}:1")
    with Desk(office.desktop, tmp_path / "repeated.sqlite", tmp_path / "repeated.log", DESK):
        done = office.run(TASK, "--rows", f"{table}:2")
        assert done.code == 0, done.report


def nobody_is_read(folder: Path) -> None:
    """A fresh parser finds no name and no number on any picture."""
    parser, _ = ShippedMinds().load_parser()
    wanted = [looks("".join(text.split())) for text in ORIGINALS]
    for path in sorted(folder.iterdir()):
        parser.forget()
        picture = np.asarray(Image.open(path).convert("RGB"), np.uint8)
        seen = looks("".join("".join(line.text.split()) for line in lines(parser, picture)))
        assert not [text for text in wanted if text in seen], path.name
