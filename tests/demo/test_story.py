"""The whole story in short: recorded once, repeated elsewhere, judged by the program's own records."""

import os
from pathlib import Path

import pytest
import torch

from lam_desktop.demo.story import DemoOptions, run_demo
from lam_desktop.errors import ExitCode
from lam_desktop.execution.runs.journal import read_journal
from lam_desktop.models_dir import find_models
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel

pytestmark = pytest.mark.e2e


@pytest.fixture
def random_policy(tmp_path: Path) -> Path:
    """The shipped detector, and a policy of the shipped shape and threshold that has learned nothing."""
    shipped = find_models()
    made = tmp_path / "models"
    made.mkdir()
    (made / "detector").symlink_to(shipped / "detector")
    torch.manual_seed(5)
    LamPolicyModel(LamConfig.from_pretrained(shipped / "policy")).save_pretrained(made / "policy")
    return made


def test_two_rows_are_repeated_and_the_report_stands_alone(tmp_path: Path) -> None:
    said: list[str] = []
    options = DemoOptions(seed=3, out=tmp_path, rows=2, baselines=("coordinates",), baseline_rows=1)
    result = run_demo(options, said.append)
    assert result.exit_code is ExitCode.DONE, said
    told = result.as_json()
    assert (told["rows"], told["rows_right"], told["wrong_clicks"], told["asked"]) == (2, 2, 0, 0)
    assert told["baselines"]["coordinates"]["rows"] == 1
    assert told["baselines"]["coordinates"]["rows_right"] == 0, "the window was moved"
    page = Path(told["report"]).read_text(encoding="utf-8")
    assert "2 of 2 orders right, 0 wrong clicks" in page
    assert page.count("data:image/jpeg;base64,") >= 4
    assert "http" not in page and 'src="/' not in page
    assert (tmp_path / "pictures.png").stat().st_size > 50_000


def test_with_random_weights_nothing_is_entered_and_nothing_clicked(
    tmp_path: Path, random_policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "LAM_MODELS", str(random_policy))
    options = DemoOptions(seed=3, out=tmp_path / "out", rows=2, baselines=(), wait_s=1.0)
    result = run_demo(options, lambda _: None)
    found = result.judgement
    assert (found.rows, found.rows_right, found.rows_wrong, found.clicks) == (2, 0, 0, 0)
    assert [trial.outcome.exit_code for trial in result.trials] == [ExitCode.ASKED] * 2
    assert result.exit_code is ExitCode.ASKED
    for trial in result.trials:  # it looked, and would not act
        kinds = [
            entry["kind"]
            for entry in read_journal(tmp_path / "out/library" / trial.outcome.run / "journal.jsonl")
        ]
        assert "decided" in kinds and "acting" not in kinds
