"""The bookkeeping of `lam eval`: what is measured, what is kept, what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from lam_desktop.errors import EnvironmentFault, ExitCode, LamBug, UsageError
from lam_desktop.evaluation.evaluate import Evaluation, EvaluationRequest, evaluate
from tests.evaluation.squares import Squares

pytestmark = pytest.mark.slow


def request(out: Path, **options: object) -> EvaluationRequest:
    given: dict[str, object] = {"benchmark": "squares", "out": out, "baselines": False, **options}
    return EvaluationRequest(**given)  # type: ignore[arg-type]


def measure(benchmark: Squares, wanted: EvaluationRequest) -> Evaluation:
    return evaluate(benchmark, wanted, lambda _: None)


def test_every_case_is_measured_once_and_kept(tmp_path: Path) -> None:
    squares = Squares()
    found = measure(squares, request(tmp_path))
    assert found.exit_code is ExitCode.DONE and len(squares.measured) == 10
    again = Squares()
    assert measure(again, request(tmp_path)).as_json() == found.as_json()
    assert again.measured == []
    lines = (tmp_path / "results.jsonl").read_text().splitlines()
    assert [json.loads(line)["values"]["square"] for line in lines] == [n * n for n in range(10)]


def test_what_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        measure(Squares({6: [EnvironmentFault("no display")] * 2}), request(tmp_path))
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"state": "cut sho')
    rest = Squares()
    assert len(measure(rest, request(tmp_path)).results) == 10
    assert rest.measured == [f"number/{number} lam" for number in range(6, 10)]


def test_surroundings_get_a_second_chance(tmp_path: Path) -> None:
    found = measure(Squares({6: [EnvironmentFault("too slow")]}), request(tmp_path))
    assert len(found.results) == 10 and found.exit_code is ExitCode.DONE


def test_what_could_not_be_measured_is_told_and_tried_again(tmp_path: Path) -> None:
    found = measure(Squares({4: [ValueError("broken")]}), request(tmp_path))
    assert found.exit_code is ExitCode.BUG and len(found.results) == 9
    assert "number/4" in found.faults[0] and "broken" in found.faults[0]
    rest = Squares()
    assert measure(rest, request(tmp_path)).exit_code is ExitCode.DONE and rest.measured == ["number/4 lam"]
    everywhere: dict[int, list[Exception]] = {number: [ValueError("broken")] for number in range(10)}
    with pytest.raises(LamBug, match="in a row"):
        measure(Squares(everywhere), request(tmp_path, fresh=True))


@pytest.mark.parametrize("other", [{"seed": 2}, {"corpus": "b"}])
def test_other_arguments_are_measured_anew(other: dict[str, object], tmp_path: Path) -> None:
    first = measure(Squares(), request(tmp_path))
    squares = Squares(corpus=str(other.get("corpus", "a")))
    found = measure(squares, request(tmp_path, seed=other.get("seed", 1)))
    assert len(squares.measured) == 10 and found.state != first.state
    kept = Squares()
    measure(kept, request(tmp_path))
    assert kept.measured == [], "the first ones are still there"


def test_other_sources_and_weights_are_measured_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = measure(Squares(), request(tmp_path / "out"))
    models = tmp_path / "models"
    for name in ("detector", "policy"):
        (models / name).mkdir(parents=True)
        (models / name / "config.json").write_text("{}")
    monkeypatch.setenv("LAM_MODELS", str(models))
    other = measure(Squares(), request(tmp_path / "out"))
    monkeypatch.setattr("lam_desktop.evaluation.state.sources_id", lambda: "edited")
    assert len({first.state, other.state, measure(Squares(), request(tmp_path / "out")).state}) == 3


def test_fresh_measures_again_and_can_be_continued(tmp_path: Path) -> None:
    measure(Squares(), request(tmp_path))
    with pytest.raises(EnvironmentFault):
        measure(Squares({2: [EnvironmentFault("gone")] * 2}), request(tmp_path, fresh=True))
    rest = Squares()
    measure(rest, request(tmp_path))
    assert rest.measured == [f"number/{number} lam" for number in range(2, 10)]


def test_only_limit_and_baselines_choose(tmp_path: Path) -> None:
    squares = Squares()
    measure(squares, request(tmp_path, only=("number/3", "number/[89]"), baselines=True))
    assert squares.measured == [f"number/{n} {policy}" for n in (3, 8, 9) for policy in ("lam", "text")]
    spread = Squares()
    measure(spread, request(tmp_path, limit=2))
    assert spread.measured == ["number/0 lam", "number/5 lam"]
    with pytest.raises(UsageError, match="number/12"):
        measure(Squares(), request(tmp_path, only=("number/12",)))


def test_failures_have_their_picture(tmp_path: Path) -> None:
    found = measure(Squares(), request(tmp_path))
    pictures = {one.case: one.picture for one in found.results if one.picture}
    assert list(pictures) == ["number/3"]
    with Image.open(tmp_path / pictures["number/3"]) as picture:
        assert picture.size == (4, 4)


def test_the_json_has_table_and_intervals(tmp_path: Path) -> None:
    told = json.loads(json.dumps(measure(Squares(), request(tmp_path)).as_json()))
    assert told["status"] == "done" and told["benchmark"] == "squares" and told["cases"] == 10
    (row,) = told["rows"]
    assert row["name"] == "lam"
    assert row["wrong"] == {"count": 1, "of": 10, "share": 0.1, "low": 0.0179, "high": 0.4042}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match="--out"):
        measure(Squares(), request(tmp_path / "file"))
