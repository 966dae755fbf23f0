"""Every sort of data can be written, and differs from look to look."""

from __future__ import annotations

import random
from pathlib import Path
from typing import get_args

import pytest

from lam_desktop.evaluation.native.data import make_data, table_rows
from lam_desktop.evaluation.native.states import Data


@pytest.mark.parametrize("sort", [one for one in get_args(Data) if one])
def test_all_sorts(sort: Data, tmp_path: Path) -> None:
    made = make_data(sort, tmp_path, random.Random(1))
    assert made.exists() and made.parent == tmp_path
    assert any(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())


def test_two_looks_share_records_with_other_values() -> None:
    first, second = ({row[0]: row[1:] for row in table_rows(random.Random(seed))} for seed in (1, 2))
    shared = first.keys() & second.keys()
    assert shared
    assert all(first[order] != second[order] for order in shared)
