from __future__ import annotations

import time

from lam_desktop.execution.screen.waiting import SLICE_S, waited


def test_it_waits_as_long_as_it_is_told() -> None:
    begun = time.monotonic()
    assert waited(3.5 * SLICE_S, lambda: False)
    assert time.monotonic() - begun >= 3.5 * SLICE_S


def test_a_stop_ends_it_within_a_slice() -> None:
    asked = iter([False, False, True])
    begun = time.monotonic()
    assert not waited(60.0, lambda: next(asked))
    assert time.monotonic() - begun < 10


def test_who_has_nothing_to_wait_for_hears_of_a_stop_all_the_same() -> None:
    assert waited(0.0, lambda: False) and not waited(0.0, lambda: True)
