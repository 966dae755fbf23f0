"""What the demonstration tells in the end: the contract's object, the table, the page, the sheet."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from lam_desktop.demo.conditions import make_plan
from lam_desktop.demo.pictures import Gallery
from lam_desktop.demo.report import table, write_report
from lam_desktop.demo.result import DemoOptions, DemoResult, Trial
from lam_desktop.errors import ExitCode
from lam_desktop.office.judge import Judgement
from lam_desktop.office.lam import RunOutcome

DONE = RunOutcome(ExitCode.DONE, "done", "All rows are done.", (2, 3), 0, 12.0, "tasks/orders/runs/1")
ASKED = RunOutcome(
    ExitCode.ASKED, "asked", "Row 4, step 1: <it> is not there.", (), 1, 6.0, "tasks/orders/runs/2"
)


def result(tmp_path: Path, *trials: Trial) -> DemoResult:
    baseline = Trial("coordinates", 2, 2, ASKED, Judgement((False,), 0, 2, ("window", "article")))
    options = DemoOptions(seed=9, rows=3, baselines=("coordinates",), baseline_rows=1)
    return DemoResult(
        options=options,
        plan=make_plan(9, (1280, 800)),
        trials=trials,
        baselines={"coordinates": (baseline,)},
        recording_s=11.2,
        seconds=80.04,
        report=tmp_path / "report.html",
    )


GOOD = Trial("lam", 2, 3, DONE, Judgement((True, True), 0, 17))
STOPPED = Trial("lam", 4, 4, ASKED, Judgement((False,), 0, 0))


def test_the_object_of_the_contract(tmp_path: Path) -> None:
    told = json.loads(json.dumps(result(tmp_path, GOOD, STOPPED).as_json()))
    assert told == {
        "rows": 3,
        "rows_right": 2,
        "wrong_clicks": 0,
        "asked": 1,
        "seconds": 80.0,
        "report": str(tmp_path / "report.html"),
        "baselines": {"coordinates": {"rows": 1, "rows_right": 0, "wrong_clicks": 2}},
    }


def test_exit_codes(tmp_path: Path) -> None:
    assert result(tmp_path, GOOD).exit_code is ExitCode.DONE
    assert result(tmp_path, GOOD, STOPPED).exit_code is ExitCode.ASKED
    wrong_click = replace(GOOD, judgement=Judgement((True, True), 0, 18, ("window",)))
    assert result(tmp_path, wrong_click, STOPPED).exit_code is ExitCode.WRONG_EFFECT
    silent = replace(GOOD, judgement=Judgement((True, False), 0, 17))
    assert result(tmp_path, silent).exit_code is ExitCode.WRONG_EFFECT, "it said done and was not"


def test_the_table_has_a_line_for_each(tmp_path: Path) -> None:
    lines = [re.split(r"\s{2,}", line) for line in table(result(tmp_path, GOOD, STOPPED)).splitlines()]
    assert lines == [
        ["policy", "rows right", "rows wrong", "wrong clicks", "clicks", "asked", "seconds a row"],
        ["lam", "2 of 3", "0", "0", "17", "1", "6.0"],
        ["coordinates", "0 of 1", "0", "2", "2", "1", "6.0"],
    ]


def test_the_page_stands_alone_and_hides_nothing(tmp_path: Path) -> None:
    gallery = Gallery()
    gallery.add("before & after", np.full((80, 120, 3), 200, np.uint8))
    found = result(tmp_path, GOOD, STOPPED)
    write_report(found, gallery)
    page = found.report.read_text(encoding="utf-8")
    assert "2 of 3 orders right, 0 wrong clicks" in page
    assert "&lt;it&gt; is not there." in page and "<it>" not in page
    assert "coordinates: window, article" in page
    assert page.count("not entered rightly") == 1
    assert page.count("data:image/jpeg;base64,") == 1 and "before &amp; after" in page
    assert not re.search(r'(src|href)="(?!data:)', page)


def test_the_sheet_shows_every_picture(tmp_path: Path) -> None:
    gallery = Gallery()
    colours = [(200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30)]
    for colour in colours:
        gallery.add("one", np.full((400, 640, 3), colour, np.uint8))
    gallery.write_sheet(tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB")).reshape(-1, 3)
    assert all((pixels == colour).all(axis=1).sum() > 100_000 for colour in colours)
