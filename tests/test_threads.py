"""Little work is computed on one thread, and all else as before."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from lam_desktop.threads import MOST_PAIRS, on_one_thread, threads_for


@pytest.fixture(autouse=True)
def two_threads() -> Generator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_the_number_of_threads_is_one_within_and_as_before_behind_also_after_an_error() -> None:
    with pytest.raises(ArithmeticError), on_one_thread():
        assert torch.get_num_threads() == 1
        raise ArithmeticError
    assert torch.get_num_threads() == 2


def test_threads_that_begin_within_compute_alone_and_later_ones_do_not() -> None:
    def count(_: int) -> int:
        torch.ones(2).sum()
        return torch.get_num_threads()

    with on_one_thread(), ThreadPoolExecutor(2) as readers:
        assert set(readers.map(count, range(4))) == {1}
    with ThreadPoolExecutor(2) as readers:
        assert set(readers.map(count, range(4))) == {2}


@pytest.mark.parametrize(("pairs", "threads"), [(0, 1), (MOST_PAIRS, 1), (MOST_PAIRS + 1, 2)])
def test_many_pairs_are_shared_out(pairs: int, threads: int) -> None:
    with threads_for(pairs):
        assert torch.get_num_threads() == threads
    assert torch.get_num_threads() == 2
