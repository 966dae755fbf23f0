"""Near twins are near, and never the same."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.spec import Column, Record, walk
from lam_desktop.data.corpus.twins import near_twin, with_twins

_COLUMNS = (Column("id", "", "code"), Column("name", "", "name"), Column("pick", "", "", "check"))


@given(st.text(min_size=0, max_size=20), st.integers(0, 999))
def test_a_twin_differs_by_little(text: str, seed: int) -> None:
    twin = near_twin(random.Random(seed), text)
    assert twin != text
    assert abs(len(twin) - len(text)) <= 1
    assert sum(a != b for a, b in zip(text, twin, strict=False)) <= max(2, len(text))


@pytest.mark.parametrize("seed", range(30))
def test_twins_are_records_of_their_own(seed: int) -> None:
    rng = random.Random(seed)
    plain = [Record(f"r{n}", (f"A{1000 + n}", f"Name {n}", "")) for n in range(40)]
    made = with_twins(rng, plain, _COLUMNS, "en")
    assert [record.key for record in made] == [record.key for record in plain]
    assert len({record.cells for record in made}) == len(made)
    for one, two in zip(plain, made, strict=True):
        if one.cells != two.cells:
            before = made[made.index(two) - 1]
            assert sum(a != b for a, b in zip(before.cells, two.cells, strict=True)) <= 2


def test_many_tables_have_twins() -> None:
    tables = near = 0
    for index in range(120):
        for node in walk(make_program(8, index, "qt").body):
            if node.role != "table" or not node.records or len(node.columns) < 3:
                continue
            if any(column.control for column in node.columns) or "sheet" in node.variant:
                continue
            tables += 1
            pairs = zip(node.records, node.records[1:], strict=False)
            near += any(0 < sum(a != b for a, b in zip(x.cells, y.cells, strict=True)) <= 1 for x, y in pairs)
    assert tables > 10
    assert near / tables > 0.4
