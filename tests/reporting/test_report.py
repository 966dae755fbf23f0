"""The report of runs that really went through the executor, over a program that is only drawn."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import EnvironmentFault, ExitCode, UsageError
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.odd import odd_told
from lam_desktop.execution.supervising.concluding import concluded
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.reporting.facts import CLICKS, CUT_SHORT, LOOKED, RunFacts, facts_of
from lam_desktop.reporting.page import WHOLE_ROWS as SHOWN_WHOLE
from lam_desktop.reporting.page import page
from lam_desktop.reporting.words import CHINESE
from lam_desktop.reporting.write import HEADER, write_report
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Situation
from tests.execution.test_executor import ROWS, Desk, Watcher, without_quantity
from tests.panel.making import make_task
from tests.reporting.made_runs import make_run

TEMPLATE = Path(__file__).parents[2] / "lam_desktop" / "reporting" / "page.html.jinja"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "run")


def reported(
    desk: Desk,
    rows: tuple[Row, ...] = ROWS,
    confidence: Callable[[Situation], float] = lambda _: 1.0,
    **begun: object,
) -> RunFacts:
    """What the journal of the desk's run tells afterwards."""
    with Journal(desk.folder) as journal:
        record = RunRecord(journal, desk.folder, "run")
        indices = [row.index for row in rows]
        record.write("run_started", task="orders", mode="ask", policy="lam", rows=indices, **begun)
        record.write("understood", seconds=20.0, steps=[])
    with Journal(desk.folder) as journal:
        result = desk.run(rows, watcher=Watcher(), confidence=confidence)
    with Journal(desk.folder) as journal:
        record = RunRecord(journal, desk.folder, "run")
        record.write("run_finished", status=result.status, message=result.message, seconds=4.0)
    return facts_of(desk.folder)


def test_it_says_what_looked_odd_and_which_lines_were_no_rows(desk: Desk) -> None:
    """The row that was entered all the same, the one that was left out, and a whole column."""
    odd = (
        Oddity(WHOLE_COLUMN, "day", "«day» is a date written otherwise in all rows."),
        Oddity(ROWS[0].index, "customer", "«customer» is “M”, which is odd.", 8),
        Oddity(9, "", "It says the same as row 2."),
    )
    rows = tuple(replace(row, line=row.index + 6) for row in ROWS)
    facts = reported(
        desk, rows, odd=odd_told(odd, (9,)), lines=[[row.index, row.line] for row in rows], hidden=[4, 6, 7]
    )
    first, second, left_out = facts.rows
    assert (first.odd, first.line, first.well) == ((odd[1].what,), 8, False)
    assert (second.odd, second.line, second.well) == ((), 9, True)
    assert (left_out.index, left_out.status, left_out.odd) == (9, "left out", (odd[2].what,))
    assert (facts.odd_columns, facts.hidden) == ((odd[0].what,), (4, 6, 7))
    html = page(facts, desk.folder)
    for told in ("Row 2 (line 8 of the sheet)", odd[0].what, odd[1].what, odd[2].what, "4, 6-7"):
        assert told in html
    assert "工作表第 8 行" in page(facts, desk.folder, "zh") and "与第 2 行内容相同" in page(
        facts, desk.folder, "zh"
    )
    write_report(desk.folder)
    with (desk.folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["row"], line["status"], line["line"]) for line in lines] == [
        ("2", "done", "8"), ("3", "done", "9"), ("9", "left out", ""),
    ]  # fmt: skip
    assert lines[2]["odd"] == odd[2].what
    told = json.loads((desk.folder / "report.json").read_text(encoding="utf-8"))
    assert told["rows"][0]["odd"] == [odd[1].what] and told["hidden"] == [4, 6, 7]


def test_it_says_which_steps_were_left_out_and_why(desk: Desk) -> None:
    facts = reported(desk, without_quantity(desk, "leave"))
    steps = facts.rows[1].steps
    assert [step.status for step in steps] == ["done"] * 2 + ["left out"] * 2 + ["done"] * 2
    assert steps[3].why == "The column «quantity» is empty in row 3."
    told = page(facts, desk.folder)
    assert "left out" in told and steps[3].why in told


