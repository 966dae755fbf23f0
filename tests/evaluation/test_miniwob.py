"""The benchmark `miniwob`: its cases and table, and two episodes in truth."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from lam_desktop.errors import EnvironmentFault
from lam_desktop.evaluation.benchmark import BASELINES, Case, Result
from lam_desktop.evaluation.benchmarks.miniwob import BASELINE_EPISODES, EPISODES, Miniwob, shown_by
from lam_desktop.evaluation.miniwob.page import ORACLE, TASKS, pages_folder
from lam_desktop.evaluation.tables import Share
from tests.cli.calling import call

pytestmark = pytest.mark.slow

INSTALLED = pytest.mark.skipif(importlib.util.find_spec("miniwob") is None, reason="needs the extra «eval»")
SOURCES = Path(__file__).parents[2]
AGENT = (
    "recorder",
    "lam_desktop/policy",
    "lam_desktop/perception",
    "lam_desktop/execution",
    "lam_desktop/tasks",
)


def test_every_task_has_its_oracle_and_its_episodes() -> None:
    assert set(re.findall(r'^    "([\w-]+)": \(\) =>', ORACLE.read_text(encoding="utf-8"), re.M)) == set(
        TASKS
    )
    cases = Miniwob().cases(1, baselines=True)
    assert len(set(cases)) == len(cases)
    assert len(cases) == len(TASKS) * (EPISODES + len(BASELINES) * BASELINE_EPISODES)
    assert cases[0] == Case("click-test-2/01", "lam")


@pytest.mark.parametrize("each", [1, 5, 10])
def test_a_part_of_the_episodes_follows_all_demonstrations_alike(each: int) -> None:
    shown = [shown_by(number) for number in range(1, EPISODES + 1, each)]
    assert {shown.count(one) for one in range(5)} == {EPISODES // each // 5}


def test_nothing_of_the_agent_knows_the_pages() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8") for room in AGENT for path in (SOURCES / room).rglob("*.py")
    ).casefold()
    assert not [word for word in ("miniwob", *TASKS) if word in text]


def test_the_table_counts_by_policy_and_task() -> None:
    def result(case: str, policy: str, outcome: str, reward: float, wrong: list[str], asked: bool) -> Result:
        return Result(case, policy, outcome, {"reward": reward, "wrong": wrong, "asked": asked}, 1.0)

    table = Miniwob().table(
        [
            result("click-link/01", "lam", "solved", 1.0, [], False),
            result("click-link/02", "lam", "halted", 0.0, [], True),
            result("enter-text/01", "lam", "wrong", -1.0, ["query"], False),
            result("click-link/01", "text", "solved", 1.0, [], False),
        ]
    )
    assert [row["name"] for row in table.rows] == [
        "lam",
        "  click-link",
        "  enter-text",
        "text",
        "  click-link",
    ]
    row = table.rows[0]
    assert (row["episodes"], row["solved"], row["mean reward"]) == (3, Share(1, 3), 0.0)
    assert row["wrong"] == Share(1, 3)
    assert (row["wrong clicks"], row["asked"]) == (1, 1)


def test_missing_pages_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault, match="lam-desktop"):
        pages_folder()


@INSTALLED
def test_every_page_is_there() -> None:
    assert [task for task in TASKS if not (pages_folder() / f"{task}.html").is_file()] == []


@pytest.mark.e2e
@INSTALLED
@pytest.mark.parametrize(("task", "solved"), [("click-test-2", 0), ("click-link", 2)])
def test_three_episodes_from_one_demonstration(task: str, solved: int, tmp_path: Path) -> None:
    """One button is told from the other; words of running text, twice as large, are read and found."""
    only = [part for number in ("01", "05", "14") for part in ("--only", f"{task}/{number}")]
    done = call(
        "eval", "miniwob", *only, "--no-baselines", "--json", "--out", str(tmp_path),
        limit_s=170.0,
    )  # fmt: skip
    assert done.code == 0, done.err
    total, row = done.report["rows"]
    assert total["episodes"] == row["episodes"] == 3 and row["name"].strip() == task
    assert total["wrong clicks"] == 0 and total["mean reward"] >= solved / 3
