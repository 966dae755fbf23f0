"""Where the time of a run went, and what a clerk would have taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.reporting.effort import KEY_S, MIND_S, POINT_S, UNNAMED, effort_of
from lam_desktop.reporting.facts import facts_of
from lam_desktop.types import Action, Click, Drag, PressKeys, Scroll, TypeText
from tests.execution.test_executor import ROWS, Desk
from tests.proof.pace import told


def entry(at_s: float, kind: str, **more: Any) -> dict[str, Any]:
    return {"t_ns": round(at_s * 1e9), "kind": kind, "row": 1, **more}


CLICK = {"type": "Click", "point": [1, 2]}
ROW = (
    entry(10.0, "row_started"),
    entry(13.0, "decided", ready=False, decide_s=0.1),
    entry(14.0, "decided", ready=False, decide_s=0.1),
    entry(20.0, "answered"),
    entry(20.5, "decided", ready=True, decide_s=0.2),
    entry(20.6, "acting", action=CLICK),
    entry(20.8, "acted"),
    entry(24.8, "slower"),
    entry(27.3, "verified", ok=True, waited_s=6.0),
    entry(27.4, "row_finished", status="done"),
)


def test_each_second_of_a_row_has_its_place() -> None:
    effort = effort_of(ROW)
    assert dict(effort.spent.parts) == pytest.approx({
        "looking": 0.3, "deciding": 0.4, "acting": 0.3, "waiting": 3.8 + 6.0, "verifying": 0.5,
        "asking": 6.0, "rest": 0.1,
    })  # fmt: skip
    assert effort.spent.whole == pytest.approx(17.4) and effort.rows == 1
    assert effort.clerk_s == pytest.approx(MIND_S + POINT_S)


def test_loading_and_rows_that_did_not_end_well_count_for_nothing() -> None:
    failed = [{**one, "status": "failed"} if one["kind"] == "row_finished" else one for one in ROW]
    before = [entry(0.0, "run_started"), entry(9.0, "understood", seconds=30)]
    assert effort_of([*before, *failed, *ROW]).plain == effort_of(ROW).plain
    assert effort_of([*before, *ROW[:-1]]).rows == 0 and effort_of([]).pace is None


@pytest.mark.parametrize(
    ("action", "seconds"),
    [
        (TypeText("Miller"), 6 * KEY_S), (TypeText("pass", secret=True), UNNAMED * KEY_S),
        (PressKeys(("ctrl", "s")), 2 * KEY_S), (Click((1, 2)), MIND_S + POINT_S),
        (Drag((1, 2), (3, 4)), MIND_S + 2 * POINT_S), (Scroll((1, 2), 0, -3), POINT_S + 3 * KEY_S),
    ],
)  # fmt: skip
def test_a_clerk_by_the_keystroke_level_model(tmp_path: Path, action: Action, seconds: float) -> None:
    with Journal(tmp_path) as journal:
        journal.write("row_started", row=1)
        journal.write("acting", row=1, step=1, action=action)
        journal.write("row_finished", row=1, status="done")
    assert effort_of(read_journal(journal.path)).clerk_s == pytest.approx(seconds)


def test_a_real_run_is_told_whole(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Journal(tmp_path) as journal:
        journal.write("run_started", task="orders", rows=[row.index for row in ROWS])
        journal.write("understood", seconds=30.0)
    assert desk.run(ROWS).status == "done"
    facts = facts_of(tmp_path)
    rows = sum(row.seconds for row in facts.rows)
    assert facts.effort.rows == len(ROWS) == facts.rows_done
    assert facts.effort.spent.whole == pytest.approx(rows, abs=0.1 * len(ROWS))
    assert facts.effort.spent.rest < 0.5 * facts.effort.spent.whole
    assert facts.saved_s == pytest.approx(30.0 * len(ROWS) - rows, abs=0.1)
    assert facts.loading_s >= 0
    assert f"{len(ROWS)} rows" in told(tmp_path) and "looking" in told(tmp_path)