def test_it_tells_every_step_with_what_was_done_and_seen(desk: Desk) -> None:
    facts = reported(desk)
    assert (facts.status, facts.rows_done, facts.asked, facts.by_hand_s) == ("done", 2, 0, 40.0)
    first, second = facts.rows
    assert first.well and first.typed == ("“Smith”", "“30”")
    assert [step.status for step in first.steps] == ["done"] * 4 + ["already so", "done"]
    assert [step.verb for step in second.steps] == ["clicked", "typed"] * 2 + ["clicked", "clicked"]
    typed = first.steps[1]
    assert typed.sure is None and "Smith" in typed.verdict and typed.caption == "type customer"
    save = first.steps[-1]
    assert save.sure == 1.0 and len(save.pictures) == 2
    assert all((desk.folder / name).is_file() for step in first.steps for name in step.pictures)


def test_steps_of_a_task_within_have_its_numbers(desk: Desk) -> None:
    reported(desk)
    path = desk.folder / "journal.jsonl"
    labels = [{"number": 1, "caption": "a", "label": "1.1"}, {"number": 2, "caption": "b", "label": "1.2"}]
    text = path.read_text(encoding="utf-8").replace('"steps": []', f'"steps": {json.dumps(labels)}', 1)
    path.write_text(text, encoding="utf-8")
    facts = facts_of(desk.folder)
    assert [step.label for step in facts.rows[0].steps[:3]] == ["1.1", "1.2", ""]
    told = page(facts, desk.folder)
    assert "<h3>1.2. " in told and "<h3>3. " in told


@pytest.mark.parametrize("whole", [3, 0, 6])
def test_of_many_rows_that_went_well_only_the_last_picture_stays(desk: Desk, whole: int) -> None:
    desk.task = replace(desk.task, limits=Limits(pictured_rows=whole))
    rows = tuple(
        Row(index, {"customer": "Smith", "quantity": str(index), "express": "no"}) for index in range(2, 8)
    )
    facts = reported(desk, rows)
    assert facts.rows_done == len(rows)
    kept = [
        sum((desk.folder / name).exists() for step in row.steps for name in step.pictures)
        for row in facts.rows
    ]
    assert all(count > 5 for count in kept[:whole]) and kept[whole:] == [1] * (len(rows) - whole)
    shown = page(facts, desk.folder)
    assert shown.count("<img ") == sum(kept)


def test_a_row_in_trouble_is_open_and_shows_what_was_asked(desk: Desk) -> None:
    facts = reported(desk, confidence=lambda _: 0.6)
    asked, waiting = facts.rows
    assert (facts.status, asked.status, waiting.status) == ("asked", "asked", "not_started")
    (question,) = asked.steps[0].questions
    assert question.answer == "" and (desk.folder / question.picture).is_file()
    shown = page(facts, desk.folder)
    assert re.search(r'<details class="row "\s+open>', shown) and "nobody answered" in shown
    assert shown.count("<img ") == 1


def test_a_run_that_was_killed_says_where_it_broke_off(desk: Desk) -> None:
    reported(desk)
    path = desk.folder / "journal.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if '"kind": "acting"' in line]
    path.write_text("".join(lines[: at[-1] + 1]), encoding="utf-8")
    facts = facts_of(desk.folder)
    assert (facts.status, facts.rows[-1].status, facts.rows[-1].steps[-1].status) == (CUT_SHORT,) * 3
    assert not facts.rows[-1].well
    assert "cut short" in page(facts, desk.folder)


