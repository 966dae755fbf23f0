"""Twins lie in wait: the drills are what they say, and a sample goes the whole way."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.evaluation.benchmark import LAM
from lam_desktop.evaluation.evaluate import EvaluationRequest, evaluate
from lam_desktop.evaluation.registry import open_benchmark
from lam_desktop.evaluation.twins.drills import ADVERSITIES, DATA, Drill, drill

pytestmark = pytest.mark.slow


def _cells(one: Drill, key: str) -> dict[str, str]:
    columns = [column.key for column in one.columns]
    record = next(record for record in one.second if record.key == key)
    return {name: cell for name, cell in zip(columns, record.cells, strict=True) if name in DATA}


@pytest.mark.parametrize("adversity", ADVERSITIES)
def test_the_row_names_one_record_among_near_twins(adversity: str) -> None:
    for number in range(12):
        one = drill(adversity, 1, number)
        assert one == drill(adversity, 1, number)
        keys = [record.key for record in one.second]
        assert len(keys) == len(set(keys)) and one.column in [column.key for column in one.columns]
        shown = next(record for record in one.first if record.key == one.shown)
        assert set(one.row) <= set(shown.cells)
        wanted = set(one.row.values())
        if adversity.startswith("missing"):
            assert one.wanted is None
            assert all(not wanted <= set(_cells(one, key).values()) for key in keys)
        else:
            assert one.wanted is not None and wanted <= set(_cells(one, one.wanted).values())
        if adversity not in ("other-column", "missing", "missing-namesake"):
            mine, twin = _cells(one, one.wanted or ""), _cells(one, "twin")
            assert mine != twin and any(mine[name] == twin[name] for name in mine)


@pytest.mark.e2e
def test_a_sample_goes_the_whole_way(tmp_path: Path) -> None:
    request = EvaluationRequest("twins", tmp_path, only=("letter/0", "missing/1"), baselines=True)
    found = evaluate(open_benchmark("twins"), request, lambda _: None)
    assert found.exit_code == 0 and {one.policy for one in found.results} > {LAM}
    mine = [one for one in found.results if one.policy == LAM]
    assert [one.values["present"] for one in mine] == [True, False]
    assert all(one.outcome != "wrong" for one in mine), mine
    assert found.as_json()["rows"][0]["name"] == LAM
