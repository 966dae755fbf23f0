"""On how many threads torch computes: on one, where the work is too little to be shared out."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from contextlib import AbstractContextManager

MOST_PAIRS = 1 << 16
"""Pairs of elements up to which two screens are compared sooner by one thread: it takes some 250 steps, most
of them of less than 0.1 ms, and waking a second thread takes longer than its half of such a step."""


def threads_for(pairs: int) -> AbstractContextManager[None]:
    """Within, torch computes on one thread if there are few pairs of elements to compare; else as before."""
    return on_one_thread() if pairs <= MOST_PAIRS else contextlib.nullcontext()


@contextlib.contextmanager
def on_one_thread() -> Generator[None]:
    """Within, torch computes on the present thread alone; so does a thread that begins to compute then."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