def test_page_table_and_json_lie_beside_the_journal_and_need_nothing_else(desk: Desk) -> None:
    reported(desk)
    report = write_report(desk.folder)
    text = report.page.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:)', text) and "http:" not in text and "https:" not in text
    with (desk.folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert tuple(lines[0]) == HEADER and [line[1] for line in lines[1:]] == ["done", "done"]
    told = json.loads((desk.folder / "report.json").read_text(encoding="utf-8"))
    assert told["rows_done"] == 2 and told["rows"][0]["steps"][0]["caption"] == "click customer"


def test_what_a_journal_says_is_text_and_shows_no_file_outside(desk: Desk, tmp_path: Path) -> None:
    """The folder of a run may come from somebody else."""
    secret = tmp_path / "private.png"
    secret.write_bytes(b"secret")
    script = "<script>alert(1)</script>"
    with Journal(desk.folder) as journal:
        journal.write("run_started", task=script, rows=[1])
        journal.write("row_started", row=1)
        journal.write(
            "asked", row=1, step=1, caption=script, reason="=HYPERLINK(1)", picture="../private.png"
        )
    text = write_report(desk.folder).page.read_text(encoding="utf-8")
    assert script not in text and "&lt;script&gt;alert(1)" in text
    assert "<img " not in text


def test_pictures_of_rows_in_trouble_come_first_where_the_page_would_grow_too_large(desk: Desk) -> None:
    facts = reported(desk)
    well, trouble = facts.rows[0], replace(facts.rows[1], status="failed")
    size = sum((desk.folder / name).stat().st_size for step in trouble.steps for name in step.pictures)
    shown = page(replace(facts, rows=(well, trouble)), desk.folder, most_bytes=size)
    first, second = shown.split("Row 3")
    assert "<img " not in first and second.count("<img ") == sum(len(step.pictures) for step in trouble.steps)
    assert "pictures are left out" in shown


def test_of_thousands_that_went_well_the_page_tells_each_step_in_a_line_and_of_trouble_all(
    desk: Desk,
) -> None:
    facts = reported(desk)
    well, trouble = facts.rows[0], replace(facts.rows[1], index=5001, status="failed")
    bare = tuple(replace(step, pictures=()) for step in well.steps)
    many = tuple(replace(well, index=index, steps=bare) for index in range(1, 5001))
    facts = replace(facts, rows=(*many, trouble))
    shown = page(facts, desk.folder)
    assert len(re.findall(r'<details class="row', shown)) == 5001
    assert shown.count("<li>") == (5000 - SHOWN_WHOLE) * len(bare)
    assert shown.count("“Smith” · “30”") == 5000, "each row is known by what was typed"
    assert "steps are not shown" not in shown and len(shown) < 10_000_000
    few = page(facts, desk.folder, most_lines=10 * len(bare))
    assert few.count("<li>") == 10 * len(bare)
    assert f"Of {5000 - SHOWN_WHOLE - 10} rows that went well the steps are not shown" in few
    assert few.count("<img ") == shown.count("<img ") == sum(len(step.pictures) for step in trouble.steps)


def test_all_pictures_of_each_nth_row_stay_and_the_page_tells_the_rule(desk: Desk) -> None:
    desk.task = replace(desk.task, limits=Limits(pictured_rows=1, pictured_every=3))
    rows = tuple(
        Row(index, {"customer": "Smith", "quantity": str(index), "express": "no"}) for index in range(1, 7)
    )
    facts = reported(desk, rows)
    assert facts.rows_done == len(rows)
    kept = [sum((desk.folder / name).exists() for name in row.pictures) for row in facts.rows]
    assert [count > 5 for count in kept] == [True, False, True, False, False, True], kept
    assert [count for count in kept if count <= 5] == [1, 1, 1]
    told = page(replace(facts, pictured=(1, 3)), desk.folder)
    assert "all of each row whose number divides by 3" in told and "first 1 that went well" in told
    assert "divides" not in page(facts, desk.folder), "of an older journal nothing is claimed"


def test_how_surely_a_value_was_read_is_told_on_the_page_in_json_and_in_the_table(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", 2, pictures=False)
    report = write_report(folder)
    html = report.page.read_text(encoding="utf-8")
    assert len(re.findall(r"“20001” \(sure [0-9.]+ %, its figures at least [0-9.]+ %\)", html)) == 1
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    step = told["rows"][0]["steps"][5]
    [sure] = step["read_sure"]
    assert step["read"] == ["20001"] and 0.8 < sure["figure"] < sure["sure"] <= 1
    assert told["rows"][0]["read"] == [{"text": "20001", "sure": 0.93, "figure": None, "name": "Invoice no."}]
    lines = list(csv.DictReader((folder / "report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert (lines[0]["read"], lines[0]["sure"]) == ("Invoice no.: 20001", "0.93")


def test_the_whole_report_has_no_bounds(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", 25)
    kept = len(list((folder / "pictures").iterdir()))
    whole = write_report(folder, whole=True).page.read_text(encoding="utf-8")
    assert whole.count("<img ") == kept
    facts = facts_of(folder)
    assert page(facts, folder, most_bytes=1).count("<img ") == 0


def test_the_page_speaks_chinese(desk: Desk) -> None:
    shown = page(reported(desk), desk.folder, "zh")
    assert '<html lang="zh-CN">' in shown and "任务运行报告：orders" in shown
    assert "屏幕显示“" in shown and "与示范相同，出现了“" in shown
    for english in ("The screen shows", "As demonstrated", "Nothing but the target"):
        assert english not in shown, "what the agent has written is told in the page's language"
    assert "Rows done" not in shown and "Seen after" not in shown


def test_every_word_of_the_page_has_its_translation() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    said = set(re.findall(r'(?:\bt|fact)\("([^"]+)"', text)) | set(re.findall(r'": "([a-z ]+)"', text))
    said |= {"done", "already so", "failed", "asked", LOOKED, CUT_SHORT, "skipped", "not_started", "stopped"}
    said |= {"typed", "pressed", "clicked", "dragged", "scrolled", *CLICKS.values(), "error"}
    said |= set(re.findall(r'(?:\bt|fact)\("([^"]+)"', text)) | set(
        re.findall(r't\("[^"]+"\) if [^}]*?else t\("([^"]+)"', text)
    )
    assert said and said <= CHINESE.keys()


def test_a_dry_run_shows_what_it_looked_at(desk: Desk) -> None:
    with Journal(desk.folder) as journal:
        journal.write("run_started", task="orders", rows=[1], dry_run=True)
        journal.write("decided", row=1, step=1, ready=True, caption="Click", picture="pictures/none.png")
    facts = facts_of(desk.folder)
    assert facts.rows[0].status == LOOKED and facts.rows[0].steps[0].pictures == ("pictures/none.png",)
    assert "dry run: nothing was done" in page(facts, desk.folder)


def test_what_was_not_as_it_was_recorded(desk: Desk) -> None:
    dark = {"what": "theme", "differs": True, "told": "The window of desk is dark now and was light."}
    with Journal(desk.folder) as journal:
        journal.write("run_started", task="orders", rows=[1])
        journal.write("passport", facts=[{"what": "screen", "differs": False, "told": ""}, dark])
    facts = facts_of(desk.folder)
    assert facts.differs == (dark["told"],)
    assert f"Not as it was recorded: {dark['told']}" in page(facts, desk.folder)


def test_a_run_that_did_nothing_and_a_damaged_one_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did nothing"):
        facts_of(tmp_path)
    (tmp_path / "journal.jsonl").write_text('[1]\n{"kind": "acted"}\n', encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="Line 1"):
        facts_of(tmp_path)


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "run_started", "rows": None},
        {"kind": "run_started", "rows": ["a"]},
        {"kind": "run_started", "rows": [1], "mode": "{x}", "task": "{0}"},
        {"kind": "run_finished", "status": "{0}", "seconds": None},
        {"kind": "decided", "row": 1, "step": 1, "candidates": None},
        {"kind": "decided", "row": 1, "step": 1, "confidence": "high", "candidates": [3]},
        {"kind": "acting", "row": 1, "step": 1, "action": "x"},
        {"kind": "acting", "row": 1, "step": 1, "action": {"type": "Click", "point": [1, 2, 3]}},
        {"kind": "passport", "facts": [3]},
        {"kind": "verified", "row": 1, "step": 1, "pictures": 3},
        {"kind": "verified", "row": 1, "step": 1, "pictures": ["a\0.png"]},
    ],
)
def test_whatever_stands_in_a_journal_ends_in_a_page_or_in_a_sentence(
    tmp_path: Path, entry: dict[str, object]
) -> None:
    lines = [entry] if entry["kind"] == "run_started" else [{"kind": "run_started", "rows": [1]}, entry]
    (tmp_path / "journal.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    try:
        assert write_report(tmp_path).page.is_file()
    except EnvironmentFault as fault:
        assert str(fault).endswith("; look at it with an editor.")


def test_the_command_takes_a_task_for_its_newest_run(
    home: Path, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    make_task(home, "orders")
    assert main(["report", "orders", "--json"]) == ExitCode.USAGE
    assert "was not run yet" in json.loads(capsys.readouterr().out)["message"]
    folders = [Library(home).new_run("orders") for _ in range(2)]
    for folder in folders:
        with Journal(folder) as journal:
            record = RunRecord(journal, folder, folder.name)
            record.write("run_started", task="orders", rows=[1])
            concluded(record, (Row(1, {}),), Watcher(), lambda _: desk.run(()))
    assert main(["report", "orders", "--json", "--language", "zh"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["run"] == folders[-1].name and Path(told["report"]).read_text(encoding="utf-8").count("zh-CN")
    assert main(["report", f"orders/{folders[0].name}"]) == ExitCode.DONE
    assert str(folders[0] / "report.html") in capsys.readouterr().out
