"""The benchmark `drift`: how points are made and judged, and one of them in truth."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.evaluation.benchmark import LAM, Result
from lam_desktop.evaluation.benchmarks.drift import AS_RECORDED, PROGRAMS, Drift
from lam_desktop.evaluation.drift.calculator import CalculatorProgram
from lam_desktop.evaluation.drift.conditions import CONDITIONS, RECORDED, SCREEN, Condition
from lam_desktop.evaluation.drift.program import Judgement
from lam_desktop.evaluation.drift.trial import HALTED, PASS, WRONG, clicked, verdict_of
from lam_desktop.evaluation.drift.web import ORDER_FORM, REGISTRATION, WebPage
from lam_desktop.evaluation.tables import Share
from lam_desktop.office.lam import RunOutcome
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.website import Website
from tests.cli.calling import LAM as COMMAND
from tests.cli.calling import call

pytestmark = pytest.mark.slow

ORDER = {"customer": "A", "article": "Office chair", "quantity": "2", "delivery": "Courier", "note": "B"}
CLICKS = ["customer", "article", "quantity", "delivery:Courier", "note", "save"]


def outcome(code: ExitCode) -> RunOutcome:
    return RunOutcome(code, "", "", (), 0, 1.0, "run")


@pytest.mark.parametrize(
    ("judged", "code", "verdict"),
    [
        (Judgement(True), ExitCode.DONE, PASS),
        (Judgement(False), ExitCode.ASKED, HALTED),
        (Judgement(True), ExitCode.WRONG_EFFECT, HALTED),
        (Judgement(False), ExitCode.DONE, WRONG),
        (Judgement(True, ("clicked clear",)), ExitCode.DONE, WRONG),
        (Judgement(False, ("stored another order",)), ExitCode.ASKED, WRONG),
    ],
)
def test_the_program_judges_and_the_run_must_say_so(judged: Judgement, code: ExitCode, verdict: str) -> None:
    assert verdict_of(judged, outcome(code)) == verdict


@pytest.mark.parametrize(
    ("stored", "clicks", "right", "wrong"),
    [
        ([ORDER], CLICKS, True, ()),
        ([ORDER], [CLICKS[0], *CLICKS], True, ()),
        ([], CLICKS[:3], False, ()),
        ([ORDER, ORDER], [*CLICKS, "save"], True, (f"stored {ORDER}", "clicked save")),
        ([{**ORDER, "note": ""}], CLICKS, False, (f"stored {ORDER | {'note': ''}}",)),
        ([ORDER], [*CLICKS[:5], "clear", "save"], True, ("clicked clear",)),
        ([], ["customer (right)"], False, ("clicked customer (right)",)),
    ],
)
def test_a_web_program_is_judged_by_what_its_server_holds(
    stored: list[dict[str, str]], clicks: list[str], right: bool, wrong: tuple[str, ...]
) -> None:
    with Website() as site:
        site.stored += stored
        site.clicks += clicks
        judged = WebPage(ORDER_FORM, VirtualDesktop(), site).judge(ORDER, ())
    assert judged == Judgement(right, wrong)


def test_every_program_is_measured_under_every_condition() -> None:
    cases = Drift().cases(1, baselines=True)
    assert len(set(cases)) == len(cases) == len(PROGRAMS) * len(CONDITIONS) * 5
    assert len(CONDITIONS) == len({condition.name for condition in CONDITIONS})
    assert len(set(CONDITIONS)) == len(
        {(one.zoom, one.device, one.text, one.font, one.dark) for one in CONDITIONS}
    )


def test_points_without_drift_are_not_counted_among_the_others() -> None:
    ended = {"orders/as-recorded": PASS, "orders/dark": HALTED, "patients/dark": PASS}
    results = [Result(name, LAM, outcome, {"message": "Why."}, 1.0) for name, outcome in ended.items()]
    rows = {str(one["name"]): one[PASS] for one in Drift().table(results).rows}
    assert rows == {
        LAM: Share(1, 2), "  orders": Share(0, 1), "  patients": Share(1, 1), f"  {AS_RECORDED}": Share(1, 1),
    }  # fmt: skip


def test_what_is_larger_gets_a_larger_screen() -> None:
    assert RECORDED.screen == Condition("small", zoom=0.8).screen == SCREEN
    assert Condition("large", zoom=1.5, device=2.0).screen == (3 * SCREEN[0], 3 * SCREEN[1])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_repeated_row_is_another_one(program: object) -> None:
    for seed in range(20):
        shown, *others = program.rows(seed)  # type: ignore[attr-defined]
        assert others and all(other.keys() == shown.keys() and other != shown for other in others)
        assert list(program.rows(seed)) == [shown, *others]  # type: ignore[attr-defined]


def test_the_registration_names_its_patient_by_a_row_of_the_table() -> None:
    row = REGISTRATION.rows(3)[1]
    assert REGISTRATION.parts(row)[0] == f"row:{row['patient']}"


def test_an_amount_has_no_digit_twice() -> None:
    for seed in range(50):
        for amount in (cell for row in CalculatorProgram().rows(seed) for cell in row.values()):
            assert re.fullmatch(r"\d{3}\.\d\d", amount) and len(set(amount)) == len(amount)


def test_clicks_are_told_from_the_journal() -> None:
    journal = [
        {"kind": "acting", "action": {"type": "Click", "point": [3, 4]}},
        {"kind": "acting", "action": {"type": "TypeText", "text": "a"}},
        {"kind": "acted"},
    ]
    assert clicked(journal) == [(3, 4)]


@pytest.mark.e2e
def test_a_point_is_recorded_repeated_and_kept(tmp_path: Path) -> None:
    arguments = ("eval", "drift", "--only", "orders/zoom-110", "--no-baselines", "--json", "--out")
    done = call(*arguments, str(tmp_path), limit_s=170.0)
    assert done.code == 0, done.err
    assert done.report["cases"] == 1 and done.report["rows"][0]["pass"]["count"] == 1, done.report
    again = call(*arguments, str(tmp_path), limit_s=170.0)
    assert again.report == done.report and "have their result already" in again.err


@pytest.mark.e2e
def test_a_stop_by_signal_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    command = [
        *COMMAND,
        "eval",
        "drift",
        "--only",
        "calculator/as-recorded",
        "--json",
        "--out",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None and "the clerk does the task once" in program.stderr.readline()
        program.send_signal(signal.SIGTERM)
        out, _ = program.communicate(timeout=60.0)
    assert program.returncode == ExitCode.STOPPED
    assert json.loads(out.splitlines()[-1])["status"] == "stopped"
    assert (tmp_path / "results.jsonl").exists() is False
